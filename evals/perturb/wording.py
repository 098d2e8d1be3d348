"""The same in other words: paraphrases, and texts that differ in typography alone."""

from __future__ import annotations

import re
import unicodedata

_SYNONYMS = {
    "accept": "agree to",
    "accepted": "agreed to",
    "against": "opposed to",
    "allow": "permit",
    "army": "military",
    "bad": "poor",
    "ban": "bar",
    "big": "large",
    "called": "described as",
    "calls": "describes as",
    "cede": "give up",
    "concessions": "compromises",
    "deal": "agreement",
    "draft": "write",
    "drafted": "written",
    "end": "stop",
    "ending": "stopping",
    "fair": "just",
    "frozen": "blocked",
    "held": "conducted",
    "join": "enter",
    "large": "big",
    "leaders": "heads",
    "met": "gathered",
    "military": "army",
    "must": "has to",
    "presented": "handed over",
    "promised": "pledged",
    "proposal": "plan",
    "plan": "proposal",
    "recognized": "acknowledged",
    "recognition": "acknowledgement",
    "rejected": "turned down",
    "rejects": "turns down",
    "said": "stated",
    "says": "states",
    "secret": "hidden",
    "should": "ought to",
    "talks": "negotiations",
    "territory": "land",
    "urged": "pressed",
    "warned": "cautioned",
    "will": "is going to",
    "withdraw": "pull out",
    "wrote": "drafted",
}
_WORD = re.compile(r"[A-Za-z]+")
_TURN = re.compile(r"\s(?=(?:in|by|with|for|to|from|on|at|of|as|and|or|that|which)\s)")
_END = re.compile(r"[.?!]+$")
_CLAUSES = (
    "according to the article, {}",
    "{}, as the article puts it",
    "as reported here, {}",
)


def synonyms(text: str) -> str | None:
    """Return `text` with words replaced by others that mean the same; None when it has none of them.

    >>> synonyms("Ukraine must cede territory.")
    'Ukraine has to give up land.'
    """
    said = _WORD.sub(lambda match: _SYNONYMS.get(match[0].lower(), match[0]), text)
    return said if said != text else None


def turned(text: str) -> str | None:
    """Return `text` with its last phrase put first; None when it has but one.

    >>> turned("Ukraine must leave the region by May.")
    'by May, Ukraine must leave the region.'
    """
    end = _END.search(text)
    body = text[: end.start()] if end else text
    turns = list(_TURN.finditer(body))
    if not turns:
        return None
    cut = turns[-1]
    return f"{body[cut.end() :]}, {body[: cut.start()]}{end[0] if end else ''}"


def with_clause(text: str, which: int) -> str:
    """Return `text` with a clause that adds nothing but where it comes from.

    >>> with_clause("Ukraine must leave.", 1)
    'Ukraine must leave, as the article puts it.'
    """
    end = _END.search(text)
    body = text[: end.start()] if end else text
    return _CLAUSES[which % len(_CLAUSES)].format(body) + (end[0] if end else "")


def typeset(text: str) -> str:
    r"""Return `text` as a typesetter would: curly quotes, other dashes, no-break spaces.

    >>> typeset('a "900,000-strong" force')
    'a\xa0“900,000‑strong“\xa0force'
    """
    marks: dict[str, str | int | None] = {
        "'": "’",
        "’": "'",
        '"': "“",
        "“": '"',
        "”": '"',
        "-": "‑",
        "–": "-",
        "—": "–",
        " ": "\u00a0",
    }
    return text.translate(str.maketrans(marks))


def spaced(text: str) -> str:
    r"""Return `text` with wider white space, as text copied from a page has it.

    >>> spaced("the plan")
    'the  plan'
    """
    return text.replace(" ", "  ")


def marked(text: str) -> str:
    """Return `text` in decomposed letters, with marks that nobody sees: the same to every reader."""
    return unicodedata.normalize("NFD", text).replace(" ", " \u200b", 1)


def upper(text: str) -> str:
    """Return `text` in capitals."""
    return text.upper()


def lower(text: str) -> str:
    """Return `text` in small letters."""
    return text.lower()
