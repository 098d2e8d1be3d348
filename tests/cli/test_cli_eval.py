"""`summarise eval` and `compare` on a seed and its recorded answers: figures, forms, exit codes, ways to be red."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest

from summariser.evaluation.articles import labelled_gold
from summariser.evaluation.replay import accept, replay
from summariser.evaluation.result import Result
from summariser.evaluation.run import rescore
from summariser.request import request_key
from tests.cli.conftest import Command, Ran, write
from tests.conftest import ROOT

SEED = "004_f4f46f81013c0048"
RECORDINGS = ROOT / "evals" / "recordings"


class World(NamedTuple):
    """Gold and recordings of one seed, to be changed at will."""

    gold: Path
    recordings: Path

    def recording(self, record_type: str) -> Path:
        """Return the recorded answer for a record type."""
        return next(
            path
            for path in sorted(self.recordings.glob("*.json"))
            if path.name != "INDEX.json" and read_json(path)["request"]["record_type"] == record_type
        )


def read_json(path: Path) -> Any:  # noqa: ANN401 - JSON
    """Return what a JSON file says."""
    return json.loads(path.read_text("utf-8"))


def write_json(path: Path, value: object) -> Path:
    """Write a JSON file."""
    return write(path, json.dumps(value, ensure_ascii=False, indent=1))


def copied(folder: Path) -> World:
    """Copy the gold and the recordings of the seed into a folder."""
    gold = read_json(ROOT / "evals" / "gold" / f"{SEED}.json")
    write_json(folder / "gold" / f"{SEED}.json", gold | {"article": str(ROOT / "seeds" / f"{SEED}.txt")})
    (folder / "recordings").mkdir()
    shutil.copy(RECORDINGS / "INDEX.json", folder / "recordings")
    for path in RECORDINGS.glob("*.json"):
        if path.name != "INDEX.json" and read_json(path)["request"]["document"] == SEED:
            shutil.copy(path, folder / "recordings")
    return World(folder / "gold", folder / "recordings")


@lru_cache(maxsize=1)
def baseline() -> bytes:
    """Return the accepted baseline of the seed, made once."""
    with TemporaryDirectory() as folder:
        world = copied(Path(folder))
        return accept(world.gold, replay(world.gold, world.recordings), "as recorded").read_bytes()


@pytest.fixture
def world(tmp_path: Path) -> World:
    """One seed with gold, recordings and an accepted baseline."""
    write(tmp_path / "baselines" / "gold.jsonl", baseline())
    return copied(tmp_path)


def evaluate(command: Command, *words: str) -> Ran:
    """Run the replay gate of the world."""
    return command("eval", "--gold", "gold", *words)


def joined(text: str) -> str:
    """Return text with its lines joined."""
    return " ".join(text.split())


# --- green --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("world")
def test_the_gate_passes_and_says_what_was_scored(command: Command) -> None:
    """Exit 0; answers, gold, a row for each type, what stands beside them, and the gate, within 80 columns."""
    ran = evaluate(command)

    assert (ran.code, ran.err) == (0, "")
    assert re.search(r"^Scored: recorded answers of \S+ \(\d+ batch, recorded \d{4}-\d\d-\d\d", ran.out)
    for row in (
        "plan terms",
        "actors",
        "reactions",
        "disputed points",
        "events",
        "headline",
        "004 (held out)",
    ):
        assert re.search(rf"^{re.escape(row)}  ", ran.out, re.MULTILINE)
    assert "Quotes not verbatim" in ran.out
    assert ran.out.endswith("Gate: passed.\n")
    assert max(map(len, ran.out.splitlines())) <= 80


@pytest.mark.usefixtures("world")
def test_markdown_has_the_same_figures(command: Command) -> None:
    """Tables of as many cells in each row, with the figures of the text, for a CI summary."""
    text, ran = evaluate(command), evaluate(command, "--markdown")

    tables = [block.splitlines() for block in ran.out.split("\n\n") if block.startswith("|")]
    assert ran.code == 0
    assert [len(table) for table in tables] == [8, 4]
    assert all(len({row.count("|") for row in table}) == 1 for table in tables)
    figure = re.search(r"^headline +(\S+)", text.out, re.MULTILINE)
    assert figure
    assert figure[1] in tables[0][-1].replace("\\", "")
    assert "Gate: passed." in ran.out


@pytest.mark.usefixtures("world")
def test_json_is_the_result_with_the_gate(command: Command, tmp_path: Path) -> None:
    """--json parses and has figures and gate; -o writes the same result, which reads back and compares with itself."""
    ran = evaluate(command, "--json", "-o", "r.json")
    data = json.loads(ran.out)
    result = Result.read(tmp_path / "r.json")
    compared = command("compare", "r.json", "r.json")

    assert ran.code == 0
    assert data.pop("gate") == {"passed": True, "failures": [], "notes": []}
    assert set(data["figures"]["types"]) == {"plan_terms", "actors", "reactions", "disputed_points", "events"}
    assert data["documents"].keys() == {SEED}
    assert Result.model_validate(data) == result
    assert compared.code == 0
    assert "is no better and no worse than" in compared.out.splitlines()[0]


# --- red ----------------------------------------------------------------------------------------------------


def missing(world: World) -> str:
    """Delete a recorded answer."""
    world.recording("events").unlink()
    return f"{SEED}: no answer for events"


def stale(world: World) -> str:
    """Let an answer be one to an older prompt."""
    path = world.recordings / "INDEX.json"
    index = read_json(path)
    prompt = next(name for name in index["prompts"] if name.endswith("/events"))
    index["prompts"][prompt] = "0" * 64
    write_json(path, index)
    return f"stale: prompt '{prompt}' changed since its answers were recorded"


def tampered(world: World) -> str:
    """Change a word of a recorded answer."""
    path = world.recording("gist")
    value = read_json(path)
    value["response"]["id"] = "another"
    write_json(path, value)
    return f"tampered: {world.recordings.name}/{path.name} is not the recording it is named for"


def orphan(world: World) -> str:
    """Add an answer that no request of today asks for."""
    value = read_json(world.recording("gist"))
    value["request"]["body"]["messages"][1]["content"] += "\n"
    path = write_json(world.recordings / f"{request_key(value['request']['body'])}.json", value)
    return f"orphan: {world.recordings.name}/{path.name} answers no request of today: delete it"


@pytest.mark.parametrize("change", [missing, stale, tampered, orphan], ids=lambda change: change.__name__)
def test_recordings_that_are_not_as_accepted(
    change: Callable[[World], str], world: World, command: Command
) -> None:
    """Missing, stale, tampered with or unused: exit 1, and a message that names the file, prompt or request."""
    named = change(world._replace(recordings=Path("recordings")))

    ran = evaluate(command, "--recordings", "recordings")

    assert ran.code == 1
    assert "Gate: fell" in ran.out
    assert named in joined(ran.out)


def test_another_prompt_is_told_with_what_changed(
    world: World, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edited template asks requests that nobody answered: the words that changed, and how to record them."""
    shipped = next((ROOT / "prompts").glob("extract-v*/events.j2")).read_text("utf-8")
    write(tmp_path / "mine" / "events.j2", shipped.replace("Task: list", "Task: please list"))
    monkeypatch.setenv("SUMMARISER_PROMPTS", "mine")

    ran = evaluate(command)

    assert ran.code == 1
    told = joined(ran.out)
    assert f"{SEED}: no answer for events" in told
    assert f"no recording for events of {SEED} (mine/events)" in told
    assert "Task: please list" in told
    assert "to re-record: summarise PATH… --recordings" in told


def test_a_change_must_be_accepted_with_a_reason(world: World, command: Command, tmp_path: Path) -> None:
    """Other gold is red and names the item; --accept alone is exit 2 and changes nothing; with a reason it is green."""
    path = world.gold / f"{SEED}.json"
    gold = read_json(path)
    item = next(item for item in gold["reactions"] if item["required"])
    item["record"]["target"] = "counterproposal" if item["record"]["target"] == "plan" else "plan"
    item.pop("alternates", None)
    write_json(path, gold)

    red, unexplained = evaluate(command), evaluate(command, "--accept")
    before = (tmp_path / "baselines" / "gold.jsonl").read_bytes()
    accepted = evaluate(command, "--accept", "--reason", "the target was wrong")
    green = evaluate(command)

    assert [red.code, unexplained.code, accepted.code, green.code] == [1, 2, 0, 0]
    assert f"gold: {SEED}.json changed since the baseline was accepted" in joined(red.out)
    assert re.search(rf"{SEED} reactions {item['id']}: COR 1 → INC 0 \(target\)", joined(red.out))
    assert "--reason" in unexplained.err
    assert before == baseline()
    assert (
        "the target was wrong" in (tmp_path / "baselines" / "gold.jsonl").read_text("utf-8").splitlines()[0]
    )


def test_json_and_markdown_name_what_is_wrong(world: World, command: Command) -> None:
    """Every form of a red gate carries its reasons, and exits 1."""
    named = missing(world)

    as_json, as_markdown = evaluate(command, "--json"), evaluate(command, "--markdown")

    gate = json.loads(as_json.out)["gate"]
    assert (as_json.code, as_markdown.code) == (1, 1)
    assert gate["passed"] is False
    assert any(failure.startswith(named) for failure in gate["failures"])
    assert f"- {named}" in as_markdown.out


# --- checks without a replay, and wrong calls ---------------------------------------------------------------


def test_check_passes_on_what_is_shipped(command: Command) -> None:
    """Gold and recordings of the seeds are as they should be, said in one line."""
    ran = command("eval", "--check")

    assert (ran.code, ran.out) == (0, "")
    assert "as they should be" in ran.err


@pytest.mark.parametrize("change", [stale, tampered], ids=lambda change: change.__name__)
def test_check_finds_what_needs_no_replay(
    change: Callable[[World], str], world: World, command: Command
) -> None:
    """A changed prompt and a changed answer are found without replaying anything."""
    named = change(world._replace(recordings=Path("recordings")))

    ran = evaluate(command, "--check", "--recordings", "recordings")

    assert (ran.code, ran.out) == (1, "")
    assert named in ran.err


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["eval", "--accept"], "--reason"),
        (["eval", "--accept", "--reason", "r", "--model", "m"], "no --model"),
        (["eval", "nowhere"], "nowhere"),
        (["eval", "--samples", "0"], "--samples"),
        (["compare", "one.json"], "compare takes two or more results"),
    ],
)
def test_a_wrong_call_is_exit_2(words: list[str], said: str, command: Command) -> None:
    """One message, and nothing is scored or accepted."""
    ran = command(*words)

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err


# --- compare ------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def two_results() -> tuple[Result, Result]:
    """Return the seed's result, and one in which two reactions have another target and an actor is lost."""
    with TemporaryDirectory() as folder:
        world = copied(Path(folder))
        old = replay(world.gold, world.recordings).result
        cases = labelled_gold(world.gold).by_article
    right = [outcome for outcome in old.outcomes if outcome.label == "COR"]
    turned = {o.predicted for o in [o for o in right if o.record_type == "reactions"][:2]}
    lost = next(o.predicted for o in right if o.record_type == "actors")
    changed = [
        each.model_copy(update={"record": each.record | {"target": "counterproposal"}})
        if each.record_type == "reactions" and each.id in turned
        else each
        for each in old.predictions
        if (each.record_type, each.id) != ("actors", lost)
    ]
    return old, rescore(old.model_copy(update={"predictions": tuple(changed)}), cases)


@pytest.fixture
def results(tmp_path: Path) -> Result:
    """The results `old.json` and `new.json`, as `summarise eval -o` writes them; the new one is returned."""
    old, new = two_results()
    write(tmp_path / "old.json", old.model_dump_json())
    write(tmp_path / "new.json", new.model_dump_json())
    return new


def test_a_comparison_opens_with_the_verdict(results: Result, command: Command) -> None:
    """Which is worse, by how much, within what interval, and what so many items can show."""
    ran = command("compare", "old.json", "new.json")

    assert (ran.code, ran.err) == (0, "")
    assert re.fullmatch(
        r"new is \d+\.\d points worse than old \(-\d+\.\d to [+-]\d+\.\d\): "
        r"(not )?distinguishable \(p = 0\.\d+\); \d+ items .+",
        ran.out.splitlines()[0],
    )
    table = {line.partition("  ")[0]: line.split()[-3:] for line in ran.out.splitlines()[2:]}
    assert table["plan terms"][2] == "+0.0"
    assert float(table["actors"][2]) < 0
    assert float(table["reactions"][1]) < float(table["reactions"][0])
    assert float(table["headline"][2]) < 0


def test_a_comparison_lists_what_got_worse(
    results: Result, command: Command, seed: Callable[[str], str]
) -> None:
    """Each item with its outcomes, the article's words, the gold and both records; the other way round, better."""
    ran, back = command("compare", "old.json", "new.json"), command("compare", "new.json", "old.json")

    worse = ran.out.partition("\nWorse: ")[2].splitlines()
    assert worse[0] == "3"
    assert "Better" not in ran.out
    heads = [line for line in worse[1:] if not line.startswith(" ")]
    assert [re.sub(r" \S+: ", ": ", head) for head in heads].count(
        "004 reactions: COR 1 → INC 0 (target)"
    ) == 2
    assert sum("004 actors" in head and "→ MIS 0" in head for head in heads) == 1
    quoted = [line.partition("  article  ")[2] for line in worse if "  article  " in line]
    assert len(quoted) == 3
    text = joined(seed("004"))
    assert all(words.removesuffix("…") in text for words in quoted)
    assert sum(line.startswith("    before ") for line in worse) == 3
    assert "    after    –" in worse
    assert "\nBetter: 3\n" in back.out
    assert "Worse" not in back.out


def test_a_comparison_as_data_and_as_markdown(results: Result, command: Command) -> None:
    """--json has the numbers and each change; --markdown a table, and the items in a fence."""
    data = json.loads(command("compare", "old.json", "new.json", "--json").out)
    markdown = command("compare", "old.json", "new.json", "--markdown").out

    (told,) = data["comparisons"]
    assert (told["first"], told["second"]) == ("old", "new")
    assert told["difference"] < 0
    assert told["low"] <= told["difference"] <= told["high"]
    assert [change["gain"] for change in told["changes"]] == [-1.0] * 3
    assert {change["after"]["label"] for change in told["changes"]} == {"INC", "MIS"}
    table = [line for line in markdown.splitlines() if line.startswith("|")]
    assert len({line.count("|") for line in table}) == 1
    assert markdown.startswith("new is ")
    assert markdown.count("```") == 2


def test_three_results_are_compared_with_the_first(results: Result, command: Command, tmp_path: Path) -> None:
    """Each further result has its own verdict."""
    shutil.copy(tmp_path / "old.json", tmp_path / "same.json")

    ran = command("compare", "old.json", "new.json", "same.json")

    verdicts = [line for line in ran.out.splitlines() if " than old (" in line]
    assert ran.code == 0
    assert verdicts[0].startswith("new is ")
    assert verdicts[1].startswith("same is no better and no worse than old (+0.0 to +0.0)")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"scorer": "0" * 16}, "different versions of the scorer"),
        ({"gold": {SEED: "0" * 16}}, "different gold"),
        ({"documents": {SEED: "0" * 64}}, "different articles"),
    ],
)
def test_what_cannot_be_compared_names_the_way_out(
    change: dict[str, Any], said: str, results: Result, command: Command, tmp_path: Path
) -> None:
    """Another scorer, other gold or other articles: exit 1, and the command that scores again."""
    write(tmp_path / "other.json", results.model_copy(update=change).model_dump_json())

    ran = command("compare", "old.json", "other.json")

    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err
    assert "`summarise eval DIR|R.json -o R.json`" in ran.err


def test_a_file_that_is_no_result_is_named(results: Result, command: Command, tmp_path: Path) -> None:
    """Nothing there, or something else: one message with the path."""
    write(tmp_path / "else.json", "{}")

    for name in ("else.json", "nowhere.json"):
        ran = command("compare", "old.json", name)

        assert (ran.code, ran.out) == (1, "")
        assert f"'{name}' is not the result of an evaluation" in ran.err


# --- what is not right yet ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("world")
def test_a_result_that_cannot_be_written_is_a_message(command: Command) -> None:
    """The user named a folder that is not there: one message."""
    ran = evaluate(command, "-o", "nowhere/r.json")

    assert ran.code in {1, 2}
    assert "Traceback" not in ran.err


def test_a_comparison_is_harmless_for_a_terminal(results: Result, command: Command, tmp_path: Path) -> None:
    """An article or a model may hold control sequences; none reaches the terminal."""
    outcomes = [
        outcome.model_copy(update={"quote": "talks\x1b]0;owned\x07\x9b2J"}) for outcome in results.outcomes
    ]
    hostile = results.model_copy(update={"outcomes": tuple(outcomes)})
    write(tmp_path / "hostile.json", hostile.model_dump_json())

    ran = command("compare", "old.json", "hostile.json")

    assert not set(ran.out) & {"\x1b", "\x07", "\x9b"}
