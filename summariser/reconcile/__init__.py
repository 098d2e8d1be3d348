"""Many summaries to questions; summaries and answers to one `Dossier`."""

from summariser.reconcile.assemble import dossier_of, identify, plan_questions, reconcile
from summariser.reconcile.dossier import (
    DOSSIER_VERSION,
    Agreement,
    Card,
    Cell,
    Claim,
    Conflict,
    ConsolidatedTerm,
    CoverageRow,
    Dossier,
    Happening,
    Office,
    ResolvedActor,
    Source,
    Undecided,
)
from summariser.reconcile.questions import RELATIONS, Answer, Answers, Difference, Question
from summariser.reconcile.sketch import sketch

__all__ = [
    "DOSSIER_VERSION",
    "RELATIONS",
    "Agreement",
    "Answer",
    "Answers",
    "Card",
    "Cell",
    "Claim",
    "Conflict",
    "ConsolidatedTerm",
    "CoverageRow",
    "Difference",
    "Dossier",
    "Happening",
    "Office",
    "Question",
    "ResolvedActor",
    "Source",
    "Undecided",
    "dossier_of",
    "identify",
    "plan_questions",
    "reconcile",
    "sketch",
]
