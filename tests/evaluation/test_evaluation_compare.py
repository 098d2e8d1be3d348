"""Slots are compared typed: a wrong number, name, day or label is a contradiction, another wording is none."""

from __future__ import annotations

from datetime import date

import pytest

from summariser.evaluation.compare import Context, compare, same_name
from summariser.evaluation.relations import Relation
from summariser.evaluation.shape import Leaf, shape_of
from summariser.normalise import name_key
from summariser.records import Actor, Event, PlanTerm, Reaction, Record

CONTEXT = Context(
    names={
        name_key(form): name_key(name)
        for name in ("Ilse Brandau", "Karel Voss")
        for form in (name, name.rpartition(" ")[2])
    },
    published=date(2025, 11, 24),
    rivals=frozenset({name_key("Voss"), name_key("Karel Voss")}),
)


def leaf(model: type[Record], path: str) -> Leaf:
    """Return a field of a record type."""
    return next(each for each in shape_of(model).leaves if each.path == path)


@pytest.mark.parametrize(
    ("model", "path", "gold", "predicted", "relation"),
    [
        (PlanTerm, "value", "roughly 600,000 troops", "about 600 000 troops", Relation.SAME),
        (PlanTerm, "value", "600,000 troops", "six hundred thousand troops", Relation.SAME),
        (PlanTerm, "value", "roughly 600,000 troops", "600,000 troops", Relation.CLOSE),
        (PlanTerm, "value", "at most 600,000 troops", "600,000 troops", Relation.CLOSE),
        (PlanTerm, "value", "at most 600,000 troops", "at least 600,000 troops", Relation.CONTRADICTS),
        (PlanTerm, "value", "600,000 troops", "100,000 troops", Relation.CONTRADICTS),
        (PlanTerm, "value", "$100 billion", "$100 million", Relation.CONTRADICTS),
        (PlanTerm, "value", "$100 billion", "€100 billion", Relation.CONTRADICTS),
        (PlanTerm, "value", "half its current size", "half its current size", Relation.SAME),
        (PlanTerm, "value", "half its current size", "a third of its current size", Relation.CONTRADICTS),
        (PlanTerm, "value", "600,000 troops", None, Relation.MISSING),
        (PlanTerm, "value", None, "600,000 troops", Relation.SURPLUS),
        (PlanTerm, "force", "obligation", "prohibition", Relation.CONTRADICTS),
        (PlanTerm, "obligor", ["Tolvia"], ["Tolvia"], Relation.SAME),
        (PlanTerm, "obligor", ["Tolvia", "Marenka"], ["Tolvia"], Relation.PARTIAL),
        (PlanTerm, "obligor", ["Tolvia"], ["Marenka"], Relation.CONTRADICTS),
        (PlanTerm, "obligor", [], ["Marenka"], Relation.SURPLUS),
        (
            PlanTerm,
            "condition",
            "if Tolvia dams the river",
            "should Tolvia ever dam the river",
            Relation.SAME,
        ),
        (PlanTerm, "deadline", "within 100 days", "within 30 days", Relation.CONTRADICTS),
        (Reaction, "stance", "oppose", "oppose", Relation.SAME),
        (Reaction, "stance", "oppose", "concern", Relation.CLOSE),
        (Reaction, "stance", "oppose", "support", Relation.CONTRADICTS),
        (Reaction, "stance", "concern", "conditional_support", Relation.CONTRADICTS),
        (Reaction, "speaker", "Ilse Brandau", "Ms. Brandau", Relation.SAME),
        (Reaction, "speaker", "Ilse Brandau", "Karel Voss", Relation.CONTRADICTS),
        (Event, "when", ["on Sunday"], ["November 23"], Relation.SAME),
        (Event, "when", ["on Sunday"], ["on Monday"], Relation.CONTRADICTS),
        (Event, "when", ["November 23", "last month"], ["November 23"], Relation.PARTIAL),
        (Event, "places", ["Port Sena"], ["Orvel"], Relation.CONTRADICTS),
        (Actor, "surface_forms", ["Brandau", "Ilse Brandau"], ["Ilse Brandau"], Relation.CLOSE),
        (Actor, "surface_forms", ["Ilse Brandau"], ["Ilse Brandau", "Karel Voss"], Relation.CONTRADICTS),
        (Actor, "office_as_stated", "Middle East envoy", "Mr. Ferrow’s Middle East envoy", Relation.SAME),
        (Actor, "office_as_stated", "Army Secretary", "Navy Secretary", Relation.CONTRADICTS),
    ],
)
def test_relation_of_two_values(
    model: type[Record], path: str, gold: object, predicted: object, relation: Relation
) -> None:
    """Each comparator tells a right value in other words from a wrong one."""
    assert compare(leaf(model, path), (gold,), predicted, CONTEXT).relation is relation


def test_the_best_alternate_counts() -> None:
    """A value that a labeller named as equally right is right."""
    assert (
        compare(leaf(PlanTerm, "force"), ("obligation", "conditional"), "conditional", CONTEXT).relation
        is Relation.SAME
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Mr. Voss", "Karel Voss", True),
        ("President Jonas Ferrow", "Ferrow", True),
        ("Anna Ferrow", "Jonas Ferrow", False),
        ("Ferrow and Brandau", "Brandau", False),
        ("Tolvian officials", "Marenkan officials", False),
        ("Ilse Brandau", "Karel Voss", False),
    ],
)
def test_names_of_one_actor(one: str, other: str, same: bool) -> None:  # noqa: FBT001 - a table's column
    """Titles and missing first names do not matter; another first name, or a pair of names, does."""
    assert same_name(one, other, CONTEXT) is same
