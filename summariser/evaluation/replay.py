"""The replay gate: recorded answers scored offline, and everything that must be as it was accepted."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from summariser.errors import GoldError
from summariser.evaluation.articles import LabelledGold, labelled_gold
from summariser.evaluation.baseline import Baseline, baseline_path, read_baseline, write_baseline
from summariser.evaluation.checks import (
    dossier_problems,
    label_problems,
    orphan_problems,
    recording_problems,
)
from summariser.evaluation.dossier.baseline import dossier_baseline_path, read_accepted, write_accepted
from summariser.evaluation.dossier.corpora import dossier_scorer
from summariser.evaluation.dossier.gate import dossiers_gate
from summariser.evaluation.dossier.replay import replay_corpus
from summariser.evaluation.gate import Verdict, absolute_failures, changes_between, in_words, replay_gate
from summariser.evaluation.result import Result
from summariser.evaluation.run import evaluate_source, rescore
from summariser.pipeline import replay_source
from summariser.prompts import PromptSet, load_prompts
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
    corpora: Sequence[Path] = (),
) -> Replayed:
    """Return the score of the recordings in a folder, and the verdict of the replay gate.

    Sends nothing. The gate falls for gold that is not as it should be, for
    recordings that are missing, stale, tampered with or unused, for any item that
    is not as the baseline has it, and for dossiers that got worse.

    Args:
        gold: The gold of the articles, and of their dossier where there is one.
        recordings: The answers.
        settings: What shapes requests; neither model nor network is taken from it.
        record_types: The kinds to ask for.
        corpora: Further folders with gold of a dossier, articles and recordings of their own.

    Raises:
        GoldError: The gold cannot be used at all.
        RecordingError: The folder of recordings cannot be used at all.
    """
    settings = settings or Settings()
    prompts = load_prompts(settings.prompts)
    labels = labelled_gold(gold, record_types)
    problems = [*label_problems(labels, record_types), *recording_problems(recordings, prompts)]
    folder = Recordings(recordings)
    offline = settings.model_copy(update={"model": None, "network": False})
    result = asyncio.run(
        evaluate_source(
            lambda: replay_source(folder), offline, labels, record_types=record_types, kind="recordings"
        )
    )
    problems += orphan_problems(folder)
    result, wrong = _with_corpora(result, corpora, offline, prompts)
    problems += wrong
    before = read_baseline(baseline_path(gold))
    baseline = _scored_again(before, result, labels, record_types)
    problems += _moved(before.result, result, baseline) if before and baseline else []
    verdict = replay_gate(result, baseline)
    beside = dossiers_gate(
        result.dossiers,
        read_accepted(dossier_baseline_path(gold)),
        scorer=result.dossier_scorer,
        documents=result.documents,
    )
    found = (*problems, *verdict.failures, *beside.failures)
    failures = tuple(
        sorted(found, key=lambda problem: problem.startswith("orphan: "))
    )  # they follow from the rest
    return Replayed(result, verdict._replace(failures=failures, notes=beside.notes))


def _with_corpora(
    result: Result, corpora: Sequence[Path], settings: Settings, prompts: PromptSet
) -> tuple[Result, list[str]]:
    """Return a result with the dossiers of further corpora beside it, and what is wrong with these."""
    replayed = [replay_corpus(folder, settings, prompts) for folder in corpora]
    if not replayed:
        return result, []
    scores = (*result.dossiers, *(each.score for each in replayed))
    problems = [
        *(problem for folder in corpora for problem in dossier_problems(folder)),
        *(f"corpus {each.score.corpus}: {problem}" for each in replayed for problem in each.problems),
    ]
    return result.model_copy(update={"dossiers": scores, "dossier_scorer": dossier_scorer()}), problems


def accept(gold: Path, replayed: Replayed, reason: str) -> Path:
    """Make a replay's result the baseline, its dossiers too, and return where it lies.

    Raises:
        GoldError: Answers are missing, or evidence is not what it should be: no reason makes that right.
    """
    checks = replayed.result.checks
    if checks.missing or checks.furniture or checks.ungrounded or checks.traps or checks.schema_invalid:
        raise GoldError("this result cannot be accepted: " + "; ".join(absolute_failures(replayed.result)))
    path, result = baseline_path(gold), replayed.result
    write_baseline(path, result, reason)
    if result.dossiers:
        beside = dossier_baseline_path(gold)
        write_accepted(beside, result.dossiers, scorer=result.dossier_scorer, reason=reason)
    return path


def accepted(gold: Path, record_types: Sequence[RecordType] = BUILT_IN) -> Result | None:
    """Return the baseline of a gold folder as today's scorer scores it; None when there is none."""
    before = read_baseline(baseline_path(gold))
    if before is None:
        return None
    return rescore(before.result, labelled_gold(gold, record_types).by_article, record_types, folder=gold)


def _scored_again(
    before: Baseline | None, result: Result, gold: LabelledGold, record_types: Sequence[RecordType]
) -> Result | None:
    """Return the baseline to compare with, scored by today's scorer against today's gold where either changed."""
    if before is None or (before.result.scorer, before.result.gold) == (result.scorer, result.gold):
        return before.result if before else None
    return rescore(before.result, gold.by_article, record_types, folder=gold.folder)


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
