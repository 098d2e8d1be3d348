"""A page taken apart: its units, what each shows by itself, and how much it reads like running text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from summariser.document import Zone
from summariser.zones.cues import Cue, cue
from summariser.zones.features import Line, Unit, split_lines, units
from summariser.zones.languages import FUNCTION_WORDS, language

Zones = list[Zone | None]
"""The zone of each unit of a page; None while it is open."""


class Prose(IntEnum):
    """How much a unit reads like running text."""

    NONE = 0
    SENTENCE = 1
    """It ends as a sentence does, or leads to a list, but is short or a lone question."""
    PLAIN = 2
    """A statement long enough to stand for an article's text."""
    STRONG = 3
    """A paragraph: too long, or with too many sentences, for a teaser."""


@dataclass(frozen=True)
class Page:
    """A page taken apart; `cues` and `prose` run along `units`."""

    lines: Sequence[Line]
    units: Sequence[Unit]
    cues: Sequence[Cue | None]
    prose: Sequence[Prose]

    def __len__(self) -> int:
        return len(self.units)

    def sure(self, index: int) -> bool:
        """Return whether a unit's own words settle its zone wherever it stands."""
        found = self.cues[index]
        return found is not None and found.sure

    def hinted(self, index: int) -> Zone | None:
        """Return the zone that a unit's own words speak for, surely or not."""
        found = self.cues[index]
        return found.zone if found else None


def read_page(text: str) -> Page:
    """Return the page that `text` is."""
    lines = split_lines(text)
    found = units(lines)
    listed = language(text) in FUNCTION_WORDS
    return Page(lines, found, [cue(unit) for unit in found], [prose(unit, listed=listed) for unit in found])


def prose(unit: Unit, *, listed: bool) -> Prose:
    """Return how much `unit` reads like running text.

    Function words are asked for only when the page's language is `listed`
    in the tables, so that text in any other keeps its paragraphs.
    """
    if listed and unit.spaced and unit.words >= _SPEAKS and unit.function_share() < _LEAST_FUNCTION_SHARE:
        return Prose.SENTENCE if unit.ends_sentence else Prose.NONE
    if not unit.ends_sentence:
        return _unfinished(unit, listed=listed)
    if unit.words >= _PARAGRAPH or (unit.sentences > 1 and unit.words >= _TWO_SENTENCES):
        return Prose.STRONG
    return Prose.PLAIN if unit.words >= _STATEMENT and unit.ending not in _ASKS else Prose.SENTENCE


def _unfinished(unit: Unit, *, listed: bool) -> Prose:
    """Judge a unit with no sentence end: a line that leads to a list, or speech taken down without marks."""
    if unit.words >= _ENDLESS and (not listed or not unit.spaced or unit.function_share() >= _RUNNING_SHARE):
        return Prose.STRONG
    leads = unit.ending == "," or (unit.ending in _LEADS and unit.words >= _STATEMENT)
    return Prose.SENTENCE if leads or (unit.text[0] == "(" and unit.text[-1] == ")") else Prose.NONE


_ASKS = "?？؟"
_LEADS = frozenset(":：;—–")
_SPEAKS = 8
_LEAST_FUNCTION_SHARE = 0.06
_RUNNING_SHARE = 0.25
_STATEMENT = 6
_TWO_SENTENCES = 12
_PARAGRAPH = 22
_ENDLESS = 45
