"""Writes the tables as Parquet: the columns of CSV with their types, lists as lists, text as it was said.

Nothing is escaped: what a cell of a spreadsheet could take for a formula is
text here. The bytes depend on the rows and the version of pyarrow alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import ModuleType
from typing import Any, NamedTuple, cast, get_args

from summariser.extras import needs
from summariser.ledger.jsontext import well_formed
from summariser.records import SCHEMA_VERSION
from summariser.report.column import Column, Kind, Table, cell, text
from summariser.report.contents import Contents
from summariser.report.tables import tables

ROWS_TOGETHER = 100_000
"""Rows of one row group, which readers take from disk as one."""

# Whatever changes bytes is said here, so that no default of another release does.
_FORM: dict[str, Any] = {
    "version": "2.6",
    "data_page_version": "1.0",
    "compression": "zstd",
    "compression_level": 3,
    "use_dictionary": True,
    "write_statistics": True,
    "store_schema": False,  # Parquet's own types say it all; a copy in Arrow's form would only grow the file
}


class _Type(NamedTuple):
    """What a kind of value is in the file: Arrow's name for it, and the value as pyarrow takes it."""

    name: str
    value: Callable[[Any], Any]


_TYPES: dict[Any, _Type] = {
    str: _Type("string", lambda value: well_formed(text(cell(value)))),
    int: _Type("int64", int),
    float: _Type("float64", lambda value: float(Decimal(value))),  # of what is too large for one, infinity
    bool: _Type("bool", bool),
    date: _Type("date32", lambda value: value),
}
"""Every kind but lists of these."""


def write(contents: Contents) -> dict[str, bytes]:
    """Return `tables/<name>.parquet` for every table.

    Raises:
        ConfigurationError: pyarrow is not installed.
    """
    return {f"tables/{name}.parquet": as_parquet(table) for name, table in tables(contents).items()}


def as_parquet(table: Table[Any]) -> bytes:
    """Return `table` as Parquet; one without rows has its whole schema all the same.

    Raises:
        ConfigurationError: pyarrow is not installed.
    """
    arrow = library()
    schema = arrow.schema([(column.name, _type(arrow, column.kind)) for column in table.columns])
    arrays = [
        arrow.array(_values(column, table), type=field.type)
        for column, field in zip(table.columns, schema, strict=True)
    ]
    out = arrow.BufferOutputStream()
    with arrow.parquet.ParquetWriter(out, schema, **_FORM) as writer:
        writer.write_table(arrow.Table.from_arrays(arrays, schema=schema), row_group_size=ROWS_TOGETHER)
        writer.add_key_value_metadata({"schema_version": SCHEMA_VERSION})
    data: bytes = out.getvalue().to_pybytes()
    return data


def library() -> ModuleType:
    """Return pyarrow, loaded on first use.

    Raises:
        ConfigurationError: It is not installed.
    """
    with needs("parquet", "writing Parquet"):
        import pyarrow.parquet  # noqa: PLC0415 - an optional part
    return cast("ModuleType", pyarrow)


def type_name(kind: Kind) -> str:
    """Return what a column of `kind` is, in Arrow's words.

    >>> type_name(list[str]), type_name(int)
    ('list<string>', 'int64')
    """
    return _TYPES[kind].name if kind in _TYPES else f"list<{type_name(*get_args(kind))}>"


def _type(arrow: ModuleType, kind: Kind) -> Any:  # noqa: ANN401 - a type of pyarrow's
    if kind in _TYPES:
        return arrow.type_for_alias(_TYPES[kind].name)
    return arrow.list_(_type(arrow, *get_args(kind)))


def _values(column: Column[Any], table: Table[Any]) -> list[Any]:
    return [_value(column.of(subject), column.kind) for subject in table.subjects]


def _value(value: Any, kind: Kind) -> Any:  # noqa: ANN401 - any value a record can hold
    """Return `value` as pyarrow takes it for `kind`."""
    if value is None:
        return None
    if kind in _TYPES:
        return _TYPES[kind].value(value)
    return [_value(item, *get_args(kind)) for item in value]
