"""The HTML report: one file that says where everything stands, and obeys nothing it was given."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from html import unescape
from random import Random
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from summariser.document import Span, Zone, ZoneSpan
from summariser.records import BUILT_IN, Grounded, Record, RecordType, Slot
from summariser.report.contents import Contents
from summariser.report.page import PageInput, Tokens, render, write
from summariser.report.page.lookup import fragment
from summariser.report.page.marked import stretches
from summariser.report.page.render import assets
from tests.report.page_inputs import large_page, seed_page
from tests.report.page_reader import Reader, ids, read


@pytest.fixture(scope="module")
def given_page() -> PageInput:
    """Return what the page of the five seeds is made from."""
    return seed_page()


@pytest.fixture(scope="module")
def page(given_page: PageInput) -> bytes:
    """Return the page of the five seeds."""
    return render(given_page)


@pytest.fixture(scope="module")
def reader(page: bytes) -> Reader:
    """Return the page of the five seeds, read."""
    return read(page)


def test_every_link_leads_somewhere_on_the_page(reader: Reader) -> None:
    """No link is dead, no id is there twice, and none leads off the page but an article's own address."""
    found = ids(reader)
    links = [element.attributes["href"] or "" for element in reader.elements if "href" in element.attributes]

    assert len(found) == len(set(found))
    assert {link for link in links if link[1:] not in set(found)} == {"data:,"}


def test_every_record_and_comparison_can_be_pointed_at(given_page: PageInput, reader: Reader) -> None:
    """The stable id of every kept record, conflict and agreement is a fragment of the page."""
    assert given_page.dossier is not None
    records = {
        kept.id for summary in given_page.summaries for items in summary.records.values() for kept in items
    }
    conflicts = {conflict.id for conflict in given_page.dossier.conflicts}
    agreements = {agreement.id for agreement in given_page.dossier.agreements}

    assert records | conflicts | agreements <= set(ids(reader))


def test_every_cell_leads_to_its_sentence(given_page: PageInput, page: bytes) -> None:
    """What a cell links to begins with the words of the record's first quote."""
    assert given_page.dossier is not None
    by_id = {kept.id: kept for summary in given_page.summaries for kept in summary.plan_terms}
    text = page.decode()
    cells = [cell for row in given_page.dossier.coverage for cell in row.cells if cell.records]

    for cell in cells:
        first = by_id[cell.records[0]].evidence[0]
        place = f"{fragment(cell.document)}:{first.span.start}-{first.span.end}"
        start = re.search(rf'id="{re.escape(place)}">(?:</a>)?(?:<a [^>]*></a>)*([^<]*)', text)
        assert f'href="#{place}"' in text
        assert start
        words = unescape(start[1])
        assert first.quote.startswith(words) or words.startswith(first.quote)
    assert len(cells) > 30


def test_the_page_runs_nothing_but_its_own_script(page: bytes, reader: Reader) -> None:
    """One style and one script, each with its digest in the policy; no inline style, handler or source."""
    text = page.decode()
    policy = next(e.attributes["content"] for e in reader.elements if "http-equiv" in e.attributes) or ""
    names = {name for element in reader.elements for name in element.attributes}

    for tag in ("style", "script"):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert not {
        name for name in names if name.startswith("on") or name in ("style", "src", "srcset", "action")
    }
    assert "</" not in assets().style
    assert "</" not in assets().script


def test_nothing_is_fetched(page: bytes, reader: Reader) -> None:
    """No element, style or script names an address; the articles of the seeds give none."""
    assert [
        e for e in reader.elements if e.tag in ("img", "iframe", "object", "embed", "video", "audio", "base")
    ] == []
    assert not re.search(
        r"url\(|@import|https?:|fetch\(|XMLHttpRequest|import\(|innerHTML|eval\(",
        assets().style + assets().script,
    )
    assert b"https://" not in page


def test_the_same_input_makes_the_same_bytes(given_page: PageInput, page: bytes) -> None:
    """The order of mappings, which is that of arrival, does not show."""
    chance = Random(7)  # noqa: S311 - not a secret
    summaries = [
        summary.model_copy(
            update={
                "records": _turned(summary.records, chance),
                "answered_by": _turned(summary.answered_by, chance),
            }
        )
        for summary in given_page.summaries
    ]
    turned = given_page._replace(summaries=tuple(summaries), texts=_turned(given_page.texts, chance))

    assert render(turned) == page


def test_the_words_of_every_article_are_whole(given_page: PageInput, page: bytes) -> None:
    """No character of an article is lost to highlighting or folding."""
    parts = re.findall(
        r'<div class="text"[^>]*>(.*?)</div></details>\n</div>\n</article>', page.decode(), re.DOTALL
    )

    shown = [unescape(re.sub(r"<summary>.*?</summary>|<[^>]*>", "", part)) for part in parts]

    assert [re.sub(r"\s+", "", each) for each in shown] == [
        re.sub(r"\s+", "", given_page.texts[summary.meta.id]) for summary in given_page.summaries
    ]


@given(data=st.data(), text=st.text(min_size=1, max_size=60))
def test_stretches_lose_no_character(data: st.DataObject, text: str) -> None:
    """Whatever zones and spans overlap, the pieces are the text, and every span begins at one of them."""
    spots = st.integers(0, len(text))
    pairs = st.tuples(spots, spots).map(sorted)
    spans = [Span(start=start, end=end) for start, end in data.draw(st.lists(pairs, max_size=8))]
    zones = [
        ZoneSpan(start=start, end=end, zone=data.draw(st.sampled_from(list(Zone))))
        for start, end in data.draw(st.lists(pairs, max_size=5))
    ]

    found = stretches("d", text, zones, spans)

    pieces = [piece for stretch in found for piece in stretch.pieces]
    assert "".join(piece.text for piece in pieces) == text
    assert {place for piece in pieces for place in piece.places} == {
        f"d:{span.start}-{span.end}" for span in spans if span.start < span.end
    }
    covered = {at for span in spans for at in range(span.start, span.end)}
    marked = {
        at
        for piece in pieces
        if piece.start is not None
        for at in range(piece.start, piece.start + len(piece.text))
    }
    assert marked == covered


def test_furniture_is_folded_and_evidence_is_not() -> None:
    """Menus are folded away, author and date before the text are greyed, the body stands as it is."""
    text = "Menu\nBy A. Writer\nThe plan has 28 points.\nRead more"
    zones = [
        ZoneSpan(start=0, end=5, zone=Zone.NAV),
        ZoneSpan(start=5, end=18, zone=Zone.BYLINE),
        ZoneSpan(start=18, end=42, zone=Zone.BODY),
        ZoneSpan(start=42, end=51, zone=Zone.RELATED_LINK),
    ]

    found = stretches("d", text, zones, [])

    assert [(each.sort, each.zones) for each in found] == [
        ("furniture", "nav"),
        ("aside", "byline"),
        ("article", "body"),
        ("furniture", "related link"),
    ]


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a?b=1", True),
        ("javascript:alert(1)", False),
        ("https://user@example.org", False),
    ],
)
def test_only_a_plain_address_becomes_a_link(given_page: PageInput, url: str, linked: bool) -> None:  # noqa: FBT001 - a table of cases
    """An address that is not plain http(s) is shown as text; a link sends no referrer and no opener."""
    first = given_page.summaries[0]
    changed = first.model_copy(update={"meta": first.meta.model_copy(update={"url": url})})

    found = read(render(given_page._replace(summaries=(changed, *given_page.summaries[1:]))))

    links = [each.attributes for each in found.elements if each.attributes.get("href") == url]
    assert [each["rel"] for each in links] == (["noopener noreferrer external"] if linked else [])
    assert any(url in words for words in found.words)


def test_rejected_records_are_shown_with_their_reason(given_page: PageInput, page: bytes) -> None:
    """A record that could not be proved is listed with why; it is no kept record."""
    (item,) = (item for summary in given_page.summaries for item in summary.rejected)

    text = page.decode()

    assert f"{item.reason.definition}" in text
    assert ">Rejected <" in text


def test_inputs_without_records_are_named(page: bytes) -> None:
    """An input that could not be read is on the page, with the reason."""
    assert "seeds/broken.txt" in page.decode()
    assert "encoding: byte 7" in page.decode()


def test_every_choice_of_a_filter_chooses_something(reader: Reader) -> None:
    """No choice of a filter but those of relations leads to an empty page."""
    keys = {key for e in reader.elements for key in (e.attributes.get("data-k") or "").split()}
    options = {e.attributes.get("value") for e in reader.elements if e.tag == "option"} - {""}

    assert {option for option in options - keys if option and option[0] != "r"} == set()
    assert keys <= options


def test_a_page_without_a_comparison_shows_the_articles(given_page: PageInput) -> None:
    """One article, or an older folder, has no dossier: its records are shown all the same."""
    alone = given_page._replace(summaries=given_page.summaries[:1], dossier=None)

    found = read(render(alone))

    assert "articles" in ids(found)
    assert "conflicts" not in ids(found)
    assert {kept.id for kept in alone.summaries[0].plan_terms} <= set(ids(found))


def test_without_a_text_a_quote_leads_to_its_record(given_page: PageInput) -> None:
    """Where the text of an article is not known, no link is dead."""
    found = read(render(given_page._replace(texts={})))

    links = {e.attributes["href"] or "" for e in found.elements if "href" in e.attributes}
    assert {link for link in links if link[1:] not in set(ids(found))} == {"data:,"}


def test_a_page_of_nothing_can_be_made() -> None:
    """A run in which no article could be read still has a report."""
    found = read(render(PageInput((), (), "peace", BUILT_IN)))

    assert {"articles", "provenance"} <= set(ids(found))


def test_many_articles_have_cells_of_symbols(given_page: PageInput) -> None:
    """With many articles a cell holds a symbol, and silent articles side by side share one cell."""
    found = read(render(large_page(12)))

    classes = [e.attributes.get("class") for e in found.elements]
    assert "scroll matrix compact" in classes
    assert any(int(e.attributes.get("colspan") or 1) > 1 for e in found.elements if e.tag == "td")


def test_tokens_of_the_answers_are_shown_where_they_are_known(given_page: PageInput, page: bytes) -> None:
    """What the answers took is a property of the answers; without it the page gives an estimate and says so."""
    known = {summary.meta.id: Tokens(1200, 340) for summary in given_page.summaries}

    assert "6,000 read, 1,700 written" in render(given_page._replace(tokens=known)).decode()
    assert "estimates below" in page.decode()


class Promise(Record):
    """A kind of record the package does not ship."""

    maker: Annotated[str, Slot("critical", "name", proof="named")] = Field(description="Who promises.")
    promise: Annotated[str, Slot("key", "text", proof="figures")] = Field(description="What.")


def test_a_kind_of_record_of_ones_own_is_shown_by_its_fields(given_page: PageInput) -> None:
    """A record type the page has no function for is shown by its fields, with its quotes."""
    summary = given_page.summaries[0]
    evidence = summary.plan_terms[0].evidence
    kept = Grounded[Any](id="p" * 12, record=Promise(maker="Kyiv", promise="To vote."), evidence=evidence)
    own = summary.model_copy(update={"records": {"promises": (kept,)}})
    kinds = (*BUILT_IN, RecordType("promises", Promise, "promises", 0.5))

    text = render(given_page._replace(summaries=(own,), record_types=kinds, dossier=None)).decode()

    assert "Promises" in text
    assert '<li id="pppppppppppp"' in text
    assert "maker: Kyiv" in text


def test_the_writer_makes_one_file(results: Contents) -> None:
    """The writer's one file is `report.html`."""
    assert list(write(results)) == ["report.html"]


def test_times_and_cost_do_not_show(results: Contents) -> None:
    """A run that took longer and cost more writes the same page."""
    run = results.run
    dearer = run.model_copy(
        update={"started": run.ended, "totals": run.totals.model_copy(update={"inputs": 99})}
    )

    assert write(results._replace(run=dearer)) == write(results)


def _turned(mapping: Mapping[str, Any], chance: Random) -> dict[str, Any]:
    keys = list(mapping)
    chance.shuffle(keys)
    return {key: mapping[key] for key in keys}
