"""Turns articles about one plan into typed records, each proved by the article's own words.

    from summariser import read, summarise

    summary = summarise(read("article.txt"))
    for term in summary.plan_terms:
        print(term.record.statement, term.evidence[0].quote)

Names are loaded on first use, so that `summarise --help` does not wait for an SDK.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summariser.document import Document, Span
    from summariser.errors import ModelError, SummariserError
    from summariser.facade import summarise, summarise_corpus
    from summariser.ground import find_quote, find_quotes
    from summariser.pipeline import Corpus, Progress, Summariser
    from summariser.reading import read
    from summariser.reconcile import Dossier
    from summariser.records import BUILT_IN, ArticleSummary, RecordType
    from summariser.report import load
    from summariser.settings import Settings

__all__ = [
    "BUILT_IN",
    "ArticleSummary",
    "Corpus",
    "Document",
    "Dossier",
    "ModelError",
    "Progress",
    "RecordType",
    "Settings",
    "Span",
    "Summariser",
    "SummariserError",
    "find_quote",
    "find_quotes",
    "load",
    "read",
    "summarise",
    "summarise_corpus",
]

_HOMES = {
    "summariser.document": ("Document", "Span"),
    "summariser.errors": ("ModelError", "SummariserError"),
    "summariser.facade": ("summarise", "summarise_corpus"),
    "summariser.ground": ("find_quote", "find_quotes"),
    "summariser.pipeline": ("Corpus", "Progress", "Summariser"),
    "summariser.reading": ("read",),
    "summariser.reconcile": ("Dossier",),
    "summariser.records": ("BUILT_IN", "ArticleSummary", "RecordType"),
    "summariser.report": ("load",),
    "summariser.settings": ("Settings",),
}


def __getattr__(name: str) -> object:
    """Import a public name from its module when it is first used."""
    for home, names in _HOMES.items():
        if name in names:
            value: object = getattr(import_module(home), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
