"""Matching and scoring of dossiers: what serves what, what counts, and what cannot be compared."""

from __future__ import annotations

import pytest

from summariser.document import Span
from summariser.errors import GoldError
from summariser.evaluation.dossier.bcubed import Item, Named, b_cubed, items_of
from summariser.evaluation.dossier.figures import Figure, f1, share, wilson
from summariser.evaluation.dossier.findings import sentences_of, shown
from summariser.evaluation.dossier.gold import GoldActor, Relation
from summariser.evaluation.dossier.score import DossierScore, score
from summariser.evaluation.dossier.show import extra_lines, markdown_lines, outcome_lines, text_lines
from tests.evaluation.dossier_cases import (
    TALKS,
    agreement_of,
    conflict_of,
    content,
    gold,
    mentions,
    relation,
    rendered,
    texts,
)

WHERE = {"a": "He left at noon, they said. She stayed!\nNobody came."}


def spans(*words: str) -> list[Span]:
    """Return where words stand in the article `a`."""
    return [Span(start=WHERE["a"].index(word), end=WHERE["a"].index(word) + len(word)) for word in words]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("He left", "they said", True),
        ("left at noon", "at noon, they said. She stayed!", True),
        ("He left", "She stayed", False),
        ("She stayed!", "Nobody came", False),
    ],
)
def test_claims_are_the_same_when_sentences_meet(one: str, other: str, *, same: bool) -> None:
    """Two passages of one sentence count, as do overlapping ones; neighbours do not."""
    where = sentences_of(WHERE)

    met = shown("a", spans(one), where) & shown("a", spans(other), where)

    assert bool(met) is same


def test_a_conflict_serves_all_relations_of_one_question() -> None:
    """One conflict of three answers finds the contradiction and the softer relation between two of its groups."""
    wanted = gold()
    three = Relation.model_validate(
        relation(
            "r02",
            "contradict spatial hard",
            [("000", "held in Abu Dhabi and Geneva")],
            [("004", "took place in Miami")],
            [("001", "at Witkoff's home")],
        )
    )
    base = rendered(wanted)
    kept = [c for c in base.conflicts if c.id != "c-r02"]
    dossier = base.model_copy(
        update={
            "conflicts": (*kept, conflict_of(three)),
            "agreements": tuple(a for a in base.agreements if a.id != "a-r03"),
        }
    )

    result = score(dossier, wanted, texts())

    found = {outcome.id: (outcome.state, outcome.finding) for outcome in result.outcomes}
    assert found["r02"] == found["r03"] == ("found", "c-r02")
    assert result.figures["hard_precision"].value == 1.0
    assert result.figures["agreements_recall"].n == 2


def test_a_conflict_does_not_serve_two_questions() -> None:
    """Where one conflict lies over two questions, the other question is missed."""
    wanted = gold(
        relations=[
            each | ({"question": "Elsewhere?"} if each["id"] == "r03" else {})
            for each in content()["relations"]
        ]
    )
    base = rendered(wanted)
    (talks,) = (c for c in base.conflicts if c.question == TALKS)
    third = Relation.model_validate(
        relation(
            "r02",
            "contradict spatial hard",
            [("000", "held in Abu Dhabi and Geneva")],
            [("004", "took place in Miami")],
            [("001", "at Witkoff's home")],
        )
    )
    dossier = base.model_copy(
        update={
            "conflicts": (*(c for c in base.conflicts if c != talks), conflict_of(third)),
            "agreements": tuple(a for a in base.agreements if a.id != "a-r03"),
        }
    )

    states = {outcome.id: outcome.state for outcome in score(dossier, wanted, texts()).outcomes}

    assert (states["r02"], states["r03"]) == ("found", "missed")


def test_a_conflict_of_three_answers_serves_two_questions_by_different_claims() -> None:
    """What gold asks of two pairs of claims apart may stand in one conflict that holds both pairs."""
    wanted = gold(
        relations=[
            each
            | (
                {"question": "Elsewhere?", "relation": "contradict", "severity": "hard"}
                if each["id"] == "r03"
                else {}
            )
            for each in content()["relations"]
        ]
    )
    base = rendered(wanted)
    third = Relation.model_validate(
        relation(
            "r02",
            "contradict spatial hard",
            [("000", "held in Abu Dhabi and Geneva")],
            [("004", "took place in Miami")],
            [("001", "at Witkoff's home")],
        )
    )
    others = tuple(c for c in base.conflicts if c.id not in {"c-r02", "c-r03"})
    dossier = base.model_copy(update={"conflicts": (*others, conflict_of(third))})

    states = {outcome.id: outcome.state for outcome in score(dossier, wanted, texts()).outcomes}

    assert (states["r02"], states["r03"]) == ("found", "found")


def test_the_right_type_wins_where_two_findings_share_sentences() -> None:
    """A conflict on the same passages with another type does not take the place of the right one."""
    wanted = gold()
    base = rendered(wanted)
    (right,) = (c for c in base.conflicts if c.id == "c-r01")
    other = right.model_copy(update={"id": "a-first", "type": "motive"})

    result = score(base.model_copy(update={"conflicts": (other, *base.conflicts)}), wanted, texts())

    assert next(o.finding for o in result.outcomes if o.id == "r01") == "c-r01"
    assert [extra.id for extra in result.extras] == ["a-first"]


def test_the_right_relation_wins_among_findings_of_one_type() -> None:
    """Of two conflicts on the same passages, the one that says what gold says serves it."""
    base = rendered(gold())
    (right,) = (c for c in base.conflicts if c.id == "c-r05")
    others = [right.model_copy(update={"id": name, "relation": "contradict"}) for name in ("a", "z")]

    result = score(base.model_copy(update={"conflicts": (*others, *base.conflicts)}), gold(), texts())

    assert next(o.finding for o in result.outcomes if o.id == "r05") == "c-r05"
    assert result.figures["relation"].value == 1.0


def test_the_finding_with_most_pairs_wins() -> None:
    """An agreement of three articles serves gold of three articles before one of two does."""
    base = rendered(gold())
    (whole,) = (a for a in base.agreements if a.id == "a-r07")
    parts = [whole.model_copy(update={"id": str(at), "claims": whole.claims[at : at + 2]}) for at in (0, 1)]

    result = score(base.model_copy(update={"agreements": (*parts, *base.agreements)}), gold(), texts())

    assert next((o.finding, o.met) for o in result.outcomes if o.id == "r07") == ("a-r07", 3)


def test_a_conflict_between_claims_that_agree_is_no_softer_relation() -> None:
    """A conflict of three answers does not pass for the agreement of two of them."""
    agreed = relation(
        "r03",
        "agree spatial none",
        [("004", "took place in Miami"), ("001", "was brought to Miami")],
        question=TALKS,
    )
    wanted = gold(relations=[agreed if each["id"] == "r03" else each for each in content()["relations"]])
    three = relation(
        "r02",
        "contradict spatial hard",
        [("000", "held in Abu Dhabi and Geneva")],
        [("004", "took place in Miami")],
        [("001", "was brought to Miami")],
    )
    base = rendered(wanted)
    dossier = base.model_copy(
        update={
            "conflicts": (
                *(c for c in base.conflicts if c.id != "c-r02"),
                conflict_of(Relation.model_validate(three)),
            ),
            "agreements": tuple(a for a in base.agreements if a.id != "a-r03"),
        }
    )

    states = {outcome.id: outcome.state for outcome in score(dossier, wanted, texts()).outcomes}

    assert (states["r02"], states["r03"]) == ("found", "wrong relation")


def test_a_conflict_reported_as_agreement_is_not_found_by_a_rule() -> None:
    """Claims that contradict and are said to agree are no conflict found, by whatever rule."""
    base = rendered(gold())
    (missed,) = (each for each in gold().relations if each.id == "r01")
    dossier = base.model_copy(
        update={
            "conflicts": tuple(c for c in base.conflicts if c.id != "c-r01"),
            "agreements": (*base.agreements, agreement_of(missed).model_copy(update={"relation": "agree"})),
        }
    )

    result = score(dossier, gold(), texts())

    assert next(o.state for o in result.outcomes if o.id == "r01") == "wrong relation"
    assert (result.figures["by_rule"].n, result.figures["hard_recall"].value) == (4, 0.666667)


def test_alternates_are_as_right_as_first_labels() -> None:
    """A finding with an alternate type and an alternate relation is found."""
    alternates = {"alternate_types": ["motive"], "alternate_relations": ["superseded"]}
    wanted = gold(
        relations=[each | (alternates if each["id"] == "r01" else {}) for each in content()["relations"]]
    )
    base = rendered(wanted)
    conflicts = [
        c.model_copy(update={"type": "motive", "relation": "superseded"}) if c.id == "c-r01" else c
        for c in base.conflicts
    ]

    result = score(base.model_copy(update={"conflicts": tuple(conflicts)}), wanted, texts())

    assert {outcome.state for outcome in result.outcomes} == {"found"}
    assert result.figures["hard_recall"].value == 1.0
    assert result.figures["type"].value == 1.0


def test_optional_relations_count_for_precision_alone() -> None:
    """An optional agreement that is missed costs nothing; one that is reported is right."""
    wanted = gold()
    base = rendered(wanted)
    without = base.model_copy(update={"agreements": tuple(a for a in base.agreements if a.id != "a-r08")})

    with_it, lacking = (score(each, wanted, texts()).figures for each in (base, without))

    assert with_it["agreements_recall"] == lacking["agreements_recall"]
    assert (with_it["agreements_precision"].n, lacking["agreements_precision"].n) == (3, 2)
    assert lacking["agreements_f1"].value == 1.0


def test_a_finding_said_twice_is_counted_as_a_repeat() -> None:
    """The same conflict again is no error, and the score tells that it is there."""
    wanted = gold()
    base = rendered(wanted)
    again = base.conflicts[0].model_copy(update={"id": "again"})

    result = score(base.model_copy(update={"conflicts": (*base.conflicts, again)}), wanted, texts())

    assert result.repeats == 1
    assert not result.extras


def test_an_agreement_on_lookalikes_fires_their_trap() -> None:
    """To say that lookalikes agree is to fall for them as well; a trap fires once, however often."""
    wanted = gold()
    base = rendered(wanted)
    (trap,) = wanted.lookalikes
    groups = [{"value": "$100 billion", "claims": [claim.model_dump() for claim in trap.claims]}]
    made = Relation.model_validate(relation("new", "agree numeric none") | {"groups": groups})

    again = agreement_of(made).model_copy(update={"id": "a-once-more", "type": "motive"})

    result = score(
        base.model_copy(update={"agreements": (*base.agreements, again, agreement_of(made))}), wanted, texts()
    )

    assert [(hit.kind, hit.finding) for hit in result.traps] == [("lookalike", "a-once-more")]


def test_a_trap_does_not_fire_on_what_gold_asks_for() -> None:
    """Where one sentence holds a lookalike and a claim that can be compared, the right comparison is no fault."""
    traps = [
        {
            "kind": "lookalike",
            "claims": [
                {"document": "000", "quote": "Crimea", "start": texts()["000"].index("Crimea and four")},
                {"document": "003", "quote": "half", "start": texts()["003"].index("half its current size")},
            ],
        }
    ]

    result = score(rendered(gold()), gold(traps=traps), texts())

    assert result.traps == ()


def test_no_text_for_an_article_is_refused() -> None:
    """Without the text there are no sentences to compare, so the score says so instead of guessing."""
    with pytest.raises(GoldError, match="'003': its text is missing"):
        score(rendered(gold()), gold(), {name: text for name, text in texts().items() if name != "003"})


def test_other_articles_are_refused() -> None:
    """A dossier of fewer articles, of more, or of other bytes is not measured by this gold."""
    base = rendered(gold())
    first, *rest = base.documents
    more = first.model_copy(update={"id": "zzz"})
    bytes_changed = first.model_copy(update={"sha256": "0" * 64})

    for documents, said in [
        (rest, "is not in the dossier"),
        ([*base.documents, more], "has no gold"),
        ([bytes_changed, *rest], "other bytes"),
    ]:
        with pytest.raises(GoldError, match=said):
            score(base.model_copy(update={"documents": tuple(documents)}), gold(), texts())


def test_b_cubed_by_hand() -> None:
    """Gold {1 2 3} {4}, found {1 2} {3 4}: precision 3/4, recall (2/3 + 2/3 + 1/3 + 1) / 4."""
    result = b_cubed([Item(0, 0), Item(0, 0), Item(0, 1), Item(-1, 1)])

    assert (result.precision.value, result.recall.value) == (0.75, 0.666667)
    assert (result.linked_recall.value, result.linked_recall.n) == (0.555556, 3)


def test_actors_are_matched_by_name_before_other_wordings() -> None:
    """A record that is called what the mention says goes before one that merely uses the words."""
    actor = GoldActor.model_validate(
        {"name": "White House", "mentions": mentions("000 White House", "003 The White House")}
    )
    clusters = (
        (Named("000", "trump administration", ("white house",)),),
        (Named("000", "white house"), Named("003", "kremlin", ("white house",))),
    )

    assert items_of([actor], clusters) == (Item(0, 1), Item(0, 1), Item(-1, 0))


def test_a_mention_without_a_record_stands_alone() -> None:
    """An actor whom no record names is not found together with anybody."""
    actor = GoldActor.model_validate({"name": "Putin", "mentions": mentions("000 Putin", "003 Putin")})

    result = b_cubed(items_of([actor], ((Named("000", "putin"),),)))

    assert result.linked_recall.value == 0.5
    assert result.linked_precision.value is None


def test_wilson_at_the_ends() -> None:
    """All hits leave room below, none leaves room above, more items leave less."""
    low, high = wilson(1.0, 3)
    assert (round(low, 4), high) == (0.4385, 1.0)
    assert wilson(0.0, 3)[0] == 0.0
    assert wilson(1.0, 30)[0] > low


def test_f1_holds_precision_and_recall() -> None:
    """F1 lies in its interval; with one side 0 it is 0, with one side unknown it is unknown."""
    precision, recall, nothing = share([True, False]), share([True, True, False]), Figure(value=None, n=0)

    both = f1(precision, recall)

    assert both.low is not None
    assert both.value is not None
    assert both.high is not None
    assert both.low < both.value < both.high
    assert f1(nothing, share([False])).value == 0.0
    assert f1(nothing, recall).value is None


@pytest.fixture
def faulty() -> DossierScore:
    """The score of a dossier with a missed relation, a spurious conflict and a trap."""
    base = rendered(gold())
    (trap,) = gold().lookalikes
    groups = [{"value": "a | b", "claims": [claim.model_dump()]} for claim in trap.claims]
    made = Relation.model_validate(relation("new", "contradict numeric hard") | {"groups": groups})
    kept = tuple(c for c in base.conflicts if c.id != "c-r01")
    return score(base.model_copy(update={"conflicts": (*kept, conflict_of(made))}), gold(), texts())


def test_the_terminal_names_every_fault(faulty: DossierScore) -> None:
    """Figures in columns, then what is missed, what is not borne out, and which trap fired."""
    page = "\n".join(text_lines(faulty))

    assert outcome_lines(faulty) == ["missed: r01 What of r01? [contradict, numeric, hard]"]
    assert len(extra_lines(faulty)) == 1
    assert "- missed: r01" in page
    assert "- conflict c-new What of new? [contradict, numeric, hard]: 000: a | b | 003: a | b" in page
    assert "(a fund, a pledge)" in page
    assert (
        next(line for line in text_lines(faulty) if line.startswith("hard conflicts")).split()[2] == "0.667"
    )


def test_markdown_is_escaped(faulty: DossierScore) -> None:
    """Tables are tables, and a claim's own bars do not end a cell or a line."""
    lines = markdown_lines(faulty)

    assert "|  | precision | of | recall | of | F1 | 95 % interval |" in lines
    assert any(line.startswith("- conflict c-new") and "a \\| b" in line for line in lines)
