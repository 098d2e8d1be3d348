"""Says what is done as spans, metrics and log lines, and never with an article's text; the one door to OpenTelemetry.

The package emits and configures nothing: a program that sets up providers, or
handlers for the logger `summariser`, gets all of it. Without the API, and
without a provider, the calls come to nothing.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from typing import Any, NamedTuple

Attributes = dict[str, Any]
"""What is said of one thing done, by names of the semantic conventions; numbers, labels and ids only."""

ERROR = "error.type"
"""The attribute that makes a span, and what is measured, that of a failure."""

log = logging.getLogger(__name__)


class Measured(NamedTuple):
    """A histogram of the semantic conventions.

    Attributes:
        name: Its name there.
        unit: Its unit there.
        bounds: The buckets that the conventions advise.
    """

    name: str
    unit: str
    bounds: tuple[float, ...]


@contextmanager
def observed(name: str, attributes: Attributes, *, client: bool = False) -> Iterator[Attributes]:
    """Yield `attributes`, to which the block may add; when it ends a span and a log line carry them.

    Whatever the block raises passes through; its class, or the HTTP status that
    it came from, is the error's type, and its message is not looked at.

    Args:
        name: Of the span; of few different values.
        attributes: What is known at the start.
        client: Whether another system is asked.
    """
    began = time.perf_counter()
    with _span(name, attributes, client=client) as span:
        try:
            yield attributes
        except BaseException as error:
            attributes[ERROR] = error_type(error)
            raise
        finally:
            if span is not None:
                _finish(span, attributes)
            if log.isEnabledFor(logging.INFO):
                seconds = round(time.perf_counter() - began, 6)
                log.info(name, extra={"attributes": attributes | {"seconds": seconds} | _ids(span)})


def measure(what: Measured, value: float, attributes: Mapping[str, Any]) -> None:
    """Add one value to a histogram."""
    if _otel() is not None:
        _histogram(what).record(value, attributes)


def error_type(error: BaseException) -> str:
    """Return the HTTP status that an error came from, or the name of its class or its cause's.

    >>> error_type(TimeoutError("the article says …"))
    'TimeoutError'
    """
    cause = error.__cause__ or error
    status = getattr(cause, "status", None)
    return str(status) if isinstance(status, int) else type(cause).__name__


class _Otel(NamedTuple):
    """What of the API is used."""

    span: Callable[..., AbstractContextManager[Any]]
    client: Any
    internal: Any
    error: Any
    histogram: Callable[..., Any]


def _otel() -> _Otel | None:
    """Return the API; None as long as nobody has imported it, since then nobody has set a provider either."""
    return _imported() if "opentelemetry.trace" in sys.modules else None


@cache
def _imported() -> _Otel:
    """Return the API, whose proxies find a provider that is set later."""
    from opentelemetry import metrics, trace  # noqa: PLC0415 - an extra, and only where it is in use

    return _Otel(
        trace.get_tracer("summariser").start_as_current_span,
        trace.SpanKind.CLIENT,
        trace.SpanKind.INTERNAL,
        trace.StatusCode.ERROR,
        metrics.get_meter("summariser").create_histogram,
    )


def _span(name: str, attributes: Attributes, *, client: bool) -> AbstractContextManager[Any]:
    """Return a context with a span as the current one, or with None."""
    otel = _otel()
    if otel is None:
        return nullcontext()
    span: AbstractContextManager[Any] = otel.span(
        name,
        kind=otel.client if client else otel.internal,
        attributes=attributes,
        record_exception=False,  # its message may hold what an endpoint echoes
        set_status_on_exception=False,
    )
    return span


def _finish(span: Any, attributes: Attributes) -> None:  # noqa: ANN401 - the API's own type, which may be missing
    span.set_attributes(attributes)
    if ERROR in attributes:
        span.set_status(_imported().error)


def _ids(span: Any) -> Attributes:  # noqa: ANN401 - the same
    """Return what leads from a log line to its span, if there is one."""
    context = None if span is None else span.get_span_context()
    if context is None or not context.is_valid:
        return {}
    return {"trace_id": f"{context.trace_id:032x}", "span_id": f"{context.span_id:016x}"}


@cache
def _histogram(what: Measured) -> Any:  # noqa: ANN401 - the API's own type, which may not be installed
    create = _imported().histogram
    try:
        return create(what.name, unit=what.unit, explicit_bucket_boundaries_advisory=list(what.bounds))
    except TypeError:  # an API older than that of the extra, which another library brought along
        return create(what.name, unit=what.unit)
