"""Split a long article on its paragraphs, and merge what its parts were found to say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from summariser.document import Span
from summariser.fold import fold
from summariser.records import Evidence, Proved, Record, slots

OVERLAP = 1
"""Paragraphs that a part repeats of the part before it, so that no pronoun loses its name at a seam."""


def split(
    paragraphs: Sequence[Span], text: str, *, budget: int, measure: Callable[[str], int]
) -> tuple[tuple[Span, ...], ...]:
    """Return the paragraphs in parts of at most `budget` tokens, each starting with the end of the last.

    A paragraph that alone exceeds the budget is cut at white space. Offsets
    stay those of the whole text.

    Args:
        paragraphs: Spans of `text`, in order.
        text: The article.
        budget: Most tokens of a part.
        measure: Estimates the tokens of a text.
    """
    pieces = [piece for paragraph in paragraphs for piece in _pieces(paragraph, text, budget, measure)]
    parts: list[list[Span]] = []
    size = 0
    for piece in pieces:
        tokens = measure(piece.of(text))
        if not parts or size + tokens > budget:
            repeated = parts[-1][-OVERLAP:] if parts else []
            repeated = repeated if tokens + _size(repeated, text, measure) <= budget else []
            parts.append([*repeated])
            size = _size(repeated, text, measure)
        parts[-1].append(piece)
        size += tokens
    return tuple(tuple(part) for part in parts)


def merge(parts: Iterable[Sequence[Proved]]) -> tuple[Proved, ...]:
    """Return the records of all parts in order, those that two parts found as one.

    Two records of different parts are one when their identity fields are the
    same and either their evidence overlaps or their name alone identifies them.
    """
    merged: list[Proved] = []
    for part in parts:
        known = len(merged)
        for found in part:
            twin = next((i for i in range(known) if _same(merged[i], found)), None)
            if twin is None:
                merged.append(found)
            else:
                merged[twin] = _union(merged[twin], found)
    return tuple(merged)


def _pieces(paragraph: Span, text: str, budget: int, measure: Callable[[str], int]) -> list[Span]:
    """Return a paragraph whole, or cut in halves at white space until each fits."""
    if measure(paragraph.of(text)) <= budget or paragraph.end - paragraph.start < 2:  # noqa: PLR2004 - one character
        return [paragraph]
    middle = (paragraph.start + paragraph.end) // 2
    cut = next((i for i in range(middle, paragraph.end) if text[i].isspace()), middle)
    halves = Span(start=paragraph.start, end=cut), Span(start=cut, end=paragraph.end)
    return [piece for half in halves for piece in _pieces(half, text, budget, measure)]


def _size(spans: Sequence[Span], text: str, measure: Callable[[str], int]) -> int:
    return sum(measure(span.of(text)) for span in spans)


def _same(one: Proved, other: Proved) -> bool:
    if type(one.record) is not type(other.record) or _identity(one.record) != _identity(other.record):
        return False
    return _is_named(one.record) or _overlap(one.evidence, other.evidence)


def _identity(record: Record) -> tuple[str, ...]:
    return tuple(fold(str(value)) for _, slot, value in slots(record) if slot.identity)


def _is_named(record: Record) -> bool:
    """Return whether a name alone tells this record from others, as it does for an actor."""
    return any(
        slot.compare == "surface" or (slot.identity and slot.role == "key" and slot.compare == "name")
        for _, slot, _ in slots(record)
    )


def _overlap(one: tuple[Evidence, ...], other: tuple[Evidence, ...]) -> bool:
    return any(a.span.overlaps(b.span) for a in one for b in other)


def _union(one: Proved, other: Proved) -> Proved:
    """Return `one` with what lists and evidence `other` has beyond it."""
    extra = {name: value for name, _, value in slots(other.record) if isinstance(value, list)}
    lists = {
        name: [*value, *(item for item in extra[name] if item not in value)]
        for name, _, value in slots(one.record)
        if isinstance(value, list) and name in extra
    }
    evidence = (*one.evidence, *(item for item in other.evidence if item not in one.evidence))
    return Proved(one.record.model_copy(update=lists), evidence)
