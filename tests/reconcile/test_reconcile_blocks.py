"""A corpus is cut into blocks by what its articles are about; blocks meet by what stands for them."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from summariser.reconcile import Dossier, reconcile
from summariser.reconcile.across import across, stand_in, stand_ins, together
from summariser.reconcile.blockindex import Across
from summariser.reconcile.blocks import Outline, cut, outline_of
from summariser.records import ArticleSummary, PlanTerm
from tests.reconcile.made import PROFILE, actor, article, event, reaction, said_by, term

HARBOUR = ("akerman", "berth", "dredging", "harbour", "lund")
RAILWAY = ("gauge", "molina", "railway", "sleeper", "tunnel")


def outlines(number: int, marks: tuple[str, ...], name: str) -> list[Outline]:
    """Return articles that each have four of five marks, one a day."""
    return [
        Outline(f"{name}{day:02}", f"2025-01-{day + 1:02}", marks[: day % 5] + marks[day % 5 + 1 :])
        for day in range(number)
    ]


def test_articles_about_different_things_are_in_different_blocks() -> None:
    """Two plans whose articles come mixed are two subjects; what shares nothing with any is alone."""
    stranger = Outline("z", "2025-01-03", ("orchid", "pollen"))

    made = cut([*outlines(6, HARBOUR, "h"), stranger, *outlines(8, RAILWAY, "r")], room=10)

    assert [{document[0] for document in block.documents} for block in made.blocks] == [{"r"}, {"h"}]
    assert [(block.subject, block.part, len(block.documents)) for block in made.blocks] == [
        (1, 1, 8),
        (2, 1, 6),
    ]
    assert made.alone == ("z",)


def test_a_large_subject_is_cut_by_date() -> None:
    """Eleven articles with room for four make three blocks, the earliest articles first."""
    made = cut(reversed(outlines(11, HARBOUR, "h")), room=4)

    assert [(block.subject, block.part) for block in made.blocks] == [(1, 1), (1, 2), (1, 3)]
    assert [block.documents for block in made.blocks] == [
        ("h00", "h01", "h02", "h03"),
        ("h04", "h05", "h06", "h07"),
        ("h08", "h09", "h10"),
    ]


@given(
    st.lists(st.tuples(st.dates(), st.frozensets(st.sampled_from("abcdefghijkl"), max_size=6)), max_size=40),
    st.integers(1, 9),
    st.randoms(use_true_random=False),
)
def test_every_article_is_in_one_place(
    found: list[tuple[object, frozenset[str]]], room: int, dice: random.Random
) -> None:
    """No article is lost or in two blocks, no block is above its room, and the order given makes no difference."""
    given_ = [Outline(f"{n:02}", str(day), tuple(sorted(marks))) for n, (day, marks) in enumerate(found)]

    made = cut(given_, room=room)

    held = [document for block in made.blocks for document in block.documents] + list(made.alone)
    assert sorted(held) == [outline.document for outline in given_]
    assert all(1 <= len(block.documents) <= room for block in made.blocks)
    assert cut(dice.sample(given_, len(given_)), room=room) == made


def test_an_outline_has_whom_where_and_what_an_article_tells() -> None:
    """Names under one key for all spellings, places, words of topics, the day; nothing twice."""
    summary = article(
        "a",
        actor("Ann Lee"),
        reaction("Ann LEE", "oppose"),
        event("visit", "Bo Berg", places=["Oslo"]),
        term("the border posts", obligor=["Norland"]),
        published="January 6, 2025",
    )

    assert outline_of(summary) == Outline(
        "a", "2025-01-06", ("an le", "bo berg", "border", "norland", "oslo", "post")
    )


def dossier_of(*summaries: ArticleSummary) -> Dossier:
    """Return articles side by side, nothing asked."""
    return reconcile(summaries, profile=PROFILE)


def levy(amount: str, **fields: Any) -> PlanTerm:  # noqa: ANN401 - fields of the record
    """Return one term whose amount differs from article to article."""
    return term(
        "sugar levy",
        statement="Norland would pay the sugar levy.",
        value=amount,
        quotes=["sugar levy"],
        **fields,
    )


def test_one_record_stands_for_all_that_say_the_same() -> None:
    """Three articles that say 10 and one that says 20: each side has one record, in an article's own voice."""
    block = (
        article("a", levy("10 percent", attribution=said_by("Ann Lee"))),
        article("b", levy("10 percent")),
        article("c", levy("10 percent")),
        article("d", levy("20 percent")),
    )

    kept = stand_ins(dossier_of(*block), most=2)

    assert {ref.document for ref in kept} == {"b", "d"}


def test_what_stands_for_a_block_is_bounded() -> None:
    """The sides of conflicts come first, then what is agreed, then what one article alone has."""
    block = (
        article("a", levy("10 percent"), term("rail link"), term("grain store")),
        article("b", levy("20 percent"), term("rail link")),
    )
    dossier = dossier_of(*block)

    taken = [stand_ins(dossier, most=most) for most in range(5)]

    names = {kept.id: kept.record.topic for summary in block for kept in summary.plan_terms}
    added = [sorted(names[ref.record] for ref in later - earlier) for earlier, later in pairwise(taken)]
    assert added == [["sugar levy"], ["sugar levy"], ["rail link"], ["grain store"]]


def test_an_article_keeps_what_stands_for_it_and_whom_that_names() -> None:
    """The speaker of a kept record stays an actor; other records and actors go."""
    summary = article(
        "a",
        actor("Ann Lee", surface_forms=["Ms. Lee"]),
        actor("Bo Berg"),
        levy("10 percent", attribution=said_by("Ms. Lee")),
        term("rail link"),
        reaction("Bo Berg", "oppose"),
    )
    kept = stand_ins(dossier_of(summary, article("b", levy("20 percent"))), most=2)

    left = stand_in(summary, kept)

    assert [one.record.topic for one in left.plan_terms] == ["sugar levy"]
    assert [one.record.name for one in left.actors] == ["Ann Lee"]
    assert left.reactions == ()


def test_only_what_spans_blocks_is_found_across_them() -> None:
    """A conflict within one block is told in its own dossier."""
    dossier = dossier_of(
        article("a", levy("10 percent"), term("rail link", value="5 tonnes")),
        article("b", levy("20 percent"), term("rail link", value="5 tonnes")),
        article("c", term("rail link", value="9 tonnes")),
    )

    found = across(dossier, {"a": 0, "b": 0, "c": 1})

    assert len(dossier.conflicts) == 2
    assert [conflict.topic for conflict in found.conflicts] == ["rail link"]


def test_a_conflict_told_again_of_more_blocks_is_listed_once() -> None:
    """The later round has both sides of the earlier conflict and one more; another conflict stays beside it."""
    everywhere = dict(zip("abcx", range(4), strict=True))
    early = across(
        dossier_of(
            article(
                "a",
                levy("10 percent"),
                event("visit", "Ann Lee", places=["Oslo"], when=["on January 6, 2025"]),
            ),
            article(
                "b",
                levy("20 percent"),
                event("visit", "Ann Lee", places=["Lima"], when=["on January 6, 2025"]),
            ),
        ),
        everywhere,
    )
    late = across(
        dossier_of(
            article("a", levy("10 percent")),
            article("b", levy("20 percent")),
            article("c", levy("30 percent")),
        ),
        everywhere,
    )

    whole = together(early, late)

    amounts = [conflict for conflict in whole.conflicts if conflict.topic == "sugar levy"]
    assert [conflict.topic for conflict in early.conflicts].count("sugar levy") == 1
    assert [len(conflict.groups) for conflict in amounts] == [3]
    assert len(whole.conflicts) == len(early.conflicts) + len(late.conflicts) - 1
    assert together(Across(), early) == early
