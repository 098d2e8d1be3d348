"""Every benchmark, one after the other, into docs/benchmarks.md: `python -m benchmarks.all`.

With `--small` it measures little and prints the page instead of writing it;
with `--again NAMES` it measures only those, and the page keeps the rest.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from benchmarks import alignment, kills, length, memory, reasks, scoring, startup, throughput
from benchmarks.articles import ROOT
from benchmarks.contending import BARE, CURATOR, LANGEXTRACT, OURS, environment, present, python_of
from benchmarks.measuring import Options, Section, machine, markdown, options_of, parser

PAGE = ROOT / "docs" / "benchmarks.md"
BENCHMARKS: Mapping[str, Callable[[Options], Section]] = {
    module.__name__: module.benchmark
    for module in (throughput, alignment, kills, reasks, startup, memory, length, scoring)
}
_PACKAGES = {
    OURS: ("summariser", "openai", "instructor", "aiohttp", "pydantic"),
    BARE: ("instructor", "openai"),
    LANGEXTRACT: ("langextract", "openai"),
    CURATOR: ("bespokelabs-curator", "litellm", "aiohttp"),
}
_HEAD = """\
# Benchmarks

Written by `python -m benchmarks.all`; each section is also a command of its own, `python -m benchmarks.NAME`,
and takes `--small` for a run of seconds. Peers run side by side with this package: on the same loopback server,
in turns, each in a process of its own. All of it takes the better part of an hour; nothing else should run meanwhile.
`python -m benchmarks.all --again throughput` measures a section anew and leaves the rest.

    pip install -e '.[bench]'
    python -m venv build/curator && build/curator/bin/pip install 'bespokelabs-curator==0.1.31'
    python -m benchmarks.all --curator build/curator/bin/python

bespokelabs-curator needs an environment of its own: it holds openai at 2.30, this package needs a later one.
The tokenizer's table that it would download is taken from litellm, which it depends on. A peer that is not
installed is left out."""


def main() -> None:
    """Measure, and write the page."""
    words = parser(__doc__)
    words.add_argument("--again", default="", metavar="NAMES", help="benchmarks, such as throughput,kills")
    given = words.parse_args()
    options = options_of(given)
    began, measured_on = datetime.now(UTC), machine()
    sections, failed = measured(chosen(given.again), options)
    page = (
        replaced(PAGE.read_text("utf-8"), sections)
        if given.again
        else written(began, measured_on, versions(options), sections)
    )
    if options.small:
        print(page)  # noqa: T201 - the figures are the output
    else:
        PAGE.write_text(page, "utf-8")
    sys.exit(1 if failed else 0)


def chosen(names: str) -> dict[str, Callable[[Options], Section]]:
    """Return the benchmarks of these names, separated by commas; all when there are none.

    Raises:
        SystemExit: There is no benchmark of such a name.
    """
    wanted = [f"benchmarks.{name}" for name in names.split(",") if name]
    if unknown := set(wanted) - BENCHMARKS.keys():
        raise SystemExit(f"no benchmark: {', '.join(sorted(unknown))}")
    return {name: benchmark for name, benchmark in BENCHMARKS.items() if not wanted or name in wanted}


def measured(
    benchmarks: Mapping[str, Callable[[Options], Section]], options: Options
) -> tuple[list[Section], list[str]]:
    """Return the sections, and the names of those benchmarks that failed; a failure does not stop the others."""
    sections, failed = [], []
    for name, benchmark in benchmarks.items():
        print(name, file=sys.stderr)  # noqa: T201 - progress
        try:
            load = os.getloadavg()[0]
            section = benchmark(options)
            said = f"Measured on {datetime.now(UTC):%Y-%m-%d}, begun at a load of {load:.1f}."
            sections.append(section._replace(text=f"{section.text}\n\n{said}"))
        except RuntimeError as error:
            failed.append(name)
            sections.append(Section(name, f"Not measured: {str(error).splitlines()[0]}", {}))
            print(error, file=sys.stderr)  # noqa: T201 - all of the reason
    return sections, failed


def versions(options: Options) -> dict[str, str]:
    """Return the versions of what is installed, by contender."""
    return {
        one.name: ", ".join(_version(python_of(one, options), package) for package in _PACKAGES[one])
        for one in present(tuple(_PACKAGES), options)
    }


def _version(python: str, package: str) -> str:
    code = f"from importlib.metadata import version; print(version({package!r}))"
    said = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True, env=environment())  # noqa: S603 - chosen by whoever runs this
    return f"{package} {said.stdout.strip()}"


def written(
    began: datetime, measured_on: Mapping[str, str], packages: Mapping[str, str], sections: Iterable[Section]
) -> str:
    """Return the page."""
    about: Sequence[tuple[str, str]] = [
        ("date", f"{began:%Y-%m-%d}"),
        *measured_on.items(),
        *packages.items(),
    ]
    rows = markdown(("measured on", ""), about).replace("|---|---:|", "|---|---|")
    return "\n\n".join([_HEAD, rows, *(f"## {one.title}\n\n{one.text}" for one in sections)]) + "\n"


def replaced(page: str, sections: Iterable[Section]) -> str:
    r"""Return `page` with these sections in the place of its own.

    >>> print(replaced("# All\n\n## A\n\nold\n\n## B\n\nkept", [Section("A", "new", {})]))
    # All
    <BLANKLINE>
    ## A
    <BLANKLINE>
    new
    <BLANKLINE>
    ## B
    <BLANKLINE>
    kept
    """
    head, *parts = page.split("\n## ")
    new = {section.title: f"{section.title}\n\n{section.text}\n" for section in sections}
    return "\n## ".join([head, *(new.get(part.partition("\n")[0], part) for part in parts)])


if __name__ == "__main__":
    main()
