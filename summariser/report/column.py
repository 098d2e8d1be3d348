"""`Column` and `Table`: each column is declared once, with its name, its kind and where its values come from.

Every form of a table is made from that declaration: the rows and headings of
CSV, the schema of Parquet. Kinds are Python's own types: `str`, `int`, `float`,
`bool`, `date`, or a list of one of these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from types import GenericAlias, NoneType, UnionType
from typing import Annotated, Any, Generic, NamedTuple, TypeVar, Union, get_args, get_origin

Cell = str | int | float | bool | Decimal | date | None
Row = dict[str, Cell]
Kind = type[Any] | GenericAlias

S = TypeVar("S")
T = TypeVar("T")

SEPARATORS = (" | ", "; ")
"""Between the items of a list, and of a list inside a list."""

_KINDS: dict[Any, Kind] = {bool: bool, int: float, float: float, Decimal: float, date: date}
"""What a field that a model declares is in a table. Its integers need not fit 64 bits, so they are numbers."""


def cell(value: Any) -> Cell:  # noqa: ANN401 - any value a record can hold
    """Return `value` as one cell: a single value as it is, a list joined.

    >>> cell(["Kyiv", "Moscow"]), cell([["a", "b"], None]), cell(Decimal("2.50"))
    ('Kyiv | Moscow', 'a; b | ', Decimal('2.50'))
    """
    return _joined(value, SEPARATORS) if isinstance(value, list | tuple) else _single(value)


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


def kind_of(annotation: Any) -> Kind:  # noqa: ANN401 - a type as pydantic holds it
    """Return the kind of a field from its annotation; what is none of the others is text.

    >>> kind_of(str | None), kind_of(tuple[Decimal, ...]), kind_of(list[list[bool] | None])
    (<class 'str'>, list[float], list[list[bool]])
    """
    origin = get_origin(annotation)
    parts = [part for part in get_args(annotation) if part not in (NoneType, Ellipsis)]
    if origin is Annotated:
        return kind_of(parts[0])
    if origin in (list, tuple) or annotation in (list, tuple):
        return list_of(_common(parts))
    if origin in (Union, UnionType):
        return _common(parts)
    return _KINDS.get(annotation, str)


def list_of(kind: Kind) -> Kind:
    """Return the kind of a list."""
    return GenericAlias(list, (kind,))


class Column(NamedTuple, Generic[S]):
    """One column of a table.

    Attributes:
        name: The heading.
        kind: What every value of it is, if it is there.
        of: What a subject of the table has in it; None where it has nothing.
        shown: What a cell of text holds for such a value.
    """

    name: str
    kind: Kind
    of: Callable[[S], Any]
    shown: Callable[[Any], Cell] = cell

    def cell(self, subject: S) -> Cell:
        """Return what a cell of text holds for `subject`."""
        return self.shown(self.of(subject))


def through(columns: Iterable[Column[T]], reach: Callable[[S], T | None]) -> tuple[Column[S], ...]:
    """Return the columns of what a subject holds as columns of the subject: empty where it holds none."""
    return tuple(
        Column(column.name, column.kind, _reading(column.of, reach), column.shown) for column in columns
    )


class Table(NamedTuple, Generic[S]):
    """One table.

    Attributes:
        columns: The same whatever the subjects are.
        subjects: What the rows are about, in their order.
    """

    columns: tuple[Column[S], ...]
    subjects: Sequence[S]

    @property
    def names(self) -> tuple[str, ...]:
        """The headings."""
        return tuple(column.name for column in self.columns)

    @property
    def rows(self) -> list[Row]:
        """The rows, each with a cell for every heading."""
        return [{column.name: column.cell(subject) for column in self.columns} for subject in self.subjects]


def _reading(of: Callable[[T], Any], reach: Callable[[S], T | None]) -> Callable[[S], Any]:
    def read(subject: S) -> Any:  # noqa: ANN401 - any value a column can hold
        held = reach(subject)
        return None if held is None else of(held)

    return read


def _common(annotations: Iterable[Any]) -> Kind:
    """Return the one kind that all of them are, or text."""
    kinds = [kind_of(annotation) for annotation in annotations]
    return kinds[0] if kinds and all(kind == kinds[0] for kind in kinds) else str


def _single(value: Any) -> Cell:  # noqa: ANN401 - any value a record can hold
    return value.value if isinstance(value, Enum) else value  # type: ignore[no-any-return]  # a field's own type


def _joined(value: Sequence[Any], separators: Sequence[str]) -> str:
    inner = separators[1:] or separators
    return separators[0].join(
        _joined(item, inner) if isinstance(item, list | tuple) else text(_single(item)) for item in value
    )
