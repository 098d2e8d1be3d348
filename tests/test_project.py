"""The project as a whole: seeds untouched, dependencies locked, checks the same everywhere."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("constraints.txt", "requirements.txt")
SEEDS = {
    "000_adb0193a00afd3c5.txt": "9987d81b4a5e4e54c21cc7d7b4e380da6ab4be6ad0fb5209737423e5af61817c",
    "001_223c43aa781d18e4.txt": "2cbc16672bd63805578a273370461212a94eacbabba02b6c92d7855d42c38c6c",
    "002_8762188bd8a8f001.txt": "bafeace4cbc4db3fa521386e6df1cda310d940d21a384a5691d014a25fa64bde",
    "003_f9358823bcab77da.txt": "21ac61315f6f5bea4e490d6a9bc488eecb55f02f212518a87bf2abaa4fbca089",
    "004_f4f46f81013c0048.txt": "55197fa026c9eb1e6fcc0c0737b1eb553a8c3dd1f15e7c9249faa0d12d991c27",
}
FLOORS = {"instructor": "1.17", "openai": "2.54"}
LONGEST_MODULE = 400


def _project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def _blocks(name: str) -> list[str]:
    """Return each requirement of a lock file with its hashes, as one line without comments."""
    lines = (ROOT / name).read_text("utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    return re.sub(r" \\\n\s*", " ", text).splitlines()


def _locked(name: str) -> dict[str, Version]:
    """Return the version of each requirement of a lock file."""
    pins = [Requirement(block.split(" --hash=")[0]) for block in _blocks(name)]
    return {pin.name: Version(str(pin.specifier).removeprefix("==")) for pin in pins}


def test_seeds_are_as_given() -> None:
    """Offsets refer to these bytes, so not one may change and nothing may be added."""
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (ROOT / "seeds").iterdir()}
    assert found == SEEDS


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_file_has_hashes(name: str) -> None:
    """Each line pins one version and the digests of its files, so nothing else can be installed."""
    wrong = [
        b for b in _blocks(name) if not re.fullmatch(r"\S+==\S+( ; [^#]+?)?( --hash=sha256:[0-9a-f]{64})+", b)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_names_no_place(name: str) -> None:
    """Where packages come from is the business of whoever installs them."""
    text = (ROOT / name).read_text("utf-8")
    assert not re.search(r"://|^-|\s-[ef]\s|/(home|root|tmp|Users)/", text, re.MULTILINE)


def test_a_run_needs_a_part_of_what_development_needs() -> None:
    """Both lock files agree on every version and every hash; only the platforms may differ."""
    small, large = (
        {re.sub(r" ; .*?(?= --hash)", "", block) for block in _blocks(name)} for name in reversed(LOCKS)
    )
    assert small <= large


UNLOCKED = {"bench", "browser", "fuzz", "names", "peers", "ray"}
"""Extras for pages that compare with others, for tests that need a browser or a fuzzer, and for an engine of 600 MB."""


def test_the_lock_file_is_up_to_date() -> None:
    """Every declared dependency is locked as declared, but for the extras that CI does not install."""
    project = _project()
    extras = project["project"]["optional-dependencies"]
    groups = [project["project"]["dependencies"], *(extras[name] for name in extras if name not in UNLOCKED)]
    declared = [
        Requirement(line) for group in (*groups, *project["dependency-groups"].values()) for line in group
    ]
    locked = _locked("constraints.txt")
    stale = [
        str(r)
        for r in declared
        if r.name != "summariser" and locked.get(r.name, Version("0")) not in r.specifier
    ]
    assert stale == []


@pytest.mark.parametrize(("name", "floor"), FLOORS.items())
def test_no_resolver_walked_back(name: str, floor: str) -> None:
    """A resolver left alone pairs the newest SDK with an instructor of 2024; here it must not."""
    assert _locked("constraints.txt")[name] >= Version(floor)
    assert Version(version(name)) >= Version(floor)


def test_ci_runs_what_a_contributor_runs() -> None:
    """`make check` is the one list of checks; the workflow and `.ci/run` only call it."""
    script = ROOT / ".ci" / "run"
    assert re.search(r"^make .*\bcheck\b", script.read_text("utf-8"), re.MULTILINE)
    assert "- run: .ci/run" in (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    assert os.name == "nt" or os.access(script, os.X_OK)


def test_every_make_target_is_explained() -> None:
    """`make help` is printed from the Makefile, so a target without a sentence would be missing there."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony is not None
    assert set(phony[1].split()) == set(re.findall(r"^(\w+):.* ## \w", makefile, re.MULTILINE))


def test_the_core_is_covered_and_kept_pure() -> None:
    """The modules whose coverage is required are among those that must not touch the world."""
    contracts = _project()["tool"]["importlinter"]["contracts"]
    (pure,) = (set(contract["source_modules"]) for contract in contracts if contract["id"] == "core")
    measured = _project()["tool"]["coverage"]["run"]["include"]
    names = {path.removesuffix("/*").removesuffix(".py").replace("/", ".") for path in measured}
    assert names <= pure


def test_no_module_outgrows_its_room() -> None:
    """A module that needs more lines than this has two jobs and becomes a package."""
    sizes = {path: len(path.read_text("utf-8").splitlines()) for path in (ROOT / "summariser").rglob("*.py")}
    assert {str(path): size for path, size in sizes.items() if size > LONGEST_MODULE} == {}


def test_the_wheel_ships_what_a_run_reads(tmp_path: Path) -> None:
    """Prompts, recordings, gold with the articles it names, and `py.typed` are in the wheel; tests are not."""
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(tmp_path),
        str(ROOT),
    ]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        shipped = {name.removeprefix("summariser/") for name in archive.namelist()}
    assert shipped >= _files("prompts", "_prompts") | _files("evals/recordings", "_recordings") | {"py.typed"}
    assert shipped >= _files("evals/gold", "_evals/gold") | _files("seeds", "seeds")
    assert not [name for name in shipped if name.startswith(("tests/", "evals/"))]


def _files(folder: str, shipped_as: str) -> set[str]:
    base = ROOT / folder
    return {f"{shipped_as}/{path.relative_to(base).as_posix()}" for path in base.rglob("*") if path.is_file()}
