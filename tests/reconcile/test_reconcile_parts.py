"""Parts of reconciliation by themselves: copies, versions, quotations, judges, and how many questions are asked."""

from __future__ import annotations

import asyncio
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.synthetic import summaries
from summariser.pipeline import Summariser
from summariser.profiles import load_profile
from summariser.reconcile import plan_questions, reconcile, sketch
from summariser.reconcile.actors import resolve
from summariser.reconcile.articles import Corpus, actor_mentions, corpus_of, sources_of
from summariser.reconcile.events import EventJudge
from summariser.reconcile.grouping import MOST_QUESTIONS, Judge
from summariser.reconcile.plans import plan_documents
from summariser.reconcile.sketch import NEAR, copies, likeness
from summariser.reconcile.slots import Slots, World
from summariser.reconcile.terms import TermJudge
from summariser.records import ArticleSummary, Evidence
from summariser.resources import recordings_folder
from summariser.settings import Settings
from tests.conftest import ROOT
from tests.reconcile.made import PROFILE, actor, article, reaction, term

WORDS = st.lists(st.sampled_from("alpha beta gamma delta epsilon zeta eta theta".split()), max_size=60).map(
    " ".join
)


@pytest.fixture(scope="module")
def seeds() -> list[ArticleSummary]:
    """Return the summaries of the five seeds, as recorded."""

    async def run() -> list[ArticleSummary]:
        async with Summariser(Settings(recordings=recordings_folder())) as summariser:
            return list((await summariser.summarise_corpus([ROOT / "seeds"])).summaries)

    return asyncio.run(run())


def judges(articles: list[ArticleSummary], profile_name: str = "peace") -> tuple[Corpus, dict[str, Judge]]:
    """Return the corpus of articles and the judges of their terms and events."""
    by_id = {summary.meta.id: summary for summary in articles}
    sources = sources_of(articles)
    corpus = corpus_of(
        by_id, sources, resolve(actor_mentions(articles), lambda _one, _other: None, sources.of)
    )
    slots = Slots(corpus, World.of(load_profile(profile_name), articles))
    plans = plan_documents(corpus.items("plan_terms"))
    return corpus, {"plan_terms": TermJudge(corpus, plans), "events": EventJudge(corpus, slots)}


def test_a_judge_makes_no_difference_of_order(seeds: list[ArticleSummary]) -> None:
    """For every pair of records of two seeds: one against other is judged as other against one."""
    corpus, by_kind = judges(seeds)

    pairs = [
        (judge, one, other)
        for kind, judge in by_kind.items()
        for one, other in combinations(corpus.items(kind), 2)
        if one.document != other.document
    ]

    assert len(pairs) > 2000
    assert all(judge.judge(one, other) == judge.judge(other, one) for judge, one, other in pairs)


def test_the_slot_rules_make_no_difference_of_order(seeds: list[ArticleSummary]) -> None:
    """For every pair of claims of two seeds about one slot: the relation is the same both ways."""
    corpus, _ = judges(seeds)
    slots = Slots(corpus, World.of(load_profile("peace"), seeds))
    claims = [
        claim
        for kind in ("plan_terms", "events")
        for item in corpus.items(kind)
        for claim in slots.claims(item).values()
    ]
    fresh = Slots(corpus, slots.world)

    pairs = [(a, b) for a, b in combinations(claims, 2) if a.slot == b.slot and a.document != b.document]
    found = [(slots.compare(a, b), fresh.compare(b, a)) for a, b in pairs]

    assert sum(mine is not None for mine, _ in found) > 500
    assert all((a and a.relation) == (b and b.relation) for a, b in found)


def test_no_record_is_asked_about_more_than_five_times() -> None:
    """In sixty articles on one plan the cap holds for every record, and no question is there twice."""
    profile = load_profile("general")
    questions = plan_questions(summaries(60, profile), profile=profile)

    asked = Counter(ref for question in questions for ref in question.records)
    assert len({question.id for question in questions}) == len(questions) > 100
    assert max(asked.values()) <= MOST_QUESTIONS


@given(WORDS, WORDS)
def test_likeness_is_symmetric_and_whole_only_for_the_same_runs(one: str, other: str) -> None:
    """Likeness lies between 0 and 1, both ways the same, and is 1 for a text and itself."""
    mine, theirs = sketch(one), sketch(other)

    assert likeness(mine, theirs) == likeness(theirs, mine)
    assert 0 <= likeness(mine, theirs) <= 1
    assert likeness(mine, mine) == (1.0 if mine else 0.0)


def test_a_shortened_copy_is_found_and_another_report_is_not() -> None:
    """A copy that lost a tenth of its text is one source; the seeds are five."""
    text = " ".join(f"word{number}" for number in range(400))
    known = {"a": sketch(text), "b": sketch(text[: len(text) * 9 // 10]), "c": sketch(f"other {text[::-1]}")}

    assert likeness(known["a"], known["b"]) >= NEAR
    assert copies(known) == [("a", "b"), ("c",)]


def test_the_seeds_are_five_sources(seeds: list[ArticleSummary]) -> None:
    """Five reports on one plan, and none is a copy of another."""
    assert [source.likeness for source in sources_of(seeds).all] == ["alone"] * 5


def test_an_article_that_knows_the_new_text_alone_means_that() -> None:
    """Its "plan" is the revised text when its amount is that of the revision and not that of the draft."""
    told_apart = [
        article(
            name,
            term("sugar quota", value="60,000 tonnes"),
            term("sugar quota", plan="revised", status="revised", value="40,000 tonnes"),
        )
        for name in "ab"
    ]
    later = article("c", term("sugar quota", value="40,000 tonnes"))

    made = reconcile([*told_apart, later], profile=PROFILE)

    assert "contradict" not in {one.relation.value for one in made.conflicts}
    revised = next(plan for plan in made.plan_documents if plan.kind.value == "revised")
    assert {mention.document for mention in revised.mentions} == {"a", "b", "c"}


def test_one_sentence_quoted_in_two_wordings_is_a_conflict() -> None:
    """What exactly was said: half the words are shared, and neither quotation is a part of the other."""
    made = reconcile(
        [
            _quoting("a", "We will not sign this harbour accord at any price whatever"),
            _quoting("b", "We will sign this harbour accord, the price is fair"),
            _quoting("c", "sign this harbour accord at any price"),
        ],
        profile=PROFILE,
    )

    (conflict,) = [one for one in made.conflicts if one.type.value == "quote_wording"]
    assert {document for group in conflict.groups for document in group.documents} == {"a", "b", "c"}
    assert conflict.rule == "quote.apart"
    assert ("refine", "quote_wording") in {(one.relation.value, one.type.value) for one in made.agreements}


def test_a_respelt_name_in_one_office_is_no_second_holder() -> None:
    """Verzane for Versane in one office is a spelling, and no conflict."""
    made = reconcile(
        [
            article("a", actor("Ilda Versane", office_as_stated="Prime Minister of Norway")),
            article("b", actor("Ilda Verzane", office_as_stated="Norwegian Prime Minister")),
        ],
        profile=PROFILE,
    )

    assert made.conflicts == ()


def test_a_share_is_compared_with_the_amount_it_is_a_share_of() -> None:
    """Half of its 900,000 soldiers is not 600,000."""
    share = _with_passage(
        article("a", term("army size cap", value="half its current size")),
        "half its current size of 900,000 troops",
    )
    made = reconcile([share, article("b", term("army size cap", value="600,000 troops"))], profile=PROFILE)

    assert [(one.type.value, one.rule) for one in made.conflicts] == [("numeric", "amount.share")]


def _quoting(name: str, words: str) -> ArticleSummary:
    made = article(name, reaction("Ana Berg", "concern"), actor("Ana Berg"))
    return _with_passage(made, f"“{words},” Ana Berg told the chamber.")


def _with_passage(summary: ArticleSummary, passage: str) -> ArticleSummary:
    """Return a summary whose first record of every list is proved by `passage`."""

    def proved(evidence: Evidence) -> Evidence:
        return evidence.model_copy(update={"quote": passage})

    records = {
        kind: tuple(
            kept.model_copy(update={"evidence": tuple(map(proved, kept.evidence))}) if place == 0 else kept
            for place, kept in enumerate(items)
        )
        for kind, items in summary.records.items()
    }
    return summary.model_copy(update={"records": records})
