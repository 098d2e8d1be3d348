"""The ledger of a corpus: its rows, and everything that names what it was made with."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

from summariser.document import Document
from summariser.errors import InputError
from summariser.ledger import InputRow, Provenance, Run, State, Usage, exit_code, in_order, totals
from summariser.llm.schema import answer_model, compile_schema
from summariser.prompts import Builder
from summariser.records import Profile, RecordType
from summariser.request import canonical
from summariser.settings import Settings
from summariser.telemetry import ERROR, Attributes

_LIBRARIES = ("instructor", "jinja2", "openai", "pydantic", "tenacity", "genai-prices")


def run_of(
    rows: Sequence[InputRow],
    made_with: Provenance,
    *,
    inputs: int,
    started: datetime,
    questions: Usage | None = None,
    interrupted: bool = False,
) -> Run:
    """Return the ledger of a run over `inputs` inputs that began at `started` and ends now.

    The number of inputs is counted apart from the rows, so that a lost one is an error.
    """
    return Run(
        made_with=made_with,
        started=started,
        ended=datetime.now(UTC),
        interrupted=interrupted,
        exit_code=exit_code(rows, interrupted=interrupted),
        inputs=inputs,
        totals=totals(rows, questions),
        questions=questions or Usage(),
        rows=tuple(in_order(rows)),
    )


def row_attributes(row: InputRow, usage: Usage) -> Attributes:
    """Return what of an article's row is said in spans and logs: labels and counts, not the words of its detail."""
    counts = row.counts.values()
    return {
        "summariser.state": row.state.value,
        "summariser.records.kept": sum(count.kept for count in counts),
        "summariser.records.rejected": sum(count.rejected for count in counts),
        "summariser.requests.asked": usage.asked,
        "summariser.requests.stored": usage.stored,
        "summariser.requests.attempts": usage.attempts,
        "summariser.tokens.input": usage.tokens_in,
        "summariser.tokens.output": usage.tokens_out,
        **({} if usage.cost is None else {"summariser.cost": float(usage.cost)}),
        **({ERROR: row.state.value} if row.state.exit_code else {}),
    }


def provenance_of(builder: Builder, record_types: Sequence[RecordType], settings: Settings) -> Provenance:
    """Return the versions and digests of everything that shapes an answer."""
    return Provenance(
        summariser=_version("summariser"),
        libraries={name: _version(name) for name in _LIBRARIES},
        settings=settings.digest(),
        model=builder.model,
        profile=builder.profile.name,
        profile_sha256=builder.profile.sha256,
        prompts={kind.name: builder.prompts.digest(kind.template) for kind in record_types},
        schemas={kind.name: schema_digest(kind, builder) for kind in record_types},
    )


def unread_row(path: str, error: InputError) -> InputRow:
    """Return the row of an input that is no article, or cannot be read as one."""
    return InputRow(
        path=path,
        state=State.SKIPPED if error.skip else State.REJECTED_INPUT,
        reason=error.reason,
        detail=str(error),
    )


def failed_row(document: Document, reason: str, detail: str) -> InputRow:
    """Return the row of an article that got no answer for a reason of no single request."""
    return InputRow(
        path=document.path,
        document=document.id,
        sha256=document.sha256,
        state=State.FAILED,
        reason=reason,
        detail=detail,
        notes=document.notes,
    )


def schema_digest(kind: RecordType, builder: Builder) -> str:
    """Return the sha256 of the compiled schema that a main request for `kind` sends."""
    return _schema_digest(kind, builder.profile)


@lru_cache(maxsize=256)
def _schema_digest(kind: RecordType, profile: Profile) -> str:
    return hashlib.sha256(canonical(compile_schema(answer_model(kind, profile)))).hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
