"""`WRITERS`, the table of output formats."""

from __future__ import annotations

from collections.abc import Iterable

from summariser.report import as_json, markdown, page, parquet, tables
from summariser.report.contents import Contents, Writer

WRITERS: dict[str, Writer] = {
    "json": as_json.write,
    "csv": tables.write,
    "parquet": parquet.write,
    "md": markdown.write,
    "html": page.write,
}
"""One function per format; the order is that in which files are written."""

FORMATS = ("json", "csv", "md", "html")
"""What is written unless something else is asked for."""


def formats_with(tables: Iterable[str]) -> tuple[str, ...]:
    """Return the formats of a run whose tables are in these forms, in the order in which files are written.

    Called before a run asks anything: what is missing must not be found out
    when everything is paid for.

    Raises:
        ConfigurationError: One of them needs an optional part that is not installed.
    """
    wanted = {"json", "md", "html", *tables}
    if "parquet" in wanted:
        parquet.library()
    return tuple(name for name in WRITERS if name in wanted)


def render(contents: Contents, formats: Iterable[str] = FORMATS) -> dict[str, bytes]:
    """Return the files of these formats, by path inside the output folder.

    Raises:
        KeyError: For a format that `WRITERS` does not know.
        ConfigurationError: For one that needs an optional part that is not installed.
    """
    files: dict[str, bytes] = {}
    for name in formats:
        files |= WRITERS[name](contents)
    return files
