"""The articles that have gold, read and their zones labelled, ready to be scored."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from summariser.document import Document
from summariser.errors import GoldError
from summariser.evaluation.gold import Aliases, Case, Gold, case_of, gold_files, read_aliases, read_gold
from summariser.ground import Page
from summariser.pipeline.prepare import prepare
from summariser.profiles import load_profile
from summariser.reading import read
from summariser.records import BUILT_IN, RecordType


class Labelled(NamedTuple):
    """One article that has gold: the file, what it says, and the article."""

    path: Path
    gold: Gold
    document: Document
    page: Page


class LabelledGold(NamedTuple):
    """The gold of a folder with its articles: read once, for all that look at it.

    Attributes:
        folder: Where the gold is.
        articles: Its articles.
        aliases: Its aliases.
        cases: What scoring needs of each article, in the same order.
    """

    folder: Path
    articles: tuple[Labelled, ...]
    aliases: Aliases
    cases: tuple[Case, ...]

    @property
    def by_article(self) -> dict[str, Case]:
        """The cases, by the id of their article."""
        return {case.gold.document: case for case in self.cases}


def labelled_gold(
    folder: Path, record_types: Sequence[RecordType] = BUILT_IN, *, only: Collection[str] | None = None
) -> LabelledGold:
    """Return the gold of a folder with its articles; with `only`, articles of other ids are left out.

    Raises:
        GoldError: See `labelled`; or the gold was labelled on other bytes than the article's.
    """
    articles = tuple(
        each for each in labelled(folder, record_types) if only is None or each.gold.document in only
    )
    aliases = read_aliases(folder)
    cases = tuple(case_of(each.gold, each.page, aliases, record_types) for each in articles)
    return LabelledGold(folder, articles, aliases, cases)


def labelled(folder: Path, record_types: Sequence[RecordType] = BUILT_IN) -> tuple[Labelled, ...]:
    """Return the gold of a folder with the articles that the gold files name.

    Raises:
        GoldError: A gold file cannot be used, or its article is not where it says.
    """
    found = []
    for path in gold_files(folder):
        gold = read_gold(path, record_types)
        if not gold.article or not (path.parent / gold.article).is_file():
            raise GoldError(
                f'{str(path)!r}: its article is not at {gold.article!r}; set "article" to the path from this file'
            )
        document = read(path.parent / gold.article).model_copy(update={"id": gold.document})
        found.append(Labelled(path, gold, document, page_of(document, gold.profile)))
    return tuple(found)


def page_of(document: Document, profile: str) -> Page:
    """Return an article as proof sees it."""
    return prepare(document, load_profile(profile), budget=1_000_000_000, measure=len).page
