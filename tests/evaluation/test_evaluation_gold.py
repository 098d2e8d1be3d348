"""Gold files and label sheets: what is read, what is computed, and every mistake the lint names."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from summariser.errors import GoldError
from summariser.evaluation.articles import page_of
from summariser.evaluation.checks import gold_problems
from summariser.evaluation.gold import Aliases, article_files, case_of, parse_gold, read_aliases, read_gold
from summariser.evaluation.labelling import SCORED, new_sheet
from summariser.evaluation.lint import lint, lint_aliases
from summariser.evaluation.sheet import gold_of, read_sheet
from summariser.profiles import load_profile
from summariser.reading import read
from tests.conftest import ROOT
from tests.evaluation.conftest import CaseOf

SEED = ROOT / "seeds" / "004_f4f46f81013c0048.txt"

SHEET: dict[str, Any] = {
    "document": "004_f4f46f81013c0048",
    "plan_terms": [
        {
            "id": "p1",
            "required": True,
            "record": {
                "plan": "main",
                "category": "territory_status",
                "topic": "Donbas cession",
                "places": ["Donbas region"],
            },
            "quotes": [
                ["Ukraine making significant territorial concessions, particularly in the Donbas region"]
            ],
        }
    ],
    "events": [
        {
            "id": "e1",
            "record": {"kind": "meeting", "places": ["Miami"], "when": []},
            "quotes": [["These talks, which took place in Miami with Russian envoy Kirill Dmitriev"]],
        }
    ],
    "traps": [{"kind": "furniture", "quotes": ["A peace deal as soon as this week?"], "note": "a link"}],
}


def test_the_gold_of_the_seeds_is_clean(gold_of_seeds: Path) -> None:
    """Spans verbatim and in the body, values as their words say, labels known, nothing twice."""
    assert gold_problems(gold_of_seeds) == ()


def test_there_is_enough_of_it(gold_of_seeds: Path) -> None:
    """At least 240 items over five articles and five record types, and traps in each article."""
    golds = [read_gold(path) for path in sorted(gold_of_seeds.glob("0*.json"))]

    assert len(golds) == 5
    assert all(set(gold.items) == {kind.name for kind in SCORED} and gold.traps for gold in golds)
    assert sum(len(items) for gold in golds for items in gold.items.values()) >= 240


def test_both_passes_and_every_decision_are_kept(gold_of_seeds: Path) -> None:
    """The raw sheets of two labellers for each article, and a reason for every difference."""
    decisions = [
        json.loads(line) for line in (gold_of_seeds / "decisions.jsonl").read_text("utf-8").splitlines()
    ]

    for name in ("a", "b"):
        assert len(article_files(gold_of_seeds / "passes" / name)) == 5
    assert all(each["reason"] for each in decisions)


def test_a_sheet_becomes_gold() -> None:
    """Quotes become spans of the text, and values are read from the words."""
    page = page_of(read(SEED), "peace")

    gold, problems = gold_of(SHEET, page, "peace")

    assert problems == ()
    span = gold.items["plan_terms"][0].evidence[0][0]
    assert span.of(page.text) == span.quote
    assert parse_gold(json.loads(json.dumps(gold.as_json()))) == gold
    assert lint(case_of(gold, page, Aliases()), load_profile("peace")) == ()


@pytest.mark.parametrize(
    ("quote", "message"),
    [
        ("territorial concessions that nobody mentioned", "is not in the article"),
        ("He must have got this from K", "stands only in page furniture"),
    ],
)
def test_a_quote_that_proves_nothing_is_named(quote: str, message: str) -> None:
    """The labeller is told which quote of which item to copy again."""
    term = {**SHEET["plan_terms"][0], "quotes": [[quote]]}

    _, problems = gold_of({**SHEET, "plan_terms": [term]}, page_of(read(SEED), "peace"), "peace")

    assert [problem.where for problem in problems] == ["plan_terms/p1"]
    assert message in problems[0].message


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda item: item["evidence"][0][0].update(start=0), "are not"),
        (lambda item: item["record"].update(force="must"), "none of its labels"),
        (lambda item: item["record"].update(category="weather"), "none of its labels"),
        (lambda item: item["record"].update(colour="red"), "is no field"),
        (lambda item: item["record"].update(value="6,000 troops"), "its values are not what its words say"),
        (lambda item: item["record"].update(places=["Orvel"]), "stands in none of its evidence"),
        (lambda item: item.update(evidence=[]), "it has no evidence"),
        (lambda item: item["alternates"].update(forze=["obligation"]), "is no field"),
    ],
)
def test_the_lint_finds_a_wrong_item(
    change: Callable[[dict[str, Any]], None], message: str, case: CaseOf
) -> None:
    """Each kind of mistake is named with its item."""
    clean = case("003")
    data = json.loads(json.dumps(clean.gold.as_json()))
    item = data["plan_terms"][0]
    item.setdefault("alternates", {})
    change(item)

    found = lint(case_of(parse_gold(data), clean.page, Aliases()), load_profile("peace"))

    assert any(message in problem.message for problem in found)
    assert {problem.where for problem in found} == {"003_f9358823bcab77da/plan_terms/p1"}


def test_the_lint_finds_an_item_that_is_there_twice(case: CaseOf) -> None:
    """Two required items that the scorer cannot tell apart must be made one."""
    clean = case("003")
    data = json.loads(json.dumps(clean.gold.as_json()))
    data["plan_terms"].append({**data["plan_terms"][0], "id": "p99"})

    found = lint(case_of(parse_gold(data), clean.page, Aliases()), load_profile("peace"))

    assert ["the same to the scorer" in problem.message for problem in found] == [True]


def test_an_alias_stands_for_one_name_and_is_used(case: CaseOf) -> None:
    """A wording under two names, or one that no gold has, is named."""
    aliases = Aliases(names={"Ukraine": ("Kyiv",), "Russia": ("Kyiv",), "Atlantis": ("Poseidonis",)})

    found = lint_aliases(aliases, [case("003").gold])

    assert ["'Kyiv' stands for" in str(found[0]), "names 'Atlantis'" in str(found[-1])] == [True, True]


def test_gold_of_another_text_is_refused(case: CaseOf) -> None:
    """Offsets into other bytes would be nonsense."""
    gold = case("003").gold._replace(sha256="0" * 64)

    with pytest.raises(GoldError, match="labelled on other bytes"):
        case_of(gold, case("003").page, Aliases())


@pytest.mark.parametrize(
    "text", ["", "[]", '{"document": "a"}', '{"document": 1, "sha256": "", "profile": "", "songs": []}']
)
def test_a_file_that_is_no_gold_is_named(text: str, tmp_path: Path) -> None:
    """One message with the path, whatever is wrong."""
    path = tmp_path / "a.json"
    path.write_text(text, "utf-8")

    with pytest.raises(GoldError, match=r"a\.json"):
        read_gold(path)


def test_a_new_sheet_is_valid_and_complete(tmp_path: Path) -> None:
    """The empty sheet parses, names its article, and shows every labelled field and every label."""
    path = tmp_path / "sheet.toml"
    text = new_sheet(read(SEED), "../a.txt", load_profile("peace"))
    path.write_text(text, "utf-8")

    sheet = read_sheet(path)

    assert (sheet["document"], sheet["article"]) == ("004_f4f46f81013c0048", "../a.txt")
    for word in (
        "[[plan_terms]]",
        "[[actors]]",
        "[[reactions]]",
        "[[disputed_points]]",
        "[[events]]",
        "[[traps]]",
    ):
        assert word in text
    assert "conditional_support" in text
    assert "territory_status" in text
    assert max(map(len, text.splitlines())) <= 120


def test_a_filled_sheet_uncommented_from_the_template_becomes_gold(tmp_path: Path) -> None:
    """The commented blocks are valid TOML once their marks are taken away and quotes are filled in."""
    text = new_sheet(read(SEED), "a.txt", load_profile("peace"))
    start = text.index("# [[events]]")
    block = text[
        start : text.index("\n#\n# ---", start)
        if "\n#\n# ---" in text[start:]
        else text.index("\n# --- traps", start)
    ]
    lines = [line[2:] for line in block.splitlines() if line.startswith("# ")]
    body = "\n".join(line for line in lines if not line.startswith("    ")).replace(
        "'''…'''", "'''took place in Miami'''"
    )
    path = tmp_path / "sheet.toml"
    path.write_text(text[: text.index("\n# --- ")] + "\n" + body, "utf-8")

    gold, problems = gold_of(read_sheet(path), page_of(read(SEED), "peace"), "peace")

    assert problems == ()
    assert [item.id for item in gold.items["events"]] == ["e1"]


def test_the_aliases_beside_the_gold_are_read(gold_of_seeds: Path, tmp_path: Path) -> None:
    """A folder without a table has none; a broken table is named."""
    assert "Ukraine" in read_aliases(gold_of_seeds).names
    assert read_aliases(tmp_path) == Aliases()
    (tmp_path / "aliases.json").write_text("[]", "utf-8")
    with pytest.raises(GoldError, match=r"aliases\.json"):
        read_aliases(tmp_path)
