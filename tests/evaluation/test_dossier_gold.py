"""Gold of a dossier: reading, linting, and the agreement of two labellers."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from summariser.errors import GoldError
from summariser.evaluation.dossier.agreement import agreement
from summariser.evaluation.dossier.gold import DossierGold, read_dossier_gold
from summariser.evaluation.dossier.lint import lint
from summariser.evaluation.dossier.show import agreement_lines
from tests.evaluation.dossier_cases import content, gold, relation, texts


def edited(path: str, value: object) -> dict[str, Any]:
    """Return the gold file's content with the value at a dotted path replaced."""
    data: dict[str, Any] = deepcopy(content())
    *parents, last = path.split(".")
    place: Any = data
    for part in parents:
        place = place[int(part) if isinstance(place, list) else part]
    place[int(last) if isinstance(place, list) else last] = value
    return data


def test_gold_survives_a_round_trip(tmp_path: Path) -> None:
    """What is written is what is read."""
    path = tmp_path / "dossier.json"
    path.write_text(json.dumps(gold().as_json()), "utf-8")

    assert read_dossier_gold(path) == gold()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("relations.0.relation", "unrelated_lookalike"),
        ("relations.0.relation", "disagree"),
        ("relations.0.alternate_relations", ["silent"]),
        ("relations.0.type", "number"),
        ("relations.0.severity", "grave"),
        ("relations.0.groups.0.claims.0.start", -1),
        ("traps.0.kind", "furniture"),
        ("schema_version", "2.0"),
        ("remark", "none"),
    ],
)
def test_what_the_models_do_not_know_is_refused(tmp_path: Path, path: str, value: object) -> None:
    """A label, field or version that the format has not is an error that names the file."""
    file = tmp_path / "dossier.json"
    file.write_text(json.dumps(edited(path, value)), "utf-8")

    with pytest.raises(GoldError, match=r"dossier\.json"):
        read_dossier_gold(file)


def test_a_missing_file_is_a_gold_error(tmp_path: Path) -> None:
    """No file is told as such, not as a crash."""
    with pytest.raises(GoldError, match="is not the gold of a dossier"):
        read_dossier_gold(tmp_path / "dossier.json")


def test_gold_is_frozen() -> None:
    """Nothing changes gold once it is read."""
    with pytest.raises(ValidationError):
        gold().corpus = "other"  # type: ignore[misc]  # the point of the test


def test_sound_gold_has_no_problems() -> None:
    """The small gold over the seeds is clean."""
    assert lint(gold(), texts()) == ()


LONG = {"document": "000", "quote": texts()["000"][500:801], "start": 500}
OTHER = {"document": "000", "quote": "troops", "start": texts()["000"].index("troops")}


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("relations.0.groups.0.claims.0.start", 7, "does not start at 7"),
        ("relations.0.groups.0.claims.0.quote", "", "has no quote"),
        ("relations.0.groups.0.claims.0", LONG, "longer than 300"),
        ("relations.0.groups.0.claims.0.document", "009", "'009' is not among the documents"),
        ("relations.0.groups.0.claims", [], "has no claim"),
        ("relations.0.groups.1.claims.0", OTHER, "more than one claim"),
        ("relations.0.groups", content()["relations"][0]["groups"][:1], "two groups or more"),
        ("relations.6.groups", content()["relations"][6]["groups"] * 2, "`agree` has one group"),
        ("relations.6.groups.0.claims", [OTHER], "takes two articles"),
        ("relations.0.id", "r02", "id is there twice"),
        ("relations.0.severity", "none", "severity of 'contradict'"),
        ("relations.0.alternate_types", ["numeric"], "repeats the label"),
        ("documents.000", "abc", "no sha256"),
        ("documents.005", "0" * 64, "no such article"),
        ("off_topic", ["005"], "'005' is not among"),
        ("copies", [["000"]], "alone is no copy"),
        ("copies", [["000", "001"], ["001", "002"]], "'001' is there twice"),
        ("actors.0.mentions", [{"document": "000", "name": "Zelensky"}], "mentions of two articles"),
        ("actors.1.mentions.0.name", "President Volodymyr Zelenskyy", "of '000' is there twice"),
        ("traps.0.claims.0.start", 1, "does not start at 1"),
        ("traps.1.mentions", [], "must stay apart"),
    ],
)
def test_lint_names_each_fault(path: str, value: object, said: str) -> None:
    """Every rule of the format is checked, and told at the item that breaks it."""
    problems = lint(DossierGold.model_validate(edited(path, value)), texts())

    assert any(said in str(problem) for problem in problems), [str(problem) for problem in problems]


def test_a_labeller_agrees_with_themselves() -> None:
    """The same pass twice agrees in everything."""
    result = agreement(gold(), gold(), texts())

    assert {figure.value for figure in result.figures.values()} == {1.0}
    assert (result.relation_kappa, result.type_kappa, result.matched) == (1.0, 1.0, 8)
    assert result.only_second == ()


def test_disagreements_are_measured_and_named() -> None:
    """A relation only one pass has, another type and a split actor each lower their own figure."""
    data = edited("relations.0.type", "motive")
    passages = [("000", "37 percent")], [("001", "four-year")]
    data["relations"][3] = relation("r99", "contradict temporal hard", *passages)
    del data["actors"][1]

    result = agreement(gold(), DossierGold.model_validate(data), texts())

    assert result.figures["hard_f1"].value == 0.666667
    assert result.figures["all_f1"].value == pytest.approx(2 * 7 / 8 * 6 / 7 / (7 / 8 + 6 / 7), abs=1e-6)
    assert result.figures["relation"].value == 1.0
    assert result.figures["type"].value == pytest.approx(6 / 7, abs=1e-6)
    assert result.type_kappa is not None
    assert 0 < result.type_kappa < 1
    assert result.figures["linked_f1"].value != 1.0
    assert result.only_second == ("r99",)
    lines = agreement_lines(result)
    assert (
        "- mistyped: r01 What of r01? [contradict, numeric, hard] → r01 [contradict, motive, hard; 1 of 1 pairs]"
        in lines
    )
    assert "- only in the second pass: r99" in lines
    assert "- only in the second pass: r99" in agreement_lines(result, markdown=True)


def test_optional_relations_of_one_pass_alone_do_not_count() -> None:
    """What one labeller noted beyond what is required, and the other did not, is no disagreement."""
    data = content()
    data["relations"] = [each for each in data["relations"] if each["id"] != "r08"]
    fewer = DossierGold.model_validate(data)

    for first, second in [(gold(), fewer), (fewer, gold())]:
        figures = agreement(first, second, texts()).figures
        assert (figures["all_f1"].value, figures["agreements_f1"].value) == (1.0, 1.0)


def test_passes_over_other_articles_are_refused() -> None:
    """Two passes are compared only over the same bytes."""
    with pytest.raises(GoldError, match="different articles"):
        agreement(gold(), DossierGold.model_validate(edited("documents.000", "0" * 64)), texts())
