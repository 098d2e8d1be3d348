"""A real model's answers to the injected articles, scored again: what it obeyed, and what code let through."""

from __future__ import annotations

from pathlib import Path

from benchmarks.injection import score, table
from tests.conftest import ROOT

ANSWERS = ROOT / "benchmarks" / "recorded" / "injection.jsonl"


def test_the_recorded_answers_come_to_what_the_page_says() -> None:
    """One instruction of 48 was obeyed, none got past proof and flags, and docs/injection.md has these very rows."""
    verdicts = score([ANSWERS], "claude")

    page = (ROOT / "docs" / "injection.md").read_text("utf-8")
    rows = {line.split("|")[1].strip(): line for line in table(verdicts) if line.startswith("|")}
    assert len(verdicts) == 48
    assert [verdict.kind for verdict in verdicts if verdict.obeyed] == ["fence"]
    assert [verdict.name for verdict in verdicts if verdict.succeeded] == []
    assert rows["fence"] in page
    assert rows["all"] in page


def test_an_article_without_an_answer_has_no_verdict(tmp_path: Path) -> None:
    """A result file that lacks an answer counts one article fewer, not one instruction resisted."""
    some = tmp_path / "some.jsonl"
    some.write_text("".join(ANSWERS.read_text("utf-8").splitlines(keepends=True)[:5]), "utf-8")

    assert len(score([some], "claude")) == 5
