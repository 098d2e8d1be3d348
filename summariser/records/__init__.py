"""What the model fills, what we keep, the vocabularies, and `RecordType`."""

from summariser.records.base import FromProfile, Record, Slot, nested, slot_of, slots, type_in
from summariser.records.drafts import (
    Actor,
    Attribution,
    DisputedPoint,
    Event,
    GistSentence,
    PlanTerm,
    Position,
    Reaction,
)
from summariser.records.kept import (
    Evidence,
    Grounded,
    Proved,
    Quantity,
    Rejected,
    TimeRef,
    grounded_type,
    rejected_type,
)
from summariser.records.profile import Category, Holiday, Profile
from summariser.records.recordtype import BUILT_IN, RecordType
from summariser.records.summary import (
    SCHEMA_VERSION,
    UNKNOWN_TYPE,
    AnsweredBy,
    ArticleSummary,
    DocumentMeta,
    Inputs,
    Sourced,
)
from summariser.records.vocabulary import RejectionReason, Vocabulary

__all__ = [
    "BUILT_IN",
    "SCHEMA_VERSION",
    "UNKNOWN_TYPE",
    "Actor",
    "AnsweredBy",
    "ArticleSummary",
    "Attribution",
    "Category",
    "DisputedPoint",
    "DocumentMeta",
    "Event",
    "Evidence",
    "FromProfile",
    "GistSentence",
    "Grounded",
    "Holiday",
    "Inputs",
    "PlanTerm",
    "Position",
    "Profile",
    "Proved",
    "Quantity",
    "Reaction",
    "Record",
    "RecordType",
    "Rejected",
    "RejectionReason",
    "Slot",
    "Sourced",
    "TimeRef",
    "Vocabulary",
    "grounded_type",
    "nested",
    "rejected_type",
    "slot_of",
    "slots",
    "type_in",
]
