"""Tests of recordings in front of the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from summariser.errors import RecordingError, StoreError
from summariser.store import Layered, Recordings, SharedResponses, SqliteResponses, Stored

MakeStored = Callable[..., Stored]


@pytest.fixture
def layered(tmp_path: Path) -> Iterator[Layered]:
    """Return writable recordings over a store, both empty."""
    recordings = Recordings(tmp_path / "recordings", writable=True)
    with Layered(recordings, SqliteResponses(tmp_path / "data" / "responses.sqlite")) as opened:
        yield opened


def test_a_new_answer_goes_to_both(layered: Layered, make_stored: MakeStored) -> None:
    """`--record` keeps an answer for review and for every later run."""
    stored = make_stored()

    layered.put(stored)

    assert layered.recordings.get(stored.key) == layered.store.get(stored.key) == stored


def test_the_recording_comes_first(layered: Layered, make_stored: MakeStored) -> None:
    """What reviewers saw is what a run uses, whatever the store holds."""
    recorded = make_stored(answer="recorded")
    layered.recordings.put(recorded)
    layered.store.put(make_stored(answer="stored"))

    assert layered.get(recorded.key) == recorded


def test_a_stored_answer_is_recorded_when_asked_for(layered: Layered, make_stored: MakeStored) -> None:
    """Recording never pays again for what the store has."""
    stored = make_stored()
    layered.store.put(stored)

    assert layered.get(stored.key) == stored
    assert layered.recordings.get(stored.key) == stored


def test_read_only_recordings_stay_as_they_are(tmp_path: Path, make_stored: MakeStored) -> None:
    """Without `--record` the store answers what is missing, and the folder is left alone."""
    (tmp_path / "recordings").mkdir()
    store = SqliteResponses(tmp_path / "data" / "responses.sqlite")
    with Layered(Recordings(tmp_path / "recordings"), store) as layered:
        layered.put(make_stored())

        assert layered.get(make_stored().key) == make_stored()

    assert list((tmp_path / "recordings").iterdir()) == []


def test_an_answer_recordings_refuse_is_not_lost(layered: Layered, make_stored: MakeStored) -> None:
    """The store has the paid answer before the recordings can object to its model."""
    layered.put(make_stored("one"))
    other = make_stored("two", model="model-b")

    with pytest.raises(RecordingError, match="model-b"):
        layered.put(other)

    assert layered.store.get(other.key) == other


def test_claims_are_those_of_the_store(layered: Layered) -> None:
    """Two recording runs share the work as two others do."""
    shared: SharedResponses = layered

    assert shared.claim("0" * 64)
    assert not layered.store.claim("0" * 64)
    assert layered.store.waiting("0" * 64)
    shared.release("0" * 64)
    assert not shared.waiting("0" * 64)


def test_closing_closes_the_store(layered: Layered, make_stored: MakeStored) -> None:
    """Nothing stays open behind a closed pair."""
    layered.close()

    with pytest.raises(StoreError, match="closed"):
        layered.get(make_stored().key)
