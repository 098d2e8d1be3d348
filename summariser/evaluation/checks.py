"""Checks that need no replay: gold as it should be, recordings whole and made with today's prompts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from summariser.errors import ConfigurationError, GoldError, RecordingError
from summariser.evaluation.articles import LabelledGold, labelled_gold
from summariser.evaluation.dossier.corpora import read_corpus
from summariser.evaluation.dossier.lint import lint as lint_dossier
from summariser.evaluation.gold import DOSSIER
from summariser.evaluation.lint import lint, lint_aliases
from summariser.evaluation.sheet import Problem
from summariser.profiles import load_profile
from summariser.prompts import PromptSet
from summariser.records import BUILT_IN, RecordType
from summariser.store import Recordings


def gold_problems(folder: Path, record_types: Sequence[RecordType] = BUILT_IN) -> tuple[str, ...]:
    """Return what is wrong with the gold in a folder, one sentence each."""
    try:
        gold = labelled_gold(folder, record_types)
    except GoldError as error:
        return (str(error),)
    return label_problems(gold, record_types)


def label_problems(gold: LabelledGold, record_types: Sequence[RecordType] = BUILT_IN) -> tuple[str, ...]:
    """Return what is wrong with gold that could be read, and with that of a dossier beside it."""
    found = [
        problem
        for case in gold.cases
        for problem in lint(case, load_profile(case.gold.profile), record_types)
    ]
    found += lint_aliases(gold.aliases, [each.gold for each in gold.articles])
    return (*map(str, found), *dossier_problems(gold.folder))


def dossier_problems(folder: Path) -> tuple[str, ...]:
    """Return what is wrong with the gold of a dossier in a folder, one sentence each; nothing where there is none."""
    try:
        corpus = read_corpus(folder)
    except GoldError as error:
        return (str(error),)
    if corpus is None:
        return ()
    found = [
        Problem(f"documents/{document.id}", "the gold was labelled on other bytes than this article's")
        for document in corpus.documents
        if document.sha256 != corpus.gold.documents[document.id]
    ]
    found += lint_dossier(corpus.gold, corpus.texts)
    return tuple(f"{DOSSIER} of {corpus.gold.corpus}: {problem}" for problem in found)


def recording_problems(folder: Path, prompts: PromptSet) -> tuple[str, ...]:
    """Return every recording that was tampered with, and every prompt that changed since it was recorded."""
    try:
        recordings = Recordings(folder)
        index = recordings.index
    except RecordingError as error:
        return (str(error),)
    problems = []
    for key in recordings.keys():  # noqa: SIM118 - a method, not a dict's
        try:
            recordings.get(key)
        except RecordingError as error:
            problems.append(f"tampered: {error}")
    problems += _stale(index.prompts if index else {}, prompts)
    return tuple(problems)


def _stale(recorded: Mapping[str, str], today: PromptSet) -> list[str]:
    """Return the prompts whose templates changed; a set may be renamed where its text stays."""
    problems = []
    for name, digest in recorded.items():
        templates = name.rpartition("/")[2].split("+")
        try:
            same = today.digest(*templates) == digest
        except ConfigurationError:
            same = False
        if not same:
            problems.append(f"stale: prompt {name!r} changed since its answers were recorded")
    return problems


def orphan_problems(recordings: Recordings) -> tuple[str, ...]:
    """Return the recordings that no request asked for since the folder was opened."""
    return tuple(
        f"orphan: {recordings.folder / key}.json answers no request of today: delete it"
        for key in recordings.orphans()
    )
