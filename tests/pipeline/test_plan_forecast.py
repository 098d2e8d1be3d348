"""From known requests to what a run will take: follow-ups, tokens, cost, time, and what the store has seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from summariser.pipeline.plan import Plan
from summariser.pipeline.plan.consent import why_ask
from summariser.pipeline.plan.forecast import Batch, Pace, batches_of, cost_of, seconds_of, work_of
from summariser.pipeline.plan.history import ENOUGH, History, history_of
from summariser.pipeline.plan.tokens import Tokens, expected, questions_of, spread
from summariser.request import Request
from summariser.resources import recordings_folder
from summariser.settings import Settings
from summariser.store import Recordings, SqliteResponses, Stored

MODEL = "claude"


@cache
def recorded() -> tuple[Stored, ...]:
    """Return the recorded answers to the seeds' requests."""
    with Recordings(recordings_folder()) as recordings:
        found = (recordings.get(key) for key in sorted(recordings.keys()))
        return tuple(stored for stored in found if stored)


def of(wave: str, kind: str | None = None) -> list[Stored]:
    """Return the recorded answers of one wave, and one record type."""
    return [
        stored
        for stored in recorded()
        if stored.request.wave == wave and kind in (None, stored.request.record_type)
    ]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteResponses]:
    """Return an empty store."""
    with SqliteResponses(tmp_path / "responses.sqlite") as opened:
        yield opened


def billed(stored: Stored, *, times: float) -> Stored:
    """Return an answer whose endpoint counted so many times the tokens that are expected."""
    due = expected(stored.request)
    usage = {"prompt_tokens": round(due.input * times), "completion_tokens": round(due.output * times)}
    return stored.model_copy(
        update={
            "response": stored.response | {"usage": usage},
            "meta": stored.meta.model_copy(update={"usage_estimated": False}),
        }
    )


def test_what_a_model_did_before_corrects_what_it_is_expected_to_do(store: SqliteResponses) -> None:
    """A model that took three times the tokens is expected to again, and the plan says what it goes by."""
    questions = of("question", "plan_terms")
    store.put_all(billed(stored, times=3) for stored in questions)

    history = history_of(store, MODEL)
    (batch,) = batches_of([questions[0].request], history, {})

    plain = expected(questions[0].request)
    assert history.basis == "stored answers"
    assert batch.each.input == pytest.approx(3 * plain.input, rel=0.01)
    assert batch.each.output == pytest.approx(3 * plain.output, rel=0.01)


def test_a_few_answers_and_those_of_other_models_tell_nothing(store: SqliteResponses) -> None:
    """Below the least number an accident would count as a habit."""
    store.put_all(billed(stored, times=3) for stored in of("question", "plan_terms")[: ENOUGH - 1])

    assert history_of(store, MODEL) == History()
    store.put(billed(of("question", "plan_terms")[ENOUGH], times=3))
    assert history_of(store, MODEL) != History()
    assert history_of(store, "another") == History()


def test_what_follows_is_expected_beside_what_is_known() -> None:
    """Thirty main requests about five articles: re-asks for a share of them, questions about pairs, none certain."""
    batches = batches_of([stored.request for stored in of("main")], History(), {})

    main, re_asks, questions = (work_of(batches, part) for part in ("main", "re_asks", "questions"))
    assert (main.certain, main.expected) == (30, 0)
    assert (re_asks.certain, re_asks.expected) == (0, 2)
    assert questions.certain == 0
    assert questions.expected == round(
        sum(questions_of(kind, 5) for kind in ("plan_terms", "events", "actors"))
    )


def test_an_article_more_asks_only_its_own_questions() -> None:
    """Four articles of five are answered: what they asked each other is not expected again."""
    article = of("main")[0].request.document
    requests = [stored.request for stored in of("main") if stored.request.document == article]
    done = dict.fromkeys(("plan_terms", "events", "actors"), 4)

    alone, fifth = (work_of(batches_of(requests, History(), given), "questions") for given in ({}, done))

    assert alone.expected == 0
    assert 0 < fifth.expected < round(sum(questions_of(kind, 5) for kind in done))


def price(tokens: Tokens) -> Decimal | None:
    """Return a dollar for a million tokens sent, and eight for a million answered."""
    return Decimal(round(tokens.input + 8 * tokens.output)) / 1_000_000


@pytest.mark.parametrize(
    ("share", "hidden", "low", "high"),
    [(0.0, False, "0.018", "0.018"), (0.25, False, "0.016", "0.02"), (0.25, True, "0.016", "0.05")],
)
def test_the_cost_has_ends(share: float, hidden: bool, low: str, high: str) -> None:  # noqa: FBT001 - a table's column
    """What is sent is known, what is answered may be more or less; hidden reasoning only raises the upper end."""
    batches = [Batch("main", 10, 0.0, Tokens(1000, 100))]

    cost = cost_of(batches, price, spread=share, hidden=hidden)

    assert cost is not None
    assert (cost.low, cost.expected, cost.high) == (Decimal(low), Decimal("0.018"), Decimal(high))


def test_one_unknown_price_makes_the_cost_unknown() -> None:
    """Unknown is never zero."""
    assert cost_of([Batch("main", 1, 0.0, Tokens(1, 1))], lambda _: None, spread=0.1) is None


def test_many_articles_and_known_answers_narrow_the_ends() -> None:
    """The chance of single articles evens out; that of an unknown model does not."""
    assert spread(1, measured=False) > spread(100, measured=False) > spread(100, measured=True) > 0.1


@pytest.mark.parametrize(
    ("pace", "seconds"),
    [
        (Pace(at_once=1, per_second=100), 20),
        (Pace(at_once=5, per_second=100), 4),
        (Pace(at_once=50, per_second=100), 2),
        (Pace(at_once=50, per_second=100, rpm=10), 60),
        (Pace(at_once=50, per_second=100, tpm=5000), 120),
    ],
)
def test_the_time_goes_by_the_narrowest_limit(pace: Pace, seconds: float) -> None:
    """Ten requests of 1,000 tokens whose answers take two seconds: as many at once, and as fast, as may be."""
    assert seconds_of([Batch("main", 10, 0.0, Tokens(1000, 100))], pace) == pytest.approx(seconds)


def test_the_cap_of_a_request_bounds_its_answer() -> None:
    """No answer is expected to be longer than it can be."""
    request = of("main", "actors")[0].request
    capped = Request.model_validate(request.model_dump() | {"body": request.body | {"max_tokens": 50}})

    assert expected(request).output > 50
    assert expected(capped).output == 50


def test_of_a_schema_only_what_is_billed_counts() -> None:
    """The keywords that every strict schema repeats cost nothing, the fields do."""
    request = of("main", "gist")[0].request
    schema = {"type": "object", "properties": {"a" * 400: {"type": "string"}}}
    strict = schema | {"required": ["a" * 400], "additionalProperties": False}

    def sent(schema: Mapping[str, object]) -> float:
        form = {"type": "json_schema", "json_schema": {"name": "gist", "schema": schema}}
        body = request.body | {"response_format": form}
        return expected(Request.model_validate(request.model_dump() | {"body": body})).input

    assert sent(schema) == sent(strict)
    assert sent(schema) > sent({}) + 100


def test_nothing_to_send_is_nothing_to_ask() -> None:
    """A plan without requests is never asked about, whatever the thresholds."""
    plan = Plan(inputs=5000, articles=5000, bytes=10**9)

    assert why_ask(plan, Settings(confirm_above=0, confirm_articles=0, confirm_bytes=0)) == ()
