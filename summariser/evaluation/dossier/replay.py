"""Replay the recorded answers of a further corpus and score the dossier they make; nothing is sent."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import NamedTuple

from summariser.errors import GoldError
from summariser.evaluation.checks import orphan_problems, recording_problems
from summariser.evaluation.dossier.corpora import LabelledCorpus, read_corpus
from summariser.evaluation.dossier.score import DossierScore, score
from summariser.pipeline import Corpus, Summariser, replay_source
from summariser.profiles import load_profile
from summariser.prompts import PromptSet
from summariser.reconcile import reconcile
from summariser.records import BUILT_IN
from summariser.settings import Settings
from summariser.store import Recordings

RECORDINGS = "recordings"

ASKED = tuple(kind for kind in BUILT_IN if kind.name in {"plan_terms", "actors", "reactions", "events"})
"""The record types that a dossier is made of; a corpus that is labelled for its dossier alone is asked no other."""


class ReplayedCorpus(NamedTuple):
    """What a replay of a corpus gave: its score, and what is wrong with its recordings."""

    score: DossierScore
    problems: tuple[str, ...]


def replay_corpus(folder: Path, settings: Settings, prompts: PromptSet) -> ReplayedCorpus:
    """Return the score of a corpus by the answers in its folder `recordings`.

    Without that folder there is nothing to replay, and the score is that of a run without answers.

    Raises:
        GoldError: The folder holds no gold of a dossier, or gold that cannot be used.
    """
    corpus = read_corpus(folder)
    if corpus is None:
        raise GoldError(f"no gold of a dossier in {str(folder)!r}")
    place = folder / RECORDINGS
    if not place.is_dir():
        nothing = reconcile((), {}, profile=load_profile(corpus.gold.profile))
        return ReplayedCorpus(score(nothing, corpus.gold, corpus.texts, whole=False), ())
    problems = recording_problems(place, prompts)
    recordings = Recordings(place)
    ran = asyncio.run(_run(corpus, recordings, settings))
    return ReplayedCorpus(
        score(ran.dossier, corpus.gold, corpus.texts, whole=False),
        (*problems, *_missing(ran), *orphan_problems(recordings)),
    )


async def _run(corpus: LabelledCorpus, recordings: Recordings, settings: Settings) -> Corpus:
    """Return what the recordings make of a corpus."""
    offline = settings.model_copy(update={"model": None, "network": False, "profile": corpus.gold.profile})
    async with Summariser(offline, record_types=ASKED, source=replay_source(recordings)) as summariser:
        return await summariser.summarise_corpus(corpus.documents)


def _missing(ran: Corpus) -> tuple[str, ...]:
    """Return a sentence for each article that was not wholly answered."""
    whole = {
        summary.meta.id for summary in ran.summaries if {kind.name for kind in ASKED} <= set(summary.records)
    }
    return tuple(
        f"{row.document}: not wholly answered: {'; '.join((row.detail or row.reason).splitlines())}"
        for row in ran.run.rows
        if row.document not in whole
    )
