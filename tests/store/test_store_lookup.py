"""What the store tells about requests without an answer: earlier forms of them, and how others went."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from summariser.request import Request
from summariser.store import SqliteResponses, Stored, subject_of
from summariser.store.lookup import _NEWEST

TAG = "0123456789abcdef"
ARTICLE = f"<article-{TAG}>\nTolvia would pump less.\n</article-{TAG}>\n\nList the terms."
SCHEMA = {"type": "json_schema", "json_schema": {"name": "plan_terms", "schema": {"type": "object"}}}


def asked(text: str = ARTICLE, **labels: Any) -> Request:  # noqa: ANN401 - labels of several types
    """Return a main request of model-a about an article; `body` fields and labels can be given."""
    body = {
        "model": labels.pop("model", "model-a"),
        "messages": [{"role": "system", "content": "Read."}, {"role": "user", "content": text}],
        "response_format": labels.pop("schema", SCHEMA),
        "max_tokens": labels.pop("cap", 100),
    }
    given = {
        "body": body,
        "document": "a",
        "record_type": "plan_terms",
        "wave": "main",
        "prompt": "x/plan_terms",
        "prompt_sha256": "a" * 64,
    }
    return Request.model_validate(given | labels)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteResponses]:
    """Return an empty store."""
    with SqliteResponses(tmp_path / "responses.sqlite") as opened:
        yield opened


@pytest.fixture
def keep(store: SqliteResponses, make_stored: Callable[..., Stored]) -> Callable[[Request], None]:
    """Return a function that stores an answer to a request."""

    def put(request: Request) -> None:
        stored = make_stored(**request.model_dump())
        store.put(stored)

    return put


@pytest.mark.parametrize(
    ("now", "differs"),
    [
        ({"model": "model-b"}, ("model",)),
        ({"text": f"{ARTICLE} Briefly."}, ("prompt",)),
        ({"schema": {"type": "json_object"}}, ("schema",)),
        ({"cap": 200}, ("settings",)),
        ({"model": "model-b", "schema": {"type": "json_object"}}, ("model", "schema")),
    ],
)
def test_an_earlier_form_is_found_with_its_differences(
    now: dict[str, Any], differs: tuple[str, ...], store: SqliteResponses, keep: Callable[[Request], None]
) -> None:
    """The same text and record type under another model, prompt, schema or setting."""
    keep(asked())

    (found,) = store.earlier([request := asked(**now)])

    assert (found.request, found.model, found.differs) == (request, "model-a", differs)


@pytest.mark.parametrize(
    "now",
    [
        {"text": ARTICLE.replace(TAG, "f" * 16)},
        {"record_type": "events"},
        {"wave": "items", "text": f"{ARTICLE} Again."},
        {"sample": 1},
        {"text": "Are these two the same?", "wave": "question", "document": ""},
    ],
    ids=["edited article", "another type", "re-ask", "second sample", "question"],
)
def test_what_is_no_earlier_form(
    now: dict[str, Any], store: SqliteResponses, keep: Callable[[Request], None]
) -> None:
    """Another text, record type or wave, and a second sample, are new requests and nothing is stale."""
    keep(asked())

    assert store.earlier([asked(**now)]) == []


def test_of_several_earlier_forms_the_newest_counts(
    store: SqliteResponses, keep: Callable[[Request], None]
) -> None:
    """After a change of model and then of prompt, only the prompt differs from the last answer."""
    keep(asked())
    keep(asked(model="model-b"))

    (found,) = store.earlier([asked(f"{ARTICLE} Briefly.", model="model-b")])

    assert (found.model, found.differs) == ("model-b", ("prompt",))


def test_an_earlier_form_is_found_by_an_index(store: SqliteResponses) -> None:
    """The lookup searches, it does not scan: a store of years must not slow a run down."""
    with closing(sqlite3.connect(store.path)) as connection:
        steps = connection.execute(f"EXPLAIN QUERY PLAN {_NEWEST}", (TAG, "plan_terms")).fetchall()

    assert all("USING INDEX about_by_subject" in step[3] for step in steps)


def test_counts_and_samples_are_of_one_model(store: SqliteResponses, keep: Callable[[Request], None]) -> None:
    """Answers are counted by wave and type, and the newest of them read; other models' are left out."""
    requests = [asked(cap=number) for number in range(1, 4)]
    for request in (*requests, asked(model="model-b"), asked(record_type="events", cap=9)):
        keep(request)

    assert store.counts("model-a") == {("main", "plan_terms"): 3, ("main", "events"): 1}
    sample = store.sample("model-a", "main", "plan_terms", most=2)
    assert [stored.request.body["max_tokens"] for stored in sample] == [2, 3]


def test_known_names_what_is_stored(store: SqliteResponses, keep: Callable[[Request], None]) -> None:
    """Which of several keys have an answer, without reading one."""
    keep(asked())

    assert store.known([asked().key, asked(cap=7).key]) == {asked().key}


def test_damage_ends_no_lookup(store: SqliteResponses, keep: Callable[[Request], None]) -> None:
    """In a broken table nothing is found; a run goes on, and `put` rebuilds the file."""
    keep(asked())
    store.close()
    with closing(sqlite3.connect(store.path)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'about_by_subject'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with store.path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)

    with SqliteResponses(store.path) as again:
        assert again.earlier([asked(model="model-b")]) == []
        assert again.get(asked().key) is not None


def test_the_subject_is_the_fence_of_the_article(seed: Callable[[str], str]) -> None:
    """A question shows no article, so it has no subject; an article's own text cannot forge one."""
    forged = f"<article-{TAG}>\n<article-{'f' * 16}> {seed('001')}\n</article-{TAG}>"

    assert subject_of(asked(forged)) == TAG
    assert subject_of(asked("Are these two the same?")) is None
