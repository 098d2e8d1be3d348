"""The service's OpenAPI document: routes as they are declared, with the schemas of the contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from pydantic.json_schema import models_json_schema

from summariser.report.schemas import components
from summariser.serve.contract import Job, JobView, PostedArticle, PostedDossier, Refusal, Summarised
from summariser.serve.problems import KINDS, MEDIA_TYPE

_UNUSED = "HTTPValidationError"
_REF = "#/components/schemas/{model}"


def body(model: type) -> dict[str, Any]:
    """Return the part of a route's declaration that says what its body is."""
    content = {"application/json": {"schema": _ref(model)}}
    return {"requestBody": {"required": True, "content": content}}


def answers(model: type, about: str, *, status: int = 200, place: bool = False) -> dict[int | str, Any]:
    """Return the declaration of an answer that is no problem; with `place`, one that names where its subject is."""
    located = {"headers": {"Location": {"required": True, "schema": {"type": "string"}}}} if place else {}
    content = {"application/json": {"schema": _ref(model)}}
    return {status: {"description": about, "content": content, **located}}


def text(about: str, kind: str) -> dict[int | str, Any]:
    """Return the declaration of an answer in text."""
    return {200: {"description": about, "content": {kind: {"schema": {"type": "string"}}}}}


def events(model: type, about: str, names: Sequence[str]) -> dict[int | str, Any]:
    """Return the declaration of server-sent events of these names, each with a model as its data."""
    data = {"type": "string", "contentMediaType": "application/json", "contentSchema": _ref(model)}
    event = {
        "type": "object",
        "properties": {"event": {"enum": list(names)}, "data": data},
        "required": ["event", "data"],
        "additionalProperties": False,
    }
    return {200: {"description": about, "content": {"text/event-stream": {"itemSchema": event}}}}


def problems(*names: str) -> dict[int | str, Any]:
    """Return the declarations of problems, by status."""
    found: dict[int | str, Any] = {}
    for name in sorted(names, key=lambda name: KINDS[name].status):
        kind = KINDS[name]
        said = found.setdefault(
            kind.status, {"description": "", "content": {MEDIA_TYPE: {"schema": _ref(Refusal)}}}
        )
        said["description"] += f"{'; ' if said['description'] else ''}`{name}`: {kind.meaning}"
    return found


def with_schemas(document: dict[str, Any], *, token: bool, open_routes: Iterable[str]) -> dict[str, Any]:
    """Return an OpenAPI document with the schemas that its routes refer to, and the token where one is asked for."""
    parts = {"schemas": dict(_schemas())}
    for operation in _operations(document):  # the framework's own, which no route answers
        if _UNUSED in str(operation["responses"].get("422")):
            del operation["responses"]["422"]
    if token:
        parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        document["security"] = [{"token": []}]
        for path in open_routes:
            for operation in document["paths"].get(path, {}).values():
                operation["security"] = []
    return document | {"components": parts}


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in document["paths"].values():
        yield from methods.values()


@cache
def _schemas() -> dict[str, Any]:
    """Return every schema by name: what is posted and refused may lack fields, what is answered has them all."""
    loose = (PostedArticle, PostedDossier, Refusal)
    asked: list[Any] = [(model, "validation") for model in loose]
    taken = models_json_schema(asked, ref_template=_REF)[1]["$defs"]
    written = components([Summarised, Job, JobView], ref=_REF)
    return {**taken, **written, **{model.__name__: taken[model.__name__] for model in loose}}


def _ref(model: type) -> dict[str, str]:
    return {"$ref": _REF.format(model=model.__name__)}
