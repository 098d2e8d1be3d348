"""`Context`, what every part of the page is made with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from summariser.report.page.dates import time
from summariser.report.page.facets import Facets, facets
from summariser.report.page.inputs import PageInput
from summariser.report.page.lookup import Lookup, lookup


class Context(NamedTuple):
    """What is worked out once for all parts.

    Attributes:
        look: Numbers, names and places of articles and records.
        kinds: The keys of the filters.
        dates: When each article was published, as words, by document id.
        topics: Ids of the subjects that have a row in the table of terms.
    """

    look: Lookup
    kinds: Facets
    dates: Mapping[str, str]
    topics: frozenset[str]


def context(given: PageInput) -> Context:
    """Return the context of a page."""
    rows = given.dossier.coverage if given.dossier else ()
    return Context(
        look=lookup(given),
        kinds=facets(given),
        dates={summary.meta.id: time(summary.meta.published) for summary in given.summaries},
        topics=frozenset(row.subject for row in rows),
    )
