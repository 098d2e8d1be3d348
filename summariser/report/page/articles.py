"""Each article's card, its records and its text, as the page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from summariser import sanitise
from summariser.document import Span
from summariser.ledger.states import WITH_RECORDS
from summariser.reconcile.dossier import Card, Dossier
from summariser.records import ArticleSummary, RecordType
from summariser.records.recordtype import GIST
from summariser.report.page.context import Context
from summariser.report.page.inputs import PageInput
from summariser.report.page.lookup import article_fragment, fragment, place, said
from summariser.report.page.marked import Stretch, stretches
from summariser.report.page.recorded import RecordView, RejectedView, in_order, record, rejected
from summariser.report.phrases import listed, plural, sentence, title, words


class ListView(NamedTuple):
    """One list of records."""

    name: str
    records: tuple[RecordView, ...]


class Sentence(NamedTuple):
    """One sentence of the gist, and the place that proves it."""

    id: str
    text: str
    href: str


class Fact(NamedTuple):
    """One fact about an article, and where its text says so; "" when it does not."""

    name: str
    words: str
    href: str = ""


class ArticleView(NamedTuple):
    """One article.

    Attributes:
        id: The fragment of its card.
        key: The key by which filters choose it and its records.
        cite: How to cite it.
        origin: Who published it when, as far as it is known.
        link: Its web address when that is a plain one, else None.
        address: What was given for an address.
        notes: What a reader must know first.
        facts: Its figures.
        text: The whole text in stretches; empty when it is not known.
        length: Number of characters of the text.
    """

    id: str
    key: str
    number: int
    headline: str
    origin: tuple[Fact, ...]
    cite: str
    link: str | None
    address: str
    notes: tuple[str, ...]
    gist: tuple[Sentence, ...]
    facts: tuple[Fact, ...]
    lists: tuple[ListView, ...]
    rejected: tuple[RejectedView, ...]
    text: tuple[Stretch, ...]
    length: int
    language: str


def articles(given: PageInput, page: Context) -> tuple[ArticleView, ...]:
    """Return the articles, in the order of their numbers."""
    notes = {row.document: row.notes for row in given.rows if row.state in WITH_RECORDS}
    cards = {card.id: card for card in given.dossier.documents} if given.dossier else {}
    copies = _copies(given.dossier, page) if given.dossier else {}
    return tuple(
        _article(summary, given.record_types, page)._replace(
            notes=(*copies.get(summary.meta.id, ()), *_notes(summary, notes.get(summary.meta.id, ()))),
            facts=tuple(_facts(summary, cards.get(summary.meta.id))),
        )
        for summary in given.summaries
    )


def _article(summary: ArticleSummary, kinds: Iterable[RecordType], page: Context) -> ArticleView:
    meta, text = summary.meta, page.look.texts.get(summary.meta.id, "")
    lists = tuple(_lists(summary, kinds, page))
    return ArticleView(
        id=article_fragment(meta.id),
        key=page.kinds.articles[meta.id],
        number=page.look.numbers[meta.id],
        headline=said(meta.headline) or meta.id,
        origin=tuple(_origin(summary, page)),
        cite=_cite(summary, page),
        link=sanitise.web_link(meta.url or ""),
        address=meta.url or "",
        notes=(),
        gist=tuple(
            Sentence(
                fragment(kept.id),
                sentence(kept),
                page.look.ref(meta.id, kept.id).href if kept.evidence else "",
            )
            for kept in summary.gist
        ),
        facts=(),
        lists=lists,
        rejected=tuple(rejected(item) for item in summary.rejected),
        text=stretches(meta.id, text, summary.zones, _spans(summary)) if text else (),
        length=len(text),
        language=meta.language,
    )


def _lists(summary: ArticleSummary, kinds: Iterable[RecordType], page: Context) -> Iterator[ListView]:
    for kind in kinds:
        if kind.name != GIST.name and kind.name in summary.records:
            kept = in_order(kind.name, summary.records[kind.name])
            yield ListView(
                title(kind.name), tuple(record(summary.meta.id, kind.name, item, page) for item in kept)
            )


def _origin(summary: ArticleSummary, page: Context) -> Iterator[Fact]:
    """Yield what the article says of itself, each with its place in the text."""
    meta = summary.meta
    for name, value, span in (
        ("by", said(meta.byline), meta.byline.span if meta.byline else None),
        ("in", said(meta.publisher), meta.publisher.span if meta.publisher else None),
        ("published", page.dates[meta.id], meta.published_span),
        ("genre", "" if meta.genre == "unknown" else words(meta.genre), None),
    ):
        if value:
            yield Fact(
                name, value, f"#{place(meta.id, span)}" if span and page.look.has(meta.id, span) else ""
            )


def _cite(summary: ArticleSummary, page: Context) -> str:
    """Return how to cite the article: author, headline, publisher, date, address, as far as known."""
    meta = summary.meta
    headline = f"“{said(meta.headline) or meta.id}”"
    known = (said(meta.byline), headline, said(meta.publisher), page.dates[meta.id], meta.url or "")
    return ", ".join(part for part in known if part)


def _spans(summary: ArticleSummary) -> Iterator[Span]:
    """Yield every stretch of the text that something on the page leads to."""
    meta = summary.meta
    for items in summary.records.values():
        for kept in items:
            yield from (evidence.span for evidence in kept.evidence)
    for sourced in (meta.headline, meta.byline, meta.publisher):
        if sourced and sourced.span:
            yield sourced.span
    if meta.published_span:
        yield meta.published_span


def _notes(summary: ArticleSummary, remarks: Sequence[str]) -> Iterator[str]:
    """Yield what a reader must know before the records: what failed, clashes, remarks."""
    failed = listed(f"{words(name)} ({summary.failed[name]})" for name in sorted(summary.failed))
    if failed:
        yield f"Not answered: {failed}."
    if summary.meta.off_topic:
        yield "No term of a plan and no reaction to one: off topic, and left out of the comparison."
    yield from dict.fromkeys((*summary.meta.clashes, *remarks))


def _copies(dossier: Dossier, page: Context) -> dict[str, tuple[str, ...]]:
    """Return a remark for every article that is a copy of another: together they count as one source."""
    found: dict[str, tuple[str, ...]] = {}
    for source in dossier.sources:
        for document in source.documents if source.likeness != "alone" else ():
            others = listed(
                str(page.look.numbers.get(other, 0)) for other in source.documents if other != document
            )
            likeness = "The same text as" if source.likeness == "identical" else "Nearly the same text as"
            found[document] = (f"{likeness} article {others}: together they count as one source.",)
    return found


def _facts(summary: ArticleSummary, card: Card | None) -> Iterator[Fact]:
    """Yield the figures of an article's card; none of them rates its truth."""
    if card is not None:
        yield Fact("", plural(card.claims, "claim"))
        yield Fact(
            "", f"{card.attributed:.0%} with a speaker or source, {card.anonymous:.0%} of these unnamed"
        )
        yield Fact("", f"{plural(card.topics, 'topic')}, {card.alone} in no other source")
        yield Fact("", f"part of {plural(card.disputed, 'conflict')}")
    yield Fact("", f"{summary.meta.furniture_share:.0%} page furniture")
    yield Fact("", f"{plural(len(summary.rejected), 'record')} rejected")
