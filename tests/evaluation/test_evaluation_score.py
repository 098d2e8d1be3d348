"""Credit, labels and figures of scored items, on small records made for the purpose."""

from __future__ import annotations

import ast
import sys
from typing import Annotated, Any

import pytest

from summariser.document import Span
from summariser.evaluation.compare import Context
from summariser.evaluation.figures import by_type, figures, headline
from summariser.evaluation.items import Item
from summariser.evaluation.score import ItemScore, Label, score_items
from summariser.normalise import name_key
from summariser.records import BUILT_IN, Record, RecordType, Slot
from tests.conftest import ROOT

KINDS = {kind.name: kind for kind in BUILT_IN}
HERE, THERE = Span(start=10, end=60), Span(start=200, end=260)

TERM: dict[str, Any] = {
    "plan": "main",
    "category": "force_limits",
    "topic": "army size cap",
    "statement": "Tolvia would cap its army.",
    "obligor": ["Tolvia"],
    "force": "obligation",
    "condition": None,
    "value": "40,000 troops",
    "deadline": None,
    "places": [],
    "status": "proposed",
    "hedge": "asserted",
    "attribution": None,
}
DISPUTE: dict[str, Any] = {
    "question": "Who wrote the accord?",
    "type": "provenance_authorship",
    "positions": [
        {"holder": "Jonas Ferrow", "claim": "Tolvia wrote it."},
        {"holder": "Karel Voss", "claim": "Both sides wrote it."},
    ],
}


def item(record: dict[str, Any], *spans: Span, name: str = "g1", **more: Any) -> Item:  # noqa: ANN401 - fields of Item
    """Return an item with one set of evidence."""
    return Item(id=name, record=record, evidence=(spans or (HERE,),), **more)


def score(gold: list[Item], predicted: list[Item], kind: str = "plan_terms") -> tuple[ItemScore, ...]:
    """Return the scores of one record type in one article."""
    return score_items(gold, predicted, KINDS[kind], document="a", context=Context())


def one(record: dict[str, Any], changed: dict[str, Any], kind: str = "plan_terms", **more: Any) -> ItemScore:  # noqa: ANN401
    """Return the score of one prediction against one gold item."""
    (found,) = score([item(record, **more)], [item({**record, **changed}, name="p1")], kind)
    return found


def test_the_same_record_is_right() -> None:
    """A record scores 1 against itself."""
    assert one(TERM, {})[:6] == ("a", "plan_terms", "g1", "p1", Label.COR, 1.0)


@pytest.mark.parametrize(
    ("changed", "label", "credit", "field"),
    [
        ({"value": "100,000 troops"}, Label.INC, 0.0, "value"),
        ({"force": "prohibition"}, Label.INC, 0.0, "force"),
        ({"obligor": ["Marenka"]}, Label.INC, 0.0, "obligor"),
        ({"status": "removed"}, Label.INC, 0.0, "status"),
        ({"plan": "counter"}, Label.INC, 0.0, "plan"),
        ({"value": None}, Label.PAR, 0.5, "value"),
        ({"obligor": []}, Label.PAR, 0.5, "obligor"),
        ({"value": "roughly 40,000 troops"}, Label.PAR, 0.9, "value"),
        ({"category": "other"}, Label.PAR, 0.7, "category"),
        ({"hedge": "reported"}, Label.PAR, 0.9, "hedge"),
        (
            {"category": "other", "hedge": "reported", "deadline": "May 1", "places": ["Orvel"]},
            Label.PAR,
            0.5,
            "category",
        ),
        ({"statement": "The army of Tolvia would be limited in size."}, Label.COR, 1.0, ""),
    ],
)
def test_credit_of_a_term(changed: dict[str, Any], label: Label, credit: float, field: str) -> None:
    """A contradiction costs all, a gap half, graded fields their loss down to half; wording nothing."""
    found = one(TERM, changed)

    assert (found.label, found.credit, found.field) == (label, credit, field)


def test_a_field_left_out_of_the_gold_is_not_scored() -> None:
    """Where no value could be defended, any prediction is fine."""
    gold = {name: value for name, value in TERM.items() if name != "force"}

    (found,) = score([item(gold)], [item({**TERM, "force": "entitlement"}, name="p1")])

    assert found.label is Label.COR


def test_an_alternate_is_right() -> None:
    """A further value that the labeller named costs nothing."""
    assert one(TERM, {"force": "conditional"}, alternates={"force": ["conditional"]}).credit == 1.0


def test_evidence_elsewhere_is_no_support() -> None:
    """A right record quoted from the wrong place leaves its gold item missed and is spurious itself."""
    missed, spurious = score([item(TERM)], [item(TERM, THERE, name="p1")])

    assert (missed.label, spurious.label, spurious.field) == (Label.MIS, Label.SPU, "unsupported")


@pytest.mark.parametrize("flaw", ["ungrounded", "furniture"])
def test_flawed_evidence_never_reaches_alignment(flaw: str) -> None:
    """Evidence that is not the article's body is spurious with that reason."""
    missed, spurious = score([item(TERM)], [item(TERM, name="p1", flaw=flaw)])

    assert (missed.label, spurious.label, spurious.field) == (Label.MIS, Label.SPU, flaw)


def test_a_second_record_of_one_thing_is_a_duplicate() -> None:
    """One gold item takes one prediction."""
    right, spurious = score([item(TERM)], [item(TERM, name="p1"), item(TERM, name="p2")])

    assert (right.label, spurious.label, spurious.field) == (Label.COR, Label.SPU, "duplicate")


def test_optional_gold_is_ignored_on_both_sides() -> None:
    """Reported or not, it moves no figure."""
    optional = item(TERM, required=False)

    assert score([optional], []) == ()
    assert [found.label for found in score([optional], [item(TERM, name="p1")])] == [Label.OPT]


def test_a_long_passage_is_no_evidence() -> None:
    """Quoting half the article proves nothing."""
    labels = [found.label for found in score([item(TERM)], [item(TERM, Span(start=0, end=900), name="p1")])]

    assert labels == [Label.MIS, Label.SPU]


def test_holders_swapped_contradict() -> None:
    """Each position belongs to its holder, found by where it is quoted."""
    positions = DISPUTE["positions"]
    swapped = [
        {**positions[0], "holder": positions[1]["holder"], "spans": [HERE.model_dump()]},
        {**positions[1], "holder": positions[0]["holder"], "spans": [THERE.model_dump()]},
    ]

    (found,) = score(
        [item(DISPUTE, HERE, THERE)],
        [item({**DISPUTE, "positions": swapped}, HERE, THERE, name="p1")],
        "disputed_points",
    )

    assert (found.label, found.field) == (Label.INC, "positions.0.holder")


def test_a_missing_position_costs_its_share() -> None:
    """One of two positions lost is half the credit."""
    changed = {**DISPUTE, "positions": [{**DISPUTE["positions"][0], "spans": [HERE.model_dump()]}]}

    (found,) = score([item(DISPUTE, HERE, THERE)], [item(changed, HERE, name="p1")], "disputed_points")

    assert (found.label, found.credit, found.field) == (Label.PAR, 0.5, "positions.1")


def test_two_actors_in_one_record_contradict() -> None:
    """A wording that belongs to another gold actor makes it a merger."""
    brandau = {"name": "Ilse Brandau", "surface_forms": ["Ilse Brandau", "Ms. Brandau"], "type": "person"}
    voss = {"name": "Karel Voss", "surface_forms": ["Karel Voss"], "type": "person"}
    merged = {**brandau, "surface_forms": ["Ilse Brandau", "Ms. Brandau", "Karel Voss"]}

    found = score([item(brandau), item(voss, THERE, name="g2")], [item(merged, name="p1")], "actors")

    assert [(each.label, each.field) for each in found] == [(Label.INC, "surface_forms"), (Label.MIS, "")]


def test_the_order_of_input_changes_nothing() -> None:
    """Items are sorted by their place in the text before they are aligned."""
    gold = [
        item(TERM),
        item({**TERM, "topic": "dam ban", "force": "prohibition", "value": None}, THERE, name="g2"),
    ]
    found = [item(dict(each.record), *each.evidence[0], name=f"p{each.id}") for each in gold]

    assert score(gold, found) == score(gold[::-1], found[::-1])


def test_figures_add_up() -> None:
    """Soft precision and recall are credit over predictions and over required gold; F1 is their mean."""
    scores = [
        ItemScore("a", "events", "g1", "p1", Label.COR, 1.0),
        ItemScore("a", "events", "g2", "p2", Label.PAR, 0.5, "hedge"),
        ItemScore("a", "events", "g3", "p3", Label.INC, 0.0, "when"),
        ItemScore("a", "events", "g4", None, Label.MIS, 0.0),
        ItemScore("a", "events", None, "p4", Label.SPU, 0.0, "invented"),
        ItemScore("a", "events", "g5", "p5", Label.OPT, 0.0),
    ]

    found = figures(scores)

    assert (found.gold, found.predicted) == (4, 4)
    assert (found.precision, found.recall, found.soft_f1) == (0.375, 0.375, 0.375)
    assert (found.strict_f1, found.detection_f1) == (0.25, 0.75)
    assert found.error == 0.7
    assert found.contradictions == pytest.approx(1 / 3, abs=1e-6)
    assert found.spurious == {"invented": 1}


def test_the_headline_is_the_mean_of_the_types_with_something_to_measure() -> None:
    """A type with neither gold nor predictions is left out; none is weighted by its number of items."""
    scores = [ItemScore("a", "events", "g1", "p1", Label.COR, 1.0)]
    scores += [ItemScore("a", "actors", f"g{number}", None, Label.MIS, 0.0) for number in range(9)]

    assert headline(by_type(scores, ("events", "actors", "reactions"))) == 0.5


@pytest.mark.parametrize(
    "module", ["align", "compare", "figures", "items", "score", "shape", "texts", "traps"]
)
def test_the_scorer_needs_no_library(module: str) -> None:
    """Its modules import the standard library and this package, nothing else."""
    tree = ast.parse((ROOT / "summariser" / "evaluation" / f"{module}.py").read_text("utf-8"))
    imported = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }

    assert imported <= sys.stdlib_module_names | {"summariser"}


class Incident(Record):
    """A record type that the package does not ship."""

    ship: Annotated[str, Slot("key", "name", weight=0.5)]
    wounded: Annotated[str | None, Slot("critical", "quantity")] = None
    weather: Annotated[str | None, Slot("graded", "text", 0.2)] = None
    quotes: Annotated[list[str], Slot("display", "text", proof="evidence")]


@pytest.mark.parametrize(
    ("changed", "credit"), [({}, 1.0), ({"wounded": "eight sailors"}, 0.0), ({"weather": None}, 0.8)]
)
def test_a_record_type_of_ones_own_is_scored(changed: dict[str, Any], credit: float) -> None:
    """The roles on its fields are all the scorer needs."""
    gold = {"ship": "Orvel Star", "wounded": "three sailors", "weather": "in fog"}
    kind = RecordType("incidents", Incident, "incidents", 0.5)

    (found,) = score_items(
        [item(gold)], [item({**gold, **changed}, name="p1")], kind, document="a", context=Context()
    )

    assert found.credit == credit


def test_names_of_the_context_are_one_actor() -> None:
    """An alias committed with the gold makes two names the same."""
    context = Context(names={name_key("Port Sena"): name_key("Marenka")})
    gold = item({**TERM, "obligor": ["Marenka"]})
    found = item({**TERM, "obligor": ["Port Sena"]}, name="p1")

    (score_,) = score_items([gold], [found], KINDS["plan_terms"], document="a", context=context)

    assert score_.label is Label.COR
