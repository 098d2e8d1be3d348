"""The states an input can end in, what each means for the exit code and the next run, and how they combine.

`State` is the one table of them: code reads its attributes, documentation prints
`states_table()`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol, Self

OK = 0
TROUBLE = 1
CONFIGURATION = 3
BUDGET = 4
INTERRUPTED = 130


class State(StrEnum):
    """How one input ended.

    Attributes:
        meaning: What happened, for documentation and messages.
        exit_code: What a run with this state in it exits with.
        again: What the next run over the same inputs asks again.

    >>> State.REFUSED, State.REFUSED.exit_code, State.REFUSED.again
    (<State.REFUSED: 'refused'>, 1, 'no')
    """

    meaning: str
    exit_code: int
    again: str

    def __new__(cls, value: str, meaning: str = "", exit_code: int = 0, again: str = "") -> Self:
        """Return the member that is the text `value` and carries the rest of its row."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        member.exit_code = exit_code
        member.again = again
        return member

    SUMMARISED = "summarised", "all record types answered", OK, "no"
    PARTIAL = "partial", "some record types or chunks failed", TROUBLE, "the failed ones"
    EMPTY = "empty", "answered, nothing found", OK, "no"
    SKIPPED = (
        "skipped",
        "not an article: only furniture, duplicate bytes, a folder's non-document file (reason given)",
        OK,
        "no",
    )
    REJECTED_INPUT = (
        "rejected-input",
        "asked for by name or type, but unreadable: encoding, binary, too large (reason given)",
        TROUBLE,
        "when the file changes",
    )
    FAILED = "failed", "no usable answer after all attempts", TROUBLE, "yes"
    REFUSED = "refused", "the model declined, or a filter stopped it", TROUBLE, "no"
    TRUNCATED = "truncated", "the answer was cut at the output cap", TROUBLE, "with a larger cap"
    DEFERRED = "deferred", 'the endpoint said "later": a long Retry-After, or the breaker', TROUBLE, "yes"
    AWAITING = "awaiting", "its requests are written to a Batch file", TROUBLE, "yes"
    NO_RECORDING = "no-recording", "no recorded answer, and no model named", TROUBLE, "yes"
    SKIPPED_BUDGET = "skipped-budget", "the budget ended first", BUDGET, "yes"


REFUSED_SETUP = "configuration"
"""The reason of a row that failed because the endpoint refuses every request: key, model, address."""

WITH_RECORDS = frozenset({State.SUMMARISED, State.PARTIAL, State.EMPTY})
"""The states of an article that has an `ArticleSummary`."""

NO_ARTICLE = frozenset({State.SKIPPED, State.REJECTED_INPUT})
"""The states of an input that no request was ever made for."""

UNANSWERED = frozenset(State) - WITH_RECORDS - NO_ARTICLE
"""States of an article that has no records yet and can have them: another run may answer it."""

BY_URGENCY: tuple[State, ...] = (
    State.SKIPPED_BUDGET,
    State.AWAITING,
    State.NO_RECORDING,
    State.DEFERRED,
    State.FAILED,
    State.TRUNCATED,
    State.REFUSED,
)
"""Which state an article takes when everything failed for different reasons: the first of these.

The order is that of what the user can do: raise the budget, import the answers,
name a model, come back later, run again, raise the cap, nothing. So an article is
`refused` only if nothing about it can still be answered.
"""


class Answered(NamedTuple):
    """A record type (or a chunk of one) was answered.

    Attributes:
        found: Records in the answer, those rejected afterwards included.
    """

    found: int


class Failed(NamedTuple):
    """A record type (or a chunk of one) got no usable answer.

    Attributes:
        state: Why, as `ModelError.state` says it; one of `BY_URGENCY`.
    """

    state: State


class Ended(Protocol):
    """What `exit_code` needs to know of an input: a ledger row."""

    @property
    def state(self) -> State:
        """How the input ended."""

    @property
    def failed(self) -> dict[str, State]:
        """Why record types failed, by name."""

    @property
    def reason(self) -> str:
        """A short fixed word for why it ended so."""


def article_state(outcomes: Iterable[Answered | Failed]) -> State:
    """Return the state of an article from what became of its record types and chunks.

    All answered is `summarised`, or `empty` when nothing was found in any of
    them; a mixture of answers and failures is `partial`; nothing but failures
    takes the first of their states in `BY_URGENCY`.

    Raises:
        ValueError: When there is no outcome at all, or a failure's state is none
            that a request can end in.

    >>> article_state([Answered(3), Answered(0)])
    <State.SUMMARISED: 'summarised'>
    >>> article_state([Answered(3), Failed(State.REFUSED)])
    <State.PARTIAL: 'partial'>
    >>> article_state([Failed(State.REFUSED), Failed(State.FAILED)])
    <State.FAILED: 'failed'>
    """
    answered: list[int] = []
    failures: list[State] = []
    for outcome in outcomes:
        if isinstance(outcome, Answered):
            answered.append(outcome.found)
        else:
            failures.append(outcome.state)
    if not answered and not failures:
        raise ValueError("an article without any outcome has no state")
    if not failures:
        return State.SUMMARISED if any(answered) else State.EMPTY
    worst = min(failures, key=BY_URGENCY.index)
    return State.PARTIAL if answered else worst


def exit_code(rows: Sequence[Ended], *, interrupted: bool = False) -> int:
    """Return what the process exits with after a run with these rows.

    130 when interrupted; 4 when the budget cut anything, be it one record type of
    an article; 3 when there were articles and not one could be answered for want
    of a model, or because the endpoint refuses the key or the model; 1 when anything else is missing; 0 otherwise.
    """
    if interrupted:
        return INTERRUPTED
    states = {row.state for row in rows}
    if State.SKIPPED_BUDGET in states.union(*(row.failed.values() for row in rows)):
        return BUDGET
    articles = [row for row in rows if row.state not in NO_ARTICLE]
    if articles and all(row.state is State.NO_RECORDING or row.reason == REFUSED_SETUP for row in articles):
        return CONFIGURATION
    return max((state.exit_code for state in states), default=OK)


def states_table() -> str:
    """Return the table of states as Markdown, as `docs/states.md` shows it."""
    head = ["| state | meaning | exit | asked again next run |", "|---|---|---|---|"]
    rows = [f"| {state} | {state.meaning} | {state.exit_code} | {state.again} |" for state in State]
    return "\n".join(head + rows) + "\n"
