r"""What every sink does to hostile text: terminal, log, CSV, Markdown and HTML.

An article, a file name and a server's error message are written by strangers.
Each function here takes any text and returns one that its sink shows and does
not obey. Nothing is dropped: what must not be sent as it is, is shown as an
escape such as `\x1b`, so that a reader can see that it was there.
"""

from __future__ import annotations

import html as _html
import json
import re
import unicodedata
from decimal import Decimal
from urllib.parse import urlsplit

LOG_LIMIT = 500
"""Longest text in one log line, in characters."""

_CONTROLS = r"\x00-\x08\x0b-\x1f\x7f-\x9f"
_DIRECTION = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = (
    r"\u00ad\u034f\u180e\u200b\u2028\u2029\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_LONE = r"\ud800-\udfff"

_FOR_LINE = re.compile(f"[\t\n{_CONTROLS}{_DIRECTION}{_INVISIBLE}{_LONE}]")
_FOR_LINES = re.compile(f"[{_CONTROLS}{_DIRECTION}{_INVISIBLE}{_LONE}]")
_FOR_PAGE = re.compile(f"[{_CONTROLS}{_LONE}]")
_MARKED = re.compile(f"[&<>\"'`{_CONTROLS}{_LONE}]")
"""What is not shown on a page as it stands: most values hold none of it."""
_FOR_FILE = re.compile(f"[{_LONE}]")

_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?", re.ASCII)
_FORMULA = frozenset("=+-@")
_STARTS_CELL = ("\t", "\r", "\n", "\0")
_SKIPPED = frozenset({"Cc", "Cf", "Cs", "Pi", "Pf"})

_MARKUP = re.compile(r"[\\`*_\[\]<>&|~!#$@{}^]|:(?=/)|(?<=[Ww]{3})\.")
_BLOCK = re.compile(r"^(?:[-+=:](?!\w)|\d{1,9}[.)])", re.ASCII)
_SPACE = re.compile(r"[ \t\r\n]+")

_SCRIPT = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def terminal(text: str, *, lines: bool = False) -> str:
    r"""Return `text` with nothing in it that a terminal obeys or hides.

    Control, direction and invisible characters and lone surrogates are written
    as escapes; with `lines`, line breaks and tabs stay. Rich's own markup is not
    touched: print with `markup=False`.

    >>> terminal("red\x1b[31m \u202etxt.exe")
    'red\\x1b[31m \\u202etxt.exe'
    """
    return _FOR_LINES.sub(_escape, text.replace("\r\n", "\n")) if lines else _FOR_LINE.sub(_escape, text)


def log_line(text: str, limit: int = LOG_LIMIT) -> str:
    r"""Return `text` as one line of at most `limit` characters; a cut is marked with an ellipsis.

    >>> log_line("a\nb" + "c" * 600, 8)
    'a\\nbccc…'
    """
    line = terminal(text[: limit + 1])
    return line if len(line) <= limit else line[: limit - 1] + "…"


def csv_cell(value: str | float | Decimal | None) -> str:
    r"""Return a cell that a spreadsheet shows as it is written; `csv_text` takes the guard away.

    A text that a spreadsheet would run gets a leading apostrophe: one whose
    first character, quotation marks and invisible ones aside, is one of `=+-@`
    in any width, or that starts with a line break, a tab or a NUL. Numbers stay
    numbers. Quoting for the file's format is the csv module's job.

    >>> csv_cell("=1+1"), csv_cell(' "@SUM(A1)'), csv_cell(-0.5), csv_cell("-5")
    ("'=1+1", '\' "@SUM(A1)', '-0.5', '-5')
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value).lower() if isinstance(value, bool) else str(value)
    text = _FOR_FILE.sub(_escape, value)
    return f"'{text}" if _runs(text) else text


def csv_text(cell: str) -> str:
    """Return the text that `csv_cell` made `cell` of.

    >>> csv_text("'=1+1"), csv_text("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell.startswith("'") and _runs(cell[1:]) else cell


def markdown(text: str) -> str:
    r"""Return Markdown that renders as `text`, line by line: no link, image, HTML, heading, list or table.

    >>> markdown("# 1 ![x](http://h/?q=1)")
    '\\# 1 \\!\\[x\\](http\\://h/?q=1)'
    """
    return "\n".join(_markdown_line(line) for line in terminal(text, lines=True).split("\n"))


def markdown_cell(text: str) -> str:
    r"""Return Markdown for a table cell that renders as `text`, each run of white space as one space.

    >>> markdown_cell("a | b\nc")
    'a \\| b c'
    """
    return _markdown_line(terminal(_SPACE.sub(" ", text)))


def html(text: str) -> str:
    """Return HTML that shows `text`, for an element's content or a quoted attribute.

    Direction characters stay, since right-to-left articles need them: put the
    text into an element with `dir="auto"`, which keeps them from reaching out.

    >>> html("<b title='x'>")
    '&lt;b title=&#x27;x&#x27;&gt;'
    """
    if not _MARKED.search(text):
        return text
    return _html.escape(_FOR_PAGE.sub(_escape, text.replace("\r\n", "\n")), quote=True).replace("`", "&#x60;")


def script_json(value: object) -> str:
    r"""Return JSON that cannot end the `<script type="application/json">` it stands in.

    >>> script_json({"a": "</script>"})
    '{"a": "\\u003c/script\\u003e"}'
    """
    return _FOR_FILE.sub(_escape, json.dumps(value, ensure_ascii=False, allow_nan=False).translate(_SCRIPT))


def web_link(url: str) -> str | None:
    """Return `url` if it is a plain http(s) address, or None: anything else is shown as text only.

    >>> web_link("https://example.org/a"), web_link("javascript:alert(1)")
    ('https://example.org/a', None)
    """
    try:
        parts = urlsplit(url)
        plain = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return None
    return url if plain and re.fullmatch(r"[!-~]+", url) and "\\" not in url else None


def _escape(match: re.Match[str]) -> str:
    r"""Return a character as Python writes it: `\n`, `\x1b`, `\u202e`."""
    return match[0].encode("unicode_escape", "surrogatepass").decode("ascii")


def _runs(text: str) -> bool:
    """Return whether a spreadsheet may take `text` for a formula.

    Apostrophes at the start make no difference, so that a guard can be told from the text's own.
    """
    if text[:1].isalnum() or _NUMBER.fullmatch(text):
        return False
    first = next((character for character in text if not _is_skipped(character)), "")
    return text.lstrip("'").startswith(_STARTS_CELL) or unicodedata.normalize("NFKC", first) in _FORMULA


def _is_skipped(character: str) -> bool:
    """Return whether a spreadsheet, or a reader, may look past `character` to the one behind it."""
    return character in "'\"`" or character.isspace() or unicodedata.category(character) in _SKIPPED


def _markdown_line(line: str) -> str:
    """Return one line escaped, without the indentation that would make it code."""
    text = _MARKUP.sub(r"\\\g<0>", line.strip(" \t"))
    block = _BLOCK.match(text)
    return f"{text[: block.end() - 1]}\\{text[block.end() - 1 :]}" if block else text
