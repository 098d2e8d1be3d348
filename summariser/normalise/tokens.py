"""A text as a row of tokens over its folded view: what every grammar of this package reads.

Grammars step through tokens with bounded look-ahead, so their cost is linear in
the text whatever it holds; the regular expressions here are linear too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias, TypeVar

from summariser.document import Span
from summariser.fold import Folded, folded

T = TypeVar("T")
Kind = Literal["number", "vulgar", "word", "mark", "break"]
Phrase: TypeAlias = tuple[str, ...]
PhraseTable: TypeAlias = Mapping[str, tuple[tuple[Phrase, T], ...]]
"""Phrases and what they mean, under their first word, longest first."""

# Repetitions over blank-separated groups are bounded: without a bound, a long row of
# two-digit numbers would be scanned again from each of its members.
TOKEN = re.compile(
    r"""
      (?P<number>
          (?: \d{1,3} (?: (?:[ ]\d\d){0,4} [ ]\d{3} ){1,8} (?![.,]?\d)
            | \d+ (?: \.\d+ | [,']\d{1,3}(?!\d) )*
          ) (?: e\+?\d{1,2} (?!\w) )?
      )
    | (?P<vulgar> [¼-¾⅐-⅞] \x01* )
    | (?P<word>
          [^\W\d_] (?: \.[^\W\d_] )+ (?![^\W\d_]) \.?
        | [^\W\d_]+ (?: '[^\W\d_]+ )*
      )
    | (?P<break> \v )
    | (?P<mark> \S )
    """,
    re.VERBOSE,
)
_NUMBERS = frozenset({"number", "vulgar"})
_BLANK = re.compile(r"\s+")
_LINE_ENDS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
_NUMERIC = re.compile(r"[²³¹⁰-₉①-⓿❶-➓¼-¾⅐-⅞]")


class Token(NamedTuple):
    """One token.

    Attributes:
        kind: `vulgar` is a character such as ½; `break` is the end of a paragraph.
        text: Its folded characters.
        word: The same without a possessive ending; "" when it is no word.
        start: Where it starts in the folded text.
        end: Where it ends in the folded text.
        attached: Whether no white space stands before it.
        capital: Whether its first raw character is a capital letter.
    """

    kind: Kind
    text: str
    word: str
    start: int
    end: int
    attached: bool
    capital: bool


_NOTHING = Token("break", "", "", 0, 0, attached=False, capital=False)


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The tokens of one text, and the way back to its raw offsets."""

    raw: str
    view: Folded
    row: tuple[Token, ...]

    def __len__(self) -> int:
        return len(self.row)

    def opening(self, words: Collection[str]) -> Iterator[int]:
        """Yield the indexes of numbers and of tokens that are one of `words`: where a grammar need look at all."""
        for index, token in enumerate(self.row):
            if token.kind in _NUMBERS or token.text in words or token.word in words:
                yield index

    def at(self, index: int) -> Token:
        """Return the token at `index`, or an empty `break` outside the text."""
        return self.row[index] if 0 <= index < len(self.row) else _NOTHING

    def word(self, index: int) -> str:
        """Return the word at `index` without a possessive ending; "" when it is no word."""
        return self.row[index].word if 0 <= index < len(self.row) else ""

    def is_upper(self, index: int) -> bool:
        """Return whether the token at `index` is written in capital letters only."""
        return 0 <= index < len(self.row) and self.surface(index, index + 1).isupper()

    def is_hyphen(self, index: int) -> bool:
        """Return whether a hyphen at `index` joins the tokens around it without white space."""
        token = self.at(index)
        return token.text == "-" and token.attached and self.at(index + 1).attached

    def phrase_end(self, index: int, phrase: Phrase) -> int | None:
        """Return the index after `phrase` if it stands at `index`, hyphens between its words allowed."""
        for number, expected in enumerate(phrase):
            if number and self.is_hyphen(index):
                index += 1
            token = self.at(index)
            if expected not in (token.text, token.word):
                return None
            index += 1
        return index

    def phrases(self, index: int, table: PhraseTable[T]) -> Iterator[tuple[T, int]]:
        """Yield what the phrases at `index` mean and the index after each, longest first."""
        token = self.at(index)
        for phrase, meaning in table.get(token.text) or table.get(token.word, ()):
            end = self.phrase_end(index, phrase)
            if end is not None:
                yield meaning, end

    def phrase(self, index: int, table: PhraseTable[T]) -> tuple[T, int] | None:
        """Return what the longest phrase at `index` means and the index after it, or None."""
        return next(self.phrases(index, table), None)

    def span(self, start: int, end: int) -> Span:
        """Return the raw span of the tokens from `start` up to `end` (not empty), without a final "'s"."""
        last = self.row[end - 1]
        return self.view.raw(self.row[start].start, last.start + len(last.word) if last.word else last.end)

    def surface(self, start: int, end: int) -> str:
        """Return the raw characters of the tokens from `start` up to `end` (not empty)."""
        return self.span(start, end).of(self.raw)


@lru_cache(maxsize=16)
def tokenise(text: str) -> Tokens:
    """Return the tokens of `text`; remembered for the last few texts."""
    view = folded(text)
    row: list[Token] = []
    end = 0
    for match in TOKEN.finditer(_marked(text, view)):
        start, kind = match.start(), match.lastgroup
        attached = bool(row) and start == end and row[-1].kind != "break"
        capital = text[view.starts[start]].isupper()
        word = match[0].removesuffix("'s") if kind == "word" else ""
        end = match.end()
        row.append(Token(kind, match[0], word, start, end, attached, capital))  # type: ignore[arg-type]  # groups are kinds
    return Tokens(text, view, tuple(row))


def listed(table: str) -> tuple[str, ...]:
    """Return the words of a table that is written as running text."""
    return tuple(table.split())


def phrase_table(rows: Iterable[tuple[str, T]]) -> PhraseTable[T]:
    """Return a table of phrases from rows of comma-separated phrases and their meaning.

    >>> phrase_table([("at most,at the most", "at_most")])
    {'at': ((('at', 'the', 'most'), 'at_most'), (('at', 'most'), 'at_most'))}
    """
    table: dict[str, list[tuple[Phrase, T]]] = {}
    for phrases, meaning in rows:
        for phrase in phrases.split(","):
            words = listed(phrase)
            table.setdefault(words[0], []).append((words, meaning))
    return {first: tuple(sorted(found, key=lambda row: -len(row[0]))) for first, found in table.items()}


def _marked(text: str, view: Folded) -> str:
    """Return the folded text with line ends, paragraph ends and numeric signs kept apart.

    Folding turns a line end into a space, ½ into three characters and a
    footnote's ¹ into a digit: "600,000¹" must not be read as 6,000,001.
    """
    marked = list(view.text)
    for match in _BLANK.finditer(text):
        if len(match[0]) == 1 and match[0] not in _LINE_ENDS:
            continue
        ends = sum(character in _LINE_ENDS for character in match[0].replace("\r\n", "\n"))
        index = _index(view, match.start())
        if ends and index is not None and marked[index] == " ":
            marked[index] = "\n" if ends == 1 else "\v"
    for match in _NUMERIC.finditer(text):
        first = view.position(match.start())
        last = view.position(match.end())
        vulgar = "VULGAR" in unicodedata.name(match[0], "")
        marked[first:last] = [match[0] if vulgar else "^", *"\x01" * (last - first - 1)]
    return "".join(marked)


def _index(view: Folded, raw: int) -> int | None:
    """Return the index of the folded character that the raw character at `raw` went into."""
    index = view.position(raw)
    if index < len(view.starts) and view.starts[index] == raw:
        return index
    return index - 1 if index and view.ends[index - 1] > raw else None
