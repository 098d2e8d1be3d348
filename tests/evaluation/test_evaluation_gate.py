"""Replay gate, live gate, baseline and comparison, on the real result of the recordings and changes to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from summariser.errors import GoldError
from summariser.evaluation.articles import labelled_gold
from summariser.evaluation.baseline import read_baseline, write_baseline
from summariser.evaluation.gate import live_gate, replay_gate
from summariser.evaluation.replay import Replayed, accept, accepted, replay
from summariser.evaluation.result import Outcome, Result
from summariser.evaluation.run import rescore
from summariser.evaluation.score import Label
from summariser.evaluation.show import change_lines, comparison_table, page
from summariser.evaluation.summary import figures_of
from summariser.evaluation.table import as_markdown, as_text
from summariser.evaluation.verdict import compare_results, sentence
from summariser.resources import gold_folder, recordings_folder


@lru_cache(maxsize=1)
def replayed() -> Replayed:
    """Return the replay of the seeds' recordings, made once."""
    return replay(gold_folder(), recordings_folder())


@pytest.fixture
def result() -> Result:
    """The result of the seeds' recordings."""
    return replayed().result


def changed(
    result: Result,
    count: int,
    change: dict[str, Any],
    pick: Callable[[Outcome], bool] = lambda o: o.label is Label.COR,
) -> Result:
    """Return a result in which the first `count` outcomes that `pick` takes are changed."""
    chosen = [index for index, outcome in enumerate(result.outcomes) if pick(outcome)][:count]
    assert len(chosen) == count
    outcomes = [
        outcome.model_copy(update=change) if index in chosen else outcome
        for index, outcome in enumerate(result.outcomes)
    ]
    again = result.model_copy(update={"outcomes": tuple(outcomes)})
    return again.model_copy(update={"figures": figures_of(again)})


def is_term(outcome: Outcome) -> bool:
    """Return whether an outcome is a right plan term."""
    return outcome.label is Label.COR and outcome.record_type == "plan_terms"


INC = {"label": Label.INC, "credit": 0.0, "field": "force"}
MIS = {"label": Label.MIS, "credit": 0.0, "predicted": None}


def test_the_recordings_pass() -> None:
    """What is committed is what was accepted."""
    assert replayed().verdict.failures == ()


def test_recordings_meet_the_bars(result: Result) -> None:
    """No furniture, no trap, every answer of the schema, few contradictions, no true record thrown away."""
    checks, figures = result.checks, result.figures

    assert (checks.furniture, checks.traps, checks.ungrounded, checks.schema_invalid) == (0, (), 0, 0)
    assert checks.rejected_true <= 0.02 * (checks.kept + checks.rejected)
    assert figures["contradictions"] <= 0.03
    assert figures["headline"]["soft_f1"] >= 0.80
    assert min(figure["soft_f1"] for figure in figures["types"].values()) >= 0.75


def test_a_worse_item_fails_and_is_named(result: Result) -> None:
    """One item is enough: recorded answers leave nothing to chance."""
    verdict = replay_gate(changed(result, 1, INC, is_term), result)

    assert [failure.split(":")[0] for failure in verdict.failures] == ["worse"]
    assert "COR 1 → INC 0 (force)" in verdict.failures[0]


def test_a_better_item_fails_until_it_is_accepted(result: Result) -> None:
    """The baseline moves on purpose only."""
    verdict = replay_gate(result, changed(result, 1, INC, is_term))

    assert "better, and not accepted yet" in verdict.failures[0]
    assert len(verdict.better) == 1


@pytest.mark.parametrize(
    ("checks", "message"),
    [
        ({"furniture": 1}, "page furniture"),
        ({"ungrounded": 2}, "not in the article"),
        ({"schema_invalid": 1}, "not what the schema asks for"),
        ({"traps": ("a: a record of events reports furniture 'x'",)}, "reports furniture"),
        ({"missing": ("a: no answer for events: no recording",)}, "no answer for events"),
    ],
)
def test_what_must_never_be_falls_both_gates(checks: dict[str, Any], message: str, result: Result) -> None:
    """Whatever the scores, these fail."""
    bad = result.model_copy(update={"checks": result.checks.model_copy(update=checks)})

    for verdict in (replay_gate(bad, result), live_gate(bad, result)):
        assert any(message in failure for failure in verdict.failures)


def test_without_a_baseline_the_gate_says_how_to_make_one(result: Result) -> None:
    """A new gold folder has none yet."""
    assert "--accept" in replay_gate(result, None).failures[0]


def test_the_live_gate_forgives_a_few_and_not_many(result: Result) -> None:
    """One missed term may be chance, twelve are not."""
    assert live_gate(changed(result, 1, MIS, is_term), result).passed
    verdict = live_gate(changed(result, 12, MIS, is_term), result)

    assert any(failure.startswith("plan_terms: F1 dropped by") for failure in verdict.failures)


def test_the_live_gate_counts_contradictions(result: Result) -> None:
    """Six further items that contradict the gold are too many, five are not."""
    said = ["contradict" in " ".join(live_gate(changed(result, n, INC), result).failures) for n in (5, 6)]

    assert said == [False, True]


def test_a_baseline_comes_back_as_it_was_written(result: Result, tmp_path: Path) -> None:
    """Scores, predictions and reason survive, and writing it again changes nothing."""
    path = tmp_path / "baselines" / "replay.jsonl"
    write_baseline(path, result, "first")
    before = path.read_bytes()

    baseline = read_baseline(path)

    assert baseline is not None
    assert baseline.reason == "first"
    assert {o.key: (o.label, o.credit) for o in baseline.result.outcomes} == {
        o.key: (o.label, o.credit) for o in result.outcomes
    }
    write_baseline(path, baseline.result, "first")
    assert path.read_bytes() == before


def test_no_baseline_and_a_broken_one(tmp_path: Path) -> None:
    """None is no error; a broken file is."""
    path = tmp_path / "replay.jsonl"
    assert read_baseline(path) is None
    path.write_text("{}\n", "utf-8")

    with pytest.raises(GoldError, match="is no baseline"):
        read_baseline(path)


def test_stored_predictions_score_as_they_did(result: Result) -> None:
    """A result can be scored again from what it holds."""
    again = rescore(result, labelled_gold(gold_folder()).by_article)

    assert {o.key: o.credit for o in again.outcomes} == {o.key: o.credit for o in result.outcomes}


def test_the_accepted_result_is_the_committed_one(result: Result) -> None:
    """The live gate compares with what was accepted."""
    baseline = accepted(gold_folder())

    assert baseline is not None
    assert {o.key: o.credit for o in baseline.outcomes} == {o.key: o.credit for o in result.outcomes}


def test_a_result_that_lacks_answers_cannot_be_accepted(result: Result, tmp_path: Path) -> None:
    """No reason makes a missing answer right."""
    checks = result.checks.model_copy(update={"missing": ("a: no answer for events",)})
    lacking = Replayed(result.model_copy(update={"checks": checks}), replayed().verdict)

    with pytest.raises(GoldError, match="no answer for events"):
        accept(tmp_path / "gold", lacking, "because")


def test_a_result_is_its_json(result: Result, tmp_path: Path) -> None:
    """It is read back equal from what is written."""
    path = tmp_path / "r.json"
    path.write_text(result.model_dump_json(), "utf-8")

    assert Result.read(path) == result
    path.write_text("{}", "utf-8")
    with pytest.raises(GoldError, match="summarise eval"):
        Result.read(path)


def test_a_result_against_itself_is_no_different(result: Result) -> None:
    """The verdict says so and shows no item."""
    found = compare_results(result, result)

    assert sentence(found, "A", "B").startswith(
        "B is no better and no worse than A (+0.0 to +0.0): not distinguishable"
    )
    assert found.changes == ()


def test_a_clear_loss_is_told_apart(result: Result) -> None:
    """Twelve missed terms: worse, the interval below zero, p small, and each item listed."""
    found = compare_results(result, changed(result, 12, MIS, is_term))

    assert " points worse than A (" in sentence(found, "A", "B")
    assert found.high < 0
    assert found.p_value < 0.01
    assert [change.gain for change in found.changes] == [-1.0] * 12


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"scorer": "other"}, "different versions of the scorer"),
        ({"gold": {}}, "different gold"),
        ({"documents": {}}, "different articles"),
    ],
)
def test_what_cannot_be_compared_is_refused(change: dict[str, Any], message: str, result: Result) -> None:
    """The message names the command that scores again."""
    with pytest.raises(GoldError, match=rf"{message}.*summarise eval DIR"):
        compare_results(result, result.model_copy(update=change))


def test_pages_read_well(result: Result) -> None:
    """At most 80 columns on a terminal; in Markdown every table row has the same number of cells."""
    text = page(result, replayed().verdict, markdown=False)
    markdown = page(result, replayed().verdict, markdown=True)

    assert max(map(len, text.splitlines())) <= 80
    for figure in ("plan terms", "headline", "held out", "Gate: passed."):
        assert figure in text
        assert figure in markdown
    tables = [block for block in markdown.split("\n\n") if block.startswith("|")]
    assert tables
    assert all(len({line.count("|") for line in table.splitlines()}) == 1 for table in tables)


def test_a_change_is_shown_with_both_records_and_the_article(result: Result) -> None:
    """Item, outcome before and after, the article's words, gold and both predictions."""
    worse = changed(result, 1, INC, is_term)
    found = compare_results(result, worse)

    lines = change_lines(found.changes[0], result, worse)
    table = comparison_table(result, worse, found, ("A", "B"))

    assert "COR 1 → INC 0 (force)" in lines[0]
    assert [line.split()[0] for line in lines[1:]] == ["article", "gold", "before", "after"]
    assert "statement:" in lines[3]
    assert len(as_text(table)) == len(as_markdown(table)) - 1
