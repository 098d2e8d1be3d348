"""Whatever a user does in whatever order: nothing is lost, paid for twice, or spent beyond a budget."""

from __future__ import annotations

import asyncio
import json
import random
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from summariser import Document, Settings, Summariser
from summariser.ledger import State
from summariser.llm import batch
from summariser.llm.client import Live
from summariser.pipeline import Corpus, open_collector
from summariser.store import SqliteResponses
from tests.faults.exchange import completion
from tests.pipeline.scripted import Body, user
from tests.soak.figures import Figure
from tests.soak.inside import GIST
from tests.soak.made_world import Charge, Endpoint, bill, delivered, hurried, opened, snapshot
from tests.soak.package import ROOT

MOST_ARTICLES = 4
PRICES = {"scripted": {"input": "1", "output": "4"}}
PROMPTS = ("", "\nWrite plainly.\n", "\nWrite briefly.\n")
_NAME = re.compile(r"accord of (\w+) was")


def text_of(number: int) -> str:
    """Return an article that no other number has, without a figure in it."""
    return f"The accord of {name_of(number)} was signed at noon.\n\nNobody said a word more about it.\n"


def name_of(number: int) -> str:
    """Return a name for a number.

    >>> name_of(0), name_of(27)
    ('Ba', 'Bbb')
    """
    letters = ""
    while number or not letters:
        number, rest = divmod(number, 26)
        letters = chr(ord("a") + rest) + letters
    return f"B{letters}"


def model(body: Body) -> str:
    """Return the gist of the article in a request."""
    found = _NAME.search(user(body))
    assert found
    record = {
        "text": f"{found[1]} has an accord.",
        "quotes": [f"The accord of {found[1]} was signed at noon."],
    }
    return json.dumps({"records": [record]})


class Desk(RuleBasedStateMachine):
    """One user's articles, settings and store; the invariants are checked where they could break."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.life = 0
        self.made = 0
        self.articles: dict[str, int] = {}
        self.prompts = 0
        self.budget: Decimal | None = None
        self.paid: set[str] = set()
        self.add()

    def teardown(self) -> None:
        """Take the folder away."""
        shutil.rmtree(self.folder)

    @property
    def store(self) -> Path:
        """The store; a killed process leaves a copy of it to the next."""
        return self.folder / str(self.life) / "responses.sqlite"

    @precondition(lambda self: len(self.articles) < MOST_ARTICLES)
    @rule()
    def add(self) -> None:
        """Add an article."""
        self.articles[f"a{self.made}"] = self.made
        self.made += 1

    @precondition(lambda self: self.articles)
    @rule(pick=st.integers(0, MOST_ARTICLES))
    def edit(self, pick: int) -> None:
        """Change the text of an article."""
        self.articles[self._name(pick)] = self.made
        self.made += 1

    @precondition(lambda self: self.articles)
    @rule(pick=st.integers(0, MOST_ARTICLES))
    def rename(self, pick: int) -> None:
        """Give an article another name."""
        self.articles[f"a{self.made}"] = self.articles.pop(self._name(pick))
        self.made += 1

    @precondition(lambda self: len(self.articles) > 1)
    @rule(pick=st.integers(0, MOST_ARTICLES))
    def delete(self, pick: int) -> None:
        """Take an article away."""
        del self.articles[self._name(pick)]

    @rule(version=st.integers(0, len(PROMPTS) - 1))
    def change_prompt(self, version: int) -> None:
        """Write the prompt anew, or go back to an older one."""
        self.prompts = version

    @rule(thousandths=st.one_of(st.none(), st.integers(0, 20)))
    def change_budget(self, thousandths: int | None) -> None:
        """Say what may be spent."""
        self.budget = None if thousandths is None else Decimal(thousandths) / 1000

    @rule(pick=st.integers(0, 100))
    def corrupt(self, pick: int) -> None:
        """Change a stored answer behind our back, if there is one: what a killed run has paid depends on the clock."""
        keys = sorted(self.paid)
        if not keys:
            return
        key = keys[pick % len(keys)]
        with closing(sqlite3.connect(self.store)) as connection, connection:
            connection.execute(
                "UPDATE response SET response = replace(response, 'accord', 'treaty') WHERE key = ?", [key]
            )
        self.paid.discard(key)

    @rule(fate=st.integers(0, 2**16), faulty=st.sampled_from((0.0, 0.2)))
    def run(self, fate: int, faulty: float) -> None:
        """Run to the end."""
        endpoint = Endpoint(model, random.Random(fate), faulty)  # noqa: S311 - fates, not a secret
        corpus = hurried(self._run(endpoint))
        assert corpus is not None
        self._check_run(corpus, endpoint.charges)
        self._check_bill(endpoint.charges)

    @rule(fate=st.integers(0, 2**16), after=st.integers(0, 12))
    def killed(self, fate: int, after: int) -> None:
        """Run, and be killed when so many things have happened."""
        endpoint = Endpoint(model, random.Random(fate), 0.1, left=after)  # noqa: S311 - fates, not a secret
        with self._snapshots(endpoint) as summariser:
            corpus = hurried(self._run(endpoint, summariser))
        if corpus is not None:
            self._check_run(corpus, endpoint.charges)
        self._check_bill(endpoint.charges)

    @rule(fate=st.integers(0, 2**16))
    def two_processes(self, fate: int) -> None:
        """Run twice at the same time."""
        endpoints = [Endpoint(model, random.Random(fate + n), 0.1) for n in range(2)]  # noqa: S311 - fates

        async def both() -> list[Corpus]:
            return list(await asyncio.gather(*map(self._run, endpoints)))

        corpora = hurried(both())
        assert corpora is not None
        for corpus, endpoint in zip(corpora, endpoints, strict=True):
            self._check_run(corpus, endpoint.charges)
        self._check_bill([charge for endpoint in endpoints for charge in endpoint.charges], budgets=2)

    @rule(answered=st.integers(0, MOST_ARTICLES))
    def import_batch(self, answered: int) -> None:
        """Write what is not answered to a Batch file and import answers to some of it, twice."""
        file, results = self.folder / "batch.jsonl", self.folder / "results.jsonl"
        source, collector = open_collector(self._settings())

        async def collect() -> None:
            async with Summariser(self._settings(), record_types=GIST, source=source) as summariser:
                await summariser.summarise_corpus(self._documents())

        hurried(collect())
        assert not self.paid & collector.requests.keys()
        requests = list(collector.requests.values())[:answered]
        batch.write(collector.requests.values(), file)
        results.write_text("".join(_result(request.key, request.body) for request in requests), "utf-8")
        with SqliteResponses(self.store) as store:
            store.add_pending(collector.requests.values())
            first, second = (
                batch.accept(batch.read([results]), store, recorded_at="2025-11-24T10:00:00Z")
                for _ in range(2)
            )
        assert (first.stored, second.stored) == (len(requests), 0)
        self.paid |= {request.key for request in requests}

    @invariant()
    def the_store_holds_what_was_paid(self) -> None:
        """P1: every answer that a run reported, or that was on disk at a kill, is there and intact."""
        if self.paid:
            with SqliteResponses(self.store) as store:
                assert not {key for key in self.paid if store.get(key) is None}

    def _check_run(self, corpus: Corpus, charges: list[Charge]) -> None:
        """P19, P20: every input ended somewhere, and the ledger is the bill."""
        run, used = corpus.run, corpus.run.totals.usage
        assert len(run.rows) == run.inputs == len(self.articles)
        assert (used.tokens_in, used.tokens_out, used.unknown_billed) == bill(charges)
        assert set(run.totals.states) <= {State.SUMMARISED, State.SKIPPED_BUDGET, State.FAILED}
        assert self.budget is not None or not run.totals.states.get(State.SKIPPED_BUDGET)
        said = {summary.meta.id: summary.gist[0].record.text for summary in corpus.summaries}
        assert said == {name: f"{name_of(self.articles[name])} has an accord." for name in said}
        assert run.exit_code in {0, 1, 4}
        assert (run.exit_code == 0) == (len(said) == len(self.articles))

    def _check_bill(self, charges: list[Charge], *, budgets: int = 1) -> None:
        """P1, P5, P18: nothing on disk is paid again, nothing twice, and nothing beyond the budget."""
        assert not self.paid & {charge.key for charge in charges}
        assert max(delivered(charges).values(), default=0) <= 1
        cost = sum((Decimal(c.tokens_in) + 4 * Decimal(c.tokens_out) for c in charges), Decimal(0)) / Decimal(
            10**6
        )
        assert self.budget is None or cost <= budgets * self.budget
        with SqliteResponses(self.store) as store:
            self.paid |= {charge.key for charge in charges if store.get(charge.key) is not None}

    async def _run(self, endpoint: Endpoint, *holder: list[Summariser]) -> Corpus:
        async with opened(self._settings(), endpoint, GIST) as summariser:
            for held in holder:
                held.append(summariser)
            return await summariser.summarise_corpus(self._documents())

    @contextmanager
    def _snapshots(self, endpoint: Endpoint) -> Iterator[list[Summariser]]:
        """Let a kill of `endpoint` copy the store as it then is, for the next life."""
        held: list[Summariser] = []

        def kill() -> None:
            answers = held[0].source.answers
            assert isinstance(answers, Live)
            assert isinstance(answers.responses, SqliteResponses)
            snapshot(answers.responses, self.folder / str(self.life + 1) / "responses.sqlite")

        endpoint.kill = kill
        yield held
        self.life += endpoint.dead

    def _settings(self) -> Settings:
        fields: dict[str, Any] = {
            "model": "scripted",
            "base_url": "http://127.0.0.1:9/v1",
            "store": self.store,
            "profile": "general",
            "concurrency": 3,
            "prices": PRICES,
            "max_output_tokens": 200,
            "budget": self.budget,
            "prompts": self._prompts(),
        }
        return Settings(**fields)

    def _prompts(self) -> Path | None:
        folder = self.folder / f"prompts-{self.prompts}"
        if self.prompts and not folder.exists():
            shutil.copytree(ROOT / "prompts" / "extract-v2", folder)
            with (folder / "gist.j2").open("a", encoding="utf-8") as file:
                file.write(PROMPTS[self.prompts])
        return folder if self.prompts else None

    def _documents(self) -> list[Document]:
        return [Document.from_text(text_of(number), id=name) for name, number in self.articles.items()]

    def _name(self, pick: int) -> str:
        names = list(self.articles)
        return names[pick % len(names)]


def _result(key: str, body: Body) -> str:
    response = {"status_code": 200, "body": completion(body, model(body), "0" * 64)}
    return json.dumps({"id": key, "custom_id": key, "response": response, "error": None}) + "\n"


@pytest.mark.posix
@pytest.mark.parametrize(
    ("sequences", "steps", "number"),
    [(25, 12, 0), *(pytest.param(100, 30, number, marks=pytest.mark.soak) for number in range(1, 6))],
)
def test_no_order_of_doings_breaks_a_promise(sequences: int, steps: int, number: int, figure: Figure) -> None:
    """Run, be killed, damage, edit, rename, spend, share and import as it comes: the invariants hold."""
    run_state_machine_as_test(
        seed(number)(Desk),
        settings=settings(
            max_examples=sequences,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    figure("P20", sequences=sequences, steps=steps, failures=0)
