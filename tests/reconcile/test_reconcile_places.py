"""Two sets of places agree, refine or contradict by what the atlas knows of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.normalise.gazetteer import places
from summariser.profiles import load_profile
from summariser.reconcile.rules.atlas import Atlas, atlas_of
from summariser.reconcile.rules.places import compare_places, same_place, within
from summariser.reconcile.verdict import Verdict
from summariser.records.vocabulary import ConflictRelation

ATLAS = atlas_of(load_profile("peace"))
WORLD = atlas_of()

AGREE = [
    ("Donetsk; Luhansk", "Donbas"),
    ("Donetsk; Luhansk; Crimean Peninsula", "Crimea; the Donbas"),
    ("Kyiv", "Kiev"),
    ("Ukrainian soil", "Ukraine"),
    ("US", "the United States"),
    ("St. Petersburg", "Saint Petersburg"),
    ("São Paulo", "Sao Paulo"),
    ("Washington, D.C.", "Washington"),
    ("Miami, Florida", "Miami"),
    ("Kherson Oblast", "Kherson"),
    ("Zaporizhzhya", "Zaporizhzhia"),
    ("line of contact", "Line of Contact"),
    ("Bombay", "Mumbai"),
]
REFINE = [
    ("Miami", "Florida"),
    ("Miami", "United States"),
    ("Geneva", "Switzerland"),
    ("Brussels", "Belgium"),
    ("Brussels", "the European Union"),
    ("Lagos", "Nigeria"),
    ("Nairobi", "Africa"),
    ("Edinburgh", "UK"),
    ("White House", "Washington"),
    ("New York City", "New York"),
    ("Crimea", "Crimea; Kherson"),
    ("Kupiansk", "Kharkiv Oblast"),
    ("Pokrovsk", "Donetsk; Luhansk"),
    ("Donbas", "Ukraine"),
    ("eastern Ukraine", "Ukraine"),
    ("Miami; Witkoff's home", "Miami"),
    ("Abu Dhabi; Geneva", "Geneva"),
    ("four eastern oblasts", "Donetsk; Luhansk; Kherson; Zaporizhzhia"),
    ("Crimea; two oblasts", "Crimea; Donbas"),
    ("Valencia", "Spain"),
    ("Valencia", "Venezuela"),
]
CONTRADICT = [
    ("Geneva", "Zurich"),
    ("Geneva", "France"),
    ("Lagos", "Abuja"),
    ("Brussels", "Luxembourg"),
    ("Valencia", "France"),
    ("Crimea; Kherson", "Crimea; Donetsk"),
    ("Donbas", "Kyiv"),
    ("Kupiansk", "Donbas"),
    ("London", "Scotland"),
    ("Washington", "Florida"),
    ("White House", "Kremlin"),
    ("eastern Ukraine", "Russia"),
    ("Geneva", "Africa"),
    ("two oblasts", "Donetsk; Luhansk; Kherson"),
]
OPEN = [
    ("G20 summit", "Johannesburg"),
    ("en route to Geneva", "Geneva"),
    ("Miami; Witkoff's home", "Geneva"),
    ("eastern Ukraine", "Donbas"),
    ("Crimea; four eastern oblasts", "Donbas"),
    ("Pavlohrad", "Donbas"),
    ("Kazan", "Chechnya"),
    ("Ukraine; Poland", "Kyiv; Geneva"),
    ("Geneva", "Middle East"),
    ("Paris, Texas", "Paris"),
    ("two countries", "four oblasts"),
]
OUTCOMES: list[tuple[str, str, ConflictRelation | None]] = [
    *((one, other, ConflictRelation.AGREE) for one, other in AGREE),
    *((one, other, ConflictRelation.REFINE) for one, other in REFINE),
    *((one, other, ConflictRelation.CONTRADICT) for one, other in CONTRADICT),
    *((one, other, None) for one, other in OPEN),
]
KNOWN = sorted({place.name for place in places()} | {"Donbas", "Kupiansk", "eastern Ukraine"})
NAMES = st.sampled_from([*KNOWN, "a forest", "Witkoff's home", "four oblasts"])
SIDES = st.lists(NAMES, min_size=1, max_size=3)


def compare(one: str, other: str, atlas: Atlas = ATLAS) -> Verdict | None:
    """Return how two sets of places, written with semicolons, stand to each other."""
    return compare_places(one.split("; "), other.split("; "), atlas)


@pytest.mark.parametrize(("one", "other", "relation"), OUTCOMES)
def test_judges_by_what_holds_what(one: str, other: str, relation: ConflictRelation | None) -> None:
    """The relation follows from the atlas; None where it does not know enough."""
    verdict = compare(one, other)
    assert (verdict and verdict.relation) == relation


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Kyiv", "Kiev", True),
        ("Lagos", "Nigeria", False),
        ("Lagos", "Abuja", False),
        ("Donbas", "Narnia", None),
        ("Narnia", "narnia", True),
        ("eastern Ukraine", "Donbas", None),
        ("eastern Ukraine", "Poland", False),
        ("eastern Ukraine", "Ukraine", False),
    ],
)
def test_knows_one_place_by_two_names(one: str, other: str, expected: bool | None) -> None:  # noqa: FBT001 - a table
    """True, False, or None when the atlas cannot tell."""
    assert same_place(one, other, ATLAS) is expected
    assert same_place(other, one, ATLAS) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Miami", "Florida", True),
        ("Florida", "Miami", False),
        ("Kramatorsk", "Donbas", True),
        ("Donbas", "Europe", True),
        ("Kramatorsk", "Crimea", False),
        ("eastern Ukraine", "Europe", True),
        ("Kyiv", "western Russia", False),
        ("Kyiv", "central Ukraine", None),
        ("Narnia", "Europe", None),
    ],
)
def test_knows_what_lies_in_what(one: str, other: str, expected: bool | None) -> None:  # noqa: FBT001 - a table
    """True, False, or None when the atlas cannot tell."""
    assert within(one, other, ATLAS) is expected


def test_the_theatre_comes_from_the_profile(tmp_path: Path) -> None:
    """Another profile divides other places, and a place that none divides is not known."""
    path = tmp_path / "rivers.toml"
    path.write_text(
        'title = "t"\n[[categories]]\nname = "other"\ndefinition = "d"\n'
        '[places]\n"Upper Delta" = ["East Bank", "West Branch"]\n[towns]\n"East Bank" = ["Port Ada"]\n'
    )
    atlas = atlas_of(load_profile(str(path)))
    same = compare("East Bank; West Branch", "Upper Delta", atlas)
    inner = compare("Port Ada", "Upper Delta", atlas)
    assert same is not None
    assert inner is not None
    assert (same.relation, inner.relation) == (ConflictRelation.AGREE, ConflictRelation.REFINE)
    assert compare("Donetsk; Luhansk", "Donbas", WORLD) is None


def test_a_profile_that_goes_in_circles_is_harmless(tmp_path: Path) -> None:
    """Places that are parts of each other end no search."""
    path = tmp_path / "circle.toml"
    path.write_text(
        'title = "t"\n[[categories]]\nname = "other"\ndefinition = "d"\n'
        '[places]\n"Aland" = ["Beland"]\n"Beland" = ["Aland"]\n'
    )
    verdict = compare("Aland", "Beland", atlas_of(load_profile(str(path))))
    assert verdict is not None
    assert verdict.relation is ConflictRelation.AGREE


def test_every_holder_of_the_gazetteer_is_in_it() -> None:
    """A city's country is listed, spelled alike."""
    listed = {place.name for place in places()}
    assert {place.inside for place in places() if place.inside} <= listed


def test_every_city_and_region_lies_in_a_country() -> None:
    """What the gazetteer lists below a country reaches one through its holders."""
    keys = {WORLD.key(place.name) for place in places() if place.kind in {"city", "region", "site"}}
    assert {key for key in keys if not WORLD.countries(key)} == set()


@given(SIDES, SIDES)
def test_no_side_comes_first(first: list[str], second: list[str]) -> None:
    """Swapping the sides changes nothing, not even the explanation."""
    assert compare_places(first, second, ATLAS) == compare_places(second, first, ATLAS)


@given(SIDES)
def test_places_agree_with_themselves(side: list[str]) -> None:
    """The same names are the same places, known or not."""
    verdict = compare_places(side, side, ATLAS)
    assert verdict is not None
    assert verdict.relation is ConflictRelation.AGREE


@given(SIDES, SIDES)
def test_an_unknown_place_makes_no_agreement(first: list[str], second: list[str]) -> None:
    """A name that the atlas does not know turns a contradiction into doubt, never into agreement."""
    before = compare_places(first, second, ATLAS)
    after = compare_places([*first, "the old mill"], second, ATLAS)
    if before is not None and before.relation is ConflictRelation.CONTRADICT:
        assert after is None or after.relation is ConflictRelation.CONTRADICT


@given(st.sampled_from(KNOWN), st.sampled_from(KNOWN), st.sampled_from(KNOWN))
def test_lying_within_is_transitive(inner: str, middle: str, outer: str) -> None:
    """What lies in a place lies in what holds that place."""
    if within(inner, middle, WORLD) and within(middle, outer, WORLD):
        assert within(inner, outer, WORLD)


@given(st.sampled_from(KNOWN), st.sampled_from(KNOWN))
def test_a_place_is_not_both_in_and_out(one: str, other: str) -> None:
    """Two names are never one place and apart."""
    if same_place(one, other, ATLAS):
        assert within(one, other, ATLAS)
        assert within(other, one, ATLAS)
