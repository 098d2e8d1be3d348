"""The gate's table: fifty-five kinds of bad or odd input, and what becomes of each."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from summariser.document import Document
from summariser.errors import InputError


class Row(NamedTuple):
    """One kind of input: what it is, and how it ends.

    The words for ends are those of docs/states.md; the first draft of the list
    had others for some, which `once` keeps.
    """

    what: str
    ends: str
    once: str = ""


ROWS: dict[int, Row] = {
    1: Row("a file of 0 bytes", "skipped (empty)"),
    2: Row("only white space and invisible characters", "skipped (empty)"),
    3: Row("UTF-8 with a byte order mark", "read; the mark is dropped and recorded"),
    4: Row("UTF-16 or UTF-32 with a mark", "read"),
    5: Row("UTF-16 without a mark", "rejected-input (encoding)", "or an option that names the encoding"),
    6: Row("Windows-1252, Latin-1", "read; the guess is recorded with a note", "or refused on request"),
    7: Row("Cyrillic in an old encoding", "read as 6; rejected-input (encoding) without evidence"),
    8: Row("UTF-8 with one bad byte, or cut", "rejected-input (encoding), with the byte's offset"),
    9: Row("encoded surrogates, overlong forms", "rejected-input (encoding)"),
    10: Row("NUL bytes", "read with a note; many: rejected-input (binary)"),
    11: Row("a picture, program, archive or database called .txt", "rejected-input (binary)", "skipped"),
    12: Row("a PDF, also called .txt", "read; without the optional part rejected-input", "skipped"),
    13: Row("an HTML page, also called .txt", "read; what the page hides never enters"),
    14: Row("HTML nested hundreds or thousands deep", "read, with a note"),
    15: Row("HTML with an absurd colspan", "read"),
    16: Row(
        "Markdown, mail, JSON, XML, RTF", "read as text, no entity expanded; RTF rejected-input (binary)"
    ),
    17: Row(
        "direction overrides, Arabic, Hebrew", "read; kept raw, escaped in the terminal, isolated in HTML"
    ),
    18: Row("zero-width, soft hyphens, tag characters", "read; not shown to the model; noted"),
    19: Row("NFD, ligatures, wide digits, curly quotes", "read; a quote is found at its exact place"),
    20: Row("a name with letters of another alphabet", "read with a note; never merged silently"),
    21: Row("characters beyond 16 bits before the evidence", "read; offsets count code points"),
    22: Row("CRLF, CR, U+2028, form feeds, mixed", "read; kept as they are"),
    23: Row("10 MB on one line", "read, in linear time"),
    24: Row("100 MB, 5 GB", "rejected-input (too_large), at once and unread"),
    25: Row("longer than the model's context", "read in parts, nothing lost at a seam"),
    26: Row("one character, one sentence", "read, possibly empty; nothing invented"),
    27: Row(
        "only filler, menu or cookie text", "skipped (furniture), without a request", "read with 0 items"
    ),
    28: Row("Ukrainian, Russian, Chinese, mixed", "read; evidence in the article's language"),
    29: Row("two articles in one file, or one twice", "one document; the first place is the evidence"),
    30: Row("the same bytes under two names", "asked once, both listed"),
    31: Row("names equal up to case, accents' form or suffix", "ids of their own"),
    32: Row(
        "names with newline, escape, quote, markup, 255 bytes", "read; escaped when shown; safe file names"
    ),
    33: Row("a name that is not UTF-8", "read; shown escaped; JSON stays valid"),
    34: Row("`..` or an absolute path in a table of metadata", "exit 2: it fits no input"),
    35: Row("a link to a file in the folder", "read once"),
    36: Row("a link out of the folder", "skipped (symlink)", "or followed on request"),
    37: Row("links in a circle or to nothing", "skipped (symlink)"),
    38: Row("a folder called a.txt, an empty folder", "entered; nothing to read at all: exit 2"),
    39: Row("100,000 files, 200 levels", "found in seconds, without recursion"),
    40: Row("no permission for a file or folder", "rejected-input (permission); the others go on"),
    41: Row("pipes, sockets, devices, /proc", "never opened; skipped in a folder, rejected-input by name"),
    42: Row("a file deleted, grown or replaced meanwhile", "rejected-input (missing, changed), or one state"),
    43: Row("a file edited or removed between two runs", "asked again; nothing stale is left"),
    44: Row("hidden files, backups, system clutter", "skipped (hidden)"),
    45: Row("a table of metadata that is malformed or hostile", "exit 2; nothing in it is ever run"),
    46: Row("only a title; 5,000 names; 2,000 numbers", "read whole"),
    47: Row("figures and dates written in many ways", "read; what has two readings has no value"),
    48: Row("two holders of one office", "both kept, shown as a conflict, never corrected"),
    49: Row("an article that quotes orders", "read like any other"),
    50: Row("our own fence, schema, role marks in an article", "read; the fence holds"),
    51: Row("gold that is malformed or points elsewhere", "exit 1, with file and place", "exit 2"),
    52: Row("no .env, an empty or broken key, a URL without scheme", "exit 3 before any request", "exit 2"),
    53: Row("numbers and options that make no sense", "exit 2"),
    54: Row("a closed pipe, no terminal, an ASCII terminal", "no traceback; escapes"),
    55: Row("places that cannot be written, umask 000", "one clear message; private files 0600"),
}


def row(number: int) -> pytest.MarkDecorator:
    """Return the mark of a test that shows one row, which becomes its id."""
    return pytest.mark.parametrize("row", [number], ids=[f"{number:02d}"])


class Case(NamedTuple):
    """One file of a row: its bytes, its name, how it ends."""

    row: int
    what: str
    content: bytes
    ends: str
    file: str = "article.txt"


def cases(*table: Case) -> pytest.MarkDecorator:
    """Return the mark of a test that goes over files."""
    return pytest.mark.parametrize("case", table, ids=[f"{case.row:02d}-{case.what}" for case in table])


def ending(result: Document | InputError) -> str:
    """Return `read`, or the reason why not, with `!` when that is an error (exit 1)."""
    return "read" if isinstance(result, Document) else result.reason + "!" * (not result.skip)
