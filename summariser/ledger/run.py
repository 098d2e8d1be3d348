"""`Run`, the ledger that `run.json` holds: one row per input, and totals that must add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Self

from pydantic import AwareDatetime, Field, model_validator

from summariser.document import Frozen
from summariser.ledger.names import FileDigests
from summariser.ledger.states import NO_ARTICLE, State
from summariser.records import SCHEMA_VERSION, AnsweredBy


class Counts(Frozen):
    """What became of the records of one type.

    Attributes:
        kept: Records the article's words prove.
        rejected: Records they do not, after the re-ask.
        failing: Records that were not proved before the re-ask.
    """

    kept: int = Field(default=0, ge=0)
    rejected: int = Field(default=0, ge=0)
    failing: int = Field(default=0, ge=0)

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            kept=self.kept + other.kept,
            rejected=self.rejected + other.rejected,
            failing=self.failing + other.failing,
        )


class Usage(Frozen):
    """What answering took.

    Attributes:
        asked: Requests answered by the endpoint in this run.
        stored: Requests answered from the store, a recording or a Batch file: free in this run.
        attempts: Posts to the endpoint, those without an answer included.
        unknown_billed: Attempts without an answer that the endpoint may bill all the same.
        tokens_in: Prompt tokens, the cached ones included.
        tokens_out: Completion tokens.
        tokens_cached: Prompt tokens the endpoint took from its cache.
        estimated: Whether an endpoint told no token counts, so some of these are estimates.
        cost: In US dollars; None when the price of a model is unknown, which is never 0.
        seconds: Wall-clock time spent waiting for the endpoint.
    """

    asked: int = Field(default=0, ge=0)
    stored: int = Field(default=0, ge=0)
    attempts: int = Field(default=0, ge=0)
    unknown_billed: int = Field(default=0, ge=0)
    tokens_in: int = Field(default=0, ge=0)
    tokens_out: int = Field(default=0, ge=0)
    tokens_cached: int = Field(default=0, ge=0)
    estimated: bool = False
    cost: Decimal | None = Decimal(0)
    seconds: float = Field(default=0.0, ge=0)

    def __add__(self, other: Usage) -> Usage:
        unpriced = self.cost is None or other.cost is None
        return Usage(
            asked=self.asked + other.asked,
            stored=self.stored + other.stored,
            attempts=self.attempts + other.attempts,
            unknown_billed=self.unknown_billed + other.unknown_billed,
            tokens_in=self.tokens_in + other.tokens_in,
            tokens_out=self.tokens_out + other.tokens_out,
            tokens_cached=self.tokens_cached + other.tokens_cached,
            estimated=self.estimated or other.estimated,
            cost=None if unpriced else (self.cost or Decimal(0)) + (other.cost or Decimal(0)),
            seconds=round(self.seconds + other.seconds, 6),
        )


class InputRow(Frozen):
    """One input of the run and how it ended.

    Attributes:
        path: Where it came from, for display.
        document: The article's id; None when the input never became a document.
        sha256: Digest of the bytes read; None when they could not be read.
        state: How it ended.
        reason: A short fixed word for tables, such as `encoding` or `duplicate`; may be "".
        detail: One sentence for the reader.
        failed: Why single record types failed, by name.
        answered_by: How each record type was answered.
        counts: What became of the records, by record type.
        usage: What answering took.
        notes: Remarks a reader should see: a guessed encoding, metadata that clash, suspicious Unicode.
    """

    path: str
    document: str | None = None
    sha256: str | None = None
    state: State
    reason: str = ""
    detail: str = ""
    failed: dict[str, State] = Field(default_factory=dict)
    answered_by: dict[str, AnsweredBy] = Field(default_factory=dict)
    counts: dict[str, Counts] = Field(default_factory=dict)
    usage: Usage = Usage()
    notes: tuple[str, ...] = ()


class Totals(Frozen):
    """The sums over all rows, questions of reconciliation included in `usage`.

    Attributes:
        inputs: Number of rows.
        states: Inputs by state; a state that nothing ended in is left out.
        counts: Records by record type.
        usage: What the whole run took.
    """

    inputs: int
    states: dict[State, int]
    counts: dict[str, Counts]
    usage: Usage


class Provenance(Frozen):
    """What a run was made with: versions, and digests of everything that shapes an answer.

    Attributes:
        summariser: Version of this package.
        libraries: Versions of the libraries between a request and its records, by name.
        settings: Digest of the settings, secrets left out.
        model: Name of the model as the requests name it, asked now or when they were recorded.
        profile: Name of the profile.
        profile_sha256: Its digest.
        prompts: Digest of each prompt, by name.
        schemas: Digest of each compiled schema, by record type.
    """

    summariser: str
    libraries: dict[str, str] = Field(default_factory=dict)
    settings: str
    model: str | None
    profile: str
    profile_sha256: str
    prompts: dict[str, str] = Field(default_factory=dict)
    schemas: dict[str, str] = Field(default_factory=dict)


class Run(Frozen):
    """The ledger of one run.

    Construction fails unless every input has exactly one row and the totals are
    those of the rows: a ledger that does not add up is never written.

    Attributes:
        interrupted: Whether a signal ended it early.
        exit_code: What the process exits with; see `exit_code`.
        inputs: How many inputs the run was given or found, counted apart from the rows.
        questions: What the questions of reconciliation took; they belong to no article.
        files: Digest of every file the run wrote beside this one, by path inside the output folder.
    """

    schema_version: str = SCHEMA_VERSION
    made_with: Provenance
    started: AwareDatetime
    ended: AwareDatetime
    interrupted: bool = False
    exit_code: int
    inputs: int
    totals: Totals
    questions: Usage = Usage()
    rows: tuple[InputRow, ...]
    files: FileDigests = Field(default_factory=dict)

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if len(self.rows) != self.inputs:
            raise ValueError(
                f"{self.inputs} inputs but {len(self.rows)} rows: an input was lost or counted twice"
            )
        twice = _twice(row.document for row in self.rows if row.state not in NO_ARTICLE)
        if twice:
            raise ValueError(f"two rows for one document: {twice!r}")
        expected = totals(self.rows, self.questions)
        if self.totals != expected:
            raise ValueError(f"totals are not those of the rows: {self.totals!r}, expected {expected!r}")
        return self


def part_of(run: Run, documents: Iterable[str]) -> Run:
    """Return the ledger of some articles of a run alone, without its questions."""
    wanted = set(documents)
    rows = tuple(row for row in run.rows if row.document in wanted and row.state not in NO_ARTICLE)
    return run.model_copy(
        update={
            "inputs": len(rows),
            "rows": rows,
            "totals": totals(rows),
            "questions": Usage(),
        }
    )


def in_order(rows: Iterable[InputRow]) -> list[InputRow]:
    """Return rows as every ledger has them: by path, whatever was done first."""
    return sorted(rows, key=lambda row: (row.path, row.document or ""))


def totals(rows: Sequence[InputRow], questions: Usage | None = None) -> Totals:
    """Return the sums over `rows`, and over the `questions` that belong to no row.

    One unknown price makes the whole cost unknown.
    """
    states = Counter(row.state for row in rows)
    counts: dict[str, Counts] = {}
    for row in rows:
        for name, count in row.counts.items():
            counts[name] = counts.get(name, Counts()) + count
    return Totals(
        inputs=len(rows),
        states={state: states[state] for state in State if states[state]},
        counts=counts,
        usage=sum((row.usage for row in rows), questions or Usage()),
    )


def _twice(ids: Iterable[str | None]) -> list[str]:
    return sorted(id_ for id_, times in Counter(ids).items() if id_ is not None and times > 1)
