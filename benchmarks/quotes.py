"""Quotes with known answers: taken from the seeds and re-typed, or changed so that nobody said them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from benchmarks.articles import seeds


class Quote(NamedTuple):
    """A quote to look for.

    Attributes:
        kind: How it was made; a key of `TRUE` or `FALSE`.
        text: Index of the article.
        words: What is looked for.
        start: Where it was taken from.
        end: Its end there.
    """

    kind: str
    text: int
    words: str
    start: int
    end: int

    @property
    def said(self) -> bool:
        """Whether the article says it."""
        return self.kind in TRUE


class Sentence(NamedTuple):
    """A sentence of an article, its place, and the words that others say."""

    text: str
    start: int
    others: tuple[str, ...]


_SENTENCE = re.compile(r"[A-Z“\"][^.!?\n]{60,400}[.!?](?=[\s”\"]|$)")
_ASCII = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "\xa0": " "})
_NUMBER = re.compile(r"\b[1-9]\d*\b")
_NAME = re.compile(r"(?<=\s)[A-Z][a-z]{3,}\b")
_WORD = re.compile(r"\b[a-z]{6,}\b")
_AUXILIARY = re.compile(r"\b(?:will|would|could|should|must|is|was|are|were|has|have|had)\b(?! not)")
_UNSKIPPABLE = re.compile(
    r"\d|\b(?:no|not|never|nor|without|and|but|or|that|who|which)\b|n['’]t|[,;:()]", re.IGNORECASE
)
_PART, _SKIP = 5, 4

Made = tuple[str, int, int] | None
"""The quote, and the part of its sentence it was taken from; None where a sentence does not lend itself."""


def _whole(sentence: Sentence, _dice: random.Random) -> Made:
    return sentence.text, 0, len(sentence.text)


def _part(sentence: Sentence, dice: random.Random) -> Made:
    words = list(re.finditer(r"\S+", sentence.text))
    size = dice.randint(6, min(14, len(words)))
    first = dice.randint(0, len(words) - size)
    start, end = words[first].start(), words[first + size - 1].end()
    return sentence.text[start:end], start, end


def _retyped(sentence: Sentence, _dice: random.Random) -> Made:
    typed = sentence.text.translate(_ASCII)
    return (typed, 0, len(sentence.text)) if typed != sentence.text else None


def _spaced(sentence: Sentence, dice: random.Random) -> Made:
    gap = dice.choice([found.start() for found in re.finditer(" ", sentence.text)])
    return f"{sentence.text[:gap]}\n {sentence.text[gap:]}", 0, len(sentence.text)


def _capital(sentence: Sentence, dice: random.Random) -> Made:
    made = _part(sentence, dice)
    return (made[0][:1].upper() + made[0][1:], *made[1:]) if made and made[0][:1].islower() else None


def _shortened(sentence: Sentence, _dice: random.Random) -> Made:
    """Leave out words of no weight: no number, negation, conjunction or clause."""
    words = list(re.finditer(r"\S+", sentence.text))
    for first in range(_PART, len(words) - _PART - _SKIP):
        gap = sentence.text[words[first].start() : words[first + _SKIP - 1].end()]
        if not _UNSKIPPABLE.search(gap) and gap.islower():
            head, tail = (
                sentence.text[: words[first - 1].end()],
                sentence.text[words[first + _SKIP].start() :],
            )
            return f"{head} … {tail}", 0, len(sentence.text)
    return None


def _replaced(pattern: re.Pattern[str]) -> Callable[[Sentence, random.Random], Made]:
    """Return an edit that puts another word of the article in the place of one."""

    def edit(sentence: Sentence, dice: random.Random) -> Made:
        found = list(pattern.finditer(sentence.text))
        own = set(re.findall(r"\w+", sentence.text))
        others = [word for word in sentence.others if pattern.fullmatch(word) and word not in own]
        if not found or not others:
            return None
        one = dice.choice(found)
        changed = sentence.text[: one.start()] + dice.choice(others) + sentence.text[one.end() :]
        return changed, 0, len(sentence.text)

    return edit


def _number(sentence: Sentence, dice: random.Random) -> Made:
    found = list(_NUMBER.finditer(sentence.text))
    if not found:
        return None
    one = dice.choice(found)
    return (
        f"{sentence.text[: one.start()]}{int(one[0]) + 1}{sentence.text[one.end() :]}",
        0,
        len(sentence.text),
    )


def _negated(sentence: Sentence, _dice: random.Random) -> Made:
    found = _AUXILIARY.search(sentence.text)
    return (
        (f"{sentence.text[: found.end()]} not{sentence.text[found.end() :]}", 0, len(sentence.text))
        if found
        else None
    )


def _swapped(sentence: Sentence, _dice: random.Random) -> Made:
    words = sentence.text[:-1].split()
    half = len(words) // 2
    return " ".join(words[half:] + words[:half]), 0, len(sentence.text)


TRUE: dict[str, Callable[[Sentence, random.Random], Made]] = {
    "whole sentence": _whole,
    "part of a sentence": _part,
    "marks and dashes re-typed": _retyped,
    "white space changed": _spaced,
    "begun with a capital": _capital,
    "words left out, with …": _shortened,
}
FALSE: dict[str, Callable[[Sentence, random.Random], Made]] = {
    "another number": _number,
    "another name": _replaced(re.compile(_NAME.pattern.removeprefix(r"(?<=\s)"))),
    "another word": _replaced(_WORD),
    "“not” put in": _negated,
    "halves swapped": _swapped,
}
"""How quotes are made that an article says, and such as it does not."""


def texts() -> list[str]:
    """Return the seeds' texts."""
    return [path.read_text("utf-8-sig") for path in seeds()]


def quotes(of_each: int, *, seed: int = 7) -> list[Quote]:
    """Return `of_each` quotes of every kind from every article, or as many as its sentences allow."""
    found: list[Quote] = []
    for index, text in enumerate(texts()):
        for kind in TRUE | FALSE:
            dice = random.Random(f"{seed}-{index}-{kind}")  # noqa: S311 - invented quotes, no secrets
            found += islice(_made(index, text, kind, dice), of_each)
    return found


def _made(index: int, text: str, kind: str, dice: random.Random) -> Iterator[Quote]:
    """Yield quotes of a kind from an article."""
    for sentence in _sentences(text, dice):
        if found := (TRUE | FALSE)[kind](sentence, dice):
            words, start, end = found
            yield Quote(kind, index, words, sentence.start + start, sentence.start + end)


def _sentences(text: str, dice: random.Random) -> Iterator[Sentence]:
    """Yield the sentences of an article in an order of the dice."""
    others = tuple(sorted(set(re.findall(r"\w+", text))))
    found = list(_SENTENCE.finditer(text))
    dice.shuffle(found)
    for one in found:
        yield Sentence(one[0], one.start(), others)
