"""What the server saw: one row per request, the truth that a client's own accounts are compared with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(slots=True)
class Entry:
    """One request as the server saw it; times are seconds of the server's monotonic clock.

    Attributes:
        ordinal: Its place in the order of receipt, from 0.
        request_id: What `x-request-id` of the response says.
        key: The item it is about; the body's digest unless the plan says otherwise.
        sha256: Digest of the body.
        attempt: Which request for this key it is, from 1.
        retry_header: What the client's SDK says about its own retries; "" when it says nothing.
        fault: Name of the fault it met; "" for none.
        status: Status of the response; 0 when none was sent.
        bytes_in: Bytes of the body.
        bytes_out: Bytes of the response handed to the socket, head included.
        tokens_in: Prompt tokens of its answer, charged or not.
        tokens_out: Tokens of its answer, charged or not.
        received: When the request was complete.
        billed: When it was charged; None when it was not.
        first_byte: When the response began; None when it did not.
        last_byte: When all of it was handed to the socket; None when it was not.
    """

    ordinal: int
    request_id: str
    key: str
    sha256: str
    attempt: int
    received: float
    retry_header: str = ""
    fault: str = ""
    status: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    billed: float | None = None
    first_byte: float | None = None
    last_byte: float | None = None

    @property
    def delivered(self) -> bool:
        """Whether the client was sent all of an answer that was charged."""
        return self.billed is not None and self.last_byte is not None

    @property
    def unknown_billed(self) -> bool:
        """Whether it was charged although its answer never fully went out."""
        return self.billed is not None and self.last_byte is None


@dataclass(slots=True)
class Ledger:
    """All requests in order of receipt, and the most that were open at once."""

    entries: list[Entry] = field(default_factory=list)
    open: int = 0
    most_open: int = 0
    attempts: Counter[str] = field(default_factory=Counter)

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    @property
    def billed(self) -> int:
        """How many requests were charged."""
        return sum(entry.billed is not None for entry in self.entries)

    @property
    def delivered(self) -> int:
        """How many charged answers fully went out."""
        return sum(entry.delivered for entry in self.entries)

    @property
    def unknown_billed(self) -> int:
        """How many requests were charged although their answer never fully went out."""
        return sum(entry.unknown_billed for entry in self.entries)

    @property
    def tokens(self) -> tuple[int, int]:
        """Tokens charged: of prompts, of answers."""
        billed = [entry for entry in self.entries if entry.billed is not None]
        return sum(entry.tokens_in for entry in billed), sum(entry.tokens_out for entry in billed)

    def of(self, key: str) -> list[Entry]:
        """Return the requests about one item, in order."""
        return [entry for entry in self.entries if entry.key == key]

    def faults(self) -> Counter[str]:
        """Return how often each fault struck; "" counts the requests that met none."""
        return Counter(entry.fault for entry in self.entries)

    def rows(self) -> list[dict[str, Any]]:
        """Return plain dicts, to be kept beside the outcome of a run."""
        return [asdict(entry) for entry in self.entries]
