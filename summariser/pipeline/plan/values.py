"""`Plan`: what a run will do, before it does it: what goes where, requests, tokens, cost, time."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, TypeVar

from pydantic import Field, computed_field

from summariser.document import Frozen
from summariser.records import SCHEMA_VERSION
from summariser.store import Difference

T = TypeVar("T", bound=Frozen | None)

Basis = Literal["recorded corpora", "stored answers"]
"""What an expectation rests on: the corpora that come with the package, or the user's own answers of that model."""


class Work(Frozen):
    """Requests of one part of a run, and what they take.

    Attributes:
        certain: Requests that are built already.
        expected: Further ones that answers are expected to lead to.
        tokens_in: Tokens to send, all of them together.
        tokens_out: Tokens that their answers are expected to have.
    """

    certain: int = Field(default=0, ge=0)
    expected: int = Field(default=0, ge=0)
    tokens_in: int = Field(default=0, ge=0)
    tokens_out: int = Field(default=0, ge=0)

    @property
    def requests(self) -> int:
        """All of them."""
        return self.certain + self.expected


class Cost(Frozen):
    """US dollars: four runs out of five should end between `low` and `high`."""

    low: Decimal
    expected: Decimal
    high: Decimal


class Unreadable(Frozen):
    """An input that cannot be read, and why."""

    path: str
    reason: str
    detail: str


class Stale(Frozen):
    """Articles whose stored answers belong to another model, prompt, schema or setting than the current one.

    Attributes:
        articles: How many.
        requests: Main requests that ask again for what was answered before.
        models: The models that answered before.
        differs: In what the requests differ, all of them taken together.
        cost: US dollars for asking them again, with what follows; None when no price is known.
    """

    articles: int
    requests: int
    models: tuple[str, ...]
    differs: tuple[Difference, ...]
    cost: Decimal | None


class PaidAgain(Frozen):
    """Stored answers that `fresh` asks for again, and what that costs, with what follows; None if nobody knows."""

    requests: int
    cost: Decimal | None


class Plan(Frozen):
    """What a run will do.

    Attributes:
        model: The model asked; None when none is named, so that recordings are replayed.
        host: Host that requests go to; None when nothing is sent.
        local: Whether that is this machine or a private network.
        inputs: Inputs found, those that are no articles included.
        skipped: Those that are passed over: no documents, duplicates, only furniture.
        unreadable: Those that cannot be read.
        answered: Requests that the store or recordings answer already, and that nothing is paid for.
        unanswered: Articles that stay without an answer, because nothing may be sent.
        articles: Articles that a request is sent for.
        bytes: Their length as UTF-8.
        main: The requests for records.
        re_asks: Those for records that were not proved, and for answers that could not be used.
        questions: Those of reconciliation.
        basis: What expected requests and lengths of answers rest on.
        hidden: Whether the model reasons at length without showing it, which is billed: `high` has room for it.
        cost: None when no price is known.
        seconds: How long it may take, from the number of requests at once and the limits in the settings.
        at_once: Requests under way at the same time.
        stale: Answers that belong to another model, prompt, schema or setting; None when there are none.
        paid_again: What `fresh` pays for again; None when that is nothing.
        sampled: Inputs that were looked at where there are too many to hold; all other counts are scaled up from them.
        asks: Why the command line asks before it starts this run; nothing when it does not.
    """

    schema_version: str = SCHEMA_VERSION
    model: str | None = None
    host: str | None = None
    local: bool = False
    inputs: int = Field(ge=0)
    skipped: int = Field(default=0, ge=0)
    unreadable: tuple[Unreadable, ...] = ()
    answered: int = Field(default=0, ge=0)
    unanswered: int = Field(default=0, ge=0)
    articles: int = Field(default=0, ge=0)
    bytes: int = Field(default=0, ge=0)
    main: Work = Work()
    re_asks: Work = Work()
    questions: Work = Work()
    basis: Basis = "recorded corpora"
    hidden: bool = False
    cost: Cost | None = Cost(low=Decimal(0), expected=Decimal(0), high=Decimal(0))
    seconds: float = Field(default=0.0, ge=0)
    at_once: int = Field(default=1, ge=1)
    stale: Stale | None = None
    paid_again: PaidAgain | None = None
    sampled: int | None = None
    asks: tuple[str, ...] = ()

    @computed_field  # type: ignore[prop-decorator]  # mypy knows no decorated properties
    @property
    def requests(self) -> int:
        """Requests in all, certain and expected ones."""
        return self.main.requests + self.re_asks.requests + self.questions.requests

    @computed_field  # type: ignore[prop-decorator]  # the same
    @property
    def tokens_in(self) -> int:
        """Tokens to send."""
        return self.main.tokens_in + self.re_asks.tokens_in + self.questions.tokens_in

    @computed_field  # type: ignore[prop-decorator]  # the same
    @property
    def tokens_out(self) -> int:
        """Tokens that answers are expected to have."""
        return self.main.tokens_out + self.re_asks.tokens_out + self.questions.tokens_out

    def scaled(self, inputs: int) -> Plan:
        """Return the plan of a run over `inputs` inputs of which these were a sample."""
        times = Decimal(inputs) / max(self.inputs, 1)
        counts = ("skipped", "answered", "unanswered", "articles", "bytes")
        parts = ("main", "re_asks", "questions", "cost", "stale", "paid_again")
        return self.model_copy(
            update={name: round(getattr(self, name) * times) for name in counts}
            | {name: _scaled(getattr(self, name), times) for name in parts}
            | {"seconds": self.seconds * float(times), "inputs": inputs, "sampled": self.inputs}
        )


def _scaled(part: T, times: Decimal) -> T:
    """Return a part of a plan with its counts and dollars multiplied."""
    if part is None:
        return part
    changes: dict[str, int | Decimal] = {}
    for name, value in part:
        if isinstance(value, int):
            changes[name] = round(value * times)
        elif isinstance(value, Decimal):
            changes[name] = (value * times).quantize(value)
    return part.model_copy(update=changes)
