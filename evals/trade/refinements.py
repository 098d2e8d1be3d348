"""Where the articles agree and one of them says it more exactly."""

from __future__ import annotations

from evals.trade.labels import Item, Table
from summariser.records.vocabulary import ConflictRelation
from summariser.records.vocabulary import DisputeType as Type

REFINED = (
    Item(
        "refine-unveiling",
        Type.TEMPORAL,
        "When was the first draft made public?",
        (
            ("2 March", "wire.unveil explainer.unveil daily.unveil"),
            ("at the beginning of March", "agency.unveil"),
        ),
        "A day within the beginning of that month.",
    ),
    Item(
        "refine-leak",
        Type.TEMPORAL,
        "When did the first draft leak to the Selmark Sentinel?",
        (("26 February", "explainer.leak"), ("in the last days of February", "agency.leak")),
        "A day within those days.",
    ),
    Item(
        "refine-first-date",
        Type.TEMPORAL,
        "When did the two sides first meet?",
        (("14 January", "explainer.first_date daily.first_date"), ("January", "interview.first")),
        "A day within that month.",
    ),
    Item(
        "refine-protest-place",
        Type.SPATIAL,
        "Where did the growers protest?",
        (("Selmark", "wire.protest agency.protest"), ("Founders' Square in Selmark", "column.protest")),
        "A square within the city.",
    ),
    Item(
        "refine-zone",
        Type.SPATIAL,
        "Where is the duty-free zone to be?",
        (
            ("the Sarn valley", "wire.zone"),
            ("Upper Sarn and Lower Sarn, which make up the Sarn valley", "agency.zone"),
        ),
        "The agency names the provinces that the valley consists of.",
    ),
    Item(
        "refine-geneva-table",
        Type.PARTICIPANTS,
        "Who sat at the table in Geneva?",
        (
            ("Tomas Reyl and Dorin Halveck", "wire.lead"),
            ("Tomas Reyl, Dorin Halveck and Leonor Vastrao", "interview.room"),
        ),
        "One list contains the other.",
    ),
    Item(
        "refine-fishing",
        Type.TERM_CONTENT,
        "For how long must Kestrian trawlers stay out of the Strait of Alm?",
        (("they must stay out", "explainer.fishing"), ("for five years", "column.fishing")),
        "The column adds how long the ban in the first draft runs.",
    ),
    Item(
        "refine-committee",
        Type.EVENT_OUTCOME,
        "By what margin did the Chamber's trade committee approve the draft?",
        (("11 votes to 8", "wire.committee"), ("a narrow margin", "explainer.committee")),
        "The count is one of a narrow margin.",
    ),
    Item(
        "refine-brandy",
        Type.TERM_CONTENT,
        "Who may use the name Sarn brandy?",
        (
            ("only distillers of the Sarn valley", "explainer.brandy agency.brandy"),
            ("it is protected", "daily.brandy"),
        ),
        "The daily leaves out for whom.",
        required=False,
    ),
    Item(
        "refine-negotiator",
        Type.OFFICE_HOLDER,
        "What is Dorin Halveck's office?",
        (
            ("Kestria's chief negotiator", "wire.lead explainer.chief agency.chief interview.chief"),
            ("Kestrian negotiator", "daily.first_date"),
        ),
        "The daily leaves out his rank.",
        required=False,
    ),
)

REFINEMENTS = Table(ConflictRelation.REFINE, "none", REFINED)
