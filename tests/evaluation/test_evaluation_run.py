"""Runs of an evaluation in Python: a record type of one's own, and what cannot be evaluated."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import Field

from summariser import BUILT_IN, Document, RecordType, Settings, Summariser, load
from summariser.errors import GoldError, NoModelError
from summariser.evaluation.articles import labelled_gold, page_of
from summariser.evaluation.checks import gold_problems
from summariser.evaluation.result import Result
from summariser.evaluation.run import evaluate_answers, evaluate_stored, rescore
from summariser.evaluation.sheet import gold_of
from summariser.ledger import OutputFolder, text_files
from summariser.reading import read
from summariser.records import Record, Slot
from summariser.report import contents, render
from tests.conftest import ROOT
from tests.faults import FaultServer
from tests.pipeline.scripted import Script

ARTICLE = """\
The ferry bill sets fines. A late ferry costs the line 300 crowns, a cancelled ferry 900 crowns.

A ferry without a nurse costs the captain 50 crowns.
"""
LATE = "A late ferry costs the line 300 crowns, a cancelled ferry 900 crowns"
NURSE = "A ferry without a nurse costs the captain 50 crowns"
TEMPLATE = """Task: list the fines that this article names.

{% include "fields.j2" %}

Now list all fines of the article above, as JSON. If there is none, answer {"records": []}.
"""


class Fine(Record):
    """A fine that a bill sets."""

    breach: Annotated[str, Slot("key", "text", weight=0.6, proof="figures", identity=True)] = Field(
        description="What is fined, in two to four words."
    )
    amount: Annotated[str | None, Slot("critical", "quantity", proof="verbatim")] = Field(
        default=None, description="The verbatim words of the sum; null when none is given."
    )
    payer: Annotated[str | None, Slot("graded", "name", 0.2, proof="article")] = Field(
        default=None, description="Who pays; null when the article does not say."
    )
    quotes: Annotated[list[str], Slot("display", "text", proof="evidence")] = Field(
        description="One passage copied character by character."
    )


FINES = (RecordType("fines", Fine, "fines", 0.5),)
SHEET: dict[str, Any] = {
    "document": "fines",
    "article": "../fines.txt",
    "fines": [
        {
            "id": "f1",
            "record": {"breach": "late ferry", "amount": "300 crowns", "payer": "the line"},
            "quotes": [[LATE]],
        },
        {"id": "f2", "record": {"breach": "cancelled ferry", "amount": "900 crowns"}, "quotes": [[LATE]]},
        {"id": "f3", "record": {"breach": "no nurse", "amount": "50 crowns"}, "quotes": [[NURSE]]},
    ],
}
FOUND: list[dict[str, Any]] = [
    {"breach": "late ferry", "amount": "300 crowns", "payer": None, "quotes": [LATE]},
    {"breach": "cancelled ferry", "amount": "300 crowns", "payer": "the line", "quotes": [LATE]},
]
"""What the model says: a payer missing, the other ferry's sum, and nothing of the nurse."""


def write_gold(folder: Path, sheet: Mapping[str, Any], profile: str = "general") -> Path:
    """Write the gold that a sheet makes of the article into a folder of its own, and return that."""
    (folder / "fines.txt").write_text(ARTICLE, "utf-8")
    page = page_of(read(folder / "fines.txt"), profile)
    gold, problems = gold_of(sheet, page, profile, FINES)
    assert problems == ()
    (folder / "gold").mkdir(exist_ok=True)
    (folder / "gold" / f"{profile}.json").write_text(json.dumps(gold.as_json()), "utf-8")
    return folder / "gold"


@pytest.fixture
async def stored(tmp_path: Path) -> Path:
    """The output folder of a run that asked for fines alone."""
    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts" / "fines.j2").write_text(TEMPLATE, "utf-8")
    document = Document.from_text(ARTICLE, id="fines")
    async with FaultServer(Script(records={"fines": FOUND})) as server:
        settings = Settings(
            model="scripted", base_url=server.url, profile="general", prompts=tmp_path / "prompts"
        )
        async with Summariser(settings, record_types=FINES) as summariser:
            corpus = await summariser.summarise_corpus([document])
    with OutputFolder(tmp_path / "out") as output:
        output.write(text_files(corpus.documents))
        output.write(render(contents(corpus.summaries, corpus.run, FINES)))
        output.finish(corpus.run)
    return tmp_path / "out"


@pytest.fixture
def result(stored: Path, tmp_path: Path) -> Result:
    """The run, scored."""
    return evaluate_stored(load(stored, FINES), write_gold(tmp_path, SHEET), FINES)


# --- a record type of one's own -------------------------------------------------------------------------------


def test_a_record_type_of_ones_own_is_scored_by_its_slots(result: Result) -> None:
    """One class and one `RecordType`: aligned by its key, judged by its amount, charged for its graded field."""
    outcomes = {outcome.gold: (outcome.label, outcome.credit, outcome.field) for outcome in result.outcomes}
    figures = result.figures["types"]["fines"]

    assert outcomes == {"f1": ("PAR", 0.8, "payer"), "f2": ("INC", 0.0, "amount"), "f3": ("MIS", 0.0, "")}
    assert (figures["soft_f1"], figures["strict_f1"], figures["detection_f1"]) == (0.32, 0.0, 0.8)
    assert result.record_types == ("fines",)
    assert result.figures["headline"]["soft_f1"] == 0.32
    assert result.figures["contradictions"] == 0.5
    assert (result.source, result.answers.model) == ("stored", "scripted")


def test_its_result_is_stored_and_scored_again(result: Result, tmp_path: Path) -> None:
    """Read back from its JSON, it scores as it did, from nothing but its own predictions."""
    path = tmp_path / "r.json"
    path.write_text(result.model_dump_json(), "utf-8")
    gold = labelled_gold(tmp_path / "gold", FINES)

    again = rescore(Result.read(path), gold.by_article, FINES)

    assert Result.read(path) == result
    assert again.outcomes == result.outcomes
    assert again.figures["headline"] == result.figures["headline"]


def test_its_gold_is_linted(tmp_path: Path) -> None:
    """Values, fields and evidence of the type are checked like those of the shipped ones."""
    assert gold_problems(write_gold(tmp_path, SHEET), FINES) == ()
    wrong = [SHEET["fines"][0] | {"record": {"breach": "late ferry", "amount": "50 crowns", "colour": "red"}}]

    found = "\n".join(gold_problems(write_gold(tmp_path, {**SHEET, "fines": wrong}), FINES))

    assert "fines/f1" in found
    assert "'colour' is no field of fines" in found
    assert "'50 crowns' stands in none of its evidence" in found


def test_gold_of_an_unknown_type_is_refused(stored: Path, tmp_path: Path) -> None:
    """Without `record_types` the message names the list and the types that are known."""
    gold = write_gold(tmp_path, SHEET)

    with pytest.raises(GoldError, match=r"unknown list 'fines'; the record types are plan_terms, .*gist"):
        evaluate_stored(load(stored, FINES), gold, BUILT_IN)


def test_the_decisive_fields_of_ones_own_type_are_counted(result: Result) -> None:
    """How often each field that decides was right stands beside the F1, as for the shipped types."""
    assert result.figures["types"]["fines"]["decisive_fields"] == {"amount": 0.5}


# --- what cannot be evaluated -----------------------------------------------------------------------------------


def test_a_run_of_other_bytes_is_refused(stored: Path, tmp_path: Path) -> None:
    """Gold that was labelled on another version of the article is never scored against this one."""
    path = write_gold(tmp_path, SHEET) / "general.json"
    data = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(data | {"sha256": "0" * 64}), "utf-8")

    with pytest.raises(GoldError, match=r"'fines': the gold was labelled on other bytes .*gold lint --fix"):
        evaluate_stored(load(stored, FINES), path.parent, FINES)


def test_a_run_without_gold_is_refused(stored: Path, tmp_path: Path) -> None:
    """The message names the articles that have some."""
    gold = write_gold(tmp_path, {**SHEET, "document": "trams"})
    data = json.loads((gold / "general.json").read_text("utf-8"))
    (gold / "general.json").write_text(json.dumps(data | {"document": "trams"}), "utf-8")

    with pytest.raises(GoldError, match=r"has gold in .*: trams have"):
        evaluate_stored(load(stored, FINES), gold, FINES)


async def test_gold_of_two_profiles_is_refused(tmp_path: Path) -> None:
    """One folder is one kind of plan: requests carry its categories."""
    write_gold(tmp_path, SHEET)
    gold = write_gold(tmp_path, SHEET, "trade")
    settings = Settings(recordings=ROOT / "evals" / "recordings")

    with pytest.raises(GoldError, match=r"several profiles \(general, trade\): one folder each"):
        await evaluate_answers(settings, gold, record_types=FINES)


async def test_answers_come_from_somewhere(tmp_path: Path) -> None:
    """With neither a model nor recordings nothing is evaluated, and the message says how to name one."""
    with pytest.raises(NoModelError, match="SUMMARISER_MODEL"):
        await evaluate_answers(Settings(), write_gold(tmp_path, SHEET), record_types=FINES)


async def test_a_second_sample_is_a_recording_of_its_own(tmp_path: Path) -> None:
    """Recordings hold one sample: a second is missing by name, and is never the first one again."""
    name = "004_f4f46f81013c0048"
    value = json.loads((ROOT / "evals" / "gold" / f"{name}.json").read_text("utf-8"))
    value["article"] = str(ROOT / "seeds" / f"{name}.txt")
    (tmp_path / f"{name}.json").write_text(json.dumps(value), "utf-8")

    found = await evaluate_answers(Settings(recordings=ROOT / "evals" / "recordings"), tmp_path, samples=2)

    (missing,) = found.checks.missing
    assert missing.startswith(f"{name}: no answer at all")
    assert "only the sample asked for" in missing
    first, second = ([o.label for o in found.outcomes if o.sample == sample] for sample in (0, 1))
    assert "COR" in first
    assert set(second) == {"MIS"}
