"""The fields and labels of a record type as the model reads them, rendered from the record itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, get_args, get_origin

from summariser.records import Category, FromProfile, Profile, Record, Vocabulary, slot_of, type_in


class FieldLine(NamedTuple):
    """One field: where it stands, what kind of value it takes, and what it means."""

    path: str
    kind: str
    description: str


class Label(NamedTuple):
    """One value a field may take."""

    value: str
    definition: str
    tie_break: str


class LabelList(NamedTuple):
    """The values a field may take."""

    name: str
    labels: tuple[Label, ...]


def field_lines(model: type[Record], prefix: str = "") -> Iterator[FieldLine]:
    """Yield a line for each field of `model`, the fields of a record inside it right after it."""
    for name, field in model.model_fields.items():
        inner = type_in(field.annotation, Record)
        marks = [mark for mark in field.metadata if isinstance(mark, FromProfile)]
        kind = "one of the labels below" if marks else _kind(field.annotation)
        yield FieldLine(f"{prefix}{name}", kind, field.description or "")
        if inner:
            yield from field_lines(inner, f"{prefix}{name}{'[]' if _is_list(field.annotation) else ''}.")


def label_lists(model: type[Record], profile: Profile, prefix: str = "") -> Iterator[LabelList]:
    """Yield the labels of each field of `model` that takes one, those of records inside it too."""
    for name, field in model.model_fields.items():
        for mark in field.metadata:
            if isinstance(mark, FromProfile):
                items: tuple[Category, ...] = getattr(profile, mark.attribute)
                yield LabelList(
                    f"{prefix}{name}", tuple(Label(c.name, c.definition, c.tie_break) for c in items)
                )
        vocabulary = type_in(field.annotation, Vocabulary)
        if vocabulary:
            yield LabelList(f"{prefix}{name}", tuple(Label(v.value, v.definition, "") for v in vocabulary))
        inner = type_in(field.annotation, Record)
        if inner:
            yield from label_lists(inner, profile, f"{prefix}{name}.")


def identity_fields(model: type[Record]) -> tuple[str, ...]:
    """Return the names of the fields that a correction must keep."""
    return tuple(name for name in model.model_fields if slot_of(model, name).identity)


def _is_list(annotation: Any) -> bool:  # noqa: ANN401 - a type annotation
    return get_origin(annotation) is list


def _kind(annotation: Any) -> str:  # noqa: ANN401 - a type annotation
    words = "list of " if _is_list(annotation) else ""
    if type_in(annotation, Record):
        words += "objects" if words else "object"
    elif type_in(annotation, Vocabulary):
        words += "one of the labels below"
    else:
        words += "texts" if words else "text"
    return words + (" or null" if type(None) in get_args(annotation) else "")
