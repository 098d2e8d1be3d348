"""Every exception this package raises on purpose.

SummariserError
├── UsageError             the call cannot mean anything                      exit 2
├── ConfigurationError     settings, credentials or a prompt folder are wrong exit 3
│   ├── NoModelError       a request needs a model and none is named
│   └── EndpointRefusedError  key or model not accepted: no later call can succeed
├── InputError             one input cannot be read as an article
├── StoreError             the response store cannot be used
├── RecordingError         a recording is stale, missing or tampered with
├── BatchError             a Batch file cannot be written or read
├── GoldError              a gold file or a stored result cannot be used
└── ModelError             one request got no usable answer
    ├── TransportError     no response after all attempts
    ├── DeferredError      the endpoint asks to come back later, or answers nobody at present
    ├── BudgetError        the budget has no room for the request
    ├── TruncatedError     the answer was cut off
    ├── RefusedError       the model declined, or a filter stopped it
    ├── ContextError       the prompt does not fit, or the server cut it
    ├── InvalidAnswerError the answer is not what the schema asks for
    ├── NoRecordingError   nothing recorded for this request, and no model named
    └── AwaitingError      the request was written to a Batch file
"""

from __future__ import annotations

from typing import ClassVar


class SummariserError(Exception):
    """Base of every deliberate error: catch this to catch them all.

    Attributes:
        attempts: How often a request was posted before it failed with this.
        unknown_billed: How many of those attempts the endpoint may bill although no answer came.
    """

    attempts: int = 0
    unknown_billed: int = 0


class UsageError(SummariserError):
    """The command or call cannot be carried out as it was written."""


class ConfigurationError(SummariserError):
    """Settings, credentials or a prompt folder make any run impossible."""


class NoModelError(ConfigurationError):
    """A request needs a model, and neither a model nor a recording is there."""


class EndpointRefusedError(ConfigurationError):
    """The endpoint will refuse every request: wrong key, unknown model, no quota."""


class InputError(SummariserError):
    """One input cannot be read as an article.

    Attributes:
        reason: A short fixed word for tables, such as `encoding` or `binary`.
        skip: Whether the input is passed over (exit 0) and not an error.
    """

    def __init__(self, message: str, *, reason: str, skip: bool = False) -> None:
        super().__init__(message)
        self.reason = reason
        self.skip = skip


class StoreError(SummariserError):
    """The response store cannot be opened, read or written."""


class RecordingError(SummariserError):
    """A recording does not fit its request, or was changed after recording."""


class BatchError(SummariserError):
    """A Batch file cannot be written, or a line of it cannot be used."""


class GoldError(SummariserError):
    """A gold file, a label sheet or a stored result is not what it should be, or fits another article."""


class ModelError(SummariserError):
    """One request got no usable answer.

    Attributes:
        state: The ledger state an article ends in when this is its only outcome.
        retryable: Whether running the same request later can succeed.
    """

    state: ClassVar[str] = "failed"
    retryable: ClassVar[bool] = True


class TransportError(ModelError):
    """No response after all attempts: connection, timeout, or server errors."""


class DeferredError(ModelError):
    """The endpoint asks to come back later than this run is willing to wait, or fails whatever it is asked."""

    state: ClassVar[str] = "deferred"


class BudgetError(ModelError):
    """What is left of the budget may not be enough for the request, so it was not sent."""

    state: ClassVar[str] = "skipped-budget"


class TruncatedError(ModelError):
    """The answer hit the output cap, so it is not the whole answer."""

    state: ClassVar[str] = "truncated"


class RefusedError(ModelError):
    """The model declined to answer, or a content filter stopped it."""

    state: ClassVar[str] = "refused"
    retryable: ClassVar[bool] = False


class ContextError(ModelError):
    """The prompt does not fit the model's context, or the server cut it silently."""

    retryable: ClassVar[bool] = False


class InvalidAnswerError(ModelError):
    """The answer is not JSON, or not what the schema asks for.

    Attributes:
        problems: What is wrong, in this package's own fixed wording.
        content: The answer's text as the model gave it.
    """

    def __init__(self, message: str, *, problems: tuple[str, ...] = (), content: str = "") -> None:
        super().__init__(message)
        self.problems = problems
        self.content = content


class NoRecordingError(ModelError):
    """Nothing is recorded for this request, and no model is named to ask."""

    state: ClassVar[str] = "no-recording"


class AwaitingError(ModelError):
    """The request was written to a Batch file; its answer is not there yet."""

    state: ClassVar[str] = "awaiting"
