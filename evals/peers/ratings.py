"""What every scorer makes of every edit, and how well the ratings tell harmless edits from harmful ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from statistics import mean
from typing import NamedTuple

from evals.peers.edits import cases, done_to, edits
from evals.peers.scorers import PEERS, Peer, Rate, installed, labelled_part, with_alternates
from evals.perturb import Bench, Edit, Edited, Harm, Scene
from summariser.evaluation.figures import figures
from summariser.evaluation.score import ItemScore, score_items

OURS = "this project"
OURS_BARE = "this project bare"
"""The same scorer with no more gold than the others get: one value for a slot, one set of quotes, no aliases."""
_DIGITS = 9
"""Decimals that count, so that the order of a sum decides no tie."""


class Rated(NamedTuple):
    """One edit, and each scorer's ratings of the answers it was made in: one for each draw."""

    edit: Edit
    ratings: Mapping[str, tuple[float, ...]]

    def mean(self, scorer: str) -> float:
        """Return a scorer's mean rating over the draws."""
        return mean(self.ratings[scorer])


class Comparison(NamedTuple):
    """All ratings.

    Attributes:
        rated: The edits by their names.
        others: The other scorers, as their columns are headed.
        missing: Packages that are not installed.
        records: Gold records that were edited.
    """

    rated: Mapping[str, Rated]
    others: tuple[str, ...]
    missing: tuple[str, ...]
    records: int

    @property
    def scorers(self) -> tuple[str, ...]:
        """All columns."""
        return (OURS, OURS_BARE, *self.others)

    def doing(self, harm: Harm) -> tuple[Rated, ...]:
        """Return the edits that do some harm, or none."""
        return tuple(each for each in self.rated.values() if each.edit.harm is harm)


def compared() -> Comparison:
    """Return what every installed scorer makes of every edit that finds enough records."""
    articles = cases()
    bench = Bench.of(articles)
    rates = {peer: peer.load() for peer in PEERS if not peer.distribution or installed(peer.distribution)}
    rated = {
        edit.family: _rated(bench, edit, draws, rates) for edit in edits() if (draws := done_to(bench, edit))
    }
    return Comparison(
        rated,
        tuple(peer.name for peer in rates),
        tuple(sorted({peer.distribution for peer in PEERS if peer not in rates})),
        sum(len(case.items["plan_terms"]) for case in articles),
    )


def separation(harmless: Iterable[Rated], harmful: Sequence[Rated], scorer: str) -> float:
    """Return how often a scorer rates a harmless edit above a harmful one, ties counting half."""
    pairs = [
        (good, bad)
        for one in harmless
        for other in harmful
        for good in one.ratings[scorer]
        for bad in other.ratings[scorer]
    ]
    return sum((good > bad) + (good == bad) / 2 for good, bad in pairs) / len(pairs)


def _rated(bench: Bench, edit: Edit, draws: Sequence[Sequence[Edited]], rates: Mapping[Peer, Rate]) -> Rated:
    ratings = {
        OURS: tuple(_soft_f1(score for one in done for score in bench.scored(one.scene)) for done in draws),
        OURS_BARE: tuple(_soft_f1(score for one in done for score in _bare(one.scene)) for done in draws),
    }
    for peer, rate in rates.items():
        ratings[peer.name] = tuple(_pooled(peer, rate, done) for done in draws)
    return Rated(edit, ratings)


def _soft_f1(scores: Iterable[ItemScore]) -> float:
    found = figures(scores).soft_f1
    return 1.0 if found is None else found


def _bare(scene: Scene) -> tuple[ItemScore, ...]:
    """Return this project's scores against gold that knows one value for each slot, one proof and no alias."""
    return score_items(
        [replace(draft.gold, alternates={}, evidence=draft.gold.evidence[:1]) for draft, _ in scene.ready],
        scene.items(),
        scene.kind,
        document=scene.case.gold.document,
        context=scene.case.context._replace(names={}, topics={}),
    )


def _pooled(peer: Peer, rate: Rate, done: Sequence[Edited]) -> float:
    """Return the mean over articles, weighted by their records: for an F1 the same as pooling them."""
    sizes = [len(one.scene.ready) + len(one.scene.drafts) for one in done]
    ratings = [
        rate(*_sides(one.scene, alternates=peer.sees_alternates)) if one.touched else 1.0 for one in done
    ]
    total = sum(rating * size for rating, size in zip(ratings, sizes, strict=True))
    return round(total / sum(sizes), _DIGITS)


def _sides(scene: Scene, *, alternates: bool) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Return gold and answer as another scorer gets them."""
    gold = [
        with_alternates(draft, item.record, scene.page.text) if alternates else labelled_part(item.record)
        for draft, item in scene.ready
    ]
    return gold, [labelled_part(item.record) for item in scene.items()]
