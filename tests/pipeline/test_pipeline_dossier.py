"""The dossier in the pipeline: questions asked once, answers that count, and runs that are stopped."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from summariser import Document, Settings, Summariser
from summariser.ledger import State
from summariser.pipeline import Corpus, open_collector
from summariser.reconcile.blocks import Outline
from summariser.records import BUILT_IN
from tests.faults import FaultServer, Plan
from tests.pipeline.newsroom import NORTH, SOUTH, Newsroom
from tests.pipeline.scripted import UNCLEAR, type_of

EVENTS = tuple(kind for kind in BUILT_IN if kind.name == "events")


def settings_for(server: FaultServer, tmp_path: Path, **changes: Any) -> Settings:  # noqa: ANN401 - any setting
    """Return settings that ask the server, with a store of their own."""
    fields: dict[str, Any] = {
        "model": "scripted",
        "base_url": server.url,
        "store": tmp_path / "responses.sqlite",
        "profile": "general",
        "concurrency": 4,
        "max_attempts": 1,
    }
    return Settings(**(fields | changes))


def articles() -> list[Document]:
    """Return two articles that differ on where and when a plan was written."""
    return [Document.from_text(NORTH, id="north"), Document.from_text(SOUTH, id="south")]


async def corpus_of(settings: Settings, documents: list[Document], **options: Any) -> Corpus:  # noqa: ANN401 - any option
    """Return what a run over the events of documents makes."""
    async with Summariser(settings, record_types=EVENTS) as summariser:
        return await summariser.summarise_corpus(documents, **options)


async def test_an_answered_question_makes_the_conflicts(tmp_path: Path) -> None:
    """The model says that two accounts are of one event; the rules say that place and day differ."""
    same = UNCLEAR | {"same": "same"}
    async with FaultServer(Newsroom(compared=same)) as server:
        corpus = await corpus_of(settings_for(server, tmp_path), articles())

    found = {(one.type.value, one.relation.value, one.rule) for one in corpus.dossier.conflicts}
    assert found == {("spatial", "contradict", "place.apart"), ("temporal", "contradict", "time.apart")}
    assert corpus.run.questions.asked == 1
    assert corpus.run.totals.usage.asked == len(server.ledger) == 3


async def test_an_unclear_answer_decides_nothing(tmp_path: Path) -> None:
    """The pair is undecided, and the run is as good as any other."""
    async with FaultServer(Newsroom()) as server:
        corpus = await corpus_of(settings_for(server, tmp_path), articles())

    assert [one.reason for one in corpus.dossier.undecided] == ["unclear"]
    assert (corpus.dossier.conflicts, corpus.run.exit_code) == ((), 0)


async def test_a_question_that_fails_leaves_its_pair_undecided(tmp_path: Path) -> None:
    """A refused question is no failed article: the dossier is written all the same."""
    async with FaultServer(Newsroom(compared={"same": "perhaps"})) as server:
        corpus = await corpus_of(settings_for(server, tmp_path), articles())

    assert [one.reason for one in corpus.dossier.undecided] == ["unanswered"]
    assert [row.state for row in corpus.run.rows] == [State.SUMMARISED] * 2


async def test_a_second_run_and_one_more_article_ask_nothing_twice(tmp_path: Path) -> None:
    """What was answered for two articles is answered for three."""
    more = Document.from_text("A third article.\n\nIt says nothing of Geneva, where nobody met.", id="other")
    async with FaultServer(Newsroom(compared=UNCLEAR | {"same": "same"})) as server:
        settings = settings_for(server, tmp_path)
        first = await corpus_of(settings, articles())
        asked = len(server.ledger)
        again = await corpus_of(settings, articles())
        assert len(server.ledger) == asked
        await corpus_of(settings, [*articles(), more])

    assert again.dossier == first.dossier
    keys = [entry.sha256 for entry in server.ledger]
    assert len(keys) == len(set(keys))


async def test_questions_come_after_the_records_in_a_batch(tmp_path: Path) -> None:
    """A Batch file holds no question while an article awaits its records."""
    source, collector = open_collector(Settings(model="m", store=tmp_path / "s.sqlite", profile="general"))
    async with Summariser(
        Settings(model="m", store=tmp_path / "s.sqlite", profile="general"),
        record_types=EVENTS,
        source=source,
    ) as summariser:
        await summariser.summarise_corpus(articles())

    assert {request.wave for request in collector.requests.values()} == {"main"}


async def test_a_stopped_run_makes_its_dossier_of_what_is_stored(tmp_path: Path) -> None:
    """What is in flight ends and is stored, the rest is deferred, and the next run pays only for that."""
    stop = asyncio.Event()
    documents = [
        *articles(),
        *(Document.from_text(f"Article {n}.\n\n{SOUTH}", id=f"a{n}") for n in range(20)),
    ]
    async with FaultServer(Newsroom(), Plan(latency=0.1)) as server:
        settings = settings_for(server, tmp_path, concurrency=2)

        def stop_soon(progress: Any) -> None:  # noqa: ANN401 - how far the run is
            if progress.answers == 3:
                stop.set()

        cut = await corpus_of(settings, documents, on_progress=stop_soon, stop=stop)
        asked = len(server.ledger)
        whole = await corpus_of(settings, documents)

    states = [row.state for row in cut.run.rows]
    assert (cut.run.interrupted, cut.run.exit_code) == (True, 130)
    assert states.count(State.SUMMARISED) == len(cut.summaries) == asked < len(documents)
    assert set(states) == {State.SUMMARISED, State.DEFERRED}
    assert [card.id for card in cut.dossier.documents] == [summary.meta.id for summary in cut.summaries]
    assert len(whole.summaries) == len(documents)
    main = [body for body in server.answer.seen if type_of(body) == "events"]  # type: ignore[attr-defined]  # the newsroom
    assert len(main) == len(documents)


async def test_questions_about_blocks_are_asked_once_and_counted(tmp_path: Path) -> None:
    """Two blocks of one article each meet: their question is asked, told as usage, and never paid for again."""
    same = UNCLEAR | {"same": "same"}
    took = []
    async with FaultServer(Newsroom(compared=same)) as server:
        settings = settings_for(server, tmp_path, block=1)
        for _ in range(2):
            async with Summariser(settings, record_types=EVENTS) as summariser:
                found = [article.summary async for article in summariser.summarise_each(articles())]
                by_id = {summary.meta.id: summary for summary in found if summary}
                outlines = [Outline(name, "", ("geneva", "plan")) for name in by_id]
                index, usage = await summariser.compare_blocks(outlines, by_id.__getitem__, lambda _: None)
                took.append((usage.asked, usage.stored))
        asked = len(server.ledger)

    assert [card.conflicts for card in index.blocks] == [0, 0]
    assert {conflict.type.value for conflict in index.across.conflicts} == {"spatial", "temporal"}
    assert took == [(1, 0), (0, 1)]
    assert asked == 3
