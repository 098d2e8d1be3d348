"""An output folder is read back checked, and its reports are rewritten without a model."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import Field

from summariser.document import Document
from summariser.errors import StoreError, UsageError
from summariser.ledger import OutputFolder, Run, json_bytes, text_files
from summariser.records import (
    BUILT_IN,
    ArticleSummary,
    Evidence,
    Grounded,
    Record,
    RecordType,
    Rejected,
    Slot,
)
from summariser.report import contents, load, render, rewrite
from summariser.report.contents import Contents


class Casualty(Record):
    """A kind of record that the package does not ship."""

    victims: Annotated[str, Slot("key", "text", proof="verbatim")] = Field(description="Who was hurt.")
    number: Annotated[str | None, Slot("critical", "quantity", proof="verbatim")] = None
    quotes: Annotated[list[str], Slot("display", "text", proof="evidence")]


CASUALTIES = RecordType("casualties", Casualty, "casualties", 0.5)
TYPES = (*BUILT_IN, CASUALTIES)


@pytest.fixture
def folder(tmp_path: Path, results: Contents, documents: tuple[Document, ...]) -> Path:
    """Return an output folder as a run leaves it."""
    with OutputFolder(tmp_path / "summaries") as output:
        output.write(text_files(documents))
        output.write(render(results))
        output.finish(results.run)
    return tmp_path / "summaries"


@pytest.fixture
def extended(summary_000: ArticleSummary, make_run: Callable[..., Run]) -> Contents:
    """Return results with a record, kept and rejected, of a type the package does not ship."""
    kept: Grounded[Casualty] = Grounded(
        id="c1",
        record=Casualty(victims="nobody", quotes=["Talks"]),
        evidence=(
            Evidence.model_validate(
                {
                    "document": "000-nyt",
                    "quote": "Talks",
                    "span": {"start": 66, "end": 71},
                    "zone": "headline",
                    "match": "exact",
                }
            ),
        ),
    )
    summary = summary_000.model_copy(
        update={
            "records": {**summary_000.records, "casualties": (kept,)},
            "rejected": (
                Rejected(record_type="casualties", record=kept.record, reason="no_quote", detail=""),
            ),
        }
    )
    return contents([summary], make_run([summary]), TYPES)


def test_reads_back_what_was_written(folder: Path, results: Contents) -> None:
    """Summaries and ledger come back as they were."""
    stored = load(folder)

    assert stored.summaries == results.summaries
    assert stored.run.rows == results.run.rows


def test_spans_point_into_the_stored_text(folder: Path) -> None:
    """The text beside the records is the one that their spans point into."""
    stored = load(folder)

    for summary in stored.summaries:
        text = stored.text(summary.meta.id)
        for kept in summary.plan_terms:
            assert all(text[item.span.start : item.span.end] == item.quote for item in kept.evidence)


def test_rows_are_for_a_data_frame(folder: Path) -> None:
    """A table comes as flat dicts, one per record."""
    rows = load(folder).rows("plan_terms")

    assert [row["topic"] for row in rows] == [
        "army size cap",
        "territory handover",
        "energy sanctions relief",
        "territory handover",
    ]


def test_an_unknown_table_names_the_known_ones(folder: Path) -> None:
    """A mistyped table is answered with the list of tables."""
    with pytest.raises(UsageError, match="no table 'terms'; there are plan_terms, actors"):
        load(folder).rows("terms")


def test_reports_are_rewritten_from_the_records(folder: Path) -> None:
    """A lost or edited report is made again, and nothing else changes."""
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    (folder / "report.md").write_text("edited")
    (folder / "tables" / "actors.csv").unlink()

    rewrite(folder)

    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_files_of_other_formats_survive_a_rewrite(folder: Path) -> None:
    """Rewriting one format leaves the files of the others listed and in place."""
    listed = rewrite(folder, formats=["md"]).files

    assert listed == load(folder).run.files
    assert (folder / "tables" / "actors.csv").exists()


@pytest.mark.parametrize("name", ["articles/000-nyt.json", "articles/000-nyt.txt"])
def test_a_changed_file_is_not_taken_for_a_result(folder: Path, name: str) -> None:
    """A file with one byte flipped is named, not read."""
    data = bytearray((folder / name).read_bytes())
    data[200] ^= 1
    (folder / name).write_bytes(data)

    with pytest.raises(StoreError, match=f"{name}.*edited or damaged"):
        load(folder).text("000-nyt")


def test_a_missing_article_is_told(folder: Path) -> None:
    """An article that the ledger lists and the folder lacks is an error."""
    (folder / "articles" / "002-fortune.json").unlink()

    with pytest.raises(StoreError, match=r"002-fortune\.json"):
        load(folder)


@pytest.mark.parametrize("cut", [0, 1, 100, -3])
def test_a_torn_ledger_is_told(folder: Path, cut: int) -> None:
    """A damaged run.json is one error of ours, with the next step in it."""
    data = (folder / "run.json").read_bytes()
    (folder / "run.json").write_bytes(data[:cut])

    with pytest.raises(StoreError, match="is damaged"):
        load(folder)


def test_a_ledger_of_another_major_version_is_refused(folder: Path) -> None:
    """Files whose fields may mean something else are not guessed at."""
    run = load(folder).run
    (folder / "run.json").write_bytes(json_bytes(run.model_copy(update={"schema_version": "2.0"})))

    with pytest.raises(UsageError, match=r"schema version '2\.0', this release reads"):
        load(folder)


def test_a_folder_without_results_is_refused(tmp_path: Path) -> None:
    """A folder that no run wrote to is told as such."""
    with pytest.raises(UsageError, match="no output folder"):
        load(tmp_path)


def test_an_unfinished_run_is_told(tmp_path: Path, results: Contents) -> None:
    """A folder whose run was killed says what to do, and is not read in part."""
    with OutputFolder(tmp_path) as output:
        output.write(render(results))

    with pytest.raises(UsageError, match="did not end; run `summarise` again"):
        load(tmp_path)


def test_a_type_the_package_does_not_ship_is_written_everywhere(extended: Contents) -> None:
    """A new kind of record has its JSON list, its table and its section, without a line of code for it."""
    files = render(extended)

    assert b'"casualties": [' in files["articles/000-nyt.json"]
    assert (
        files["tables/casualties.csv"]
        .decode("utf-8-sig")
        .startswith("document,record_id,victims,number,number_low,number_high")
    )
    assert "### Casualties (1)\n\n- **nobody**\n\n  > Talks `66–71 headline`\n" in files["report.md"].decode()


def test_a_type_the_package_does_not_ship_is_read_back(tmp_path: Path, extended: Contents) -> None:
    """With its `RecordType` the new kind comes back typed; without it, the call says what is missing."""
    with OutputFolder(tmp_path) as output:
        output.write(render(extended))
        output.finish(extended.run)

    (kept,) = load(tmp_path, TYPES).summaries[0].records["casualties"]

    assert isinstance(kept.record, Casualty)
    with pytest.raises(UsageError, match=r"casualties.*RecordType"):
        load(tmp_path)


def test_nothing_is_left_out_silently(results: Contents, extended: Contents) -> None:
    """Writers refuse summaries that the ledger does not count, and lists they have no type for."""
    with pytest.raises(ValueError, match="are not the articles of the ledger"):
        contents(results.summaries[:1], results.run)
    with pytest.raises(ValueError, match="unknown record types"):
        contents(extended.summaries, extended.run)


def test_reports_need_no_sdk() -> None:
    """Reading and rewriting results imports no library that talks to a model."""
    sdks = {"openai", "instructor", "tenacity"}
    check = f"import sys, summariser.report; print(sorted({sdks} & set(sys.modules)))"

    found = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "[]"
