"""Which articles are off topic: about no plan at all, or about another one than the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from summariser.reconcile.articles import Item, Sources
from summariser.records import ArticleSummary

FEWEST_SOURCES = 3
"""Sources it takes to tell what the others are about."""


def off_topic(
    summaries: Mapping[str, ArticleSummary], groups: Iterable[Sequence[Item]], sources: Sources
) -> frozenset[str]:
    """Return the articles without a term or reaction, and those that share no term and no event with another source.

    Among two sources that share nothing neither is the one off topic, so none is.
    """
    empty = {document for document, summary in summaries.items() if summary.meta.off_topic}
    linked: set[str] = set()
    for group in groups:
        documents = {item.document for item in group}
        if sources.count(documents) > 1:
            linked |= documents
    alone = set(summaries) - linked - empty
    if sources.count(set(summaries) - empty) < FEWEST_SOURCES or len(linked) <= len(alone):
        alone = set()
    return frozenset(empty | alone)
