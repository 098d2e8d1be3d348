"""Small phrases of a report for reading: labels, amounts, times, sources, as plain text."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from summariser.records import Attribution, GistSentence, Grounded, Quantity, TimeRef

_BOUNDS = {
    "approx": "about ",
    "at_most": "at most ",
    "at_least": "at least ",
    "below": "below ",
    "above": "above ",
}

SUSPICIOUS = "suspicious: may stem from text addressed to a machine; left out of comparisons"
"""What a reader is told of a record that is flagged."""


def words(label: str) -> str:
    """Return a label as words.

    >>> words("counter_proposed")
    'counter proposed'
    """
    return str(label).replace("_", " ")


def title(label: str) -> str:
    """Return a label as a heading.

    >>> title("territory_status")
    'Territory status'
    """
    return words(label).capitalize()


def plural(number: int, noun: str) -> str:
    """Return a counted noun.

    >>> plural(1, "article"), plural(5, "article")
    ('1 article', '5 articles')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(names: Iterable[str]) -> str:
    """Return names with commas between them."""
    return ", ".join(names)


def sentence(kept: Grounded[GistSentence]) -> str:
    """Return a sentence of the gist, marked where it is suspicious."""
    return f"{kept.record.text} ({SUSPICIOUS})" if kept.suspicious else kept.record.text


def computed(value: Quantity | TimeRef) -> str:
    """Return what code read from the words of an amount or a time.

    >>> computed(Quantity(surface="", low=None, high=Decimal(600000), unit="troop", qualifier="below"))
    'below 600,000 troop'
    >>> computed(TimeRef(surface="last week"))
    'not resolved'
    """
    return _amount(value) if isinstance(value, Quantity) else _time(value)


def source(attribution: Attribution | None) -> str:
    """Return who says it and how; "" for the article's own narration."""
    if attribution is None:
        return ""
    who = attribution.speaker or attribution.source_description or words(attribution.visibility)
    passed = f", via {listed(attribution.via)}" if attribution.via else ""
    return f"{who} ({words(attribution.form)}){passed}"


def _amount(value: Quantity) -> str:
    if value.low == value.high:
        number = _number(value.low)
    elif value.low is None or value.high is None:
        number = _number(value.high if value.low is None else value.low)
    else:
        number = f"{_number(value.low)} to {_number(value.high)}"
    share = f" of {value.relative_to}" if value.relative_to else ""
    return f"{_bound(value)}{number} {value.unit}".rstrip() + share


def _bound(value: Quantity) -> str:
    """Return the words before a number; an open end that its qualifier does not say is said."""
    if value.qualifier in _BOUNDS:
        return _BOUNDS[value.qualifier]
    if value.low is None and value.high is not None:
        return "at most "
    return "at least " if value.high is None and value.low is not None else ""


def _number(value: Decimal | None) -> str:
    return "an unknown amount" if value is None else f"{value:,f}"


def _time(value: TimeRef) -> str:
    if value.start is None or value.end is None:
        return "not resolved"
    return f"{value.start}" if value.start == value.end else f"{value.start} to {value.end}"
