"""Prints, for every hand-labelled page, how much of the article was kept and how much furniture dropped.

Run as `python -m tests.zones.report`, with `-v` for the lines that went wrong.
Hand labels are in `labels/`, one row per line of the page: its number and
its zone, `-` for a line without letters or digits. They are labels of a
reader, made before the labeller saw the page.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from summariser.document import EVIDENCE_ZONES, Zone
from summariser.zones import label, zone_at

HERE = Path(__file__).resolve().parent
SEEDS = HERE.parent.parent / "seeds"
SILENT = "-"


class Row(NamedTuple):
    """One line that says something: its number, what a reader called it and what the labeller does."""

    number: int
    text: str
    hand: Zone
    labelled: Zone

    @property
    def lost(self) -> bool:
        """Whether it belongs to the article and was dropped."""
        return self.hand in EVIDENCE_ZONES and self.labelled not in EVIDENCE_ZONES

    @property
    def stray(self) -> bool:
        """Whether it is furniture and was kept."""
        return self.hand not in EVIDENCE_ZONES and self.labelled in EVIDENCE_ZONES


class Figures(NamedTuple):
    """Counts of lines on one or more pages."""

    article: int
    kept: int
    furniture: int
    dropped: int
    exact: int

    def __str__(self) -> str:
        lines = self.article + self.furniture
        return (
            f"article kept {self.kept}/{self.article}, furniture dropped {self.dropped}/{self.furniture}, "
            f"same zone {self.exact}/{lines}"
        )


def names() -> tuple[str, ...]:
    """Return the names of all labelled pages: three digits for a seed, words for a page of our own."""
    return tuple(sorted(path.stem for path in (HERE / "labels").glob("*.tsv")))


def page(name: str) -> str:
    """Return the text of a labelled page."""
    own = HERE / "pages" / f"{name}.txt"
    path = own if own.exists() else next(SEEDS.glob(f"{name}_*.txt"))
    return path.read_bytes().decode("utf-8")


def rows(name: str) -> tuple[Row, ...]:
    """Return the lines of a page that say something, with both labels."""
    text = page(name)
    zones = label(text)
    hand = (HERE / "labels" / f"{name}.tsv").read_text("utf-8").splitlines()
    found: list[Row] = []
    start = 0
    for line, row in zip(text.splitlines(keepends=True), hand, strict=True):
        number, zone = row.split("\t")
        if zone != SILENT:
            found.append(Row(int(number), line.strip(), Zone(zone), zone_at(zones, start)))
        start += len(line)
    return tuple(found)


def figures(found: tuple[Row, ...]) -> Figures:
    """Return the counts over some lines."""
    article = sum(row.hand in EVIDENCE_ZONES for row in found)
    return Figures(
        article=article,
        kept=article - sum(row.lost for row in found),
        furniture=len(found) - article,
        dropped=len(found) - article - sum(row.stray for row in found),
        exact=sum(row.hand is row.labelled for row in found),
    )


def report(*, verbose: bool) -> Iterator[str]:
    """Yield the lines of the report: one per page, and one for all pages of our own together."""
    own: list[Row] = []
    for name in names():
        found = rows(name)
        own += () if name.isdigit() else found
        yield f"{name:18} {figures(found)}"
        for row in found if verbose else ():
            if row.lost or row.stray:
                yield f"    line {row.number}: {row.hand} labelled {row.labelled}: {row.text[:60]}"
    yield f"{'all but the seeds':18} {figures(tuple(own))}"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in report(verbose="-v" in sys.argv[1:]))
