"""Files no editor writes: PDFs and Word files made by hand, folders a stranger may enter."""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

_NOBODY = 65534
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"


@pytest.fixture
def pdf() -> Callable[[Sequence[Sequence[str]]], bytes]:
    """Return a function from the lines of each page to a PDF."""
    return _pdf


@pytest.fixture
def docx() -> Callable[[str], bytes]:
    """Return a function from the XML inside `w:body` to a Word file."""
    return _docx


@pytest.fixture
def strangers_folder() -> Iterator[Path]:
    """Return a folder every user may enter, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def as_stranger() -> Callable[[], AbstractContextManager[None]]:
    """Return a context in which file permissions count, for the superuser too: it acts as another user."""
    return _as_stranger


@contextmanager
def _as_stranger() -> Iterator[None]:
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def _pdf(pages: Sequence[Sequence[str]]) -> bytes:
    numbers = range(4, 4 + 2 * len(pages), 2)
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in zip(numbers, pages, strict=True):
        escaped = (line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines)
        drawn = "".join(f"({line}) Tj T*\n" for line in escaped)
        body = f"BT /F1 12 Tf 72 720 Td 14 TL\n{drawn}ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {number + 1} 0 R >>"
        )
        objects.append(f"<< /Length {len(body)} >>\nstream\n{body}\nendstream")
    return _numbered(objects)


def _numbered(objects: Sequence[str]) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252"))
    start = out.tell()
    entries = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    out.write(f"xref\n0 {size}\n0000000000 65535 f \n{entries}".encode())
    out.write(f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def _docx(body: str) -> bytes:
    import docx as library  # noqa: PLC0415 - slow to import, and few tests need it

    out = io.BytesIO()
    library.Document().save(out)
    made = io.BytesIO()
    with zipfile.ZipFile(out) as empty, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as filled:
        for name in empty.namelist():
            content = empty.read(name)
            if name == "word/document.xml":
                namespaces = f'xmlns:w="{_WORD}" xmlns:mc="{_COMPATIBILITY}"'
                content = f"<w:document {namespaces}><w:body>{body}</w:body></w:document>".encode()
            filled.writestr(name, content)
    return made.getvalue()
