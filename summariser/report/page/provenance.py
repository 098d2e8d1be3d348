"""What the page was made from: inputs, digests, models, and what the answers took."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from summariser.ledger import InputRow
from summariser.ledger.states import NO_ARTICLE, WITH_RECORDS
from summariser.records import ArticleSummary
from summariser.report.page.inputs import PageInput, Tokens
from summariser.report.phrases import listed, plural, words

DIGEST = 12
"""Characters of a digest that are shown; the whole is in the JSON files."""

PER_TOKEN = 4
"""Characters that make about one token in European languages."""

ANSWERED = {
    "live": "asked of the model",
    "batch": "answered through a Batch file",
    "synthetic": "answers written for the purpose, not by the model",
    "edited": "recorded answers, changed by hand",
}


class SourceRow(NamedTuple):
    """One article: what was read, and what its answers took.

    Attributes:
        tokens: In words; an estimate says so.
    """

    number: int
    path: str
    sha256: str
    model: str
    answered: str
    kept: int
    rejected: int
    tokens: str


class Missing(NamedTuple):
    """One input without records."""

    path: str
    state: str
    why: str


class Digest(NamedTuple):
    """The digest of one prompt, schema or profile."""

    kind: str
    name: str
    sha256: str


class Provenance(NamedTuple):
    """What the page was made from.

    Attributes:
        total: What all answers took, in words.
    """

    profile: str
    models: str
    answers: tuple[str, ...]
    questions: str
    sources: tuple[SourceRow, ...]
    missing: tuple[Missing, ...]
    digests: tuple[Digest, ...]
    total: str


def provenance(given: PageInput) -> Provenance:
    """Return what the page was made from."""
    summaries = given.summaries
    ways = sorted({way for summary in summaries for way in summary.answered_by.values()})
    return Provenance(
        profile=given.profile,
        models=listed(sorted({summary.inputs.model or "no model named" for summary in summaries})) or "none",
        answers=tuple(f"{way}: {ANSWERED[way]}" for way in ways),
        questions=_questions(given),
        sources=tuple(_source(number, summary, given) for number, summary in enumerate(summaries, start=1)),
        missing=tuple(
            Missing(row.path, row.state, _why(row)) for row in given.rows if row.state not in WITH_RECORDS
        ),
        digests=tuple(sorted(set(_digests(summaries)))),
        total=_total(given),
    )


def _source(number: int, summary: ArticleSummary, given: PageInput) -> SourceRow:
    ways = sorted(set(summary.answered_by.values()))
    return SourceRow(
        number=number,
        path=summary.meta.path,
        sha256=summary.meta.sha256[:DIGEST],
        model=summary.inputs.model or "",
        answered=f"{plural(len(summary.answered_by), 'list')}, {listed(ways)}" if ways else "",
        kept=sum(len(items) for items in summary.records.values()),
        rejected=len(summary.rejected),
        tokens=_tokens(summary, given),
    )


def _tokens(summary: ArticleSummary, given: PageInput) -> str:
    """Return what the answers for an article took; where that is not known, an estimate of its text."""
    took = given.tokens.get(summary.meta.id)
    if took is not None:
        return _took(took)
    text = given.texts.get(summary.meta.id, "")
    return f"about {-(-len(text) // PER_TOKEN):,} in the text" if text else ""


def _total(given: PageInput) -> str:
    if not given.tokens:
        return ""
    known = [given.tokens[name] for name in sorted(given.tokens)]
    read, written = sum(took.read for took in known), sum(took.written for took in known)
    return _took(Tokens(read, written, any(took.estimated for took in known)))


def _took(took: Tokens) -> str:
    about = "about " if took.estimated else ""
    return f"{about}{took.read:,} read, {took.written:,} written"


def _questions(given: PageInput) -> str:
    if given.dossier is None:
        return ""
    inputs = given.dossier.inputs
    return f"{plural(inputs.questions, 'question')} on pairs of records, {inputs.answered} answered"


def _digests(summaries: Sequence[ArticleSummary]) -> Iterator[Digest]:
    for summary in summaries:
        inputs = summary.inputs
        yield Digest("profile", summary.profile, inputs.profile[:DIGEST])
        yield from (Digest("prompt", words(name), digest[:DIGEST]) for name, digest in inputs.prompts.items())
        yield from (Digest("schema", words(name), digest[:DIGEST]) for name, digest in inputs.schemas.items())


def _why(row: InputRow) -> str:
    """Return why an input has no records; a failure's details vary from run to run and stay in the ledger."""
    details = [row.reason, row.detail if row.state in NO_ARTICLE else ""]
    return ": ".join(detail for detail in details if detail) or row.state.meaning
