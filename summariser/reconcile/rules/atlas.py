"""`Atlas`: which places of the world and of a plan's theatre lie in which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from summariser.normalise.demonyms import by_belonging, by_name
from summariser.normalise.gazetteer import Kind, places
from summariser.normalise.namekeys import spelled
from summariser.normalise.tokens import listed, tokenise
from summariser.records.profile import Area, Profile

_SIDES = frozenset(
    listed(
        """
        north south east west northern southern eastern western central northeastern northwestern southeastern
        southwestern northeast northwest southeast southwest upper lower
        """
    )
)
_KINDS = frozenset(
    listed(
        "oblast region province peninsula state city county district prefecture canton governorate republic"
    )
)
"""Words that may follow a place's name and say what it is."""
_GROUND = frozenset(listed("soil territory land"))
"""Words that make a country of its adjective: "Ukrainian soil"."""
_OPENINGS = (("city", "of"), ("state", "of"), ("province", "of"), ("region", "of"), ("republic", "of"))


@dataclass(frozen=True, eq=False, repr=False)
class Atlas:
    """Places by key, and how they lie to each other.

    Attributes:
        holders: For each known place, the places that directly hold it. A name that
            several places share is held by the holders of all.
        kinds: For each known place, what it is.
        parts: For each place that is fully divided, all its parts.
        aliases: Other names' keys and the key they stand for.
    """

    holders: Mapping[str, frozenset[str]]
    kinds: Mapping[str, frozenset[Kind]]
    parts: Mapping[str, frozenset[str]]
    aliases: Mapping[str, str]

    def find(self, name: str) -> str | None:
        """Return the key of a place, or None when the atlas does not know it.

        "Kherson Oblast" is Kherson, "Ukrainian soil" Ukraine, and "Miami, Florida" Miami.
        """
        near, _, far = name.replace("(", ",").replace(")", " ").partition(",")
        whole, here = self._known(_words(name)), self._known(_words(near))
        if whole is not None or not far.strip() or here is None:
            return whole or here
        holder = self.find(far)
        return here if holder in self.around(here) | {here} else None

    def around(self, key: str) -> frozenset[str]:
        """Return every place that holds the place, directly or not."""
        found: set[str] = set()
        open_ends = [key]
        while open_ends:
            fresh = self.holders.get(open_ends.pop(), frozenset()) - found
            found |= fresh
            open_ends += fresh
        return frozenset(found - {key})

    def atoms(self, key: str) -> frozenset[str]:
        """Return the smallest parts that make up a place; itself when it is not divided."""
        found: set[str] = set()
        seen: set[str] = set()
        open_ends = [key]
        while open_ends:
            each = open_ends.pop()
            fresh = self.parts.get(each, frozenset()) - seen
            seen |= fresh | {each}
            open_ends += fresh
            found |= set() if each in self.parts else {each}
        return frozenset(found or {key})

    def countries(self, key: str) -> frozenset[str]:
        """Return the countries that a place, or one of several with its name, lies in or is."""
        lineage = self.around(key) | {key}
        return frozenset(each for each in lineage if "country" in self.kinds.get(each, ()))

    def key(self, name: str) -> str:
        """Return the key that a name has, known or not."""
        return self.find(name) or _key(_words(name))

    def _known(self, words: tuple[str, ...]) -> str | None:
        for form in _forms(words):
            key = _key(form)
            key = self.aliases.get(key, key)
            if key in self.kinds:
                return key
        return None


def side_of(name: str, atlas: Atlas) -> str | None:
    """Return the key of the place that a name such as "eastern Ukraine" is an unbounded part of, or None."""
    words = _words(name)
    return atlas.find(" ".join(words[1:])) if len(words) > 1 and words[0] in _SIDES else None


def atlas_of(profile: Profile | None = None) -> Atlas:
    """Return the atlas of the world, with the places that the profile divides and lists."""
    if profile is None:
        return _atlas((), ())
    return _atlas(profile.places, profile.towns)


@lru_cache(maxsize=16)
def _atlas(divided: tuple[Area, ...], listed_in: tuple[Area, ...]) -> Atlas:
    world = _world()
    holders = {key: set(value) for key, value in world.holders.items()}
    kinds = {key: set(value) for key, value in world.kinds.items()}
    parts: dict[str, frozenset[str]] = {}
    for area in divided:
        key = world.key(area.name)
        parts_of = frozenset(map(world.key, area.parts)) - {key}
        parts[key] = parts_of
        kinds.setdefault(key, {"region"})
        for part in parts_of:
            kinds.setdefault(part, set()).add("region")
            holders.setdefault(part, set()).add(key)
    for area in listed_in:
        kinds.setdefault(world.key(area.name), {"region"})
        for town in map(world.key, area.parts):
            kinds.setdefault(town, {"city"})
            holders.setdefault(town, set()).add(world.key(area.name))
    return _held_like_their_parts(_frozen(holders, kinds, parts, world.aliases))


@lru_cache(maxsize=1)
def _world() -> Atlas:
    """Return the atlas of the gazetteer."""
    holders: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, set[Kind]] = defaultdict(set)
    aliases: dict[str, str] = {}
    for place in places():
        key = _key(_words(place.name))
        kinds[key].add(place.kind)
        holders[key] |= {_key(_words(place.inside))} if place.inside else set()
        aliases.update((_key(_words(alias)), key) for alias in place.aliases)
    return _frozen(holders, kinds, {}, {alias: key for alias, key in aliases.items() if alias not in kinds})


def _frozen(
    holders: Mapping[str, set[str]],
    kinds: Mapping[str, set[Kind]],
    parts: Mapping[str, frozenset[str]],
    aliases: Mapping[str, str],
) -> Atlas:
    return Atlas(
        holders={key: frozenset(value) - {key} for key, value in holders.items()},
        kinds={key: frozenset(value) for key, value in kinds.items()},
        parts=parts,
        aliases=aliases,
    )


def _held_like_their_parts(atlas: Atlas) -> Atlas:
    """Return the atlas with each divided place in what holds all its parts: Donbas in Ukraine."""
    common = {
        whole: frozenset.intersection(*map(atlas.around, parts)) - {whole}
        for whole, parts in atlas.parts.items()
        if parts
    }
    return replace(
        atlas,
        holders={
            **atlas.holders,
            **{key: atlas.holders.get(key, frozenset()) | common[key] for key in common},
        },
    )


def _words(name: str) -> tuple[str, ...]:
    """Return the folded words of a name without "the", dots and hyphens; "St." is "Saint"."""
    tokens = tokenise(name)
    words = [
        token.word.replace(".", "") or token.text for token in tokens.row if token.kind in {"word", "number"}
    ]
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return tuple("saint" if word == "st" else word for word in words)


def _key(words: tuple[str, ...]) -> str:
    """Return one key for all spellings of a name, whose words are given."""
    entity = by_name().get(words)
    return entity.name if entity else " ".join(map(spelled, words))


def _forms(words: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    """Yield the words of a name, then without what says that it is a region, then of what it belongs to."""
    yield words
    if len(words) > 1 and words[-1].removesuffix("s") in _KINDS:
        yield words[:-1]
    if words[:2] in _OPENINGS:
        yield words[2:]
    owner = by_belonging().get(words[:-1])
    if owner is not None and words[-1] in _GROUND | {"peninsula"}:
        yield tuple(owner.name.split())
