"""Reports: what a run found, as files for machines and for reading."""

from summariser.report.as_json import article_files
from summariser.report.contents import Contents, Writer, contents
from summariser.report.stored import Stored, load, read_blocks, rewrite
from summariser.report.tables import rows_of
from summariser.report.writers import FORMATS, WRITERS, formats_with, render

__all__ = [
    "FORMATS",
    "WRITERS",
    "Contents",
    "Stored",
    "Writer",
    "article_files",
    "contents",
    "formats_with",
    "load",
    "read_blocks",
    "render",
    "rewrite",
    "rows_of",
]
