"""Write the answers in docs/query.md: run its command over the seeds and its queries over what that wrote.

Run as `python docs/query.py`; with `--check` it writes nothing and says whether they are current.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from contextlib import chdir
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "query.md"

_COMMAND = re.compile(r"```sh\n(.*?)```", re.DOTALL)
_QUERY = re.compile(r"(```sql\n(.*?)```\n)(?:\n(?:\|[^\n]*\n)+)?", re.DOTALL)


def run(command: str, folder: Path) -> None:
    """Run a command of the page in `folder`, which is given the seeds and no other settings."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    words = shlex.split(command)
    given = dict(word.split("=", 1) for word in words if "=" in word)
    (program, *arguments) = words[len(given) :]
    if program != "summarise":
        raise ValueError(f"{program!r} is not this project's command")
    ours = {
        name: value for name, value in os.environ.items() if not name.startswith(("SUMMARISER_", "OPENAI_"))
    }
    path = os.pathsep.join([str(ROOT), *filter(None, [ours.get("PYTHONPATH")])])
    subprocess.run(  # noqa: S603 - this project's own command, from its own page
        [sys.executable, "-m", "summariser", *arguments, "--quiet"],
        cwd=folder,
        env={**ours, **given, "PYTHONPATH": path},
        check=True,
    )


def answer(query: str) -> str:
    """Return the rows of a query as a Markdown table."""
    found = duckdb.connect().execute(query)
    names = [name for name, *_ in found.description]
    rows = [[_words(value) for value in row] for row in found.fetchall()]
    return "\n".join(f"| {' | '.join(row)} |" for row in [names, ["---"] * len(names), *rows])


def answered(text: str, folder: Path) -> str:
    """Return the page with the answer to each of its queries below it."""
    with chdir(folder):
        return _QUERY.sub(lambda block: f"{block[1]}\n{answer(block[2])}\n", text)


def main() -> int:
    """Write the answers, or with `--check` return 1 when they are not current."""
    before = PAGE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        (command,) = _COMMAND.findall(before)
        run(command, Path(name))
        after = answered(before, Path(name))
    if "--check" not in sys.argv:
        PAGE.write_text(after, encoding="utf-8")
        return 0
    return int(after != before)


def _words(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float():
            return f"{value:,g}"
        case list():
            return ", ".join(_words(item) for item in value)
        case _:
            return str(value).replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    raise SystemExit(main())
