"""The index of a corpus in blocks, as JSON and as Markdown."""

from __future__ import annotations

import json
from datetime import date

from markdown_it import MarkdownIt

from summariser.reconcile.blockindex import Across, BlockCard, BlockIndex
from summariser.report.blocks import index_files
from summariser.report.schemas import blocks_schema
from tests.report.test_report_hostile import ACTIVE, PAYLOADS
from tests.report.test_report_schemas import problems


def index_of(*topics: str) -> BlockIndex:
    """Return an index of one block about these topics, and one article alone."""
    card = BlockCard(
        name="001",
        subject=1,
        part=1,
        topics=topics,
        documents=("a", "b"),
        sources=2,
        first=date(2025, 11, 20),
        last=date(2025, 11, 24),
        terms=3,
        conflicts=2,
        hard=1,
        agreements=4,
        undecided=0,
    )
    return BlockIndex(profile="peace", room=2, blocks=(card,), alone=("c",), across=Across())


def test_the_index_tells_where_each_block_is_and_what_it_holds() -> None:
    """A row for each block, with a link to its report."""
    page = index_files(index_of("army size", "elections"))["blocks.md"].decode()

    assert (
        "| [001](blocks/001/report.md) | army size, elections | 1, part 1 | 2 | 2 | 2025-11-20 to 2025-11-24 "
        "| 3 | 2 | 1 | 4 |"
    ) in page
    assert "2 articles in 1 block of at most 2, 1 article that no other one is about the same as." in page


def test_the_index_obeys_its_schema_and_reads_back() -> None:
    """`blocks.json` is what the schema says, and makes the same index again."""
    index = index_of("army size")
    written = index_files(index)["blocks.json"]

    schema = blocks_schema()
    assert problems(json.loads(written), schema, schema) == []
    assert BlockIndex.model_validate_json(written) == index


def test_hostile_topics_do_nothing_in_the_index() -> None:
    """Whatever a model calls a topic, the page has the links of the index alone."""
    page = index_files(index_of(*PAYLOADS))["blocks.md"].decode()

    tokens = [
        child
        for token in MarkdownIt().enable("table").parse(page)
        for child in (token, *(token.children or ()))
    ]

    links = [token.attrs["href"] for token in tokens if token.type == "link_open"]
    assert links == ["blocks/alone-001/report.md", "blocks/001/report.md"]
    assert {token.type for token in tokens} & (ACTIVE - {"link_open"}) == set()
