"""The JSON of an article: exact, ordered, and read back to the same summary."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from summariser.document import Document
from summariser.records import ArticleSummary
from summariser.report.as_json import article, write
from summariser.report.contents import Contents, contents


def test_written_and_read_back(results: Contents) -> None:
    """Every article file gives the summary it was made from."""
    files = write(results)

    for summary in results.summaries:
        data = files[f"articles/{summary.meta.id}.json"]
        assert ArticleSummary.model_validate_json(data) == summary


def test_holds_what_the_model_holds(results: Contents) -> None:
    """No field is forgotten: the file says what the model's own JSON says, decimals apart."""
    for summary in results.summaries:
        ours = article(summary, results.record_types)
        theirs = json.loads(summary.model_dump_json().replace("1E+5", "100000"))
        assert ours == theirs


def test_evidence_has_exactly_five_fields(results: Contents) -> None:
    """An evidence object is the same everywhere: document, quote, span, zone, match."""
    found = list(_evidence(article(results.summaries[0], results.record_types)))

    assert len(found) == 11
    assert {tuple(item) for item in found} == {("document", "quote", "span", "zone", "match")}
    assert {tuple(item["span"]) for item in found} == {("start", "end")}


def test_every_span_says_its_quote(results: Contents, documents: tuple[Document, ...]) -> None:
    """In every output the text between start and end is the quote."""
    texts = {document.id: document.text for document in documents}

    for summary in results.summaries:
        for item in _evidence(article(summary, results.record_types)):
            assert texts[item["document"]][item["span"]["start"] : item["span"]["end"]] == item["quote"]


def test_lists_stand_on_top_in_the_order_of_their_types(results: Contents) -> None:
    """Record lists are top-level fields; the order in which their answers came in does not show."""
    summary = results.summaries[0]
    backwards = summary.model_copy(update={"records": dict(reversed(list(summary.records.items())))})

    fields = list(article(backwards, results.record_types))

    assert fields[5:11] == ["plan_terms", "actors", "reactions", "disputed_points", "events", "gist"]


def test_a_list_that_was_not_answered_is_absent(results: Contents) -> None:
    """An empty list was answered with nothing; an absent one was not asked for or failed."""
    fields = article(results.summaries[1], results.record_types)

    assert fields["actors"] == []
    assert "events" not in fields


def test_numbers_are_exact_text(results: Contents) -> None:
    """A computed number is text without an exponent: no reader makes a binary float of it."""
    (value,) = article(results.summaries[0], results.record_types)["plan_terms"][0]["values"]["value"]

    assert value["low"] == "100000"
    assert Decimal(value["low"]) == 100_000


def test_is_pleasant_to_read(results: Contents) -> None:
    """Files are indented UTF-8 with the article's own characters, and end in a newline."""
    data = write(results)["articles/000-nyt.json"]

    assert data.startswith(b'{\n  "schema_version": "1.0",\n  "meta": {\n    "id": "000-nyt"')
    assert "Trump’s Ukraine".encode() in data
    assert data.endswith(b"}\n")


def test_a_lone_surrogate_keeps_the_file_readable(
    summary_000: ArticleSummary, make_run: Callable[..., Any]
) -> None:
    """What UTF-8 cannot hold becomes U+FFFD, and the file is read back."""
    summary = summary_000.model_copy(
        update={"meta": summary_000.meta.model_copy(update={"path": "seeds/\udcff.txt"})}
    )

    data = write(contents([summary], make_run([summary])))["articles/000-nyt.json"]

    assert ArticleSummary.model_validate_json(data).meta.path == "seeds/\ufffd.txt"


def _evidence(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON value
    """Yield the evidence objects in a JSON value, wherever they are."""
    if isinstance(value, dict):
        if "match" in value:
            yield value
        value = list(value.values())
    for item in value if isinstance(value, list) else ():
        yield from _evidence(item)
