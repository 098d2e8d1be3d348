"""Writes each article, and the dossier, as one JSON file."""

from __future__ import annotations

from typing import Any

from summariser.ledger import plain
from summariser.ledger.jsontext import encoded
from summariser.records import ArticleSummary, RecordType
from summariser.report.contents import Contents, with_rejected_sorted

DOSSIER = "dossier.json"
"""The articles side by side, in the output folder."""


def write(contents: Contents) -> dict[str, bytes]:
    """Return `articles/<id>.json` for every article, and `dossier.json`."""
    files: dict[str, bytes] = {}
    for summary in contents.summaries:
        files |= article_files(summary, contents.record_types)
    return files | dossier_file(contents)


def dossier_file(contents: Contents) -> dict[str, bytes]:
    """Return `dossier.json`, if there is a dossier."""
    return {DOSSIER: encoded(plain(contents.dossier))} if contents.dossier else {}


def article_files(summary: ArticleSummary, record_types: tuple[RecordType, ...]) -> dict[str, bytes]:
    """Return `articles/<id>.json` for one article."""
    ordered = with_rejected_sorted(summary, record_types)
    return {f"articles/{summary.meta.id}.json": encoded(article(ordered, record_types))}


def article(summary: ArticleSummary, record_types: tuple[RecordType, ...]) -> dict[str, Any]:
    """Return `summary` as JSON's own types, in a fixed order of fields.

    The record lists stand at the top level under the names of their types. A list
    that is absent was not asked for or not answered; an empty one was answered
    with nothing. `ArticleSummary.model_validate_json` reads the result back.
    """
    names = [kind.name for kind in record_types]
    fields: dict[str, Any] = {}
    for field in ArticleSummary.model_fields:
        if field == "records":
            fields |= {name: plain(summary.records[name]) for name in names if name in summary.records}
        else:
            fields[field] = plain(getattr(summary, field))
    return fields
