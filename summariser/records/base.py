"""What every draft record is made of: the base class and the role of each field.

A field is declared once. Its type and description say what the model fills;
its `Slot` says how the filled words are proved and how they are scored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, NamedTuple, TypeVar, get_args, get_origin

from summariser.document import Frozen

Role = Literal["key", "critical", "graded", "display"]
Comparator = Literal["exact", "ordinal", "name", "names", "surface", "quantity", "time", "text", "presence"]
Proof = Literal["label", "verbatim", "named", "article", "figures", "evidence"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Slot:
    """How one field is scored and proved.

    Attributes:
        role: `key` aligns, `critical` decides, `graded` costs `loss`, `display` is not scored.
        compare: The comparator of the scorer; `quantity` and `time` are also computed and kept.
            `surface` compares the wordings of one actor; `presence` whether a nested record is there.
        loss: Credit lost when a graded field differs, 0 to 1.
        weight: Share of the similarity by which the scorer aligns two records; what the fields of a
            record leave of 1 goes to the overlap of their evidence.
        proof: What makes the field true: `label` a value of a vocabulary, nothing to prove;
            `verbatim` its words stand in the record's evidence; `named` the actor is named in
            the evidence, or next to it where the evidence says "he" or "the president";
            `article` its words stand in the article; `figures` free wording, whose numbers and
            dates must stand in the evidence; `evidence` these are the quotes themselves.
        identity: Whether a corrected record must keep this field unchanged.
        inner: On a nested record: the loss of each of its fields in this record type; 0 where not named.
    """

    role: Role
    compare: Comparator = "exact"
    loss: float = 0.0
    weight: float = 0.0
    proof: Proof = "label"
    identity: bool = False
    inner: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class FromProfile:
    """Marks a text field whose values are a list of the profile, such as `categories`."""

    attribute: str


class Record(Frozen):
    """Base of what the model fills: labels, short text, verbatim words."""

    def flaw(self) -> str | None:
        """Return what makes the record incomplete whatever its words, or None."""
        return None


class Field_(NamedTuple):  # noqa: N801 - `Field` is pydantic's
    """One declared field of a record: its name, its slot, its filled value."""

    name: str
    slot: Slot
    value: Any


def slot_of(model: type[Record], name: str) -> Slot:
    """Return the `Slot` declared on a field; free wording where none is declared."""
    for mark in model.model_fields[name].metadata:
        if isinstance(mark, Slot):
            return mark
    return Slot("display", "text", proof="figures")


def type_in(annotation: Any, base: type[T]) -> type[T] | None:  # noqa: ANN401 - a type annotation
    """Return the first subclass of `base` that an annotation mentions, or None.

    >>> type_in(list[bool] | None, int), type_in(list[str], int)
    (<class 'bool'>, None)
    """
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return annotation if issubclass(annotation, base) else None
    return next((found for part in get_args(annotation) if (found := type_in(part, base))), None)


def slots(record: Record) -> Iterator[Field_]:
    """Yield every field of `record` that is not itself a record, with its slot."""
    for name, slot in _declared(type(record)):
        value = getattr(record, name)
        if not _is_nested(value):
            yield Field_(name, slot, value)


@lru_cache(maxsize=256)
def _declared(model: type[Record]) -> tuple[tuple[str, Slot], ...]:
    """Return every field of a record type with its slot."""
    return tuple((name, slot_of(model, name)) for name in model.model_fields)


def nested(record: Record) -> Iterator[tuple[str, Record]]:
    """Yield the records inside `record`, each with its path, such as `positions.0`."""
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, Record):
            yield name, value
        elif _is_nested(value):
            for index, item in enumerate(value):
                yield f"{name}.{index}", item


def _is_nested(value: object) -> bool:
    return isinstance(value, Record) or (
        isinstance(value, list) and bool(value) and isinstance(value[0], Record)
    )
