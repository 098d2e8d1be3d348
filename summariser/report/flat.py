"""Flattens a record of any type into named columns, from the fields its model declares.

A record inside a record adds its name in front: `attribution_speaker`. In text,
lists are joined with " | ", and the same position in two columns of one list
belongs together. What code computed stands beside the words it was computed from:
`deadline`, `deadline_start`, `deadline_end`. The quotes as the model gave them
are left out: the evidence, which is the article's own text, takes their place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, get_args, get_origin

from summariser.records import Evidence, Grounded, Quantity, Record, TimeRef, slot_of
from summariser.report.column import Cell, Column, Kind, cell, kind_of, list_of, text, through

COMPUTED: dict[str, tuple[type[Quantity | TimeRef], tuple[str, ...]]] = {
    "quantity": (Quantity, ("low", "high", "unit", "qualifier", "relative_to")),
    "time": (TimeRef, ("start", "end", "granularity", "anchor", "resolved")),
}
"""The computed columns of a field, by the comparator of its slot: what they are read from, and their names."""

EVIDENCE: tuple[Column[Evidence], ...] = (
    Column("evidence_quote", str, lambda found: found.quote),
    Column("evidence_start", int, lambda found: found.span.start),
    Column("evidence_end", int, lambda found: found.span.end),
    Column("evidence_zone", str, lambda found: found.zone),
    Column("evidence_match", str, lambda found: found.match),
)
"""The article's own words, and where they stand in it."""


@lru_cache
def columns(model: type[Record]) -> tuple[Column[Grounded[Any]], ...]:
    """Return the columns of a record type's table, the same for every record.

    Raises:
        ValueError: When two fields of the model would share a heading.
    """
    found: tuple[Column[Grounded[Any]], ...] = (
        Column("record_id", str, lambda kept: kept.id),
        *_columns(model, (), 0),
        *through(EVIDENCE, _first_evidence),
        Column("suspicious", bool, lambda kept: kept.suspicious),
    )
    names = [column.name for column in found]
    if len(set(names)) < len(names) or "document" in names:
        raise ValueError(f"fields of {model.__name__} share a heading: {sorted(names)!r}; rename one of them")
    return found


def filled(kept: Grounded[Any]) -> Iterator[tuple[str, str]]:
    """Yield the columns that hold what the model filled or code computed, as words; not what surrounds a record."""
    model: type[Record] = type(kept.record)
    for column in columns(model):
        if column.name not in {"record_id", "suspicious"} and not column.name.startswith("evidence_"):
            yield column.name, text(column.cell(kept))


def _first_evidence(kept: Grounded[Any]) -> Evidence | None:
    return kept.evidence[0] if kept.evidence else None


def _columns(model: type[Record], above: tuple[str, ...], lists: int) -> Iterator[Column[Grounded[Any]]]:
    """Yield a column for each field of `model`, which stands in that many `lists` below the names `above`."""
    for name, field in model.model_fields.items():
        path = (*above, name)
        inner, deeper = _record_in(field.annotation)
        slot = slot_of(model, name)
        if inner is not None:
            yield from _columns(inner, path, lists + deeper)
        elif slot.proof != "evidence":
            yield Column("_".join(path), _within(lists, kind_of(field.annotation)), _reader(path))
            if not above and slot.compare in COMPUTED:
                yield from _computed(name, *COMPUTED[slot.compare])


def _record_in(annotation: Any) -> tuple[type[Record] | None, int]:  # noqa: ANN401 - a type as pydantic holds it
    """Return the record type that an annotation holds, or None, and in how many lists it stands there."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation, 0
    lists = int(get_origin(annotation) in (list, tuple))
    for part in get_args(annotation):
        found, deeper = _record_in(part)
        if found is not None:
            return found, lists + deeper
    return None, 0


def _within(lists: int, kind: Kind) -> Kind:
    return _within(lists - 1, list_of(kind)) if lists else kind


def _reader(path: tuple[str, ...]) -> Callable[[Grounded[Any]], Any]:
    return lambda kept: _reach(kept.record, path)


def _reach(value: Any, path: tuple[str, ...]) -> Any:  # noqa: ANN401 - any value a record can hold
    if value is None or not path:
        return value
    if isinstance(value, list | tuple):
        return [_reach(item, path) for item in value]
    return _reach(getattr(value, path[0]), path[1:])


def _computed(
    field: str, read: type[Quantity | TimeRef], parts: tuple[str, ...]
) -> Iterator[Column[Grounded[Any]]]:
    """Yield the columns of what code read from a field: lists, since words may hold more than one amount or time."""
    for part in parts:
        kind = list_of(kind_of(read.model_fields[part].annotation))
        yield Column(f"{field}_{part}", kind, _read(field, part), _alone)


def _read(field: str, part: str) -> Callable[[Grounded[Any]], list[Any]]:
    return lambda kept: [getattr(value, part, None) for value in kept.values.get(field, ())]


def _alone(found: list[Any]) -> Cell:
    """Return what is the only one as it is: a number stays one."""
    return cell(found[0] if len(found) == 1 else found) if found else None
