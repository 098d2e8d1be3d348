"""A folded view of a text, with the way back to the raw offsets.

Models and word processors re-type white space, quotation marks, dashes and
letter forms. Two texts that differ in nothing else fold to the same string.
Nothing else is forgiven: digits, letters and word order stay.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from summariser.document import Span

_QUOTES = {ord(c): "'" for c in "‘’‚‛′‵`´"} | {ord(c): '"' for c in "“”„‟″‶«»"}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_DROPPED = dict.fromkeys(
    (
        0x00AD,
        0x034F,
        0x061C,
        0x180E,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        0xFEFF,
    ),
    "",
)
_TAGS = range(0xE0000, 0xE0080)
_SIMPLE: dict[int, str] = _QUOTES | _DASHES | _DROPPED | {ord("…"): "..."}


class Folded(NamedTuple):
    """A folded text and the raw offsets of its characters.

    Attributes:
        text: The folded text.
        starts: For each folded character, where its raw character starts.
        ends: For each folded character, where its raw character ends.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def raw(self, start: int, end: int) -> Span:
        """Return the raw span of the folded range `start` to `end` (not empty)."""
        return Span(start=self.starts[start], end=self.ends[end - 1])

    def position(self, raw: int) -> int:
        """Return the index of the first folded character that starts at or after `raw`."""
        return bisect.bisect_left(self.starts, raw)


def fold(text: str) -> str:
    """Return `text` with typography, white space, letter forms and case evened out.

    >>> fold("“Take\u00a0it  —  or ﬁght”")
    '"take it - or fight"'
    """
    return _fold(text).text.strip()


def visible(text: str) -> str:
    r"""Return `text` without the characters that folding drops.

    These are control, zero-width, direction and tag characters, and halves of surrogate pairs.

    What is left reads the same to a person, and a quote from it is found in the raw text.

    >>> visible("a\u200bb\x1b[31m\U000e0041 c")
    'ab[31m c'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(character for character in text if character in "\n\t" or _form(character))


@lru_cache(maxsize=16)
def folded(text: str) -> Folded:
    """Return the folded view of `text` with its offset map; remembered for the last few texts."""
    return _fold(text)


def _fold(text: str) -> Folded:
    """Return the folded view of `text`: even stretches as a whole, the others cluster by cluster."""
    shape = text.translate(_SHAPES)
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def add(form: str, raw_starts: Iterable[int], raw_ends: Iterable[int]) -> None:
        if form:
            out.append(form)
            starts.extend(raw_starts)
            ends.extend(raw_ends)

    done = 0
    for stretch in _UNEVEN_STRETCH.finditer(shape):
        first, last = max(stretch.start() - 1, done), stretch.end()  # a mark folds with the letter before it
        add(shape[done:first], range(done, first), range(done + 1, first + 1))
        for start, end in _clusters(text, first, last):
            form = _form(text[start:end])
            before = out[-1][-1] if out else ""
            if form == before == " " or (form == before == "-" and ends[-1] == start):
                ends[-1] = end
            else:
                add(form, [start] * len(form), [end] * len(form))
        done = last
    add(shape[done:], range(done, len(text)), range(done + 1, len(text) + 1))
    return Folded("".join(out), tuple(starts), tuple(ends))


def _clusters(text: str, first: int, last: int) -> list[tuple[int, int]]:
    """Return the ranges of characters that fold as one: a letter with its combining marks."""
    marks: list[tuple[int, int]] = []
    for index in range(first, last):
        if marks and _is_mark(text[index]):
            marks[-1] = (marks[-1][0], index + 1)
        else:
            marks.append((index, index + 1))
    return marks


def _is_mark(character: str) -> bool:
    """Return whether `character` is written over or under the letter before it."""
    return character > "\u02ff" and unicodedata.combining(character) != 0


@lru_cache(maxsize=4096)
def _form(cluster: str) -> str:
    """Return what one cluster folds to: "" when it is invisible."""
    simple = cluster.translate(_SIMPLE)
    if simple != cluster:
        return simple
    if cluster.isspace():
        return " "
    code = ord(cluster[0])
    if code in _TAGS or unicodedata.category(cluster[0]) in ("Cc", "Cs"):
        return ""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", cluster).casefold())


class _Shapes(dict[int, str]):
    """What a character by itself folds to, for `str.translate`: one character, or `_UNEVEN`."""

    def __missing__(self, code: int) -> str:
        form = _form(chr(code))
        return form if len(form) == 1 and not _is_mark(chr(code)) else _UNEVEN


_UNEVEN = "\0"
"""Stands for a mark and for what folds to another number of characters; nothing folds to it."""

_SHAPES = _Shapes()
_SHAPES |= {code: _SHAPES[code] for code in (*range(0x180), *_SIMPLE)}

_UNEVEN_STRETCH = re.compile(r"(?:\0|  |--)[\0 -]*")
"""Where characters do not each fold to one: they run together, have another length, or are a mark."""
