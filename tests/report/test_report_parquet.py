"""The tables as Parquet: the rows of CSV with their types, the same bytes for the same rows, text as it was said."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import Field

from summariser.errors import ConfigurationError
from summariser.ledger import OutputFolder, Run
from summariser.records import (
    Grounded,
    Quantity,
    Record,
    RecordType,
    Slot,
)
from summariser.report import contents, render, rewrite
from summariser.report.contents import Contents
from summariser.report.parquet import write
from summariser.report.tables import tables
from tests.conftest import ROOT
from tests.report.table_files import read_csv, read_parquet, words

pq: Any = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow: pip install 'summariser[parquet]'")

GOLDEN = json.loads((ROOT / "docs" / "schema" / "tables.json").read_text("utf-8"))
REWRITE = "import sys; from summariser.report import rewrite; print(rewrite(sys.argv[1], formats=['parquet']).files)"


class Tally(Record):
    """A kind of record with fields of every type, which the package does not ship."""

    number: int
    share: Decimal | None = None
    day: date = date(2025, 11, 23)
    either: int | str = 1
    parts: list[Annotated[list[bool], Field()]] = []
    counts: tuple[int, ...] = ()
    amount: Annotated[str | None, Slot("critical", "quantity", proof="verbatim")] = None


class Inner(Record):
    """A record for inside others."""

    via: list[str] = []


class Outer(Record):
    """A record with a list of records, some with a record inside that may be missing."""

    inners: tuple[Inner, ...]
    one: Inner | None = None


def types(data: bytes) -> dict[str, str]:
    """Return the types of a Parquet file's columns, in their order."""
    schema = pq.read_schema(io.BytesIO(data))
    said = {field.name: str(field.type) for field in schema}
    return {
        name: re.sub(r"element: |\[day\]", "", kind).replace("double", "float64")
        for name, kind in said.items()
    }


def only(results: Contents, kind: RecordType, *kept: Grounded[Any]) -> dict[str, Any]:
    """Return the types and the one row of the table of records that the package does not ship."""
    summary = results.summaries[0].model_copy(update={"records": {kind.name: kept}, "rejected": ()})
    run = results.run.model_copy(update={"rows": results.run.rows[:1]})
    data = write(contents([summary], run, (kind,)))[f"tables/{kind.name}.parquet"]
    (row,) = read_parquet(data)
    return {name: (kind, row[name]) for name, kind in types(data).items()}


def kept(record: Record, **values: tuple[Quantity, ...]) -> Grounded[Any]:
    """Return a record without evidence."""
    return Grounded(id="t1", record=record, evidence=(), values=dict(values))


def test_the_schema_is_the_documented_one(results: Contents) -> None:
    """Every table has the columns and types that docs/schema/tables.json says, in that order."""
    found = {name: list(types(data).items()) for name, data in write(results).items()}

    assert found == {
        f"tables/{name}.parquet": list(columns.items()) for name, columns in GOLDEN["tables"].items()
    }


def test_a_table_without_rows_has_its_whole_schema(results: Contents) -> None:
    """What reads the tables need not know whether there was anything to write."""
    empty = write(results._replace(summaries=(), rows=(), dossier=None))

    assert {name: types(data) for name, data in empty.items()} == {
        name: types(data) for name, data in write(results).items()
    }
    assert all(read_parquet(data) == [] for data in empty.values())


def test_tables_of_several_runs_are_read_as_one(tmp_path: Path, results: Contents) -> None:
    """A run that found nothing does not get in the way of one that did."""
    duckdb: Any = pytest.importorskip("duckdb", reason="needs duckdb, of the extra `dev`")
    for number, made in enumerate((results._replace(summaries=(), rows=(), dossier=None), results)):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name, data in write(made).items():
            (folder / Path(name).name).write_bytes(data)

    query = "SELECT record_id, value_low FROM read_parquet($files) ORDER BY record_id"
    found = duckdb.execute(query, {"files": str(tmp_path / "*" / "plan_terms.parquet")}).fetchall()

    terms = read_parquet(write(results)["tables/plan_terms.parquet"])
    assert found == sorted((row["record_id"], row["value_low"]) for row in terms)


def test_the_version_of_the_schema_is_in_the_file(results: Contents) -> None:
    """A reader can tell which contract a file follows without the folder around it."""
    for data in write(results).values():
        assert pq.read_metadata(io.BytesIO(data)).metadata == {
            b"schema_version": GOLDEN["schema_version"].encode()
        }


def test_rows_are_those_of_csv(results: Contents) -> None:
    """Written as words, every value of every table is the cell that CSV has."""
    as_csv = render(results, ["csv"])

    for name, data in write(results).items():
        told = read_csv(as_csv[name.replace(".parquet", ".csv")])
        assert [{column: words(value) for column, value in row.items()} for row in read_parquet(data)] == told


def test_values_have_their_types(results: Contents) -> None:
    """Numbers are numbers, dates are dates, lists are lists, and what there is not is null."""
    files = write(results)
    term = read_parquet(files["tables/plan_terms.parquet"])[0]
    vague, dated = read_parquet(files["tables/events.parquet"])
    *_, unread = read_parquet(files["tables/articles.parquet"])

    assert (term["value_low"], term["value_unit"], term["suspicious"]) == ([100_000.0], ["troop"], False)
    assert (term["evidence_start"], term["evidence_end"]) == (1276, 1310)
    assert (dated["when"], dated["when_start"]) == (["on November 23"], [date(2025, 11, 23)])
    assert (vague["when_start"], vague["when_resolved"]) == ([None], [False])
    assert (unread["document"], unread["plan_terms"], unread["notes"]) == (None, None, [])


def test_a_list_of_records_stays_in_step(results: Contents) -> None:
    """The same place in two columns of a list belongs to the same record, also where it has nothing to say."""
    (row,) = read_parquet(write(results)["tables/disputed_points.parquet"])

    assert row["positions_holder"] == ["Mr. Zelensky", "Karoline Leavitt"]
    assert row["positions_attribution_speaker"] == ["Mr. Zelensky", None]
    assert row["positions_attribution_via"] == [[], None]


def test_types_of_a_record_the_package_does_not_ship(results: Contents) -> None:
    """Types follow what the model declares; what is of several types is text."""
    amounts = (Quantity(surface="", low=Decimal(5), high=None), Quantity(surface="", low=None, high=None))
    record = Tally(
        number=7, share=Decimal("0.25"), either="x", parts=[[True]], counts=(1, 2), amount="five or so"
    )

    row = only(results, RecordType("tallies", Tally, "tallies", 0.5), kept(record, amount=amounts))

    assert row["number"] == ("float64", 7.0)
    assert row["share"] == ("float64", 0.25)
    assert row["day"] == ("date32", date(2025, 11, 23))
    assert row["either"] == ("string", "x")
    assert row["parts"] == ("list<list<bool>>", [[True]])
    assert row["counts"] == ("list<float64>", [1.0, 2.0])
    assert row["amount_low"] == ("list<float64>", [5.0, None])


def test_a_number_of_any_size_is_written(results: Contents) -> None:
    """What a model answers cannot end the writing of a run: a number beyond every range is infinite."""
    row = only(results, RecordType("tallies", Tally, "tallies", 0.5), kept(Tally(number=10**400)))

    assert row["number"] == ("float64", float("inf"))


def test_lists_inside_records_inside_lists(results: Contents) -> None:
    """A list in a list is one in Parquet too; a record that is missing has no list, not an empty one."""
    record = Outer(inners=(Inner(via=["a", "b"]), Inner()))

    row = only(results, RecordType("outers", Outer, "outers", 0.5), kept(record))

    assert row["inners_via"] == ("list<list<string>>", [["a", "b"], []])
    assert row["one_via"] == ("list<string>", None)


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ('=HYPERLINK("http://evil.example";"x")', '=HYPERLINK("http://evil.example";"x")'),
        ("@SUM(A1)\t-1", "@SUM(A1)\t-1"),
        ("a\x00b\u202ec", "a\x00b\u202ec"),
        ("half \udce2 of a pair", "half \ufffd of a pair"),
    ],
)
def test_text_is_as_it_was_said(results: Contents, said: str, stored: str) -> None:
    """Nothing is escaped against formulas, which Parquet has not; only what no UTF-8 can hold is replaced."""
    first, *others = results.summaries
    term = first.plan_terms[0]
    changed = term.model_copy(update={"record": term.record.model_copy(update={"statement": said})})
    hostile = first.model_copy(update={"records": {**first.records, "plan_terms": (changed,)}})

    files = render(results._replace(summaries=(hostile, *others)), ["csv", "parquet"])

    assert read_parquet(files["tables/plan_terms.parquet"])[0]["statement"] == stored
    if said.startswith(("=", "@")):
        assert f"'{said[:4]}" in files["tables/plan_terms.csv"].decode("utf-8-sig")


def test_the_same_rows_are_the_same_bytes(tmp_path: Path, results: Contents) -> None:
    """Neither time, hash seed nor time zone is in the files, whoever writes them."""
    expected = write(results)
    with OutputFolder(tmp_path) as output:
        output.write(render(results, ["json"]))
        output.finish(results.run)

    found = []
    for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo")):
        places = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C", "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "-c", REWRITE, str(tmp_path)]
        subprocess.run(command, env=places, capture_output=True, text=True, check=True)
        found.append({name: (tmp_path / name).read_bytes() for name in expected})

    assert found == [expected, expected]


def test_a_part_that_is_not_installed_is_told_in_one_line(
    results: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without pyarrow the error is a command to copy."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(ConfigurationError, match=r"^[^\n]*pip install 'summariser\[parquet\]'$"):
        write(results)


def test_other_forms_are_untouched(tmp_path: Path, results: Contents) -> None:
    """Parquet stands beside the other files and changes none of them."""
    with OutputFolder(tmp_path) as output:
        output.write(render(results))
        output.finish(results.run)
    before = {path: path.read_bytes() for path in tmp_path.glob("*/*")}

    run: Run = rewrite(tmp_path, formats=["parquet"])

    assert {path: path.read_bytes() for path in before} == before
    assert set(run.files) == {*render(results), *write(results)}


def test_every_table_is_there(results: Contents) -> None:
    """No table of CSV is missing."""
    assert list(write(results)) == [f"tables/{name}.parquet" for name in tables(results)]
