"""What perturbing the gold found that the scorer once got wrong, in the smallest examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from summariser.document import Document, Span
from summariser.evaluation.compare import Context, compare, same_name
from summariser.evaluation.figures import figures
from summariser.evaluation.gold import Aliases, Gold, GoldItem, context_of
from summariser.evaluation.items import Item
from summariser.evaluation.relations import Relation
from summariser.evaluation.score import score_items
from summariser.evaluation.shape import Leaf, shape_of
from summariser.ground import Page
from summariser.records import RecordType
from summariser.records.recordtype import ACTORS, DISPUTED_POINTS, EVENTS, PLAN_TERMS

MISSED: tuple[tuple[str, RecordType, str, object, object], ...] = (
    ("currency lost", PLAN_TERMS, "value", "$100 billion", "100 billion"),
    ("percent lost", PLAN_TERMS, "value", "40 percent", "40"),
    ("share of something else", PLAN_TERMS, "value", "half of its tanks", "half of its rifles"),
    ("one amount of two lost", PLAN_TERMS, "value", "200 tanks and 50 howitzers", "200 tanks"),
    ("softener lost, no figure", PLAN_TERMS, "value", "nearly all of the coast", "all of the coast"),
    ("other unit of time", PLAN_TERMS, "deadline", "within six weeks", "within six months"),
    (
        "other number in words",
        PLAN_TERMS,
        "deadline",
        "six weeks after the signing",
        "nine weeks after the signing",
    ),
    ("before for after", PLAN_TERMS, "deadline", "before March 15, 2027", "after March 15, 2027"),
    ("other month, one side open", PLAN_TERMS, "deadline", "before March 15, 2027", "before August 15, 2027"),
    ("condition negated", PLAN_TERMS, "condition", "if both chambers ratify", "unless both chambers ratify"),
    ("other condition", PLAN_TERMS, "condition", "if both chambers ratify", "if the lighthouse is repainted"),
    ("other month, no year", EVENTS, "when", ["on November 16"], ["on April 16"]),
    ("last for next", EVENTS, "when", ["last summer"], ["next summer"]),
    ("day invented", EVENTS, "when", ["in October 2025"], ["on October 9, 2025"]),
    ("office qualified", ACTORS, "office_as_stated", "minister", "former minister"),
    ("wording invented", ACTORS, "surface_forms", ["Karel Voss"], ["Karel Voss", "harbour master"]),
    ("titled wording lost", ACTORS, "surface_forms", ["Karel Voss", "Minister Karel Voss"], ["Karel Voss"]),
)
"""What differs, and was once taken for the same."""


@pytest.mark.parametrize(
    ("kind", "path", "gold", "found"),
    [pytest.param(*case, id=name) for name, *case in MISSED],
)
def test_other_values_are_told_apart(kind: RecordType, path: str, gold: object, found: object) -> None:
    """Small differences are differences."""
    assert compare(leaf(kind, path), (gold,), found, Context()).relation is not Relation.SAME


def test_an_open_date_may_be_written_in_another_way() -> None:
    """A date in digits is the date in words, on the same side of it."""
    found = compare(leaf(PLAN_TERMS, "deadline"), ("before March 15, 2027",), "before 2027-03-15", Context())

    assert found.relation is Relation.SAME


def test_an_actors_wordings_stay_one_beside_aliases() -> None:
    """An article that calls one actor by two names means one actor, whatever the aliases say of one of them."""
    record = {"name": "Voss administration", "surface_forms": ["Voss administration", "US"]}
    actor = GoldItem(id="a1", record=record, evidence=((),))
    gold = Gold("d", "", "peace", {"actors": (actor,)})
    page = Page.of(Document.from_text("", id="d"), ())

    context = context_of(gold, page, Aliases(names={"United States": ("US",)}))

    assert same_name("US", "Voss administration", context)


CALL = {
    "kind": "call",
    "participants": ["Karel Voss"],
    "places": [],
    "hedge": "asserted",
    "attribution": None,
}
TERM = {
    "plan": "main",
    "category": "other",
    "obligor": ["Ruritania"],
    "force": "obligation",
    "status": "proposed",
}


def test_ids_mean_nothing() -> None:
    """Two events in one sentence that differ in time alone are matched by time, not by the order of ids."""
    gold = [
        made("e1", {**CALL, "when": ["on May 3, 2026"]}),
        made("e2", {**CALL, "when": ["on June 4, 2026"]}),
    ]
    found = [replace(gold[0], id="z"), replace(gold[1], id="a")]

    assert total(gold, found, EVENTS) == 2


def test_order_means_nothing_for_two_answers_with_one_id() -> None:
    """A right and a wrong record of one passage have one id; which comes first does not matter."""
    gold = [made("p1", {**TERM, "topic": "dam", "statement": "Ruritania must open the dam."})]
    wrong = replace(gold[0], record={**gold[0].record, "force": "prohibition"})

    assert total(gold, [gold[0], wrong], PLAN_TERMS) == total(gold, [wrong, gold[0]], PLAN_TERMS)


def test_a_term_about_something_else_is_wrong() -> None:
    """Another subject, in topic and statement, on the right evidence is another term."""
    gold = [made("p1", {**TERM, "topic": "dam opening", "statement": "Ruritania must open the dam."})]
    record = {**gold[0].record, "topic": "school fees", "statement": "Ruritania must pay school fees."}

    assert total(gold, [replace(gold[0], record=record)], PLAN_TERMS) < 1


def test_a_position_is_proved_by_its_own_quote() -> None:
    """Two holders who quote each other's words are wrong, both."""
    sides = [
        {"holder": "Karel Voss", "claim": "The dam is safe."},
        {"holder": "Ilse Brandau", "claim": "It leaks."},
    ]
    here, there = Span(start=0, end=50), Span(start=100, end=150)
    record = {"question": "Is the dam safe?", "type": "motive", "positions": sides}
    gold = Item(id="d1", record=record, evidence=((here, there),))
    traded = [{**side, "spans": [span.model_dump()]} for side, span in zip(sides, (there, here), strict=True)]

    found = replace(gold, record={**record, "positions": traded})

    assert total([gold], [found], DISPUTED_POINTS) < 1


def test_a_wrong_name_is_wrong() -> None:
    """Another first name is another person, also when the wordings are right."""
    gold = [made("a1", {"name": "Karel Voss", "surface_forms": ["Karel Voss"], "office_as_stated": None})]

    assert total(gold, [replace(gold[0], record={**gold[0].record, "name": "Anna Voss"})], ACTORS) < 1


def test_a_letter_is_no_evidence() -> None:
    """Evidence of one letter inside the right passage proves nothing."""
    gold = [made("p1", {**TERM, "topic": "dam", "statement": "Ruritania must open the dam."})]

    assert total(gold, [replace(gold[0], evidence=((Span(start=7, end=8),),))], PLAN_TERMS) < 1


def test_repeating_a_record_never_pays() -> None:
    """Two terms of one sentence; saying one of them twice is no better than saying it once."""
    dam = made("p1", {**TERM, "topic": "dam opening", "statement": "Ruritania must open the dam."})
    road = made("p2", {**TERM, "topic": "road closure", "statement": "Ruritania must close the road."})
    once = score_items([dam, road], [dam], PLAN_TERMS, document="d", context=Context())
    twice = score_items(
        [dam, road], [dam, replace(dam, id="p3")], PLAN_TERMS, document="d", context=Context()
    )

    assert (figures(twice).soft_f1 or 0) <= (figures(once).soft_f1 or 0)


def made(name: str, record: dict[str, Any], start: int = 0) -> Item:
    """Return a made-up item whose evidence is a hundred characters from `start`."""
    return Item(id=name, record=record, evidence=((Span(start=start, end=start + 100),),))


def leaf(kind: RecordType, path: str) -> Leaf:
    """Return a field of a record type."""
    return next(each for each in shape_of(kind.model).leaves if each.path == path)


def total(gold: Sequence[Item], found: Sequence[Item], kind: RecordType) -> float:
    """Return the credit of all answers."""
    return sum(score.credit for score in score_items(gold, found, kind, document="d", context=Context()))
