"""The strict reader of answers against the public JSONTestSuite: how many of its files are taken and refused.

`python -m benchmarks.json_suite FOLDER` reads the suite's `y_*.json` (must be
taken), `n_*.json` (must be refused) and `i_*.json` (either), plain or packed as
`.xz`, from a folder of one's own; the files are not part of this project.
"""

from __future__ import annotations

import lzma
import sys
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from summariser.errors import InvalidAnswerError
from summariser.llm.answers import Problem, strict_json

TAKEN = "taken"
NOT_UTF8 = "not UTF-8, which an answer never is"
_KINDS = {"y": "must be taken", "n": "must be refused", "i": "either"}


class Outcome(NamedTuple):
    """What became of one file: its name, `TAKEN` or why not, and the seconds it took."""

    name: str
    what: str
    seconds: float


def main(folder: Path) -> int:
    """Print the counts and every surprise; return 1 when a file of the suite must not end as it did."""
    outcomes = [measured(path) for path in sorted(folder.glob("[yni]_*.json*"))]
    for kind, rule in _KINDS.items():
        of_kind = [outcome for outcome in outcomes if outcome.name.startswith(f"{kind}_")]
        counts = Counter("taken" if outcome.what == TAKEN else "refused" for outcome in of_kind)
        print(f"{kind}_ ({rule}): {len(of_kind)} files, {dict(counts)}")  # noqa: T201 - the figures are the output
    surprises = [outcome for outcome in outcomes if is_surprise(outcome)]
    for outcome in surprises:
        print(f"  {outcome.name}: {outcome.what}")  # noqa: T201 - as above
    slowest = max((outcome.seconds for outcome in outcomes), default=0.0)
    print(f"slowest {slowest * 1000:.0f} ms; keys said twice are refused on purpose")  # noqa: T201 - as above
    return int(not outcomes or any(outcome.what != Problem.DUPLICATE_KEY for outcome in surprises))


def measured(path: Path) -> Outcome:
    """Return what the strict reader makes of one file."""
    data = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
    began = time.perf_counter()
    try:
        strict_json(data.decode("utf-8"))
        what = TAKEN
    except UnicodeDecodeError:
        what = NOT_UTF8
    except InvalidAnswerError as error:
        what = error.problems[0]
    return Outcome(path.name, what, time.perf_counter() - began)


def is_surprise(outcome: Outcome) -> bool:
    """Return whether a file that must be taken was refused, or the other way round."""
    return outcome.name[0] != "i" and (outcome.what == TAKEN) != outcome.name.startswith("y_")


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
