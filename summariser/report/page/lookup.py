"""`Lookup`, by which the parts of the page refer to articles, records and places in a text.

Fragments are stable: a record and a conflict have their own id, a place in a text
is `document:start-end`. So an address that was copied from one report works in the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from summariser.document import Span
from summariser.ground.sentences import sentences
from summariser.reconcile.dossier import Agreement, Conflict
from summariser.records import ArticleSummary, Evidence, Grounded, Sourced
from summariser.report.page.inputs import PageInput
from summariser.report.phrases import words

SHORT = 40
"""Longest name of an article in a heading, in characters."""

_UNSAFE = re.compile(r"[^A-Za-z0-9_.\-]")


class Ref(NamedTuple):
    """A link to what one article says.

    Attributes:
        number: The article's number on the page.
        href: Where it leads, `#` included.
    """

    number: int
    href: str


class Detail(NamedTuple):
    """One named fact of a record: the article's words, and what code read from them."""

    name: str
    words: str
    read: str = ""


class Located(NamedTuple):
    """A kept record, with where it is from."""

    document: str
    kind: str
    kept: Grounded[Any]


@dataclass(frozen=True)
class Lookup:
    """What is known of all articles while each part of the page is made.

    Attributes:
        numbers: Number of each article, from 1, by document id.
        names: Short name of each article, by document id.
        texts: Text of each article that has one, by document id.
        records: Every kept record, by document and record id.
        sentences: Sentences of each text that a comparison quotes, by document id.
    """

    numbers: Mapping[str, int]
    names: Mapping[str, str]
    texts: Mapping[str, str]
    records: Mapping[tuple[str, str], Located]
    sentences: Mapping[str, tuple[Span, ...]]

    def ref(self, document: str, record: str) -> Ref:
        """Return the link to the sentence that proves a record, or to the record where that is not known."""
        found = self.records.get((document, record))
        number = self.numbers.get(document, 0)
        if found is None or not found.kept.evidence:
            return Ref(number, f"#{fragment(record)}")
        return Ref(number, self.sentence(found.kept.evidence[0], record))

    def sentence(self, evidence: Evidence, record: str) -> str:
        """Return the link to a quote in its article's text; to its record where there is no text."""
        inside = self.has(evidence.document, evidence.span)
        return f"#{place(evidence.document, evidence.span) if inside else fragment(record)}"

    def has(self, document: str, span: Span) -> bool:
        """Return whether `span` is a stretch of the text of `document`."""
        return span.start < span.end <= len(self.texts.get(document, ""))

    def article(self, document: str) -> Ref:
        """Return the link to an article's card."""
        return Ref(self.numbers.get(document, 0), f"#{article_fragment(document)}")

    def articles(self, documents: Iterable[str]) -> tuple[Ref, ...]:
        """Return the links to the cards of some articles."""
        return tuple(self.article(document) for document in documents)


def lookup(given: PageInput) -> Lookup:
    """Return the lookup of a page."""
    return Lookup(
        numbers={summary.meta.id: number for number, summary in enumerate(given.summaries, start=1)},
        names={summary.meta.id: short_name(summary) for summary in given.summaries},
        texts=given.texts,
        records={
            (summary.meta.id, kept.id): Located(summary.meta.id, kind, kept)
            for summary in given.summaries
            for kind, items in sorted(summary.records.items())
            for kept in items
        },
        sentences={document: sentences(given.texts[document]) for document in _quoted(given)},
    )


def one_each(refs: Iterable[Ref]) -> tuple[Ref, ...]:
    """Return the first link to each article, by number."""
    first: dict[int, Ref] = {}
    for ref in refs:
        first.setdefault(ref.number, ref)
    return tuple(first[number] for number in sorted(first))


def fragment(name: str) -> str:
    """Return `name` as a URL fragment: safe characters stay, each other one becomes its number.

    >>> fragment("f5967da0239e"), fragment('a b"')
    ('f5967da0239e', 'a~20~b~22~')
    """
    return _UNSAFE.sub(lambda match: f"~{ord(match[0]):x}~", name)


def place(document: str, span: Span) -> str:
    """Return the fragment of a stretch of an article's text.

    >>> place("000_nyt", Span(start=12, end=40))
    '000_nyt:12-40'
    """
    return f"{fragment(document)}:{span.start}-{span.end}"


def article_fragment(document: str) -> str:
    """Return the fragment of an article's card."""
    return f"article-{fragment(document)}"


def topic_fragment(subject: str) -> str:
    """Return the fragment of a row of the table of terms."""
    return f"term-{fragment(subject)}"


def short_name(summary: ArticleSummary) -> str:
    """Return what to call an article in a narrow heading: its publisher, else its headline, else its id."""
    meta = summary.meta
    name = said(meta.publisher) or said(meta.headline) or words(meta.id)
    return name if len(name) <= SHORT else f"{name[: SHORT - 1].rstrip()}…"


def said(sourced: Sourced | None) -> str:
    """Return a piece of metadata as words; "" for None."""
    return sourced.value if sourced else ""


def _quoted(given: PageInput) -> list[str]:
    """Return the articles with a text whose words a conflict or an agreement quotes."""
    if given.dossier is None:
        return []
    compared: tuple[Conflict | Agreement, ...] = (*given.dossier.conflicts, *given.dossier.agreements)
    used = {proof.document for item in compared for claim in item.claims for proof in claim.evidence}
    return sorted(used & set(given.texts))
