"""Long articles: parts within the budget, nothing lost at a seam, duplicates merged."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from summariser.chunks import merge, split
from summariser.document import Span, Zone
from summariser.records import Actor, Event, Evidence, Proved


def paragraphs(text: str) -> tuple[Span, ...]:
    """Return one span for each line that holds something."""
    spans, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append(Span(start=start, end=start + len(line)))
        start += len(line) + 1
    return tuple(spans)


lines = st.lists(st.text("ab .", min_size=1, max_size=60), min_size=1, max_size=30)


@given(lines, st.integers(min_value=1, max_value=40))
def test_every_character_is_shown_and_no_part_is_too_large(texts: list[str], budget: int) -> None:
    """Parts tile the paragraphs, each within the budget in characters."""
    text = "\n".join(texts)
    wanted = paragraphs(text)

    parts = split(wanted, text, budget=budget, measure=len)

    shown = {i for part in parts for span in part for i in range(span.start, span.end)}
    assert shown == {i for span in wanted for i in range(span.start, span.end)}
    assert all(sum(span.end - span.start for span in part) <= budget for part in parts)


def test_a_short_article_is_one_part() -> None:
    """Nothing is split that fits."""
    text = "One.\nTwo.\nThree."

    assert split(paragraphs(text), text, budget=100, measure=len) == (paragraphs(text),)


def test_a_part_repeats_the_paragraph_before_it() -> None:
    """A pronoun at a seam keeps the paragraph that names its person."""
    text = "\n".join(f"Paragraph {n}." for n in range(6))

    first, second, *_ = split(paragraphs(text), text, budget=40, measure=len)

    assert second[0] == first[-1]


def evidence(start: int, end: int) -> Evidence:
    """Return evidence at a span; merging looks at nothing else of it."""
    return Evidence(document="a", quote="", span=Span(start=start, end=end), zone=Zone.BODY, match="exact")


def actor(name: str, *forms: str, at: int = 0) -> Proved:
    """Return a proved actor."""
    record = Actor(name=name, surface_forms=list(forms), type="person", primary_role="drafter", quotes=["x"])
    return Proved(record, (evidence(at, at + 9),))


def event(kind: str, at: int) -> Proved:
    """Return a proved event."""
    record = Event(kind=kind, participants=[], statement=f"At {at}", hedge="asserted", quotes=["x"])
    return Proved(record, (evidence(at, at + 9),))


def test_an_actor_found_in_two_parts_is_one_with_all_names() -> None:
    """The name identifies an actor; surface forms and evidence are united."""
    parts = [[actor("Ilse Brandau", "Ilse Brandau")], [actor("Ilse Brandau", "Ms. Brandau", at=50)]]

    (one,) = merge(parts)

    assert isinstance(one.record, Actor)
    assert one.record.surface_forms == ["Ilse Brandau", "Ms. Brandau"]
    assert [item.span.start for item in one.evidence] == [0, 50]


def test_events_are_one_only_where_their_evidence_overlaps() -> None:
    """Two meetings are two; the one in the overlap of two parts is one; kinds never mix."""
    parts = [[event("meeting", 0), event("meeting", 100)], [event("meeting", 105), event("visit", 100)]]

    merged = merge(parts)

    assert [(str(p.record.kind), p.evidence[0].span.start) for p in merged] == [  # type: ignore[attr-defined]
        ("meeting", 0),
        ("meeting", 100),
        ("visit", 100),
    ]


def test_twins_inside_one_part_stay_two() -> None:
    """What a model lists twice in one answer is its own statement, not a seam."""
    assert len(merge([[event("meeting", 0), event("meeting", 0)]])) == 2
