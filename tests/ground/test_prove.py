"""A record is proved by its quotes, or gets a reason: on real sentences of the seeds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from summariser.document import Document, Zone
from summariser.ground import Page, candidate_sentences, ground, prove, same_identity
from summariser.profiles import load_profile
from summariser.records import Actor, DisputedPoint, Event, PlanTerm, Proved, Reaction, Record
from summariser.zones import label

CAP = "Ukraine’s army would be capped at roughly 600,000 troops – about half its current size"
NATO = "By law, Ukraine would bar itself from ever joining NATO"
ADMIT = "NATO countries would likewise agree never to admit Ukraine"


@pytest.fixture
def page(seed: Callable[[str], str]) -> Callable[[str], Page]:
    """Return a function from a seed's prefix to its page."""

    def make(prefix: str) -> Page:
        document = Document.from_text(seed(prefix), id=prefix)
        return Page.of(document, label(document.text), holidays=load_profile("peace").holidays)

    return make


def term(**changes: Any) -> PlanTerm:  # noqa: ANN401 - fields of the record
    """Return the army cap of seed 003, as a careful model would fill it."""
    fields: dict[str, Any] = {
        "plan": "main",
        "category": "force_limits",
        "topic": "army size cap",
        "statement": "Ukraine would cap its army.",
        "obligor": ["Ukraine"],
        "force": "obligation",
        "value": "roughly 600,000 troops",
        "status": "proposed",
        "hedge": "asserted",
        "quotes": [CAP],
    }
    return PlanTerm(**(fields | changes))


def reaction(**changes: Any) -> Reaction:  # noqa: ANN401 - fields of the record
    """Return Zelensky's rejection in seed 000."""
    fields: dict[str, Any] = {
        "speaker": "Zelensky",
        "target": "plan",
        "stance": "oppose",
        "act": "rejection",
        "hedge": "attributed",
        "summary": "He rejected it.",
        "quotes": ["Mr. Zelensky rejected it outright, calling it “capitulation disguised as peace,”"],
    }
    return Reaction(**(fields | changes))


def reasons(record: Record, page: Page) -> list[tuple[str, str]]:
    """Return reason and field of everything that is wrong with a record."""
    return [(str(failure.reason), failure.field) for failure in prove(record, page).failures]


def test_a_true_record_is_proved_with_its_span(page: Callable[[str], Page]) -> None:
    """The evidence is the article's own characters, in the zone they stand in."""
    proof = prove(term(quotes=[CAP.replace("’", "'").replace("–", "-")]), page("003"))

    (evidence,) = proof.evidence
    assert proof.failures == ()
    assert evidence.quote == CAP == evidence.span.of(page("003").text)
    assert (evidence.zone, evidence.match) == (Zone.LIST_ITEM, "folded")


@pytest.mark.parametrize(
    ("changes", "reason", "field"),
    [
        ({"quotes": []}, "no_quote", "quotes"),
        ({"quotes": [CAP.replace("600,000", "500,000")]}, "quote_not_found", "quotes.0"),
        ({"quotes": [CAP, "an army of one million"]}, "quote_not_found", "quotes.1"),
        ({"value": "500,000 troops"}, "value_not_in_evidence", "value"),
        ({"value": "600"}, "value_not_in_evidence", "value"),
        ({"deadline": "within 100 days"}, "value_not_in_evidence", "deadline"),
        ({"places": ["Crimea"]}, "value_not_in_evidence", "places.0"),
        (
            {"statement": "Ukraine would cap its army at 100,000 troops."},
            "figure_not_in_evidence",
            "statement",
        ),
        ({"topic": "cap of 2026"}, "figure_not_in_evidence", "topic"),
        ({"condition": "if 3 states sign"}, "figure_not_in_evidence", "condition"),
        ({"obligor": ["Brazil"]}, "name_not_in_evidence", "obligor.0"),
        ({"plan_label": "the Camp Miami accord"}, "not_in_article", "plan_label"),
    ],
)
def test_every_false_field_is_named(
    changes: dict[str, Any], reason: str, field: str, page: Callable[[str], Page]
) -> None:
    """Whatever the quotes do not show is a failure that names its field."""
    assert (reason, field) in reasons(term(**changes), page("003"))


def test_words_computable_from_the_evidence_are_no_invention(page: Callable[[str], Page]) -> None:
    """A rounded hedge may go, and half may be written as a share."""
    record = term(statement="Ukraine would cap its army at 600,000 troops, 50 percent of today's size.")

    assert reasons(record, page("003")) == []


def test_furniture_is_never_evidence(page: Callable[[str], Page]) -> None:
    """A sentence that stands only in a link title proves nothing."""
    record = term(
        statement="A debt is to blame.",
        value=None,
        obligor=[],
        quotes=[
            "The $38 trillion national debt is to blame for over $1 trillion in annual interest payments"
        ],
    )

    assert ("quote_in_furniture", "quotes.0") in reasons(record, page("002"))


def test_the_body_is_preferred_to_the_headline(page: Callable[[str], Page]) -> None:
    """Of two places that say the same, the one in the better zone is kept."""
    (evidence, *_) = prove(term(quotes=["peace plan"]), page("001")).evidence

    assert evidence.zone is Zone.BODY


@pytest.mark.parametrize(
    ("changes", "quote"),
    [
        (
            {"force": "permission", "statement": "NATO would admit Ukraine.", "obligor": ["NATO"]},
            "admit Ukraine",
        ),
        ({"force": "obligation", "statement": "Ukraine would join NATO."}, "joining NATO"),
    ],
)
def test_cutting_off_a_negation_is_a_rejection(
    changes: dict[str, Any], quote: str, page: Callable[[str], Page]
) -> None:
    """The clause around a quote says "never" or "bar", the record does not: it is no proof."""
    record = term(value=None, quotes=[quote], **changes)

    assert ("negation_cut", "quotes") in reasons(record, page("003"))


def test_a_prohibition_agrees_with_the_negation_around_it(page: Callable[[str], Page]) -> None:
    """Where the record says that it is barred, the bar in the clause is what it says."""
    record = term(value=None, force="prohibition", statement="Ukraine may not join NATO.", quotes=[NATO])

    assert reasons(record, page("003")) == []


def test_a_benefit_read_out_of_a_negated_sentence_is_a_rejection(page: Callable[[str], Page]) -> None:
    """The quote shows the "never", and the record turns it into a permission."""
    record = term(
        value=None,
        force="permission",
        statement="NATO would admit Ukraine.",
        obligor=["NATO"],
        quotes=[ADMIT],
    )

    assert ("polarity", "quotes") in reasons(record, page("003"))


def test_a_pronoun_is_resolved_in_the_paragraph(page: Callable[[str], Page]) -> None:
    """A pronoun in the evidence stands for a name of the same paragraph, and for no other."""
    quote = "He also proposed capping Ukraine's military strength"
    by = {"form": "paraphrase", "visibility": "named", "via": []}
    record = term(value=None, quotes=[quote], attribution={"speaker": "Kirill Dmitriev", **by})
    other = term(value=None, quotes=[quote], attribution={"speaker": "Angus King", **by})

    assert reasons(record, page("001")) == []
    assert reasons(other, page("001")) == [("name_not_in_evidence", "attribution.speaker")]


def test_a_speaker_must_be_named_where_it_is_said(page: Callable[[str], Page]) -> None:
    """Another actor of the same article is not the speaker."""
    assert reasons(reaction(), page("000")) == []
    assert reasons(reaction(speaker="Jimmy Kimmel"), page("000")) == [("name_not_in_evidence", "speaker")]


def test_a_name_completed_from_elsewhere_is_refused(page: Callable[[str], Page]) -> None:
    """The quote says "Zelensky": the article calls him Volodymyr, so Boris is not his name."""
    full = reaction(speaker="Volodymyr Zelensky")
    other = reaction(speaker="Boris Zelensky")

    assert reasons(full, page("000")) == []
    assert reasons(other, page("000")) == [("not_in_article", "speaker")]


def test_an_office_is_kept_as_stated_even_if_it_is_wrong(page: Callable[[str], Page]) -> None:
    """The article's words decide, not what the world knows; another office is refused."""
    actor = Actor(
        name="Mike Pompeo",
        surface_forms=["Mike Pompeo"],
        type="person",
        primary_role="mentioned",
        office_as_stated="Secretary of State",
        quotes=["tagged Secretary of State Mike Pompeo"],
    )

    assert reasons(actor, page("000")) == []
    assert reasons(actor.model_copy(update={"office_as_stated": "former Secretary"}), page("000")) == [
        ("not_in_article", "office_as_stated")
    ]


def test_a_dispute_needs_two_holders(page: Callable[[str], Page]) -> None:
    """One side alone is incomplete; each side is proved by its own quotes."""
    wrote = "the peace proposal was authored by the US"
    russian = "the 28-point plan is a Russian proposal"
    sides = [
        {"holder": "Rubio", "claim": "The US wrote it.", "quotes": [f"Rubio later wrote on X that {wrote}"]},
        {"holder": "Mike Rounds", "claim": "Russia wrote it.", "quotes": ["US Senator Mike Rounds", russian]},
    ]
    point = DisputedPoint(question="Who wrote it?", type="provenance_authorship", positions=sides)
    alone = point.model_copy(update={"positions": point.positions[:1]})

    assert reasons(point, page("002")) == []
    assert len(prove(point, page("002")).evidence) == 3
    assert reasons(alone, page("002")) == [("incomplete", "")]


def test_values_are_computed_from_the_words(page: Callable[[str], Page]) -> None:
    """Quantities and times come from code, by field name, with their bounds."""
    (cap,) = ground([_proved(term(), page("003"))], "plan_terms", page("003"))
    visit = Event(
        kind="visit",
        participants=["Dan Driscoll"],
        places=["Kyiv"],
        when=["November 19"],
        statement="Driscoll visited Kyiv on November 19.",
        hedge="asserted",
        quotes=[
            "US Army Secretary Dan Driscoll reminded Ukrainian officials during his November 19 visit to Kyiv"
        ],
    )
    (seen,) = ground([_proved(visit, page("001"))], "events", page("001"))

    assert [(q.low, q.unit, q.qualifier) for q in cap.values["value"]] == [(600_000, "troop", "approx")]  # type: ignore[union-attr]
    assert [(t.granularity, t.resolved) for t in seen.values["when"]] == [("day", False)]  # type: ignore[union-attr]


def test_ids_are_stable_and_apart(page: Callable[[str], Page]) -> None:
    """The id depends on article, type and first span; two records of one span are told apart."""
    first, second = (_proved(term(topic=topic), page("003")) for topic in ("army size", "size of the army"))

    together = ground([first, second], "plan_terms", page("003"))

    assert ground([first], "plan_terms", page("003"))[0].id == together[0].id
    assert together[0].id != together[1].id
    assert ground([first], "events", page("003"))[0].id != together[0].id


def test_a_correction_may_not_change_what_the_record_is_about() -> None:
    """Speaker, name and category stay; the rest may be corrected."""
    changed = same_identity(reaction(), reaction(speaker="Macron"))

    assert changed is not None
    assert (changed.reason, changed.field) == ("identity_changed", "speaker")
    assert same_identity(reaction(), reaction(stance="concern", summary="Another wording.")) is None


def test_candidate_sentences_are_those_that_share_most_words(page: Callable[[str], Page]) -> None:
    """A re-ask offers the sentences that a wrong quote may have meant, in reading order."""
    record = term(quotes=["Ukraine's army is capped at 600,000 soldiers, half its current size"])

    found = candidate_sentences(record, page("003"))

    assert len(found) == 3
    assert any(CAP in sentence for sentence in found)


def _proved(record: Record, page: Page) -> Proved:
    proof = prove(record, page)
    assert proof.failures == ()
    return Proved(record, proof.evidence)
