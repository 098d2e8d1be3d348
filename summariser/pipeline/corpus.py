"""`Corpus`, what became of a set of inputs: summaries, dossier, ledger."""

from __future__ import annotations

from typing import NamedTuple

from summariser.document import Document
from summariser.ledger import Run
from summariser.reconcile import Dossier
from summariser.records import BUILT_IN, ArticleSummary, RecordType
from summariser.report import contents, rows_of
from summariser.report.column import Row


class Corpus(NamedTuple):
    """What became of a set of inputs.

    Attributes:
        summaries: Summaries of the articles that were answered, by document id.
        documents: Their documents, in the same order.
        run: The ledger: one row for every input.
        dossier: The articles side by side.
        record_types: The kinds of record that were filled.
    """

    summaries: tuple[ArticleSummary, ...]
    documents: tuple[Document, ...]
    run: Run
    dossier: Dossier
    record_types: tuple[RecordType, ...] = BUILT_IN

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table, such as `conflicts`, as flat dicts for a data frame; as `load(…).rows` does.

        Raises:
            UsageError: For a table that there is not.
        """
        return rows_of(contents(self.summaries, self.run, self.record_types, dossier=self.dossier), table)
