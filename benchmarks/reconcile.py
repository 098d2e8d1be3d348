"""How reconciliation grows with the number of articles: seconds, memory, questions.

`python -m benchmarks.reconcile [N …]` prints one row per corpus; 250 to 2,000 articles unless told otherwise.
"""

from __future__ import annotations

import platform
import resource
import subprocess
import sys
import time

from benchmarks.synthetic import summaries
from summariser.profiles import load_profile
from summariser.reconcile import plan_questions, reconcile

SIZES = (250, 500, 1000, 2000)
_ROW = "| {:>8} | {:>7} | {:>8} | {:>9} | {:>20} | {:>9} | {:>10} |"


def main(sizes: tuple[int, ...]) -> None:
    """Measure each corpus in a process of its own, so that memory is its own too."""
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}")  # noqa: T201 - the figures are the output
    print(  # noqa: T201 - as above
        _ROW.format(
            "articles", "seconds", "peak MB", "questions", "questions / article", "conflicts", "agreements"
        )
    )
    print(_ROW.format(*("---:",) * 7))  # noqa: T201 - the figures are the output
    for size in sizes:
        subprocess.run([sys.executable, "-m", "benchmarks.reconcile", "--one", str(size)], check=True)  # noqa: S603 - this very program


def measure(size: int) -> None:
    """Print the row of one corpus; the time is that of `plan_questions` and `reconcile` together."""
    profile = load_profile("general")
    corpus = list(summaries(size, profile))
    started = time.perf_counter()
    asked = len(plan_questions(corpus, profile=profile))
    dossier = reconcile(corpus, profile=profile)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row = (size, f"{seconds:.1f}", f"{peak:.0f}", asked, f"{asked / size:.1f}")
    print(_ROW.format(*row, len(dossier.conflicts), len(dossier.agreements)), flush=True)  # noqa: T201 - the figures are the output


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure(int(sys.argv[2]))
    else:
        main(tuple(map(int, sys.argv[1:])) or SIZES)
