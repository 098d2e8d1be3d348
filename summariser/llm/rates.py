"""How many requests a minute: what response headers say, what the user allows, what was seen to work.

Pure arithmetic on times the caller passes in (seconds of one monotonic clock);
`limits` asks each of the three how long to wait and takes the longest.
"""

from __future__ import annotations

import math
import re
from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

MINUTE = 60.0

_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,9})?", re.ASCII)
_DURATION = re.compile(r"(?:\d+(?:\.\d+)?(?:ms|[dhms]))+", re.ASCII)
_DURATION_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|[dhms])", re.ASCII)
_UNITS = {"d": 86400.0, "h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_EPOCH_SECONDS = 1e9
_EPOCH_MILLISECONDS = 1e12
_FAMILIES = {
    "requests": (
        "x-ratelimit-{}-requests",
        "anthropic-ratelimit-requests-{}",
        "x-ratelimit-{}",
        "ratelimit-{}",
    ),
    "tokens": (
        "x-ratelimit-{}-tokens",
        "anthropic-ratelimit-tokens-{}",
        "anthropic-ratelimit-input-tokens-{}",
    ),
}


def retry_after(headers: Mapping[str, str], *, now: float) -> float | None:
    """Return the seconds a response asks to wait, or None when it says nothing usable.

    `retry-after-ms` is the more precise and wins. A date counts from the
    response's own `Date` where there is one, so that two clocks that disagree
    do no harm; from `now` (seconds since the epoch) otherwise, and a date in
    the past is 0. Negative numbers and garbage are not usable.

    >>> retry_after({"Retry-After": "1.5"}, now=0), retry_after({"retry-after": "-1"}, now=0)
    (1.5, None)
    """
    named = _lowered(headers)
    milliseconds = _number(named.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    seconds = _number(named.get("retry-after"))
    if seconds is not None:
        return seconds
    due = _http_date(named.get("retry-after"))
    if due is None:
        return None
    sent = _http_date(named.get("date"))
    return max(0.0, due - (now if sent is None else sent))


class Quota(NamedTuple):
    """What response headers say of one limit.

    Attributes:
        limit: How much the endpoint grants per window; infinite when it does not say.
        remaining: How much of it is left.
        reset: Seconds until all of it is back.
    """

    limit: float
    remaining: float
    reset: float


def quotas(headers: Mapping[str, str], *, now: float) -> dict[str, Quota]:
    """Return the limits a response states, under `requests` and `tokens`.

    The OpenAI names (Azure, Groq and vLLM gateways share them), Anthropic's,
    and the unsuffixed ones of other gateways are read. A limit without both
    its rest and its reset says too little and is left out.

    >>> quotas({"x-ratelimit-remaining-tokens": "900", "x-ratelimit-reset-tokens": "1m0.5s"}, now=0)
    {'tokens': Quota(limit=inf, remaining=900.0, reset=60.5)}
    """
    named = _lowered(headers)
    found: dict[str, Quota] = {}
    for kind, families in _FAMILIES.items():
        for family in families:
            remaining = _number(named.get(family.format("remaining")))
            reset = _seconds_until(named.get(family.format("reset")), now)
            if remaining is not None and reset is not None:
                limit = _number(named.get(family.format("limit"))) or math.inf
                found[kind] = Quota(limit, remaining, reset)
                break
    return found


def _lowered(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value.strip() for name, value in headers.items()}


def _number(text: str | None) -> float | None:
    return float(text) if text and _NUMBER.fullmatch(text) else None


def _http_date(text: str | None) -> float | None:
    try:
        when = parsedate_to_datetime((text or "")[:64])
    except (ValueError, TypeError):  # an older parser says TypeError
        return None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()


def _seconds_until(text: str | None, now: float) -> float | None:
    """Return the seconds a reset header states: a number, an epoch, `6m0s`, or an RFC 3339 time."""
    number = _number(text)
    if number is not None:
        if number < _EPOCH_SECONDS:
            return number
        return max(0.0, number / (1000 if number > _EPOCH_MILLISECONDS else 1) - now)
    if text and len(text) < 64 and _DURATION.fullmatch(text):  # noqa: PLR2004 - far longer than any duration
        return sum(float(value) * _UNITS[unit] for value, unit in _DURATION_PART.findall(text))
    try:
        when = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return max(0.0, (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() - now)


class Minute:
    """At most `cap` in any 60 seconds; one request larger than the cap goes alone."""

    def __init__(self, cap: int | None) -> None:
        self.cap = math.inf if cap is None else cap
        self.sent: deque[tuple[float, int]] = deque()
        self.total = 0

    def take(self, amount: int, now: float) -> None:
        """Count `amount` as sent now."""
        if self.cap < math.inf:
            self.sent.append((now, amount))
            self.total += amount

    def wait(self, amount: int, now: float) -> float:
        """Return the seconds until `amount` more may be sent."""
        while self.sent and self.sent[0][0] + MINUTE <= now:
            self.total -= self.sent.popleft()[1]
        over = self.total + amount - self.cap
        back = 0.0
        for at, passed in self.sent:
            if over <= 0:
                break
            over -= passed
            back = at + MINUTE - now
        return back


class Allowance:
    """What is left of one of the endpoint's own limits, as its last headers said.

    Between headers it fills at the slower of two readings, the whole limit per
    minute and the missing part per reset, since endpoints differ in whether
    their window slides. The headers are advice: they hold a request back for
    a minute at most, and only a refusal can for longer.
    """

    def __init__(self) -> None:
        self.level = math.inf
        self._limit = math.inf
        self._rate = 0.0
        self._at = -math.inf
        self._until = -math.inf

    def sync(self, quota: Quota, *, now: float, in_flight: int) -> None:
        """Take over what headers say, less what is in flight and may not be counted yet."""
        self._limit = quota.limit
        self.level = quota.remaining - in_flight
        self._at, self._until = now, now + min(quota.reset, MINUTE)
        missing = max(0.0, quota.limit - quota.remaining)
        self._rate = 0.0
        if quota.limit < math.inf and quota.reset > 0:
            self._rate = min(quota.limit / MINUTE, missing / quota.reset)

    def wait(self, amount: int, now: float) -> float:
        """Return the seconds until `amount` more is likely to be granted."""
        if now >= self._until:
            return 0.0
        short = min(amount, self._limit) - (self.level + self._rate * (now - self._at))
        if short <= 0:
            return 0.0
        return min(self._until - now, short / self._rate if self._rate else math.inf)


class Pace:
    """The requests per second an endpoint was seen to bear; none until it refuses in bursts.

    Concurrency alone cannot hold a rate: at 50 ms an answer, one request at a
    time is already 20 a second. When half of the last ten answers are
    refusals, the pace is set just under what was sent and not refused of late. A
    later single refusal lowers it by a tenth. Calm raises it, doubling in
    five minutes at first and ever faster with the number of successes, so
    that it finds the limit with few refusals and leaves a limit that is gone.
    """

    BURST = 10
    UNDER = 0.9
    LOWER = 0.9
    RAISE = 1e-5
    DOUBLING = 300.0

    def __init__(self) -> None:
        self.rate = math.inf
        self._next = -math.inf
        self._calm = 0
        self._heard = math.inf
        self._recent: deque[bool] = deque(maxlen=self.BURST)
        self._sent: deque[float] = deque(maxlen=1024)

    def wait(self, now: float) -> float:
        """Return the seconds until the next request is due."""
        return max(0.0, self._next - now)

    def take(self, now: float) -> None:
        """Count a request sent now."""
        self._next = max(self._next, now) + 1 / self.rate
        self._sent.append(now)

    def succeeded(self, now: float) -> None:
        """Learn that the endpoint answered."""
        idle = min(max(0.0, now - self._heard), self.DOUBLING / 10)
        self._heard = now
        self._recent.append(False)
        self._calm += 1
        self.rate *= (1 + self.RAISE * self._calm) * 2 ** (idle / self.DOUBLING)

    def refused(self, now: float, *, fresh: bool, own: bool = True) -> None:
        """Learn of a refusal for the rate.

        Args:
            now: The time.
            fresh: Whether the request was sent since the last cut.
            own: Whether this process sent it, and not another one that shares the limit.
        """
        self._recent.append(True)
        self._calm = 0
        if own and self._sent:
            self._sent.pop()
        borne = self._borne(now) if sum(self._recent) * 2 >= self.BURST else None
        if borne is not None:
            self._recent.clear()
            self.rate = min(self.rate, self.UNDER * borne)
        elif fresh and self.rate < math.inf:
            self.rate = min(
                self.rate, max(self.LOWER * self.rate, self._sent_within(MINUTE, now) / MINUTE / 2)
            )

    def _borne(self, now: float) -> float | None:
        """Return what was sent per second and not refused, over the shortest span with a few; else None."""
        for span in (1.0, 10.0, MINUTE):
            count = self._sent_within(span, now)
            if count * 2 >= self.BURST:
                return count / span
        return None

    def _sent_within(self, span: float, now: float) -> int:
        return sum(at > now - span for at in self._sent)
