"""A folded view of a text, with the way back to the raw offsets.

Models and word processors re-type white space, quotation marks, dashes and
letter forms. Two texts that differ in nothing else fold to the same string.
Nothing else is forgiven: digits, letters and word order stay.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
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
_PLAIN = re.compile("[!-,.-_a-~]+(?: [!-,.-_a-~]+)*")
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
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    while position < len(text):
        start, position = position, _end_of_plain(text, position)
        if start < position:  # most of a page: one character for each, in lower case
            out.extend(text[start:position].lower())
            starts.extend(range(start, position))
            ends.extend(range(start + 1, position + 1))
            continue
        position = _end_of_cluster(text, start)
        form = _form(text[start:position])
        if form in (" ", "-") and out and out[-1] == form and (form == " " or ends[-1] == start):
            ends[-1] = position
        else:
            out.extend(form)
            starts.extend([start] * len(form))
            ends.extend([position] * len(form))
    return Folded("".join(out), tuple(starts), tuple(ends))


def _end_of_plain(text: str, start: int) -> int:
    """Return where a run of characters ends that fold to themselves but for case; `start` when there is none."""
    run = _PLAIN.match(text, start)
    if not run:
        return start
    return run.end() - (_end_of_cluster(text, run.end() - 1) > run.end())


def _end_of_cluster(text: str, start: int) -> int:
    """Return where the characters end that fold as one: a letter with its combining marks."""
    end = start + 1
    while end < len(text) and text[end] > "\u02ff" and unicodedata.combining(text[end]):
        end += 1
    return end


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
