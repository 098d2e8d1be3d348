"""What an error that ends a command prints, and the exit code it means."""

from __future__ import annotations

import json
import logging
import signal
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress

from summariser.errors import (
    ConfigurationError,
    EndpointRefusedError,
    StoreError,
    SummariserError,
    UsageError,
)
from summariser.records import SCHEMA_VERSION
from summariser.sanitise import terminal

USAGE = 2
CONFIGURATION = 3
TROUBLE = 1
INTERRUPTED = 130

log = logging.getLogger(__name__)


def exit_code_of(error: BaseException) -> int:
    """Print what went wrong to standard error and return the exit code."""
    if isinstance(error, KeyboardInterrupt):
        _interrupt_no_more()
        say("interrupted: what was answered is stored, and the same command goes on from there")
        return INTERRUPTED
    if _is_json():
        log.error(str(error) if _is_ours_alone(error) else "the command failed", exc_info=error)
    else:
        _say_error(error)
    if isinstance(error, UsageError):
        return USAGE
    return CONFIGURATION if isinstance(error, ConfigurationError) else TROUBLE


def _say_error(error: BaseException) -> None:
    if not isinstance(error, SummariserError):
        say("".join(traceback.format_exception(error)))
    say(f"{error}" if isinstance(error, SummariserError) else "this is a bug of summarise: please report it")


def _is_ours_alone(error: BaseException) -> bool:
    """Return whether a message is in this package's own words, and quotes neither endpoint nor article."""
    own = isinstance(error, UsageError | ConfigurationError | StoreError)
    return own and not isinstance(error, EndpointRefusedError)


def _interrupt_no_more() -> None:
    """Let further Ctrl-C pass: the command is leaving, and one that hits Python's own end would hide the exit code."""
    with suppress(ValueError):  # not the main thread, which alone is interrupted
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def give(data: Mapping[str, object]) -> None:
    """Print one JSON object, the data of a command, to standard output."""
    print(json.dumps({"schema_version": SCHEMA_VERSION, **data}, default=str, indent=2))  # noqa: T201 - the terminal


def say(message: str) -> None:
    """Print one message to standard error, made harmless for a terminal, or log it where logs are JSON."""
    if _is_json():
        log.info(message)
        return
    print("\n".join(terminal(line) for line in message.splitlines()), file=sys.stderr)  # noqa: T201 - the terminal


def _is_json() -> bool:
    """Return whether `logs.set_up` has taken over standard error."""
    return log.isEnabledFor(logging.INFO)
