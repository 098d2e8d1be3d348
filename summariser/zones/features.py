"""What can be measured on the lines of a page: units of text, and the features of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from summariser.zones.languages import ANY_FUNCTION_WORD, tokens


class Line(NamedTuple):
    """A line of a text, its newline included; `content` is what it says, without outer white space."""

    start: int
    end: int
    content: str

    @property
    def silent(self) -> bool:
        """Whether the line has no letter and no digit: blank, a rule, a lone comma."""
        return not any(map(str.isalnum, self.content))


class Unit(NamedTuple):
    """One line, or several lines that an editor or PDF wrapped in mid-sentence, and its features.

    Attributes:
        first: Index of its first line.
        last: Index of its last line.
        text: What it says, on one line.
        gap: Whether a silent line, or nothing, stands before it.
        closed: Whether a silent line, or nothing, stands after it.
        words: How many words it has; two characters count as one where words are not spaced.
        spaced: Whether its script puts spaces between words.
        tokens: Its words and numbers, in lower case.
        ending: The mark it ends with, not counting quotation marks, brackets
            and note marks after it; "" for none.
        sentences: How many sentence ends it has, inside and at its end.
        bullet: Whether it starts with a bullet or an enumerator.
    """

    first: int
    last: int
    text: str
    gap: bool
    closed: bool
    words: int
    spaced: bool
    tokens: list[str]
    ending: str
    sentences: int
    bullet: bool

    @property
    def ends_sentence(self) -> bool:
        """Whether it ends as a sentence does, a question included."""
        return self.ending in _SENTENCE_ENDS

    @property
    def numeric(self) -> bool:
        """Whether it has a digit."""
        return any(map(str.isdigit, self.text))

    def function_share(self) -> float:
        """Return which share of its words are function words of any language in the tables, 0 to 1."""
        return sum(word in ANY_FUNCTION_WORD for word in self.tokens) / (len(self.tokens) or 1)

    def capital_share(self) -> float:
        """Return which share of its words start with a capital letter, 0 to 1."""
        letters = [word[0] for word in self.text.split() if word[0].isalpha()]
        return sum(map(str.isupper, letters)) / (len(letters) or 1)


def split_lines(text: str) -> list[Line]:
    r"""Return the lines of `text`, every newline convention alike; they tile it.

    >>> [line.content for line in split_lines("a\r\n b \u2028c")]
    ['a', 'b', 'c']
    """
    lines: list[Line] = []
    start = 0
    for piece in text.splitlines(keepends=True):
        lines.append(Line(start, start + len(piece), piece.strip()))
        start += len(piece)
    return lines


def units(lines: list[Line]) -> list[Unit]:
    """Return the units of a page, in order; silent lines belong to none."""
    return [
        _unit(run, " ".join(line.content for line in lines[run.first : run.last + 1])) for run in runs(lines)
    ]


class Run(NamedTuple):
    """The lines of one unit, and whether silence, or nothing, stands before and after them."""

    first: int
    last: int
    gap: bool
    closed: bool


def runs(lines: list[Line]) -> Iterator[Run]:
    """Yield the lines of each unit: one line, or several that were wrapped in mid-sentence."""
    for first, last in _blocks(lines):
        width = _wrap_width([line.content for line in lines[first : last + 1]])
        start = first
        for index in range(first, last + 1):
            closed = index == last
            if closed or not _runs_on(lines[index].content, lines[index + 1].content, width):
                yield Run(start, index, gap=start == first, closed=closed)
                start = index + 1


def _unit(run: Run, text: str) -> Unit:
    spaced = len(text.split())
    unspaced = 0 if text.isascii() else len(_UNSPACED.findall(text)) // 2
    bare = _NOTE_MARK.sub("", text[-_TAIL:]).rstrip(_CLOSERS)
    ending = bare[-1] if bare and not bare[-1].isalnum() else ""
    return Unit(
        first=run.first,
        last=run.last,
        text=text,
        gap=run.gap,
        closed=run.closed,
        words=spaced + unspaced,
        spaced=unspaced < spaced,
        tokens=tokens(text),
        ending=ending,
        sentences=len(_INNER_END.findall(text)) + (ending in _SENTENCE_ENDS),
        bullet=_BULLET.match(text) is not None,
    )


def _blocks(lines: list[Line]) -> Iterator[tuple[int, int]]:
    """Yield the first and last index of every run of lines that say something."""
    first: int | None = None
    for index, line in enumerate(lines):
        if line.silent:
            if first is not None:
                yield first, index - 1
            first = None
        elif first is None:
            first = index
    if first is not None:
        yield first, len(lines) - 1


def _wrap_width(block: list[str]) -> int:
    """Return the column at which a block was wrapped, or 0 when its lines are whole paragraphs."""
    width = max(map(len, block))
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    cut = sum(_cut(one, two) and len(one) >= _LONG_LINE * width for one, two in pairwise(block))
    return width if cut > (len(block) - 1) * _LEAST_CUT else 0


def _runs_on(line: str, following: str, width: int) -> bool:
    """Return whether a sentence of `line` goes on in the next line.

    In a wrapped block it does when `line` had no room for the next word.
    """
    if _BULLET.match(following) or _FIELD.match(following):
        return False
    if _cut(line, following) and line.count(" ") >= _FEW_SPACES:
        return True
    return 0 < width < len(line) + 1 + len(following.split(maxsplit=1)[0])


def _cut(line: str, following: str) -> bool:
    """Return whether a line break falls inside a sentence, as far as its two sides show."""
    return following[0].islower() and line.rstrip(_CLOSERS)[-1:] not in _SENTENCE_ENDS


_NARROWEST, _WIDEST = 40, 110
_LONG_LINE = 0.6
_LEAST_CUT = 0.3
_FEW_SPACES = 4
_FIELD = re.compile(r"(?:by|von|par|por|di|av|przez)\s+[^\W\d_a-z]|[\w-]{1,15}:\s")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_TAIL = 60
_NOTE_MARK = re.compile(r"(?:\[\w{1,4}\])+\s*$|(?<=[^\W\d][.!?”\"])\d{1,2}$")
_CLOSERS = " \t\u00a0)]}\"'”’»“‘*_"
_SENTENCE_ENDS = frozenset(".!?…。！？؟।։")
_INNER_END = re.compile(r"(?:(?<![A-Z])\.|[!?…])[”\"’'»)]*\s+(?=[^\W\d_a-z])|[。！？]")
_BULLET = re.compile(
    r"[•◦▪‣●○■□–—*+-]\s+\S"  # a bullet
    r"|(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]\s+\S"  # 1. or a)
    r"|\((?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})\)\s*\S"  # (1) or (iv)
)
