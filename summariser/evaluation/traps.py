"""Whether a record reports what must not be reported: furniture, filler, look-alikes, two actors as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from summariser.document import Span
from summariser.evaluation.gold import Case, Trap
from summariser.evaluation.items import Item
from summariser.evaluation.shape import shape_of, value_at
from summariser.fold import fold
from summariser.normalise import name_key
from summariser.records import RecordType

_MOSTLY = 0.8


class TrapHit(NamedTuple):
    """One record that fell for a trap."""

    document: str
    record_type: str
    predicted: str
    kind: str
    quote: str


def trap_hits(case: Case, items: Sequence[Item], kind: RecordType) -> tuple[TrapHit, ...]:
    """Return every trap of an article that one of its predicted records fell for."""
    return tuple(
        TrapHit(case.gold.document, kind.name, item.id, trap.kind, trap.span.quote)
        for trap in case.gold.traps
        if not trap.types or kind.name in trap.types
        for item in items
        if _HITS[trap.kind](trap, item, kind)
    )


def _touches(trap: Trap, item: Item, _kind: RecordType) -> bool:
    return any(trap.span.overlaps(span) for span in item.spans)


def _looks_alike(trap: Trap, item: Item, kind: RecordType) -> bool:
    """A record leans on the passage alone, or takes its amount from it."""
    if not _touches(trap, item, kind):
        return False
    amounts = (
        fold(str(value_at(item.record, leaf.path, None) or ""))
        for leaf in shape_of(kind.model).leaves
        if leaf.slot.compare == "quantity"
    )
    return _inside(trap.span, item.spans) or any(
        amount and amount in fold(trap.span.quote) for amount in amounts
    )


def _inside(whole: Span, spans: Iterable[Span]) -> bool:
    """Return whether every span lies mostly within `whole`."""
    return all(
        min(whole.end, span.end) - max(whole.start, span.start) >= _MOSTLY * (span.end - span.start)
        for span in spans
    )


def _merges(trap: Trap, item: Item, kind: RecordType) -> bool:
    forms = {
        name_key(str(form))
        for leaf in shape_of(kind.model).leaves
        if leaf.slot.compare in ("surface", "name")
        for form in _list(value_at(item.record, leaf.path, None))
    }
    return bool(trap.names) and all(name_key(name) in forms for name in trap.names)


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value or ""]


_HITS: dict[str, Callable[[Trap, Item, RecordType], bool]] = {
    "furniture": _touches,
    "placeholder": _touches,
    "lookalike": _looks_alike,
    "wrong_merge": _merges,
}
"""How each kind of trap is hit."""
