"""The compiled schemas: portable, as the golden files say, and narrowed by the profile."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import BaseModel, Field, ValidationError

from summariser.errors import ConfigurationError
from summariser.llm.schema import Answer, answer_model, compile_schema, correction_model, lint
from summariser.profiles import load_profile, profile_names
from summariser.records import BUILT_IN, RecordType

GOLDEN = Path(__file__).parent / "schemas"


@pytest.mark.parametrize("kind", BUILT_IN, ids=lambda kind: kind.name)
@pytest.mark.parametrize("profile", profile_names())
def test_schemas_are_as_recorded(kind: RecordType, profile: str) -> None:
    """A change of a schema makes recordings stale, so it must be made on purpose.

    To accept one: delete the file and run the test twice.
    """
    path = GOLDEN / f"{kind.name}-{profile}.json"
    schema = {
        "answer": compile_schema(answer_model(kind, load_profile(profile))),
        "correction": compile_schema(correction_model(kind, load_profile(profile))),
    }
    text = json.dumps(schema, indent=1) + "\n"
    if not path.exists():
        path.write_text(text, encoding="utf-8")
        pytest.fail(f"{path.name} was missing and is written now: look at it and run again")

    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("kind", BUILT_IN, ids=lambda kind: kind.name)
def test_schemas_are_portable(kind: RecordType) -> None:
    """Root object, at most five objects deep, at most a hundred properties, nothing a server may refuse."""
    for make in (answer_model, correction_model):
        schema = compile_schema(make(kind, load_profile("peace")))

        assert lint(schema) == ()
        assert set(json.dumps(schema)) >= set('{"type"}')
        assert not {"$ref", "default", "title", "description", "oneOf", "minLength"} & keys_of(schema)


def keys_of(node: object) -> set[str]:
    """Return every key used in a schema, names of properties left out."""
    if isinstance(node, list):
        return {key for item in node for key in keys_of(item)}
    if not isinstance(node, dict):
        return set()
    inner = {key for name, child in node.items() if name != "properties" for key in keys_of(child)}
    return (
        set(node) | inner | {key for child in node.get("properties", {}).values() for key in keys_of(child)}
    )


def test_a_category_outside_the_profile_is_refused() -> None:
    """The profile's labels are the only ones a category may have."""
    model = answer_model(BUILT_IN[0], load_profile("trade"))
    names = compile_schema(model)["properties"]["records"]["items"]["properties"]["category"]["enum"]

    assert "tariffs" in names
    assert "ceasefire" not in names
    with pytest.raises(ValidationError, match="category"):
        model.model_validate({"records": [{"category": "ceasefire"}]})


class Deep(BaseModel):
    """A model that contains itself."""

    inner: Deep | None = None


class Recursive(Answer):
    """An answer that no portable schema can say."""

    deep: Deep


class Bounded(Answer):
    """An answer with a bound that some servers refuse."""

    text: str = Field(max_length=5)


@pytest.mark.parametrize("model", [Recursive, Bounded])
def test_what_is_not_portable_is_refused_at_once(model: type[Answer]) -> None:
    """Better no request than one that half the servers misread."""
    with pytest.raises(ConfigurationError, match="portable"):
        compile_schema(model)


def test_lint_names_what_is_wrong() -> None:
    """Depth, size, foreign keywords and a root that is no object are each said."""
    nested: dict[str, object] = {"type": "string", "pattern": "x"}
    for _ in range(6):
        nested = {
            "type": "object",
            "properties": {"a": nested},
            "required": ["a"],
            "additionalProperties": False,
        }
    wide = {"type": "object", "properties": {str(n): {"type": "string"} for n in range(101)}}

    assert any("6 objects" in problem for problem in lint(nested))
    assert any("'pattern'" in problem for problem in lint(nested))
    assert any("101 properties" in problem for problem in lint(wide))
    assert lint({"type": "array", "items": {"type": "string"}}) == ("the root is not an object",)
