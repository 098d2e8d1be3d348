"""Where a text names a person: by surname, alone or after a given name, initial or title of theirs."""

from __future__ import annotations

from collections.abc import Iterator

from summariser.normalise.demonyms import SHORT_FORMS, by_belonging, by_name
from summariser.normalise.namekeys import FUNCTION_WORDS, ORGANISATION_WORDS, CoreName, is_title, spelled
from summariser.normalise.nametext import IndexedText, Match, occurrences
from summariser.normalise.nouns import STOPS
from summariser.normalise.timewords import MONTHS, WEEKDAYS
from summariser.normalise.tokens import Phrase, Token, Tokens, listed

_PARTICLES = frozenset(listed("von van der den de la le del della di da dos bin ibn al el ben abu"))
_FAMILY_FIRST = frozenset(
    listed(
        "xi li wang zhang liu chen yang zhao huang zhou wu hu wen deng mao kim lee park yoon moon ban nguyen"
    )
)
_PLACE_STARTS = frozenset(
    listed(
        """
        new north south east west san santa saint st los las el abu tel hong fort mount lake port
        great united saudi sri costa puerto black white red middle old camp northern southern
        eastern western central
        """
    )
)
_ALSO_GIVEN_NAMES = frozenset(listed("german dane finn scot turk"))
_OPENERS = frozenset(listed("meanwhile earlier however yesterday today tomorrow later still critics then"))
_SHORTEST_NICKNAME = 3
_LONGEST_NAME = 4
_AROUND = 6
_NEARLY_ALL = 0.85


def is_person(core: CoreName) -> bool:
    """Return whether a name looks like that of one person: given name and surname, both with a capital."""
    words = core.words
    if not 1 < len(words) <= _LONGEST_NAME or not all(word.replace("'", "").isalpha() for word in words):
        return False
    capitals = all(capital or word in _PARTICLES for word, capital in zip(words, core.capitals, strict=True))
    organised = any(word in ORGANISATION_WORDS | FUNCTION_WORDS for word in words)
    placed = words[0] in _PLACE_STARTS or (words[0],) in by_belonging() or (words[0],) in by_name()
    return capitals and not organised and (core.titled or not placed)


def find_person(view: IndexedText, core: CoreName) -> Iterator[Match]:
    """Yield where a person's surname stands, alone or after a given name of theirs."""
    given, surname = _split(core.words)
    family_first = [((), core.words[:1])] if core.words[0] in _FAMILY_FIRST else []
    for known, family in [(given, surname), *family_first]:
        for match in occurrences(view, family):
            start = _own_start(view.tokens, match.start, given=known)
            written = view.tokens.at(match.end - 1).capital and _ends_name(view.tokens, match.end)
            if start is not None and written:
                yield Match(start, match.end)


def is_same_generation(tokens: Tokens, end: int) -> bool:
    """Return whether no "Jr." follows: father and son are two people."""
    return tokens.word(end + (tokens.at(end).text == ",")) not in {"jr", "junior", "sr", "senior"}


def _split(words: Phrase) -> tuple[Phrase, Phrase]:
    """Return given names and surname; a surname takes its "von der" with it."""
    start = len(words) - 1
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    return words[:start], words[start:]


def _own_start(tokens: Tokens, index: int, *, given: Phrase) -> int | None:
    """Return where the name that ends in the surname at `index` begins; None when it is somebody else's."""
    start = index
    for _ in range(_LONGEST_NAME):
        before = _word_before(tokens, start)
        if before is None:
            return start
        if not _is_given(tokens.at(before), given):
            stranger = tokens.at(before).capital and not _may_precede(tokens, before)
            return None if stranger else start
        start = before
    return start


def _word_before(tokens: Tokens, index: int) -> int | None:
    """Return the index of the word that stands before `index` in the same name, or None."""
    before = index - 1
    if tokens.at(before).text == "." and tokens.at(before).attached:
        before -= 1
        short = is_title(tokens.word(before)) or len(tokens.word(before)) == 1
        return before if short else None
    if tokens.is_hyphen(before):
        before -= 1
    return before if tokens.at(before).kind == "word" and not tokens.at(before).text.endswith("'s") else None


def _is_given(token: Token, given: Phrase) -> bool:
    """Return whether a word is one of the given names, an initial or a short form of one."""
    word = token.word.replace(".", "")
    key = spelled(word)
    for name in map(spelled, given):
        short, long = sorted((key, name), key=len)
        if long.startswith(short) and (len(short) >= _SHORTEST_NICKNAME or short == long or len(key) == 1):
            return True
    return False


def _may_precede(tokens: Tokens, index: int) -> bool:
    """Return whether a capitalised word before a surname is no given name: a title, a country, "But"."""
    word = tokens.word(index)
    country = (word,) in by_belonging() and word not in _ALSO_GIVEN_NAMES
    country = country or (word in SHORT_FORMS and tokens.is_upper(index))
    plain = word in STOPS | _OPENERS | ORGANISATION_WORDS or is_title(word) or word in WEEKDAYS
    return country or plain or _is_title_case(tokens, index)


def _ends_name(tokens: Tokens, end: int) -> bool:
    """Return whether no further name follows the surname that ends at `end`."""
    token = tokens.at(end)
    if not is_same_generation(tokens, end):
        return False
    if tokens.at(end - 1).text.endswith("'s") or token.kind != "word" or not token.capital:
        return True
    timely = token.word in WEEKDAYS or token.word in MONTHS
    return timely or token.word in STOPS or tokens.is_upper(end) or _is_title_case(tokens, end)


def _is_title_case(tokens: Tokens, index: int) -> bool:
    """Return whether the words around `index` are a headline: nearly all begin with a capital letter."""
    near = tokens.row[max(0, index - _AROUND) : index + _AROUND + 1]
    words = [token for token in near if token.kind == "word" and token.text not in STOPS]
    return len(words) >= _LONGEST_NAME and sum(token.capital for token in words) > _NEARLY_ALL * len(words)
