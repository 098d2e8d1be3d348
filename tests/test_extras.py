"""Extras stay extras: the core pulls none of them in, and touches none of them until it is told to."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import requires
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

MODULES = {
    "bench": "langextract",
    "browser": "playwright",
    "docs": "docx pypdf",
    "eval": "deepeval",
    "fast": "",
    "fuzz": "hypothesis schemathesis",
    "html": "lxml trafilatura",
    "mcp": "mcp mcp_types sse_starlette",
    "names": "nomenklatura rapidfuzz",
    "otel": "opentelemetry",
    "parquet": "pyarrow",
    "peers": "anls_star autoevals stickler",
    "ray": "pandas numpy ray",
    "serve": "fastapi starlette uvicorn",
    "site": "griffe mkdocstrings zensical",
}
"""What an extra brings, as it is imported; `fast` nothing, since instructor brings aiohttp to everybody."""

BESIDE = "daft duckdb grpc polars prometheus_client pyspark torch"
"""What the pages on scale, queries and metrics speak of, and no extra holds."""

DOORS = {
    "import": "import summariser",
    "every name": "import summariser; [getattr(summariser, name) for name in summariser.__all__]",
    "--help": "from summariser.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass",
}

WATCHED = """
import sys

class Watch:
    asked = set()
    def find_spec(self, name, path=None, target=None):
        self.asked.add(name.partition(".")[0])

sys.meta_path.insert(0, Watch())
{code}
print(*sorted(Watch.asked), file=sys.stderr)
"""


def _project() -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return project


def _extras() -> dict[str, set[str]]:
    """Return the distributions that each extra names of its own, without the core's and this package itself."""
    project = _project()
    core = {_name_of(line) for line in project["dependencies"]} | {"summariser"}
    return {
        extra: {_name_of(line) for line in lines} - core
        for extra, lines in project["optional-dependencies"].items()
        if extra != "dev"
    }


def _name_of(line: str) -> str:
    return canonicalize_name(Requirement(line).name)


def _pulled(lines: Iterable[str]) -> set[str]:
    """Return all distributions that installing `lines` here brings, by what each says that it requires."""
    pulled: set[tuple[str, str]] = set()
    waiting = [(Requirement(line), "") for line in lines]
    while waiting:
        found, of = waiting.pop()
        if found.marker and not found.marker.evaluate({"extra": of}):
            continue
        name = canonicalize_name(found.name)
        for extra in {"", *found.extras}:
            if (name, extra) not in pulled:
                pulled.add((name, extra))
                waiting += [(Requirement(line), extra) for line in requires(name) or ()]
    return {name for name, _ in pulled}


def _distributions(modules: str) -> set[str]:
    return {canonicalize_name(name) for name in modules.split()}


def test_every_extra_is_watched() -> None:
    """An extra that is added to the package is added to the tables here."""
    assert set(MODULES) == set(_extras())


def test_the_core_alone_pulls_in_no_extra() -> None:
    """Whatever the core's dependencies depend on, as far down as it goes, no extra and nothing of theirs is there."""
    core = _pulled(_project()["dependencies"])
    extras = set().union(*_extras().values())

    assert core >= {"instructor", "openai", "pydantic-core", "anyio", "aiohttp"}
    assert core & extras == set()
    assert core & _distributions(" ".join([*MODULES.values(), BESIDE, "opentelemetry-api"])) == set()


def test_the_lock_of_a_run_holds_two_extras_alone() -> None:
    """On every platform a run is installed with `html` and `docs`, and with nothing that another extra names."""
    text = (ROOT / "requirements.txt").read_text("utf-8")
    locked = {canonicalize_name(name) for name in re.findall(r"^([\w.-]+)==", text, re.MULTILINE)}
    extras = _extras()
    wanted = extras.pop("html") | extras.pop("docs")

    assert locked >= wanted
    assert locked & set().union(*extras.values()) == set()
    assert locked & _distributions(" ".join(MODULES[name] for name in extras) + f" {BESIDE}") == set()


@pytest.mark.parametrize("door", DOORS)
def test_nothing_of_an_extra_is_even_looked_for(door: str) -> None:
    """In a fresh interpreter no extra is asked for, so none is imported wherever all of them are installed."""
    ran = subprocess.run(
        [sys.executable, "-c", WATCHED.format(code=DOORS[door])],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    asked = set(ran.stderr.split())
    assert "summariser" in asked
    assert asked & set(" ".join([*MODULES.values(), BESIDE]).split()) == set()
