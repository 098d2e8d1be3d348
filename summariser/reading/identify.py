"""What kind of file some bytes are, by what they begin with rather than by the file's name."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

from summariser.reading.problems import rejected

Kind = Literal["text", "html", "pdf", "docx"]

DOCUMENT_SUFFIXES: dict[str, Kind] = {
    ".txt": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
"""The suffixes that make a file in a folder an article."""

_ZIP = b"PK\x03\x04"
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (0, b"\xff\xd8\xff", "a JPEG image"),
    (0, b"GIF87a", "a GIF image"),
    (0, b"GIF89a", "a GIF image"),
    (0, b"II*\0", "a TIFF image"),
    (0, b"MM\0*", "a TIFF image"),
    (8, b"WEBP", "a WebP image"),
    (4, b"ftyp", "an MP4 or HEIC file"),
    (0, b"\x7fELF", "an ELF program"),
    (0, b"\xcf\xfa\xed\xfe", "a Mach-O program"),
    (0, b"\xca\xfe\xba\xbe", "a Java class or Mach-O program"),
    (0, b"\0asm", "a WebAssembly program"),
    (0, _ZIP, "a ZIP archive"),
    (0, b"PK\x05\x06", "an empty ZIP archive"),
    (0, b"\x1f\x8b", "a gzip archive"),
    (0, b"\xfd7zXZ\0", "an xz archive"),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (4, b"1AY&SY", "a bzip2 archive"),
    (257, b"ustar", "a tar archive"),
    (0, b"SQLite format 3\0", "an SQLite database"),
    (0, b"PAR1", "a Parquet file"),
    (0, b"ID3", "an MP3 recording"),
    (0, b"OggS", "an Ogg recording"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .xls)"),
    (0, b"{\\rtf", "an RTF file"),
    (0, b"%!PS", "a PostScript file"),
)
"""Offset, bytes, name. Two-letter signatures such as `BM` are left out: text begins with them too."""

# Atomic: a comment ends at its first end, or a text of many would be cut into comments in every possible way.
_PAGE = re.compile(
    r"[\s\ufeff]*+(?:<\?xml[^>]{0,200}>\s*+)?(?:(?><!--.{0,2000}?-->)\s*+){0,5}"
    r"<(?:!doctype\s++html|html|head|body)[\s>]",
    re.IGNORECASE | re.DOTALL,
)


def kind_of(data: bytes, *, suffix: str, path: str) -> Kind:
    """Return how to read `data`: what it begins with decides, then the file's suffix, then `text`.

    Whether text is an HTML page under another name only shows once it is
    decoded; see `is_page`.

    Raises:
        InputError: `binary`, with the name of a format that holds no article text.
    """
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(_ZIP) and _is_docx(data):
        return "docx"
    for offset, signature, name in _SIGNATURES:
        if data.startswith(signature, offset):
            raise rejected(path, "binary", f"is {name}, not an article: name the article's text instead")
    return DOCUMENT_SUFFIXES.get(suffix.lower(), "text")


def is_page(text: str) -> bool:
    """Return whether `text` begins as an HTML page does.

    >>> is_page("<!DOCTYPE html><html>"), is_page("The <html> tag")
    (True, False)
    """
    return _PAGE.match(text) is not None


def _is_docx(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return b"word/document.xml" in data
