"""`WRITERS`, the table of output formats."""

from __future__ import annotations

from collections.abc import Iterable

from summariser.report import as_json, markdown, page, tables
from summariser.report.contents import Contents, Writer

WRITERS: dict[str, Writer] = {
    "json": as_json.write,
    "csv": tables.write,
    "md": markdown.write,
    "html": page.write,
}
"""One function per format; the order is that in which files are written."""


def render(contents: Contents, formats: Iterable[str] = tuple(WRITERS)) -> dict[str, bytes]:
    """Return the files of these formats, by path inside the output folder.

    Raises:
        KeyError: For a format that `WRITERS` does not know.
    """
    files: dict[str, bytes] = {}
    for name in formats:
        files |= WRITERS[name](contents)
    return files
