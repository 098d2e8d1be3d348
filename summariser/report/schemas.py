"""JSON Schemas of the output files, generated from the models, and the columns of the tables with their types.

`python -m summariser.report.schemas` rewrites those in `docs/schema`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel, Field, create_model
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from summariser.document import Frozen
from summariser.ledger import Run
from summariser.reconcile import Dossier
from summariser.reconcile.blockindex import BlockIndex
from summariser.records import (
    BUILT_IN,
    SCHEMA_VERSION,
    ArticleSummary,
    RecordType,
    grounded_type,
    rejected_type,
)
from summariser.report.parquet import type_name
from summariser.report.tables import columns_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_OPTIONAL = frozenset(kind.name for kind in BUILT_IN)
_ATTRIBUTE = re.compile(r"^    (\w+): (.*(?:\n {8}.*)*)", re.MULTILINE)


class _Schema(GenerateJsonSchema):
    """pydantic's generator for files as this package writes them.

    Every field is there, decimals are text without an exponent, and no title
    repeats a name.
    """

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - a fixed answer
        return False

    def field_is_required(self, field: object, total: bool) -> bool:  # noqa: ARG002, FBT001 - pydantic's signature
        return True

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def decimal_schema(self, schema: object) -> JsonSchemaValue:  # noqa: ARG002 - a fixed form
        return {
            "type": "string",
            "pattern": "^-?[0-9]+(\\.[0-9]+)?$",
            "description": "An exact decimal number, as text: most readers make a binary float of a number.",
        }


def article_model(record_types: tuple[RecordType, ...] = BUILT_IN) -> type[BaseModel]:
    """Return the model of `articles/<id>.json`: an `ArticleSummary` with its lists typed and on top."""
    fields: dict[str, Any] = {
        name: (field.annotation, field)
        for name, field in ArticleSummary.model_fields.items()
        if name != "records"
    }
    for kind in record_types:
        fields[kind.name] = (
            tuple[grounded_type(kind.model), ...],  # type: ignore[misc]  # known at run time only
            Field(default=(), description=f"Absent when not asked or not answered. {kind.model.__doc__}"),
        )
    rejected = tuple(_rejected_model(kind) for kind in record_types)
    fields["rejected"] = (tuple[Annotated[Union[rejected], Field(discriminator="record_type")], ...], ())  # type: ignore[valid-type]  # noqa: UP007 - known at run time only
    return create_model("Article", __base__=Frozen, __doc__=ArticleSummary.__doc__, **fields)


def article_schema(record_types: tuple[RecordType, ...] = BUILT_IN) -> dict[str, Any]:
    """Return the JSON Schema of `articles/<id>.json`, for any set of record types."""
    return schema_of(article_model(record_types), optional=frozenset(kind.name for kind in record_types))


def run_schema() -> dict[str, Any]:
    """Return the JSON Schema of `run.json`."""
    return schema_of(Run)


def blocks_schema() -> dict[str, Any]:
    """Return the JSON Schema of `blocks.json`."""
    return schema_of(BlockIndex)


def dossier_schema() -> dict[str, Any]:
    """Return the JSON Schema of `dossier.json`."""
    return schema_of(Dossier)


def schema_of(model: type[BaseModel], *, optional: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return the JSON Schema of what `plain` makes of a model: each field is there, but for the `optional` ones."""
    schema = model.model_json_schema(mode="serialization", schema_generator=_Schema)
    for described in (schema, *schema.get("$defs", {}).values()):
        _explain_properties(described)
    schema["required"] = [name for name in schema["required"] if name not in optional]
    return {"$schema": DIALECT, "$comment": f"schema_version {SCHEMA_VERSION}"} | schema


def tables_schema(record_types: tuple[RecordType, ...] = BUILT_IN) -> dict[str, Any]:
    """Return the columns of every table with their types in Parquet, for any set of record types."""
    tables = {
        name: {column.name: type_name(column.kind) for column in columns}
        for name, columns in columns_of(record_types).items()
    }
    return {"schema_version": SCHEMA_VERSION, "tables": tables}


def components(models: Sequence[type[BaseModel]], *, ref: str) -> dict[str, Any]:
    """Return the JSON Schemas of several models and of all that they hold, by name.

    Args:
        models: What is written; lists of record types are optional in each `Article` among them.
        ref: What a reference to a schema looks like, such as `#/components/schemas/{model}`.
    """
    written = [(model, "serialization") for model in models]
    _, made = models_json_schema(written, schema_generator=_Schema, ref_template=ref)  # type: ignore[arg-type]  # a literal
    schemas: dict[str, Any] = made["$defs"]
    for name, schema in schemas.items():
        _explain_properties(schema)
        if name == "Article":
            schema["required"] = [field for field in schema["required"] if field not in _OPTIONAL]
    return schemas


SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    "article.json": article_schema,
    "blocks.json": blocks_schema,
    "dossier.json": dossier_schema,
    "run.json": run_schema,
    "tables.json": tables_schema,
}
"""The schema files of `docs/schema/`."""


def files() -> dict[str, bytes]:
    """Return the schema files by name."""
    return {
        name: (json.dumps(make(), ensure_ascii=False, indent=2) + "\n").encode()
        for name, make in SCHEMAS.items()
    }


def write(folder: Path) -> None:
    """Write every schema file into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files().items():
        (folder / name).write_bytes(data)


def _rejected_model(kind: RecordType) -> type[BaseModel]:
    base = rejected_type(kind.model)
    record_type: Any = Literal[kind.name]
    return create_model(
        f"Rejected{kind.model.__name__}", __base__=base, __doc__=base.__doc__, record_type=(record_type, ...)
    )


def _explain_properties(schema: dict[str, Any]) -> None:
    """Move what a docstring's `Attributes` say of a field to the field's own description."""
    summary, _, attributes = schema.get("description", "").partition("\n\nAttributes:\n")
    if attributes:
        schema["description"] = summary
    for name, words in _ATTRIBUTE.findall(attributes):
        if name in schema.get("properties", {}):
            schema["properties"][name].setdefault("description", " ".join(words.split()))


if __name__ == "__main__":
    write(Path(*sys.argv[1:2] or ("docs/schema",)))
