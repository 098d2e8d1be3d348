"""One key per actor: titles and punctuation dropped, spellings of a transliterated name evened out.

Spellings are evened out by general rules only: accents, doubled letters, the
many ways to write a final or inner "y" sound, "ks" for "x". The rules are
coarse where languages are loose (Zelensky, Zelenskyy, Zelenskiy) and keep apart
what differs between people (Khan and Han, Joe and Jo).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from summariser.normalise.demonyms import by_name
from summariser.normalise.tokens import Tokens, listed, tokenise

FUNCTION_WORDS = frozenset({"the", "of", "and", "for", "a", "an", "in", "to", "on", "at"})
ORGANISATION_WORDS = frozenset(
    listed(
        """
        academy administration affairs agency alliance army assembly association authority bank
        battalion board brigade bureau cabinet center centre chamber church city club coalition
        college commission committee community company conference congress convention corp
        corporation council county court daily defence defense democrats department division duma
        election embassy federation force forces foundation front fund gazette government group
        guard guardian herald house images inc institute intelligence journal kingdom league llc ltd
        magazine marines media ministry mission motors movement nation nations navy network news
        office organisation organization oblast palace parliament partnership party pentagon police
        post press province radio rada region republic republicans school security senate service
        services social society staff states street summit team television times treasury treaty
        tribune tv union university
        """
    )
)
_TITLES = frozenset(
    listed(
        """
        mr mrs ms miss mx dr prof professor sir dame lord lady president vice premier chancellor
        minister secretary senator sen representative rep congressman congresswoman governor gov
        mayor speaker chairman chairwoman chairperson chair general gen colonel col lieutenant lt
        major maj captain capt admiral adm marshal sergeant sgt commander ambassador envoy
        commissioner director chief head leader king queen prince princess emperor sheikh sultan
        emir pope cardinal archbishop bishop patriarch reverend rev rabbi imam judge justice
        attorney prosecutor spokesman spokeswoman spokesperson adviser advisor aide negotiator
        mediator diplomat lawmaker analyst economist historian editor host founder ceo elect
        designate ayatollah billionaire financier tycoon
        """
    )
)
_TITLE_WITH_OF = frozenset(
    listed("state staff war defense defence house treasury interior energy commerce mission")
)
_SPECIAL_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[^\w]|_"), ""),
    (re.compile(r"zhzh"), "zh"),
    (re.compile(r"ks"), "x"),
    (re.compile(r"(?<=[bcdfghklmnprstvwz])([aou])e(?=[bcdfghklmnprstvwz])"), r"\1"),
    (re.compile(r"(\w)\1+"), r"\1"),
    (re.compile(r"(?<=\w)[iyj]+"), "i"),
)


class CoreName(NamedTuple):
    """A name without the title before it, initials and asides.

    Attributes:
        words: Its words, folded, without dots.
        capitals: Whether each word begins with a capital letter.
        titled: Whether a title stood before it.
    """

    words: tuple[str, ...]
    capitals: tuple[bool, ...]
    titled: bool


def name_key(name: str) -> str:
    """Return one key for all spellings of an actor's name; "" for a name without letters or digits.

    >>> name_key("Mr. Zelenskyy") == name_key("President ZELENSKIY") == name_key("Zelensky")
    True
    >>> name_key("the U.S."), name_key("Vladimir V. Putin")
    ('united states', 'vladimir putin')
    """
    words = core_name(name).words
    entity = by_name().get(words)
    return entity.name if entity else " ".join(map(spelled, words))


def name_tokens(name: str) -> tuple[str, ...]:
    """Return the words of the name's key that tell it from others: no "of", "the", "and".

    >>> name_tokens("Ministry of Defence")
    ('ministri', 'defence')
    """
    words = tuple(name_key(name).split())
    return tuple(word for word in words if word not in FUNCTION_WORDS) or words


@lru_cache(maxsize=65536)
def spelled(word: str) -> str:
    """Return a folded word with its spelling evened out.

    >>> spelled("zaporizhzhya") == spelled("zaporizhia"), spelled("khan") == spelled("han")
    (True, False)
    """
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    plain = plain.translate(_SPECIAL_LETTERS)
    for pattern, replacement in _SPELLINGS:
        plain = pattern.sub(replacement, plain)
    return plain or word


def is_title(word: str) -> bool:
    """Return whether a folded word is a title or office, such as `mr` or `secretary`."""
    return word.rstrip(".") in _TITLES


@lru_cache(maxsize=4096)
def core_name(name: str) -> CoreName:
    """Return a name without title, middle initials, "the", and what is in brackets or after a comma."""
    tokens = tokenise(name)
    indexes = _main_part(tokens)
    start = _after_titles(tokens, indexes)
    kept = indexes[start:]
    if len(kept) > 1 and tokens.word(kept[0]) == "the":
        kept = kept[1:]
    initials = [index for index in kept[1:-1] if len(tokens.word(index).strip(".")) == 1]
    kept = [index for index in kept if index not in initials] or indexes
    return CoreName(
        tuple(_bare(tokens, index) for index in kept),
        tuple(tokens.at(index).capital for index in kept),
        titled=start > 0,
    )


def _bare(tokens: Tokens, index: int) -> str:
    return (tokens.word(index) or tokens.at(index).text).replace(".", "")


def _main_part(tokens: Tokens) -> list[int]:
    """Return the indexes of the words and numbers before a comma or bracket; of all when there are none."""
    named = [index for index in range(len(tokens)) if tokens.at(index).kind in {"word", "number"}]
    cut = next(
        (index for index in range(len(tokens)) if tokens.at(index).text in {",", "(", "["}), len(tokens)
    )
    return [index for index in named if index < cut] or named


def _after_titles(tokens: Tokens, indexes: list[int]) -> int:
    """Return how many of the words are title: up to the last office word that a name follows."""
    for last in range(len(indexes) - 2, -1, -1):
        if not is_title(tokens.at(indexes[last]).text):
            continue
        start = _past_portfolio(tokens, indexes, start=last + 1)
        rest = [tokens.word(index) for index in indexes[start:]]
        if rest and rest[0] not in FUNCTION_WORDS and ORGANISATION_WORDS.isdisjoint(rest):
            return start
    return 0


def _past_portfolio(tokens: Tokens, indexes: list[int], *, start: int) -> int:
    """Step over "of State" in "Secretary of State X" and "of Ukraine" in "President of Ukraine X"."""
    words = [_bare(tokens, index) for index in indexes]
    if start >= len(words) or words[start] != "of":
        return start
    start += 1 + (words[start + 1 : start + 2] == ["the"])
    if words[start : start + 1] and words[start] in _TITLE_WITH_OF:
        return start + 1
    for length in (4, 3, 2, 1):
        if tuple(words[start : start + length]) in by_name():
            return start + length
    return len(words)
