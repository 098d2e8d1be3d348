"""Inputs of the HTML report for tests: the seeds from their recordings, many copies of them, hostile ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from summariser import Settings, read, summarise
from summariser.ledger import InputRow, State
from summariser.records import BUILT_IN, ArticleSummary, Grounded
from summariser.report.page import PageInput
from tests.conftest import ROOT
from tests.report.said import id_, number
from tests.report.side_by_side import dossier_of

RECORDINGS = ROOT / "evals" / "recordings"


@lru_cache(maxsize=1)
def seeds() -> tuple[tuple[ArticleSummary, ...], Mapping[str, str]]:
    """Return the summaries of the seeds, answered from the recordings, and their texts by document id."""
    documents = [read(path) for path in sorted((ROOT / "seeds").glob("*.txt"))]
    settings = Settings(recordings=RECORDINGS)
    summaries = tuple(summarise(document, settings=settings) for document in documents)
    return summaries, {document.id: document.text for document in documents}


def rows_of(summaries: Iterable[ArticleSummary]) -> tuple[InputRow, ...]:
    """Return the ledger's row of each article."""
    return tuple(
        InputRow(path=each.meta.path, document=each.meta.id, state=State.SUMMARISED) for each in summaries
    )


def seed_page(*starts: str) -> PageInput:
    """Return the page of the seeds, or of those whose ids start so, with one input that could not be read."""
    found, texts = seeds()
    summaries = tuple(each for each in found if each.meta.id.startswith(starts or ""))
    unread = InputRow(path="seeds/broken.txt", state=State.REJECTED_INPUT, reason="encoding", detail="byte 7")
    return PageInput(
        summaries, (*rows_of(summaries), unread), "peace", BUILT_IN, dossier_of(summaries), texts
    )


def large_page(articles: int) -> PageInput:
    """Return the page of so many articles: the seeds again and again, under ids of their own.

    Their terms fall under about a hundred topics, as those of so many articles on one plan would.
    """
    originals, texts = seeds()
    copies = [_copy(originals[place % len(originals)], place) for place in range(articles)]
    summaries = tuple(sorted(copies, key=lambda summary: summary.meta.id))
    names = [summary.meta.id for summary in summaries]
    known = {name: texts[originals[number(name) % len(originals)].meta.id] for name in names}
    return PageInput(summaries, rows_of(summaries), "peace", BUILT_IN, dossier_of(summaries), known)


def poisoned(page: PageInput, payload: str) -> PageInput:
    """Return `page` with `payload` in front of every text in it, ids included, and no text an address.

    The same text becomes the same poisoned text everywhere, so what belongs together still does.
    The texts of articles keep their length, as spans point into them.
    """
    summaries = tuple(_poisoned(summary, payload) for summary in page.summaries)
    addressed = tuple(
        summary.model_copy(update={"meta": summary.meta.model_copy(update={"url": payload})})
        for summary in summaries
    )
    return page._replace(
        summaries=addressed,
        rows=tuple(_poisoned(row, payload) for row in page.rows),
        profile=payload,
        dossier=_poisoned(page.dossier, payload),
        texts={f"{payload}{name}": (payload * len(text))[: len(text)] for name, text in page.texts.items()},
    )


def _poisoned(value: Any, payload: str) -> Any:  # noqa: ANN401 - any field of a model
    """Return `value` with every text poisoned that is not a label of a closed list."""
    if type(value) is str:
        return f"{payload}{value}"
    if isinstance(value, BaseModel):
        fields = type(value).model_fields.items()
        free = [name for name, field in fields if "Literal[" not in str(field.annotation)]
        return value.model_copy(update={name: _poisoned(getattr(value, name), payload) for name in free})
    if isinstance(value, list | tuple):
        return type(value)(_poisoned(item, payload) for item in value)
    if isinstance(value, dict):
        return {key: _poisoned(item, payload) for key, item in value.items()}
    return value


def _copy(summary: ArticleSummary, place: int) -> ArticleSummary:
    """Return `summary` as another article, with ids of its own for itself and its records."""
    name = f"{summary.meta.id[:3]}-copy-{place:04d}"

    def again(kept: Grounded[Any]) -> Grounded[Any]:
        evidence = tuple(proof.model_copy(update={"document": name}) for proof in kept.evidence)
        return kept.model_copy(update={"id": id_(kept.id, place), "evidence": evidence})

    return summary.model_copy(
        update={
            "meta": summary.meta.model_copy(
                update={"id": name, "path": f"{name}.txt", "sha256": id_(name) * 5}
            ),
            "records": {kind: tuple(map(again, items)) for kind, items in summary.records.items()},
        }
    )
