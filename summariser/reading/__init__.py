"""Files, folders, patterns and standard input → `Document`s, and a reason for whatever is none."""

from __future__ import annotations

from summariser.reading.fetch import DEFAULT_MAX_BYTES
from summariser.reading.find import Found, find
from summariser.reading.given import load_metadata, match_metadata
from summariser.reading.names import document_id, slug
from summariser.reading.problems import Reason
from summariser.reading.read import Input, Inputs, read, read_all
from summariser.reading.tables import is_table, read_tables

__all__ = [
    "DEFAULT_MAX_BYTES",
    "Found",
    "Input",
    "Inputs",
    "Reason",
    "document_id",
    "find",
    "is_table",
    "load_metadata",
    "match_metadata",
    "read",
    "read_all",
    "read_tables",
    "slug",
]
