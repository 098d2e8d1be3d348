"""One record as the scorer sees it, whether a labeller, a model or another labeller wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from summariser.document import EVIDENCE_ZONES, Span
from summariser.evaluation.shape import Part, value_at
from summariser.fold import fold
from summariser.records import Evidence, Grounded, Record

Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One record with its evidence.

    Attributes:
        id: Names it within its article and record type.
        record: Its fields as JSON; a field that is left out is not scored.
        evidence: Acceptable sets of spans; a prediction has one set.
        required: Whether lacking it is a fault.
        alternates: Further right values, by path of the field.
        mentions: Further spans that may stand as evidence, such as every mention of an actor.
        flaw: What makes it no evidence at all, `ungrounded` or `furniture`; None when it is sound.
    """

    id: str
    record: Mapping[str, Any]
    evidence: tuple[Spans, ...]
    required: bool = True
    alternates: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    mentions: Spans = ()
    flaw: str | None = None

    @property
    def spans(self) -> Spans:
        """Every span that may stand as its evidence."""
        return (*(span for spans in self.evidence for span in spans), *self.mentions)

    @property
    def order(self) -> tuple[int, int, str]:
        """Where it stands in the article; fixes the order in which items are aligned."""
        first = min(((span.start, span.end) for span in self.spans), default=(0, 0))
        return *first, self.id

    def values(self, path: str) -> tuple[Any, ...]:
        """Return the right values of a field, the record's own first; () when it is left out.

        Fields of a nested record that is null have no values: whether it is there is a field of its own.
        """
        own = value_at(self.record, path, None)
        known = () if own is None and not _has(self.record, path) else (own,)
        return (*known, *self.alternates.get(path, ()), *self._inside(path)) if known else ()

    def _inside(self, path: str) -> Iterator[Any]:
        """Yield the values that alternates of an enclosing record have at `path`."""
        parent, _, name = path.rpartition(".")
        for alternate in self.alternates.get(parent, ()) if parent else ():
            if isinstance(alternate, Mapping) and name in alternate:
                yield alternate[name]

    def parts(self, part: Part) -> tuple[Item, ...] | None:
        """Return the records inside the record as items, each with its own spans; None when left out."""
        records = value_at(self.record, part.name, None)
        if records is None:
            return None
        return tuple(self._part(part.name, index, len(records)) for index in range(len(records)))

    def _part(self, name: str, index: int, count: int) -> Item:
        record = self.record[name][index]
        prefix = f"{name}.{index}."
        return Item(
            id=f"{self.id}.{index}",
            record=record,
            evidence=tuple(_share(spans, record, index, count) for spans in self.evidence),
            alternates={
                path.removeprefix(prefix): values
                for path, values in self.alternates.items()
                if path.startswith(prefix)
            },
        )


def _has(record: Mapping[str, Any], path: str) -> bool:
    try:
        value_at(record, path)
    except KeyError:
        return False
    return True


def _share(spans: Spans, record: Mapping[str, Any], index: int, count: int) -> Spans:
    """Return the spans of a set that belong to one of `count` parts: one each in order, else all.

    A predicted part names how many spans it has (`spans`, set by `predicted_items`).
    """
    if "spans" in record:
        return tuple(Span(**span) for span in record["spans"])
    return (spans[index],) if len(spans) == count else spans


def predicted_items(records: Sequence[Grounded[Any]], text: str) -> tuple[Item, ...]:
    """Return a model's kept records of one type as items, their evidence checked against `text` anew."""
    return tuple(
        Item(
            id=kept.id,
            record=_with_spans(kept),
            evidence=(tuple(evidence.span for evidence in kept.evidence),),
            flaw=next(filter(None, (flaw_of(evidence, text) for evidence in kept.evidence)), None)
            if kept.evidence
            else "ungrounded",
        )
        for kept in records
    )


def flaw_of(evidence: Evidence, text: str) -> str | None:
    """Return what is wrong with one piece of evidence: not the article's words, or page furniture."""
    said = evidence.span.of(text)
    if not said.strip() or fold(said) != fold(evidence.quote):
        return "ungrounded"
    return None if evidence.zone in EVIDENCE_ZONES else "furniture"


def _with_spans(kept: Grounded[Any]) -> dict[str, Any]:
    """Return the record as JSON, each record inside it with the spans of its own quotes."""
    record: dict[str, Any] = kept.record.model_dump(mode="json")
    for name in type(kept.record).model_fields:
        inside = getattr(kept.record, name)
        if isinstance(inside, list) and inside and isinstance(inside[0], Record):
            for part, child in zip(record[name], inside, strict=True):
                quoted = fold("\n".join(getattr(child, "quotes", ())))
                part["spans"] = [
                    evidence.span.model_dump() for evidence in kept.evidence if fold(evidence.quote) in quoted
                ]
    return record
