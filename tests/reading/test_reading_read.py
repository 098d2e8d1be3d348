"""Reading whole inputs: the right kind, the right id, one result for each, and never a surprise."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from summariser.document import Document, Given
from summariser.errors import InputError, UsageError
from summariser.reading import read, read_all

PAGE = (
    "<!DOCTYPE html><html><head><title>Plan</title></head><body><p>The plan has 28 points.</p></body></html>"
)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in the temporary folder, so that paths are short."""
    monkeypatch.chdir(tmp_path)


def make(path: str, content: str | bytes) -> None:
    """Make one file."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(content.encode() if isinstance(content, str) else content)


def outcomes(*paths: str) -> dict[str, str]:
    """Return for each input its document's id, or its reason, with `!` if that is an error."""
    return {one.path: outcome(one.result) for one in read_all(paths)}


def outcome(result: Document | InputError) -> str:
    """Return the id of a document, or why there is none."""
    if isinstance(result, Document):
        return result.id
    return result.reason + ("" if result.skip else "!")


def test_reads_a_seed_as_it_stands(seed_paths: list[Path], seed: Callable[[str], str]) -> None:
    """Text is the file's characters, the digest is that of its bytes, the id is its name."""
    document = read(seed_paths[2])
    assert document.text == seed("002")
    assert document.sha256 == hashlib.sha256(seed_paths[2].read_bytes()).hexdigest()
    assert (document.id, document.source, document.encoding) == (seed_paths[2].stem, "text", "utf-8")
    assert document.path == str(seed_paths[2])


def test_offsets_count_code_points() -> None:
    """A character beyond 16 bits is one, and line ends are as many characters as the file has."""
    make("a.txt", "🕊 peace\r\nplan")
    text = read("a.txt").text
    assert text[2:9] == "peace\r\n"


def test_reads_a_page_under_any_name() -> None:
    """HTML is read as a page by its suffix or its beginning, and brings its own metadata."""
    for name in ("a.html", "a.HTM", "a.txt", "a"):
        make(name, PAGE)
        document = read(name)
        assert (document.source, document.text) == ("html", "The plan has 28 points.")
        assert document.found.title == "Plan"


def test_reads_a_page_in_its_declared_encoding() -> None:
    """An old page says which encoding it has, and is believed."""
    make("a.html", f"<meta charset=windows-1251>{PAGE}".replace("plan", "план").encode("cp1251"))
    document = read("a.html")
    assert (document.text, document.encoding) == ("The план has 28 points.", "windows-1251")


def test_reads_pdf_and_word_under_any_name(
    pdf: Callable[[Sequence[Sequence[str]]], bytes], docx: Callable[[str], bytes]
) -> None:
    """A PDF or Word file called `.txt` is what it is."""
    make("a.txt", pdf([["A plan."]]))
    make("b.txt", docx("<w:p><w:r><w:t>A plan.</w:t></w:r></w:p>"))
    assert [(read(name).source, read(name).text) for name in ("a.txt", "b.txt")] == [
        ("pdf", "A plan."),
        ("docx", "A plan."),
    ]


@pytest.mark.parametrize("name", ["a.md", "a.rst", "a.json", "a.eml", "a.xml", "README"])
def test_reads_any_text_that_is_named(name: str) -> None:
    """Other text is an article if the user says so, and no markup of it is interpreted."""
    text = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x> # {"plan": 28}'
    make(name, text)
    assert read(name).text == text


def test_carries_what_the_user_says() -> None:
    """What is given goes into the document and leaves the text alone."""
    make("a.txt", "A plan.")
    assert read("a.txt", given=Given(date="2025-11-24")).given.date == "2025-11-24"


@pytest.mark.parametrize(
    ("content", "reason", "skip"),
    [
        (b"", "empty", True),
        (b" \n", "empty", True),
        (b"\x89PNG\r\n\x1a\n", "binary", False),
        (b"\0\1\2\3", "binary", False),
        ("Київ".encode() + b"\xff", "encoding", False),
        (b"%PDF-1.4\n", "damaged", False),
        (b"<html></html>", "no-text", False),
        (b"x" * 1001, "too_large", False),
    ],
)
def test_says_why_a_file_is_no_article(content: bytes, reason: str, *, skip: bool) -> None:
    """Each way to be no article has its own word, and only emptiness is nobody's mistake."""
    make("a.txt", content)
    with pytest.raises(InputError) as caught:
        read("a.txt", max_bytes=1000)
    assert (caught.value.reason, caught.value.skip) == (reason, skip)
    assert str(caught.value).startswith("'a.txt' ")


def test_a_missing_file_is_an_input_error() -> None:
    """Reading one file that is not there is that file's error."""
    with pytest.raises(InputError) as caught:
        read("gone.txt")
    assert caught.value.reason == "missing"


def test_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hyphen is standard input, told apart by content like any file."""
    for content, source in ((b"A plan.", "text"), (PAGE.encode(), "html")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        document = read("-")
        assert (document.id, document.path, document.source) == ("stdin", "-", source)


def test_one_bad_file_does_not_stop_the_others() -> None:
    """Every input has a result, in the order of paths."""
    make("f/a.txt", "A plan.")
    make("f/b.txt", b"\x89PNG\r\n\x1a\n")
    make("f/c.txt", b"")
    make("f/d.png", b"\x89PNG\r\n\x1a\n")
    make("f/e.txt", "Another plan.")
    assert outcomes("f") == {
        "f/a.txt": "a",
        "f/b.txt": "binary!",
        "f/c.txt": "empty",
        "f/d.png": "not-a-document",
        "f/e.txt": "e",
    }
    assert outcomes("f/d.png") == {"f/d.png": "binary!"}


def test_the_same_bytes_are_read_once() -> None:
    """A second file with the same bytes is skipped, and the message names the first."""
    make("f/a.txt", "A plan.")
    make("f/b.txt", "A plan.")
    os.link("f/a.txt", "f/c.txt")
    assert outcomes("f") == {"f/a.txt": "a", "f/b.txt": "duplicate", "f/c.txt": "duplicate"}
    (second, _) = [one.result for one in read_all(["f"]) if isinstance(one.result, InputError)]
    assert "same bytes as 'f/a.txt'" in str(second)


def test_the_same_name_in_two_folders_is_two_documents() -> None:
    """Ids are told apart by the bytes, so they do not depend on the order of arguments."""
    make("x/plan.txt", "A plan.")
    make("y/plan.txt", "Another plan.")
    make("y/Plan.md", "A third plan.")
    ids = outcomes("x", "y")
    digest = hashlib.sha256(b"A plan.").hexdigest()[:8]
    assert ids["x/plan.txt"] == f"plan-{digest}"
    assert len({one.lower() for one in ids.values()}) == 3
    assert outcomes("y", "x") == ids


@pytest.mark.parametrize(
    "name", ["a\nb", "\x1b[2J", "'\"", "<img>", "{{7*7}}", "a..", "x" * 251, "a\u202eb", "caf\udce9", "план"]
)
def test_any_file_name_gives_a_safe_document(name: str) -> None:
    """The id is safe, and the path is Unicode that JSON can hold."""
    make(f"f/{name}.txt", "A plan.")
    (one,) = read_all(["f"])
    assert isinstance(one.result, Document)
    assert one.result.id.replace("-", "").replace("_", "").isascii()
    assert json.loads(one.result.model_dump_json())["path"] == one.path


def test_reads_only_when_asked() -> None:
    """Inputs are read one by one, so a large corpus needs no more memory than its largest article."""
    make("f/a.txt", "A plan.")
    make("f/b.txt", "Another plan.")
    inputs = iter(read_all(["f"]))
    next(inputs)
    Path("f/b.txt").unlink()
    assert outcome(next(inputs).result) == "missing!"


@pytest.mark.posix
def test_a_file_swapped_for_a_link_after_listing_is_not_followed() -> None:
    """Between listing and reading nobody can put a file from outside in a folder's place."""
    make("secret.txt", "secret")
    make("f/a.txt", "A plan.")
    make("f/sub/b.txt", "Another plan.")
    inputs = read_all(["f"])
    Path("f/a.txt").unlink()
    Path("f/a.txt").symlink_to("../secret.txt")
    Path("f/sub").rename("elsewhere")
    Path("f/sub").symlink_to("../elsewhere")
    assert [outcome(one.result)[-1] for one in inputs] == ["!", "!"]


def test_metadata_reaches_its_document() -> None:
    """A row of the table is given to the input it names, and to no other."""
    make("f/a.txt", "A plan.")
    make("f/b.txt", "Another plan.")
    inputs = read_all(["f"], metadata={"b.txt": Given(publisher="The Times")})
    assert [one.result.given.publisher for one in inputs if isinstance(one.result, Document)] == [
        None,
        "The Times",
    ]


def test_mistakes_in_the_call_come_before_reading() -> None:
    """A wrong path or table is an error of the call, not of the first input."""
    make("a.txt", "A plan.")
    with pytest.raises(UsageError, match=r"gone\.txt"):
        read_all(["a.txt"], metadata={"gone.txt": Given()})
    with pytest.raises(UsageError, match="command 'report'"):
        read_all(["a.txt", "repotr"], commands=["report"])
