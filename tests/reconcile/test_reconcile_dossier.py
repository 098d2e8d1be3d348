"""Summaries made by hand to a dossier: what conflicts, what agrees, and what is no business of either."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summariser.errors import UsageError
from summariser.reconcile import Answer, Conflict, Difference, Dossier, plan_questions, reconcile
from summariser.records import ArticleSummary
from summariser.records.vocabulary import ConflictRelation, DisputeType
from tests.reconcile.made import PROFILE, actor, article, event, reaction, said_by, term

CAP = "100,000 troops"


def dossier(*summaries: ArticleSummary, answers: dict[str, Answer] | None = None) -> Dossier:
    """Return the dossier of articles read with the profile of these tests."""
    return reconcile(summaries, answers, profile=PROFILE)


def kinds(made: Dossier) -> list[tuple[str, str, str]]:
    """Return relation, type and severity of every conflict."""
    return [(one.relation.value, one.type.value, one.severity) for one in made.conflicts]


def only(made: Dossier) -> Conflict:
    """Return the one conflict of a dossier."""
    (conflict,) = made.conflicts
    return conflict


def test_two_amounts_for_one_term_contradict() -> None:
    """A cap is 100,000 or it is 600,000."""
    made = dossier(
        article("a", term("army size cap", value="100,000 troops")),
        article("b", term("army size cap", value="roughly 600,000 troops")),
    )

    assert kinds(made) == [("contradict", "numeric", "hard")]
    assert [group.value for group in only(made).groups] == ["100,000 troops", "roughly 600,000 troops"]
    assert only(made).rule == "amount.apart"


def test_a_bound_that_holds_the_other_amount_is_a_refinement() -> None:
    """Below 900,000 and 600,000 can both be true."""
    made = dossier(
        article("a", term("army size cap", value="below 900,000 troops")),
        article("b", term("army size cap", value="600,000 troops")),
    )

    assert made.conflicts == ()
    assert ("refine", "numeric") in {(one.relation.value, one.type.value) for one in made.agreements}


def test_one_conflict_for_one_question() -> None:
    """Claims are grouped by what they say: four articles and two figures are one conflict with two groups."""
    made = dossier(
        *(article(name, term("army size cap", value="100,000 troops")) for name in "ab"),
        *(article(name, term("army size cap", value="600,000 troops")) for name in "cd"),
    )

    assert [group.documents for group in only(made).groups] == [("a", "b"), ("c", "d")]


def test_the_same_amount_of_something_else_is_no_agreement() -> None:
    """An equal figure in a term about another thing is a look-alike."""
    made = dossier(
        article("a", term("army size cap", value="100,000 troops")),
        article("b", term("refugee camp places", obligor=["Sudmark"], value="100,000 places")),
    )

    assert (made.conflicts, made.agreements) == ((), ())


def test_versions_of_a_plan_do_not_contradict_each_other() -> None:
    """What a later version changed is superseded, and softly so."""
    made = dossier(
        article("a", term("army size cap", plan="main", value="100,000 troops")),
        article("b", term("army size cap", plan="revised", status="revised", value="150,000 troops")),
    )

    assert kinds(made) == [("superseded", "numeric", "soft")]


def test_a_rival_plan_contradicts_nothing() -> None:
    """The other side's proposal is another document."""
    made = dossier(
        article("a", term("army size cap", value="100,000 troops")),
        article(
            "b", term("army size cap", plan="counter", status="counter_proposed", value="800,000 troops")
        ),
    )

    assert made.conflicts == ()
    assert len(made.plan_documents) == 2


def test_numbers_of_points_tell_documents_apart() -> None:
    """The 19-point draft of one article is not the 28-point plan of the other, though both call it the plan."""
    made = dossier(
        article("a", term("army size cap", plan_label="28-point plan", value="100,000 troops")),
        article("b", term("army size cap", plan_label="19-point draft", value="150,000 troops")),
    )

    assert sorted(plan.points or 0 for plan in made.plan_documents) == [19, 28]
    assert "contradict" not in {one.relation.value for one in made.conflicts}


def test_a_claim_of_a_speaker_is_not_the_articles_own() -> None:
    """Where one side is only somebody's word, the conflict is soft and names them."""
    made = dossier(
        article("a", term("army size cap", value="100,000 troops")),
        article(
            "b",
            term(
                "army size cap", value="600,000 troops", hedge="attributed", attribution=said_by("Ana Berg")
            ),
            actor("Ana Berg"),
        ),
    )

    assert only(made).severity == "soft"
    assert {claim.holder_name for claim in only(made).claims} == {None, "Ana Berg"}


def test_a_doubted_amount_is_no_hard_conflict() -> None:
    """What an article only reports as hearsay does not stand hard against another."""
    made = dossier(
        article("a", term("army size cap", value="100,000 troops")),
        article("b", term("army size cap", value="600,000 troops", hedge="reported")),
    )

    assert only(made).severity == "soft"


def test_two_holders_of_one_office_clash() -> None:
    """One country has one foreign minister at a time."""
    made = dossier(
        article("a", actor("Ana Berg", country="Norway", office_as_stated="Norwegian Foreign Minister")),
        article("b", actor("Tom Vance", country="Norway", office_as_stated="Foreign Minister")),
    )

    assert kinds(made) == [("contradict", "office_holder", "hard")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Norwegian Foreign Minister", "former Norwegian Foreign Minister"),
        ("Norwegian Foreign Minister", "Danish Foreign Minister"),
        ("Senator", "Senator"),
        ("Norwegian Foreign Minister", "Norwegian Finance Minister"),
        ("special envoy", "special envoy"),
    ],
)
def test_offices_that_two_may_hold_do_not_clash(first: str, second: str) -> None:
    """Other countries, other portfolios, former holders and offices of many are no conflict."""
    made = dossier(
        article("a", actor("Ana Berg", office_as_stated=first)),
        article("b", actor("Tom Vance", office_as_stated=second)),
    )

    assert made.conflicts == ()


def test_events_are_set_side_by_side_by_who_met() -> None:
    """Two accounts of one meeting agree on the place and differ on the day."""
    talks = ("Ana Berg", "Tom Vance")
    statement = "Ana Berg and Tom Vance met for talks on the plan."
    people = (actor("Ana Berg"), actor("Tom Vance"))
    first = event("meeting", *talks, statement=statement, places=["Geneva"], when=["on March 3, 2025"])
    second = event("meeting", *talks, statement=statement, places=["Geneva"], when=["on March 5, 2025"])
    summaries = (article("a", first, *people), article("b", second, *people))
    (asked,) = plan_questions(summaries, profile=PROFILE)

    made = dossier(*summaries, answers={asked.id: Answer(same=True)})

    assert kinds(made) == [("contradict", "temporal", "hard")]
    assert ("agree", "spatial") in {(one.relation.value, one.type.value) for one in made.agreements}


def test_an_unanswered_question_leaves_its_pair_undecided() -> None:
    """Without an answer the two are neither a conflict nor an agreement, and the dossier says so."""
    summaries = _two_accounts()

    made = dossier(*summaries)

    assert [(one.kind, one.reason) for one in made.undecided] == [("events", "unanswered")]
    assert (made.inputs.questions, made.inputs.answered) == (1, 0)
    assert made.conflicts == ()


def test_an_answer_that_both_differ_is_no_conflict() -> None:
    """Two meetings are two meetings."""
    summaries = _two_accounts()
    (asked,) = plan_questions(summaries, profile=PROFILE)

    made = dossier(*summaries, answers={asked.id: Answer(same=False)})

    assert (made.conflicts, made.undecided) == ((), ())
    assert plan_questions(summaries, {asked.id: Answer(same=False)}, profile=PROFILE) == ()


def test_what_a_model_finds_beyond_the_slots_is_a_conflict_of_its_kind() -> None:
    """A difference no slot holds is found by the answer, and its rule says so."""
    summaries = _two_accounts()
    (asked,) = plan_questions(summaries, profile=PROFILE)
    differs = Difference(
        relation=ConflictRelation.CONTRADICT, type=DisputeType.EVENT_OUTCOME, explanation="signed or not"
    )

    made = dossier(*summaries, answers={asked.id: Answer(same=True, differences=(differs,))})

    found = {one.type.value: one for one in made.conflicts}
    assert found["event_outcome"].rule == "model"
    assert found["event_outcome"].explanation == "signed or not"


def test_a_rule_on_a_slot_beats_the_model() -> None:
    """The model finds the days to differ that the calendar finds to be one: no conflict is reported."""
    summaries = _two_accounts(first="on March 3, 2025", second="on 3 March 2025", places=("Geneva", "Oslo"))
    (asked,) = plan_questions(summaries, profile=PROFILE)
    differs = Difference(relation=ConflictRelation.CONTRADICT, type=DisputeType.TEMPORAL)

    made = dossier(*summaries, answers={asked.id: Answer(same=True, differences=(differs,))})

    assert "temporal" not in {one.type.value for one in made.conflicts}


def test_stances_of_one_speaker_clash_softly() -> None:
    """Support in one article and refusal in the other are a conflict about where they stand."""
    made = dossier(
        article("a", reaction("Ana Berg", "support"), actor("Ana Berg")),
        article("b", reaction("Ana Berg", "oppose"), actor("Ana Berg")),
    )

    assert kinds(made) == [("contradict", "stance_of_actor", "soft")]


def test_an_article_at_odds_with_itself_clashes_with_nobody() -> None:
    """Both a yes and a no in one article are its own disputed point."""
    made = dossier(
        article("a", reaction("Ana Berg", "support"), reaction("Ana Berg", "oppose"), actor("Ana Berg")),
        article("b", reaction("Ana Berg", "oppose"), actor("Ana Berg")),
    )

    assert made.conflicts == ()


def test_copies_count_as_one_source() -> None:
    """Two articles with one body agree with each other as little as one does with itself."""
    body = " ".join(f"word{number}" for number in range(200))
    made = dossier(
        article("a", term("army size cap", value=CAP), body=body),
        article("b", term("army size cap", value=CAP), body=f"{body} and a little more"),
        article("c", term("army size cap", value=CAP)),
    )

    assert [(source.documents, source.likeness) for source in made.sources] == [
        (("a", "b"), "near-duplicate"),
        (("c",), "alone"),
    ]
    counts = {(len(one.documents), one.sources) for one in made.agreements}
    assert counts == {(3, 2)}


def test_what_rests_on_one_outlet_is_not_independent() -> None:
    """Two articles that both say "the Courier reported" are two sources and one origin."""
    reported = term(
        "army size cap",
        value="100,000 troops",
        hedge="attributed",
        attribution=said_by("the Courier", "outlet"),
    )

    made = dossier(article("a", reported), article("b", reported))

    assert {(one.sources, one.independent) for one in made.agreements} == {(2, 1)}


def test_an_article_about_something_else_is_kept_and_left_out() -> None:
    """It has its card, marked, and no column among the terms."""
    shared = [article(name, term("army size cap", value=CAP)) for name in "abc"]
    made = dossier(
        *shared, article("d", term("sugar import quota", obligor=["Orvania"], value="40,000 tonnes"))
    )

    assert [card.id for card in made.documents if card.off_topic] == ["d"]
    assert {cell.document for row in made.coverage for cell in row.cells} == {"a", "b", "c"}


def test_coverage_tells_who_is_silent_and_who_stands_alone() -> None:
    """Every topic has a cell for every article."""
    made = dossier(
        article("a", term("army size cap", value=CAP), term("river fishing rights", obligor=["Sudmark"])),
        article("b", term("army size cap", value=CAP)),
    )
    cells = {row.topic: [cell.relation for cell in row.cells] for row in made.coverage}

    assert cells["army size cap"] == [ConflictRelation.AGREE, ConflictRelation.AGREE]
    assert cells["river fishing rights"] == [None, ConflictRelation.SILENT]
    assert [card.alone for card in made.documents] == [1, 0]


def test_articles_of_two_profiles_are_refused() -> None:
    """Categories of different profiles cannot stand in one table."""
    other = article("b", term("army size cap")).model_copy(update={"profile": "peace"})

    with pytest.raises(UsageError, match="'peace'"):
        dossier(article("a", term("army size cap")), other)


def test_nothing_makes_an_empty_dossier() -> None:
    """No article, no conflict, no error."""
    made = dossier()

    assert (made.documents, made.conflicts, made.terms) == ((), (), ())


def test_the_order_of_articles_makes_no_difference() -> None:
    """Every order of four articles gives the same dossier, byte for byte."""
    summaries = _corpus()

    made = {dossier(*order).model_dump_json() for order in permutations(summaries)}

    assert len(made) == 1


def test_a_dossier_reads_back_as_it_was_written() -> None:
    """JSON loses nothing."""
    made = dossier(*_corpus())

    assert Dossier.model_validate_json(made.model_dump_json()) == made


def test_an_article_beside_its_own_copy_changes_nothing_but_counts() -> None:
    """The conflicts, agreements and questions of a corpus stay when one of its articles is there twice."""
    summaries = _corpus()
    again = summaries[0].model_copy(
        update={"meta": summaries[0].meta.model_copy(update={"id": "z", "path": "z.txt"})}
    )

    before, after = dossier(*summaries), dossier(*summaries, again)

    assert [(one.id, one.relation, one.severity) for one in after.conflicts] == [
        (one.id, one.relation, one.severity) for one in before.conflicts
    ]
    assert [term.sources for term in after.terms] == [term.sources for term in before.terms]
    assert len(after.actors) == len(before.actors)
    assert plan_questions([*summaries, again], profile=PROFILE) == plan_questions(summaries, profile=PROFILE)


def test_adding_an_article_asks_nothing_twice() -> None:
    """The questions of a part of a corpus are among those of the whole."""
    summaries = [*_two_accounts(), *_corpus()]
    part = {one.id for one in plan_questions(summaries[:2], profile=PROFILE)}
    whole = {one.id for one in plan_questions(summaries, profile=PROFILE)}

    assert part <= whole


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(range(12)), min_size=1, max_size=6, unique=True),
    st.randoms(use_true_random=False),
)
def test_any_corpus_in_any_order_gives_one_dossier(numbers: list[int], order: random.Random) -> None:
    """Made-up corpora: order never matters, claims of one article never clash, every span is some record's own."""
    summaries = [_made_up(number) for number in numbers]
    shuffled = list(summaries)
    order.shuffle(shuffled)

    made = dossier(*summaries)

    assert dossier(*shuffled) == made
    for conflict in made.conflicts:
        assert len({claim.document for claim in conflict.claims}) > 1
        assert sorted(place for group in conflict.groups for place in group.claims) == list(
            range(len(conflict.claims))
        )


def _two_accounts(
    *,
    first: str = "on March 3, 2025",
    second: str = "on March 5, 2025",
    places: tuple[str, str] = ("Geneva", "Geneva"),
) -> tuple[ArticleSummary, ArticleSummary]:
    """Return two articles that tell a meeting of the same two people, with a clash that leaves a question."""
    talks = ("Ana Berg", "Tom Vance")
    told = "Ana Berg and Tom Vance met for talks on the plan."
    people = (actor("Ana Berg"), actor("Tom Vance"))
    return (
        article("a", event("meeting", *talks, statement=told, places=[places[0]], when=[first]), *people),
        article("b", event("meeting", *talks, statement=told, places=[places[1]], when=[second]), *people),
    )


def _corpus() -> list[ArticleSummary]:
    """Return four articles that agree and clash on an amount, an office and a stance."""
    minister = "Norwegian Foreign Minister"
    return [
        article(
            "c",
            term("army size cap", value="100,000 troops"),
            reaction("Ana Berg", "support"),
            actor("Ana Berg"),
        ),
        article(
            "d", term("army size cap", value="600,000 troops"), actor("Ana Berg", office_as_stated=minister)
        ),
        article("e", term("army size cap"), actor("Tom Vance", office_as_stated=minister)),
        article(
            "f",
            term("army size cap", value="100,000 troops"),
            reaction("Ana Berg", "oppose"),
            actor("Ana Berg"),
        ),
    ]


_MAKERS: tuple[Callable[[int], ArticleSummary], ...] = (
    lambda number: article(
        f"t{number}", term("army size cap", value=f"{100_000 * (1 + number % 3):,} troops")
    ),
    lambda number: article(
        f"o{number}",
        actor(("Ana Berg", "Tom Vance")[number % 2], office_as_stated="Norwegian Foreign Minister"),
    ),
    lambda number: article(
        f"s{number}", reaction("Ana Berg", ("support", "oppose", "concern")[number % 3]), actor("Ana Berg")
    ),
    lambda number: article(
        f"e{number}",
        event(
            "meeting",
            "Ana Berg",
            "Tom Vance",
            places=[("Geneva", "Oslo")[number % 2]],
            when=["March 3, 2025"],
        ),
        actor("Ana Berg"),
        actor("Tom Vance"),
    ),
)


def _made_up(number: int) -> ArticleSummary:
    return _MAKERS[number % len(_MAKERS)](number)
