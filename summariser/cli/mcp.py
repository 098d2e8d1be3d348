"""`summarise mcp`: the tools of this package, served to an assistant on standard input and output."""

from __future__ import annotations

import asyncio

from summariser.cli.inputs import settings_of
from summariser.cli.logs import set_up
from summariser.cli.problems import say
from summariser.extras import needs


def mcp_command() -> int:
    """Serve until the input ends, and return 0.

    Raises:
        ConfigurationError: The extra `mcp` is not installed.
    """
    settings = settings_of({})
    set_up(settings)
    with needs("mcp", "the MCP server"):
        from summariser.mcp.server import serve  # noqa: PLC0415 - an extra that only this command needs
    if settings.model is None and settings.recordings is None:
        say("no model is named (SUMMARISER_MODEL), so only find_quote will answer")
    asyncio.run(serve(settings))
    return 0
