"""Reports: what a run found, as files for machines and for reading."""

from summariser.report.as_json import article_files
from summariser.report.contents import Contents, Writer, contents
from summariser.report.stored import Stored, load, rewrite
from summariser.report.tables import rows_of
from summariser.report.writers import WRITERS, render

__all__ = [
    "WRITERS",
    "Contents",
    "Stored",
    "Writer",
    "article_files",
    "contents",
    "load",
    "render",
    "rewrite",
    "rows_of",
]
