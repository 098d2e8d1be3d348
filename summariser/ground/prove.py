"""Prove a draft record against its article, or say what is wrong with it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from summariser.document import Span
from summariser.fold import fold
from summariser.ground.cues import ANAPHOR
from summariser.ground.naming import is_known
from summariser.ground.page import Page
from summariser.ground.polarity import polarity_flaw
from summariser.ground.quotes import find_quote
from summariser.ground.sentences import around
from summariser.ground.suspicion import is_suspicious
from summariser.normalise import is_named, read_quantity, read_time, unsupported_figures
from summariser.records import (
    Evidence,
    Grounded,
    Proved,
    Quantity,
    Record,
    RejectionReason,
    Slot,
    TimeRef,
    grounded_type,
    nested,
    slots,
)


class Failure(NamedTuple):
    """One thing that keeps a record from being proved.

    Attributes:
        field: Path of the field at fault, such as `attribution.speaker` or `positions.1.quotes`.
        words: The words at fault, as the model wrote them, or the negation that was cut off.
    """

    reason: RejectionReason
    field: str
    words: str


class Proof(NamedTuple):
    """What proving a record found: its evidence, and what is wrong with it (nothing when it holds)."""

    evidence: tuple[Evidence, ...]
    failures: tuple[Failure, ...]


class _Unit(NamedTuple):
    """A part of a record, with the fields that its quotes must prove.

    Attributes:
        borrowed: Whether the quotes are those of parts that are units themselves.
    """

    path: str
    record: Record
    fields: tuple[tuple[str, Slot, Any], ...]
    quotes: tuple[str, ...]
    borrowed: bool


def prove(record: Record, page: Page) -> Proof:
    """Return the evidence of `record` in `page`, and every reason why it is not proved."""
    evidence: list[Evidence] = []
    failures: list[Failure] = []
    flaw = record.flaw()
    if flaw:
        failures.append(Failure(RejectionReason.INCOMPLETE, "", flaw))
    for unit in _units(record):
        found, missing = _locate(unit, page)
        evidence += [] if unit.borrowed else found
        if not missing:
            failures += _check(unit, tuple(item.span for item in found), page)
        elif not unit.borrowed:
            failures += missing
    return Proof(tuple(evidence), tuple(failures))


def ground(proved: Iterable[Proved], record_type: str, page: Page) -> tuple[Grounded[Any], ...]:
    """Return proved records with their ids and computed values.

    The id is the digest of the article's sha256, the record type and the first
    evidence span; records of one type that share that span are told apart by order.
    """
    seen: Counter[str] = Counter()
    grounded: list[Grounded[Any]] = []
    for record, evidence in proved:
        first = evidence[0].span
        base = f"{page.sha256}/{record_type}/{first.start}-{first.end}"
        name = f"{base}/{seen[base]}" if seen[base] else base
        seen[base] += 1
        grounded.append(
            grounded_type(type(record))(
                id=hashlib.sha256(name.encode()).hexdigest()[:12],
                record=record,
                evidence=evidence,
                values=values_of(record, page),
                suspicious=is_suspicious(record, evidence, page),
            )
        )
    return tuple(grounded)


def values_of(record: Record, page: Page) -> dict[str, tuple[Quantity | TimeRef, ...]]:
    """Return what the words of the record's quantity and time fields say, by field name."""
    values: dict[str, tuple[Quantity | TimeRef, ...]] = {}
    for name, slot, value in slots(record):
        words = list(_strings(value)) if slot.compare in ("quantity", "time") else []
        if words and slot.compare == "quantity":
            values[name] = tuple(quantity for word in words for quantity in read_quantity(word))
        elif words:
            values[name] = tuple(
                time
                for word in words
                for time in read_time(word, published=page.published, holidays=page.holidays)
            )
    return values


def same_identity(before: Record, after: Record) -> Failure | None:
    """Return the identity field in which a corrected record differs from the draft, or None."""
    corrected = {name: value for name, _, value in slots(after)}
    for name, slot, value in slots(before):
        if slot.identity and fold(str(value)) != fold(str(corrected[name])):
            return Failure(RejectionReason.IDENTITY_CHANGED, name, str(corrected[name]))
    return None


def candidate_sentences(record: Record, page: Page, *, most: int = 3) -> tuple[str, ...]:
    """Return the sentences of the article that share most words with the record, ties by position.

    Plain token overlap: the result becomes part of a request, so it must not
    change with a library's release.
    """
    wanted = set(fold(" ".join(_all_strings(record))).split())
    sentences = [
        sentence for paragraph in page.paragraphs for sentence in _sentences_within(paragraph, page.text)
    ]
    ranked = sorted(
        range(len(sentences)), key=lambda index: (-len(wanted & set(fold(sentences[index]).split())), index)
    )
    return tuple(sentences[index] for index in sorted(ranked[:most]))


def _sentences_within(paragraph: Span, text: str) -> Iterator[str]:
    position = paragraph.start
    while position < paragraph.end:
        sentence = around(Span(start=position, end=position + 1), text)
        words = sentence.of(text)
        if words.strip():
            yield words
        position = max(sentence.end, position + 1)


def _units(record: Record, path: str = "") -> Iterator[_Unit]:
    """Yield the parts of `record` that have quotes; what has none leans on those of the whole."""
    own = tuple((f"{path}{name}", slot, value) for name, slot, value in slots(record))
    parts: list[_Unit] = []
    for name, child in nested(record):
        inner = f"{path}{name}."
        if "quotes" in type(child).model_fields:
            parts += _units(child, inner)
        else:
            own += tuple((f"{inner}{field}", slot, value) for field, slot, value in slots(child))
    quotes = getattr(record, "quotes", None)
    borrowed = [quote for part in parts for quote in part.quotes]
    yield from parts
    if own:
        yield _Unit(path, record, own, tuple(borrowed if quotes is None else quotes), quotes is None)


def _locate(unit: _Unit, page: Page) -> tuple[list[Evidence], list[Failure]]:
    """Return the evidence for the quotes of `unit`, and the quotes that have none."""
    field = f"{unit.path}quotes"
    if not unit.quotes:
        return [], [Failure(RejectionReason.NO_QUOTE, field, "")]
    found: list[Evidence] = []
    missing: list[Failure] = []
    for index, quote in enumerate(unit.quotes):
        evidence = page.evidence(quote)
        found += evidence
        if not evidence:
            elsewhere = page.in_furniture(quote)
            reason = RejectionReason.QUOTE_IN_FURNITURE if elsewhere else RejectionReason.QUOTE_NOT_FOUND
            missing.append(Failure(reason, f"{field}.{index}", quote))
    return found, missing


def _check(unit: _Unit, spans: tuple[Span, ...], page: Page) -> list[Failure]:
    """Return what the evidence `spans` of `unit` do not show of its fields."""
    failures = [
        Failure(reason, where, words)
        for path, slot, value in unit.fields
        for where, words in _placed(path, value)
        if (reason := _CHECKS[slot.proof](words, slot, spans, page))
    ]
    flaw = None if unit.borrowed else polarity_flaw(unit.record, spans, page.text)
    return failures + ([Failure(flaw[0], f"{unit.path}quotes", flaw[1])] if flaw else [])


def _evidence_text(spans: Sequence[Span], text: str) -> str:
    return "\n".join(span.of(text) for span in spans)


def _needs_nothing(_words: str, _slot: Slot, _spans: tuple[Span, ...], _page: Page) -> None:
    return None


def _verbatim(words: str, slot: Slot, spans: tuple[Span, ...], page: Page) -> RejectionReason | None:
    shown = [span.of(page.text) for span in spans]
    if not any(find_quote(words, text) for text in shown):
        named = slot.compare == "name" and any(is_named(words, text) for text in shown)
        return None if named and is_known(words, page) else RejectionReason.VALUE_NOT_IN_EVIDENCE
    return _figures(words, slot, spans, page) if slot.compare == "quantity" else None


def _named(words: str, _slot: Slot, spans: tuple[Span, ...], page: Page) -> RejectionReason | None:
    """An actor is named in the evidence or its sentence; next to it where a pronoun or title stands for it."""
    if not is_known(words, page):
        return RejectionReason.NOT_IN_ARTICLE
    if _is_there(words, _evidence_text(spans, page.text)):
        return None
    sentence = _evidence_text([around(span, page.text) for span in spans], page.text)
    if _is_there(words, sentence):
        return None
    nearby = "\n".join(page.before_and_at(span) for span in spans)
    if ANAPHOR.search(fold(sentence)) and _is_there(words, nearby):
        return None
    return RejectionReason.NAME_NOT_IN_EVIDENCE


def _in_article(words: str, slot: Slot, _spans: tuple[Span, ...], page: Page) -> RejectionReason | None:
    if page.evidence(words):
        return None
    named = slot.compare in ("name", "names") and any(
        is_named(words, paragraph.of(page.text)) for paragraph in page.paragraphs
    )
    return None if named and is_known(words, page) else RejectionReason.NOT_IN_ARTICLE


def _figures(words: str, _slot: Slot, spans: tuple[Span, ...], page: Page) -> RejectionReason | None:
    missing = unsupported_figures(
        words, _evidence_text(spans, page.text), published=page.published, holidays=page.holidays
    )
    return RejectionReason.FIGURE_NOT_IN_EVIDENCE if missing else None


_CHECKS = {
    "label": _needs_nothing,
    "evidence": _needs_nothing,
    "verbatim": _verbatim,
    "named": _named,
    "article": _in_article,
    "figures": _figures,
}
"""What each kind of proof asks of a field's words."""


def _is_there(name: str, text: str) -> bool:
    return find_quote(name, text) is not None or is_named(name, text)


def _placed(path: str, value: object) -> Iterator[tuple[str, str]]:
    """Yield the non-empty strings of a field's value, each with where it stands."""
    if isinstance(value, list):
        yield from ((f"{path}.{index}", item) for index, item in enumerate(value) if str(item).strip())
    elif isinstance(value, str) and value.strip():
        yield path, value


def _strings(value: object) -> Iterator[str]:
    """Yield the non-empty strings of a field's value."""
    yield from (words for _, words in _placed("", value))


def _all_strings(record: Record) -> Iterator[str]:
    for _, _, value in slots(record):
        yield from _strings(value)
    for _, child in nested(record):
        yield from _all_strings(child)
