"""Where the articles say the same."""

from __future__ import annotations

from evals.trade.labels import Item, Table
from summariser.records.vocabulary import ConflictRelation
from summariser.records.vocabulary import DisputeType as Type

_SAME = "The same answer, each in its own words."
_UNCHANGED = "The same answer; the term stands alike in the first draft and in the revised text."
_OFFICE = "Each names the office and its holder."
_COPY = "Only an article and its copy say so: right to report, no fault to leave out."

TERMS = (
    Item(
        "agree-sugar-draft",
        Type.NUMERIC,
        "How much sugar does the first draft let in free of duty each year?",
        (("60,000 tonnes", "explainer.sugar column.sugar"),),
        _SAME,
    ),
    Item(
        "agree-sugar-revised",
        Type.NUMERIC,
        "How much sugar does the revised text let in free of duty each year?",
        (("40,000 tonnes", "wire.sugar interview.sugar daily.sugar"),),
        _SAME,
    ),
    Item(
        "agree-poultry",
        Type.NUMERIC,
        "How large is the poultry quota?",
        (("40,000 tonnes a year", "explainer.poultry agency.poultry"),),
        _UNCHANGED,
    ),
    Item(
        "agree-machinery-revised",
        Type.NUMERIC,
        "Over how many years do Kestria's duties on machinery end in the revised text?",
        (("seven", "wire.machinery agency.machinery daily.machinery"),),
        _SAME,
    ),
    Item(
        "agree-visas-revised",
        Type.NUMERIC,
        "How many seasonal visas a year does the revised text provide for?",
        (("2,500", "wire.visas interview.visas"),),
        _SAME,
    ),
    Item(
        "agree-fund",
        Type.NUMERIC,
        "How much does Orvania pay into the Adjustment Fund?",
        (("300 million crowns", "wire.fund explainer.fund daily.fund"),),
        _UNCHANGED,
    ),
    Item(
        "agree-arbitrators",
        Type.NUMERIC,
        "How many arbitrators sit on the panel?",
        (("five", "wire.arbitrators explainer.arbitrators column.arbitrators"),),
        _UNCHANGED,
    ),
    Item(
        "agree-brandy",
        Type.TERM_CONTENT,
        "Who may use the name Sarn brandy?",
        (("only distillers of the Sarn valley", "explainer.brandy agency.brandy"),),
        _UNCHANGED,
    ),
    Item(
        "agree-court-out",
        Type.TERM_STATUS,
        "Is the investor court in the revised text?",
        (("taken out", "wire.court interview.court"),),
        _SAME,
    ),
    Item(
        "agree-ratification",
        Type.TEMPORAL,
        "Until when may the parliaments ratify the revised text?",
        (("30 June", "wire.ratify interview.ratify"),),
        _SAME,
    ),
    Item(
        "agree-in-force",
        Type.TEMPORAL,
        "When does the accord take effect?",
        (("1 January 2027", "wire.force agency.force"),),
        "A date and the name of a holiday for the same day.",
    ),
    Item(
        "agree-points-draft",
        Type.NUMERIC,
        "How many points has the first draft?",
        (("22", "explainer.points agency.points"),),
        _SAME,
    ),
    Item(
        "agree-points-revised",
        Type.NUMERIC,
        "How many points has the revised text?",
        (("19", "wire.points interview.points"),),
        _SAME,
    ),
    Item(
        "agree-counter-points",
        Type.NUMERIC,
        "How many points has Kestria's counter-paper?",
        (("nine", "wire.counter explainer.counter agency.counter"),),
        _SAME,
    ),
    Item(
        "agree-counter-sugar",
        Type.NUMERIC,
        "How large a sugar quota does Kestria's counter-paper ask for?",
        (("90,000 tonnes", "explainer.counter_sugar agency.counter_sugar"),),
        _SAME,
    ),
)

EVENTS = (
    Item(
        "agree-unveiling",
        Type.TEMPORAL,
        "When was the first draft made public?",
        (("2 March", "wire.unveil explainer.unveil daily.unveil"),),
        _SAME,
    ),
    Item(
        "agree-author",
        Type.PROVENANCE_AUTHORSHIP,
        "Who wrote the first draft?",
        (("Orvania's trade ministry", "wire.author explainer.author"),),
        _SAME,
    ),
    Item(
        "agree-first-date",
        Type.TEMPORAL,
        "When did Reyl and Dorin Halveck first meet?",
        (("14 January", "explainer.first_date daily.first_date"),),
        "The same day and the same two men; only the city is in dispute.",
    ),
    Item(
        "agree-first-place",
        Type.SPATIAL,
        "Where did the two sides first meet?",
        (("Lisbon", "explainer.first_place interview.first"),),
        _SAME,
    ),
    Item(
        "agree-speech-date",
        Type.TEMPORAL,
        "When did Versane speak to the Chamber?",
        (("4 March", "wire.speech daily.speech"),),
        "The same day; the words are in dispute.",
    ),
    Item(
        "agree-speech-wording",
        Type.QUOTE_WORDING,
        "What did Versane tell the Chamber about signing?",
        (("We will not sign at any price", "wire.speech column.speech"),),
        _SAME,
    ),
    Item(
        "agree-committee-date",
        Type.TEMPORAL,
        "When did the Chamber's trade committee vote on the draft?",
        (("5 March", "wire.committee agency.committee"),),
        "The same day; the outcome is in dispute.",
    ),
    Item(
        "agree-leaders-call",
        Type.TEMPORAL,
        "When did Versane and Vasko speak by telephone?",
        (("11 March", "wire.call daily.call"),),
        _SAME,
    ),
    Item(
        "agree-protest-date",
        Type.TEMPORAL,
        "When did growers protest in Selmark?",
        (("14 March", "wire.protest agency.protest"),),
        "The same day; the number is in dispute.",
    ),
    Item(
        "agree-geneva",
        Type.SPATIAL,
        "Where were the talks held that changed the draft?",
        (
            (
                "Geneva",
                "wire.geneva_end agency.geneva interview.room daily.geneva_end explainer.geneva column.geneva",
            ),
        ),
        _SAME,
    ),
    Item(
        "agree-signing",
        Type.TEMPORAL,
        "For when was the signing set in Geneva?",
        (("10 April", "wire.signing daily.signing"),),
        _SAME,
    ),
    Item(
        "agree-leak",
        Type.PARTICIPANTS,
        "Which paper got hold of the first draft?",
        (("the Selmark Sentinel", "explainer.leak agency.leak"),),
        _SAME,
    ),
    Item(
        "agree-go-between",
        Type.PARTICIPANTS,
        "Who brought the two sides together?",
        (("Leonor Vastrao", "explainer.first_place interview.first"),),
        _SAME,
        required=False,
    ),
)

OFFICES = (
    Item(
        "agree-orvania-premier",
        Type.OFFICE_HOLDER,
        "Who is Orvania's prime minister?",
        (("Ilda Versane", "wire.versane explainer.versane agency.versane daily.versane"),),
        _OFFICE,
    ),
    Item(
        "agree-kestria-premier",
        Type.OFFICE_HOLDER,
        "Who is Kestria's prime minister?",
        (("Emeric Vasko", "wire.vasko explainer.vasko agency.premier"),),
        _OFFICE,
    ),
    Item(
        "agree-orvania-trade",
        Type.OFFICE_HOLDER,
        "Who is Orvania's trade minister?",
        (
            (
                "Tomas Reyl",
                "wire.lead explainer.first_date column.reyl agency.ministers_call daily.first_date",
            ),
        ),
        _OFFICE,
    ),
    Item(
        "agree-kestria-trade",
        Type.OFFICE_HOLDER,
        "Who is Kestria's trade minister?",
        (("Petra Osmund", "wire.osmund explainer.osmund agency.ministers_call"),),
        _OFFICE,
    ),
    Item(
        "agree-negotiator",
        Type.OFFICE_HOLDER,
        "Who is Kestria's chief negotiator?",
        (("Dorin Halveck", "wire.lead explainer.chief agency.chief interview.chief"),),
        _OFFICE,
    ),
    Item(
        "agree-league-chair",
        Type.OFFICE_HOLDER,
        "Who chairs the Growers' League?",
        (("Marta Halveck", "wire.chair explainer.chair agency.league"),),
        _OFFICE,
    ),
    Item(
        "agree-opposition",
        Type.OFFICE_HOLDER,
        "Who leads the opposition in Orvania's Chamber?",
        (("Livia Carrow", "wire.carrow daily.carrow"),),
        _OFFICE,
    ),
    Item(
        "agree-finance",
        Type.OFFICE_HOLDER,
        "Who is Orvania's deputy finance minister?",
        (("Jonas Brell", "wire.brell daily.brell"),),
        _OFFICE,
    ),
)

STANCES = (
    Item(
        "agree-carrow",
        Type.STANCE_OF_ACTOR,
        "Where does Livia Carrow stand?",
        (("against the accord", "wire.carrow column.carrow"),),
        _SAME,
    ),
    Item(
        "agree-league",
        Type.STANCE_OF_ACTOR,
        "Where does the Growers' League stand?",
        (("against the accord", "wire.league explainer.league agency.league"),),
        _SAME,
    ),
    Item(
        "agree-vasko",
        Type.STANCE_OF_ACTOR,
        "Where does Emeric Vasko stand?",
        (("for the accord", "wire.vasko agency.vasko"),),
        _SAME,
    ),
    Item(
        "agree-versane",
        Type.STANCE_OF_ACTOR,
        "Where does Ilda Versane stand?",
        (("for the accord", "explainer.versane_for column.motive daily.motive"),),
        "Haste to sign is read as support.",
        required=False,
    ),
)

COPIED = (
    Item(
        "copied-protest",
        Type.NUMERIC,
        "How many growers marched through Selmark?",
        (("about 8,000", "wire.protest"),),
        _COPY,
        required=False,
    ),
    Item(
        "copied-geneva-end",
        Type.TEMPORAL,
        "When did the Geneva talks end?",
        (("Wednesday", "wire.geneva_end"),),
        _COPY,
        required=False,
    ),
    Item(
        "copied-panel",
        Type.SPATIAL,
        "Where is the arbitration panel to have its seat?",
        (("Lisbon", "wire.panel"),),
        _COPY,
        required=False,
    ),
    Item(
        "copied-inspections",
        Type.TERM_CONTENT,
        "Must Orvanian inspectors announce their visits?",
        (("two weeks before", "wire.inspectors"),),
        _COPY,
        required=False,
    ),
    Item(
        "copied-committee",
        Type.EVENT_OUTCOME,
        "How did the Chamber's trade committee vote on the draft?",
        (("approved it by 11 votes to 8", "wire.committee"),),
        _COPY,
        required=False,
    ),
    Item(
        "copied-lead",
        Type.PARTICIPANTS,
        "Who led the delegations in Geneva?",
        (("Tomas Reyl and Dorin Halveck", "wire.lead"),),
        _COPY,
        required=False,
    ),
    Item(
        "copied-marlock",
        Type.STANCE_OF_ACTOR,
        "Where does the exporter Marlock stand?",
        (("for the accord", "wire.marlock"),),
        _COPY,
        required=False,
    ),
)

AGREEMENTS = Table(ConflictRelation.AGREE, "none", (*TERMS, *EVENTS, *OFFICES, *STANCES, *COPIED))
