"""Counted nouns: which word of a phrase is counted, and its singular."""

from __future__ import annotations

from summariser.normalise.demonyms import is_demonym
from summariser.normalise.tokens import Tokens, listed

STOPS = frozenset(
    listed(
        """
        a about above across after again against ago ahead all almost along already also although
        always am amid among an and another any are around as at away back be became because become
        been before began behind being below beneath beside between beyond both but by came can
        cannot could despite did do does doing done down during each either else even ever every
        except following for from gave get go goes got had has have having he her here herself him
        himself his how however i if in including inside instead into is it its itself just last
        later less like made make many may me might mine more most much must my near nearly neither
        never next no nobody none nor not nothing now of off on once one only onto or other our out
        outside over own past per perhaps rather regarding said same say says seem seemed shall she
        should since so some soon still such take taken than that the their them themselves then
        there these they this those though through throughout till to together too took toward
        towards under unless until up upon us versus very via was we went were what when where
        whether which while who whom whose why will with within without would yet you your
        """
    )
)
"""Words that end a noun phrase."""

_IRREGULAR = {
    "people": "person",
    "persons": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "feet": "foot",
    "lives": "life",
    "wives": "wife",
    "knives": "knife",
    "leaves": "leaf",
    "halves": "half",
    "thieves": "thief",
    "crises": "crisis",
    "analyses": "analysis",
    "criteria": "criterion",
    "buses": "bus",
    "movies": "movie",
    "calories": "calorie",
    "zombies": "zombie",
} | {
    word: word
    for word in listed("series species means headquarters aircraft personnel staff police cattle crew")
}
_NOT_PLURAL = frozenset(
    listed(
        """
        this thus yes plus minus less versus perhaps always besides towards across overseas does
        news progress access success process business press class loss cross chaos ethos lens
        politics
        """
    )
)
_NOT_MEN = frozenset({"omen", "amen", "yemen", "specimen", "regimen", "stamen", "acumen"})
_ADJECTIVES = frozenset(
    listed(
        """
        single senior former key major minor new old final formal informal young big small large
        long short lone top anonymous unnamed prominent separate written common further additional
        full whole good bad great
        """
    )
)
_ENDINGS = (("ies", 3, "y"), ("sses", 2, ""), ("shes", 2, ""), ("ches", 2, ""), ("xes", 2, ""))
_LONGEST_NOUN_PHRASE = 4
_SHORTEST_PLURAL = 4


def singular(word: str) -> str:
    """Return the singular of a plural noun; other words unchanged.

    >>> singular("countries"), singular("troops"), singular("people"), singular("news")
    ('country', 'troop', 'person', 'news')
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if not is_plural(word):
        return word
    if word.endswith("men"):
        return word[:-2] + "an"
    for ending, cut, put in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[:-cut] + put
    return word[:-1]


def is_plural(word: str) -> bool:
    """Return whether `word` looks like a plural noun."""
    if word in _IRREGULAR:
        return True
    if word.endswith("men"):
        return len(word) > _SHORTEST_PLURAL and word not in _NOT_MEN
    shaped = len(word) >= _SHORTEST_PLURAL and word.endswith("s")
    return shaped and word not in _NOT_PLURAL and not word.endswith(("ss", "us", "is", "'s"))


def counted_noun(tokens: Tokens, index: int, *, one: bool = False) -> tuple[str, int] | None:
    """Return the noun that a number before `index` counts, in the singular, and the index after it.

    It is the first plural of the noun phrase ("four eastern oblasts"); for
    `one`, the first word that is no adjective.
    """
    end = index
    for _ in range(_LONGEST_NOUN_PHRASE):
        token = tokens.at(end)
        if not token.word or token.word in STOPS or (token.attached and not tokens.is_hyphen(end - 1)):
            return None
        joined = tokens.is_hyphen(end + 1)
        if not joined and _is_head(tokens, end, one=one):
            return singular(token.word), end + 1
        end += 2 if joined else 1
    return None


def _is_head(tokens: Tokens, index: int, *, one: bool) -> bool:
    word, following = tokens.at(index).text, tokens.word(index + 1)
    if word.endswith("'s") or (is_demonym(word) and following and following not in STOPS):
        return False
    return is_plural(word) or (one and word not in _ADJECTIVES)
