"""How reconciliation grows with the number of articles, as one dossier and in blocks: seconds, memory, conflicts.

`python -m benchmarks.reconcile [N …]`, 250 to 10,000 articles of a generator unless told otherwise; beyond
`MOST_WHOLE` only blocks are measured. Every corpus waits on disk, as in a run, and is read by a process of
its own, so that memory is its own too. No question is answered.

`python -m benchmarks.reconcile --recorded` takes the articles with recorded answers instead, in the smallest blocks.
"""

from __future__ import annotations

import asyncio
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from pydantic import TypeAdapter

from benchmarks.articles import ROOT
from benchmarks.measuring import markdown
from benchmarks.synthetic import summaries
from summariser.errors import NoRecordingError
from summariser.llm.answering import Answered
from summariser.pipeline.blocks import Compared, compare_blocks
from summariser.pipeline.dossier import compare
from summariser.pipeline.extract import Extractor
from summariser.profiles import load_profile
from summariser.prompts import Builder, load_prompts
from summariser.reconcile import Conflict
from summariser.reconcile.blocks import outline_of
from summariser.records import ArticleSummary
from summariser.report import load
from summariser.request import Request
from summariser.settings import Settings

SIZES = (250, 500, 1000, 2000, 10_000)
MOST_WHOLE = 2000
ROOM: int = Settings.model_fields["block"].default

RECORDED = {
    "five seeds": ("seeds", "evals/recordings", "peace", 3),
    "trade deal": ("evals/trade/articles", "evals/trade/recordings", "trade", 4),
}
"""Articles, their recordings, the profile they were read with, and the articles in a block."""

_PROFILE = load_profile("general")
_CONFLICTS = TypeAdapter(tuple[Conflict, ...])
_HEAD = (
    "articles",
    "way",
    "seconds",
    "ms an article",
    "peak MB",
    "hard conflicts of the whole found",
    "soft ones",
)


class Unanswered:
    """Answers that never come: every question stays open."""

    async def complete(self, request: Request) -> Answered:
        """Raise, as a store does that holds nothing."""
        raise NoRecordingError(request.key)

    async def close(self) -> None:
        """Hold nothing."""


def in_blocks(articles: Folder, found: Path, *, room: int = ROOM) -> None:
    """Compare a corpus in blocks, and write the conflicts within each and those between them, a file for each."""

    def write(block: Compared) -> None:
        _write(found, f"block-{block.name}", block.dossier.conflicts)

    outlines = [outline_of(articles.load(document)) for document in articles.documents]
    comparing = compare_blocks(outlines, articles.load, _extractor(), room=room, at_once=1, on_block=write)
    _write(found, "across", asyncio.run(comparing).across.conflicts)


def as_one(articles: Folder, found: Path) -> None:
    """Compare a corpus as a whole, and write its conflicts."""
    comparing = compare([articles.load(document) for document in articles.documents], _extractor(), at_once=1)
    _write(found, "whole", asyncio.run(comparing).dossier.conflicts)


def conflicts_in(found: Path, names: str = "*") -> list[Conflict]:
    """Return the conflicts that were written to files of such names."""
    files = sorted(found.glob(f"{names}.json"))
    return [conflict for file in files for conflict in _CONFLICTS.validate_json(file.read_bytes())]


def _extractor() -> Extractor:
    return Extractor(Builder(load_prompts(), _PROFILE, "none", {}), Unanswered())


def _write(found: Path, name: str, conflicts: tuple[Conflict, ...]) -> None:
    (found / f"{name}.json").write_bytes(_CONFLICTS.dump_json(conflicts))


def found_again(whole: Iterable[Conflict], found: Iterable[Conflict]) -> int:
    """Return of how many conflicts two opposed claims are opposed in one of those `found`, too."""
    told = [_sides(conflict) for conflict in found]
    return sum(any(_opposed(_sides(conflict), sides) for sides in told) for conflict in whole)


def _sides(conflict: Conflict) -> list[frozenset[tuple[str, ...]]]:
    return [
        frozenset(
            (claim.document, claim.record_id, claim.slot)
            for claim in (conflict.claims[place] for place in group.claims)
        )
        for group in conflict.groups
    ]


def _opposed(
    ones: Sequence[frozenset[tuple[str, ...]]], others: Sequence[frozenset[tuple[str, ...]]]
) -> bool:
    """Return whether two sides of one conflict are told on two sides of the other."""
    told = [{place for place, one in enumerate(ones) if one & other} for other in others]
    return len(set().union(*told)) > 1 and sum(bool(places) for places in told) > 1


class Folder:
    """Articles on disk, by their id."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def documents(self) -> list[str]:
        """The ids, sorted."""
        return sorted(file.stem for file in self._path.glob("*.json"))

    def save(self, summary: ArticleSummary) -> None:
        """Write an article."""
        (self._path / f"{summary.meta.id}.json").write_text(summary.model_dump_json(), "utf-8")

    def load(self, document: str) -> ArticleSummary:
        """Return an article."""
        return ArticleSummary.model_validate_json((self._path / f"{document}.json").read_bytes())


WAYS: dict[str, Callable[[Folder, Path], None]] = {"one dossier": as_one, "blocks": in_blocks}


def main(sizes: tuple[int, ...]) -> None:
    """Print a row for every corpus and way."""
    rows = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            articles = Folder(Path(folder))
            for summary in summaries(size, _PROFILE):
                articles.save(summary)
            rows += _rows(size, Path(folder))
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}; blocks of {ROOM}\n")  # noqa: T201 - the figures are the output
    print(markdown(_HEAD, rows))  # noqa: T201 - as above


def recorded() -> None:
    """Print for each recorded corpus how many of its conflicts are found in very small blocks."""
    rows = []
    for name, (articles, recordings, profile, room) in RECORDED.items():
        words = [str(ROOT / articles), "--recordings", str(ROOT / recordings), "--profile", profile]
        with tempfile.TemporaryDirectory() as folder:
            _summarised(words, f"{folder}/whole")
            _summarised(words, f"{folder}/blocks", SUMMARISER_MOST_COMPARED="1", SUMMARISER_BLOCK=str(room))
            whole, parts = load(f"{folder}/whole"), load(f"{folder}/blocks")
            if whole.dossier is None or parts.blocks is None:
                raise RuntimeError(f"{name} was not compared")
            dossiers = [parts.block(card.name).dossier for card in parts.blocks.blocks]
        found = [one for dossier in dossiers if dossier for one in dossier.conflicts]
        found += parts.blocks.across.conflicts
        of = ([one for one in whole.dossier.conflicts if one.severity == kind] for kind in ("hard", "soft"))
        again = (f"{found_again(ones, found)} of {len(ones)}" for ones in of)
        rows.append((name, str(len(whole.summaries)), str(room), *again))
    print(markdown(("corpus", "articles", "in a block", "hard conflicts found", "soft ones"), rows))  # noqa: T201 - the figures are the output


def _summarised(words: Sequence[str], folder: str, **settings: str) -> None:
    command = [sys.executable, "-m", "summariser", "run", *words, "--out", folder, "--quiet"]
    subprocess.run(command, check=False, env=os.environ | settings)  # noqa: S603 - this very package; some lists are not recorded


def _rows(size: int, folder: Path) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    whole: list[Conflict] = []
    for way in WAYS if size <= MOST_WHOLE else ("blocks",):
        with tempfile.TemporaryDirectory() as found:
            words = [sys.executable, "-m", "benchmarks.reconcile", "--one", way, str(folder), found]
            said = subprocess.run(words, check=True, capture_output=True, text=True).stdout  # noqa: S603 - this very program
            conflicts = conflicts_in(Path(found))
        seconds, peak = map(float, said.split())
        whole = conflicts if way == "one dossier" else whole
        of = ([one for one in whole if one.severity == kind] for kind in ("hard", "soft"))
        again = (f"{found_again(ones, conflicts)} of {len(ones)}" if ones else "–" for ones in of)
        rows.append(
            (f"{size:,}", way, f"{seconds:.0f}", f"{1000 * seconds / size:.0f}", f"{peak:.0f}", *again)
        )
        print(" | ".join(rows[-1]), file=sys.stderr)  # noqa: T201 - how far it is
    return rows


def measure(way: str, folder: Path, found: Path) -> None:
    """Print the seconds and the peak in MB of one way."""
    started = time.perf_counter()
    WAYS[way](Folder(folder), found)
    seconds = time.perf_counter() - started
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)  # noqa: T201 - the figures are the output


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure(sys.argv[2], *map(Path, sys.argv[3:]))
    elif sys.argv[1:2] == ["--recorded"]:
        recorded()
    else:
        main(tuple(map(int, sys.argv[1:])) or SIZES)
