"""The adapter: deepeval reports the project's own scores, forgets no argument, sends nothing, leaves nothing behind."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import pytest

pytest.importorskip("deepeval", reason="needs deepeval: pip install 'summariser[eval]'")

from deepeval.errors import MissingTestCaseParamsError
from deepeval.evaluate import assert_test, evaluate
from deepeval.evaluate.configs import AsyncConfig, CacheConfig, DisplayConfig
from deepeval.evaluate.types import TestResult
from deepeval.metrics import BaseMetric
from deepeval.test_case import LLMTestCase
from pydantic import Field

from evals.deepeval_metrics import GroundingMetric, SoftF1Metric, case_for
from evals.judge.by_hand import ANSWERS, FOLDER, ByHand, article, summary_of
from summariser.document import EVIDENCE_ZONES
from summariser.errors import GoldError, NoRecordingError, UsageError
from summariser.evaluation.gold import Aliases, read_aliases
from summariser.evaluation.judge import CLEAR_AND_NEUTRAL, SWITCHES, ask_judge, g_eval, replay_judge
from summariser.evaluation.run import evaluate_answers
from summariser.records import BUILT_IN, Record, RecordType, Slot
from summariser.settings import Settings
from summariser.zones import label

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "evals" / "gold"
SUITE = str(ROOT / "evals" / "test_deepeval_suite.py")
RECORD_TYPES = ("plan_terms", "actors", "reactions", "disputed_points", "events")
ARTICLE = "000_adb0193a00afd3c5"
UNREACHED = 1.1
"""A threshold that no score reaches, so that `assert_test` tells the score."""

SPY = """
import atexit, json, os, sys

asked, written = [], []

def watch(event, args):
    if event in ASKING:
        asked.append(f"{event}{args[1:] if event == 'socket.connect' else args}")
    if event == "open" and isinstance(args[1], str) and set("wax+") & set(args[1]):
        written.append(os.path.abspath(args[0]))

ASKING = {f"socket.{name}" for name in (
    "getaddrinfo", "gethostbyname", "gethostbyaddr", "getnameinfo", "connect", "sendto", "sendmsg")}
sys.addaudithook(watch)

@atexit.register
def tell():
    told = {"asked": asked, "written": written[:], "key": os.environ.get("OPENAI_API_KEY")}
    with open(os.path.join(os.path.dirname(__file__), "told.json"), "w") as file:
        json.dump(told, file)
"""

pytestmark = pytest.mark.deepeval


@pytest.fixture
def case(cases: Mapping[str, LLMTestCase]) -> LLMTestCase:
    """Return the test case of seed 000."""
    return cases[ARTICLE]


@pytest.fixture
def _loop() -> Iterator[None]:
    """Give deepeval an event loop to find; newer Pythons warn about the way it looks for one."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield
    asyncio.set_event_loop(None)
    loop.close()


def changed(case: LLMTestCase, **fields: str | None) -> LLMTestCase:
    """Return a test case with some of its fields changed."""
    return case.model_copy(update=fields)


def summary_in(case: LLMTestCase) -> dict[str, Any]:
    """Return the summary of a test case."""
    summary: dict[str, Any] = json.loads(case.actual_output or "")
    return summary


def evaluated(case: LLMTestCase, metrics: Sequence[BaseMetric], *, run_async: bool = False) -> TestResult:
    """Return what deepeval's `evaluate` makes of one test case."""
    result = evaluate(
        [case],
        list(metrics),
        async_config=AsyncConfig(run_async=run_async),
        display_config=DisplayConfig(show_indicator=False, print_results=False, inspect_after_run=False),
        cache_config=CacheConfig(write_cache=False),
    )
    return result.test_results[0]


def merged_actors(case: LLMTestCase) -> Aliases:
    """Return aliases under which all actors of a gold file are one: no score stays what it was."""
    names = [item["record"]["name"] for item in json.loads(case.expected_output or "")["actors"]]
    return Aliases(names={names[0]: tuple(names[1:])})


# --- the scores ---------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_loop")
@pytest.mark.parametrize("run_async", [False, True])
def test_deepeval_reports_the_direct_score(*, run_async: bool, case: LLMTestCase) -> None:
    """`evaluate` and `assert_test` give the score of a direct call, with every argument still in place."""
    metrics: list[BaseMetric] = [
        SoftF1Metric("actors", threshold=UNREACHED, aliases=merged_actors(case)),
        SoftF1Metric("events", threshold=UNREACHED, aliases=read_aliases(GOLD)),
        GroundingMetric(threshold=UNREACHED),
    ]
    direct = [(metric.__name__, metric.measure(case), UNREACHED, metric.reason) for metric in metrics]

    reported = evaluated(case, metrics, run_async=run_async)
    with pytest.raises(AssertionError) as failed:
        assert_test(case, metrics, run_async=run_async)

    assert [(m.name, m.score, m.threshold, m.reason) for m in reported.metrics_data or []] == direct
    for name, score, threshold, _ in direct:
        assert f"{name} (score: {score}, threshold: {threshold}" in str(failed.value)


def test_the_aliases_count(case: LLMTestCase) -> None:
    """Other aliases give another score; so the test above would see them forgotten."""
    plain, merged = SoftF1Metric("actors"), SoftF1Metric("actors", aliases=merged_actors(case))

    assert plain.measure(case) > merged.measure(case)


def test_every_metric_has_its_own_name() -> None:
    """Two metrics of one name would share a row in reports and a place in the cache."""
    names = {SoftF1Metric(name).__name__ for name in RECORD_TYPES} | {GroundingMetric().__name__}

    assert len(names) == len(RECORD_TYPES) + 1


async def test_the_scores_are_those_of_the_evaluation(cases: Mapping[str, LLMTestCase]) -> None:
    """Each article's soft F1 is the one `summarise eval` reports; nothing to find counts as 1."""
    result = await evaluate_answers(Settings(recordings=ROOT / "evals" / "recordings"), GOLD)
    aliases = read_aliases(GOLD)

    expected = {
        (document, name): 1.0 if score is None else score
        for document, figures in result.figures["articles"].items()
        for name, score in figures["types"].items()
    }
    found = {
        (document, name): round(await SoftF1Metric(name, aliases=aliases).a_measure(case), 4)
        for document, case in cases.items()
        for name in RECORD_TYPES
    }
    assert found == expected


@pytest.mark.parametrize(("threshold", "passed"), [(0.9, True), (UNREACHED, False)])
def test_the_threshold_decides(*, threshold: float, passed: bool, case: LLMTestCase) -> None:
    """A metric is successful from its threshold on."""
    metric = SoftF1Metric("plan_terms", threshold=threshold)

    metric.measure(case)

    assert metric.is_successful() is metric.success is passed


def test_a_wrong_number_costs_its_term_and_is_named(case: LLMTestCase) -> None:
    """A summary that says 600,000 for 100,000 loses that whole term, and the reason names the field."""
    summary = summary_in(case)
    (term,) = [t for t in summary["plan_terms"] if t["record"]["value"] == "100,000 troops"]
    term["record"]["value"] = "600,000 troops"
    right, wrong = SoftF1Metric("plan_terms"), SoftF1Metric("plan_terms")

    right.measure(case)
    wrong.measure(changed(case, actual_output=json.dumps(summary)))

    required = sum(item["required"] for item in json.loads(case.expected_output or "")["plan_terms"])
    assert right.score == 1.0
    assert wrong.score == pytest.approx(1 - 1 / required, abs=1e-6)
    assert "INC value" in (wrong.reason or "")


def test_a_kind_that_the_package_does_not_ship(case: LLMTestCase) -> None:
    """A record type of one's own is scored with no new code, given to the metric as `kinds`."""

    class Poll(Record):
        """An opinion poll."""

        share: Annotated[str, Slot("critical", "quantity")] = Field(description="The main figure.")
        quotes: Annotated[list[str], Slot("display", "text", proof="evidence")] = Field(description="Words.")

    kinds = (*BUILT_IN, RecordType("polls", Poll, "polls", 0.5))
    summary, gold = summary_in(case), json.loads(case.expected_output or "")
    (evidence,) = summary["plan_terms"][0]["evidence"][:1]
    quote = {**evidence["span"], "quote": evidence["quote"]}
    poll = {"share": "100,000 troops", "quotes": [evidence["quote"]]}
    summary["polls"] = [{"id": "p", "record": poll, "evidence": [evidence]}]
    gold["polls"] = [{"id": "g", "record": {"share": "100,000 troops"}, "evidence": [[quote]]}]
    polled = changed(case, actual_output=json.dumps(summary), expected_output=json.dumps(gold))

    reported = evaluated(polled, [SoftF1Metric("polls", kinds=kinds), GroundingMetric(kinds=kinds)])

    assert [metric.score for metric in reported.metrics_data or []] == [1.0, 1.0]


# --- grounding ----------------------------------------------------------------------------------------------


def reworded(evidence: dict[str, Any], _text: str) -> None:
    """Change a word of a quote."""
    evidence["quote"] = f"not {evidence['quote']}"


def shifted(evidence: dict[str, Any], _text: str) -> None:
    """Move a span by one character."""
    evidence["span"] = {name: place + 1 for name, place in evidence["span"].items()}


def moved_to_furniture(evidence: dict[str, Any], text: str) -> None:
    """Quote page furniture, and call it body."""
    zone = next(zone for zone in label(text) if zone.zone not in EVIDENCE_ZONES)
    evidence.update(
        quote=text[zone.start : zone.end], span={"start": zone.start, "end": zone.end}, zone="body"
    )


@pytest.mark.parametrize("spoil", [reworded, shifted, moved_to_furniture])
def test_one_false_quote_costs_its_share(spoil: Any, case: LLMTestCase) -> None:  # noqa: ANN401 - three functions
    """A quote that is not the article's, or not from its body, counts against all the others."""
    summary = summary_in(case)
    pieces = [e for name in (*RECORD_TYPES, "gist") for item in summary[name] for e in item["evidence"]]
    spoil(pieces[0], case.input.partition("\n")[2])
    metric = GroundingMetric()

    score = metric.measure(changed(case, actual_output=json.dumps(summary)))

    assert score == pytest.approx(1 - 1 / len(pieces), abs=1e-6)
    assert not metric.is_successful()
    assert (metric.reason or "").startswith(f"1 of {len(pieces)}")


def test_a_record_without_evidence_proves_nothing(case: LLMTestCase) -> None:
    """It counts as one piece of evidence that is not there."""
    summary = summary_in(case)
    kept = summary["events"][0]
    lists = {name: [] for name in (*RECORD_TYPES, "gist")} | {"events": [kept, kept | {"evidence": []}]}

    score = GroundingMetric().measure(changed(case, actual_output=json.dumps(summary | lists)))

    assert score == pytest.approx(1 - 1 / (len(kept["evidence"]) + 1), abs=1e-6)


# --- misuse -------------------------------------------------------------------------------------------------


def test_a_case_that_cannot_be_scored_says_why(cases: Mapping[str, LLMTestCase], case: LLMTestCase) -> None:
    """No gold, gold or text of another article, or an unknown record type is an error, never a score."""
    other = next(each for name, each in cases.items() if name != ARTICLE)
    without_list = {k: v for k, v in json.loads(case.expected_output or "").items() if k != "events"}

    with pytest.raises(MissingTestCaseParamsError, match="expected_output"):
        SoftF1Metric("events").measure(changed(case, expected_output=None))
    with pytest.raises(GoldError, match="events"):
        SoftF1Metric("events").measure(changed(case, expected_output=other.expected_output))
    with pytest.raises(GoldError, match="events"):
        SoftF1Metric("events").measure(changed(case, expected_output=json.dumps(without_list)))
    with pytest.raises(GoldError, match=re.escape(ARTICLE)):
        GroundingMetric().measure(changed(case, input=other.input))
    with pytest.raises(UsageError, match="plan_terms"):
        SoftF1Metric("poems").measure(case)


# --- the judge ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("each", ANSWERS, ids=lambda each: f"{each.question.name}-{each.score}")
def test_a_replayed_judge_is_reported_and_decides_nothing(each: ByHand) -> None:
    """G-Eval gives the recorded score beside the deterministic one, and even a 0 fails no case."""
    summary = summary_of(each.sentence)
    settings = Settings(recordings=FOLDER)
    answers = asyncio.run(ask_judge([summary.model_dump_json()], settings, questions=[each.question]))
    judge = g_eval(each.question, replay_judge(answers, name="by-hand"))
    case = case_for(article(), summary, "")

    reported = evaluated(case, [GroundingMetric(), judge])
    assert_test(case, [GroundingMetric(), judge], run_async=False)

    grounding, opinion = reported.metrics_data or []
    assert (grounding.score, grounding.success, reported.success) == (1.0, True, True)
    assert (opinion.score, opinion.reason, opinion.success) == (each.score / 10, each.reason, None)
    assert (opinion.name, opinion.evaluation_model) == (f"{each.question.name} [GEval]", "by-hand")


def test_a_judge_that_was_not_asked_gives_no_score() -> None:
    """A prompt without a recorded answer is an error, not a call and not a score."""
    judge = g_eval(CLEAR_AND_NEUTRAL, replay_judge({}, name="by-hand"))

    with pytest.raises(NoRecordingError, match="not asked"):
        judge.measure(case_for(article(), summary_of("Nobody was asked this."), ""), _show_indicator=False)


# --- closed doors -------------------------------------------------------------------------------------------


def run_spied(command: Sequence[str], tmp_path: Path, **variables: str) -> tuple[str, dict[str, Any]]:
    """Return what a command printed and what it did, run in a folder with a `.env` and under an empty home."""
    places = {name: tmp_path / name for name in ("work", "home", "spy", "tmp")}
    for place in places.values():
        place.mkdir()
    (places["spy"] / "sitecustomize.py").write_text(SPY)
    (places["work"] / ".env").write_text("OPENAI_API_KEY=made-up\n")
    taken = ("DEEPEVAL_", "CONFIDENT_", "PYTEST_", "OPENAI_", "SUMMARISER_", "XDG_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(taken)}
    environment |= {name: str(places["home"]) for name in ("HOME", "USERPROFILE", "LOCALAPPDATA")}
    environment |= {name: str(places["tmp"]) for name in ("TMPDIR", "TEMP", "TMP")}
    environment |= {"PYTHONPATH": os.pathsep.join([str(places["spy"]), str(ROOT)])}
    environment |= {"PYTHONDONTWRITEBYTECODE": "1", **variables}

    ran = subprocess.run(  # noqa: S603 - commands of this project
        [sys.executable, *command, "-p", "no:cacheprovider"],
        cwd=places["work"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    told: dict[str, Any] = json.loads((places["spy"] / "told.json").read_text())
    told["left"] = sorted(path.name for place in ("work", "home") for path in places[place].rglob("*"))
    told["written"] = [
        path for path in told["written"] if path != os.devnull and not path.startswith(str(places["tmp"]))
    ]
    return ran.stdout, told


@pytest.mark.parametrize(
    "command",
    [["-m", "pytest", "-p", "no:deepeval", SUITE, "-k", "004"], ["-m", "evals", "-k", "004"]],
    ids=["pytest", "deepeval"],
)
def test_the_suite_sends_nothing_and_leaves_nothing(command: list[str], tmp_path: Path) -> None:
    """No name is looked up, nothing is connected or written, no key is read from `.env`, none is used to upload."""
    out, told = run_spied(command, tmp_path, CONFIDENT_API_KEY="made-up")

    assert "1 passed" in out
    assert "imported before" not in out
    assert told == {"asked": [], "written": [], "key": None, "left": [".env"]}


def test_the_bare_command_works_and_is_told_apart(tmp_path: Path) -> None:
    """`deepeval test run` runs the suite, and is told that it imported deepeval before its switches were set."""
    bare = ["-c", "from deepeval.cli.main import app; app()", "test", "run", SUITE, "-k", "004"]

    out, told = run_spied(bare, tmp_path, DEEPEVAL_TELEMETRY_OPT_OUT=SWITCHES["DEEPEVAL_TELEMETRY_OPT_OUT"])

    assert "1 passed" in out
    assert "`python -m evals`" in out
    assert told["asked"] == []
