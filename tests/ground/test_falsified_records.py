"""No record without proof: every recorded record is true as it stands, and refused once a fact in it is changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import pytest

from summariser.document import Document
from summariser.fold import fold
from summariser.ground import Page, prove
from summariser.ground.cues import NEGATION, TURN
from summariser.records import BUILT_IN, PlanTerm, Reaction, Record
from summariser.zones import label
from tests.conftest import ROOT

pytestmark = pytest.mark.no_cover
"""Thousands of proofs: the tracer would take most of the time."""

DIGITS = re.compile(r"\d(?!.*\d)")


@lru_cache
def page(prefix: str) -> Page:
    """Return a seed's page."""
    (path,) = (ROOT / "seeds").glob(f"{prefix}_*.txt")
    document = Document.from_text(path.read_text("utf-8"), id=path.stem)
    return Page.of(document, label(document.text))


def recorded(*names: str) -> Iterator[tuple[Page, Record]]:
    """Yield the records of the main answers, those that are proved, with their page."""
    kinds = {kind.name: kind for kind in BUILT_IN}
    for path in sorted((ROOT / "evals" / "recordings").glob("[0-9a-f]*.json")):
        data = json.loads(path.read_text("utf-8"))
        request = data["request"]
        if request["wave"] != "main" or request["record_type"] not in (names or kinds):
            continue
        content = json.loads(data["response"]["choices"][0]["message"]["content"])
        where = page(request["document"][:3])
        for fields in content["records"]:
            record = kinds[request["record_type"]].model.model_validate(fields)
            if not prove(record, where).failures:
                yield where, record


def accepted(changed: Sequence[tuple[Page, Record]]) -> list[Record]:
    """Return the falsified records that pass as proved."""
    return [record for where, record in changed if not prove(record, where).failures]


@pytest.mark.parametrize("field", ["statement", "summary", "text", "value", "topic"])
def test_another_digit_is_always_refused(field: str) -> None:
    """A digit changed in any wording of the model's own is found, whatever the quotes."""
    changed = [
        (where, record.model_copy(update={field: DIGITS.sub(lambda m: str((int(m[0]) + 3) % 10), words)}))
        for where, record in recorded()
        if isinstance(words := getattr(record, field, None), str) and DIGITS.search(words)
    ]

    assert field in {"topic", "text"} or len(changed) > 1
    assert accepted(changed) == []


def test_an_invented_figure_is_always_refused() -> None:
    """A figure that the quotes do not give, added to the wording, is found."""
    changed = [
        (where, record.model_copy(update={field: f"{getattr(record, field)} It concerns 7,341 people."}))
        for where, record in recorded("plan_terms", "reactions", "events")
        for field in ("statement", "summary")
        if hasattr(record, field)
    ]

    assert len(changed) > 200
    assert accepted(changed) == []


def test_a_speaker_from_elsewhere_is_always_refused() -> None:
    """An actor whom the article does not name cannot have said anything in it."""
    changed = [
        (where, record.model_copy(update={"speaker": name}))
        for where, record in recorded("reactions")
        for name in ("Ilse Brandau", "Tolvia", "Boris Trump")
    ]

    assert len(changed) > 250
    assert accepted(changed) == []


def test_a_bar_turned_into_a_permission_is_always_refused() -> None:
    """The quotes say "never" or "bar", the record says that it is allowed."""
    flipped = {
        "force": "permission",
        "status": "proposed",
        "topic": "a matter",
        "condition": None,
        "attribution": None,
    }
    changed = [
        (where, record.model_copy(update=flipped | {"statement": TURN.sub("", fold(record.statement))}))
        for where, record in recorded("plan_terms")
        if isinstance(record, PlanTerm) and record.force == "prohibition"
    ]

    assert len(changed) >= 5
    assert accepted(changed) == []


def test_a_refusal_turned_into_a_yes_is_always_refused() -> None:
    """The quotes show a "not" or a "rejected", the record says that they agreed."""
    flipped = {"stance": "support", "act": "acceptance", "summary": "They said yes to it."}
    changed = [
        (where, record.model_copy(update=flipped))
        for where, record in recorded("reactions")
        if isinstance(record, Reaction)
        and record.stance == "oppose"
        and NEGATION.search(fold(" ".join(record.quotes)))
    ]

    assert len(changed) >= 5
    assert accepted(changed) == []


def test_a_quote_from_another_article_is_always_refused() -> None:
    """A true quote of one article proves nothing in another."""
    foreign = {"000": "001", "001": "002", "002": "003", "003": "004", "004": "000"}
    changed = [
        (page(foreign[where.document[:3]]), record)
        for where, record in recorded("plan_terms", "reactions", "events")
    ]

    assert len(changed) > 200
    assert accepted(changed) == []
