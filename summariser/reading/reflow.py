"""Paragraphs from the hard-wrapped lines of a printed page."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FULL = 0.85
_LONG = 40
_FEWEST_LONG = 3
_ENDED = re.compile(r"[.!?:;…][\"'”’»)\]]*\Z")
_BULLET = re.compile(r"(?:[•●▪‣◦*–—-]|\(?\d{1,3}[.)])\s")
_WORD = re.compile(r"[^\W\d_]+")
_SOFT_HYPHEN = "\u00ad"


def reflow(page: str) -> str:
    """Return the text of one page with lines joined where only the margin broke them.

    A line runs on when the next line's first word would not have fitted
    behind it, it does not end a sentence, and no list item follows. So a
    heading or a list is never swallowed; a paragraph may still be cut where a
    sentence ends at the margin, which does no harm.

    Args:
        page: Lines as they stand on the page.
    """
    lines = [line.strip() for line in page.splitlines()]
    width = _width(lines)
    words = frozenset(word.lower() for word in _WORD.findall(page))
    paragraphs: list[str] = []
    before = ""
    for line in lines:
        if _runs_on(before, line, width):
            paragraphs[-1] = _join(paragraphs[-1], line, words)
        else:
            paragraphs.append(line)
        before = line
    return "\n".join(paragraphs)


def _width(lines: Sequence[str]) -> int:
    """Return how many characters a full line has, or 0 when the page is not set in lines."""
    lengths = sorted(len(line) for line in lines if len(line) >= _LONG)
    return lengths[len(lengths) * 9 // 10] if len(lengths) >= _FEWEST_LONG else 0


def _runs_on(before: str, line: str, width: int) -> bool:
    if not (before and line and width) or _ENDED.search(before) or _BULLET.match(line):
        return False
    return len(before) + 1 + len(line.split(maxsplit=1)[0]) > width * _FULL


def _join(paragraph: str, line: str, words: frozenset[str]) -> str:
    """Return the two joined; a hyphen at the margin goes only if the page has the word without it."""
    if paragraph.endswith(_SOFT_HYPHEN):
        return paragraph.removesuffix(_SOFT_HYPHEN) + line
    if not paragraph.endswith("-") or not line[0].isalnum():
        return f"{paragraph} {line}"
    head = _WORD.findall(paragraph[-_LONG:-1])
    tail = _WORD.match(line)
    if head and tail and paragraph[:-1].endswith(head[-1]) and (head[-1] + tail.group()).lower() in words:
        return paragraph[:-1] + line
    return paragraph + line
