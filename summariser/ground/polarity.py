"""Does a record say the opposite of its evidence, or was a negation cut off its quotes?"""

from __future__ import annotations

import re

from summariser.document import Span
from summariser.fold import fold
from summariser.ground.cues import NEGATION, TURN
from summariser.ground.sentences import clause_around
from summariser.records import Record, RejectionReason, slots

_NEXT_CLAUSE = re.compile(r",|\b(?:and|or|but|while|which|who|that|as|because)\b")
"""What ends the reach of a quote to its right."""

_NEGATIVE = {
    "force": {"prohibition"},
    "status": {"denied", "rejected", "removed"},
    "stance": {"oppose", "concern", "mixed"},
    "act": {"rejection", "denial", "accusation", "no_comment_dodge", "threat_pressure"},
}
"""Labels under which a negation in the clause is what the record itself says."""

_POSITIVE = {
    "force": {"permission", "entitlement"},
    "stance": {"support"},
    "act": {"acceptance"},
}
"""Labels that a negation inside the evidence itself contradicts, unless the wording turns it too."""


def polarity_flaw(record: Record, spans: tuple[Span, ...], text: str) -> tuple[RejectionReason, str] | None:
    """Return why the evidence `spans` and `record` disagree in polarity and at which words, or None.

    A record without a sentence of its own, such as an actor, claims nothing that could be turned.
    """
    labels = {name: str(value) for name, _, value in slots(record) if name in _NEGATIVE}
    if any(labels.get(name) in values for name, values in _NEGATIVE.items()):
        return None
    sentence = _sentence(record)
    if not sentence or TURN.search(fold(sentence)):
        return None
    cut = _negation_cut(spans, text)
    if cut:
        return RejectionReason.NEGATION_CUT, cut
    inside = NEGATION.search(fold(" ".join(span.of(text) for span in spans)))
    if inside and any(labels.get(name) in values for name, values in _POSITIVE.items()):
        return RejectionReason.POLARITY, inside[0]
    return None


def _sentence(record: Record) -> str:
    """Return the record's one sentence in the model's words: the longest of its free wordings."""
    wordings = (
        value for _, slot, value in slots(record) if slot.proof == "figures" and isinstance(value, str)
    )
    return max(wordings, key=len, default="")


def _negation_cut(spans: tuple[Span, ...], text: str) -> str | None:
    """Return a negation of a span's own clause that no span shows, or None."""
    for span in spans:
        clause = clause_around(span, text)
        for start, end in ((clause.start, span.start), (span.end, clause.end)):
            stretch = text[start:end]
            if start == span.end:
                stretch = _NEXT_CLAUSE.split(stretch)[0]
            match = NEGATION.search(fold(stretch))
            if match and not any(
                other.start <= start and end <= other.end for other in spans if other != span
            ):
                return match[0]
    return None
