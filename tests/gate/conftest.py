"""Fixtures of other folders that the gate uses too."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import command, endpoint
from tests.reading.conftest import as_stranger, docx, pdf, strangers_folder

__all__ = ["as_stranger", "command", "docx", "endpoint", "pdf", "strangers_folder"]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in a folder of one's own, so that paths are short."""
    monkeypatch.chdir(tmp_path)
