"""Tells a line that is a date or a clock, and whether it dates the page or heads an entry of a chronology."""

from __future__ import annotations

import re
from typing import Literal

from summariser.zones import vocabulary as words

DateKind = Literal["page", "bare"]


def date_kind(text: str) -> DateKind | None:
    """Return `page` for a line that dates a page, `bare` for one that is only a date, else None.

    >>> date_kind("November 23, 2025, 6:57 PM ET"), date_kind("23 November"), date_kind("In 2025")
    ('page', 'bare', None)
    """
    plain = text.casefold() if len(text) <= _LONGEST else ""
    found = set(_LETTERS.findall(plain))
    if not found <= _KNOWN or not (any(map(str.isdigit, plain)) or found & _RECENT):
        return None
    labelled = bool(found & words.DATE_LABELS)
    if _CLOCK.search(plain) or found & _RECENT or (labelled and _DOT_CLOCK.search(plain)):
        return "page"
    if not found & words.DATE_NAMES and not _NUMERIC.search(plain):
        return None
    return "page" if labelled or _DOT_CLOCK.search(plain) else "bare"


_LONGEST = 110
_KNOWN = words.DATE_NAMES | words.DATE_LABELS | words.DATE_FILLERS
_RECENT = frozenset({"ago", "yesterday", "today", "тому", "назад", "вчора", "вчера"})
_LETTERS = re.compile(r"[^\W\d_]+")
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b|\b\d{1,2}(?:\.\d{2})?\s?[ap]\.?m\b|\b\d{1,2}h\d{2}\b")
_DOT_CLOCK = re.compile(r"\b\d{1,2}\.\d{2}\b(?!\.)")
_NUMERIC = re.compile(
    r"\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b"  # 2025-11-23
    r"|\b\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b"  # 23.11.2025
    r"|\d{4}年\d{1,2}月\d{1,2}日",
)
