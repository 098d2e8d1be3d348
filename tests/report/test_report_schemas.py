"""The JSON Schemas in docs/schema are those of the models, and the files that are written obey them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from summariser.ledger import json_bytes
from summariser.report.as_json import write
from summariser.report.contents import Contents
from summariser.report.schemas import (
    SCHEMAS,
    article_model,
    article_schema,
    dossier_schema,
    files,
    run_schema,
)

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "schema"
TYPES: dict[str, Any] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
    "array": list,
    "object": dict,
}


def problems(value: Any, schema: dict[str, Any], root: dict[str, Any], path: str = "$") -> list[str]:  # noqa: ANN401 - any JSON value
    """Return what keeps `value` from obeying `schema`, for the keywords that the schemas use."""
    if "$ref" in schema:
        return problems(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, path)
    for choice in ("anyOf", "oneOf"):
        if choice in schema:
            found = [problems(value, option, root, path) for option in schema[choice]]
            return [] if [] in found else [problem for option in found for problem in option]
    wanted = schema.get("type")
    if wanted and (not isinstance(value, TYPES[wanted]) or (isinstance(value, bool) and wanted != "boolean")):
        return [f"{path} is no {wanted}"]
    return [*_plain_problems(value, schema, path), *_inner_problems(value, schema, root, path)]


def _plain_problems(value: Any, schema: dict[str, Any], path: str) -> list[str]:  # noqa: ANN401 - any JSON value
    wrong = {
        "enum": "enum" in schema and value not in schema["enum"],
        "const": "const" in schema and value != schema["const"],
        "pattern": "pattern" in schema and not re.search(schema["pattern"], value),
        "minimum": "minimum" in schema and value < schema["minimum"],
        "required": not set(schema.get("required", ())) <= set(value if isinstance(value, dict) else ()),
    }
    return [f"{path}: {name}" for name, is_wrong in wrong.items() if is_wrong]


def _inner_problems(value: Any, schema: dict[str, Any], root: dict[str, Any], path: str) -> list[str]:  # noqa: ANN401 - any JSON value
    if isinstance(value, list):
        each = schema.get("prefixItems") or [schema["items"]] * len(value)
        if len(each) != len(value):
            return [f"{path}: {len(value)} items"]
        pairs = enumerate(zip(value, each, strict=True))
        inner = [(item, wanted, f"{path}[{index}]") for index, (item, wanted) in pairs]
    elif isinstance(value, dict):
        properties, others = schema.get("properties", {}), schema.get("additionalProperties", False)
        unknown = [key for key in value if key not in properties and others is False]
        if unknown:
            return [f"{path}: unknown {unknown}"]
        inner = [(item, properties.get(key, others), f"{path}.{key}") for key, item in value.items()]
    else:
        inner = []
    return [problem for item, part, where in inner for problem in problems(item, part, root, where)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_documented_schema_is_the_generated_one(name: str) -> None:
    """docs/schema was written by `python -m summariser.report.schemas` from these models."""
    assert json.loads((FOLDER / name).read_bytes()) == json.loads(files()[name])


def test_docs_hold_no_other_schema() -> None:
    """Every file in docs/schema is one that is generated."""
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(
        [*SCHEMAS, "evaluation.json", "plan.json"]
    )


def test_written_articles_obey_the_schema(results: Contents) -> None:
    """What a run writes is what the schema promises."""
    schemas = {"articles": article_schema(), "dossier.json": dossier_schema()}

    for name, data in write(results).items():
        schema = schemas[name.split("/")[0]]
        assert problems(json.loads(data), schema, schema) == []


def test_the_written_ledger_obeys_the_schema(results: Contents) -> None:
    """run.json is what its schema promises."""
    schema = run_schema()

    assert problems(json.loads(json_bytes(results.run)), schema, schema) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"extra": 1}, "$: unknown ['extra']"),
        ({"meta": {}}, "$.meta: required"),
        ({"answered_by": {"events": "guessed"}}, "$.answered_by.events: enum"),
        ({"actors": {}}, "$.actors is no array"),
    ],
)
def test_the_schema_refuses_other_files(results: Contents, change: dict[str, Any], problem: str) -> None:
    """The schema says no to unknown fields, missing fields, unknown labels and wrong types."""
    schema = article_schema()
    data = json.loads(write(results)["articles/000-nyt.json"]) | change

    assert problem in problems(data, schema, schema)


def test_the_schema_s_model_reads_what_is_written(results: Contents) -> None:
    """The model behind the schema takes every written article."""
    model = article_model()

    for name, data in write(results).items():
        if name.startswith("articles/"):
            assert model.model_validate_json(data).model_dump()["meta"]["id"] in name


def test_fields_are_explained() -> None:
    """A reader of the schema finds each field's meaning at the field."""
    definitions = article_schema()["$defs"]

    assert definitions["TimeRef"]["properties"]["anchor"]["description"].startswith(
        "What the words count from"
    )
    assert (
        definitions["PlanTerm"]["properties"]["plan"]["description"] == "Which document the term belongs to."
    )
