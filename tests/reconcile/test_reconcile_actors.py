"""Entity resolution: one cluster for each real-world actor, never two people in one."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.peers.namepairs import NamePair, pairs
from summariser.reconcile.actors import ActorMention, Resolution, Verdicts, resolve
from summariser.reconcile.actors.doubts import MOST_QUESTIONS
from summariser.records import Actor, Grounded
from summariser.records.vocabulary import ActorRole, ActorType

PERSON, STATE, BODY = ActorType.PERSON, ActorType.GOVERNMENT, ActorType.GOVERNMENT_BODY
PAIRS = tuple(pairs())
NO_RULE_KNOWS = {
    "A.P. Moller-Maersk",
    "Doctors Without Borders",
    "Sviatlana Tikhanovskaya",
    "Dilma",
    "William Lai",
    "Zambia",
    "Foreign Office",
    "Al-Jazeera English",
    "March 23 Movement",
}
"""Second names of the pairs that are one actor and that the rules keep apart: docs/name-matching.md lists them."""


def actor(
    name: str,
    kind: ActorType = PERSON,
    country: str | None = None,
    office: str | None = None,
    *,
    forms: Sequence[str] = (),
    affiliation: str | None = None,
) -> Actor:
    """Return a record."""
    return Actor(
        name=name,
        surface_forms=[name, *forms],
        type=kind,
        primary_role=ActorRole.MENTIONED,
        country=country,
        affiliation=affiliation,
        office_as_stated=office,
        quotes=[],
    )


def mentions(*articles: Sequence[Actor]) -> list[ActorMention]:
    """Return the records of articles named a, b, c …."""
    return [
        ActorMention(chr(ord("a") + place), Grounded[Actor](id=f"a-{number:02}", record=record, evidence=()))
        for place, article in enumerate(articles)
        for number, record in enumerate(article)
    ]


def silent(_first: ActorMention, _second: ActorMention) -> None:
    """Answer no question."""


def grouped(resolution: Resolution) -> set[frozenset[str]]:
    """Return the clusters of several records, as "article name"."""
    return {
        frozenset(f"{mention.document} {mention.record.record.name}" for mention in cluster)
        for cluster in resolution.clusters
        if len(cluster) > 1
    }


def asked(resolution: Resolution) -> set[frozenset[str]]:
    """Return the names of the pairs left undecided."""
    return {
        frozenset((pair.first.record.record.name, pair.second.record.record.name))
        for pair in resolution.undecided
    }


def decided(pair: NamePair) -> str:
    """Return what rules make of a pair of two articles: `same`, `asked` or `apart`."""
    found = resolve(mentions([pair.first], [pair.second]), silent)
    return "same" if len(found.clusters) == 1 else "asked" if found.undecided else "apart"


def test_the_table_of_pairs_is_large() -> None:
    """The rules are held to many pairs, of both kinds."""
    assert len(PAIRS) > 210
    assert min(Counter(pair.same for pair in PAIRS).values()) > 90


@pytest.mark.parametrize(
    "pair",
    [pair for pair in PAIRS if not pair.same],
    ids=lambda pair: f"{pair.topic}: {pair.first.name} / {pair.second.name}",
)
def test_two_actors_are_never_joined_by_rule(pair: NamePair) -> None:
    """Two actors stay apart; a question at most."""
    assert decided(pair) != "same"


@pytest.mark.parametrize(
    "pair",
    [pair for pair in PAIRS if pair.same and pair.second.name not in NO_RULE_KNOWS],
    ids=lambda pair: f"{pair.topic}: {pair.first.name} / {pair.second.name}",
)
def test_one_actor_is_never_lost(pair: NamePair) -> None:
    """One actor under two names is joined, or a model is asked."""
    assert decided(pair) != "apart"


def test_few_of_the_pairs_need_a_model() -> None:
    """Rules decide nine of ten pairs."""
    outcomes = Counter(decided(pair) for pair in PAIRS)

    assert outcomes["asked"] <= len(PAIRS) // 10


class TestSurnames:
    """A surname alone."""

    def test_means_the_one_person_of_that_name(self) -> None:
        """With one full name in the corpus there is nothing to ask."""
        found = resolve(mentions([actor("Okafor")], [actor("Ngozi Okafor", country="Nigeria")]), silent)

        assert grouped(found) == {frozenset({"a Okafor", "b Ngozi Okafor"})}

    def test_that_two_people_have_is_left_to_a_question(self) -> None:
        """Two candidates, and nothing to choose by."""
        found = resolve(mentions([actor("Okafor")], [actor("Ngozi Okafor")], [actor("Chidi Okafor")]), silent)

        assert not grouped(found)
        assert asked(found) == {frozenset({"Okafor", "Ngozi Okafor"}), frozenset({"Okafor", "Chidi Okafor"})}

    def test_goes_to_who_holds_the_office(self) -> None:
        """An office tells two people of one surname and country apart."""
        found = resolve(
            mentions(
                [actor("Okafor", country="Nigeria", office="trade minister")],
                [actor("Ngozi Okafor", country="Nigeria", office="Minister of Trade")],
                [actor("Chidi Okafor", country="Nigeria", office="senator")],
            ),
            silent,
        )

        assert grouped(found) == {frozenset({"a Okafor", "b Ngozi Okafor"})}
        assert not found.undecided

    def test_of_another_country_is_somebody_else(self) -> None:
        """A country that clashes is decided by rule and never asked."""
        found = resolve(
            mentions([actor("Okafor", country="Ghana")], [actor("Ngozi Okafor", country="Nigeria")]), silent
        )

        assert not grouped(found)
        assert not found.undecided

    def test_that_comes_first_is_a_surname_too(self) -> None:
        """Chinese names begin with the surname."""
        found = resolve(
            mentions([actor("Wang", country="China")], [actor("Wang Yi", country="China")]), silent
        )

        assert len(found.clusters) == 1

    def test_with_another_initial_is_somebody_else(self) -> None:
        """Initials tell two people apart, and leave the bare surname open."""
        found = resolve(mentions([actor("A. Okafor")], [actor("C. Okafor")], [actor("Okafor")]), silent)

        assert len(found.clusters) == 3
        assert asked(found) == {frozenset({"A. Okafor", "Okafor"}), frozenset({"C. Okafor", "Okafor"})}

    def test_of_two_countries_fills_no_gap(self) -> None:
        """A full name without country goes to neither of two surnames that cannot be one person."""
        found = resolve(
            mentions(
                [actor("Okafor", country="Ghana")],
                [actor("Okafor", country="Nigeria")],
                [actor("Ngozi Okafor")],
            ),
            silent,
        )

        assert len(found.clusters) == 3

    def test_of_a_king_is_nobodys_surname(self) -> None:
        """A pope's name is not matched with a surname."""
        found = resolve(
            mentions([actor("Francis", office="Pope")], [actor("Connie Francis", office="singer")]), silent
        )

        assert len(found.clusters) == 2

    def test_record_whose_name_a_wording_completes(self) -> None:
        """A full name among the wordings counts as the name."""
        found = resolve(
            mentions(
                [actor("Okafor", forms=["Minister Ngozi Okafor"])],
                [actor("Ngozi Okafor")],
                [actor("Chidi Okafor")],
            ),
            silent,
        )

        assert grouped(found) == {frozenset({"a Okafor", "b Ngozi Okafor"})}


class TestNames:
    """Full names."""

    def test_with_different_given_names_are_never_asked(self) -> None:
        """One surname, two given names: two people."""
        found = resolve(
            mentions([actor("Elena Rossi", country="Italy")], [actor("Marco Rossi", country="Italy")]), silent
        )

        assert len(found.clusters) == 2
        assert not found.undecided

    def test_that_are_equal_in_two_countries_are_asked(self) -> None:
        """A possible homonym is never joined by rule."""
        found = resolve(
            mentions([actor("Ana Lima", country="Brazil")], [actor("Ana Lima", country="Portugal")]), silent
        )

        assert len(found.clusters) == 2
        assert [pair.reason for pair in found.undecided] == ["one name, but another country"]

    def test_with_offices_that_have_nothing_in_common_are_asked(self) -> None:
        """Offices that no table knows join nobody where no country is given."""
        found = resolve(
            mentions([actor("Ana Lima", office="beekeeper")], [actor("Ana Lima", office="glaciologist")]),
            silent,
        )

        assert len(found.clusters) == 2
        assert len(found.undecided) == 1

    def test_with_offices_in_one_field_are_one_person(self) -> None:
        """An adviser who is called a negotiator elsewhere is no homonym."""
        found = resolve(
            mentions([actor("Ana Lima", office="adviser")], [actor("Ana Lima", office="chief negotiator")]),
            silent,
        )

        assert len(found.clusters) == 1

    def test_of_which_two_people_are_known_leave_a_third_record_open(self) -> None:
        """A bare name goes to neither homonym."""
        found = resolve(
            mentions(
                [actor("Ana Lima", country="Brazil")],
                [actor("Ana Lima", country="Portugal")],
                [actor("Ana Lima")],
            ),
            silent,
        )

        assert len(found.clusters) == 3
        assert len(found.undecided) == 3

    def test_of_one_article_are_two_people(self) -> None:
        """An article has one record for each entity."""
        found = resolve(
            mentions([actor("Ana Lima", office="mayor"), actor("Ana Lima", office="teacher")]), silent
        )

        assert len(found.clusters) == 2
        assert not found.undecided

    def test_of_people_described_only_are_not_joined(self) -> None:
        """A title such as "the president" is no name."""
        found = resolve(mentions([actor("the president")], [actor("the president")]), silent)

        assert len(found.clusters) == 2
        assert not found.undecided

    def test_of_a_person_and_of_something_else_are_asked(self) -> None:
        """A type that differs makes a possible homonym."""
        expert = actor("Nadia Petrova", ActorType.EXPERT_NGO)

        found = resolve(mentions([actor("Nadia Petrova")], [expert]), silent)

        assert asked(found) == {frozenset({"Nadia Petrova"})}


class TestSpellings:
    """Surnames that sound alike."""

    def test_of_one_given_name_without_support_are_asked(self) -> None:
        """Nothing but the sound speaks for one person."""
        found = resolve(mentions([actor("Ivor Brezan")], [actor("Ivor Bresan")]), silent)

        assert len(found.clusters) == 2
        assert asked(found) == {frozenset({"Ivor Brezan", "Ivor Bresan"})}

    def test_a_letter_apart_are_asked_where_only_the_country_is_one(self) -> None:
        """A slip of one letter needs an office too."""
        one = actor("Pilar Echevarria", country="Spain", office="ombudsman")

        found = resolve(mentions([one], [actor("Pilar Echovarria", country="Spain")]), silent)

        assert len(found.clusters) == 2
        assert len(found.undecided) == 1

    def test_a_letter_apart_with_nothing_in_common_are_not_even_asked(self) -> None:
        """Names a letter apart are too many to ask about."""
        found = resolve(mentions([actor("Pilar Echevarria")], [actor("Pilar Echovarria")]), silent)

        assert len(found.clusters) == 2
        assert not found.undecided

    def test_of_one_article_are_two_people(self) -> None:
        """An article spells one person one way."""
        both = [actor("Ivor Brezan", country="Slovenia"), actor("Ivor Bresan", country="Slovenia")]

        found = resolve(mentions(both), silent)

        assert len(found.clusters) == 2
        assert not found.undecided

    def test_of_a_family_stay_apart(self) -> None:
        """A respelt surname goes to the one of its given name."""
        found = resolve(
            mentions(
                [actor("Ivor Brezan", country="Slovenia"), actor("Alenka Brezan", country="Slovenia")],
                [actor("Ivor Bresan", country="Slovenia"), actor("Alenka Bresan", country="Slovenia")],
            ),
            silent,
        )

        assert grouped(found) == {
            frozenset({"a Ivor Brezan", "b Ivor Bresan"}),
            frozenset({"a Alenka Brezan", "b Alenka Bresan"}),
        }

    def test_of_a_single_name_of_an_organisation_are_asked(self) -> None:
        """One respelt word, no country: too little for a rule."""
        firm = ActorType.COMPANY_FUND

        found = resolve(mentions([actor("Karzenal", firm)], [actor("Karsenal", firm)]), silent)

        assert len(found.clusters) == 2
        assert len(found.undecided) == 1


class TestBodies:
    """States, bodies, organisations."""

    def test_seat_acts_as_its_type_says(self) -> None:
        """Typed government it is the state, typed body it is a body of its own."""
        found = resolve(
            mentions(
                [actor("Kremlin", STATE)],
                [actor("Russia", STATE)],
                [actor("Kremlin", BODY)],
                [actor("the Kremlin", BODY, "Russia")],
            ),
            silent,
        )

        assert grouped(found) == {
            frozenset({"a Kremlin", "b Russia"}),
            frozenset({"c Kremlin", "d the Kremlin"}),
        }

    def test_seat_beside_its_state_is_a_body(self) -> None:
        """An article that has the state as a record of its own means something else by its seat."""
        found = resolve(
            mentions(
                [actor("Kremlin", STATE), actor("Russia", STATE)],
                [actor("Moscow", STATE)],
                [actor("Kremlin", BODY)],
            ),
            silent,
        )

        assert grouped(found) == {frozenset({"a Russia", "b Moscow"}), frozenset({"a Kremlin", "c Kremlin"})}

    def test_administration_is_the_state_where_a_government_acts(self) -> None:
        """A wording that names the country tells which."""
        administration = actor("Carter administration", STATE, forms=["the US", "Washington"])

        found = resolve(mentions([administration], [actor("United States", STATE)]), silent)

        assert len(found.clusters) == 1

    def test_ministry_without_a_country_is_asked(self) -> None:
        """A name that many share needs its country."""
        found = resolve(
            mentions([actor("Ministry of Justice", BODY)], [actor("Ministry of Justice", BODY, "Peru")]),
            silent,
        )

        assert len(found.clusters) == 2
        assert len(found.undecided) == 1

    def test_ministry_is_of_the_one_country_its_article_speaks_of(self) -> None:
        """The other records of the article tell which."""
        peru = actor("Ministry of Justice", BODY, "Peru")
        bare = actor("Ministry of Justice", BODY)

        alone = resolve(mentions([peru], [bare, actor("Peru", STATE)]), silent)
        beside = resolve(mentions([peru], [bare, actor("Peru", STATE), actor("Chile", STATE)]), silent)

        assert grouped(alone) == {frozenset({"a Ministry of Justice", "b Ministry of Justice"})}
        assert asked(beside) == {frozenset({"Ministry of Justice"})}

    def test_chamber_is_the_only_one_the_corpus_names(self) -> None:
        """Not every country has a body of such a name, and the article speaks of the one that has."""
        senate = ActorType.LEGISLATURE_PARTY
        bare = [actor("the Senate", senate), actor("Peru", STATE), actor("Chile", STATE)]

        found = resolve(mentions([actor("Chile's Senate", senate, "Chile")], bare), silent)
        doubtful = resolve(
            mentions([actor("Chile's Senate", senate)], bare, [actor("Peru's Senate", senate)]), silent
        )

        assert grouped(found) == {frozenset({"a Chile's Senate", "b the Senate"})}
        assert not grouped(doubtful)
        assert len(doubtful.undecided) == 2

    def test_body_is_found_by_the_name_another_article_calls_it(self) -> None:
        """Wordings join what keys do not."""
        fund = actor("Karst Sovereign Fund", ActorType.COMPANY_FUND, forms=["Karstinvest"])

        found = resolve(mentions([fund], [actor("Karstinvest", ActorType.COMPANY_FUND)]), silent)

        assert len(found.clusters) == 1

    def test_abbreviation_of_two_bodies_is_asked(self) -> None:
        """Initials that two share decide nothing."""
        found = resolve(
            mentions(
                [actor("NRC", ActorType.EXPERT_NGO)],
                [actor("Norwegian Refugee Council", ActorType.EXPERT_NGO)],
                [actor("National Research Centre", ActorType.EXPERT_NGO)],
            ),
            silent,
        )

        assert len(found.clusters) == 3
        assert len(found.undecided) == 2


class TestGroups:
    """Collectives and sources without a name."""

    def test_unnamed_sources_stay_apart(self) -> None:
        """Some official of two articles may be anybody."""
        source = actor("one official", ActorType.UNNAMED_SOURCE, forms=["the official"])

        found = resolve(mentions([source], [source]), silent)

        assert len(found.clusters) == 2
        assert not found.undecided

    def test_unnamed_source_of_a_copy_is_the_same(self) -> None:
        """A copied article has the same source."""
        source = actor("one official", ActorType.UNNAMED_SOURCE)

        found = resolve(mentions([source], [source]), silent, sources={"a": "s", "b": "s"})

        assert len(found.clusters) == 1

    def test_crowd_of_a_copy_is_the_same(self) -> None:
        """Critics are each article's own, but for copies of one article."""
        critics = actor("critics", ActorType.COLLECTIVE)

        found = resolve(mentions([critics], [critics], [critics]), silent, sources={"a": "s", "b": "s"})

        assert grouped(found) == {frozenset({"a critics", "b critics"})}
        assert not found.undecided

    def test_groups_called_by_each_others_name_are_asked(self) -> None:
        """Another head noun is joined by an answer alone."""
        leaders = actor("Gulf leaders", ActorType.COLLECTIVE, forms=["Gulf allies"])
        allies = actor("Gulf allies", ActorType.COLLECTIVE)

        found = resolve(mentions([leaders], [allies]), silent)

        assert asked(found) == {frozenset({"Gulf leaders", "Gulf allies"})}


def homonyms() -> list[ActorMention]:
    """Return two records of one name and two countries."""
    return mentions([actor("Ana Lima", country="Brazil")], [actor("Ana Lima", country="Portugal")])


class TestAnswers:
    """What a model says."""

    def test_same_joins(self) -> None:
        """An answer overrules what speaks against one actor."""
        found = resolve(homonyms(), lambda _first, _second: True)

        assert len(found.clusters) == 1
        assert not found.undecided

    def test_different_sets_apart_for_good(self) -> None:
        """A pair that is different is no longer undecided."""
        found = resolve(homonyms(), lambda _first, _second: False)

        assert len(found.clusters) == 2
        assert not found.undecided

    def test_contradicting_answers_never_join_what_is_different(self) -> None:
        """Of a = b, b = c, a ≠ c the difference holds."""
        records = mentions(
            [actor("Ana Lima", country="Brazil")],
            [actor("Ana Lima", country="Portugal")],
            [actor("Ana Lima", country="Angola")],
        )

        def answer(first: ActorMention, second: ActorMention) -> bool:
            return {first.document, second.document} != {"a", "c"}

        found = resolve(records, answer)

        assert not any({"a", "c"} <= {mention.document for mention in cluster} for cluster in found.clusters)

    def test_each_record_is_asked_about_few_others(self) -> None:
        """A common surname makes no more questions than the cap."""
        people = [[actor(f"{given} Okafor")] for given in "Ada Bola Chi Dayo Efe Femi Gozi Hadi Ife".split()]

        found = resolve(mentions([actor("Okafor")], *people), silent)

        assert len(found.undecided) == MOST_QUESTIONS

    def test_pair_that_a_rule_decides_is_never_asked(self) -> None:
        """Verdicts are looked up for the undecided pairs alone."""
        seen: list[frozenset[str]] = []

        def note(first: ActorMention, second: ActorMention) -> None:
            seen.append(frozenset((first.record.record.name, second.record.record.name)))

        found = resolve(everything(), note)

        assert set(seen) == asked(found)
        assert len(seen) == len(set(seen)) == len(found.undecided)


def everything() -> list[ActorMention]:
    """Return all records of the table of pairs, twelve to an article, none twice in one."""
    records = list(
        dict.fromkeys(record.model_dump_json() for pair in PAIRS for record in (pair.first, pair.second))
    )
    parsed = [Actor.model_validate_json(record) for record in records]
    return mentions(*(parsed[start::20] for start in range(20)))


ALL = everything()
tangled = st.builds(
    actor,
    name=st.sampled_from(
        "Mike Johnson,Michael Johnson,Johnson,M. Johnson,B. Johnson,Boris Johnson,Mike Johnson Jr.,Kremlin,Russia,"
        "Moscow,Ministry of Justice,NRC,Norwegian Refugee Council,allies,one official".split(",")
    ),
    kind=st.sampled_from([PERSON, PERSON, STATE, BODY, ActorType.COLLECTIVE, ActorType.UNNAMED_SOURCE]),
    country=st.sampled_from([None, "US", "British", "Russia"]),
    office=st.sampled_from([None, "Speaker", "senator", "teacher", "Prime Minister"]),
    forms=st.sampled_from(
        [(), ("Johnson",), ("Kremlin", "Moscow"), ("Mr. Johnson",), ("Mrs. Johnson",), ("NRC",)]
    ),
)
tangled_articles = st.lists(st.lists(tangled, max_size=4), max_size=8).map(
    lambda articles: mentions(*articles)
)
some_records = st.one_of(st.lists(st.sampled_from(ALL), min_size=2, max_size=40), tangled_articles)


def verdict_by_content(seed: int) -> Verdicts:
    """Return a model whose answers hang on the two records alone."""

    def answer(first: ActorMention, second: ActorMention) -> bool | None:
        both = sorted((first.record.record.model_dump_json(), second.record.record.model_dump_json()))
        return random.Random(f"{seed}{both}").choice([None, True, False])  # noqa: S311 - a made-up model

    return answer


@given(records=some_records, seed=st.integers(0, 99), shuffle=st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_never_matters(records: list[ActorMention], seed: int, shuffle: random.Random) -> None:
    """Records in another order give the same clusters and questions."""
    shuffled = list(records)
    shuffle.shuffle(shuffled)

    assert resolve(shuffled, verdict_by_content(seed)) == resolve(records, verdict_by_content(seed))


@given(records=some_records, seed=st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_two_records_of_one_article_are_never_one_actor(records: list[ActorMention], seed: int) -> None:
    """Whatever rules and answers say."""
    found = resolve(records, verdict_by_content(seed))

    for cluster in found.clusters:
        assert len({mention.document for mention in cluster}) == len(cluster)


@given(records=tangled_articles)
@settings(max_examples=100, deadline=None)
def test_no_rule_joins_people_of_two_names_or_countries(records: list[ActorMention]) -> None:
    """Without answers, a person has one country and no two given names."""
    for cluster in resolve(records, silent).clusters:
        people = [mention.record.record for mention in cluster if mention.record.record.type is PERSON]
        assert len({person.country for person in people} - {None}) <= 1
        names = {person.name for person in people}
        assert not {"Mike Johnson", "Boris Johnson"} <= names
        assert not {"M. Johnson", "B. Johnson"} <= names


@given(records=some_records, seed=st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_every_record_is_in_one_cluster(records: list[ActorMention], seed: int) -> None:
    """Nothing is lost, nothing is there twice."""
    found = resolve(records, verdict_by_content(seed))

    kept = [(mention.document, mention.record.id) for cluster in found.clusters for mention in cluster]
    assert sorted(kept) == sorted({(mention.document, mention.record.id) for mention in records})


@given(records=some_records, copied=st.sampled_from("abcdefgh"), seed=st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_a_copy_of_an_article_changes_no_cluster(records: list[ActorMention], copied: str, seed: int) -> None:
    """Its records join those they are copies of; the others stay where they were."""
    copy = [ActorMention("copy", mention.record) for mention in records if mention.document == copied]
    sources = {document: document for document in "abcdefghijklmnopqrst"} | {"copy": copied}

    before = resolve(records, verdict_by_content(seed), sources)
    after = resolve([*records, *copy, *copy], verdict_by_content(seed), sources)

    assert without(after, "copy") == {frozenset(map(place, cluster)) for cluster in before.clusters}
    assert len(after.undecided) == len(before.undecided)


def place(mention: ActorMention) -> tuple[str, str]:
    """Return where a record stands."""
    return mention.document, mention.record.id


def without(resolution: Resolution, document: str) -> set[frozenset[tuple[str, str]]]:
    """Return the clusters without the records of one article."""
    return {
        frozenset(place(mention) for mention in cluster if mention.document != document)
        for cluster in resolution.clusters
    }


def many(articles: int, each: int) -> Iterable[ActorMention]:
    """Yield the records of a made-up corpus: few actors often, many seldom, a tenth by surname alone."""
    chance = random.Random(7)  # noqa: S311 - made-up articles
    parts = "ba ko ri len mar to ski vic son ten dra go pet lo van hus ne fi sor".split()
    names = ["".join(chance.sample(parts, 3)).capitalize() for _ in range(1500)]
    countries = "France Brazil Kenya Japan Peru Norway India Chile Egypt Poland".split()
    people = [(chance.choice(names), chance.choice(names), chance.choice(countries)) for _ in range(6000)]
    for article in range(articles):
        chosen = {min(len(people) - 1, int(chance.paretovariate(0.5)) - 1) for _ in range(each * 8)}
        for number, person in enumerate(sorted(chosen)[:each]):
            given_name, surname, country = people[person]
            name = surname if chance.random() < 0.1 else f"{given_name} {surname}"
            record = actor(name, country=chance.choice([country, None]), forms=[surname, f"Mr. {surname}"])
            yield ActorMention(f"{article:04}", Grounded[Actor](id=f"a-{number}", record=record, evidence=()))


def test_thousands_of_articles_need_no_comparison_of_all_pairs() -> None:
    """Four times the articles take about four times as long, not sixteen."""
    small, large = list(many(100, 25)), list(many(400, 25))

    assert seconds(large) < 8 * seconds(small) + 1


def seconds(records: Sequence[ActorMention]) -> float:
    """Return how long resolving takes, the better of two tries."""
    tries = []
    for _ in range(2):
        start = time.perf_counter()
        resolve(records, silent)
        tries.append(time.perf_counter() - start)
    return min(tries)
