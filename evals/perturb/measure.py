"""What each edit costs: the scorer run on edited gold, and whether it charged what it must."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from typing import NamedTuple

from evals.perturb.fill import filled, has_fillings
from evals.perturb.harmless import KINDS
from evals.perturb.scene import Edit, Edited, Harm, Scene, scene_of
from summariser.evaluation.figures import figures
from summariser.evaluation.gold import Case
from summariser.evaluation.score import ItemScore, score_items

DUE = 0.4
"""Least cost of an edit of what decides in all n records, as a share of the type's soft F1."""
ALL = 1_000_000
_ROUNDING = 2e-6


class Outcome(NamedTuple):
    """What one edit did to the figures, pooled over articles.

    Attributes:
        edit: The edit.
        edited: Gold items that were edited.
        required: Gold items that could be missed.
        soft_f1: The type's soft F1 after the edit; it was 1 before.
        headline: The headline after the edit: the mean over the types, the others untouched.
    """

    edit: Edit
    edited: int
    required: int
    soft_f1: float
    headline: float

    @property
    def cost(self) -> float:
        """What the edit cost of the type's soft F1."""
        return round(1.0 - self.soft_f1, 6)

    @property
    def due(self) -> float:
        """The least that it must cost: 0 for an edit whose cost has no such bound."""
        return DUE * self.edited / self.required if self.edit.harm is Harm.CRITICAL else 0.0

    @property
    def is_lawful(self) -> bool:
        """Whether the scorer charged what it must."""
        if not self.edited:
            return False
        if self.edit.harm is Harm.HARMLESS:
            return self.cost == 0
        return self.cost > 0 and self.cost >= self.due - _ROUNDING


class Misjudged(NamedTuple):
    """How many gold items an edit touched one by one, and the names of those that were judged wrongly."""

    touched: int
    wrong: tuple[str, ...]


@dataclass(frozen=True)
class Bench:
    """The cases that edits are measured on, with their perfect answers.

    Attributes:
        scenes: The perfect answers by record type, on gold as it is and on filled gold.
        scores: What the scorer makes of each of them.
    """

    scenes: Mapping[tuple[str, bool], tuple[Scene, ...]]
    scores: Mapping[int, tuple[ItemScore, ...]] = field(repr=False)

    @classmethod
    def of(cls, cases: Sequence[Case]) -> Bench:
        """Return the bench for some articles."""
        plain = {kind.name: tuple(scene_of(case, kind) for case in cases) for kind in KINDS}
        full = {
            kind.name: tuple(scene_of(filled(case), kind) for case in cases)
            for kind in KINDS
            if has_fillings(kind.name)
        }
        scenes = {(name, False): found for name, found in plain.items()} | {
            (name, True): found for name, found in (plain | full).items()
        }
        return cls(scenes, {id(scene): scored(scene) for found in scenes.values() for scene in found})

    def measure(self, edit: Edit, ns: Sequence[int], *, seed: int = 0) -> tuple[Outcome, ...]:
        """Return what `edit` costs when it is done to n records, or to as many as there are, for each n.

        A larger n edits the records of a smaller one, and more.
        """
        known: dict[tuple[int, int], tuple[ItemScore, ...]] = {}
        outcomes = []
        for n in ns:
            scores: list[ItemScore] = []
            done = self.edited(edit, n, seed=seed)
            for index, edited in enumerate(done):
                if (index, edited.touched) not in known:
                    known[index, edited.touched] = self.scored(edited.scene)
                scores += known[index, edited.touched]
            outcomes.append(_outcome(edit, sum(each.touched for each in done), scores))
        return tuple(outcomes)

    def misjudged(self, edit: Edit, *, seed: int = 0) -> Misjudged | None:
        """Return the gold items of which the scorer judged wrongly, when all that can be edited are.

        None for an edit that does not change one record at a time, such as a new order.
        """
        done = self.edited(edit, ALL, seed=seed)
        if any(len(each.scene.drafts) != len(each.scene.ready) for each in done):
            return None
        touched, wrong = 0, []
        for scene, edited in zip(self.scenes[edit.kind.name, edit.filled], done, strict=True):
            kept = {id(draft) for draft in edited.scene.drafts}
            changed = {draft.gold.id for draft in scene.drafts if id(draft) not in kept}
            touched += len(changed)
            wrong += [
                f"{score.document[:3]} {score.gold}"
                for score in self.scored(edited.scene)
                if score.gold in changed and not _is_right(score.credit, edit.harm)
            ]
        return Misjudged(touched, tuple(wrong)) if touched == sum(each.touched for each in done) else None

    def edited(self, edit: Edit, n: int, *, seed: int = 0) -> tuple[Edited, ...]:
        """Return every article's answers with n records edited in all, the articles chosen at random."""
        scenes = self.scenes[edit.kind.name, edit.filled]
        order = list(range(len(scenes)))
        _random(seed, edit.name).shuffle(order)
        done = {index: Edited(scene, 0) for index, scene in enumerate(scenes)}
        left = n
        for index in order:
            if left > 0:
                rng = _random(seed, edit.name, scenes[index].case.gold.document)
                done[index] = edit.apply(scenes[index], left, rng)
                left -= done[index].touched
        return tuple(done[index] for index in range(len(scenes)))

    def scored(self, scene: Scene) -> tuple[ItemScore, ...]:
        """Return the scores of a scene, from memory when nothing in it was edited."""
        known = self.scores.get(id(scene))
        return known if known is not None else scored(scene)


def scored(scene: Scene) -> tuple[ItemScore, ...]:
    """Return what the scorer makes of a scene's answers."""
    return score_items(
        scene.case.items.get(scene.kind.name, ()),
        scene.items(),
        scene.kind,
        document=scene.case.gold.document,
        context=scene.case.context,
    )


def _outcome(edit: Edit, edited: int, scores: Sequence[ItemScore]) -> Outcome:
    found = figures(scores)
    soft_f1 = 1.0 if found.soft_f1 is None else found.soft_f1
    return Outcome(edit, edited, found.gold, soft_f1, (len(KINDS) - 1 + soft_f1) / len(KINDS))


def _is_right(credit: float, harm: Harm) -> bool:
    """Return whether an edited item got the credit that the edit leaves it."""
    if harm is Harm.HARMLESS:
        return credit >= 1
    return credit <= 1 - DUE if harm is Harm.CRITICAL else credit < 1


def is_monotone(outcomes: Iterable[Outcome]) -> bool:
    """Return whether more edits give a lower score, for outcomes in the order of n."""
    row = [*outcomes]
    return all(
        later.soft_f1 < earlier.soft_f1 for earlier, later in pairwise(row) if later.edited > earlier.edited
    )


def _random(seed: int, *names: str) -> Random:
    return Random(":".join((str(seed), *names)))  # noqa: S311 - repeatable choices, no secrets
