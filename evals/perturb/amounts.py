"""Amounts in other words, and amounts that are another amount."""

from __future__ import annotations

import re
from collections.abc import Iterable

from summariser.fold import fold
from summariser.normalise import read_quantity

_FIGURE = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\d])|(?<![\w.,])\d+(?:\.\d+)?(?![\d.,]*\d)")
_CURRENCY = re.compile(r"([$€£])\s?(\d[\d,.]*)((?:\s(?:thousand|million|billion|trillion))?)\b")
_CURRENCY_WORDS = {"$": "dollars", "€": "euros", "£": "pounds"}
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split()
_TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
_LARGE = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
_SOFTENERS = ("roughly", "about", "around", "approximately", "nearly", "some")
_FLOORS = ("at least", "no fewer than", "no less than", "(?<!no )more than", "above")
_CEILINGS = ("at most", "no more than", "up to", "fewer than", "less than", "below")
_FLIPPED = {
    "at most": "at least",
    "no more than": "no fewer than",
    "up to": "at least",
    "below": "above",
    "less than": "more than",
    "fewer than": "more than",
    "at least": "at most",
    "no fewer than": "no more than",
    "more than": "fewer than",
    "above": "below",
}
_SYNONYMS = {
    "at most": "no more than",
    "up to": "at most",
    "no more than": "at most",
    "at least": "no fewer than",
    "no fewer than": "at least",
    "more than": "over",
    "below": "under",
    "roughly": "about",
    "about": "around",
}
_OTHER_UNITS = {
    "troops": "tanks",
    "force": "fleet",
    "percent": "brigades",
    "%": " brigades",
    "brigades": "warships",
    "fighter jets": "field hospitals",
    "tanks": "rifles",
    "warships": "aircraft",
    "observers": "prisoners",
    "euros": "dollars",
    "dollars": "euros",
    "$": "€",
    "€": "$",
}
_SCALES = {"thousand": "million", "million": "billion", "billion": "million", "trillion": "billion"}
_SCALE = re.compile(r"\s(?:thousand|million|billion|trillion)")
_SHARE = re.compile(r"\b(?:half|third|quarter) of\b")
_TWO = re.compile(r"(\d[\d,]* \w+) and \d[\d,]* \w+")
_NO_SIGNS = str.maketrans(dict.fromkeys("$€£"))
_RANGE = re.compile(r"between (\S+) and (\S+)|from (\S+) to (\S+)|(\d[\d,]*)\s?[-–]\s?(\d[\d,]*)")


def differs(words: str, accepted: Iterable[object]) -> bool:
    """Return whether `words` surely give another amount than each of the accepted wordings.

    >>> differs("no more than 5 tanks", ["at most 5 tanks"]), differs("6 tanks", ["5 tanks"])
    (False, True)
    """
    return all(_reading(words) != _reading(str(other)) for other in accepted if other)


def _reading(words: str) -> object:
    read = [(q.low, q.high, q.unit, q.qualifier, q.relative_to) for q in read_quantity(words)]
    return read or fold(words)


def in_words(text: str) -> str | None:
    """Return `text` with its plain figures as words; None when it has none, or only sums of money.

    >>> in_words("up to 100,000 troops")
    'up to one hundred thousand troops'
    """

    def spell(match: re.Match[str]) -> str:
        figure = match[0].replace(",", "")
        joined = text[match.end() : match.end() + 1] in ("-", "‑")
        money = text[max(0, match.start() - 1) : match.start()] in ("$", "€", "£")
        return match[0] if "." in figure or joined or money else number_words(int(figure))

    return _changed(text, _FIGURE.sub(spell, text))


def number_words(number: int) -> str:
    """Return a whole number in words.

    >>> number_words(42), number_words(250_000)
    ('forty-two', 'two hundred fifty thousand')
    """
    if number < len(_ONES):
        return _ONES[number]
    if number < 100:  # noqa: PLR2004 - where "hundred" begins
        tens, ones = divmod(number, 10)
        return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
    size, name = next((size, name) for size, name in _LARGE if number >= size)
    head, rest = divmod(number, size)
    return f"{number_words(head)} {name}" + (f" {number_words(rest)}" if rest else "")


def grouped_by_spaces(text: str) -> str | None:
    """Return `text` with its thousands set apart by spaces; None when it has none.

    >>> grouped_by_spaces("100,000 troops")
    '100 000 troops'
    """
    return _changed(text, re.sub(r"(?<=\d),(?=\d{3})", " ", text))


def ungrouped(text: str) -> str | None:
    """Return `text` with its thousands not set apart; None when it has none.

    >>> ungrouped("100,000 troops")
    '100000 troops'
    """
    return _changed(text, re.sub(r"(?<=\d),(?=\d{3})", "", text))


def currency_in_words(text: str) -> str | None:
    """Return `text` with signs of currency as words; None when it has none.

    >>> currency_in_words("roughly $100 billion")
    'roughly 100 billion dollars'
    """
    return _changed(text, _CURRENCY.sub(lambda m: f"{m[2]}{m[3]} {_CURRENCY_WORDS[m[1]]}", text))


def percent_sign(text: str) -> str | None:
    """Return `text` with "percent" as a sign; None when it has none.

    >>> percent_sign("40 percent")
    '40%'
    """
    return _changed(text, re.sub(r"\s+per\s?cent\b", "%", text))


def bound_reworded(text: str) -> str | None:
    """Return `text` with its bound or softener in other words; None when it has none.

    >>> bound_reworded("up to 5 tanks")
    'at most 5 tanks'
    """
    return _swapped(text, _SYNONYMS)


def another_number(text: str) -> str | None:
    """Return `text` with the leading digit of its last figure changed; None when it has no figure.

    >>> another_number("100,000 troops")
    '500,000 troops'
    """
    match = _last_figure(text)
    if not match:
        return None
    digit = (int(match[0][0]) + 3) % 9 + 1
    return f"{text[: match.start()]}{digit}{text[match.start() + 1 :]}"


def another_magnitude(text: str) -> str | None:
    """Return `text` with its last figure ten times as large; None when it has no figure.

    >>> another_magnitude("100,000 troops")
    '1,000,000 troops'
    """
    match = _last_figure(text)
    if not match or "." in match[0]:
        return None
    return f"{text[: match.start()]}{int(match[0].replace(',', '')) * 10:,}{text[match.end() :]}"


def another_scale(text: str) -> str | None:
    """Return `text` with "million" for "billion" and the like; None when it has no such word.

    >>> another_scale("€5 billion")
    '€5 million'
    """
    return _swapped(text, _SCALES)


def another_unit(text: str) -> str | None:
    """Return `text` counting something else; None for a share, or when what it counts has no counterpart.

    >>> another_unit("100,000 troops")
    '100,000 tanks'
    """
    return None if _SHARE.search(text) else _swapped(text, _OTHER_UNITS)


def bound_flipped(text: str) -> str | None:
    """Return `text` with a ceiling for a floor or the reverse; None when it has neither.

    >>> bound_flipped("at least 800 observers")
    'at most 800 observers'
    """
    return _swapped(text, _FLIPPED)


def floor_dropped(text: str) -> str | None:
    """Return `text` without "at least"; None when it has no such word.

    >>> floor_dropped("at least 800 observers")
    '800 observers'
    """
    return _without(text, _FLOORS)


def ceiling_dropped(text: str) -> str | None:
    """Return `text` without "at most"; None when it has no such word."""
    return _without(text, _CEILINGS)


def softener_dropped(text: str) -> str | None:
    """Return `text` without "roughly"; None when it has no such word."""
    return _without(text, _SOFTENERS)


def softened(text: str) -> str | None:
    """Return `text` with "roughly" before an exact figure; None when there is a bound, range or softener.

    >>> softened("12 fighter jets"), softened("up to 12 fighter jets")
    ('roughly 12 fighter jets', None)
    """
    bounded = any(re.search(rf"\b{word}\b", fold(text)) for word in (*_SOFTENERS, *_FLIPPED))
    return None if bounded or _RANGE.search(text) or not _FIGURE.search(text) else f"roughly {text}"


def one_end(text: str) -> str | None:
    """Return a range reduced to its upper end; None when `text` has no range.

    >>> one_end("between 10 and 15 brigades")
    '15 brigades'
    """
    return _changed(text, _RANGE.sub(lambda m: m[2] or m[4] or m[6], text))


def range_widened(text: str) -> str | None:
    """Return a range with another upper end; None when `text` has no range.

    >>> range_widened("between 10 and 15 brigades")
    'between 10 and 95 brigades'
    """
    match = _RANGE.search(text)
    if not match:
        return None
    group = next(index for index in (2, 4, 6) if match[index])
    return f"{text[: match.start(group)]}9{text[match.start(group) + 1 :]}"


def without_unit(text: str) -> str | None:
    """Return `text` without what its figure counts; None when it has no figure or nothing after it.

    >>> without_unit("at least 40 percent"), without_unit("$100 billion")
    ('at least 40', '100 billion')
    """
    match = _last_figure(text)
    if not match:
        return None
    scale = _SCALE.match(text, match.end())
    return _changed(text, text[: scale.end() if scale else match.end()].translate(_NO_SIGNS))


def of_another_whole(text: str) -> str | None:
    """Return a share as the share of something else; None when `text` is no share of anything.

    >>> of_another_whole("half of its tanks")
    'half of its rifles'
    """
    return _swapped(text, _OTHER_UNITS) if _SHARE.search(text) else None


def one_of_two(text: str) -> str | None:
    """Return the first of two amounts; None when `text` does not have two.

    >>> one_of_two("200 tanks and 50 howitzers")
    '200 tanks'
    """
    match = _TWO.fullmatch(text)
    return match[1] if match else None


def and_another(text: str) -> str | None:
    """Return `text` with a second amount; None when it has no figure.

    >>> and_another("12 fighter jets")
    '12 fighter jets and 70 icebreakers'
    """
    return f"{text} and 70 icebreakers" if _FIGURE.search(text) else None


def _last_figure(text: str) -> re.Match[str] | None:
    return next(reversed([*_FIGURE.finditer(text)]), None)


def _swapped(text: str, table: dict[str, str]) -> str | None:
    """Return `text` with the first entry of the table that it has replaced."""
    found = [
        (match.start(), -len(old), match, new)
        for old, new in table.items()
        if (match := re.search(_pattern(old), text, re.IGNORECASE))
    ]
    if not found:
        return None
    *_, match, new = min(found, key=lambda each: each[:2])
    return f"{text[: match.start()]}{new}{text[match.end() :]}"


def _without(text: str, words: Iterable[str]) -> str | None:
    pattern = "|".join(rf"\b{word}\s" if word[0].isalpha() else rf"{word}\s" for word in words)
    return _changed(text, re.sub(pattern, "", text, count=1, flags=re.IGNORECASE))


def _pattern(words: str) -> str:
    return rf"\b{re.escape(words)}\b" if words[0].isalpha() else re.escape(words)


def _changed(before: str, after: str) -> str | None:
    return after if after != before else None
