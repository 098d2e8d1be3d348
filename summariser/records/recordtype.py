"""`RecordType`: everything the package needs to know to handle one kind of record."""

from __future__ import annotations

from typing import NamedTuple

from summariser.records.base import Record
from summariser.records.drafts import Actor, DisputedPoint, Event, GistSentence, PlanTerm, Reaction


class RecordType(NamedTuple):
    """One kind of record: from these four, extraction, proof, re-ask, scoring and writers follow.

    Attributes:
        name: Name of the list in every output, such as `plan_terms`.
        model: What the model fills.
        template: Name of the task template in the prompt folder, without ending.
        tau: Least similarity at which the scorer aligns two records, 0 to 1.
    """

    name: str
    model: type[Record]
    template: str
    tau: float


PLAN_TERMS = RecordType("plan_terms", PlanTerm, "plan_terms", 0.35)
ACTORS = RecordType("actors", Actor, "actors", 0.60)
REACTIONS = RecordType("reactions", Reaction, "reactions", 0.45)
DISPUTED_POINTS = RecordType("disputed_points", DisputedPoint, "disputed_points", 0.40)
EVENTS = RecordType("events", Event, "events", 0.45)
GIST = RecordType("gist", GistSentence, "gist", 0.50)

BUILT_IN: tuple[RecordType, ...] = (PLAN_TERMS, ACTORS, REACTIONS, DISPUTED_POINTS, EVENTS, GIST)
"""What the package ships. `gist` is for reading and is not scored."""
