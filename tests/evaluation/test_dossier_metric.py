"""The dossier's metric under test: a fault costs what it should, wording costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summariser.document import Span
from summariser.evaluation.dossier.findings import sentences_of
from summariser.evaluation.dossier.gold import DossierGold, Relation
from summariser.evaluation.dossier.score import DossierScore, score
from summariser.reconcile.dossier import Agreement, Claim, Conflict, Dossier, ResolvedActor
from summariser.records.vocabulary import ConflictRelation, DisputeType
from tests.evaluation.dossier_cases import claim, conflict_of, evidence, gold, relation, rendered, texts

Edit = Callable[[Dossier], Dossier]

HARD = {"hard_recall", "hard_precision", "hard_f1"}


def scored(dossier: Dossier, wanted: DossierGold | None = None) -> DossierScore:
    """Return the score of a dossier of the seeds."""
    return score(dossier, wanted or gold(), texts())


def values(result: DossierScore) -> dict[str, float | None]:
    """Return the value of each figure."""
    return {name: figure.value for name, figure in result.figures.items()}


def changed(dossier: Dossier, name: str, **update: Any) -> Dossier:  # noqa: ANN401 - fields of any type
    """Return a dossier in which one conflict has other fields."""
    assert any(conflict.id == name for conflict in dossier.conflicts)
    conflicts = [
        conflict.model_copy(update=update) if conflict.id == name else conflict
        for conflict in dossier.conflicts
    ]
    return dossier.model_copy(update={"conflicts": tuple(conflicts)})


def with_conflict(dossier: Dossier, *groups: list[tuple[str, str]], labels: str) -> Dossier:
    """Return a dossier with one more conflict, of passages of the seeds."""
    made = conflict_of(Relation.model_validate(relation("new", labels, *groups)))
    return dossier.model_copy(update={"conflicts": (*dossier.conflicts, made)})


def dropped(dossier: Dossier) -> Dossier:
    """Leave out a conflict."""
    return dossier.model_copy(update={"conflicts": tuple(c for c in dossier.conflicts if c.id != "c-r01")})


def dropped_agreement(dossier: Dossier) -> Dossier:
    """Leave out an agreement that is required."""
    return dossier.model_copy(update={"agreements": tuple(a for a in dossier.agreements if a.id != "a-r07")})


def flipped(dossier: Dossier) -> Dossier:
    """Call a contradiction superseded."""
    return changed(dossier, "c-r01", relation=ConflictRelation.SUPERSEDED, severity="soft")


def retyped(dossier: Dossier) -> Dossier:
    """Give a conflict another type."""
    return changed(dossier, "c-r01", type=DisputeType.MOTIVE)


def softened(dossier: Dossier) -> Dossier:
    """Grade a hard conflict soft."""
    return changed(dossier, "c-r01", severity="soft")


def moved(dossier: Dossier) -> Dossier:
    """Lay a claim into the mouth of another article."""
    (conflict,) = (c for c in dossier.conflicts if c.id == "c-r01")
    other = claim("004", "The plan remains a draft")
    span = Span(start=other["start"], end=other["start"] + len(other["quote"]))
    wrong = conflict.claims[1].model_copy(update={"document": "004", "evidence": (evidence("004", span),)})
    return changed(dossier, "c-r01", claims=(conflict.claims[0], wrong))


def spurious(dossier: Dossier) -> Dossier:
    """Add a conflict that nothing asks for."""
    groups = [("000", "approval at 37 percent")], [("001", "the four-year Ukraine war")]
    return with_conflict(dossier, *groups, labels="contradict numeric hard")


def lookalike(dossier: Dossier) -> Dossier:
    """Set lookalikes against each other."""
    groups = [("003", "A $100 billion fund")], [("000", "commits $100 billion to green energy")]
    return with_conflict(dossier, *groups, labels="contradict numeric hard")


def by_model(dossier: Dossier) -> Dossier:
    """Have the model decide what a rule decided."""
    return changed(dossier, "c-r01", rule="model")


def conflict_for_agreement(dossier: Dossier) -> Dossier:
    """Report a conflict where the articles agree."""
    (agreed,) = (each for each in gold().relations if each.id == "r07")
    groups = [
        group.model_copy(update={"claims": (each,)}) for group in agreed.groups for each in group.claims
    ]
    wrong = agreed.model_copy(
        update={"relation": ConflictRelation.CONTRADICT, "severity": "hard", "groups": tuple(groups)}
    )
    dossier = dropped_agreement(dossier)
    return dossier.model_copy(update={"conflicts": (*dossier.conflicts, conflict_of(wrong))})


def merged(dossier: Dossier) -> Dossier:
    """Take two people for one."""
    scholz, merz = (actor for actor in dossier.actors if actor.name in ("Olaf Scholz", "Merz"))
    one = scholz.model_copy(update={"mentions": (*scholz.mentions, *merz.mentions)})
    return _with_actors(dossier, [one, *(a for a in dossier.actors if a not in (scholz, merz))])


def split(dossier: Dossier) -> Dossier:
    """Take one person for two."""
    first, *rest = dossier.actors
    parts = [first.model_copy(update={"mentions": part}) for part in (first.mentions[:1], first.mentions[1:])]
    return _with_actors(dossier, [*parts, *rest])


def _with_actors(dossier: Dossier, actors: list[ResolvedActor]) -> Dossier:
    return dossier.model_copy(update={"actors": tuple(actors)})


def off_topic(dossier: Dossier) -> Dossier:
    """Call an article off topic that is not."""
    first, *rest = dossier.documents
    return dossier.model_copy(update={"documents": (first.model_copy(update={"off_topic": True}), *rest)})


def copied(dossier: Dossier) -> Dossier:
    """Take two articles for copies."""
    first, second, *rest = dossier.sources
    one = first.model_copy(update={"documents": (*first.documents, *second.documents)})
    return dossier.model_copy(update={"sources": (one, *rest)})


def test_perfect_dossier_scores_one_everywhere() -> None:
    """What says exactly what gold says is right in every figure, and falls for no trap."""
    result = scored(rendered(gold()))

    assert {name: value for name, value in values(result).items() if value != 1.0} == {"traps": 0.0}
    assert all(figure.n for figure in result.figures.values())
    assert {outcome.state for outcome in result.outcomes} == {"found"}
    assert not result.extras
    assert not result.traps


@pytest.mark.parametrize(
    ("edit", "falls"),
    [
        (dropped, {"hard_recall", "hard_f1", "found", "pairs"}),
        (dropped_agreement, {"agreements_recall", "agreements_f1", "found", "pairs"}),
        (flipped, {"hard_recall", "hard_f1", "relation", "severity"}),
        (retyped, {"type"}),
        (softened, {"severity"}),
        (moved, {*HARD, "found", "pairs"}),
        (spurious, {"hard_precision", "hard_f1"}),
        (lookalike, {"hard_precision", "hard_f1"}),
        (by_model, {"by_rule"}),
        (
            conflict_for_agreement,
            {"hard_precision", "hard_f1", "agreements_recall", "agreements_f1", "relation", "severity"},
        ),
        (
            merged,
            {
                "actors_precision",
                "actors_f1",
                "linked_precision",
                "linked_f1",
                "recorded_precision",
                "recorded_f1",
            },
        ),
        (
            split,
            {"actors_recall", "actors_f1", "linked_recall", "linked_f1", "recorded_recall", "recorded_f1"},
        ),
        (off_topic, {"off_topic"}),
        (copied, {"sources"}),
    ],
)
def test_a_fault_costs_its_own_figures_and_no_other(edit: Edit, falls: set[str]) -> None:
    """Each harmful edit lowers exactly the figures that measure it."""
    result = values(scored(edit(rendered(gold()))))

    assert {name for name, value in result.items() if name != "traps" and value != 1.0} == falls


@pytest.mark.parametrize(("edit", "fired"), [(lookalike, "lookalike"), (merged, "people"), (spurious, None)])
def test_traps_fire_for_those_who_fall_for_them(edit: Edit, fired: str | None) -> None:
    """A lookalike compared and two people made one are named; another fault fires none."""
    result = scored(edit(rendered(gold())))

    assert [hit.kind for hit in result.traps] == ([fired] if fired else [])
    assert result.figures["traps"].value == (0.5 if fired else 0.0)


def test_faults_are_named_item_by_item() -> None:
    """The diff tells which relation is missed, mistyped or called by another relation."""
    base = rendered(gold())

    states = [
        next(outcome.state for outcome in scored(edit(base)).outcomes if outcome.id == "r01")
        for edit in (dropped, retyped, flipped, moved)
    ]

    assert states == ["missed", "mistyped", "wrong relation", "missed"]


def test_what_is_not_borne_out_is_named_with_its_claims() -> None:
    """A spurious conflict is listed, and one against an agreement names the gold that says otherwise."""
    (nothing,) = scored(spurious(rendered(gold()))).extras
    (otherwise,) = scored(conflict_for_agreement(rendered(gold()))).extras

    assert nothing.instead == ()
    assert nothing.claims == ("000: answer 0", "001: answer 1")
    assert otherwise.instead == ("r07",)


def test_more_faults_cost_more() -> None:
    """One, two and three missed hard conflicts lower recall step by step; none found is 0."""
    base = rendered(gold())
    gone = [{"c-r01"}, {"c-r01", "c-r02"}, {"c-r01", "c-r02", "c-r04"}]

    recalls = [
        values(
            scored(base.model_copy(update={"conflicts": tuple(c for c in base.conflicts if c.id not in ids)}))
        )["hard_recall"]
        for ids in gone
    ]

    assert recalls == [0.666667, 0.333333, 0.0]


def test_an_empty_dossier_scores_zero() -> None:
    """Who reports nothing has no recall and no F1, and no precision to speak of."""
    empty = rendered(gold()).model_copy(update={"conflicts": (), "agreements": (), "actors": ()})

    result = values(scored(empty))

    assert [result[f"{kind}_f1"] for kind in ("hard", "soft", "agreements")] == [0.0, 0.0, 0.0]
    assert result["hard_precision"] is None
    assert result["found"] == 0.0
    assert result["linked_f1"] is None


def _reworded(dossier: Dossier) -> Dossier:
    """Change ids and wording, and nothing that decides."""
    conflicts = tuple(
        conflict.model_copy(
            update={
                "id": f"x{100 - at}",
                "question": "Which?",
                "explanation": "As it is.",
                "topic": "",
                "subject": "s",
            }
        )
        for at, conflict in enumerate(dossier.conflicts)
    )
    agreements = tuple(
        agreement.model_copy(update={"id": f"y{100 - at}", "value": "it", "explanation": "So."})
        for at, agreement in enumerate(dossier.agreements)
    )
    actors = tuple(
        actor.model_copy(update={"id": f"z{at}", "name": "Who"}) for at, actor in enumerate(dossier.actors)
    )
    return dossier.model_copy(update={"conflicts": conflicts, "agreements": agreements, "actors": actors})


def _elsewhere(dossier: Dossier) -> Dossier:
    """Prove every claim by the last characters of its sentence."""
    where = sentences_of(texts())

    def other(claim: Claim) -> Claim:
        (span,) = (each.span for each in claim.evidence)
        sentence = next(each for each in where[claim.document] if each.overlaps(span))
        last = Span(start=sentence.end - 3, end=sentence.end)
        return claim.model_copy(update={"evidence": (evidence(claim.document, last),)})

    def proved(found: Conflict | Agreement) -> Conflict | Agreement:
        return found.model_copy(update={"claims": tuple(map(other, found.claims))})

    return dossier.model_copy(
        update={
            "conflicts": tuple(map(proved, dossier.conflicts)),
            "agreements": tuple(map(proved, dossier.agreements)),
        }
    )


@pytest.mark.parametrize("edit", [_reworded, _elsewhere])
@pytest.mark.parametrize("fault", [lambda dossier: dossier, dropped, flipped, retyped, spurious, lookalike])
def test_harmless_edits_change_nothing(edit: Edit, fault: Edit) -> None:
    """Ids, wording and which words of a sentence are quoted move no figure, on a right dossier and on wrong ones."""
    dossier = fault(rendered(gold()))

    assert scored(edit(dossier)).figures == scored(dossier).figures


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_order_changes_nothing(random: Any) -> None:  # noqa: ANN401 - hypothesis's own type
    """The order of conflicts, claims, groups, actors, articles and of the gold's relations changes not one byte."""
    wanted = gold()
    dossier = merged(spurious(flipped(rendered(wanted))))

    def shuffled(values: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(random.sample(values, len(values)))

    conflicts = tuple(c.model_copy(update={"groups": shuffled(c.groups)}) for c in dossier.conflicts)
    agreements = tuple(a.model_copy(update={"claims": shuffled(a.claims)}) for a in dossier.agreements)
    actors = tuple(a.model_copy(update={"mentions": shuffled(a.mentions)}) for a in dossier.actors)
    other = dossier.model_copy(
        update={
            "conflicts": shuffled(conflicts),
            "agreements": shuffled(agreements),
            "actors": shuffled(actors),
            "documents": shuffled(dossier.documents),
            "sources": shuffled(dossier.sources),
        }
    )
    turned = wanted.model_copy(
        update={"relations": shuffled(wanted.relations), "actors": shuffled(wanted.actors)}
    )

    assert scored(other, turned).model_dump_json() == scored(dossier, wanted).model_dump_json()
