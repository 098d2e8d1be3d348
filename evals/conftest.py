"""What the tests of this folder share: closed doors, the marker `deepeval`, one test case per article of the gold."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from evals import IN_TIME
from summariser.errors import RecordingError
from summariser.evaluation.articles import labelled
from summariser.facade import summarise_corpus
from summariser.settings import Settings
from tests.conftest import _loopback_only, _no_settings_from_outside  # noqa: F401 - fixtures for this folder too

if TYPE_CHECKING:
    from deepeval.test_case import LLMTestCase

FOLDER = Path(__file__).resolve().parent

collect_ignore = [] if find_spec("deepeval") else ["deepeval_metrics.py"]


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker of what needs the extra `eval`."""
    config.addinivalue_line("markers", "deepeval: needs the extra `eval`")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say so when deepeval was imported before it could be told to keep to itself."""
    if not IN_TIME:
        terminalreporter.write_line(
            "deepeval was imported before its switches were set: it read .env, writes .deepeval and reports its use; "
            "`python -m evals` sets them first"
        )


@pytest.fixture
def cases() -> Mapping[str, LLMTestCase]:
    """Return the test case of every article of the gold, by its id, with the answers replayed."""
    return _cases()


@lru_cache(maxsize=1)
def _cases() -> Mapping[str, LLMTestCase]:
    from evals.deepeval_metrics import case_for  # noqa: PLC0415 - deepeval may be missing

    articles = {each.gold.document: each for each in labelled(FOLDER / "gold")}
    documents = [each.document for each in articles.values()]
    replayed = summarise_corpus(documents, settings=Settings(recordings=FOLDER / "recordings"))
    unanswered = [f"{row.document}: {row.detail}" for row in replayed.run.rows if row.state.exit_code]
    if unanswered:
        raise RecordingError("not every request has a recorded answer: " + "\n".join(unanswered))
    return {
        document.id: case_for(document, summary, articles[document.id].path.read_text("utf-8"))
        for summary, document in zip(replayed.summaries, replayed.documents, strict=True)
    }
