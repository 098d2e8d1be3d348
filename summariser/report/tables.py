"""The tables of a run: flat rows for a spreadsheet or a data frame, written as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any, NamedTuple

from summariser import sanitise
from summariser.errors import UsageError
from summariser.ledger import InputRow, plain
from summariser.ledger.jsontext import well_formed
from summariser.ledger.states import WITH_RECORDS
from summariser.records import ArticleSummary, RecordType, Rejected, Sourced, TimeRef
from summariser.records.recordtype import GIST
from summariser.report.contents import Contents, label, quotes
from summariser.report.dossiertables import (
    AGREEMENT_COLUMNS,
    CONFLICT_COLUMNS,
    agreement_rows,
    conflict_rows,
)
from summariser.report.flat import Row, cell, columns, flat, text
from summariser.report.phrases import sentence


class Table(NamedTuple):
    """One table.

    Attributes:
        columns: The headings, the same whatever the rows hold.
        rows: The rows, each with a cell for every heading.
    """

    columns: tuple[str, ...]
    rows: list[Row]


def write(contents: Contents) -> dict[str, bytes]:
    """Return `tables/<name>.csv` for every table: UTF-8 with a byte order mark, as spreadsheets want it."""
    return {f"tables/{name}.csv": as_csv(table) for name, table in tables(contents).items()}


def tables(contents: Contents) -> dict[str, Table]:
    """Return every table by name: one per record type, and those of `TABLES`.

    The gist has no table of its own: it stands in `articles`.
    """
    kinds = (kind for kind in contents.record_types if kind.name != GIST.name)
    lists = {kind.name: _record_table(contents, kind) for kind in kinds}
    return lists | {name: make(contents) for name, make in TABLES.items()}


def rows_of(contents: Contents, table: str) -> list[Row]:
    """Return the rows of one table, cells as typed values.

    Raises:
        UsageError: For a table that there is not.
    """
    known = tables(contents)
    if table not in known:
        raise UsageError(f"no table {table!r}; there are {', '.join(known)}")
    return known[table].rows


def as_csv(table: Table) -> bytes:
    """Return `table` as CSV (RFC 4180), every cell made harmless for spreadsheets."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([sanitise.csv_cell(name) for name in table.columns])
    for row in table.rows:
        writer.writerow([sanitise.csv_cell(text(row[name])) for name in table.columns])
    return well_formed(out.getvalue()).encode("utf-8-sig")


def _record_table(contents: Contents, kind: RecordType) -> Table:
    rows: list[Row] = [
        {"document": summary.meta.id, **flat(kept)}
        for summary in contents.summaries
        for kept in summary.records.get(kind.name, ())
    ]
    return Table(("document", *(column.name for column in columns(kind.model))), rows)


def _articles(contents: Contents) -> Table:
    """Return one row per input; one without a summary has its state, and empty cells after it."""
    kinds = tuple(kind.name for kind in contents.record_types if kind.name != GIST.name)
    summaries = {summary.meta.id: summary for summary in contents.summaries}
    names = (*_OF_INPUT, *_OF_ARTICLE, *kinds)
    rows = [_article_row(row, summaries.get(row.document or ""), kinds) for row in contents.rows]
    return Table(names, [{name: row.get(name) for name in names} for row in rows])


def _article_row(row: InputRow, summary: ArticleSummary | None, kinds: tuple[str, ...]) -> Row:
    known: Row = {name: cell(of(row)) for name, of in _OF_INPUT.items()}
    if summary is None or row.state not in WITH_RECORDS:
        return known
    counts: Row = {name: len(summary.records[name]) for name in kinds if name in summary.records}
    return known | {name: cell(of(summary)) for name, of in _OF_ARTICLE.items()} | counts


def _rejected(contents: Contents) -> Table:
    rows = [
        _rejected_row(summary.meta.id, number, item)
        for summary in contents.summaries
        for number, item in enumerate(summary.rejected, start=1)
    ]
    return Table(("document", "number", "record_type", "reason", "detail", "label", "quotes", "record"), rows)


def _rejected_row(document: str, number: int, item: Rejected[Any]) -> Row:
    return {
        "document": document,
        "number": number,
        "record_type": item.record_type,
        "reason": cell(item.reason),
        "detail": item.detail,
        "label": label(item.record),
        "quotes": cell(list(quotes(item.record))),
        "record": json.dumps(plain(item.record), ensure_ascii=False),
    }


def _part(holder: Sourced | TimeRef | None, name: str) -> Any:  # noqa: ANN401 - any field's value
    return None if holder is None else getattr(holder, name)


_OF_INPUT: dict[str, Callable[[InputRow], Any]] = {
    "document": lambda row: row.document,
    "path": lambda row: row.path,
    "state": lambda row: row.state,
    "reason": lambda row: row.reason,
    "notes": lambda row: row.notes,
}

_OF_ARTICLE: dict[str, Callable[[ArticleSummary], Any]] = {
    "headline": lambda summary: _part(summary.meta.headline, "value"),
    "byline": lambda summary: _part(summary.meta.byline, "value"),
    "publisher": lambda summary: _part(summary.meta.publisher, "value"),
    "published": lambda summary: _part(summary.meta.published, "surface"),
    "published_start": lambda summary: _part(summary.meta.published, "start"),
    "published_end": lambda summary: _part(summary.meta.published, "end"),
    "url": lambda summary: summary.meta.url,
    "genre": lambda summary: summary.meta.genre,
    "language": lambda summary: summary.meta.language,
    "off_topic": lambda summary: summary.meta.off_topic,
    "furniture_share": lambda summary: round(summary.meta.furniture_share, 4),
    "clashes": lambda summary: summary.meta.clashes,
    "gist": lambda summary: " ".join(sentence(kept) for kept in summary.gist),
    "failed": lambda summary: [f"{name}: {summary.failed[name]}" for name in sorted(summary.failed)],
    "answered_by": lambda summary: sorted(set(summary.answered_by.values())),
    "model": lambda summary: summary.inputs.model,
    "profile": lambda summary: summary.profile,
    "profile_sha256": lambda summary: summary.inputs.profile,
    "sha256": lambda summary: summary.meta.sha256,
    "rejected": lambda summary: len(summary.rejected),
}

TABLES: dict[str, Callable[[Contents], Table]] = {
    "articles": _articles,
    "conflicts": lambda contents: Table(CONFLICT_COLUMNS, conflict_rows(contents.dossier)),
    "agreements": lambda contents: Table(AGREEMENT_COLUMNS, agreement_rows(contents.dossier)),
    "rejected": _rejected,
}
"""The tables that are more than one list of records."""
