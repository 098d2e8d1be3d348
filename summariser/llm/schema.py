"""Compile record types to the portable JSON-Schema dialect that every endpoint accepts.

The dialect: an object at the root, references inlined, every property required,
`additionalProperties: false`, `anyOf` for null, no defaults, no bounds, no prose.
The prose is in the prompt, rendered from the same fields, because some servers
constrain by the schema without ever showing it to the model.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal, cast

from pydantic import BaseModel, ConfigDict, create_model

from summariser.errors import ConfigurationError
from summariser.records import FromProfile, Profile, Record, RecordType

MAX_DEPTH = 5
"""Most objects nested in each other."""

MAX_PROPERTIES = 100
MAX_ENUM = 100

_KEPT = frozenset({"type", "properties", "items", "enum", "anyOf"})
_DROPPED = frozenset(
    {"title", "description", "default", "examples", "additionalProperties", "required", "$defs"}
)


class Answer(BaseModel):
    """Base of what a model answers."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@lru_cache(maxsize=256)
def answer_model(record_type: RecordType, profile: Profile) -> type[Answer]:
    """Return what a main request is answered with: `{"records": […]}`."""
    item: Any = specialise(record_type.model, profile)
    return create_model(f"{record_type.model.__name__}Answer", __base__=Answer, records=(list[item], ...))


@lru_cache(maxsize=256)
def correction_model(record_type: RecordType, profile: Profile) -> type[Answer]:
    """Return what an item re-ask is answered with: `{"items": [{"item", "action", "record"}]}`."""
    name = record_type.model.__name__
    fields: dict[str, Any] = {
        "item": (int, ...),
        "action": (Literal["fix", "withdraw"], ...),
        "record": (specialise(record_type.model, profile) | None, None),
    }
    correction: Any = create_model(f"{name}Correction", __config__=Answer.model_config, **fields)
    return create_model(f"{name}Corrections", __base__=Answer, items=(list[correction], ...))


@lru_cache(maxsize=256)
def specialise(model: type[Record], profile: Profile) -> type[Record]:
    """Return `model` with each `FromProfile` field narrowed to the labels of `profile`."""
    narrowed: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        for mark in field.metadata:
            if isinstance(mark, FromProfile):
                narrowed[name] = (Literal[profile.values(mark.attribute)], field)
    return create_model(model.__name__, __base__=model, **narrowed) if narrowed else model


@lru_cache(maxsize=256)
def compile_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Return the portable JSON Schema of `model`. Do not change the result: it is remembered.

    Raises:
        ConfigurationError: The model cannot be said in the dialect.
    """
    raw = model.model_json_schema()
    schema = cast("dict[str, Any]", _portable(raw, raw.get("$defs", {}), ()))
    problems = lint(schema)
    if problems:
        raise ConfigurationError(f"{model.__name__} has no portable schema: {'; '.join(problems)}")
    return schema


def lint(schema: dict[str, Any]) -> tuple[str, ...]:
    """Return what keeps `schema` from being portable, in words; () when nothing does."""
    problems = [] if schema.get("type") == "object" else ["the root is not an object"]
    problems += [f"{where}: {key!r} is not portable" for where, key in _foreign(schema, "$")]
    depth, properties = _depth(schema), _count(schema)
    if depth > MAX_DEPTH:
        problems.append(f"{depth} objects are nested, at most {MAX_DEPTH} may be")
    if properties > MAX_PROPERTIES:
        problems.append(f"{properties} properties, at most {MAX_PROPERTIES} may be")
    return tuple(problems)


def _portable(node: Any, definitions: dict[str, Any], seen: tuple[str, ...]) -> Any:  # noqa: ANN401 - any JSON value
    """Return `node` rewritten in the dialect, references inlined."""
    if "$ref" in node:
        name = node["$ref"].rsplit("/", 1)[-1]
        if name in seen:
            raise ConfigurationError(
                f"the record {name!r} contains itself: the portable dialect has no recursion"
            )
        return _portable(definitions[name], definitions, (*seen, name))
    out: dict[str, Any] = {key: value for key, value in node.items() if key not in _DROPPED}
    if "const" in out:
        out["enum"] = [out.pop("const")]
    if "items" in out:
        out["items"] = _portable(out["items"], definitions, seen)
    if "anyOf" in out:
        out["anyOf"] = [_portable(branch, definitions, seen) for branch in out["anyOf"]]
    if out.get("type") == "object":
        properties = out.get("properties", {})
        out["properties"] = {name: _portable(child, definitions, seen) for name, child in properties.items()}
        out["required"] = list(properties)
        out["additionalProperties"] = False
    return out


def _children(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    children = [(name, child) for name, child in schema.get("properties", {}).items()]
    children += [("[]", schema["items"])] if "items" in schema else []
    return children + [(f"<{index}>", branch) for index, branch in enumerate(schema.get("anyOf", []))]


def _foreign(schema: dict[str, Any], where: str) -> list[tuple[str, str]]:
    allowed = _KEPT | {"required", "additionalProperties"}
    found = [(where, key) for key in schema if key not in allowed]
    if len(schema.get("enum", [])) > MAX_ENUM:
        found.append((where, "enum of more than 100 values"))
    return found + [hit for name, child in _children(schema) for hit in _foreign(child, f"{where}.{name}")]


def _depth(schema: dict[str, Any]) -> int:
    own = 1 if schema.get("type") == "object" else 0
    return own + max((_depth(child) for _, child in _children(schema)), default=0)


def _count(schema: dict[str, Any]) -> int:
    return len(schema.get("properties", {})) + sum(_count(child) for _, child in _children(schema))
