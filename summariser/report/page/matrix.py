"""The table of terms: topics down, articles across, in each cell what an article says and how that stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from summariser.reconcile.dossier import Cell, CoverageRow, Dossier, Severity
from summariser.records.vocabulary import PlanRef
from summariser.report.page.context import Context
from summariser.report.page.lookup import Lookup, Ref, fragment, topic_fragment
from summariser.report.page.signs import RELATIONS, SEVERITIES, Sign, relation
from summariser.report.phrases import title

WIDE = 8
"""Most articles whose words fit into the cells; with more, a cell holds a symbol and the row says the values."""

VALUES = 3
"""Most values that a row of symbols names."""

_SILENT = "silent"


class CellView(NamedTuple):
    """One cell.

    Attributes:
        sign: How it stands to the other articles.
        value: What it says.
        href: Link to the sentence; "" when silent.
        more: Links to the sentences of its further records.
        conflict: Link to the conflict it is in; "" when none.
    """

    sign: Sign
    value: str = ""
    href: str = ""
    more: tuple[Ref, ...] = ()
    conflict: str = ""


class Tally(NamedTuple):
    """How often a sign, or a value, occurs in a row."""

    words: str
    times: int
    sign: Sign | None = None


class RowView(NamedTuple):
    """One topic.

    Attributes:
        statement: The term in one sentence; "" when it is not known.
        plan: What document it is of, when that is not the main plan.
        keys: What filters choose it by.
        tallies: How many cells stand in which relation.
        values: What is said most often, and by how many articles.
        only: For a topic that one article alone speaks of, that article and its cell.
    """

    id: str
    topic: str
    statement: str
    plan: str
    keys: str
    cells: tuple[CellView, ...]
    tallies: tuple[Tally, ...]
    values: tuple[Tally, ...]
    only: tuple[Ref, CellView] | None


class Column(NamedTuple):
    """One article's heading."""

    article: Ref
    name: str
    published: str


class Matrix(NamedTuple):
    """The table.

    Attributes:
        columns: The articles.
        groups: Rows by category.
        alone: Rows that one article alone speaks of, by category: all other cells would be silent.
        compact: Whether cells hold symbols only.
    """

    columns: tuple[Column, ...]
    groups: tuple[tuple[str, tuple[RowView, ...]], ...]
    alone: tuple[tuple[str, tuple[RowView, ...]], ...]
    compact: bool


def matrix(dossier: Dossier, page: Context) -> Matrix:
    """Return the table of terms, the worst disputed ones first."""
    speaking = {cell.document for row in dossier.coverage for cell in row.cells}
    documents = [document for document in page.look.numbers if document in speaking]
    terms = {term.id: term for term in dossier.terms}
    plans = {plan.id: plan.label for plan in dossier.plan_documents if plan.kind is not PlanRef.MAIN}
    severity = {conflict.id: conflict.severity for conflict in dossier.conflicts}
    rows: list[tuple[str, RowView]] = []
    for row in sorted(dossier.coverage, key=lambda row: _weight(row, severity)):
        term = terms.get(row.subject)
        statement, plan = (term.statement, plans.get(term.plan, "")) if term else ("", "")
        rows.append((row.category, _row(row, documents, page)._replace(statement=statement, plan=plan)))
    return Matrix(
        columns=tuple(
            Column(page.look.article(document), page.look.names[document], page.dates[document])
            for document in documents
        ),
        groups=tuple(_grouped(pair for pair in rows if not pair[1].only)),
        alone=tuple(_grouped(pair for pair in rows if pair[1].only)),
        compact=len(documents) > WIDE,
    )


def _grouped(rows: Iterable[tuple[str, RowView]]) -> Iterator[tuple[str, tuple[RowView, ...]]]:
    """Yield rows by category, in the order in which the categories first come up."""
    groups: dict[str, list[RowView]] = {}
    for name, row in rows:
        groups.setdefault(name, []).append(row)
    for name, members in groups.items():
        yield title(name), tuple(members)


def _weight(row: CoverageRow, severity: Mapping[str, Severity]) -> tuple[int, ...]:
    """Return what sorts rows: hard conflicts first, then soft ones, then what most articles speak of."""
    found = [severity.get(id_) for id_ in sorted({id_ for cell in row.cells for id_ in cell.conflicts})]
    spoken = sum(bool(cell.records) for cell in row.cells)
    return (*(-found.count(name) for name in SEVERITIES), -spoken)


def _row(row: CoverageRow, documents: Sequence[str], page: Context) -> RowView:
    by_document = {cell.document: cell for cell in row.cells}
    cells = tuple(_cell(by_document.get(document), page.look) for document in documents)
    spoken = [(document, cell) for document, cell in zip(documents, cells, strict=True) if cell.href]
    names = [cell.sign.name for cell in cells]
    pairs = [(cell.document, record) for cell in row.cells for record in cell.records]
    return RowView(
        id=topic_fragment(row.subject),
        topic=row.topic,
        statement="",
        plan="",
        keys=page.kinds.records(pairs, category=row.category, silent=_SILENT in names),
        cells=cells,
        tallies=tuple(
            Tally(sign.word, names.count(name), sign) for name, sign in RELATIONS.items() if name in names
        ),
        values=_values(cell for _, cell in spoken),
        only=(page.look.article(spoken[0][0]), spoken[0][1]) if len(spoken) == 1 else None,
    )


def _cell(cell: Cell | None, look: Lookup) -> CellView:
    if cell is None or not cell.records:
        return CellView(RELATIONS[_SILENT])
    first, *others = (look.ref(cell.document, record) for record in cell.records)
    return CellView(
        sign=relation(cell.relation),
        value=cell.value or "stated",
        href=first.href,
        more=tuple(Ref(number, ref.href) for number, ref in enumerate(others, start=2)),
        conflict=f"#{fragment(cell.conflicts[0])}" if cell.conflicts else "",
    )


def _values(cells: Iterable[CellView]) -> tuple[Tally, ...]:
    counts = Counter(cell.value for cell in cells)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Tally(value, count) for value, count in ordered[:VALUES])
