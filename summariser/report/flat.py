"""Flattens a record of any type into one row of named cells, from the fields its model declares.

A record inside a record adds its name in front: `attribution_speaker`. Lists are
joined with " | ", and the same position in two columns of one list belongs
together. What code computed stands beside the words it was computed from:
`deadline`, `deadline_start`, `deadline_end`. The quotes as the model gave them
are left out: the evidence, which is the article's own text, takes their place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, NamedTuple, get_args

from summariser.records import Grounded, Record, slot_of

Cell = str | int | float | bool | Decimal | date | None
Row = dict[str, Cell]

SEPARATORS = (" | ", "; ")
"""Between the items of a list, and of a list inside a list."""

COMPUTED: dict[str, tuple[str, ...]] = {
    "quantity": ("low", "high", "unit", "qualifier", "relative_to"),
    "time": ("start", "end", "granularity", "anchor", "resolved"),
}
"""The computed columns of a field, by the comparator of its slot."""


class Column(NamedTuple):
    """One column of a record type's table.

    Attributes:
        name: The heading.
        of: What a record has in it.
    """

    name: str
    of: Callable[[Grounded[Any]], Cell]


@lru_cache
def columns(model: type[Record]) -> tuple[Column, ...]:
    """Return the columns of a record type's table, the same for every record.

    Raises:
        ValueError: When two fields of the model would share a heading.
    """
    found = (
        Column("record_id", lambda kept: kept.id),
        *_columns(model, ()),
        *(
            Column(f"evidence_{name}", _first_evidence(name))
            for name in ("quote", "start", "end", "zone", "match")
        ),
        Column("suspicious", lambda kept: kept.suspicious),
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
            yield column.name, text(column.of(kept))


def flat(kept: Grounded[Any]) -> Row:
    """Return the row of one record, by column name."""
    model: type[Record] = type(kept.record)
    return {column.name: column.of(kept) for column in columns(model)}


def cell(value: Any) -> Cell:  # noqa: ANN401 - any value a record can hold
    """Return `value` as one cell: a single value as it is, a list joined.

    >>> cell(["Kyiv", "Moscow"]), cell([["a", "b"], None]), cell(Decimal("2.50"))
    ('Kyiv | Moscow', 'a; b | ', Decimal('2.50'))
    """
    return _joined(value, SEPARATORS) if isinstance(value, list | tuple) else _single(value)


def _single(value: Any) -> Cell:  # noqa: ANN401 - any value a record can hold
    return value.value if isinstance(value, Enum) else value  # type: ignore[no-any-return]  # a field's own type


def _joined(value: Sequence[Any], separators: Sequence[str]) -> str:
    inner = separators[1:] or separators
    return separators[0].join(
        _joined(item, inner) if isinstance(item, list | tuple) else text(_single(item)) for item in value
    )


def text(value: Cell) -> str:
    """Return a cell as words; "" for None.

    >>> text(Decimal("6E+5")), text(True), text(None)
    ('600000', 'true', '')
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case _:
            return str(value)


def _columns(model: type[Record], above: tuple[str, ...]) -> Iterator[Column]:
    for name, field in model.model_fields.items():
        path = (*above, name)
        inner = _record_in(field.annotation)
        slot = slot_of(model, name)
        if inner is not None:
            yield from _columns(inner, path)
        elif slot.proof != "evidence":
            yield Column("_".join(path), _reader(path))
            if not above:
                yield from (
                    Column(f"{name}_{part}", _computed(name, part)) for part in COMPUTED.get(slot.compare, ())
                )


def _record_in(annotation: Any) -> type[Record] | None:  # noqa: ANN401 - a type as pydantic holds it
    """Return the record type that an annotation holds, be it optional or a list; None for other fields."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next((found for part in get_args(annotation) if (found := _record_in(part))), None)


def _reader(path: tuple[str, ...]) -> Callable[[Grounded[Any]], Cell]:
    return lambda kept: cell(_reach(kept.record, path))


def _reach(value: Any, path: tuple[str, ...]) -> Any:  # noqa: ANN401 - any value a record can hold
    if value is None or not path:
        return value
    if isinstance(value, list):
        return [_reach(item, path) for item in value]
    return _reach(getattr(value, path[0]), path[1:])


def _computed(field: str, part: str) -> Callable[[Grounded[Any]], Cell]:
    def read(kept: Grounded[Any]) -> Cell:
        found = [getattr(value, part, None) for value in kept.values.get(field, ())]
        return cell(found[0] if len(found) == 1 else found) if found else None

    return read


def _first_evidence(name: str) -> Callable[[Grounded[Any]], Cell]:
    def read(kept: Grounded[Any]) -> Cell:
        if not kept.evidence:
            return None
        first = kept.evidence[0]
        return cell(getattr(first.span if name in ("start", "end") else first, name))

    return read
