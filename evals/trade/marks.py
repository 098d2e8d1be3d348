"""`parse`: an article written with marked passages → its text and where each passage stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

LONGEST = 300
"""Code points that a passage may have; the labelling guideline sets this."""

_BRACKET = re.compile(r"\{\{(?P<name>[a-z_]+):|(?P<end>\}\})")


def parse(stem: str, marked: str) -> Article:
    """Return the article that `marked` renders to; marks are `{{name:passage}}` and may be nested.

    Raises ValueError when brackets do not pair, a name is used twice, or a
    passage is empty, too long, or not unique in the text: a claim must be
    findable by its words alone.

    >>> parse("a", "Sugar: {{cap:at most {{tonnes:40 tonnes}}}}.").passage("tonnes")
    '40 tonnes'
    """
    text, open_marks, found, done = "", list[tuple[str, int]](), dict[str, int](), dict[str, str]()
    last = 0
    for bracket in _BRACKET.finditer(marked):
        text += marked[last : bracket.start()]
        last = bracket.end()
        if name := bracket["name"]:
            open_marks.append((name, len(text)))
            continue
        if not open_marks:
            raise ValueError(f"{stem}: a mark ends that has not begun, near {text[-40:]!r}")
        name, start = open_marks.pop()
        if name in done:
            raise ValueError(f"{stem}: two passages are named {name!r}")
        found[name], done[name] = start, text[start:]
    text += marked[last:]
    if open_marks or "{{" in text:
        raise ValueError(f"{stem}: a mark has no end or no name: {open_marks or '{{'!r}")
    for name, passage in done.items():
        _check(f"{stem}.{name}", passage, text)
    return Article(stem=stem, text=text, starts=found, passages=done)


@dataclass(frozen=True, slots=True)
class Article:
    """One rendered article.

    Attributes:
        stem: Name of its file, without the ending.
        text: What a reader sees.
        starts: Offset of each passage in code points, by the passage's name.
        passages: The words of each passage.
    """

    stem: str
    text: str
    starts: Mapping[str, int] = field(default_factory=dict)
    passages: Mapping[str, str] = field(default_factory=dict)

    def passage(self, name: str) -> str:
        """Return the words of a passage.

        Raises:
            ValueError: The article has no passage of that name.
        """
        if name not in self.passages:
            raise ValueError(f"{self.stem}: no passage is named {name!r}; there are {sorted(self.passages)}")
        return self.passages[name]


def _check(name: str, passage: str, text: str) -> None:
    """Raise ValueError unless a passage can serve as a quote."""
    if not passage.strip() or passage != passage.strip():
        raise ValueError(f"{name}: the passage is empty or begins or ends with a space: {passage!r}")
    if len(passage) > LONGEST:
        raise ValueError(f"{name}: {len(passage)} code points, more than the {LONGEST} of a quote")
    if (times := text.count(passage)) != 1:
        raise ValueError(f"{name}: {passage!r} stands {times} times in the article, not once")
