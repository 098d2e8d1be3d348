"""The tables of a run: flat rows for a spreadsheet or a data frame, and how they are written as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple

from summariser import sanitise
from summariser.errors import UsageError
from summariser.ledger import InputRow, plain
from summariser.ledger.jsontext import well_formed
from summariser.ledger.states import WITH_RECORDS
from summariser.records import ArticleSummary, Grounded, RecordType, Rejected, Sourced, TimeRef
from summariser.records.recordtype import GIST
from summariser.report.column import Column, Row, Table, text, through
from summariser.report.contents import Contents, label, quotes
from summariser.report.dossiertables import AGREEMENT_COLUMNS, CONFLICT_COLUMNS, agreed, sided
from summariser.report.flat import columns
from summariser.report.phrases import sentence

_Declared = tuple[tuple[Column[Any], ...], Callable[[Contents], Sequence[Any]]]
"""The columns of a table, and what its rows are about."""


class _Kept(NamedTuple):
    """A record and its article."""

    document: str
    kept: Grounded[Any]


class _Told(NamedTuple):
    """An input and its article, if that has records."""

    row: InputRow
    summary: ArticleSummary | None


class _Failed(NamedTuple):
    """A record that was not kept, its article, and its number there, from 1."""

    document: str
    number: int
    item: Rejected[Any]


def write(contents: Contents) -> dict[str, bytes]:
    """Return `tables/<name>.csv` for every table: UTF-8 with a byte order mark, as spreadsheets want it."""
    return {f"tables/{name}.csv": as_csv(table) for name, table in tables(contents).items()}


def tables(contents: Contents) -> dict[str, Table[Any]]:
    """Return every table by name: one per record type, and those that are more than one list of records."""
    declared = _declared(contents.record_types)
    return {name: Table(columns, subjects(contents)) for name, (columns, subjects) in declared.items()}


def columns_of(record_types: tuple[RecordType, ...]) -> dict[str, tuple[Column[Any], ...]]:
    """Return the columns of every table by name; they depend on nothing but the record types."""
    return {name: columns for name, (columns, _) in _declared(record_types).items()}


def rows_of(contents: Contents, table: str) -> list[Row]:
    """Return the rows of one table, cells as typed values.

    Raises:
        UsageError: For a table that there is not.
    """
    known = tables(contents)
    if table not in known:
        raise UsageError(f"no table {table!r}; there are {', '.join(known)}")
    return known[table].rows


def as_csv(table: Table[Any]) -> bytes:
    """Return `table` as CSV (RFC 4180), every cell made harmless for spreadsheets."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([sanitise.csv_cell(name) for name in table.names])
    cells = [(column.of, column.shown) for column in table.columns]
    for subject in table.subjects:
        writer.writerow([sanitise.csv_cell(text(shown(of(subject)))) for of, shown in cells])
    return well_formed(out.getvalue()).encode("utf-8-sig")


def _declared(record_types: tuple[RecordType, ...]) -> dict[str, _Declared]:
    """Return what every table is made of; the gist has none of its own, since it stands in `articles`."""
    kinds = [kind for kind in record_types if kind.name != GIST.name]
    counts = [_count(kind.name) for kind in kinds]
    lists: dict[str, _Declared] = {kind.name: (_columns(kind), partial(_kept, kind.name)) for kind in kinds}
    return lists | {
        "articles": ((*_INPUT, *through((*_ARTICLE, *counts), attrgetter("summary"))), _told),
        "conflicts": (CONFLICT_COLUMNS, lambda contents: sided(contents.dossier)),
        "agreements": (AGREEMENT_COLUMNS, lambda contents: agreed(contents.dossier)),
        "rejected": (_REJECTED, _failed),
    }


def _columns(kind: RecordType) -> tuple[Column[_Kept], ...]:
    return (
        Column("document", str, attrgetter("document")),
        *through(columns(kind.model), attrgetter("kept")),
    )


def _kept(name: str, contents: Contents) -> list[_Kept]:
    return [
        _Kept(summary.meta.id, kept)
        for summary in contents.summaries
        for kept in summary.records.get(name, ())
    ]


def _told(contents: Contents) -> list[_Told]:
    """Return one row per input; one without a summary has its state, and empty cells after it."""
    summaries = {summary.meta.id: summary for summary in contents.summaries}
    return [
        _Told(row, summaries.get(row.document or "") if row.state in WITH_RECORDS else None)
        for row in contents.rows
    ]


def _count(name: str) -> Column[ArticleSummary]:
    """Return the column of how many records of a type an article has; empty where they were not asked for."""
    return Column(name, int, lambda summary: len(summary.records[name]) if name in summary.records else None)


def _failed(contents: Contents) -> list[_Failed]:
    return [
        _Failed(summary.meta.id, number, item)
        for summary in contents.summaries
        for number, item in enumerate(summary.rejected, start=1)
    ]


def _part(holder: Sourced | TimeRef | None, name: str) -> Any:  # noqa: ANN401 - any field's value
    return None if holder is None else getattr(holder, name)


_INPUT: tuple[Column[_Told], ...] = (
    Column("document", str, lambda one: one.row.document),
    Column("path", str, lambda one: one.row.path),
    Column("state", str, lambda one: one.row.state),
    Column("reason", str, lambda one: one.row.reason),
    Column("notes", list[str], lambda one: one.row.notes),
)

_ARTICLE: tuple[Column[ArticleSummary], ...] = (
    Column("headline", str, lambda summary: _part(summary.meta.headline, "value")),
    Column("byline", str, lambda summary: _part(summary.meta.byline, "value")),
    Column("publisher", str, lambda summary: _part(summary.meta.publisher, "value")),
    Column("published", str, lambda summary: _part(summary.meta.published, "surface")),
    Column("published_start", date, lambda summary: _part(summary.meta.published, "start")),
    Column("published_end", date, lambda summary: _part(summary.meta.published, "end")),
    Column("url", str, lambda summary: summary.meta.url),
    Column("genre", str, lambda summary: summary.meta.genre),
    Column("language", str, lambda summary: summary.meta.language),
    Column("off_topic", bool, lambda summary: summary.meta.off_topic),
    Column("furniture_share", float, lambda summary: round(summary.meta.furniture_share, 4)),
    Column("clashes", list[str], lambda summary: summary.meta.clashes),
    Column("gist", str, lambda summary: " ".join(sentence(kept) for kept in summary.gist)),
    Column(
        "failed",
        list[str],
        lambda summary: [f"{name}: {summary.failed[name]}" for name in sorted(summary.failed)],
    ),
    Column("answered_by", list[str], lambda summary: sorted(set(summary.answered_by.values()))),
    Column("model", str, lambda summary: summary.inputs.model),
    Column("profile", str, lambda summary: summary.profile),
    Column("profile_sha256", str, lambda summary: summary.inputs.profile),
    Column("sha256", str, lambda summary: summary.meta.sha256),
    Column("rejected", int, lambda summary: len(summary.rejected)),
)

_REJECTED: tuple[Column[_Failed], ...] = (
    Column("document", str, lambda failed: failed.document),
    Column("number", int, lambda failed: failed.number),
    Column("record_type", str, lambda failed: failed.item.record_type),
    Column("reason", str, lambda failed: failed.item.reason),
    Column("detail", str, lambda failed: failed.item.detail),
    Column("label", str, lambda failed: label(failed.item.record)),
    Column("quotes", list[str], lambda failed: list(quotes(failed.item.record))),
    Column("record", str, lambda failed: json.dumps(plain(failed.item.record), ensure_ascii=False)),
)
