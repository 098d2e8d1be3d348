"""Tables of articles: a row an article, a reason for what is none, ids that never meet."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summariser.document import Document
from summariser.errors import InputError, UsageError
from summariser.reading import read_tables

TEXT = "The Lake Orvel accord was presented in Port Sena."


def lines(path: Path, *rows: object) -> str:
    """Write JSON Lines: objects as they are, texts as lines of their own."""
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), "utf-8")
    return str(path)


def found(path: str, *, max_bytes: int = 1000) -> list[str]:
    """Return the id of each article, and the reason for what is none."""
    results = [item.result for item in read_tables([path], max_bytes=max_bytes)]
    return [one.reason if isinstance(one, InputError) else one.id for one in results]


def test_a_row_is_an_article_with_what_it_says_of_itself(tmp_path: Path) -> None:
    """Text, id and metadata are taken, other columns are left alone, and the path names the row."""
    row = {"id": "a1", "text": TEXT, "date": "2025-11-24", "title": None, "score": 3}
    path = lines(tmp_path / "news.jsonl", row)

    (item,) = read_tables([path], max_bytes=1000)

    assert item.result == Document.from_text(TEXT, id="a1", date="2025-11-24").model_copy(
        update={"path": f"{path}:1"}
    )


def test_what_is_no_article_is_named_in_its_place(tmp_path: Path) -> None:
    """One bad row never stops the others, and nothing is lost."""
    path = lines(
        tmp_path / "news.jsonl",
        {"text": TEXT}, "{", "[1]", {"id": 7}, {"text": 5}, {"text": "x" * 1200}, {"id": "b", "text": TEXT},
        {"id": "c", "text": f"{TEXT} Again."}, {"id": "c", "text": f"{TEXT} Twice."},
    )  # fmt: skip

    ids = found(path)

    assert ids[:7] == ["news-1", "damaged", "damaged", "no-text", "no-text", "too_large", "duplicate"]
    assert all(one.startswith("c-") for one in ids[7:])
    assert len(set(ids[7:])) == 2


def test_inputs_are_counted_and_sampled(tmp_path: Path) -> None:
    """The table is read anew for each look, and a sample is spread over it."""
    path = lines(tmp_path / "news.jsonl", *({"id": f"a{n}", "text": f"{TEXT} {n}"} for n in range(10)))

    inputs = read_tables([path], max_bytes=1000)

    assert (len(inputs), len(list(inputs)), len(list(inputs))) == (10, 10, 10)
    assert [item.result.id for item in inputs.sample(4) if isinstance(item.result, Document)] == [
        "a0", "a3", "a6", "a9"
    ]  # fmt: skip


def test_a_table_that_is_not_there_is_a_slip_of_the_user(tmp_path: Path) -> None:
    """Nothing runs for a name that is no file."""
    with pytest.raises(UsageError, match=r"no-such\.jsonl"):
        read_tables([str(tmp_path / "no-such.jsonl")], max_bytes=1000)


def test_parquet_says_the_same_as_json_lines(tmp_path: Path) -> None:
    """The form of the table changes nothing but the path."""
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = [{"id": f"a{n}", "text": f"{TEXT} {n}", "date": "2025-11-24", "extra": n} for n in range(250)]
    parquet.write_table(arrow.Table.from_pylist(rows), tmp_path / "news.parquet")
    paths = [lines(tmp_path / "news.jsonl", *rows), str(tmp_path / "news.parquet")]

    first, second = (
        [item.result.model_copy(update={"path": ""}) for item in read_tables([path], max_bytes=1000)]  # type: ignore[union-attr]  # all are articles
        for path in paths
    )

    assert first == second


def test_a_broken_parquet_file_is_refused(tmp_path: Path) -> None:
    """One line says which file, and that it is none."""
    pytest.importorskip("pyarrow")
    (tmp_path / "news.parquet").write_bytes(b"PAR1 and nothing else PAR1")

    with pytest.raises(UsageError, match=r"news\.parquet.* cannot be read as Parquet"):
        read_tables([str(tmp_path / "news.parquet")], max_bytes=1000)
