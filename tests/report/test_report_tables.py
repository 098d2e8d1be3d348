"""The tables: one row per record with its ids, harmless in a spreadsheet, typed for a data frame."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import pytest

from summariser.records import Actor, Record, Slot
from summariser.report.column import Row
from summariser.report.contents import Contents
from summariser.report.flat import columns
from summariser.report.tables import tables, write
from tests.report.table_files import read_csv


def rows_of(results: Contents, table: str) -> list[Row]:
    """Return the typed rows of a table."""
    return tables(results)[table].rows


def test_the_tables_of_the_contract(results: Contents) -> None:
    """There is a file per record type but the gist, of inputs, conflicts, agreements, and what was rejected."""
    lists = ["plan_terms", "actors", "reactions", "disputed_points", "events"]
    names = [*lists, "articles", "conflicts", "agreements", "rejected"]

    assert list(write(results)) == [f"tables/{name}.csv" for name in names]


def test_spreadsheets_see_utf8_and_rows_end_as_the_standard_says(results: Contents) -> None:
    """A file starts with a byte order mark and its lines end in CR LF."""
    for data in write(results).values():
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.endswith(b"\r\n")


def test_every_row_has_its_ids(results: Contents) -> None:
    """A row of a record names its document and record, so that tables can be joined."""
    for summary in results.summaries:
        for name in ("plan_terms", "events"):
            found = {row["record_id"] for row in rows_of(results, name) if row["document"] == summary.meta.id}
            assert found == {kept.id for kept in summary.records.get(name, ())}


def test_numbers_have_columns_of_their_own(results: Contents) -> None:
    """What code read from an amount stands beside its words, as a number."""
    row = rows_of(results, "plan_terms")[0]

    assert (row["value"], row["value_low"], row["value_high"]) == (
        "100,000 troops",
        Decimal(100_000),
        Decimal(100_000),
    )
    assert (row["value_unit"], row["value_qualifier"]) == ("troop", "exact")


def test_dates_have_columns_of_their_own(results: Contents) -> None:
    """What code read from a time stands beside its words, as a date, where it could be read."""
    vague, dated = rows_of(results, "events")

    assert (dated["when"], dated["when_start"], dated["when_end"]) == (
        "on November 23",
        date(2025, 11, 23),
        date(2025, 11, 23),
    )
    assert (vague["when"], vague["when_start"], vague["when_resolved"]) == ("Friday", None, False)


def test_a_record_inside_a_record_is_flattened(results: Contents) -> None:
    """The attribution's fields are columns with its name in front."""
    (row,) = rows_of(results, "reactions")

    assert (row["attribution_speaker"], row["attribution_form"]) == ("Olaf Scholz", "paraphrase")


def test_positions_stay_together(results: Contents) -> None:
    """In the columns of a list of records, the same place belongs to the same record."""
    (row,) = rows_of(results, "disputed_points")

    assert row["positions_holder"] == "Mr. Zelensky | Karoline Leavitt"
    assert row["positions_claim"] == "It is capitulation. | It saves lives."
    assert row["positions_attribution_speaker"] == "Mr. Zelensky | "


def test_evidence_is_the_article_s_own_text(results: Contents) -> None:
    """A row shows the first quote with its place; the model's own copy of it is left out."""
    row = rows_of(results, "plan_terms")[0]

    assert row["evidence_quote"] == "cap its military at 100,000 troops"
    assert (row["evidence_start"], row["evidence_end"], row["evidence_zone"]) == (1276, 1310, "body")
    assert "quotes" not in row


def test_every_input_has_a_row(results: Contents) -> None:
    """The table of articles lists what could not be read as well, with its state."""
    rows = rows_of(results, "articles")

    assert [(row["document"], row["state"], row["plan_terms"]) for row in rows] == [
        ("000-nyt", "summarised", 3),
        ("002-fortune", "partial", 1),
        (None, "rejected-input", None),
    ]
    assert rows[1]["failed"] == "events: refused"


def test_rejected_records_are_listed_with_their_reason(results: Contents) -> None:
    """What could not be proved stays visible, in the order of the record types."""
    first, second = rows_of(results, "rejected")

    assert (first["record_type"], first["reason"], first["label"]) == ("actors", "withdrawn", "JD Vance")
    assert (second["record_type"], second["detail"], second["quotes"]) == (
        "events",
        "called Putin",
        "called Putin",
    )


def test_a_careful_reader_gets_the_text_back(results: Contents) -> None:
    """Guarding cells against spreadsheets loses nothing."""
    quotes = [row["evidence_quote"] for row in read_csv(write(results)["tables/plan_terms.csv"])]

    assert quotes == [row["evidence_quote"] for row in rows_of(results, "plan_terms")]


def test_headings_do_not_depend_on_the_rows(results: Contents) -> None:
    """A table without rows has its headings all the same."""
    empty = results._replace(summaries=(), rows=())

    for name, table in tables(empty).items():
        assert table.names == tables(results)[name].names
        assert table.rows == []


def test_headings_that_clash_are_an_error() -> None:
    """Two fields of one heading would hide each other, so such a type is refused."""

    class Clash(Record):
        value: Annotated[str, Slot("critical", "quantity")]
        value_low: str

    with pytest.raises(ValueError, match="Clash share a heading"):
        columns(Clash)


def test_columns_of_a_shipped_type() -> None:
    """The columns follow the declared fields, in their order."""
    assert [column.name for column in columns(Actor)] == [
        "record_id",
        "name",
        "surface_forms",
        "type",
        "primary_role",
        "country",
        "affiliation",
        "office_as_stated",
        "evidence_quote",
        "evidence_start",
        "evidence_end",
        "evidence_zone",
        "evidence_match",
        "suspicious",
    ]
