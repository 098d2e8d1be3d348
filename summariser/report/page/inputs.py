"""`PageInput`, exactly what the HTML report is made from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from summariser.ledger import InputRow
from summariser.reconcile.dossier import Dossier
from summariser.records import ArticleSummary, RecordType


class Tokens(NamedTuple):
    """What the answers that an article's records rest on took, whenever they were given.

    This is a property of the answers, unlike the usage in the ledger, which counts
    what one run sent: a second run over the same answers sends nothing.

    Attributes:
        read: Prompt tokens.
        written: Completion tokens.
        estimated: Whether an endpoint told no counts, so some of these are estimates.
    """

    read: int
    written: int
    estimated: bool = False


class PageInput(NamedTuple):
    """Everything the page shows; two equal inputs make the same bytes.

    Attributes:
        summaries: The articles, by id.
        rows: The inputs, by path; of each only path, state, reason, detail and notes are shown.
        profile: Name of the profile.
        record_types: The kinds of record, in the order in which they are shown.
        dossier: The articles side by side; None leaves those sections out.
        texts: By document id, the text that spans point into; without it a quote leads to its record.
        tokens: By document id, what its answers took; where it is empty the page gives an estimate.
    """

    summaries: tuple[ArticleSummary, ...]
    rows: tuple[InputRow, ...]
    profile: str
    record_types: tuple[RecordType, ...]
    dossier: Dossier | None = None
    texts: Mapping[str, str] = {}
    tokens: Mapping[str, Tokens] = {}
