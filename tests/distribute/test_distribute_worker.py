"""`SummariseBatch`: columns in, columns out, whatever is in them and whatever the endpoint does."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from summariser import Document, Settings, Summariser
from summariser.distribute import ADDED, SummariseBatch, columns_of, document_of
from summariser.distribute.columns import rows_of
from summariser.distribute.shares import at_most, share_of
from summariser.document import Given
from summariser.ledger import InputRow
from summariser.reading import read
from summariser.report import article_files
from tests.faults import FaultServer, Plan
from tests.soak.corpus import answer, item_of
from tests.soak.corpus import document_of as article

CANARY = "sk-canary-0123456789"


def settings_for(server: FaultServer | None, folder: Path, **changes: Any) -> Settings:  # noqa: ANN401 - any setting
    """Return settings that ask the server, with a store in `folder`."""
    fields: dict[str, Any] = {
        "model": "scripted",
        "base_url": server.url if server else "http://127.0.0.1:9/v1",
        "store": folder / "responses.sqlite",
        "profile": "general",
        "concurrency": 20,
    }
    return Settings(**(fields | changes))


@asynccontextmanager
async def calling(batch: SummariseBatch) -> AsyncIterator[Any]:
    """Call a batch from a thread, as an engine does, and close it afterwards."""
    try:
        yield lambda columns: asyncio.to_thread(batch, columns)
    finally:
        await asyncio.to_thread(batch.close)


def states(columns: dict[str, list[Any]]) -> list[str]:
    """Return the state of each row."""
    return [InputRow.model_validate_json(row).state.value for row in columns["row"]]


@pytest.mark.parametrize("prefix", ["000", "004"])
def test_an_article_survives_the_way_through_columns(prefix: str, seed_paths: list[Path]) -> None:
    """Every field comes back as it was, markup's and user's metadata and notes included."""
    (path,) = (path for path in seed_paths if path.name.startswith(prefix))
    document = read(path, given=Given(title="T", date="2025-11-24")).model_copy(
        update={"found": Given(author="A"), "notes": ("a guess", "“quoted”")}
    )

    (row,) = rows_of(columns_of([document]))

    assert document_of(row) == document


def test_half_a_character_travels_as_a_mark() -> None:
    """What no UTF-8 column can hold is replaced, one for one, so that offsets stay true."""
    columns = columns_of([Document.from_text("a\ud800b", id="a1")])

    assert columns["text"] == ["a\ufffdb"]


async def test_the_bytes_are_those_of_a_single_process(tmp_path: Path) -> None:
    """Summaries are `articles/<id>.json` to the byte, in the order of the rows, other columns kept."""
    documents = [article(number) for number in range(12)]
    async with FaultServer(answer, Plan(latency=(0.0, 0.05), key_of=item_of)) as server:
        async with Summariser(settings_for(server, tmp_path / "single")) as single:
            corpus = await single.summarise_corpus(documents)
        settings = settings_for(server, tmp_path / "batch")
        async with calling(SummariseBatch(settings)) as batch:
            done = await batch(columns_of(documents) | {"mine": list(range(12))})

    expected = [article_files(summary, corpus.record_types) for summary in corpus.summaries]
    assert [text.encode() for text in done["summary"]] == [
        *(data for file in expected for data in file.values())
    ]
    assert (done["mine"], done["error"]) == (list(range(12)), [None] * 12)
    assert states(done) == ["summarised"] * 12


async def test_a_bad_row_costs_no_other(tmp_path: Path) -> None:
    """What is no article, and what the endpoint fails, ends as text in its own row."""
    columns = {"id": ["a", None, "c", "d"], "text": ["Talks ended.", "x", float("nan"), article(1).text]}
    async with (
        FaultServer(answer, Plan(key_of=item_of)) as server,
        calling(SummariseBatch(settings_for(server, tmp_path))) as batch,
    ):
        done = await batch(columns)

    assert states(done) == ["empty", "rejected-input", "rejected-input", "summarised"]
    assert done["error"] == [
        None, "rejected-input: row None has no id", "rejected-input: row 'c' has no text", None
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"model": None}, "no model is named"),
        ({"base_url": None}, "needs a key"),
        ({"profile": "no-such-profile"}, "no-such-profile"),
        ({"store": Path("/dev/null/responses.sqlite")}, "/dev/null is no place for answers"),
        ({"store": Path("/tmp/a\0b/responses.sqlite")}, "ValueError: embedded null byte"),  # noqa: S108 - no such folder
    ],
)
def test_no_failure_is_raised(changes: dict[str, Any], said: str, tmp_path: Path) -> None:
    """Whatever makes work impossible is said in every row, since an engine would end the whole job."""
    with SummariseBatch(settings_for(None, tmp_path, **changes)) as batch:
        done = batch(columns_of([article(1), article(2)]))

    assert all(said in error for error in done["error"])
    assert states(done) == ["failed", "failed"]
    assert set(done) >= set(ADDED)


async def test_a_repeated_batch_pays_for_nothing(tmp_path: Path) -> None:
    """A second worker on the same store, as after a crash, asks nothing and returns the same records."""
    columns = columns_of(article(number) for number in range(5))
    async with FaultServer(answer, Plan(key_of=item_of)) as server:
        settings = settings_for(server, tmp_path)
        async with calling(SummariseBatch(settings)) as batch:
            first = await batch(columns)
        asked = len(server.ledger)
        async with calling(SummariseBatch(settings)) as batch:
            again = await batch(columns)

    assert len(server.ledger) == asked == 30
    assert again["summary"] == first["summary"]


async def test_batches_of_one_worker_share_its_limits(tmp_path: Path) -> None:
    """Called from several threads, a worker has no more in flight than its share."""
    batches = [columns_of(article(number) for number in range(start, start + 4)) for start in range(0, 16, 4)]
    async with FaultServer(answer, Plan(latency=0.05, key_of=item_of)) as server:
        worker = SummariseBatch(settings_for(server, tmp_path, concurrency=8), workers=2)
        with ThreadPoolExecutor() as threads:
            loop = asyncio.get_running_loop()
            done = await asyncio.gather(*(loop.run_in_executor(threads, worker, one) for one in batches))
            await asyncio.to_thread(worker.close)
        spans = [(one.received, one.last_byte or one.received) for one in server.ledger]

    assert [states(one) for one in done] == [["summarised"] * 4] * 4
    assert max(sum(began <= at < ended for began, ended in spans) for at, _ in spans) <= 4


def test_a_pickled_worker_carries_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes the key from its own environment, and says so in every row where there is none."""
    monkeypatch.setenv("SUMMARISER_API_KEY", CANARY)
    batch = SummariseBatch(settings_for(None, tmp_path, max_attempts=1))
    pickled = pickle.dumps(batch)
    there = pickle.loads(pickled)  # noqa: S301 - our own bytes
    with there:
        found = there._open()._summariser.settings.api_key
    monkeypatch.delenv("SUMMARISER_API_KEY")

    done = pickle.loads(pickled)(columns_of([article(1)]))  # noqa: S301 - our own bytes

    assert CANARY.encode() not in pickled
    assert found == SecretStr(CANARY)
    assert "a worker's environment lacks SUMMARISER_API_KEY" in done["error"][0]


def test_a_key_that_was_withheld_stays_withheld(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker takes no key from its environment that the run was not given."""
    batch = pickle.loads(pickle.dumps(SummariseBatch(settings_for(None, tmp_path))))  # noqa: S301 - our own bytes
    monkeypatch.setenv("OPENAI_API_KEY", CANARY)

    with batch:
        assert batch._open()._summariser.settings.api_key is None


@pytest.mark.parametrize(("workers", "share"), [(1, (50, 100)), (3, (16, 33)), (50, (1, 2))])
def test_shares_never_exceed_the_whole(workers: int, share: tuple[int, int]) -> None:
    """Concurrency and rates are divided and rounded down."""
    whole = Settings(model="m", concurrency=50, rpm=100)

    part = share_of(whole, workers)

    assert (part.concurrency, part.rpm, part.tpm) == (*share, None)
    assert at_most(whole) == 50


def test_an_endpoints_own_limit_is_divided_too() -> None:
    """A local server that bears one request at a time gets one worker, not one request from each."""
    assert at_most(Settings(model="llama3.1:8b", base_url="http://localhost:11434/v1")) == 1
