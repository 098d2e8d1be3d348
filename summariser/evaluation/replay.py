"""The replay gate: recorded answers scored offline, and everything that must be as it was accepted."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from summariser.errors import GoldError
from summariser.evaluation.baseline import Baseline, baseline_path, read_baseline, write_baseline
from summariser.evaluation.checks import gold_problems, orphan_problems, recording_problems
from summariser.evaluation.gate import Verdict, absolute_failures, changes_between, in_words, replay_gate
from summariser.evaluation.gold import Case, read_aliases
from summariser.evaluation.result import Result
from summariser.evaluation.run import cases_of, evaluate_source, labelled, rescore
from summariser.pipeline import replay_source
from summariser.prompts import load_prompts
from summariser.records import BUILT_IN, RecordType
from summariser.settings import Settings
from summariser.store import Recordings


class Replayed(NamedTuple):
    """What a replay gave: the evaluation, and what the gate says of it."""

    result: Result
    verdict: Verdict


def replay(
    gold: Path,
    recordings: Path,
    *,
    settings: Settings | None = None,
    record_types: Sequence[RecordType] = BUILT_IN,
) -> Replayed:
    """Return the score of the recordings in a folder, and the verdict of the replay gate.

    Sends nothing. The gate falls for gold that is not as it should be, for
    recordings that are missing, stale, tampered with or unused, and for any
    item that is not as the baseline has it.

    Raises:
        GoldError: The gold cannot be used at all.
        RecordingError: The folder of recordings cannot be used at all.
    """
    settings = settings or Settings()
    prompts = load_prompts(str(settings.prompts) if settings.prompts else None)
    problems = [*gold_problems(gold, record_types), *recording_problems(recordings, prompts)]
    folder = Recordings(recordings)
    offline = settings.model_copy(update={"model": None, "network": False})
    result = asyncio.run(
        evaluate_source(
            lambda: replay_source(folder), offline, gold, record_types=record_types, kind="recordings"
        )
    )
    problems += orphan_problems(folder)
    before = read_baseline(baseline_path(gold))
    baseline = _scored_again(before, result, gold, record_types)
    problems += _moved(before.result, result, baseline) if before and baseline else []
    verdict = replay_gate(result, baseline)
    return Replayed(result, verdict._replace(failures=(*problems, *verdict.failures)))


def accept(gold: Path, replayed: Replayed, reason: str) -> Path:
    """Make a replay's result the baseline, and return where it lies.

    Raises:
        GoldError: Answers are missing, or evidence is not what it should be: no reason makes that right.
    """
    checks = replayed.result.checks
    if checks.missing or checks.furniture or checks.ungrounded or checks.traps or checks.schema_invalid:
        raise GoldError("this result cannot be accepted: " + "; ".join(absolute_failures(replayed.result)))
    path = baseline_path(gold)
    write_baseline(path, replayed.result, reason)
    return path


def accepted(gold: Path, record_types: Sequence[RecordType] = BUILT_IN) -> Result | None:
    """Return the baseline of a gold folder as today's scorer scores it; None when there is none."""
    before = read_baseline(baseline_path(gold))
    if before is None:
        return None
    return rescore(before.result, cases_in(gold, record_types), record_types, folder=gold)


def _scored_again(
    before: Baseline | None, result: Result, gold: Path, record_types: Sequence[RecordType]
) -> Result | None:
    """Return the baseline to compare with, scored by today's scorer against today's gold where either changed."""
    if before is None or (before.result.scorer, before.result.gold) == (result.scorer, result.gold):
        return before.result if before else None
    return rescore(before.result, cases_in(gold, record_types), record_types, folder=gold)


def _moved(old: Result, result: Result, again: Result) -> list[str]:
    """Return what changed in scorer and gold since the baseline `old` was accepted, and the items that it moved.

    `again` is the baseline as today's scorer and gold have it.
    """
    names = sorted(
        name for name in set(old.gold) | set(result.gold) if old.gold.get(name) != result.gold.get(name)
    )
    found = [f"gold: {name}.json changed since the baseline was accepted" for name in names]
    if old.scorer != result.scorer:
        found.append(
            f"scorer: its code changed since the baseline was accepted ({old.scorer} → {result.scorer})"
        )
    return found + [
        f"scored differently than when accepted: {in_words(change)}"
        for change in changes_between(old.outcomes, again.outcomes)
    ]


def cases_in(gold: Path, record_types: Sequence[RecordType] = BUILT_IN) -> dict[str, Case]:
    """Return the cases of a gold folder, by article."""
    articles = labelled(gold, record_types)
    cases = cases_of(articles, read_aliases(gold), record_types)
    return {case.gold.document: case for case in cases}
