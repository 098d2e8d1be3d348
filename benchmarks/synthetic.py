"""Summaries of any number of invented articles on one plan, for measuring how reconciliation grows.

Every article picks some of the plan's terms, of the people and of the events,
words them in its own way, and now and then gives another amount, day or place.
The same seed makes the same articles.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from summariser.document import Span, Zone
from summariser.normalise import read_quantity, read_time
from summariser.records import (
    Actor,
    ArticleSummary,
    DocumentMeta,
    Event,
    Evidence,
    Grounded,
    Inputs,
    PlanTerm,
    Profile,
    Quantity,
    Reaction,
    Record,
    TimeRef,
    grounded_type,
)

TERMS, PEOPLE, EVENTS = 80, 240, 160
"""How many different terms, people and events the invented plan has."""

PER_ARTICLE = {"plan_terms": 10, "actors": 25, "reactions": 8, "events": 10}
"""Records of each kind in one article."""

_SYLLABLES = (
    "bar",
    "del",
    "kor",
    "mav",
    "nis",
    "orv",
    "pel",
    "rus",
    "sten",
    "tol",
    "ulm",
    "vek",
    "wos",
    "zan",
)
_SUBJECTS = (
    "quota",
    "levy",
    "border post",
    "transit fee",
    "patrol zone",
    "grain store",
    "harbour dues",
    "rail link",
)
_OBJECTS = ("sugar", "timber", "steel", "cattle", "salt", "copper", "wool", "glass", "barley", "tin")
_PLACES = ("Geneva", "Oslo", "Lisbon", "Vienna", "Nairobi", "Lima", "Hanoi", "Ottawa")
_COUNTRIES = (
    "Norway",
    "Portugal",
    "Austria",
    "Kenya",
    "Peru",
    "Vietnam",
    "Canada",
    "Chile",
    "Ghana",
    "Nepal",
)
_VERBS = ("would accept", "must keep to", "is to honour", "has to observe", "would be held to")
_KINDS = ("meeting", "visit", "call", "speech", "decision")
_FIRST_DAY = date(2025, 1, 6)
_ODD = 0.08
"""Share of records that say something else than the rest."""


def summaries(number: int, profile: Profile, *, seed: int = 7) -> Iterator[ArticleSummary]:
    """Yield the summaries of `number` articles."""
    world = random.Random(seed)  # noqa: S311 - invented articles, no secrets
    people = [_name(world) for _ in range(PEOPLE)]
    for place in range(number):
        yield _article(place, profile, people, random.Random(f"{seed}-{place}"))  # noqa: S311 - as above


def _article(place: int, profile: Profile, people: list[str], dice: random.Random) -> ArticleSummary:
    sha256 = hashlib.sha256(str(place).encode()).hexdigest()
    records: dict[str, list[Record]] = {
        "plan_terms": [
            _term(number, dice) for number in dice.sample(range(TERMS), PER_ARTICLE["plan_terms"])
        ],
        "actors": [_actor(number, people) for number in dice.sample(range(PEOPLE), PER_ARTICLE["actors"])],
        "reactions": [
            _reaction(people[number], dice) for number in dice.sample(range(PEOPLE), PER_ARTICLE["reactions"])
        ],
        "events": [
            _event(number, people, dice) for number in dice.sample(range(EVENTS), PER_ARTICLE["events"])
        ],
    }
    document = f"article-{place:05d}"
    return ArticleSummary(
        meta=DocumentMeta(id=document, sha256=sha256, path=f"{document}.txt", sketch=_sketch(place)),
        profile=profile.name,
        inputs=Inputs(document=sha256, profile=profile.sha256, model="none", prompts={}, schemas={}),
        answered_by=dict.fromkeys(records, "synthetic"),
        records={
            kind: tuple(_grounded(one, document, f"{sha256}{kind}{n}", n) for n, one in enumerate(found))
            for kind, found in records.items()
        },
    )


def _term(number: int, dice: random.Random) -> PlanTerm:
    subject = f"{_OBJECTS[number % len(_OBJECTS)]} {_SUBJECTS[number // len(_OBJECTS)]}"
    country = _COUNTRIES[number % len(_COUNTRIES)]
    amount = 1000 * (number + 1) * (2 if dice.random() < _ODD else 1)
    return PlanTerm.model_validate(
        {
            "plan": "main",
            "category": "other",
            "topic": subject,
            "statement": f"{country} {dice.choice(_VERBS)} a {subject} of {amount:,} tonnes.",
            "obligor": [country],
            "force": "obligation",
            "value": f"{amount:,} tonnes",
            "status": "proposed",
            "hedge": "asserted",
            "quotes": [subject],
        }
    )


def _actor(number: int, people: list[str]) -> Actor:
    name = people[number]
    return Actor.model_validate(
        {
            "name": name,
            "surface_forms": [name, name.split()[-1]],
            "type": "person",
            "primary_role": "negotiator",
            "country": _COUNTRIES[number % len(_COUNTRIES)],
            "office_as_stated": "negotiator",
            "quotes": [name],
        }
    )


def _reaction(name: str, dice: random.Random) -> Reaction:
    stance = dice.choice(("support", "concern", "oppose"))
    return Reaction.model_validate(
        {
            "speaker": name,
            "target": "plan",
            "stance": stance,
            "act": "statement",
            "hedge": "asserted",
            "summary": f"{name} spoke of the plan.",
            "quotes": [name],
        }
    )


def _event(number: int, people: list[str], dice: random.Random) -> Event:
    who = [people[(number * 3 + step) % PEOPLE] for step in range(2)]
    kind, where = _KINDS[number % len(_KINDS)], _PLACES[number % len(_PLACES)]
    about = _OBJECTS[number % len(_OBJECTS)]
    day = _FIRST_DAY + timedelta(days=number + (1 if dice.random() < _ODD else 0))
    return Event.model_validate(
        {
            "kind": kind,
            "participants": who,
            "places": [dice.choice(_PLACES) if dice.random() < _ODD else where],
            "when": [f"on {day:%B} {day.day}, {day.year}"],
            "statement": f"{who[0]} and {who[1]} had a {kind} on {about}, {dice.choice(_VERBS)}.",
            "hedge": "asserted",
            "quotes": [kind],
        }
    )


def _grounded(record: Record, document: str, key: str, place: int) -> Grounded[Any]:
    span = Span(start=50 * place, end=50 * place + 12)
    evidence = Evidence(document=document, quote="twelve chars", span=span, zone=Zone.BODY, match="exact")
    return grounded_type(type(record))(
        id=hashlib.sha256(key.encode()).hexdigest()[:16],
        record=record,
        evidence=(evidence,),
        values=_values(record),
    )


def _values(record: Record) -> dict[str, tuple[Quantity | TimeRef, ...]]:
    if isinstance(record, PlanTerm) and record.value:
        return {"value": read_quantity(record.value)}
    if isinstance(record, Event):
        return {"when": tuple(time for words in record.when for time in read_time(words))}
    return {}


def _sketch(place: int) -> tuple[str, ...]:
    return tuple(sorted(hashlib.sha256(f"{place}-{n}".encode()).hexdigest()[:12] for n in range(64)))


def _name(dice: random.Random) -> str:
    first, last = ("".join(dice.sample(_SYLLABLES, 2)).capitalize() for _ in range(2))
    return f"{first} {last}"
