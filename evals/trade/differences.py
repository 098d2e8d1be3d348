"""Where the articles differ: what cannot both be true, what was changed later, what is judged to opposite effect."""

from __future__ import annotations

from evals.trade.labels import Item, Table
from summariser.records.vocabulary import ConflictRelation
from summariser.records.vocabulary import DisputeType as Type

_REVISED = "Both speak of the revised text."

HARD = (
    Item(
        "protest-size",
        Type.NUMERIC,
        "How many people protested in Selmark on 14 March?",
        (("about 8,000", "wire.protest"), ("some 15,000", "agency.protest")),
        "The same march on the same day, counted differently.",
    ),
    Item(
        "visas-revised",
        Type.NUMERIC,
        "How many seasonal visas a year does the revised text provide for?",
        (("2,500", "wire.visas interview.visas"), ("3,500", "daily.visas")),
        _REVISED,
    ),
    Item(
        "geneva-end",
        Type.TEMPORAL,
        "When did the Geneva talks end?",
        (("Wednesday, 18 March 2026", "wire.geneva_end"), ("19 March", "daily.geneva_end")),
        "Friday 20 March is the date of the report, so its Wednesday is the 18th.",
    ),
    Item(
        "counter-date",
        Type.TEMPORAL,
        "When was Kestria's counter-paper handed over?",
        (("9 March", "explainer.counter_date"), ("12 March", "daily.counter_date")),
        "One handing over, two dates.",
    ),
    Item(
        "signing-date",
        Type.TEMPORAL,
        "For when was the signing set in Geneva?",
        (("10 April", "wire.signing daily.signing"), ("Good Friday (3 April 2026)", "agency.signing")),
        "Both tell what was decided in Geneva; Good Friday fell on 3 April in 2026.",
    ),
    Item(
        "ratification-deadline",
        Type.TEMPORAL,
        "Until when may the parliaments ratify the revised text?",
        (("30 June", "wire.ratify interview.ratify"), ("May Day", "agency.ratify")),
        "Both speak of the revised text; May Day is 1 May.",
    ),
    Item(
        "first-meeting-place",
        Type.SPATIAL,
        "Where did the two sides first meet in January?",
        (("Lisbon", "explainer.first_place interview.first"), ("Porto", "daily.first_place")),
        "The same first meeting of Reyl and Dorin Halveck, in two cities.",
    ),
    Item(
        "panel-seat",
        Type.SPATIAL,
        "Where is the arbitration panel to have its seat?",
        (("Lisbon", "wire.panel"), ("Geneva", "agency.panel")),
        "Both tell what the text says after Geneva.",
    ),
    Item(
        "geneva-delegation",
        Type.PARTICIPANTS,
        "Who led the Kestrian side at the Geneva talks?",
        (("Dorin Halveck", "wire.lead interview.room"), ("Rafal Denk", "daily.lead")),
        "Opposite Reyl sat one man or the other; neither list of names contains the other.",
    ),
    Item(
        "draft-author",
        Type.PROVENANCE_AUTHORSHIP,
        "Who wrote the first draft?",
        (
            ("Orvania's trade ministry", "wire.author explainer.author"),
            ("Kestria's foreign-trade directorate in Dorun", "agency.author"),
        ),
        "Each names another state's officials as the only authors.",
    ),
    Item(
        "kestria-trade-minister",
        Type.OFFICE_HOLDER,
        "Who is Kestria's trade minister?",
        (
            ("Petra Osmund", "wire.osmund explainer.osmund agency.ministers_call"),
            ("Rafal Denk", "daily.denk"),
        ),
        "One office, two names; the articles before and after the odd one name the same person.",
    ),
    Item(
        "committee-vote",
        Type.EVENT_OUTCOME,
        "How did the Chamber's trade committee vote on the draft?",
        (("approved it", "wire.committee explainer.committee"), ("voted it down", "agency.committee")),
        "The same vote of 5 March with opposite outcomes.",
    ),
    Item(
        "speech-wording",
        Type.QUOTE_WORDING,
        "What did Versane tell the Chamber on 4 March about signing?",
        (
            ("We will not sign at any price", "wire.speech column.speech"),
            ("We will sign, because the price is fair", "daily.speech"),
        ),
        "The same speech, quoted in words that differ in meaning.",
    ),
    Item(
        "inspections-notice",
        Type.TERM_CONTENT,
        "Must Orvanian inspectors announce their visits to Kestrian poultry plants?",
        (("only with two weeks' notice", "wire.inspectors"), ("unannounced", "daily.inspectors")),
        _REVISED,
    ),
    Item(
        "investor-court-status",
        Type.TERM_STATUS,
        "Is the investor court in the revised text?",
        (("taken out", "wire.court interview.court"), ("remains", "daily.court")),
        _REVISED,
    ),
    Item(
        "league-consulted",
        Type.PROCESS_EXCLUSION,
        "Was the Growers' League consulted before the draft was published?",
        (("not once", "column.consulted"), ("in three hearings", "daily.consulted")),
        "Each says so in its own voice.",
    ),
)

SOFT = (
    Item(
        "carrow-stance",
        Type.STANCE_OF_ACTOR,
        "Does the opposition leader Livia Carrow back the accord?",
        (("against it", "wire.carrow column.carrow"), ("will support it", "daily.carrow")),
        "A stance, once from her own words and once from people close to her.",
    ),
    Item(
        "draft-author-marlock",
        Type.PROVENANCE_AUTHORSHIP,
        "Was the first draft written by officials or by lawyers of Marlock?",
        (
            ("Orvania's trade ministry", "wire.author explainer.author"),
            ("reportedly lawyers paid by Marlock", "column.author"),
        ),
        "The second answer is hedged.",
    ),
    Item(
        "draft-author-directorate",
        Type.PROVENANCE_AUTHORSHIP,
        "Was the first draft written by Kestria's directorate or by lawyers of Marlock?",
        (
            ("Kestria's foreign-trade directorate", "agency.author"),
            ("reportedly lawyers paid by Marlock", "column.author"),
        ),
        "The second answer is hedged.",
        required=False,
    ),
    Item(
        "sugar-revised-reported",
        Type.NUMERIC,
        "How much sugar does the revised text let in free of duty each year?",
        (
            ("40,000 tonnes", "wire.sugar interview.sugar daily.sugar"),
            ("45,000 tonnes, as the Selmark Sentinel reported", "agency.sugar"),
        ),
        "One article passes on another outlet's claim and does not vouch for it.",
    ),
    Item(
        "dockers-consulted",
        Type.PROCESS_EXCLUSION,
        "Was the Dorun dockers' union shown the text?",
        (("not a single page", "agency.dockers"), ("every page", "interview.dockers")),
        "Two speakers: the union's chairman and the mediator.",
    ),
)

SUPERSEDED = (
    Item(
        "sugar-changed",
        Type.NUMERIC,
        "How much sugar may Kestria sell free of duty each year?",
        (
            ("60,000 tonnes in the first draft", "explainer.sugar column.sugar"),
            ("40,000 tonnes in the revised text", "wire.sugar interview.sugar daily.sugar"),
        ),
        "Changed in Geneva.",
    ),
    Item(
        "machinery-changed",
        Type.NUMERIC,
        "Over how many years do Kestria's duties on machinery end?",
        (
            ("ten years in the first draft", "explainer.machinery"),
            ("seven years in the revised text", "wire.machinery agency.machinery daily.machinery"),
        ),
        "Changed in Geneva.",
    ),
    Item(
        "visas-changed",
        Type.NUMERIC,
        "How many seasonal visas a year does Orvania grant?",
        (
            ("4,000 in the first draft", "explainer.visas"),
            ("2,500 in the revised text", "wire.visas interview.visas"),
        ),
        "Changed in Geneva.",
    ),
    Item(
        "visas-changed-otherwise",
        Type.NUMERIC,
        "How many seasonal visas a year does Orvania grant, as the daily has it?",
        (("4,000 in the first draft", "explainer.visas"), ("3,500 in the revised text", "daily.visas")),
        "Changed in Geneva, to a number that others contradict.",
        required=False,
    ),
    Item(
        "points-changed",
        Type.NUMERIC,
        "How many points does the document have?",
        (
            ("22 in the first draft", "explainer.points agency.points"),
            ("19 in the revised text", "wire.points interview.points"),
        ),
        "Changed in Geneva.",
    ),
    Item(
        "investor-court-dropped",
        Type.TERM_STATUS,
        "Does the text have an investor court?",
        (
            ("yes, in the first draft", "explainer.court"),
            ("no longer, in the revised text", "wire.court interview.court"),
        ),
        "Struck out in Geneva.",
    ),
    Item(
        "signing-moved",
        Type.TEMPORAL,
        "When is the accord to be signed?",
        (
            ("27 March, as planned before Geneva", "explainer.signing"),
            ("10 April, as planned after Geneva", "wire.signing daily.signing"),
        ),
        "Put back in Geneva.",
    ),
    Item(
        "signing-moved-otherwise",
        Type.TEMPORAL,
        "When is the accord to be signed, as the agency has it?",
        (
            ("27 March, as planned before Geneva", "explainer.signing"),
            ("Good Friday, as planned after Geneva", "agency.signing"),
        ),
        "Put back in Geneva, to a day that others contradict.",
        required=False,
    ),
    Item(
        "sugar-changed-otherwise",
        Type.NUMERIC,
        "How much sugar may Kestria sell free of duty each year, as another paper has it?",
        (
            ("60,000 tonnes in the first draft", "explainer.sugar column.sugar"),
            ("45,000 tonnes in the revised text", "agency.sugar"),
        ),
        "Changed in Geneva, to a number that others contradict.",
        required=False,
    ),
)

FRAMING = (
    Item(
        "fairness",
        Type.FAIRNESS_BALANCE,
        "Is the accord fair?",
        (("lopsided", "column.fairness"), ("well balanced", "daily.fairness")),
        "Each judges in its own voice.",
    ),
    Item(
        "sovereignty",
        Type.LEGALITY_SOVEREIGNTY,
        "Do the arbitrators cost Orvania sovereignty?",
        (("sovereignty handed over", "column.sovereignty"), ("not one grain of it", "daily.sovereignty")),
        "Each judges the same clause in its own voice.",
    ),
    Item(
        "safeguard-works",
        Type.FEASIBILITY_ENFORCEMENT,
        "Will the safeguard clause work?",
        (("always too late", "column.brake"), ("a brake that works", "daily.brake")),
        "Each judges the same clause in its own voice.",
    ),
    Item(
        "haste",
        Type.MOTIVE,
        "Why does Versane press for an early signature?",
        (("the election", "column.motive"), ("the jobs in the machine works", "daily.motive")),
        "The same haste, explained to opposite effect.",
    ),
)

DIFFERENCES = (
    Table(ConflictRelation.CONTRADICT, "hard", HARD),
    Table(ConflictRelation.CONTRADICT, "soft", SOFT),
    Table(ConflictRelation.SUPERSEDED, "soft", SUPERSEDED),
    Table(ConflictRelation.DIFFER_FRAMING, "framing", FRAMING),
)
