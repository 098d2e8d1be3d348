"""Which country words speak of: by its name, its adjective, its capital or the seat of its government."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from summariser.normalise import name_key
from summariser.normalise.demonyms import LOOKALIKES, SHORT_FORMS, by_belonging, by_name, entities
from summariser.normalise.tokens import Phrase, Tokens, listed, tokenise

_CAPITALS = """
abuja nigeria | addis ababa ethiopia | algiers algeria | amman jordan | ankara turkey | astana kazakhstan |
athens greece | baghdad iraq | baku azerbaijan | bangkok thailand | beijing china | peking china | beirut
lebanon | hague netherlands | belgrade serbia | brussels belgium | berlin germany | bern switzerland |
bogota colombia | brasilia brazil | bratislava slovakia | bucharest romania | budapest hungary | buenos
aires argentina | cairo egypt | canberra australia | caracas venezuela | chisinau moldova | colombo sri
lanka | copenhagen denmark | damascus syria | dhaka bangladesh | doha qatar | dublin ireland | hanoi vietnam
| harare zimbabwe | havana cuba | helsinki finland | islamabad pakistan | jakarta indonesia | jerusalem
israel | juba south sudan | kabul afghanistan | kathmandu nepal | khartoum sudan | kigali rwanda | kinshasa
congo | kyiv ukraine | kiev ukraine | la paz bolivia | lima peru | lisbon portugal | ljubljana slovenia |
london united kingdom | madrid spain | manila philippines | minsk belarus | mogadishu somalia | moscow
russia | muscat oman | nairobi kenya | nicosia cyprus | oslo norway | ottawa canada | paris france | prague
czech republic | pretoria south africa | pristina kosovo | pyongyang north korea | quito ecuador | rabat
morocco | ramallah palestine | reykjavik iceland | riga latvia | riyadh saudi arabia | rome italy | sanaa
yemen | santiago chile | sarajevo bosnia and herzegovina | seoul south korea | skopje north macedonia |
sofia bulgaria | stockholm sweden | taipei taiwan | tallinn estonia | tashkent uzbekistan | tbilisi georgia
| tehran iran | tirana albania | tokyo japan | tripoli libya | tunis tunisia | vienna austria | vilnius
lithuania | warsaw poland | washington united states | washington dc united states | wellington new zealand
| yerevan armenia | zagreb croatia
"""
_SEATS = """
kremlin russia | white house united states | downing street united kingdom | number 10 united kingdom |
no 10 united kingdom | whitehall united kingdom | élysée france | elysee france | élysée palace france |
elysee palace france | blue house south korea | bankova ukraine | planalto brazil | casa rosada argentina |
zhongnanhai china | quirinal italy | moncloa spain
"""

_LAST_COUNTRY = "zimbabwe"
"""The last country of the table of names; regions, cities and bodies follow."""
_BRITISH = frozenset({"england", "scotland", "wales", "northern ireland"})
DIRECTIONS = frozenset(listed("to for on in about with against"))
"""Words after which a country is an office's subject: "envoy to Ukraine"."""
_LONGEST_PHRASE = 5


class Said(NamedTuple):
    """What a phrase says.

    Attributes:
        words: Its folded words, without the names and adjectives of countries.
        nations: The countries, in order.
        owners: Words of `words` in the possessive: "Trump's envoy".
    """

    words: Phrase
    nations: tuple[str, ...]
    owners: Phrase = ()


@lru_cache(maxsize=65536)
def said(phrase: str) -> Said:
    """Return the words and the countries of a phrase.

    >>> said("Ukraine's army"), said("New Mexico governor").nations
    (Said(words=('army',), nations=('ukraine',), owners=()), ())
    """
    tokens = tokenise(phrase)
    words: list[str] = []
    nations: list[str] = []
    owners: list[str] = []
    for start, end, nation in _pieces(tokens):
        if nation:
            if not words or words[-1] not in DIRECTIONS:
                nations.append(nation)
            continue
        for index in range(start, end):
            word = (tokens.word(index) or tokens.at(index).text).replace(".", "")
            words.append(word)
            if tokens.at(index).text.endswith("'s"):
                owners.append(word)
    return Said(tuple(words), tuple(dict.fromkeys(nations)), tuple(owners))


@lru_cache(maxsize=4096)
def nation_of(country: str) -> frozenset[str]:
    """Return the countries that a `country` field names; a region such as Europe is none.

    >>> nation_of("Scottish"), nation_of("Haiti"), nation_of("Europe")
    (frozenset({'united kingdom'}), frozenset({'haiti'}), frozenset())
    """
    words = said(country).words
    found = states_of(said(country).nations) or states_of(filter(None, [standing_for(words)]))
    if found:
        return found
    entity = by_name().get(words) or by_belonging().get(words)
    return frozenset() if entity or not words else frozenset({name_key(country)})


def states_of(nations: Iterable[str]) -> frozenset[str]:
    """Return the sovereign states of countries: a Scot is tied to the United Kingdom."""
    return frozenset("united kingdom" if nation in _BRITISH else nation for nation in nations)


def standing_for(words: Phrase) -> str:
    """Return the country whose capital or seat of government the words name, "" for none.

    >>> standing_for(("kyiv",)), standing_for(("white", "house")), standing_for(("kharkiv",))
    ('ukraine', 'united states', '')
    """
    return capitals().get(words) or seats().get(words) or ""


@lru_cache(maxsize=1)
def capitals() -> dict[Phrase, str]:
    """Return the country of each capital, which acts for its government."""
    return _table(_CAPITALS)


@lru_cache(maxsize=1)
def seats() -> dict[Phrase, str]:
    """Return the country of each seat of government, which acts for it or as a body of its own."""
    return _table(_SEATS)


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """Return the countries of the table of names, as their canonical names."""
    names = [entity.name for entity in entities()]
    return frozenset(names[: names.index(_LAST_COUNTRY) + 1]) | _BRITISH


def _pieces(tokens: Tokens) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and country of each word or phrase; "" for words that name none."""
    index = 0
    while index < len(tokens):
        if tokens.at(index).kind not in {"word", "number"}:
            index += 1
            continue
        end, nation = _phrase(tokens, index)
        yield index, end, nation
        index = end


def _phrase(tokens: Tokens, start: int) -> tuple[int, str]:
    for length in range(_LONGEST_PHRASE, 0, -1):
        words = tuple(
            (tokens.word(index) or tokens.at(index).text).replace(".", "")
            for index in range(start, start + length)
        )
        nation = _phrases().get(words)
        if nation is not None and (words[0] not in SHORT_FORMS or length > 1 or tokens.at(start).capital):
            return start + length, nation
    return start + 1, ""


@lru_cache(maxsize=1)
def _phrases() -> dict[Phrase, str]:
    """Return each country under its names and adjectives, and "" under longer names of somebody else."""
    table = dict.fromkeys(LOOKALIKES, "")
    for phrases in (by_belonging(), by_name()):
        for words, entity in phrases.items():
            if entity.name in countries():
                table[words] = entity.name
    return table


def _table(rows: str) -> dict[Phrase, str]:
    """Return the country of each place; a row is the place and, in its last words, the country."""
    found = {}
    for row in rows.split("|"):
        words = listed(row)
        cut = next(n for n in range(1, len(words)) if " ".join(words[n:]) in countries())
        found[words[:cut]] = " ".join(words[cut:])
    return found
