"""`Draft`: one answer in the making, a gold record taken as a perfect prediction that edits then change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from summariser.document import Span, Zone
from summariser.evaluation.items import Item, predicted_items
from summariser.evaluation.shape import shape_of, value_at
from summariser.fold import fold
from summariser.ground import Page
from summariser.records import Evidence, Grounded, RecordType
from summariser.zones import zone_at


class Passage(NamedTuple):
    """One piece of evidence as an answer claims it.

    Attributes:
        span: Where it is said to stand.
        quote: The words it is said to be; honest when they are the span's.
        zone: The zone of the page the span begins in.
        part: Which record inside the record quotes it, such as the second position; None: all do.
    """

    span: Span
    quote: str
    zone: Zone
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One answer in the making.

    Attributes:
        id: The prediction's id.
        gold: The gold item it was made from.
        record: Its fields as JSON, as far as gold fills them.
        passages: Its evidence.
    """

    id: str
    gold: Item
    record: Mapping[str, Any]
    passages: tuple[Passage, ...]

    def get(self, path: str) -> Any:  # noqa: ANN401 - JSON
        """Return the value at `path`, such as `attribution.speaker` or `positions.0.holder`; None if absent."""
        return value_at(self.record, path, None)

    def put(self, path: str, value: object) -> Draft:
        """Return the draft with another value at `path`."""
        return replace(self, record=_put(self.record, path.split("."), value))

    def accepted(self, path: str) -> tuple[Any, ...]:
        """Return every value that gold takes for right at `path`; () when gold does not score the field."""
        return self.gold.values(path)

    def accepts(self, path: str, value: object) -> bool:
        """Return whether gold takes `value` for right at `path`, whatever its typography."""
        return any(plain(value) == plain(right) for right in self.accepted(path))


def plain(value: object) -> object:
    """Return a value so that two which differ in typography, case or order alone are equal.

    >>> plain(["Kyiv", "the “Hague”"]) == plain(['The "Hague"', "kyiv"])
    True
    """
    if isinstance(value, str):
        return fold(value)
    if isinstance(value, Mapping):
        return frozenset((name, plain(each)) for name, each in value.items())
    if isinstance(value, list | tuple):
        return frozenset(plain(each) for each in value)
    return value


def perfect(item: Item, kind: RecordType, page: Page) -> Draft:
    """Return a gold item as the answer that says what its record says, with its first set of spans."""
    return Draft(item.id, item, item.record, passages(item.evidence[0], item, kind, page=page))


def passages(spans: Sequence[Span], item: Item, kind: RecordType, *, page: Page) -> tuple[Passage, ...]:
    """Return spans as evidence, one for each record inside the record where there are as many."""
    counts = [len(item.record.get(part.name) or ()) for part in shape_of(kind.model).parts]
    dealt = len(spans) in counts
    return tuple(quoted(span, page, part=index if dealt else None) for index, span in enumerate(spans))


def quoted(span: Span, page: Page, *, part: int | None = None) -> Passage:
    """Return a span as honest evidence."""
    return Passage(span, span.of(page.text), zone_at(page.zones, span.start), part)


def answer(draft: Draft, kind: RecordType, page: Page) -> Item:
    """Return the draft as the scorer sees a model's answer: as a kept record, its evidence checked anew."""
    evidence = tuple(
        Evidence(document=page.document, quote=each.quote, span=each.span, zone=each.zone, match="exact")
        for each in draft.passages
    )
    record = kind.model.model_validate(_whole(draft, kind))
    (item,) = predicted_items([Grounded[Any](id=draft.id, record=record, evidence=evidence)], page.text)
    return item


def _whole(draft: Draft, kind: RecordType) -> dict[str, Any]:
    """Return the record with the fields that gold never fills: quotes, and how visible a source is."""
    record = _with_visibility(draft.record) | {"quotes": [each.quote for each in draft.passages]}
    for part in shape_of(kind.model).parts:
        record[part.name] = [
            _with_visibility(inner)
            | {"quotes": [each.quote for each in draft.passages if each.part in (None, index)]}
            for index, inner in enumerate(record[part.name])
        ]
    if kind.model.model_fields.keys().isdisjoint({"quotes"}):
        del record["quotes"]
    return record


def _with_visibility(record: Mapping[str, Any]) -> dict[str, Any]:
    attribution = record.get("attribution")
    if not attribution:
        return dict(record)
    return dict(record) | {"attribution": {"visibility": "named"} | attribution}


def _put(value: Any, names: Sequence[str], new: object) -> Any:  # noqa: ANN401 - JSON
    if not names:
        return new
    if isinstance(value, list):
        index = int(names[0])
        return [*value[:index], _put(value[index], names[1:], new), *value[index + 1 :]]
    return {**value, names[0]: _put(value.get(names[0]), names[1:], new)}
