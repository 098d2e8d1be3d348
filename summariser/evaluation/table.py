"""`Table`: rows of figures under a head, as aligned columns for a terminal and as Markdown."""

from __future__ import annotations

from typing import NamedTuple

from summariser.sanitise import markdown_cell


class Table(NamedTuple):
    """Rows of cells under a head; the first column is text, the others are numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def as_text(table: Table) -> list[str]:
    """Return a table as aligned columns."""
    widths = [max(len(row[column]) for row in (table.head, *table.rows)) for column in range(len(table.head))]
    return [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (table.head, *table.rows)
    ]


def as_markdown(table: Table) -> list[str]:
    r"""Return a table as Markdown.

    >>> as_markdown(Table(("", "of"), (("a|b", "5"),)))
    ['|  | of |', '|---|--:|', '| a\\|b | 5 |']
    """
    head, *rows = (f"| {' | '.join(map(markdown_cell, row))} |" for row in (table.head, *table.rows))
    return [head, "|".join(["", "---", *["--:"] * (len(table.head) - 1), ""]), *rows]
