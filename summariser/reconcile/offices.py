"""Who holds an office: one person at a time, so two names for one office clash."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from summariser.normalise import name_key
from summariser.normalise.demonyms import by_belonging, by_name
from summariser.normalise.wording import words
from summariser.reconcile.articles import Corpus, country_key
from summariser.reconcile.claims import claim_of
from summariser.reconcile.dossier import Claim, Holding, Office
from summariser.reconcile.relate import Compare, Findings, Subject, relate
from summariser.reconcile.verdict import Verdict
from summariser.records import Actor
from summariser.records.vocabulary import ActorType, ConflictRelation, DisputeType

_SINGLE = frozenset(
    "president premier chancellor governor mayor king queen pope emir sultan secretary-general chairman chairwoman"
    " chairperson ceo commissioner speaker".split()
)
"""Offices that one person holds by their bare name."""

_WITH_PORTFOLIO = frozenset(
    "minister secretary ambassador director chief head chair leader commander".split()
)
"""Offices that one person holds when the words around them say of what."""

_NEVER = frozenset(
    "adviser advisor aide assistant senator deputy vice spokesman spokeswoman spokesperson envoy diplomat official"
    " lawmaker representative member executive negotiator counterpart candidate host analyst counsellor".split()
)
"""Offices that several hold at once, or that say too little of which one it is."""

_FORMER = frozenset("former ex late outgoing then-president previous ousted retired past predecessor".split())
_COMING = frozenset("incoming designate elect elected acting interim".split())
_FILLER = frozenset("the of for and his her their our us".split())
_SHORTEST = 1
_RESPELT = 0.75
"""Likeness of two surnames (matching letters, Ratcliff and Obershelp) from which one may be the other respelt."""


class _Held(NamedTuple):
    """One article's word that an actor holds an office."""

    office: tuple[str, ...]
    country: str | None
    former: bool
    actor: str
    claim: Claim


def offices(corpus: Corpus) -> tuple[tuple[Office, ...], Findings]:
    """Return the offices that the articles name a holder of, and whom they disagree about."""
    by_office: dict[tuple[str, ...], list[_Held]] = defaultdict(list)
    for held in _held(corpus):
        by_office[held.office].append(held)
    made: list[Office] = []
    found: list[Findings] = []
    for office, holders in sorted(by_office.items()):
        for country, group in _by_country(holders):
            entry = _office(office, country, group, corpus)
            made.append(entry)
            current = {held.claim.record_id: held.actor for held in group if not held.former}
            claims = [held.claim for held in group if not held.former]
            found.append(relate(_subject(entry), claims, _compare(current, corpus), corpus.sources))
    conflicts = tuple(conflict for each in found for conflict in each.conflicts)
    return tuple(made), Findings(conflicts, tuple(one for each in found for one in each.agreements))


def office_key(stated: str) -> tuple[tuple[str, ...], str | None, bool] | None:
    """Return an office that one person holds: its words, its country, and whether it is held no more.

    None for offices that several hold at once, such as senator or envoy.

    >>> office_key("German Chancellor"), office_key("Outgoing South African President")
    ((('chancellor',), 'germany', False), (('president',), 'south africa', True))
    >>> office_key("Senator") is None, office_key("Secretary of State")
    (True, (('secretary', 'state'), None, False))
    """
    said = [word.strip(".,") for word in stated.replace("’", "'").replace("'s", "").casefold().split()]
    former = any(word.strip("-") in _FORMER or word.startswith("ex-") for word in said)
    said = [word for word in said if word not in _FORMER | _COMING]
    country, rest = _country(said)
    rest = [word for word in rest if word not in _FILLER]
    if not rest or set(rest) & _NEVER or not set(rest) & (_SINGLE | _WITH_PORTFOLIO):
        return None
    if not set(rest) & _SINGLE and len(rest) == _SHORTEST:
        return None
    return tuple(sorted({*words(" ".join(rest))})), country, former


def _country(said: Sequence[str]) -> tuple[str | None, list[str]]:
    """Return the country among the words of an office, and the other words."""
    for length in (3, 2, 1):
        for start in range(len(said) - length + 1):
            phrase = tuple(word.replace(".", "") for word in said[start : start + length])
            entity = by_name().get(phrase) or by_belonging().get(phrase)
            if entity:
                return entity.name, [*said[:start], *said[start + length :]]
    return None, list(said)


def _held(corpus: Corpus) -> Iterator[_Held]:
    for item in corpus.items("actors"):
        actor: Actor = item.record
        if actor.type is not ActorType.PERSON or not actor.office_as_stated:
            continue
        key = office_key(actor.office_as_stated)
        if key is None:
            continue
        office, country, former = key
        claim = claim_of(item, corpus, "holder", actor.name)
        yield _Held(office, country or _of(actor), former, corpus.actor(item.document, actor.name), claim)


def _of(actor: Actor) -> str | None:
    """Return the country or body an article ties a person to, by its canonical name."""
    said = actor.country or actor.affiliation
    return country_key(said) if said else None


def _by_country(holders: Sequence[_Held]) -> list[tuple[str | None, list[_Held]]]:
    """Return the holders of offices of one name by country; without one they join the only country there is."""
    known = sorted({held.country for held in holders if held.country})
    if len(known) <= 1:
        return [(known[0] if known else None, list(holders))]
    people = {held.actor: held.country for held in holders if held.country}
    groups: dict[str | None, list[_Held]] = defaultdict(list)
    for held in holders:
        groups[held.country or people.get(held.actor)].append(held)
    return sorted(groups.items(), key=lambda pair: pair[0] or "")


def _office(office: tuple[str, ...], country: str | None, group: Iterable[_Held], corpus: Corpus) -> Office:
    by_actor: dict[tuple[str, bool], list[_Held]] = defaultdict(list)
    for held in group:
        by_actor[held.actor, held.former].append(held)
    holders = tuple(
        Holding(
            actor=actor,
            name=min((held.claim.value for held in found), key=lambda name: (-len(name), name)),
            former=former,
            claims=tuple(held.claim for held in found),
            documents=tuple(sorted({held.claim.document for held in found})),
        )
        for (actor, former), found in sorted(by_actor.items())
    )
    stated = _stated(group, corpus)
    name = "-".join((*office, *(country or "").split()))
    return Office(id=f"o-{name}", office=stated, country=country, holders=holders)


def _stated(group: Iterable[_Held], corpus: Corpus) -> str:
    """Return the office in an article's words, the shortest there are."""
    kept = {item.kept.id: item.record for item in corpus.items("actors")}
    found: list[str] = sorted(
        {kept[held.claim.record_id].office_as_stated for held in group}, key=lambda one: (len(one), one)
    )
    return found[0]


def _subject(office: Office) -> Subject:
    of = f" of {office.country.title()}" if office.country else ""
    return Subject(office.id, office.office, f"Who is {office.office}{of}?", DisputeType.OFFICE_HOLDER)


def _is_respelt(one: str, other: str) -> bool:
    """Return whether two names are one in another spelling: in one office that is likelier than two people.

    >>> _is_respelt("Ilda Versane", "Ilda Verzane"), _is_respelt("Marco Rubio", "Mike Pompeo")
    (True, False)
    """
    mine, theirs = name_key(one).split(), name_key(other).split()
    alike = SequenceMatcher(None, mine[-1], theirs[-1]).ratio() >= _RESPELT
    return alike and (mine[0] == theirs[0] or 1 in {len(mine), len(theirs)})


def _compare(actors: dict[str, str], _corpus: Corpus) -> Compare:
    def compare(one: Claim, other: Claim) -> Verdict | None:
        said = f"{one.value} / {other.value}"
        if actors[one.record_id] == actors[other.record_id] or _is_respelt(one.value, other.value):
            return Verdict(ConflictRelation.AGREE, "office.same", f"the same person: {said}")
        return Verdict(ConflictRelation.CONTRADICT, "office.two-holders", f"two people in one office: {said}")

    return compare
