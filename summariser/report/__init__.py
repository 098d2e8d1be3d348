"""Reports: what a run found, as files for machines and for reading."""

from summariser.report.contents import Contents, Writer, contents
from summariser.report.stored import Stored, load, rewrite
from summariser.report.tables import rows_of
from summariser.report.writers import WRITERS, render

__all__ = ["WRITERS", "Contents", "Stored", "Writer", "contents", "load", "render", "rewrite", "rows_of"]
