"""Edits of names: the same actor by another wording, and another actor."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

from evals.perturb.cast import stems
from evals.perturb.draft import Draft, plain
from evals.perturb.scene import Change, Scene
from evals.perturb.slots import expanded
from summariser.fold import fold

NAMED = {
    "plan_terms": ("obligor", "attribution.speaker"),
    "actors": ("name",),
    "reactions": ("speaker", "on_behalf_of", "attribution.speaker"),
    "disputed_points": ("positions.*.holder",),
    "events": ("participants", "attribution.speaker"),
}
"""Where each record type names actors."""

_SPELLINGS = (
    ("Zelenskiy", "Zelenskyy"),
    ("Zelensky", "Zelenskiy"),
    ("Volodymyr", "Volodimir"),
    ("Dmitriev", "Dmitryev"),
    ("Dmytro", "Dmitro"),
    ("Andriy", "Andrii"),
    ("Dmitry", "Dmitri"),
    ("Noël", "Noel"),
)
_BODIES = frozenset({"government_body", "igo_alliance", "legislature_party", "collective"})
_COUNTRIES = {
    "american": "United States",
    "british": "Britain",
    "estonia": "Estonian",
    "france": "French",
    "french": "France",
    "german": "Germany",
    "germany": "German",
    "russia": "Russian",
    "russian": "Russia",
    "south african": "South Africa",
    "u.s.": "United States",
    "uk": "United Kingdom",
    "ukraine": "Ukrainian",
    "ukrainian": "Ukraine",
    "us": "U.S.",
}
_OTHER_FIRST_NAMES = ("Barnaby", "Ottoline", "Casimir")

Rename = Callable[[str, Scene, Random], str | None]
"""Gives an actor another wording; None when there is none."""


def renamed(rename: Rename) -> Change:
    """Return the change of every name in a record to another wording of the same actor."""

    def apply(draft: Draft, scene: Scene, rng: Random) -> Draft | None:
        for path in expanded(draft, NAMED[scene.kind.name]):
            value = draft.get(path)
            if isinstance(value, list):
                draft = draft.put(path, [rename(each, scene, rng) or each for each in value])
            elif value:
                draft = draft.put(path, rename(value, scene, rng) or value)
        return draft

    return apply


def by_other_form(name: str, scene: Scene, rng: Random) -> str | None:
    """Return another of the article's wordings of an actor."""
    forms = scene.cast.other_forms(name)
    return rng.choice(forms) if forms else None


def by_surname(name: str, scene: Scene, _rng: Random) -> str | None:
    """Return a person's surname, where no other actor of the article has it."""
    member = scene.cast.find(name)
    words = name.split()
    if member is None or member.type != "person" or len(words) < 2:  # noqa: PLR2004 - first name and surname
        return None
    bearers = [
        each for each in scene.cast.members if any(fold(words[-1]) in form.split() for form in each.known)
    ]
    return words[-1] if len(bearers) == 1 else None


def by_address(name: str, scene: Scene, rng: Random) -> str | None:
    """Return "Mr. X" or "Ms. X", as the article addresses that person."""
    surname = by_surname(name, scene, rng) or name
    match = re.search(rf"\b(?:Mr|Ms|Mrs)\. {re.escape(surname)}\b", scene.page.text)
    return match[0] if match and fold(match[0]) != fold(name) else None


def with_office(name: str, scene: Scene, _rng: Random) -> str | None:
    """Return a person's name with the office before it that the article gives that one person."""
    member = scene.cast.find(name)
    if member is None or not member.office or member.type != "person" or member.office.endswith("s"):
        return None
    return f"{member.office} {name}" if fold(member.office) not in fold(name) else None


def respelled(name: str, _scene: Scene, _rng: Random) -> str | None:
    """Return a name in another transliteration."""
    return next((name.replace(old, new) for old, new in _SPELLINGS if old in name), None)


def with_article(name: str, scene: Scene, _rng: Random) -> str | None:
    """Return the name of a body with "the" before it."""
    member = scene.cast.find(name)
    bare = not name.lower().startswith("the ")
    return f"the {name}" if member and member.type in _BODIES and bare else None


def country_reworded(draft: Draft, _scene: Scene, _rng: Random) -> Draft | None:
    """Change an actor's country from noun to adjective or the reverse, or to its full name."""
    other = _COUNTRIES.get(fold(str(draft.get("country") or "")))
    return draft.put("country", other) if other else None


def another(path: str) -> Change:
    """Return the change of the name at `path`, or of one name in a list, to another actor of the article."""

    def apply(draft: Draft, scene: Scene, rng: Random) -> Draft | None:
        places = [place for place in expanded(draft, [path]) if draft.get(place)]
        if not places:
            return None
        place = rng.choice(places)
        value = draft.get(place)
        stranger = scene.cast.stranger(right_names(draft, place, scene), rng)
        if stranger is None:
            return None
        if not isinstance(value, list):
            return draft.put(place, stranger)
        gone = rng.randrange(len(value))
        said = [*value[:gone], stranger, *value[gone + 1 :]]
        return draft.put(place, said) if not draft.accepts(place, said) else None

    return apply


def right_names(draft: Draft, path: str, scene: Scene) -> list[str]:
    """Return every name that a record may have at `path`, and those of its other names that say the same."""
    names = [name for value in draft.accepted(path) for name in _listed(value)]
    if scene.kind.name == "disputed_points":
        holders = expanded(draft, ["positions.*.holder"])
        names += [name for holder in holders for name in draft.accepted(holder)]
    return [str(name) for name in names if name]


def opponent(path: str, sides: tuple[str, str]) -> Change:
    """Return the change of a party in a list to the other party."""

    def apply(draft: Draft, _scene: Scene, _rng: Random) -> Draft | None:
        one, other = sides if sides[0] in (draft.get(path) or ()) else sides[::-1]
        right = {plain(name) for value in draft.accepted(path) for name in value or ()}
        value = draft.get(path) or []
        if one not in value or plain(other) in right:
            return None
        return draft.put(path, [other if name == one else name for name in value])

    return apply


def namesake(path: str) -> Change:
    """Return the change of a person's first name, where gold knows the right one."""

    def apply(draft: Draft, scene: Scene, rng: Random) -> Draft | None:
        for place in expanded(draft, [path]):
            name = draft.get(place)
            member = scene.cast.find(name) if isinstance(name, str) else None
            if member is None or member.type != "person" or len(member.name.split()) < 2:  # noqa: PLR2004 - first name and surname
                continue
            return draft.put(place, f"{rng.choice(_OTHER_FIRST_NAMES)} {member.name.split()[-1]}")
        return None

    return apply


def one_more(path: str) -> Change:
    """Return the change that adds another actor of the article to a list of names."""

    def apply(draft: Draft, scene: Scene, rng: Random) -> Draft | None:
        value = draft.get(path)
        stranger = scene.cast.stranger(right_names(draft, path, scene), rng) if value else None
        return draft.put(path, [*value, stranger]) if stranger else None

    return apply


def one_less(path: str) -> Change:
    """Return the change that drops one of several names or places, none of which is a wording of another."""

    def apply(draft: Draft, _scene: Scene, rng: Random) -> Draft | None:
        value: Sequence[str] = draft.get(path) or ()
        apart = [
            index
            for index, name in enumerate(value)
            if len(value) > 1 and all(not stems(name) & stems(other) for other in value if other is not name)
        ]
        if not apart:
            return None
        gone = rng.choice(apart)
        said = [*value[:gone], *value[gone + 1 :]]
        return draft.put(path, said) if not _is_accepted_part(draft, path, said) else None

    return apply


def surely_other(path: str) -> Callable[[Draft, Draft, Scene], bool]:
    """Return whether two records name actors at `path` that surely are different ones."""

    def test(one: Draft, other: Draft, scene: Scene) -> bool:
        mine, theirs = right_names(one, path, scene), right_names(other, path, scene)
        return _apart(mine, theirs, scene) and _apart(theirs, mine, scene)

    return test


def _apart(mine: Sequence[str], theirs: Sequence[str], scene: Scene) -> bool:
    strangers = scene.cast.strangers(mine)
    members = [scene.cast.find(name) for name in theirs]
    return bool(members) and all(member in strangers for member in members)


def _is_accepted_part(draft: Draft, path: str, said: Sequence[str]) -> bool:
    """Return whether gold takes a list for right that says no more than `said`."""
    return any(
        all(any(stems(name) & stems(kept) for kept in said) for name in right)
        for right in draft.accepted(path)
        if isinstance(right, list)
    )


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]
