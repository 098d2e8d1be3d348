"""What each fault of an endpoint means: what it is taken for, whether it is asked again, who pays, how it ends.

`docs/faults.md` is printed from `FAULTS`, and a test holds every row against a
server that commits its faults.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from summariser.errors import (
    ContextError,
    DeferredError,
    EndpointRefusedError,
    InvalidAnswerError,
    ModelError,
    RefusedError,
    SummariserError,
    TransportError,
    TruncatedError,
)
from summariser.ledger import State
from summariser.ledger.states import CONFIGURATION
from summariser.llm.client.retry import Waits
from summariser.llm.client.wire import MAX_ANSWER


class Again(StrEnum):
    """Whether a fault is asked again, and how."""

    NO = "no"
    ATTEMPT = "the same request, up to `max_attempts`"
    APART = f"the same request, up to {Waits().turned_away} times apart from `max_attempts`"
    ANSWER = "twice, saying what is wrong with the answer"
    RECORDS = "once, for the failing records alone"


class Billed(StrEnum):
    """Whether a request that meets a fault costs money."""

    NO = "no"
    MAYBE = "maybe: counted as `unknown_billed`, and a budget takes it at its worst"
    YES = "yes"


class Fault(NamedTuple):
    """Faults that mean the same.

    Attributes:
        what: What happens.
        names: The faults, as the tests' server calls them.
        taken_for: What the request ends with if the fault stays; None when its answer is used.
        again: Whether it is asked again.
        billed: Whether each request that meets it costs money.
        state: What an article ends in whose every request meets it.
    """

    what: str
    names: tuple[str, ...]
    taken_for: type[SummariserError] | None
    again: Again
    billed: Billed
    state: State

    @property
    def exit_code(self) -> int:
        """What a run exits with in which nothing else happens."""
        return CONFIGURATION if self.taken_for is EndpointRefusedError else self.state.exit_code


def _names(words: str) -> tuple[str, ...]:
    return tuple(words.split())


FAULTS: tuple[Fault, ...] = (
    Fault(
        "no connection is made",
        _names("connection-refused"),
        TransportError,
        Again.ATTEMPT,
        Billed.NO,
        State.FAILED,
    ),
    Fault(
        "the connection breaks, or what comes is not HTTP",
        _names(
            "closed reset-before-headers reset-after-headers reset-mid-body length-too-long chunk-cut not-http "
            "10000-headers"
        ),
        TransportError,
        Again.ATTEMPT,
        Billed.MAYBE,
        State.FAILED,
    ),
    Fault(
        "the answer is not whole within `timeout`",
        _names("stall-before-headers stall-mid-body drip drip-headers"),
        TransportError,
        Again.ATTEMPT,
        Billed.MAYBE,
        State.FAILED,
    ),
    Fault(
        "a status of success, and no JSON that can be read",
        _names("200-html 200-empty 204 gzip-bad length-too-short stream-cut"),
        TransportError,
        Again.ATTEMPT,
        Billed.MAYBE,
        State.FAILED,
    ),
    Fault(
        f"an answer of more than {MAX_ANSWER:,} bytes, which is not read to its end",
        _names("20-mb gzip-bomb 10000-items"),
        ModelError,
        Again.NO,
        Billed.MAYBE,
        State.FAILED,
    ),
    Fault(
        "the endpoint, or a gateway before it, fails",
        _names("408 409 500 500-20-mb 502-html 504 200-error"),
        TransportError,
        Again.ATTEMPT,
        Billed.NO,
        State.FAILED,
    ),
    Fault(
        "the endpoint turns requests away for its load; none is sent before it is time",
        _names(
            "429-seconds 429-ms 429-date 429-past-date 429-zero 429-negative 429-garbage 429-none 503 503-seconds 529"
        ),
        TransportError,
        Again.APART,
        Billed.NO,
        State.FAILED,
    ),
    Fault(
        f"the endpoint asks to come back in more than {Waits().patience:.0f} s, or after the deadline",
        _names("429-huge"),
        DeferredError,
        Again.NO,
        Billed.NO,
        State.DEFERRED,
    ),
    Fault(
        "every request would fare the same, so the run sends no other",
        _names("401 403 404-model 429-quota 400-schema redirect"),
        EndpointRefusedError,
        Again.NO,
        Billed.NO,
        State.FAILED,
    ),
    Fault(
        "a filter stopped the request before the model saw it",
        _names("400-filter"),
        RefusedError,
        Again.NO,
        Billed.NO,
        State.REFUSED,
    ),
    Fault(
        "the article does not fit the model",
        _names("400-context 413"),
        ContextError,
        Again.NO,
        Billed.NO,
        State.FAILED,
    ),
    Fault(
        "the endpoint cannot use this request",
        _names("422"),
        ModelError,
        Again.NO,
        Billed.NO,
        State.FAILED,
    ),
    Fault(
        "the answer was cut at the output cap, even if what is there can be read",
        _names("length length-cut"),
        TruncatedError,
        Again.NO,
        Billed.YES,
        State.TRUNCATED,
    ),
    Fault(
        "the model declined, or a filter stopped it",
        _names("refusal refusal-with-call content-filter"),
        RefusedError,
        Again.NO,
        Billed.YES,
        State.REFUSED,
    ),
    Fault(
        "the token counts say that the server read a part of the article",
        _names("cut-usage"),
        ContextError,
        Again.NO,
        Billed.YES,
        State.FAILED,
    ),
    Fault(
        "a completion without an answer in it",
        _names(
            "no-choices null-choices null-content empty-content content-not-text tool-two-calls "
            "tool-string-in-string"
        ),
        InvalidAnswerError,
        Again.ANSWER,
        Billed.YES,
        State.FAILED,
    ),
    Fault(
        "an answer that is not one strict JSON value",
        _names(
            "json-cut prose two-values trailing-text duplicate-keys nan infinity 1e999 5000-digits 100000-levels "
            "lone-surrogate"
        ),
        InvalidAnswerError,
        Again.ANSWER,
        Billed.YES,
        State.FAILED,
    ),
    Fault(
        "an answer that the schema does not allow",
        _names("minus-zero nul wrong-types extra-field missing-field jinja html ansi formula"),
        InvalidAnswerError,
        Again.ANSWER,
        Billed.YES,
        State.FAILED,
    ),
    Fault(
        "records that the article's words do not prove; what still fails is shown as rejected",
        _names("ungrounded other-article"),
        None,
        Again.RECORDS,
        Billed.YES,
        State.SUMMARISED,
    ),
    Fault("an answer without records", _names("empty-lists"), None, Again.NO, Billed.YES, State.EMPTY),
    Fault(
        "odd HTTP around a sound answer",
        _names("length-missing gzip early-hints closed-after"),
        None,
        Again.NO,
        Billed.YES,
        State.SUMMARISED,
    ),
    Fault(
        "no token counts that can be believed: they are estimated, and marked so",
        _names("no-usage null-usage negative-usage huge-usage"),
        None,
        Again.NO,
        Billed.YES,
        State.SUMMARISED,
    ),
    Fault(
        "an odd completion around a sound answer",
        _names(
            "two-choices wrong-model odd-finish null-finish id-reused tool-call tool-wrong-name fenced thoughts bom"
        ),
        None,
        Again.NO,
        Billed.YES,
        State.SUMMARISED,
    ),
    Fault(
        "quotes in another typography than the article's, or an item repeated",
        _names("decomposed curly-quotes straight-quotes same-item-500-times"),
        None,
        Again.NO,
        Billed.YES,
        State.SUMMARISED,
    ),
)
"""Every fault the tests' server can commit, and the refused connection; each name stands in one row."""


def faults_table() -> str:
    """Return the table of faults as Markdown, as `docs/faults.md` shows it."""
    head = [
        "| what happens | taken for | asked again | billed | the article ends | exit |",
        "|---|---|---|---|---|---|",
    ]
    rows = [
        f"| {fault.what} ({', '.join(f'`{name}`' for name in fault.names)}) | {_taken_for(fault)} | {fault.again} "
        f"| {fault.billed} | {fault.state} | {fault.exit_code} |"
        for fault in FAULTS
    ]
    return "\n".join(head + rows) + "\n"


def _taken_for(fault: Fault) -> str:
    return "an answer" if fault.taken_for is None else f"`{fault.taken_for.__name__}`"
