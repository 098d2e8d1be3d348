"""The metric itself under test: gold edited in ways that must cost nothing, and in ways that must cost.

What the scorer is known to get wrong stays here as a failing case, marked as such, until it is mended.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.perturb import (
    ALL,
    EDITS,
    KINDS,
    Bench,
    Edit,
    Harm,
    Outcome,
    Scene,
    is_monotone,
    perturb,
    scored,
)
from summariser.document import Span
from summariser.evaluation.articles import labelled_gold
from summariser.evaluation.figures import by_type, figures, headline
from summariser.evaluation.items import Item
from summariser.evaluation.score import ItemScore, score_items
from summariser.records import RecordType
from summariser.records.recordtype import EVENTS, PLAN_TERMS
from summariser.resources import gold_folder
from tests.conftest import ROOT

pytestmark = pytest.mark.no_cover
"""Thousands of comparisons: the tracer would take most of the time."""

COUNTS = (1, 3, 5)
NAME = attrgetter("name")
SMALL = ("001", "004")
"""Articles short enough for many examples."""


@lru_cache(maxsize=1)
def bench() -> Bench:
    """Return the bench of the five articles."""
    return Bench.of(labelled_gold(gold_folder()).cases)


@lru_cache(maxsize=len(EDITS))
def outcomes(edit: Edit) -> tuple[Outcome, ...]:
    """Return what an edit costs in 1, 3 and 5 records; in 5 alone when it must cost nothing."""
    return bench().measure(edit, COUNTS[2:] if edit.harm is Harm.HARMLESS else COUNTS)


def small(kind: RecordType, article: str) -> Scene:
    """Return the perfect answers of one type to a short article."""
    found = bench().scenes[kind.name, False]
    return next(scene for scene in found if scene.case.gold.document.startswith(article))


def f1(scene: Scene, items: Sequence[Item]) -> float | None:
    """Return the soft F1 of some answers to the scene's article."""
    return figures(judged(scene, items)).soft_f1


def judged(scene: Scene, items: Sequence[Item]) -> tuple[ItemScore, ...]:
    """Return the scores of some answers to the scene's article."""
    gold = scene.case.items[scene.kind.name]
    return score_items(gold, items, scene.kind, document="d", context=scene.case.context)


kinds = st.sampled_from(KINDS)
articles = st.sampled_from(SMALL)
seeds = st.integers(0, 10**6)


def test_edits_are_many_and_of_every_type() -> None:
    """Names are unique; each kind of edit has enough distinct ones, and every record type has all three."""
    families = {harm: {edit.family for edit in EDITS if edit.harm is harm} for harm in Harm}

    assert len({edit.name for edit in EDITS}) == len(EDITS)
    assert len(families[Harm.HARMLESS]) >= 15
    assert len(families[Harm.CRITICAL]) >= 40
    assert len(families[Harm.GRADED]) >= 15
    assert {(edit.kind.name, edit.harm) for edit in EDITS} == {(k.name, harm) for k in KINDS for harm in Harm}


def test_an_edit_touches_as_many_records_as_it_says() -> None:
    """One edit of an article's answers changes n predictions, and tells how many there were to change."""
    edit = next(edit for edit in EDITS if edit.name == "plan_terms.polarity_flipped")
    case = small(PLAN_TERMS, "001").case

    scene, touched = perturb(edit, case, 3, Random(0))  # noqa: S311 - repeatable choices
    changed = [
        item
        for item, draft in zip(scene.items(), scene.drafts, strict=True)
        if item.record["force"] != draft.gold.record["force"]
    ]

    assert len(changed) == touched == 3


def test_perfect_answers_score_one() -> None:
    """Gold taken as a prediction, through the path that a model's records take, is right in every type."""
    for full in (False, True):
        scores = [s for kind in KINDS for scene in bench().scenes[kind.name, full] for s in scored(scene)]
        per_type = by_type(scores, [kind.name for kind in KINDS])

        assert {name: figure.soft_f1 for name, figure in per_type.items()} == dict.fromkeys(per_type, 1.0)
        assert headline(per_type) == 1.0


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_no_answer_scores_zero(kind: RecordType) -> None:
    """Nothing is worth nothing where gold requires something, and is not measured where it does not."""
    for scene in bench().scenes[kind.name, False]:
        required = any(draft.gold.required for draft in scene.drafts)

        assert f1(scene, []) == (0.0 if required else None)


@pytest.mark.parametrize("edit", [edit for edit in EDITS if edit.harm is Harm.HARMLESS], ids=NAME)
def test_harmless_edits_cost_nothing(edit: Edit) -> None:
    """What means the same scores the same."""
    (outcome,) = outcomes(edit)

    assert outcome.edited
    assert outcome.cost == 0


@pytest.mark.parametrize("edit", [edit for edit in EDITS if edit.harm is not Harm.HARMLESS], ids=NAME)
def test_harmful_edits_cost_what_they_must(edit: Edit) -> None:
    """What decides costs 0.4 k/n, a detail something, and more edits more."""
    found = outcomes(edit)

    assert [outcome for outcome in found if not outcome.is_lawful] == []
    assert is_monotone(found)


def test_harmless_and_harmful_edits_are_separated() -> None:
    """Every harmless edit scores above every harmful one: by the headline, and within each type."""
    least = [found[-1] for edit in EDITS if edit.harm is Harm.HARMLESS for found in [outcomes(edit)]]
    most = [outcome for edit in EDITS if edit.harm is not Harm.HARMLESS for outcome in outcomes(edit)]

    assert min(outcome.headline for outcome in least) > max(outcome.headline for outcome in most)
    for kind in KINDS:
        above = [outcome.soft_f1 for outcome in least if outcome.edit.kind is kind]
        below = [outcome.soft_f1 for outcome in most if outcome.edit.kind is kind]
        assert min(above) > max(below)


@pytest.mark.slow
@pytest.mark.parametrize("edit", EDITS, ids=NAME)
def test_edits_of_other_records_keep_the_law(edit: Edit) -> None:
    """The laws hold for other choices of records, and a harmless edit may be made in all of them."""
    counts = (*COUNTS, ALL) if edit.harm is Harm.HARMLESS else COUNTS

    for seed in (1, 2):
        found = bench().measure(edit, counts, seed=seed)
        assert [outcome for outcome in found if not outcome.is_lawful] == []
        assert edit.harm is Harm.HARMLESS or is_monotone(found)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_harmful_edits_say_what_gold_does_not_accept(kind: RecordType) -> None:
    """Of the slots that an edit changed, one holds what gold does not take for right: else it is no harm."""
    harmful = [edit for edit in EDITS if edit.kind is kind and edit.harm is not Harm.HARMLESS]
    one_for_one = [
        (edit, edited.scene)
        for edit in harmful
        for edited in bench().edited(edit, 3, seed=3)
        if len(edited.scene.drafts) == len(edited.scene.ready)
    ]

    for edit, scene in one_for_one:
        for draft in scene.drafts:
            changed = [name for name, value in draft.record.items() if value != draft.gold.record.get(name)]
            wrong = [name for name in changed if not draft.accepts(name, draft.record[name])]
            assert bool(wrong) == bool(changed), (edit.name, draft.id)


@given(kinds, articles, seeds, st.data())
@settings(max_examples=15, deadline=None)
def test_harmless_edits_may_be_combined(
    kind: RecordType, article: str, seed: int, data: st.DataObject
) -> None:
    """Any set of harmless edits, one after the other in all records, costs nothing."""
    table = [edit for edit in EDITS if edit.harm is Harm.HARMLESS and edit.kind is kind and not edit.filled]
    chosen = data.draw(st.sets(st.integers(0, len(table) - 1), max_size=12))
    if any(table[index].family == "evidence_narrowed" for index in chosen):
        # Half of a passage that was widened before need not prove anything.
        chosen = {index for index in chosen if "widened" not in table[index].family}
    scene = small(kind, article)

    for index in sorted(chosen):
        scene = table[index].apply(scene, ALL, Random(seed)).scene  # noqa: S311 - repeatable choices

    assert f1(scene, scene.items()) in (1.0, None)


@given(kinds, articles, seeds, st.integers(0, 5), st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_order_means_nothing(kind: RecordType, article: str, seed: int, n: int, order: Random) -> None:
    """The same records in another order score the same, right or wrong."""
    items = list(edited_items(kind, article, seed=seed, n=n))
    mixed = order.sample(items, len(items))

    assert f1(small(kind, article), mixed) == f1(small(kind, article), items)


@given(articles, seeds, st.integers(0, 5), st.integers(1, 10**5))
@settings(max_examples=15, deadline=None)
def test_offsets_mean_nothing(article: str, seed: int, n: int, distance: int) -> None:
    """The same article with something put before it scores the same."""
    scene = small(PLAN_TERMS, article)
    items = edited_items(PLAN_TERMS, article, seed=seed, n=n)
    gold = [moved(item, distance) for item in scene.case.items["plan_terms"]]
    further = [moved(item, distance) for item in items]

    scores = score_items(gold, further, PLAN_TERMS, document="d", context=scene.case.context)

    assert [score.credit for score in scores] == [score.credit for score in judged(scene, items)]


@given(
    st.sampled_from([kind for kind in KINDS if kind is not EVENTS]),
    articles,
    st.randoms(use_true_random=False),
)
@settings(max_examples=15, deadline=None)
def test_every_further_right_record_raises_the_score(kind: RecordType, article: str, order: Random) -> None:
    """With k of n required records, in whatever order they come, F1 is 2 k / (n + k).

    Events wait until two in one sentence are told apart by their time.
    """
    scene = small(kind, article)
    required = [item for draft, item in scene.ready if draft.gold.required]
    mixed = order.sample(required, len(required))

    for k in range(1, len(mixed) + 1):
        assert f1(scene, mixed[:k]) == round(2 * k / (len(mixed) + k), 6)


@given(kinds, articles, seeds, st.integers(0, 5), st.data())
@settings(max_examples=15, deadline=None)
def test_repeating_records_of_a_full_answer_never_pays(
    kind: RecordType, article: str, seed: int, n: int, data: st.DataObject
) -> None:
    """With an answer for every gold item, however wrong, saying some of them twice scores no higher."""
    items = list(edited_items(kind, article, seed=seed, n=n))
    twice = data.draw(st.sets(st.sampled_from(range(len(items)))))
    repeated = [*items, *(replace(items[index], id=f"{items[index].id}-twice") for index in sorted(twice))]
    before, after = f1(small(kind, article), items), f1(small(kind, article), repeated)

    assert before is None or (after is not None and after <= before)


def test_the_log_tells_of_every_edit() -> None:
    """Each edit has the figure of its first try on record, and a row in the log."""
    first = json.loads((ROOT / "evals" / "perturbations_first_try.json").read_text("utf-8"))
    log = (ROOT / "evals" / "perturbations.md").read_text("utf-8")

    assert {edit.name for edit in EDITS} <= first["edits"].keys()
    assert [edit.name for edit in EDITS if f"| {edit.family} | {edit.kind.name} |" not in log] == []


def edited_items(kind: RecordType, article: str, *, seed: int, n: int) -> tuple[Item, ...]:
    """Return answers to a short article with a slot or its evidence wrong in n of them."""
    rng = Random(seed)  # noqa: S311 - repeatable choices
    graded = [edit for edit in EDITS if edit.kind is kind and edit.harm is Harm.GRADED and not edit.filled]
    return rng.choice(graded).apply(small(kind, article), n, rng).scene.items()


def moved(item: Item, distance: int) -> Item:
    """Return an item whose spans lie further on."""

    def further(spans: Iterable[Span]) -> tuple[Span, ...]:
        return tuple(Span(start=span.start + distance, end=span.end + distance) for span in spans)

    return replace(item, evidence=tuple(map(further, item.evidence)), mentions=further(item.mentions))
