"""`Article`, what became of one input, and `Corpus`, of a set of them: summaries, dossier, ledger."""

from __future__ import annotations

from typing import NamedTuple

from summariser.document import Document
from summariser.ledger import InputRow, Run
from summariser.reconcile import Dossier
from summariser.records import BUILT_IN, ArticleSummary, RecordType
from summariser.report import contents, rows_of
from summariser.report.column import Row


class Article(NamedTuple):
    """What became of one input.

    Attributes:
        row: Its row of the ledger.
        summary: Its records; None when there are none.
        document: The article; None when the input is none.
    """

    row: InputRow
    summary: ArticleSummary | None = None
    document: Document | None = None


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
