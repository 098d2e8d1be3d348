"""Gold of one's own at the command line: label, mend, score a run, keep a gate, compare labellers."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from summariser.evaluation.result import Result
from tests.cli.conftest import Command, Ran, write
from tests.conftest import ROOT
from tests.faults import FaultServer
from tests.pipeline.scripted import Script

ARTICLE = """\
Ferry bill would cap fares in Kelmar

The ferry bill was presented in Kelmar on March 3. Under it, Nordlinie would charge no more than 12 crowns a \
crossing, and the county of Aster would pay 40 million crowns a year for new boats. The bill bars Nordlinie from \
night crossings.

Mayor Ilse Brandau said the cap was "a lifeline for the islands". Karel Voss, who heads Nordlinie, rejected the \
bill as "the end of the winter timetable".

Brandau and Voss met in Port Sena on March 5.
"""

LABELS = """
[[plan_terms]]
id = "p1"
quotes = [["Nordlinie would charge no more than 12 crowns a crossing"]]
record.plan = "main"
record.category = "taxes_fees"
record.topic = "fare cap"
record.obligor = ["Nordlinie"]
record.force = "obligation"
record.value = "no more than 12 crowns a crossing"
record.status = "proposed"

[[plan_terms]]
id = "p2"
quotes = [["the county of Aster would pay 40 million crowns a year for new boats"]]
record = { plan = "main", category = "funding_costs", topic = "new boats", obligor = ["Aster"], \
force = "obligation", value = "40 million crowns a year", status = "proposed" }

[[plan_terms]]
id = "p3"
quotes = [["The bill bars Nordlinie from night crossings"]]
record = { plan = "main", category = "duties_prohibitions", topic = "night crossings", \
obligor = ["Nordlinie"], force = "prohibition", status = "proposed" }

[[reactions]]
id = "r1"
quotes = [["Mayor Ilse Brandau said the cap was \\"a lifeline for the islands\\""]]
record = { speaker = "Ilse Brandau", target = "term", stance = "support", act = "statement" }

[[reactions]]
id = "r2"
required = false
quotes = [["Karel Voss, who heads Nordlinie, rejected the bill"]]
record = { speaker = "Karel Voss", target = "plan", stance = "oppose", act = "rejection" }

[[events]]
id = "e1"
quotes = [["The ferry bill was presented in Kelmar on March 3."]]
record = { kind = "presentation", participants = [], places = ["Kelmar"], when = ["on March 3"] }

[[events]]
id = "e2"
quotes = [["Brandau and Voss met in Port Sena on March 5."]]
record = { kind = "meeting", participants = ["Ilse Brandau", "Karel Voss"], places = ["Port Sena"], \
when = ["on March 5"] }
"""

BARS = "The bill bars Nordlinie from night crossings"

UNLABELLED: dict[str, dict[str, Any]] = {
    "plan_terms": {"plan_label": None, "condition": None, "value": None, "deadline": None},
    "reactions": {"on_behalf_of": None, "value": None, "when": []},
    "events": {},
}
"""What the model fills beside the labelled fields."""


def says(name: str, label: str, **changes: object) -> dict[str, Any]:
    """Return a labelled item as the model reports it, its sentence being its quote, with some fields changed."""
    item: dict[str, Any] = next(each for each in tomllib.loads(LABELS)[name] if each["id"] == label)
    (quotes,) = item["quotes"]
    sentence = {"summary" if name == "reactions" else "statement": quotes[0]}
    common = {"places": [], "hedge": "asserted", "attribution": None, "quotes": quotes}
    return {**UNLABELLED[name], **common, **sentence, **item["record"], **changes}


MODEL = {
    "plan_terms": [
        says("plan_terms", "p1"),
        says("plan_terms", "p2", category="economy_trade_labour"),
        says("plan_terms", "p3", status="agreed"),
    ],
    "reactions": [says("reactions", "r1", stance="conditional_support"), says("reactions", "r2")],
    "events": [
        says("events", "e1"),
        says("events", "e1", kind="decision", places=[], when=[], statement=BARS, quotes=[BARS]),
    ],
}
"""What the model finds.

Terms: one right, one of another category (0.7), one that contradicts the gold's status. Reactions: one a step
beside on the scale of stances (0.7), one that is optional. Events: one right, one missed, one invented.
"""


@pytest.fixture
def sheet(command: Command, tmp_path: Path) -> Path:
    """A label sheet of the article, started by the command and filled in."""
    write(tmp_path / "ferry.txt", ARTICLE)
    (tmp_path / "gold").mkdir()
    assert command("gold", "new", "ferry.txt", "-o", "gold", "--profile", "general").code == 0
    path = tmp_path / "gold" / "ferry.toml"
    path.write_text(path.read_text("utf-8") + LABELS, "utf-8")
    return path


@pytest.fixture
def gold(sheet: Path, command: Command) -> Path:
    """The gold file made of the sheet."""
    assert command("gold", "lint", "--fix", "gold").code == 0
    return sheet.with_suffix(".json")


@pytest.fixture
def recorded(gold: Path, command: Command, endpoint: FaultServer, monkeypatch: pytest.MonkeyPatch) -> Ran:
    """A run of the model over the article into `summaries`, its answers recorded in `answers`."""
    endpoint.answer = Script(records=MODEL)
    ran = command("ferry.txt", "--profile", "general", "--recordings", "answers", "--record")
    assert ran.code == 0
    assert len(endpoint.ledger) == 6
    return ran


def replay(command: Command, *words: str) -> Ran:
    """Evaluate the recordings of the article."""
    return command("eval", "--gold", "gold", "--recordings", "answers", *words)


def words(text: str) -> str:
    """Return text with its lines joined."""
    return " ".join(text.split())


def columns(line: str) -> list[str]:
    """Return the cells of a line of a table."""
    return re.split(r" {2,}", line)


def edit(path: Path, old: str, new: str) -> None:
    """Replace a passage that a file has."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def shift(path: Path) -> None:
    """Move every span of a gold file by three characters, as an edit above the text would."""
    data = json.loads(path.read_text("utf-8"))
    for name in MODEL:
        for item in data[name]:
            for span in item["evidence"][0]:
                span["start"], span["end"] = span["start"] + 3, span["end"] + 3
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")


# --- sheets -------------------------------------------------------------------------------------------------


def test_a_sheet_is_never_overwritten(sheet: Path, command: Command) -> None:
    """Labels cost hours: a second `new` says that the sheet is there, exits 2 and leaves it alone."""
    before = sheet.read_bytes()

    for output in ("gold", "gold/ferry.toml"):
        again = command("gold", "new", "ferry.txt", "-o", output)

        assert (again.code, again.out) == (2, "")
        assert "'gold/ferry.toml' is there already" in again.err
    assert sheet.read_bytes() == before


def test_a_filled_sheet_becomes_gold(gold: Path, command: Command) -> None:
    """Every quote is found, the amounts are read, and the folder is clean."""
    data = json.loads(gold.read_text("utf-8"))

    assert command("gold", "lint", "gold").code == 0
    assert (data["document"], data["profile"], data["article"]) == ("ferry", "general", "../ferry.txt")
    spans = [span for name in MODEL for item in data[name] for span in item["evidence"][0]]
    assert len(spans) == 7
    assert [ARTICLE[span["start"] : span["end"]] for span in spans] == [span["quote"] for span in spans]
    (cap,) = data["plan_terms"][0]["values"]["value"]
    assert (cap["low"], cap["high"], cap["unit"], cap["qualifier"]) == (None, "12", "crown", "at_most")


def test_a_wrong_quote_is_named(sheet: Path, command: Command) -> None:
    """The item, the words and the remedy; exit 1, and no gold file is made of it."""
    edit(sheet, '"Nordlinie would charge no more than 12', '"Nordlinie would charge no more than 15')

    for words in (["gold"], ["gold/ferry.toml"], ["--fix", "gold"]):
        ran = command("gold", "lint", *words)

        assert ran.code == 1
        assert (
            "plan_terms/p1: 'Nordlinie would charge no more than 15 crowns a crossing' is not in" in ran.err
        )
        assert "copy it character by character" in ran.err
    assert not sheet.with_suffix(".json").exists()


@pytest.mark.parametrize("path", ["gold", "gold/ferry.toml"])
def test_a_label_that_is_none_is_named(path: str, sheet: Path, command: Command) -> None:
    """A word outside the list of labels is named with its item and field, and no gold is made of it."""
    edit(sheet, 'force = "prohibition"', 'force = "ban"')

    ran = command("gold", "lint", "--fix", path)

    assert ran.code == 1
    assert "plan_terms/p3: force: 'ban' is none of its labels" in ran.err
    assert not sheet.with_suffix(".json").exists()


@pytest.mark.parametrize("path", ["gold", "gold/ferry.json"])
def test_shifted_spans_are_mended(path: str, gold: Path, command: Command) -> None:
    """A gold file without its sheet is found wrong, and repaired from its own quotes to the byte."""
    before = gold.read_bytes()
    gold.with_suffix(".toml").unlink()
    shift(gold)

    found = command("gold", "lint", path)
    mended = command("gold", "lint", "--fix", path)

    assert found.code == 1
    assert "ferry" in found.err
    assert "gold lint --fix" in found.err
    assert (mended.code, gold.read_bytes()) == (0, before)


def test_every_shifted_span_is_named(gold: Path, command: Command) -> None:
    """In a folder each item is named whose words do not stand where its spans say."""
    gold.with_suffix(".toml").unlink()
    shift(gold)

    ran = command("gold", "lint", "gold")

    named = [
        line.partition(": ")[0].removeprefix("ferry/")
        for line in ran.err.splitlines()
        if " characters " in line
    ]
    assert named == [f"plan_terms/p{n}" for n in (1, 2, 3)] + [
        "reactions/r1", "reactions/r2", "events/e1", "events/e2"
    ]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), [('"high": "12"', '"high": "13"'), ('"prohibition"', '"ban"')])
@pytest.mark.parametrize("path", ["gold", "gold/ferry.json"])
def test_a_gold_file_changed_by_hand_is_found(
    path: str, old: str, new: str, gold: Path, command: Command
) -> None:
    """A value that its words do not say, or a label that is none: exit 1, alone or in its folder."""
    edit(gold, old, new)
    gold.with_suffix(".toml").unlink()

    ran = command("gold", "lint", path)

    assert ran.code == 1
    assert "ferry" in ran.err


def test_gold_follows_its_article(gold: Path, command: Command, tmp_path: Path) -> None:
    """When the article is edited above the labels, the gold is refused by name, and mended with one command."""
    gold.with_suffix(".toml").unlink()
    write(tmp_path / "ferry.txt", "Kelmar, Monday\n\n" + ARTICLE)

    refused = command("gold", "lint", "gold")
    mended = command("gold", "lint", "--fix", "gold")

    assert (refused.code, mended.code) == (1, 0)
    assert "'ferry': the gold was labelled on other bytes" in refused.err
    assert command("gold", "lint", "gold").code == 0


# --- two labellers ------------------------------------------------------------------------------------------


@pytest.fixture
def passes(gold: Path, tmp_path: Path) -> None:
    """Sheets of two labellers, in folders of their own: another force for p3, and no meeting in the second."""
    labels = gold.with_suffix(".toml").read_text("utf-8")
    other = labels[: labels.index('\n[[events]]\nid = "e2"')].replace('"prohibition"', '"permission"')
    write(tmp_path / "a" / "ferry.toml", labels)
    write(tmp_path / "b" / "ferry.toml", other)


@pytest.mark.usefixtures("passes")
@pytest.mark.parametrize("pair", [("a", "b"), ("a/ferry.toml", "b/ferry.toml")])
def test_agreement_is_printed_with_what_to_adjudicate(pair: tuple[str, str], command: Command) -> None:
    """Two of three terms agree; one event of two, scored both ways: 0.67 each; both differences are listed."""
    ran = command("gold", "agreement", *pair, "--gold", "gold")

    rows = {cells[0]: cells[1:5] for cells in map(columns, ran.out.splitlines())}
    assert ran.code == 0
    assert rows["plan terms"] == ["3 / 3", "0.67", "0.67", "0.67"]
    assert rows["reactions"] == ["2 / 2", "1.00", "1.00", "1.00"]
    assert rows["events"] == ["2 / 1", "0.67", "0.67", "0.67"]
    term, event = ran.out.partition("to adjudicate: 2\n- ")[2].split("\n- ")
    assert term == 'ferry plan_terms p3 / p3: force\n    first   "prohibition"\n    second  "permission"'
    assert event.startswith('ferry events e2 / –: only one has it\n    first   {"kind": "meeting"')
    assert event.endswith("\n    second  null\n")


@pytest.mark.usefixtures("passes")
def test_agreement_as_data(command: Command) -> None:
    """The same figures as JSON, unrounded."""
    ran = command("gold", "agreement", "a", "b", "--gold", "gold", "--json")

    data = json.loads(ran.out)
    assert data["agreement"]["plan_terms"]["soft_f1"] == pytest.approx(2 / 3, abs=1e-6)
    assert data["agreement"]["events"]["soft_f1"] == pytest.approx(2 / 3, abs=1e-6)
    assert data["agreement"]["plan_terms"]["same"]["force"][0] == pytest.approx(2 / 3, abs=1e-6)
    assert [(each["first"], each["second"], each["field"]) for each in data["to_adjudicate"]] == [
        ("p3", "p3", "force"),
        ("e2", None, ""),
    ]


# --- a run, scored ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("recorded")
def test_a_run_is_scored_against_gold_of_ones_own(command: Command, tmp_path: Path) -> None:
    """Every figure is what the labels and the records come to by hand, as data and on the page; a run has no gate."""
    ran = command("eval", "summaries", "--gold", "gold", "--json", "-o", "r.json")

    figures = json.loads(ran.out)["figures"]
    assert ran.code == 0
    assert json.loads(ran.out)["gate"] is None
    told = {
        name: (each["soft_f1"], each["strict_f1"], each["detection_f1"], each["gold"], each["labels"])
        for name, each in figures["types"].items()
    }
    assert told == {
        "plan_terms": (0.5667, 0.3333, 1.0, 3, {"COR": 1, "INC": 1, "PAR": 1}),
        "reactions": (0.7, 0.0, 1.0, 1, {"PAR": 1}),
        "events": (0.5, 0.5, 0.5, 2, {"COR": 1, "MIS": 1, "SPU": 1}),
    }
    assert figures["headline"]["soft_f1"] == 0.5889
    assert (figures["headline"]["items"], figures["headline"]["optional"]) == (6, 1)
    assert figures["contradictions"] == 0.2
    assert figures["types"]["events"]["spurious"] == {"invented": 1}
    outcomes = {outcome.key[2]: outcome for outcome in Result.read(tmp_path / "r.json").outcomes}
    assert (outcomes["p2"].credit, outcomes["p2"].field) == (0.7, "category")
    assert (outcomes["p3"].credit, outcomes["p3"].field) == (0.0, "status")
    assert (outcomes["r1"].credit, outcomes["r1"].field) == (0.7, "stance")
    assert outcomes["e2"].quote == "Brandau and Voss met in Port Sena on March 5."

    page = command("eval", "summaries", "--gold", "gold").out

    rows = {cells[0]: cells[1:] for cells in map(columns, page.splitlines())}
    assert "Scored: a stored run of scripted." in page
    assert rows["plan terms"] == ["0.567", "0.00 to 1.00", "0.333", "1.000", "3", "1", "0", "0"]
    assert rows["reactions"] == ["0.700", "–", "0.000", "1.000", "1", "0", "0", "0"]
    assert rows["events"] == ["0.500", "0.00 to 1.00", "0.500", "0.500", "2", "0", "1", "1"]
    assert rows["headline"][0] == "0.589"
    assert "Gate" not in page


def test_a_run_of_other_articles_has_no_gold(
    gold: Path, command: Command, endpoint: FaultServer, tmp_path: Path
) -> None:
    """The message names the articles that have some."""
    write(tmp_path / "tram.txt", ARTICLE.replace("ferry", "tram"))
    command("tram.txt", "--profile", "general")

    ran = command("eval", "summaries", "--gold", "gold")

    assert ran.code == 1
    assert "none of the articles in 'summaries' has gold in 'gold': ferry have" in ran.err


# --- a gate of one's own ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("recorded")
def test_a_gate_of_ones_own(sheet: Path, command: Command, tmp_path: Path, endpoint: FaultServer) -> None:
    """Red without a baseline, green once accepted, red after a change, green again: and nothing is sent."""
    first = replay(command)
    accepted = replay(command, "--accept", "--reason", "first labels")
    green = replay(command)
    edit(sheet, 'record.force = "obligation"', 'record.force = "permission"')
    assert command("gold", "lint", "--fix", "gold").code == 0
    red = replay(command)
    again = replay(command, "--accept", "--reason", "the cap is a permission")

    assert [first.code, accepted.code, green.code, red.code, again.code, replay(command).code] == [
        1,
        0,
        0,
        1,
        0,
        0,
    ]
    assert "there is no baseline yet: `summarise eval --accept --reason …` writes it" in words(first.out)
    assert "Scored: recorded answers of scripted (6 live, recorded" in green.out
    assert "Gate: passed." in green.out
    assert "gold: ferry.json changed since the baseline was accepted" in words(red.out)
    assert "ferry plan_terms p1: COR 1 → INC 0 (force)" in words(red.out)
    header = json.loads((tmp_path / "baselines" / "gold.jsonl").read_text("utf-8").splitlines()[0])
    assert header["reason"] == "the cap is a permission"
    assert len(endpoint.ledger) == 6


@pytest.mark.usefixtures("recorded")
def test_recordings_lie_beside_the_gold_unless_named(command: Command, tmp_path: Path) -> None:
    """`recordings` beside one's own gold is found by itself; the seeds' are never taken instead."""
    without = command("eval", "--gold", "gold")
    (tmp_path / "answers").rename(tmp_path / "recordings")
    accepted = command("eval", "--gold", "gold", "--accept", "--reason", "first labels")

    assert without.code == 1
    assert f"there is no folder of recordings at {tmp_path / 'recordings'}" in without.err
    assert accepted.code == 0


# --- what is not right yet ----------------------------------------------------------------------------------


def test_a_folder_to_write_to_is_made(command: Command, tmp_path: Path) -> None:
    """The first command of docs/evaluation.md works where nothing is there yet."""
    write(tmp_path / "ferry.txt", ARTICLE)

    ran = command("gold", "new", "ferry.txt", "-o", "my-gold/")

    assert ran.code == 0
    assert (tmp_path / "my-gold" / "ferry.toml").is_file()


@pytest.mark.usefixtures("passes")
def test_agreement_counts_an_article_once(command: Command) -> None:
    """After `lint --fix` each labeller's folder holds sheet and gold file of the same labels."""
    before = command("gold", "agreement", "a", "b", "--gold", "gold").out
    assert command("gold", "lint", "--fix", "a").code == command("gold", "lint", "--fix", "b").code == 0

    assert command("gold", "agreement", "a", "b", "--gold", "gold").out == before


@pytest.mark.usefixtures("passes")
def test_agreement_of_a_folder_and_a_file_is_a_message(command: Command) -> None:
    """Sheets are paired with sheets, folders with folders; anything else is said, not thrown."""
    assert "Traceback" not in command("gold", "agreement", "a", "b/ferry.toml", "--gold", "gold").err


@pytest.mark.usefixtures("recorded")
def test_two_gold_folders_side_by_side(command: Command, tmp_path: Path) -> None:
    """Each has a baseline of its own: gold of several profiles has to be in several folders."""
    shutil.copytree(tmp_path / "gold", tmp_path / "other")
    edit(tmp_path / "other" / "ferry.json", '"force": "prohibition"', '"force": "permission"')
    assert replay(command, "--accept", "--reason", "one").code == 0
    other = ("--gold", "other", "--recordings", "answers")
    assert command("eval", *other, "--accept", "--reason", "the other").code == 0

    assert replay(command).code == 0


@pytest.fixture
def own_prompts(
    gold: Path, command: Command, endpoint: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A folder of one's own prompts that the settings name, and answers to them recorded in `answers`."""
    shipped = next((ROOT / "prompts").glob("extract-v*/plan_terms.j2")).read_text("utf-8")
    mine = write(tmp_path / "mine" / "plan_terms.j2", shipped.replace("Task: list", "Task: please list"))
    monkeypatch.setenv("SUMMARISER_PROMPTS", "mine")
    endpoint.answer = Script(records=MODEL)
    command("ferry.txt", "--profile", "general", "--recordings", "answers", "--record")
    return mine.parent


@pytest.mark.usefixtures("own_prompts")
def test_prompts_of_ones_own_are_not_stale(command: Command) -> None:
    """What was recorded with a folder of one's own prompts is compared with that folder."""
    assert replay(command, "--accept", "--reason", "own prompts").code == 0
    assert replay(command).code == 0


def test_a_check_looks_at_prompts_of_ones_own(command: Command, own_prompts: Path) -> None:
    """`--check` compares with the prompts that the settings name, as the full gate does."""
    same = replay(command, "--check")
    edit(own_prompts / "plan_terms.j2", "Task: please list", "Task: name")
    changed = replay(command, "--check")

    assert (same.code, changed.code) == (0, 1)
    assert "stale: prompt" in changed.err


def test_settings_of_the_folder_hold_for_the_replay(
    gold: Path, command: Command, endpoint: FaultServer, tmp_path: Path
) -> None:
    """A setting in `summariser.toml` that shapes requests shapes those of the replay."""
    write(tmp_path / "summariser.toml", "max_output_tokens = 8000\n")
    endpoint.answer = Script(records=MODEL)
    command("ferry.txt", "--profile", "general", "--recordings", "answers", "--record")

    assert replay(command, "--accept", "--reason", "shorter answers").code == 0
