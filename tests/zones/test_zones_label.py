"""`label` keeps every line of an article, drops furniture, and never loses a character."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summariser.document import EVIDENCE_ZONES, Zone, ZoneSpan
from summariser.zones import evidence_spans, label, zone_at
from tests.conftest import allowed
from tests.timing import cpu_seconds
from tests.zones import report

SEEDS = ("000", "001", "002", "003", "004")
PAGES = tuple(name for name in report.names() if not name.isdigit())
PARAGRAPHS = (
    "The assembly agreed on Monday to close the strait for three winters, and no ferry will run until then.",
    "Nobody had asked the fishermen, although the plan takes away two thirds of the waters they live from.",
)


def zone_of(text: str, line: str) -> Zone:
    """Return the zone of the last line of `text` that contains `line`."""
    return zone_at(label(text), text.rindex(line))


def tiles(zones: tuple[ZoneSpan, ...], text: str) -> bool:
    """Return whether spans cover `text` without gap or overlap, neighbours differing."""
    edges = [0, *(zone.end for zone in zones)]
    return (
        [zone.start for zone in zones] == edges[:-1]
        and edges[-1] == len(text)
        and all(zone.end > zone.start for zone in zones)
        and all(one.zone is not two.zone for one, two in pairwise(zones))
    )


@pytest.mark.parametrize("name", report.names())
def test_keeps_every_line_of_the_article(name: str) -> None:
    """A lost paragraph is worse than any furniture, so none is lost on any labelled page."""
    lost = [row for row in report.rows(name) if row.lost]

    assert lost == []


@pytest.mark.parametrize(("name", "floor"), [("000", 1.0), ("002", 0.95), ("003", 1.0), ("004", 1.0)])
def test_drops_the_furniture_of_the_seeds(name: str, floor: float) -> None:
    """At least 95 % of the furniture of the business site is dropped, all of it elsewhere."""
    found = report.figures(report.rows(name))

    assert found.dropped >= floor * found.furniture


def test_drops_most_furniture_of_other_layouts() -> None:
    """Over the pages of our own, nine lines of furniture in ten are dropped."""
    found = report.figures(tuple(row for name in PAGES for row in report.rows(name)))

    assert found.dropped >= 0.9 * found.furniture


@pytest.mark.parametrize("name", SEEDS)
def test_agrees_with_the_reader_on_the_zones_of_the_seeds(name: str) -> None:
    """Not only the side but the zone is the reader's, on at least 95 % of the lines."""
    found = report.figures(report.rows(name))

    assert found.exact >= 0.95 * (found.article + found.furniture)


def test_body_of_the_business_page_is_where_a_reader_sees_it(seed: Callable[[str], str]) -> None:
    """The article of seed 002 is half of its file; outside stand but its headline and captions."""
    text = seed("002")

    found = evidence_spans(label(text))

    assert found[0].of(text).strip() == "Secret U.S.-Russia talks led to plan that blindsided Ukraine"
    assert found[1].of(text).startswith(" Russian President Vladimir Putin speaks during a forum")
    assert found[-1].of(text).strip().endswith("back home or further east, toward Moscow.")


def test_highlights_stand_below_the_body(seed: Callable[[str], str]) -> None:
    """The "Story Highlights" of seed 004 are standfirst: evidence, but only where the body lacks the fact."""
    text = seed("004")

    assert zone_of(text, "- The peace plan is modeled after") is Zone.STANDFIRST
    assert zone_of(text, "The plan, reportedly modeled after") is Zone.BODY


def test_terms_of_the_explainer_are_list_items(seed: Callable[[str], str]) -> None:
    """Bullets inside an article are its list items."""
    assert zone_of(seed("003"), "Military Limits.") is Zone.LIST_ITEM


@pytest.mark.parametrize("name", report.names())
@pytest.mark.parametrize("newline", ["\r\n", "\r", "\u2028", "\x85"])
def test_newline_conventions_do_not_matter(name: str, newline: str) -> None:
    """Every newline convention gives the same zones, line by line."""
    text = report.page(name)
    other = text.replace("\n", newline)

    starts = [len("".join(text.splitlines(keepends=True)[:i])) for i in range(0, text.count("\n"), 7)]
    moved = [len("".join(other.splitlines(keepends=True)[:i])) for i in range(0, text.count("\n"), 7)]

    assert [zone_at(label(text), at) for at in starts] == [zone_at(label(other), at) for at in moved]


@pytest.mark.parametrize("name", report.names())
def test_an_article_without_its_furniture_is_kept_whole(name: str) -> None:
    """With all furniture cut out of a page, no line of its body is dropped."""
    furniture = {row.number for row in report.rows(name) if row.hand not in EVIDENCE_ZONES}
    body = {row.number for row in report.rows(name) if row.hand in (Zone.BODY, Zone.LIST_ITEM)}
    lines = list(enumerate(report.page(name).splitlines(keepends=True), 1))
    text = "".join(line for number, line in lines if number not in furniture)
    zones = label(text)

    start = 0
    lost = []
    for number, line in lines:
        if number in body and zone_at(zones, start) not in EVIDENCE_ZONES:
            lost.append(line)
        start += len(line) if number not in furniture else 0

    assert lost == []


@pytest.mark.parametrize(
    "line",
    [
        "By law, the region keeps its own courts.",
        "By Friday, both sides had signed.",
        "By Land and Sea",
        "Related to the ceasefire is the question of ports.",
        "Comments from the ministry were not available.",
        "Share prices fell.",
        "The agency's privacy policy will change, and personal data and cookies fall under section 4.",
        "“Join us today,” the rebel commander told the crowd.",
        "Join us today, he said, or lose everything.",
        "Support for the plan is falling: 31 percent today.",
        "The treaty reserves all rights; all rights reserved to the crown since 1911 end with it.",
        "Latest in a series of deals, the pact covers wool.",
        "Photo opportunities were cancelled.",
        "Read: the small print.",
        "No.",
        "€4.5bn",
        "Army: 600,000",
        "Phase 1",
        "— We will not sign, she said.",
        "Terms",
        "Options",
        "Navigation",
        "March 2026",
        "Summary",
        "Source: Joint Military Commission",
    ],
)
@pytest.mark.parametrize("blank", ["\n", "\n\n"])
def test_article_lines_that_look_like_furniture_are_kept(line: str, blank: str) -> None:
    """Inside an article, furniture words do not make furniture."""
    text = blank.join(["Strait closed for three winters", *PARAGRAPHS, line, *reversed(PARAGRAPHS)])

    assert zone_of(text, line) in EVIDENCE_ZONES


@pytest.mark.parametrize(
    ("line", "zone"),
    [
        ("Advertisement", Zone.PROMO_AD),
        ("Read More: Finland’s Stubb and Italy’s Meloni Spoke to Trump on Ukraine", Zone.RELATED_LINK),
        ("Lesen Sie auch: Was das neue Gesetz bedeutet", Zone.RELATED_LINK),
        ("Sign up for our newsletter and get the news in your inbox", Zone.PROMO_AD),
        ("Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod.", Zone.PLACEHOLDER),
        ("placeholder alt text", Zone.PLACEHOLDER),
        ("© 2025 The Harbour Post. All rights reserved.", Zone.FOOTER_LEGAL),
        ("Share", Zone.NAV),
        ("A ferry in the ice. Photo: Lena Vos", Zone.CAPTION),
        ("14:32", Zone.DATELINE),
    ],
)
def test_furniture_inside_an_article_is_named(line: str, zone: Zone) -> None:
    """Furniture between two paragraphs is not taken for one."""
    text = "\n\n".join(["Strait closed for three winters", *PARAGRAPHS, line, *reversed(PARAGRAPHS)])

    assert zone_of(text, line) is zone


def test_an_article_goes_on_after_a_box_of_links() -> None:
    """Links in mid-article end where the text resumes, its heading included."""
    text = "\n\n".join(
        [*PARAGRAPHS, "Related\nWhy ferries freeze\nA map of the ice", "Who pays", *PARAGRAPHS]
    )

    assert zone_of(text, "A map of the ice") is Zone.RELATED_LINK
    assert zone_of(text, "Who pays") is Zone.BODY


@pytest.mark.parametrize(
    "text",
    [
        "The two sides signed.",
        "Trump unveils plan",
        "Peace",
        "Сторони підписали угоду.",
        "Osapuolet allekirjoittivat sopimuksen",
        "x" * 5000,
        "word and the " * 500,
    ],
)
def test_a_text_of_one_line_is_body(text: str) -> None:
    """A single sentence, title or endless line is all there is, so it is kept."""
    (zone,) = label(text)

    assert zone.zone is Zone.BODY


def test_a_page_of_furniture_has_no_evidence() -> None:
    """A start page without an article gives nothing to summarise."""
    assert evidence_spans(label(report.page("furniture_only"))) == ()


def test_an_empty_text_has_no_zones() -> None:
    """Nothing is tiled by nothing; white space alone is no evidence."""
    assert label("") == ()
    assert evidence_spans(label(" \n\n\t")) == ()


def test_blank_lines_go_with_the_line_before() -> None:
    """A blank line takes the zone before it; at the top, that of the first line."""
    (zone,) = label("\n\n" + PARAGRAPHS[0] + "\n\n" + PARAGRAPHS[1] + "\n\n")

    assert zone.zone is Zone.BODY


_WORDS = st.sampled_from(
    [
        "Share",
        "Related",
        "By",
        "Sources:",
        "3 Comments",
        "Reply",
        "Highlights",
        "###",
        "ENDS",
        "- item",
        "1. One",
        "© 2025",
        "March 3, 2025",
        "Read more: this",
        "lorem ipsum dolor",
        "Home | News | Sport",
        "The plan was signed.",
        "A Title Like This",
        *PARAGRAPHS,
    ]
)
_TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(_WORDS, max_size=40).map("\n".join),
    st.lists(st.one_of(_WORDS, st.just(""), st.text(max_size=20)), max_size=40).map("\r\n".join),
)


@settings(max_examples=300, deadline=None)
@given(_TEXTS)
def test_zones_tile_any_text(text: str) -> None:
    """Whatever the text, spans are contiguous from 0 to its end, and neighbours differ."""
    assert tiles(label(text), text)


@settings(max_examples=200, deadline=None)
@given(_TEXTS)
def test_zones_hold_whole_lines(text: str) -> None:
    """A zone never changes inside a line."""
    starts = {0}
    for line in text.splitlines(keepends=True):
        starts.add(max(starts) + len(line))

    assert {zone.start for zone in label(text)} <= starts


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=12), st.sampled_from(["\n", "\n\n"]))
def test_prose_alone_is_body(paragraphs: list[str], blank: str) -> None:
    """A text of paragraphs and nothing else loses none."""
    text = blank.join(paragraphs)

    assert {zone.zone for zone in label(text)} == {Zone.BODY}


_ODD = {
    "one word": "x",
    "white space": "a" + " " * 60 + "b | ",
    "questions": "?",
    "brackets": "[1](",
    "commas": ",,,,a",
    "short lines": "ab\n",
    "end marks": "ENDS\n",
    "bylines": "By\nAna Ruiz\n",
    "comments": "Comments\nAna says:\nReply\n",
    "links": "Related\nWhy the storm hit\n",
    "sources": f"Sources\n{PARAGRAPHS[0]}\n",
    "titles": "A Title Like This One\n",
    "bullets": "- No.\n",
    "quotations": "“Nobody owns the deep water here.”\n",
    "running heads": "The header of page 12\n",
}


@pytest.mark.no_cover
@pytest.mark.parametrize("kind", _ODD)
def test_time_grows_with_the_length(kind: str) -> None:
    """Eight times the text takes about eight times as long, and never its square, whatever it is made of."""
    unit = _ODD[kind]

    def seconds(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        return cpu_seconds(lambda: label(text), tries=3)

    assert seconds(80_000) < 30 * max(seconds(10_000), 0.004)


@pytest.mark.no_cover
def test_a_megabyte_of_articles_takes_about_a_second(seed: Callable[[str], str]) -> None:
    """A megabyte of real pages is labelled in well under three seconds of processor time."""
    text = ("\n".join(map(seed, SEEDS)) * 30)[:1_000_000]

    start = time.process_time()
    label(text)

    assert time.process_time() - start < allowed(3)
