"""Serves the tools over standard input and output; the one door to the package `mcp`."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping
from importlib.metadata import version
from types import TracebackType
from typing import Any, Self

from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp_types import CallToolResult, ListToolsResult, TextContent, ToolAnnotations
from mcp_types import Tool as Listed
from pydantic import BaseModel, ValidationError

from summariser.errors import (
    BudgetError,
    ConfigurationError,
    ContextError,
    EndpointRefusedError,
    ModelError,
    RefusedError,
    StoreError,
    SummariserError,
    TruncatedError,
    UsageError,
)
from summariser.ledger import plain
from summariser.ledger.jsontext import encoded
from summariser.mcp.tools import TOOLS, Tool
from summariser.pipeline import Summariser
from summariser.records import BUILT_IN
from summariser.report.schemas import schema_of
from summariser.sanitise import log_line
from summariser.settings import Settings

INSTRUCTIONS = (
    "Reads news articles about one plan into records that the articles' own words prove, and sets articles side by "
    "side. Quote the evidence when you use a record. `suspicious` records rest on text that addresses a machine."
)

NEXT: dict[type[Exception], str] = {
    RefusedError: "another call with this article will end the same way",
    ContextError: "send less of the article, or name a model with a larger context in SUMMARISER_MODEL",
    TruncatedError: "raise SUMMARISER_MAX_OUTPUT_TOKENS and start the server again",
    BudgetError: "raise SUMMARISER_BUDGET or SUMMARISER_DAILY_BUDGET, or call again tomorrow",
    ModelError: "call again later: what was answered is stored and not paid for twice",
    EndpointRefusedError: "mend the server's SUMMARISER_* settings, start it again, and see `summarise doctor`",
    ConfigurationError: "then start the server again",
    StoreError: "see `summarise doctor`",
    UsageError: "nothing was asked",
    SummariserError: "see `summarise doctor`",
}
"""What to do about each class of error, and about those that come from it."""

log = logging.getLogger(__name__)


class Shared:
    """One `Summariser` for all calls, opened by the first that needs it and closed with the server."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._opened: Summariser | None = None

    def __call__(self) -> Summariser:
        """Return it.

        Raises:
            ConfigurationError: Nothing can be answered with these settings.
        """
        if self._opened is None:
            self._opened = Summariser(self._settings)
        return self._opened

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._opened is not None:
            await self._opened.__aexit__(kind, error, trace)


async def serve(settings: Settings) -> None:
    """Answer calls until the input ends; what is in flight then is waited for and stored."""
    async with Shared(settings) as shared, stdio_server() as (received, sent):
        server = server_of(shared)
        await server.run(received, sent, server.create_initialization_options())


def server_of(shared: Shared) -> Server[Any]:
    """Return a server with every tool."""
    tools = [_listed(name, tool) for name, tool in TOOLS.items()]

    async def list_tools(_context: object, _asked: object) -> ListToolsResult:
        return ListToolsResult(tools=tools)

    async def call_tool(_context: object, asked: Any) -> CallToolResult:  # noqa: ANN401 - the protocol's own type
        return await called(asked.name, asked.arguments or {}, shared)

    return Server(
        "summariser",
        version=version("summariser"),
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


async def called(name: str, arguments: Mapping[str, Any], shared: Shared) -> CallToolResult:
    """Return what a tool gives, as JSON and as text; any failure is one line that names the next step."""
    tool = TOOLS.get(name)
    if tool is None:
        return _failed(f"there is no such tool: call one of {', '.join(TOOLS)}")
    try:
        given = _as_json(await tool.call(tool.takes.model_validate(arguments), shared))
    except Exception as error:  # noqa: BLE001 - the border: the server goes on
        return _failed(told(error, name))
    return CallToolResult(content=[_text(encoded(given).decode())], structured_content=given)


def told(error: Exception, tool: str) -> str:
    """Return what went wrong and what to do about it, in one line without the caller's own text."""
    if isinstance(error, ValidationError):
        return f"{tool} cannot take that: {log_line(_faults(error))}; its input schema says what it takes"
    if isinstance(error, SummariserError):
        step = next(NEXT[kind] for kind in type(error).__mro__ if kind in NEXT)
        return f"{log_line(str(error))}; {step}"
    at = traceback.extract_tb(error.__traceback__)[-1]
    # Neither the message nor the values: both may hold the article.
    log.error("%s: %s at %s:%s", tool, type(error).__name__, at.filename, at.lineno)
    return f"{tool} failed ({type(error).__name__}): this is a bug of summarise, please report it"


def _faults(error: ValidationError) -> str:
    found = error.errors(include_input=False, include_url=False, include_context=False)
    return ", ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in found)


def _as_json(given: BaseModel) -> dict[str, Any]:
    """Return the fields that were set: a record list that is absent was not answered."""
    return {name: value for name, value in plain(given).items() if name in given.model_fields_set}


def _listed(name: str, tool: Tool) -> Listed:
    lists = frozenset(kind.name for kind in BUILT_IN)
    return Listed(
        name=name,
        description=tool.does,
        input_schema=tool.takes.model_json_schema(),
        output_schema=schema_of(tool.gives, optional=lists & tool.gives.model_fields.keys()),
        annotations=ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=tool.asks),
    )


def _failed(message: str) -> CallToolResult:
    return CallToolResult(content=[_text(message)], is_error=True)


def _text(text: str) -> TextContent:
    return TextContent(type="text", text=text)
