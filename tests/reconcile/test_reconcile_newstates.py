"""States that no table knows: under which names and adjectives a corpus has them."""

from __future__ import annotations

import pytest

from summariser.reconcile.actors.newstates import NO_NEW_STATES, new_states
from summariser.records import Actor
from summariser.records.vocabulary import ActorRole, ActorType


def record(name: str, kind: ActorType = ActorType.PERSON, country: str | None = None) -> Actor:
    """Return a record of an actor."""
    return Actor(
        name=name,
        surface_forms=[name],
        type=kind,
        primary_role=ActorRole.MENTIONED,
        country=country,
        quotes=[],
    )


TAVONIA = record("Tavonia", ActorType.GOVERNMENT)


@pytest.mark.parametrize("country", ["Tavonia", "Tavonian", "the Tavonians"])
def test_name_and_adjective_are_one_state(country: str) -> None:
    """A record of the state is enough to know its adjective."""
    assert new_states([("a", TAVONIA)]).of(country) == {"tavonia"}


def test_words_of_a_phrase_are_told_from_its_state() -> None:
    """Possessive and adjective leave the same words."""
    states = new_states([("a", TAVONIA)])

    assert states.said("Tavonia's farm ministry").words == ("farm", "ministry")
    assert states.said("Tavonian farm ministry")[:2] == states.said("Tavonia's farm ministry")[:2]
    assert states.said("Tavonian farm ministry").nations == ("tavonia",)


def test_state_after_a_direction_is_no_home() -> None:
    """An envoy to a state is not of it."""
    assert new_states([("a", TAVONIA)]).said("envoy to Tavonia").nations == ()


@pytest.mark.parametrize(
    "other",
    [
        record("Chile", ActorType.GOVERNMENT),
        record("Kremlin", ActorType.GOVERNMENT),
        record("Carter administration", ActorType.GOVERNMENT),
        record("the Cabinet", ActorType.GOVERNMENT),
        record("Ana Lima", country="Brazil"),
        record("Ana Lima", country="Europe"),
        record("Ana Lima", country="exile"),
    ],
    ids=lambda one: f"{one.name} {one.country}",
)
def test_what_tables_know_and_what_is_no_name_makes_no_state(other: Actor) -> None:
    """Only a proper name that nothing else has is a new state."""
    assert new_states([("a", other)]) == NO_NEW_STATES


def test_name_of_an_organisation_is_no_state() -> None:
    """A `country` that names an armed group says nothing of a state."""
    fighters = record("Karsund", ActorType.ARMED_GROUP)

    assert new_states([("a", fighters), ("b", record("Ana Lima", country="Karsund"))]) == NO_NEW_STATES


def test_respelt_state_is_one_where_a_person_ties_it() -> None:
    """One premier of both spellings, by sound."""
    states = new_states(
        [("a", record("Ivor Brezan", country="Zelmarra")), ("b", record("Ivor Bresan", country="Selmarra"))]
    )

    assert states.of("Zelmarra") == states.of("Selmarran") == {"selmara"}


def test_states_that_sound_alike_are_two_without_such_a_person() -> None:
    """Sound alone joins no states."""
    states = new_states(
        [("a", record("Ivor Brezan", country="Zelmarra")), ("b", record("Ana Lima", country="Selmarra"))]
    )

    assert states.of("Zelmarra") != states.of("Selmarra")


def test_states_of_one_article_are_two() -> None:
    """An article spells one state one way."""
    states = new_states(
        [
            ("a", record("Ivor Brezan", country="Zelmarra")),
            ("a", record("Selmarra", ActorType.GOVERNMENT)),
            ("b", record("Ivor Bresan", country="Selmarra")),
        ]
    )

    assert states.of("Zelmarra") != states.of("Selmarra")
