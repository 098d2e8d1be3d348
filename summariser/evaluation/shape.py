"""What the scorer compares in a record type, read off the roles that its fields declare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple, get_origin

from summariser.records import Record, Slot, Vocabulary, slot_of, type_in


class Leaf(NamedTuple):
    """One field that can be compared.

    Attributes:
        path: Where it stands, such as `force` or `attribution.speaker`.
        slot: How it is scored.
        vocabulary: Its closed list of labels, if it has one.
    """

    path: str
    slot: Slot
    vocabulary: type[Vocabulary] | None


class Part(NamedTuple):
    """A list of records inside a record, such as the positions of a disputed point."""

    name: str
    slot: Slot
    shape: Shape


class Shape(NamedTuple):
    """The scored fields of a record type, in the order they are declared."""

    leaves: tuple[Leaf, ...]
    parts: tuple[Part, ...]

    @property
    def names_actors(self) -> bool:
        """Whether records of this type each stand for one actor, by all the wordings of its name."""
        return any(leaf.slot.compare == "surface" for leaf in self.leaves)

    @property
    def evidence_weight(self) -> float:
        """What the fields leave of the similarity for the overlap of evidence, 0 to 1."""
        weights = [leaf.slot.weight for leaf in self.leaves] + [part.slot.weight for part in self.parts]
        return max(0.0, 1.0 - sum(weights))


@lru_cache(maxsize=64)
def shape_of(model: type[Record]) -> Shape:
    """Return the shape of a record type.

    >>> from summariser.records import Event
    >>> [leaf.path for leaf in shape_of(Event).leaves if leaf.slot.role == "critical"]
    ['kind', 'places', 'when']
    """
    leaves, parts = _walk(model, "")
    return Shape(tuple(leaves), tuple(parts))


def _walk(model: type[Record], prefix: str) -> tuple[list[Leaf], list[Part]]:
    leaves: list[Leaf] = []
    parts: list[Part] = []
    for name, field in model.model_fields.items():
        slot = slot_of(model, name)
        inner = type_in(field.annotation, Record)
        if inner is not None and get_origin(field.annotation) is list:
            parts.append(Part(f"{prefix}{name}", slot, shape_of(inner)))
            continue
        leaves.append(Leaf(f"{prefix}{name}", slot, type_in(field.annotation, Vocabulary)))
        if inner is not None and slot.role != "display":
            more, further = _walk(inner, f"{prefix}{name}.")
            losses = dict(slot.inner)
            leaves += [_priced(leaf, losses.get(leaf.path.rpartition(".")[2], 0.0)) for leaf in more]
            parts += further
    return leaves, parts


def _priced(leaf: Leaf, loss: float) -> Leaf:
    return leaf._replace(slot=replace(leaf.slot, loss=loss))


_ABSENT = object()


def value_at(record: Mapping[str, Any], path: str, default: Any = _ABSENT) -> Any:  # noqa: ANN401 - JSON
    """Return the value at `path` of a record as JSON, or `default` where the record leaves the field out.

    A number in the path is a place in a list.

    Raises:
        KeyError: The field is left out and no default is given.

    >>> value_at({"positions": [{"holder": "Kyiv"}]}, "positions.0.holder")
    'Kyiv'
    """
    value: Any = record
    for name in path.split("."):
        if isinstance(value, Mapping) and name in value:
            value = value[name]
        elif isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            value = value[int(name)]
        elif default is _ABSENT:
            raise KeyError(path)
        else:
            return default
    return value
