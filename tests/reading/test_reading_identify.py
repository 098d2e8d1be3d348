"""Kinds of file: what a file begins with counts, not what it is called."""

from __future__ import annotations

import gzip
import io
import sqlite3
import zipfile
from pathlib import Path

import pytest

from summariser.errors import InputError
from summariser.reading.identify import is_page, kind_of


def zipped(*names: str) -> bytes:
    """Return a ZIP archive with an empty file for each name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), b"")  # dated 1980: the name of a test must not change
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "PNG image"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG image"),
        (b"GIF89a", "GIF image"),
        (b"\x7fELF\x02\x01\x01", "ELF program"),
        (zipped("photo.jpg"), "ZIP archive"),
        (gzip.compress(b"text", mtime=0), "gzip archive"),
        (b"BZh91AY&SY", "bzip2 archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office file"),
        (rb"{\rtf1\ansi The plan}", "RTF file"),
        (bytes(257) + b"ustar\0", "tar archive"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "WebP image"),
    ],
)
def test_names_a_binary_under_the_name_of_an_article(data: bytes, name: str) -> None:
    """A file of another kind called `.txt` is refused by what it is."""
    with pytest.raises(InputError, match=name) as caught:
        kind_of(data, suffix=".txt", path="a.txt")
    assert (caught.value.reason, caught.value.skip) == ("binary", False)


def test_names_a_real_database(tmp_path: Path) -> None:
    """An SQLite database called `.txt` is refused by what it is."""
    with sqlite3.connect(tmp_path / "a.txt") as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(InputError, match="SQLite"):
        kind_of((tmp_path / "a.txt").read_bytes(), suffix=".txt", path="a.txt")


@pytest.mark.parametrize(
    ("data", "suffix", "kind"),
    [
        (b"%PDF-1.7\n", ".txt", "pdf"),
        (b"no header", ".pdf", "pdf"),
        (zipped("word/document.xml"), ".txt", "docx"),
        (zipped("word/document.xml")[:60], ".docx", "docx"),
        (b"Text", ".HTM", "html"),
        (b"Text", ".txt", "text"),
        (b"Text", ".log", "text"),
        (b"BM and MZ begin words too", "", "text"),
    ],
)
def test_content_decides_then_the_suffix(data: bytes, suffix: str, kind: str) -> None:
    """A PDF or Word file is one under any name; otherwise the suffix says, and unknown ones are text."""
    assert kind_of(data, suffix=suffix, path="a") == kind


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><html>",
        "\n\n  <!doctype HTML PUBLIC>",
        "<html lang='en'>",
        '<?xml version="1.0"?><!DOCTYPE html>',
        "<!-- saved from url=(0014)about:internet -->\n<html>",
        "<body>",
    ],
)
def test_knows_a_page_by_its_beginning(text: str) -> None:
    """A page saved under any name begins with a document type, its root or its body."""
    assert is_page(text)


@pytest.mark.parametrize(
    "text", ["<p>A paragraph", "He wrote <html> by hand", "<header>", "", "<!-- " * 3000]
)
def test_takes_other_text_for_text(text: str) -> None:
    """Markup inside a text, or a fragment of it, does not make it a page."""
    assert not is_page(text)
