"""Every fault of an endpoint comes to what `FAULTS`, and so docs/faults.md, says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from summariser import Document, Summariser
from summariser.errors import SummariserError
from summariser.llm.answering import Answered, Answers
from summariser.llm.client.faults import FAULTS, Again, Billed, Fault
from summariser.records import BUILT_IN
from summariser.request import Request
from tests.faults import FAULTS as COMMITTED
from tests.faults import FaultServer, Plan
from tests.faults.content import CONTENT
from tests.faults.envelope import ENVELOPE
from tests.faults.status import STATUS
from tests.faults.transport import TRANSPORT
from tests.llm.client.asking import SHORT, TRANSPORTS, settings_for, source_for
from tests.pipeline.scripted import CAP, Script

DOWN = "connection-refused"
MOST = 2
REQUESTS = {
    Again.NO: 1,
    Again.ATTEMPT: MOST,
    Again.APART: SHORT.turned_away,
    Again.ANSWER: 3,
    Again.RECORDS: 2,
}
CASES = [(name, transport) for name in [DOWN, *TRANSPORT] for transport in TRANSPORTS] + [
    (name, "auto") for name in [*STATUS, *ENVELOPE, *CONTENT]
]


class Heard:
    """Passes requests on, and keeps the kinds of error they end with."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self.errors: list[type[SummariserError]] = []

    async def complete(self, request: Request) -> Answered:
        """Return the answer."""
        try:
            return await self._answers.complete(request)
        except SummariserError as error:
            self.errors.append(type(error))
            raise

    async def close(self) -> None:
        """Close what is asked."""
        await self._answers.close()


def row_of(name: str) -> Fault:
    """Return the row of the table that names a fault."""
    (row,) = (row for row in FAULTS if name in row.names)
    return row


def test_every_fault_has_one_row() -> None:
    """The table knows all that the server can commit, and a refused connection, each once."""
    named = Counter(name for row in FAULTS for name in row.names)

    assert set(named) == (set(COMMITTED) - {""}) | {DOWN}
    assert set(named.values()) == {1}


@pytest.mark.parametrize(("name", "transport"), CASES)
async def test_a_fault_comes_to_what_its_row_says(
    name: str, transport: str, tmp_path: Path, seed: Callable[[str], str]
) -> None:
    """Requests sent, money, the kind of error, the state and the exit code are those of the table."""
    row = row_of(name)
    article = Document.from_text(seed("001"), id="001")
    plan = Plan(mix={} if name == DOWN else {name: 1.0}, retry_after=0.02, stall=1, drip=0.1)

    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(FaultServer(Script(records={"plan_terms": [CAP]}), plan))
        if name == DOWN:
            await stack.enter_async_context(server.down())
        timeout = 0.25 if name.startswith(("stall", "drip")) else 10
        settings = settings_for(server, tmp_path, transport=transport, timeout=timeout, max_attempts=MOST)
        source = source_for(settings)
        heard = Heard(source.answers)
        summariser = await stack.enter_async_context(
            Summariser(settings, record_types=BUILT_IN[:1], source=source._replace(answers=heard))
        )
        corpus = await summariser.summarise_corpus([article])
        # Where the request did not fail, its stored answer shows what is wrong with it.
        errors = heard.errors or await complaint(summariser, article)

    (entry,) = corpus.run.rows
    expected = REQUESTS[row.again]
    assert errors == ([row.taken_for] if row.taken_for else [])
    assert (entry.state, corpus.run.exit_code) == (row.state, row.exit_code)
    assert (entry.usage.attempts, len(server.ledger)) == (expected, 0 if name == DOWN else expected)
    assert entry.usage.unknown_billed == (expected if row.billed is Billed.MAYBE else 0)
    assert entry.usage.asked == (expected if row.billed is Billed.YES else 0)
    assert server.ledger.billed == entry.usage.asked or row.billed is Billed.MAYBE


async def complaint(summariser: Summariser, article: Document) -> list[type[SummariserError]]:
    """Return the kind of error that an article's stored answers end in, if they do."""
    try:
        await summariser.summarise(article)
    except SummariserError as error:
        return [type(error)]
    return []
