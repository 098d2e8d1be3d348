"""The tools as an assistant meets them: a process of its own, a real client, and an endpoint that may fail."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

pytest.importorskip("mcp", reason="needs the extra `mcp`")

from mcp import ClientSession, StdioServerParameters, stdio_client
from mcp_types import CallToolResult, TextContent

from summariser.errors import SummariserError
from summariser.mcp.server import NEXT, Shared
from summariser.mcp.tools import TOOLS
from summariser.reconcile import Conflict
from summariser.records import BUILT_IN, Grounded, PlanTerm
from summariser.settings import Settings
from summariser.store import SqliteResponses
from tests import children
from tests.children import COMMAND_LINE, Child
from tests.conftest import ROOT
from tests.faults import FaultServer, Plan
from tests.pipeline.newsroom import NORTH, SOUTH, Newsroom
from tests.pipeline.scripted import CAP, FALSE_CAP, UNCLEAR, Script

Seed = Any
HELLO = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
CANARY = "zanzibarquartz"
"""A word that no message of ours holds."""


WRITTEN = CAP | {
    "plan_label": "the plan",
    "statement": "Ana Berg and Tom Vance write the plan.",
    "obligor": ["Ana Berg", "Tom Vance"],
    "value": None,
    "quotes": ["Ana Berg and Tom Vance"],
}
"""A term that both articles of the newsroom bear out."""


class Served(NamedTuple):
    """A session with the server, and where its standard error goes."""

    session: ClientSession
    errors: Path

    async def call(self, tool: str, **arguments: Any) -> CallToolResult:  # noqa: ANN401 - any argument
        """Return what a tool gives."""
        result = await self.session.call_tool(tool, arguments)
        assert isinstance(result, CallToolResult)
        return result

    async def refused(self, tool: str, **arguments: Any) -> str:  # noqa: ANN401 - any argument
        """Return the one line that a call ends in."""
        result = await self.call(tool, **arguments)
        assert result.is_error
        (content,) = result.content
        assert isinstance(content, TextContent)
        assert "\n" not in content.text
        return content.text


@asynccontextmanager
async def served(folder: Path, **settings: object) -> AsyncIterator[Served]:
    """Start the server in `folder` and talk to it."""
    given = {"store": folder / "responses.sqlite", "max_attempts": 1} | settings
    environment = {f"SUMMARISER_{name.upper()}": str(value) for name, value in given.items()}
    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-c", COMMAND_LINE, "mcp"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )
    errors = folder / "stderr"
    with errors.open("w") as stderr:
        async with (
            stdio_client(parameters, errlog=stderr) as (received, sent),
            ClientSession(received, sent) as session,
        ):
            await session.initialize()
            yield Served(session, errors)


def asking(server: FaultServer) -> Mapping[str, object]:
    """Return the settings that ask the server."""
    return {"model": "scripted", "base_url": server.url}


async def test_the_records_of_an_article(tmp_path: Path, seed: Seed) -> None:
    """Every record comes with its quote and span; another call asks nothing again."""
    text = seed("001")
    async with (
        FaultServer(Script(records={"plan_terms": [CAP, FALSE_CAP]})) as server,
        served(tmp_path, **asking(server)) as tools,
    ):
        first = await tools.call("summarise_article", text=text, id="a1", metadata={"date": "2025-11-24"})
        again = await tools.call("summarise_article", text=text, id="a1", metadata={"date": "2025-11-24"})
        asked = len(server.ledger)

    given = first.structured_content or {}
    (kept,) = (Grounded[PlanTerm].model_validate(one) for one in given["plan_terms"])
    assert [text[one.span.start : one.span.end] for one in kept.evidence] == [
        one.quote for one in kept.evidence
    ]
    assert kept.record == PlanTerm.model_validate(CAP)
    assert [one["reason"] for one in given["rejected"]] == ["no_answer"]
    assert (given["id"], kept.evidence[0].document, given["failed"]) == ("a1", "a1", {})
    assert again.structured_content == given
    assert asked == len(BUILT_IN) + 1  # the records, and one re-ask for the term that was not proved


async def test_articles_side_by_side(tmp_path: Path) -> None:
    """Two articles that name two places and two days are a conflict of both, with the sentences of each."""
    articles = [{"text": NORTH, "id": "north"}, {"text": SOUTH, "id": "south"}]
    async with (
        FaultServer(Newsroom({"plan_terms": [WRITTEN]}, compared=UNCLEAR | {"same": "same"})) as server,
        served(tmp_path, **asking(server)) as tools,
    ):
        result = await tools.call("compare_articles", articles=articles)

    given = result.structured_content or {}
    found = [Conflict.model_validate(one) for one in given["conflicts"]]
    assert {one.rule for one in found} == {"place.apart", "time.apart"}
    assert {claim.evidence[0].document for one in found for claim in one.claims} == {"north", "south"}
    assert given["unanswered"] == []
    assert given["agreements"]


async def test_an_article_that_is_not_answered_is_named(tmp_path: Path) -> None:
    """The others are compared all the same."""
    articles = [{"text": NORTH, "id": "north"}, {"text": SOUTH, "id": "south"}]
    plan = Plan(
        by_key={"south": "400-filter"}, key_of=lambda body: "south" if "Oslo" in str(body) else "north"
    )
    async with FaultServer(Script(), plan) as server, served(tmp_path, **asking(server)) as tools:
        result = await tools.call("compare_articles", articles=articles)

    (row,) = (result.structured_content or {})["unanswered"]
    assert not result.is_error
    assert (row["document"], row["state"]) == ("south", "refused")


@pytest.mark.parametrize(
    ("quote", "span"),
    [("CAPPED at “600,000”", None), ("capped at 600,000", {"start": 5, "end": 23}), ("at 600", None)],
)
async def test_a_quote_without_a_model(quote: str, span: object, tmp_path: Path) -> None:
    """`find_quote` answers though no model is named, and says so where there is no such quote."""
    async with served(tmp_path) as tools:
        result = await tools.call("find_quote", quote=quote, text="army capped  at 600,000 troops")

    assert result.structured_content == {"span": span}
    assert "only find_quote" in tools.errors.read_text()


async def test_wrong_arguments_are_one_line_without_their_values(tmp_path: Path) -> None:
    """The line names the field and what is wrong with it, and no part of the article."""
    async with served(tmp_path) as tools:
        empty = await tools.refused("summarise_article", text="", id="a/b")
        nested = await tools.refused("compare_articles", articles=[{"text": CANARY}, {"id": CANARY}])
        single = await tools.refused("compare_articles", articles=[{"text": CANARY}])
        typed = await tools.refused("find_quote", quote=CANARY, text=[CANARY])
        unknown = await tools.refused("find_quotes", text=CANARY)

    assert "text: " in empty
    assert "id: " in empty
    assert "articles.1.text: Field required" in nested
    assert "at least 2" in single
    assert "text: Input should be a valid string" in typed
    assert "summarise_article, compare_articles, find_quote" in unknown
    assert CANARY not in f"{empty}{nested}{single}{typed}{unknown}{tools.errors.read_text()}"


async def test_what_stands_in_the_way_is_said_with_the_next_step(tmp_path: Path) -> None:
    """One id for two articles, an article that is too large, and no model: each has a way on."""
    twice = [{"text": NORTH, "id": "one"}, {"text": SOUTH, "id": "one"}]
    async with FaultServer(Script()) as server:
        async with served(tmp_path, max_file_bytes=1000, **asking(server)) as tools:
            named = await tools.refused("compare_articles", articles=twice)
            large = await tools.refused("summarise_article", text=NORTH * 20)
        async with served(tmp_path) as tools:
            nobody = await tools.refused("summarise_article", text=NORTH)
        assert len(server.ledger) == 0

    assert "give each an id of its own" in named
    assert "SUMMARISER_MAX_FILE_BYTES" in large
    assert "SUMMARISER_MODEL" in nobody


@pytest.mark.parametrize(
    ("fault", "said"),
    [("401", "SUMMARISER_* settings"), ("500", "call again later"), ("400-filter", "same way")],
)
async def test_an_endpoint_that_fails_is_one_line(fault: str, said: str, tmp_path: Path) -> None:
    """A refused key, a broken endpoint and a filter: what to do follows from the class of the error."""
    articles = [{"text": NORTH, "id": "north"}, {"text": SOUTH, "id": "south"}]
    async with (
        FaultServer(Script(), Plan(mix={fault: 1.0})) as server,
        served(tmp_path, **asking(server)) as tools,
    ):
        one = await tools.refused("summarise_article", text=f"{NORTH} {CANARY}", id="north")
        both = await tools.refused("compare_articles", articles=articles)
        alive = await tools.call("find_quote", quote="Geneva", text=NORTH)

    assert said in one
    assert said in both
    assert not alive.is_error
    assert CANARY not in tools.errors.read_text()


async def test_nothing_but_the_protocol_is_on_standard_output(tmp_path: Path) -> None:
    """Every line is a JSON-RPC message; at the end of the input what is in flight is stored, and the exit code is 0."""
    messages = (
        {"id": 1, "method": "initialize", "params": HELLO},
        {"method": "notifications/initialized"},
        {
            "id": 2,
            "method": "tools/call",
            "params": {"name": "summarise_article", "arguments": {"text": NORTH}},
        },
    )
    typed = "".join(json.dumps({"jsonrpc": "2.0", **message}) + "\n" for message in messages) + "no JSON\n"
    async with FaultServer(Script(), Plan(latency=0.5)) as server:
        settings = {"store": tmp_path / "responses.sqlite", "concurrency": 6, **asking(server)}
        child = await Child.start("mcp", folder=tmp_path, settings=settings, typed=True)
        assert child.process.stdin
        child.process.stdin.write(typed.encode())
        async with asyncio.timeout(30):
            while not server.ledger.open:  # noqa: ASYNC110 - the server's own ledger has no event
                await asyncio.sleep(0.02)
        ended = await child.ended()

    with SqliteResponses(tmp_path / "responses.sqlite") as store:
        assert store.stats().rows == len(server.ledger) > 0
    assert ended.code == 0
    assert {json.loads(line)["jsonrpc"] for line in ended.out.splitlines()} == {"2.0"}
    assert "Traceback" not in ended.err


async def test_the_logs_of_the_server_may_be_objects(tmp_path: Path) -> None:
    """Each attempt and each article is a line of standard error, and no word of the article is."""
    async with (
        FaultServer(Script()) as server,
        served(tmp_path, logs="json", **asking(server)) as tools,
    ):
        await tools.call("summarise_article", text=f"{NORTH} {CANARY}", id="north")

    lines = [json.loads(line) for line in tools.errors.read_text().splitlines()]
    assert [line["message"] for line in lines].count("chat scripted") == len(BUILT_IN)
    assert lines[-1]["summariser.document"] == "north"
    assert CANARY not in tools.errors.read_text()


async def test_every_result_is_typed(tmp_path: Path) -> None:
    """Each tool lists the schema of what it gives; nothing of an article's machinery is in it."""
    async with served(tmp_path) as tools:
        listed = {tool.name: tool for tool in (await tools.session.list_tools()).tools}

    properties = {name: set((tool.output_schema or {})["properties"]) for name, tool in listed.items()}
    assert properties == {
        "summarise_article": {"id", "answered_by", "rejected", "failed", *(kind.name for kind in BUILT_IN)},
        "compare_articles": {"conflicts", "agreements", "undecided", "unanswered"},
        "find_quote": {"span"},
    }
    assert listed["summarise_article"].input_schema["required"] == ["text"]


async def test_a_missing_extra_is_one_line(tmp_path: Path) -> None:
    """Without the package the command says what to install, and exits with 3."""
    code = f"import sys; sys.modules['mcp'] = None; {COMMAND_LINE}"

    ended = await children.run("mcp", code=code, folder=tmp_path, settings={})

    assert (ended.code, ended.out) == (3, "")
    assert ended.err.splitlines() == [
        "the MCP server needs mcp, an optional part: pip install 'summariser[mcp]'"
    ]


async def test_the_configuration_of_the_documentation_works(tmp_path: Path) -> None:
    """Its words start the server, and the variables it names are settings."""
    (block,) = re.findall(r"```json\n(.*?)```", (ROOT / "docs" / "mcp.md").read_text("utf-8"), re.DOTALL)
    (entry,) = json.loads(block)["mcpServers"].values()
    named = {name.removeprefix("SUMMARISER_").lower() for name in entry["env"]}

    assert (entry["command"], entry["args"]) == ("summarise", ["mcp"])
    assert named <= set(Settings.model_fields)
    async with served(tmp_path, api_key="k", model="m", daily_budget=5) as tools:
        assert {tool.name for tool in (await tools.session.list_tools()).tools} == set(TOOLS)


async def test_all_calls_share_one_summariser(tmp_path: Path) -> None:
    """It is opened by the first call that needs it, not before."""
    recordings = ROOT / "evals" / "recordings"
    async with Shared(Settings(recordings=recordings, store=tmp_path / "responses.sqlite")) as shared:
        assert not vars(shared)["_opened"]
        assert shared() is shared()


def test_every_error_has_a_next_step() -> None:
    """The table holds the base of all errors, so that none is without."""
    assert SummariserError in NEXT
