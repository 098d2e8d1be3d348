"""`Contents`, what every writer is given: the articles and the ledger, in an order of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from summariser.ledger import InputRow, Run, in_order
from summariser.ledger.states import UNANSWERED, WITH_RECORDS
from summariser.reconcile import Dossier
from summariser.records import BUILT_IN, ArticleSummary, Record, RecordType, nested, slots


class Contents(NamedTuple):
    """The results of one run.

    Built by `contents`, which sorts, so that no writer depends on the order in
    which articles arrived.

    Attributes:
        summaries: The articles, by id.
        rows: The inputs, by path.
        run: The ledger; of it writers use only what neither time nor chance can change.
        record_types: The kinds of record, in the order in which outputs show them.
        dossier: The articles side by side; None when there is none, as in an older folder.
        texts: The text that the spans of each article point into, by id; what is missing is not shown.
    """

    summaries: tuple[ArticleSummary, ...]
    rows: tuple[InputRow, ...]
    run: Run
    record_types: tuple[RecordType, ...]
    dossier: Dossier | None = None
    texts: Mapping[str, str] = {}


Writer = Callable[[Contents], dict[str, bytes]]
"""Makes files, by path inside the output folder."""


def contents(
    summaries: Iterable[ArticleSummary],
    run: Run,
    record_types: tuple[RecordType, ...] = BUILT_IN,
    *,
    dossier: Dossier | None = None,
    texts: Mapping[str, str] | None = None,
) -> Contents:
    """Return what the writers write: `summaries` and the rows of `run`, sorted.

    Raises:
        ValueError: When the articles are not those that the ledger counts as having
            records, or have lists of a type that is not given: neither is left out silently.
    """
    summaries = tuple(summaries)
    _check(summaries, run, {kind.name for kind in record_types})
    ordered = sorted(
        (with_rejected_sorted(summary, record_types) for summary in summaries),
        key=lambda summary: summary.meta.id,
    )
    rows = in_order(run.rows)
    return Contents(tuple(ordered), tuple(rows), run, record_types, dossier, texts or {})


def extent(rows: Sequence[InputRow], done: int) -> str:
    """Return how many articles a report covers: "5 articles", or "40 of 60 articles" where some were not answered."""
    of = done + len(_unanswered(rows))
    noun = "article" if of == 1 else "articles"
    return f"{done} {noun}" if done == of else f"{done} of {of} {noun}"


def goes_on(rows: Sequence[InputRow]) -> str:
    """Return what answers the articles that are still without one; "" when there is none."""
    left = _unanswered(rows)
    if not left:
        return ""
    states = ", ".join(sorted({row.state.value for row in left}))
    return (
        f"{len(left)} not answered ({states}). Run the same command again to go on: "
        "what is stored is not asked or paid for twice."
    )


def _unanswered(rows: Sequence[InputRow]) -> list[InputRow]:
    return [row for row in rows if row.state in UNANSWERED]


def label(record: Record) -> str:
    """Return the text that stands for a record in a list: its last `key` field, else its first text.

    >>> from summariser.records import GistSentence
    >>> label(GistSentence(text="Talks went on.", quotes=["talks went on"]))
    'Talks went on.'
    """
    texts = [field for field in slots(record) if isinstance(field.value, str) and field.slot.proof != "label"]
    keys = [field for field in texts if field.slot.role == "key"]
    return next((str(field.value) for field in [*keys[-1:], *texts]), "")


def quotes(record: Record) -> Iterator[str]:
    """Yield the quotes of `record` as the model gave them, those of records inside it last."""
    for field in slots(record):
        if field.slot.proof == "evidence":
            yield from field.value
    for _, inner in nested(record):
        yield from quotes(inner)


def _check(summaries: Sequence[ArticleSummary], run: Run, known: set[str]) -> None:
    given = sorted(summary.meta.id for summary in summaries)
    counted = sorted(row.document or "" for row in run.rows if row.state in WITH_RECORDS)
    if given != counted:
        raise ValueError(f"summaries {given!r} are not the articles of the ledger {counted!r}")
    used = {name for summary in summaries for name in summary.records}
    used |= {item.record_type for summary in summaries for item in summary.rejected}
    if used - known:
        raise ValueError(f"unknown record types {sorted(used - known)!r}; pass their `RecordType`")


def with_rejected_sorted(summary: ArticleSummary, record_types: tuple[RecordType, ...]) -> ArticleSummary:
    """Return `summary` with its rejected records in the order of their types, which may have come in any."""
    order = {kind.name: position for position, kind in enumerate(record_types)}
    rejected = sorted(summary.rejected, key=lambda item: order[item.record_type])
    return summary.model_copy(update={"rejected": tuple(rejected)})
