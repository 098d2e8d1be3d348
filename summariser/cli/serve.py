"""`summarise serve`: the HTTP service, until it is told to stop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from summariser.cli.inputs import settings_of
from summariser.cli.logs import set_up
from summariser.cli.problems import INTERRUPTED
from summariser.extras import needs


def serve_command(flags: Mapping[str, Any]) -> int:
    """Serve until SIGINT or SIGTERM; return 0, or 130 when what was in flight was not waited for.

    Raises:
        ConfigurationError: The extra is not installed, or the settings do not do.
    """
    settings = settings_of(flags, replay=True)
    set_up(settings)
    with needs("serve", "serve"):
        from summariser.serve.server import serve  # noqa: PLC0415 - an extra
    return 0 if serve(settings) else INTERRUPTED
