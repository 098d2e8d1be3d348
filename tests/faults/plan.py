"""What the server does to which request: every knob, and the choice of a fault as a pure function."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Literal

from tests.faults.ledger import Entry


def draw(seed: int, *parts: object) -> float:
    """Return a number in [0, 1) that depends on nothing but its arguments.

    So a request's fate does not depend on the order in which requests arrive.

    >>> draw(1, "key", 2) == draw(1, "key", 2) != draw(2, "key", 2)
    True
    """
    digest = blake2b(repr((seed, *parts)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


@dataclass(frozen=True, slots=True)
class Plan:
    """The knobs of a server. A script goes before a key's fault, and that before the mix.

    Attributes:
        seed: Of everything random.
        latency: Seconds an answer takes, or the range they are drawn from.
        script: Faults by order of receipt; "" means none, and so does the end of the script.
        by_key: Faults of single items.
        mix: Probability of each fault, drawn per item and attempt.
        until_attempt: Faults by key and mix strike only up to this attempt at an item.
        rate: Requests per second that the token bucket refills; None for no limit.
        burst: Size of the token bucket.
        announce: Whether successes carry `x-ratelimit-*` headers of the bucket.
        rate_fault: What a request meets that finds the bucket empty.
        bill: When a call is charged: on receipt, when its answer exists, or when that is fully sent.
        retry_after: Seconds that the statuses which ask to wait ask for.
        stall: Seconds a stalled connection stays open.
        drip: Seconds between two bytes of a dripping body.
        redirect: Where redirects lead.
        key_of: Names the item a body is about; None for the body's digest.
    """

    seed: int = 0
    latency: float | tuple[float, float] = 0.0
    script: Sequence[str] = ()
    by_key: Mapping[str, str] = field(default_factory=dict)
    mix: Mapping[str, float] = field(default_factory=dict)
    until_attempt: int | None = None
    rate: float | None = None
    burst: int = 1
    announce: bool = False
    rate_fault: str = "429-seconds"
    bill: Literal["received", "answered", "delivered"] = "answered"
    retry_after: float = 1.0
    stall: float = 30.0
    drip: float = 0.5
    redirect: str = "http://127.0.0.1:9/v1/chat/completions"
    key_of: Callable[[dict[str, Any]], str] | None = None

    def fault(self, entry: Entry) -> str:
        """Return the name of the fault that `entry` meets, "" for none."""
        if entry.ordinal < len(self.script):
            return self.script[entry.ordinal]
        if self.until_attempt is not None and entry.attempt > self.until_attempt:
            return ""
        if entry.key in self.by_key:
            return self.by_key[entry.key]
        share = draw(self.seed, "fault", entry.key, entry.attempt) if self.mix else 1.0
        for name, probability in self.mix.items():
            share -= probability
            if share < 0:
                return name
        return ""

    def delay(self, entry: Entry) -> float:
        """Return the seconds until the answer to `entry` exists."""
        if not isinstance(self.latency, tuple):
            return self.latency
        low, high = self.latency
        return low + (high - low) * draw(self.seed, "latency", entry.key, entry.attempt)


class Bucket:
    """A token bucket on a clock the caller passes in."""

    def __init__(self) -> None:
        self.level: float | None = None
        self.at = 0.0

    def take(self, rate: float, burst: int, now: float) -> bool:
        """Return whether one more request is granted now."""
        level = burst if self.level is None else min(burst, self.level + (now - self.at) * rate)
        self.at = now
        self.level = level - 1 if level >= 1 else level
        return level >= 1
