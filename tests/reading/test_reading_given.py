"""The metadata table: exact about what it takes, and about what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from summariser.document import Given
from summariser.errors import UsageError
from summariser.reading.given import load_metadata, match_metadata


def table(folder: Path, content: str | bytes) -> dict[str, Given]:
    """Return what a CSV file with this content says."""
    path = folder / "metadata.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return load_metadata(path)


def test_reads_all_columns(tmp_path: Path) -> None:
    """Every column lands in its field; empty cells say nothing; a spreadsheet's habits do not matter."""
    content = (
        "\ufefffile,title,publisher,author,date,url\r\n"
        'a.txt,"Plan, leaked","The\nTimes",Jane Doe,2025-11-24,https://x.example/a\r\n'
        " b.txt , ,,,2025-11-23T18:57:00-05:00\r\n"
        ",,,,,\r\n"
    )
    assert table(tmp_path, content) == {
        "a.txt": Given(
            title="Plan, leaked",
            publisher="The\nTimes",
            author="Jane Doe",
            date="2025-11-24",
            url="https://x.example/a",
        ),
        "b.txt": Given(date="2025-11-23T18:57:00-05:00"),
    }


def test_takes_columns_in_any_order_and_case(tmp_path: Path) -> None:
    """Only the names of columns matter, and only `file` must be there."""
    assert table(tmp_path, "Date,FILE\n2025-11-24,a.txt\n") == {"a.txt": Given(date="2025-11-24")}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("file,titel\na.txt,x\n", "'titel'"),
        ("file;title\na.txt;x\n", "separate columns with commas"),
        ("title,date\nx,2025-11-24\n", "a column `file`"),
        ("file,title,title\na.txt,x,y\n", "no column twice"),
        ("", "a column `file`"),
        ("a.txt,Plan\n", "'a.txt'"),
        ("file,title\n,x\n", "row 2.*which file"),
        ("file,title\na.txt,x\na.txt,y\n", "row 3.*second one for 'a.txt'"),
        ("file,title\na.txt,x,y\n", "row 2.*3 cells under 2 columns"),
        ("file,date\na.txt,24.11.2025\n", "row 2.*'24.11.2025' is not a date"),
        ("file,date\na.txt,2025-02-30\n", "'2025-02-30' is not a date"),
        ("file,date\na.txt,20251124\n", "'20251124' is not a date"),
        ('file,title\na.txt,"x\n', "not a CSV file"),
        (b"file,title\na.txt,\xff\n", "offset 17"),
        ("file,title\na.txt," + "x" * 200_000 + "\n", "not a CSV file"),
    ],
)
def test_says_what_is_wrong(tmp_path: Path, content: str | bytes, message: str) -> None:
    """A table that cannot be used stops the run and names the row, the value and the way out."""
    with pytest.raises(UsageError, match=f"(?s){message}"):
        table(tmp_path, content)


def test_a_missing_table_is_a_usage_error(tmp_path: Path) -> None:
    """The user named the table, so the run cannot mean anything without it."""
    with pytest.raises(UsageError, match="metadata file"):
        load_metadata(tmp_path / "gone.csv")


@pytest.mark.parametrize("file", ["a.txt", "news/a.txt", "/data/news/a.txt", "./news/../news/a.txt"])
def test_matches_a_name_or_a_path(file: str) -> None:
    """A row names its input by as much of the path as its writer knew."""
    matched = match_metadata({file: Given(title="A")}, ["/data/news/a.txt", "/data/news/b.txt"])
    assert matched == {"/data/news/a.txt": Given(title="A")}


def test_matches_names_however_accents_are_stored() -> None:
    """A spreadsheet composes accents, some file systems take them apart."""
    assert match_metadata({"caf\u00e9.txt": Given()}, ["cafe\u0301.txt"]) == {"cafe\u0301.txt": Given()}


def test_a_whole_path_wins_over_an_end() -> None:
    """A name that is one input's whole path means that input."""
    assert match_metadata({"a.txt": Given()}, ["a.txt", "old/a.txt"]) == {"a.txt": Given()}


def test_lists_rows_that_fit_nothing() -> None:
    """A row for no input is a mistake, also one that points out of the inputs."""
    with pytest.raises(UsageError, match=r"fit no input: '\.\./\.\./etc/passwd', 'gone\.txt'"):
        match_metadata({"gone.txt": Given(), "../../etc/passwd": Given()}, ["a.txt", "/etc/passwd"])


def test_refuses_a_row_that_fits_several() -> None:
    """A name that two inputs share says nothing about which."""
    with pytest.raises(UsageError, match="fits several inputs"):
        match_metadata({"a.txt": Given()}, ["x/a.txt", "y/a.txt"])


def test_refuses_two_rows_for_one_input() -> None:
    """Two rows for one article, named in two ways, would contradict each other silently."""
    with pytest.raises(UsageError, match=r"two rows for 'x/a\.txt'"):
        match_metadata({"a.txt": Given(), "x/a.txt": Given()}, ["x/a.txt"])
