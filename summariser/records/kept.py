"""What code makes of a draft: evidence with offsets, computed values, kept or rejected records."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from summariser.document import Frozen, Span, Zone
from summariser.records.base import Record
from summariser.records.vocabulary import RejectionReason

R = TypeVar("R", bound=Record)
R_co = TypeVar("R_co", bound=Record, covariant=True)

Match = Literal["exact", "folded", "joined"]
Qualifier = Literal["exact", "approx", "at_most", "at_least", "below", "above", "fraction"]
Granularity = Literal["day", "week", "month", "season", "year"]
Anchor = Literal["absolute", "publication", "holiday", "none"]


class Evidence(Frozen):
    """The article's own words that prove a record: `quote == text[span.start:span.end]`.

    Attributes:
        match: `exact`; `folded` when only typography, white space or case differed;
            `joined` for one part of a quote that had an ellipsis.
    """

    document: str
    quote: str
    span: Span
    zone: Zone
    match: Match


class Quantity(Frozen):
    """An amount, read from words.

    Attributes:
        surface: The words it was read from.
        low: Lower bound, or the value itself when `low == high`; None when unbounded below.
        high: Upper bound; None when unbounded above.
        unit: What is counted, singular and lower case: `troop`, `percent`, `usd`, `day`; "" when bare.
        qualifier: How the words bound the value.
        relative_to: What a `fraction` is a fraction of, in the article's words.
    """

    surface: str
    low: Decimal | None
    high: Decimal | None
    unit: str = ""
    qualifier: Qualifier = "exact"
    relative_to: str | None = None


class TimeRef(Frozen):
    """A time, read from words.

    Attributes:
        surface: The words it was read from.
        start: First day, inclusive; None when it cannot be resolved.
        end: Last day, inclusive.
        granularity: How fine the words are.
        anchor: What the words count from: themselves, the article's date, a holiday, or nothing.
        resolved: Whether `start` and `end` are known.
    """

    surface: str
    start: date | None = None
    end: date | None = None
    granularity: Granularity = "day"
    anchor: Anchor = "none"
    resolved: bool = False


class Proved(NamedTuple):
    """A draft record and the evidence that proves it."""

    record: Record
    evidence: tuple[Evidence, ...]


class Grounded(Frozen, Generic[R_co]):
    """A record that the article's own words prove.

    Attributes:
        id: Digest of the document's sha256, the record type and the first evidence span.
        record: What the model filled.
        evidence: The quotes with their spans, in the order of the record's quotes.
        values: What code computed from the record's words, by field name.
        suspicious: Whether it rests on text that addresses a machine, such as an instruction to the model, or
            is worded with what the article does not say; it stays among the article's records and takes no
            part in comparisons.
    """

    id: str
    record: R_co
    evidence: tuple[Evidence, ...]
    values: dict[str, tuple[Quantity | TimeRef, ...]] = {}
    suspicious: bool = False


class Rejected(Frozen, Generic[R_co]):
    """A record that could not be proved, kept visible with the reason.

    Attributes:
        record_type: Name of the list the record would have been in.
        record: What the model filled, last time it was asked.
        reason: Why it was not kept.
        detail: The words or field at fault.
    """

    record_type: str
    record: R_co
    reason: RejectionReason
    detail: str


@lru_cache(maxsize=256)
def grounded_type(model: type[Record]) -> type[Grounded[Any]]:
    """Return `Grounded[model]`, which pydantic itself forgets as soon as nobody holds it."""
    return Grounded[model]  # type: ignore[valid-type]  # known at run time only


@lru_cache(maxsize=256)
def rejected_type(model: type[Record]) -> type[Rejected[Any]]:
    """Return `Rejected[model]`, held for the same reason."""
    return Rejected[model]  # type: ignore[valid-type]  # known at run time only
