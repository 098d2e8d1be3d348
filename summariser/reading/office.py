"""PDF and Word files → the article's text."""

from __future__ import annotations

import io
import itertools
import time
import zipfile
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from summariser.reading.problems import attempt, hush, rejected
from summariser.reading.reflow import reflow

if TYPE_CHECKING:
    from lxml.etree import _Element as Element  # type: ignore[import-untyped]  # it ships no types
    from pypdf import PageObject

_SECONDS = 10
_PDF_LIMITS: dict[str, Any] = {
    "zlib_maximum_output_length": 5_000_000,
    "lzw_maximum_output_length": 5_000_000,
    "run_length_maximum_output_length": 5_000_000,
    "array_based_stream_maximum_output_length": 5_000_000,
    "stream_parsing_work_maximum_count": 500_000,
}
"""So small that no single stream takes more than a few seconds; between streams the clock is looked at."""
_MAX_UNPACKED = 80_000_000

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PARAGRAPH, _ROW, _CELL = f"{_WORD}p", f"{_WORD}tr", f"{_WORD}tc"
_BREAKS = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}noBreakHyphen": "\u2011"}
_TEXT = f"{_WORD}t"


def read_pdf(data: bytes, *, path: str, clock: Callable[[], float] = time.monotonic) -> str:
    """Return the text of a PDF, with hard-wrapped lines joined and a blank line between pages.

    A page can be made to draw for hours, so reading ends after ten seconds of `clock`.

    Raises:
        InputError: `needs-extra`, `encrypted`, `too_large`, `damaged`, or `no-text` for scanned pages.
    """
    text = attempt(lambda: _pdf_text(data, path, clock), path=path, kind="a PDF", extra="docs")
    return _whole(text, path, "is a PDF without text (scanned pages?): run text recognition on it first")


def read_docx(data: bytes, *, path: str) -> str:
    """Return the text of a Word file: a line per paragraph, and per table row whose cells hold one each.

    Text that is deleted in tracked changes, or marked hidden, is out;
    insertions, content controls and text boxes are in.

    Raises:
        InputError: `needs-extra`, `too_large`, `damaged` or `no-text`.
    """
    text = attempt(lambda: _docx_text(data, path), path=path, kind="a Word file", extra="docs")
    return _whole(text, path, "is a Word file without text: save the article's text as .txt")


def _whole(text: str, path: str, otherwise: str) -> str:
    """Return `text` as valid Unicode: surrogate halves that belong together are joined, others replaced."""
    if not text.strip():
        raise rejected(path, "no-text", otherwise)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _pdf_text(data: bytes, path: str, clock: Callable[[], float]) -> str:
    import pypdf  # noqa: PLC0415 - an optional part
    from pypdf.errors import DependencyError, FileNotDecryptedError  # noqa: PLC0415 - the same

    hush("pypdf")
    end = clock() + _SECONDS

    def check_time(*_: Any) -> None:  # noqa: ANN401 - called with every operation, of which nothing is used
        if clock() > end:
            message = f"takes more than {_SECONDS} seconds to read: save the article's text as .txt"
            raise rejected(path, "too_large", message)

    def text_of(page: PageObject) -> str:
        check_time()
        return reflow(page.extract_text(visitor_operand_before=check_time))

    try:
        with pypdf.apply_configuration(**_PDF_LIMITS):
            return "\n\n".join(text_of(page) for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    except (FileNotDecryptedError, DependencyError) as error:
        raise rejected(path, "encrypted", "is encrypted: save a copy of it without a password") from error


def _docx_text(data: bytes, path: str) -> str:
    import docx  # noqa: PLC0415 - an optional part

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        unpacked = sum(member.file_size for member in archive.infolist())
    if unpacked > _MAX_UNPACKED:
        message = f"unpacks to {unpacked:,} bytes, and the limit is {_MAX_UNPACKED:,}: save its text as .txt"
        raise rejected(path, "too_large", message)
    return "\n".join(_lines(docx.Document(io.BytesIO(data)).element.body))


def _lines(body: Element) -> Iterator[str]:
    """Yield a line per paragraph in document order; a row of one-paragraph cells is one line."""
    paragraphs = (p for p in body.iter(_PARAGRAPH) if next(p.iterancestors(_FALLBACK), None) is None)
    for row, group in itertools.groupby(paragraphs, key=lambda p: next(p.iterancestors(_ROW), None)):
        texts = [_paragraph(paragraph) for paragraph in group]
        if row is not None and len(texts) == len(row.findall(_CELL)):
            yield " | ".join(texts)
        else:
            yield from texts


def _paragraph(paragraph: Element) -> str:
    """Return the paragraph's own text, without that of text boxes in it, which are paragraphs themselves."""
    own = (
        node for node in paragraph.iter(_TEXT, *_BREAKS) if next(node.iterancestors(_PARAGRAPH)) is paragraph
    )
    return "".join(_BREAKS.get(node.tag) or node.text or "" for node in own if not _is_hidden(node))


def _is_hidden(node: Element) -> bool:
    run = node.getparent()
    vanish = None if run is None else run.find(f"{_WORD}rPr/{_WORD}vanish")
    return vanish is not None and vanish.get(f"{_WORD}val") not in {"0", "false", "off"}
