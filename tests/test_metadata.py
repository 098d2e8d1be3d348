"""`describe` says what the article, its markup and its user say of it, and who said what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summariser.document import Document, Given
from summariser.metadata import describe
from summariser.records import DocumentMeta
from summariser.records.vocabulary import Genre
from summariser.zones import label
from tests.zones import report

BODY = (
    "The assembly agreed on Monday to close the strait for three winters, and no ferry will run until then. "
    "Nobody had asked the fishermen, although the plan takes away two thirds of the waters they live from.\n"
)


def meta(text: str, *, found: Given | None = None, **user: str | None) -> DocumentMeta:
    """Return the metadata of a text, with what its markup and its user say."""
    document = Document.from_text(text, id="a", **user)
    return describe(document.model_copy(update={"found": found or Given()}), label(text))


def day(described: DocumentMeta) -> date | None:
    """Return the day the article is dated, None when it is not dated to the day."""
    published = described.published
    return published.start if published and published.granularity == "day" else None


def value(described: DocumentMeta, name: str) -> str | None:
    """Return the value of a field."""
    field = getattr(described, name)
    return field.value if field else None


def test_reads_a_byline_with_publisher_and_date(seed: Callable[[str], str]) -> None:
    """Seed 000 names two writers, their paper and the day in one line."""
    text = seed("000")

    found = meta(text)

    assert value(found, "byline") == "Farnaz Fassihi and Keith Bradsher"
    assert value(found, "publisher") == "The New York Times"
    assert day(found) == date(2025, 11, 24)
    assert found.published is not None
    assert found.published.surface == "November 24, 2025"


def test_joins_a_byline_of_many_lines(seed: Callable[[str], str]) -> None:
    """Seed 002 prints every name twice on lines of their own, and the agency last."""
    text = seed("002")

    found = meta(text)

    assert value(found, "byline") == "Natalia Drozdiak, Alberto Nardelli and Mario Parker"
    assert value(found, "publisher") == "Bloomberg"
    assert found.byline is not None
    assert found.byline.span is not None
    assert found.byline.span.of(text).split("\n")[0] == "Natalia Drozdiak"
    assert found.byline.span.of(text).endswith("Mario Parker")


def test_dates_the_business_page_by_its_dateline(seed: Callable[[str], str]) -> None:
    """The December dates of seed 002 stand in links and date nothing."""
    found = meta(seed("002"))

    assert found.published is not None
    assert found.published.surface.startswith("November 23, 2025, 6:57 PM")
    assert day(found) == date(2025, 11, 23)


def test_reads_a_month_from_brackets_in_the_headline(seed: Callable[[str], str]) -> None:
    """Seed 003 is dated to the month by its title."""
    found = meta(seed("003"))

    assert found.published is not None
    assert (found.published.surface, found.published.granularity) == ("November 2025", "month")
    assert (found.published.start, found.published.end) == (date(2025, 11, 1), date(2025, 11, 30))


@pytest.mark.parametrize("name", ["001", "004"])
def test_says_nothing_where_the_text_says_nothing(name: str, seed: Callable[[str], str]) -> None:
    """Seeds without byline and date get none, not a guess."""
    found = meta(seed(name))

    assert (found.byline, found.publisher, found.published, found.url) == (None, None, None, None)
    assert set(found.origin) <= {"headline"}


@pytest.mark.parametrize(
    ("name", "headline"),
    [
        (
            "000",
            "Trump’s Ukraine Peace Plan Backfires, Exposing Secret U.S.-Russia Talks and Sparking Ally Revolt",
        ),
        ("001", "US Drafts Russia-Friendly Ukraine Peace Plan, Sparking Diplomatic Crisis"),
        ("002", "Secret U.S.-Russia talks led to plan that blindsided Ukraine"),
        ("003", "Leaked US Draft Plan Shocks Ukraine and Allies (November 2025)"),
        ("004", None),
        ("markdown", "Rail freight pact: what the four governments agreed"),
        ("newsletter", "The housing deal nobody expected"),
        ("interview", "“We will not sign a map we have not seen”"),
        ("chinese", "四国签署北湾渔业协定"),
    ],
)
def test_reads_the_headline(name: str, headline: str | None) -> None:
    """The headline is the page's own, without markup, and none is made up."""
    assert value(meta(report.page(name)), "headline") == headline


@pytest.mark.parametrize(
    ("name", "byline", "published"),
    [
        ("wire_dateline", "Oona Tarrant and Piet Halloran", date(2025, 3, 4)),
        ("blog_comments", "Wenna Calloway", date(2024, 5, 14)),
        ("cookie_banner", "Amadou Keller", date(2023, 9, 18)),
        ("german", "Hedwig Ammersbek", date(2024, 4, 11)),
        ("ukrainian", "Оксана Верес", date(2024, 6, 12)),
        ("opinion_spanish", "Leocadia Ferrán", date(2023, 5, 21)),
        ("french", "Maëlle Quéric", date(2023, 11, 14)),
        ("chinese", None, date(2024, 7, 3)),
        ("press_release", None, date(2022, 6, 9)),
        ("magazine", "Tamsin Orde", None),
        ("councilpaper", "Dell Marrow", None),
        ("broadcaster", "Mina Castellan", None),
        ("bill_text", None, None),
    ],
)
def test_reads_writers_and_dates_of_other_layouts(
    name: str, byline: str | None, published: date | None
) -> None:
    """Bylines and datelines are read in several layouts and languages."""
    found = meta(report.page(name))

    assert (value(found, "byline"), day(found)) == (byline, published)


def test_reads_the_dateline_that_opens_an_agency_report() -> None:
    """The place, day and agency before the dash of a first paragraph are a dateline."""
    found = meta(f"Strait closed for three winters\n\nPORT CALDER, March 4, 2025 (Northwire) - {BODY}")

    assert (day(found), value(found, "publisher")) == (date(2025, 3, 4), "Northwire")


def test_a_date_in_the_body_is_no_dateline() -> None:
    """A paragraph that mentions a day does not date the article."""
    found = meta(
        f"Strait closed for three winters\n\nOn March 4, 2025 - a Tuesday - the talks failed. {BODY}"
    )

    assert found.published is None


@pytest.mark.parametrize("name", report.names())
def test_spans_say_what_the_values_say(name: str) -> None:
    """A value from the text stands in the text; a joined one starts and ends with its span."""
    text = report.page(name)
    found = meta(text)

    for field in (found.headline, found.byline, found.publisher):
        if field and field.span:
            quoted = field.span.of(text)
            assert quoted == field.value or (quoted[:4], quoted[-4:]) == (field.value[:4], field.value[-4:])
    dated = found.origin.get("published") == "text"
    assert dated == (found.published_span is not None)
    if found.published and found.published_span:
        assert found.published_span.of(text) == found.published.surface


def test_the_user_fills_what_the_text_does_not_say(seed: Callable[[str], str]) -> None:
    """Values of the user's are taken into gaps and marked as theirs."""
    found = meta(
        seed("001"), author="Ana Ruiz", publisher="The Ledger", date="2025-11-26", url="https://a.example"
    )

    assert (value(found, "byline"), value(found, "publisher")) == ("Ana Ruiz", "The Ledger")
    assert (day(found), found.url) == (date(2025, 11, 26), "https://a.example")
    assert found.origin == {
        "headline": "text",
        "byline": "user",
        "publisher": "user",
        "published": "user",
        "url": "user",
    }
    assert found.clashes == ()


def test_the_text_wins_over_the_user_and_says_so(seed: Callable[[str], str]) -> None:
    """Where user and text disagree the text is kept, with one sentence for each field."""
    found = meta(seed("000"), publisher="The Guardian", date="2025-11-20", title="Another title")

    assert value(found, "publisher") == "The New York Times"
    assert day(found) == date(2025, 11, 24)
    assert len(found.clashes) == 3
    assert any("The Guardian" in clash for clash in found.clashes)


def test_a_shorter_form_is_no_clash(seed: Callable[[str], str]) -> None:
    """Case, typography and a missing article do not make two values disagree."""
    found = meta(seed("000"), publisher="new york times", date="24 November 2025")

    assert found.clashes == ()


def test_a_day_of_the_users_makes_the_texts_month_exact(seed: Callable[[str], str]) -> None:
    """A day inside the text's month anchors weekdays and is no clash."""
    found = meta(seed("003"), date="2025-11-22")

    assert (day(found), found.origin["published"], found.clashes) == (date(2025, 11, 22), "user", ())


def test_a_day_outside_the_texts_month_is_a_clash(seed: Callable[[str], str]) -> None:
    """A day of another month does not override the text's."""
    found = meta(seed("003"), date="2025-12-22")

    assert found.published is not None
    assert found.published.granularity == "month"
    assert len(found.clashes) == 1


def test_a_date_nobody_can_read_is_not_lost_silently(seed: Callable[[str], str]) -> None:
    """A user's date that is none is reported."""
    found = meta(seed("001"), date="soon")

    assert found.published is None
    assert found.clashes == ("The user's date 'soon' cannot be read.",)


def test_markup_comes_between_text_and_user(seed: Callable[[str], str]) -> None:
    """What the page's markup says fills gaps before the user's values do."""
    markup = Given(title="From the markup", author="Ana Ruiz", date="2025-11-26T08:00:00Z")

    found = meta(seed("001"), found=markup, author="Piet Halloran", publisher="The Ledger")

    assert (
        value(found, "headline") == "US Drafts Russia-Friendly Ukraine Peace Plan, Sparking Diplomatic Crisis"
    )
    assert (value(found, "byline"), found.origin["byline"]) == ("Ana Ruiz", "html")
    assert (value(found, "publisher"), found.origin["publisher"]) == ("The Ledger", "user")
    assert day(found) == date(2025, 11, 26)


@pytest.mark.parametrize(
    ("name", "genre"),
    [
        ("opinion_spanish", Genre.OPINION),
        ("interview", Genre.INTERVIEW),
        ("explainer_table", Genre.ANALYSIS),
        ("002", Genre.UNKNOWN),
        ("furniture_only", Genre.UNKNOWN),
    ],
)
def test_the_genre_comes_from_a_label_beside_the_headline(name: str, genre: Genre) -> None:
    """A menu entry called "Opinion" does not make an opinion piece; a label does."""
    assert meta(report.page(name)).genre is genre


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("000", "en"),
        ("german", "de"),
        ("ukrainian", "uk"),
        ("opinion_spanish", "es"),
        ("french", "fr"),
        ("polish", "pl"),
        ("italian", "it"),
        ("russian_agency", "ru"),
        ("chinese", "zh"),
        ("arabic", "ar"),
        ("furniture_only", "und"),
    ],
)
def test_tells_the_language_of_the_article(name: str, code: str) -> None:
    """The language is that of the evidence zones, `und` without any."""
    assert meta(report.page(name)).language == code


def test_counts_the_furniture(seed: Callable[[str], str]) -> None:
    """Half of seed 002 is furniture, nothing of seed 001 is, and an empty text has none."""
    assert meta(seed("002")).furniture_share == pytest.approx(0.5, abs=0.02)
    assert meta(seed("001")).furniture_share == 0.0
    assert meta("").furniture_share == 0.0


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                ["By", "By Ana  Ruiz and", "Ana Ruiz", "# A title here | Site", "The Ledger", "May 32, 2025"]
            ),
            st.sampled_from(["Posted on 31.02.2025 by Ana Ruiz", 'title: "x', "PARIS (AFP) - x.", BODY]),
            st.text(max_size=30),
        ),
        max_size=12,
    )
)
def test_any_text_can_be_described(lines: list[str]) -> None:
    """Whatever the page, there is an answer, and its share of furniture is one."""
    assert 0.0 <= meta("\n".join(lines)).furniture_share <= 1.0
