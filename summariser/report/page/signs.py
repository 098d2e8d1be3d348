"""The marks of the page: a symbol and a word for every label, so that colour says nothing alone."""

from __future__ import annotations

from typing import NamedTuple

from summariser.reconcile.dossier import Severity
from summariser.records.vocabulary import ConflictRelation, Stance

ALONE = "alone"
"""Name of the relation of an article that is the only one to speak: it has none."""


class Sign(NamedTuple):
    """How a label is shown.

    Attributes:
        name: The label, also the name of its style.
        symbol: One character; a reader that speaks skips it.
        word: What it is called, short enough for a cell.
        meaning: What it means, for the key.
    """

    name: str
    symbol: str
    word: str
    meaning: str


def relation(label: ConflictRelation | None) -> Sign:
    """Return how a relation between articles is shown; None is the article that speaks alone.

    >>> relation(ConflictRelation.CONTRADICT)[1:3], relation(None).word
    (('≠', 'contradict'), 'only here')
    """
    return RELATIONS[ALONE if label is None else label.value]


_RELATIONS: dict[ConflictRelation, tuple[str, str]] = {
    ConflictRelation.AGREE: ("✓", "agree"),
    ConflictRelation.REFINE: ("⊂", "refine"),
    ConflictRelation.CONTRADICT: ("≠", "contradict"),
    ConflictRelation.SUPERSEDED: ("↻", "superseded"),
    ConflictRelation.DIFFER_FRAMING: ("◐", "framing"),
    ConflictRelation.UNRELATED_LOOKALIKE: ("≁", "look-alike"),
    ConflictRelation.SILENT: ("–", "silent"),
}

RELATIONS: dict[str, Sign] = {
    **{label.value: Sign(label.value, *_RELATIONS[label], label.definition) for label in _RELATIONS},
    ALONE: Sign(ALONE, "●", "only here", "only this article speaks of it"),
}
"""Signs of the relations, in the order of the key."""

SEVERITIES: dict[Severity, Sign] = {
    "hard": Sign("hard", "■", "hard", "both cannot be true"),
    "soft": Sign("soft", "◧", "soft", "a speaker, a stance or a hedge stands between"),
    "framing": Sign("framing", "□", "framing", "the same facts, judged differently"),
}
"""Signs of the severities, the worst first."""

STANCES: dict[Stance, Sign] = {
    label: Sign(label.value, symbol, label.value.replace("_", " "), label.definition)
    for label, symbol in (
        (Stance.SUPPORT, "▲"),
        (Stance.CONDITIONAL_SUPPORT, "△"),
        (Stance.NEUTRAL, "○"),
        (Stance.CONCERN, "▽"),
        (Stance.OPPOSE, "▼"),
        (Stance.MIXED, "◇"),
        (Stance.NONE_STATED, "·"),
    )
}
"""Signs of the stances, from support to opposition."""
