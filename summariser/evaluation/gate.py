"""Gates: whether an evaluation may pass, and every item that says no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from summariser.evaluation.result import Outcome, Result
from summariser.evaluation.score import Label
from summariser.evaluation.statistics import holm, sign_flip

WORST_DROP = 0.02
"""Drop of a type's F1 that the live gate lets pass whatever the p-value."""
ALPHA = 0.05
MOST_NEW_CONTRADICTIONS = 6
"""Further contradicting items from which the live gate falls: the least that a paired test can see."""

SPURIOUS = -0.75
"""What a spurious item is worth beside a right one's 1 and a missed one's 0.

To first order a pair that turns right moves F1 by (2 - F) / W and a spurious item by -F / W, with W the number
of gold items and predictions: F / (2 - F) is 0.75 at an F1 of 0.86.
"""

Key = tuple[str, str, str]


class Change(NamedTuple):
    """One item that two results score differently.

    Attributes:
        before: Its outcome in the first result; None when it was not there.
        after: Its outcome in the second; None when it is gone.
    """

    key: Key
    before: Outcome | None
    after: Outcome | None

    @property
    def gain(self) -> float:
        """Credit gained, negative when lost; a spurious item counts `SPURIOUS`."""
        return _worth(self.after) - _worth(self.before)


class Verdict(NamedTuple):
    """What a gate says.

    Attributes:
        failures: Why it falls, one sentence each; empty when it passes.
        worse: Items that got worse.
        better: Items that got better.
        notes: What it passes and a reader should know, one sentence each.
    """

    failures: tuple[str, ...]
    worse: tuple[Change, ...] = ()
    better: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.failures


def absolute_failures(result: Result) -> tuple[str, ...]:
    """Return what is wrong with a result whatever it is compared with."""
    checks = result.checks
    counted = {
        "pieces of evidence lie in page furniture": checks.furniture,
        "records have evidence that is not in the article": checks.ungrounded,
        "answers were not what the schema asks for": checks.schema_invalid,
    }
    return (
        *checks.missing,
        *(f"{count} {what}" for what, count in counted.items() if count),
        *checks.traps,
    )


def replay_gate(result: Result, baseline: Result | None) -> Verdict:
    """Return the verdict on replayed recordings: exact, so any difference from the baseline counts.

    A better item fails as well until it is accepted: the baseline only ever moves on purpose.
    """
    failures = list(absolute_failures(result))
    if baseline is None:
        return Verdict(
            (*failures, "there is no baseline yet: `summarise eval --accept --reason …` writes it")
        )
    changes = changes_between(baseline.outcomes, result.outcomes)
    worse = tuple(change for change in changes if change.gain < 0)
    better = tuple(change for change in changes if change.gain > 0)
    failures += [f"worse: {in_words(change)}" for change in worse]
    failures += [f"better, and not accepted yet: {in_words(change)}" for change in better]
    moved = [change for change in changes if not change.gain]
    failures += [f"changed, and not accepted yet: {in_words(change)}" for change in moved]
    return Verdict(tuple(failures), worse, better)


def live_gate(result: Result, baseline: Result | None, *, seed: int = 20251124) -> Verdict:
    """Return the verdict on live answers: a drop that chance does not explain.

    It falls when a type's F1 drops by more than 2 points with one-sided p < .05
    (sign flips over items, Holm over the types), or when at least 6 more items
    contradict the gold.
    """
    failures = list(absolute_failures(result))
    if baseline is None:
        return Verdict(tuple(failures))
    changes = changes_between(baseline.outcomes, result.outcomes)
    differences = {name: paired(baseline, result, name) for name in result.record_types}
    p_values = holm(
        {name: sign_flip(each, alternative="less", seed=seed) for name, each in differences.items() if each}
    )
    for name, p_value in p_values.items():
        drop = _f1(baseline, name) - _f1(result, name)
        if drop > WORST_DROP and p_value < ALPHA:
            failures.append(f"{name}: F1 dropped by {100 * drop:.1f} points (p = {p_value:.3f})")
    more = _contradictions(result) - _contradictions(baseline)
    if more >= MOST_NEW_CONTRADICTIONS:
        failures.append(f"{more:.0f} more items contradict the gold")
    return Verdict(
        tuple(failures),
        tuple(change for change in changes if change.gain < 0),
        tuple(change for change in changes if change.gain > 0),
    )


def changes_between(before: Sequence[Outcome], after: Sequence[Outcome]) -> tuple[Change, ...]:
    """Return every item whose credit, label or deciding field differs, sorted by article, type and item.

    Over several samples an item counts with its mean credit and its last label.
    """
    old, new = _merged(before), _merged(after)
    changes = [Change(key, old.get(key), new.get(key)) for key in sorted(set(old) | set(new))]
    return tuple(
        change
        for change in changes
        if _state(change.before) != _state(change.after)
        and not (_is_silent(change.before) and _is_silent(change.after))
    )


def paired(before: Result, after: Result, record_type: str | None = None) -> list[float]:
    """Return the gain of every item that either result knows, of one record type or of all.

    Gold items are paired by id, spurious ones by prediction; optional gold is left out.
    """
    old, new = _merged(before.outcomes), _merged(after.outcomes)
    keys = sorted(key for key in set(old) | set(new) if record_type in (None, key[1]))
    pairs = [(old.get(key), new.get(key)) for key in keys]
    return [
        Change(("", "", ""), one, other).gain
        for one, other in pairs
        if not (_is_silent(one) and _is_silent(other))
    ]


def in_words(change: Change) -> str:
    """Return a change as one line: which item, from what to what, and why."""
    document, record_type, item = change.key
    return f"{document} {record_type} {item}: {said(change.before)} → {said(change.after)}"


def said(outcome: Outcome | None) -> str:
    """Return an outcome in a few words: label, credit, and the field at fault."""
    if outcome is None:
        return "not there"
    field = f" ({outcome.field})" if outcome.field else ""
    return f"{outcome.label} {outcome.credit:g}{field}"


def _merged(outcomes: Sequence[Outcome]) -> Mapping[Key, Outcome]:
    """Return one outcome per item: its last one, with the mean credit of all its samples."""
    groups: dict[Key, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.key, []).append(outcome)
    return {
        key: group[-1].model_copy(update={"credit": round(sum(o.credit for o in group) / len(group), 6)})
        for key, group in groups.items()
    }


def _state(outcome: Outcome | None) -> tuple[object, ...]:
    return (outcome.label, outcome.credit, outcome.field) if outcome else ()


def _is_silent(outcome: Outcome | None) -> bool:
    """Return whether an item counts neither way: it is not there, or optional."""
    return outcome is None or outcome.label is Label.OPT


def _worth(outcome: Outcome | None) -> float:
    if outcome is None or outcome.label is Label.OPT:
        return 0.0
    return SPURIOUS if outcome.label is Label.SPU else outcome.credit


def _f1(result: Result, record_type: str) -> float:
    return float(result.figures.get("types", {}).get(record_type, {}).get("soft_f1") or 0.0)


def _contradictions(result: Result) -> float:
    return sum(outcome.label is Label.INC for outcome in result.outcomes) / max(result.samples, 1)
