"""A further corpus is replayed from recordings of its own, without a model."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from summariser.errors import GoldError
from summariser.evaluation.dossier.replay import replay_corpus
from summariser.prompts import load_prompts
from summariser.resources import gold_folder, recordings_folder
from summariser.settings import Settings
from tests.conftest import ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The seeds as a corpus that has gold for its dossier alone, and no recordings yet."""
    shutil.copytree(ROOT / "seeds", tmp_path / "articles")
    shutil.copy(gold_folder() / "dossier.json", tmp_path)
    return tmp_path


def test_recordings_of_its_own_are_replayed(folder: Path) -> None:
    """What is asked for is scored; answers that nothing asks for, and those that are not there, are told."""
    shutil.copytree(recordings_folder(), folder / "recordings")
    path = next(
        p
        for p in (folder / "recordings").glob("*.json")
        if json.loads(p.read_text("utf-8")).get("meta", {}).get("wave") == "main"
        and '"record_type": "events"' in p.read_text("utf-8")
    )
    path.unlink()

    found = replay_corpus(folder, Settings(), load_prompts(None))

    assert (found.score.figures["found"].value or 0) > 0
    assert any("not wholly answered" in each and "events" in each for each in found.problems)
    assert any(each.startswith("orphan: ") for each in found.problems)


def test_without_recordings_nothing_is_found(folder: Path) -> None:
    """The score is that of a run without answers: every required relation is missed, no trap fires."""
    found = replay_corpus(folder, Settings(), load_prompts(None))

    assert found.problems == ()
    assert found.score.figures["found"].value == 0.0
    assert found.score.traps == ()


def test_a_folder_without_gold_is_refused(tmp_path: Path) -> None:
    """The message names the folder."""
    with pytest.raises(GoldError, match="no gold of a dossier"):
        replay_corpus(tmp_path, Settings(), load_prompts(None))
