"""What stands beside F1: exact passages, decisive fields with them, and clusters of an actor's wordings."""

from __future__ import annotations

from typing import Any

import pytest

from summariser.document import Span
from summariser.evaluation.beside import Scored, figures_beside
from summariser.evaluation.compare import Context
from summariser.evaluation.items import Item
from summariser.evaluation.score import score_items
from summariser.records import RecordType
from summariser.records.recordtype import ACTORS, REACTIONS

HERE, WIDER, THERE = Span(start=10, end=60), Span(start=5, end=60), Span(start=200, end=260)
REACTION = {
    "speaker": "Ilse Brandau",
    "target": "plan",
    "stance": "oppose",
    "summary": "Brandau refused the accord.",
}


def item(name: str, record: dict[str, Any], span: Span = HERE) -> Item:
    """Return an item with one passage."""
    return Item(id=name, record=record, evidence=((span,),))


def beside(kind: RecordType, gold: list[Item], predicted: list[Item]) -> dict[str, float]:
    """Return the figures of one article."""
    scores = score_items(gold, predicted, kind, document="d", context=Context())
    article = Scored(scores, {each.id: each for each in gold}, {each.id: each for each in predicted})
    return figures_beside(kind, [article])


@pytest.mark.parametrize(
    ("span", "stance", "expected"),
    [
        (HERE, "oppose", {"span_f1": 1.0, "joint_f1": 1.0}),
        (WIDER, "oppose", {"span_f1": 0.0, "joint_f1": 0.0}),
        (HERE, "support", {"span_f1": 1.0, "joint_f1": 0.0}),
    ],
)
def test_passages_and_decisive_fields(span: Span, stance: str, expected: dict[str, float]) -> None:
    """A passage counts to the character; jointly, only with every decisive field right."""
    found = beside(REACTIONS, [item("g", REACTION)], [item("p", {**REACTION, "stance": stance}, span)])

    assert found == expected


def test_a_missed_item_lowers_both() -> None:
    """Gold that nothing matched counts as in any F1."""
    gold = [item("g1", REACTION), item("g2", {**REACTION, "speaker": "Karel Voss"}, THERE)]

    assert beside(REACTIONS, gold, [item("p", REACTION)])["span_f1"] == pytest.approx(2 / 3, abs=1e-4)


def test_wordings_of_two_actors_in_one_record() -> None:
    """Merging two actors halves the precision of their wordings and leaves recall whole; splitting is the reverse."""
    one = {"name": "Ilse Brandau", "surface_forms": ["Ilse Brandau"]}
    two = {"name": "Karel Voss", "surface_forms": ["Karel Voss"]}
    both = {"name": "Ilse Brandau", "surface_forms": ["Ilse Brandau", "Karel Voss"]}

    merged = beside(ACTORS, [item("g1", one), item("g2", two, THERE)], [item("p", both)])
    split = beside(ACTORS, [item("g", both)], [item("p1", one), item("p2", two)])

    assert (merged["b_cubed_precision"], merged["b_cubed_recall"]) == (0.5, 1.0)
    assert (split["b_cubed_precision"], split["b_cubed_recall"]) == (1.0, 0.5)
