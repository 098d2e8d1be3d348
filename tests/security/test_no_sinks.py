"""What the package never does with the words of articles and models: run, unpickle, import or fetch them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import summariser

PACKAGE = Path(summariser.__file__).parent

NEVER = {
    "eval", "exec", "__import__", "system", "popen", "execv", "execve", "spawnv", "fork", "startfile",
    "executescript", "load_extension", "from_string", "urlopen", "urlretrieve", "rmtree", "symlink_to", "unsafe_load",
    "setattr",
    "input",
}  # fmt: skip
"""Calls by any of these names: they run, import, fetch or wipe what they are given."""

NO_MODULES = {
    "code", "codeop", "commands", "ctypes", "dill", "diskcache", "ftplib", "imp", "marshal", "multiprocessing",
    "pickle", "pty", "requests", "runpy", "shelve", "socketserver", "subprocess", "telnetlib", "urllib.request",
    "webbrowser",
    "xml.etree", "xml.sax", "yaml",
}  # fmt: skip
"""Modules that unpickle, start processes, fetch addresses or expand entities."""

FILE_DOORS = {
    "summariser.cli", "summariser.distribute.onray", "summariser.evaluation", "summariser.ledger",
    "summariser.llm.batch", "summariser.reading", "summariser.report.schemas", "summariser.store",
}  # fmt: skip
"""Packages that may open a file for themselves; none of them takes a path from a model's answer."""

FILE_CALLS = {"open", "mkstemp", "write_bytes", "write_text", "unlink", "fdopen", "mkdir"}

SQL_DOORS = {"summariser.store.rescue", "summariser.store.schema"}
"""Modules that put a name of their own, never a value, into the text of a statement."""

IMPORTS_BY_NAME = {"summariser"}
"""The facade imports its own parts late; their names stand in it."""


class Call(NamedTuple):
    """One call in the package."""

    module: str
    line: int
    name: str
    node: ast.Call

    def __str__(self) -> str:
        return f"{self.module}:{self.line} {self.name}"


def calls(module: str, source: str) -> Iterator[Call]:
    """Yield every call of a module by the last part of its name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name | ast.Attribute):
                name = called.id if isinstance(called, ast.Name) else called.attr
                yield Call(module, node.lineno, name, node)


def imported(source: str) -> Iterator[str]:
    """Yield the name of every module that a module imports, and those of the packages it is in."""
    for node in ast.walk(ast.parse(source)):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            parts = name.split(".")
            yield from (".".join(parts[:end]) for end in range(1, len(parts) + 1))


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    """Return the source of every module of the package, by name."""
    return {
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(
            ".__init__"
        ): path.read_text("utf-8")
        for path in sorted(PACKAGE.rglob("*.py"))
    }


@pytest.fixture(scope="module")
def all_calls(sources: dict[str, str]) -> list[Call]:
    """Return every call of the package."""
    return [call for module, source in sources.items() for call in calls(module, source)]


def test_nothing_is_run_fetched_or_wiped(all_calls: list[Call]) -> None:
    """No call evaluates text, starts a program, loads a template or an address made of text, or wipes a tree."""
    assert [str(call) for call in all_calls if is_never(call)] == []


def test_nothing_unpickles(sources: dict[str, str]) -> None:
    """No module that turns bytes into running code, or text into requests, is imported."""
    found = {module: NO_MODULES & set(imported(source)) for module, source in sources.items()}

    assert {module: names for module, names in found.items() if names} == {}


def test_no_shell(all_calls: list[Call]) -> None:
    """No call asks for a shell."""
    assert [str(call) for call in all_calls if "shell" in {word.arg for word in call.node.keywords}] == []


def test_files_are_opened_behind_few_doors(all_calls: list[Call]) -> None:
    """Only the packages whose job are files open one; the core, the client, the prompts and the pipeline do not."""
    elsewhere = [
        call for call in all_calls if call.name in FILE_CALLS and not behind(call.module, FILE_DOORS)
    ]

    assert [str(call) for call in elsewhere if not is_of_ours(call)] == []


def test_modules_are_imported_by_name_in_one_place(all_calls: list[Call]) -> None:
    """No word of an article or a model names a module."""
    assert {call.module for call in all_calls if call.name == "import_module"} <= IMPORTS_BY_NAME


def test_statements_are_constant(all_calls: list[Call]) -> None:
    """Values reach the database as parameters; a statement is a constant text."""
    made = [
        call
        for call in all_calls
        if call.name in {"execute", "executemany"}
        and isinstance(call.node.args[0], ast.JoinedStr | ast.BinOp)
    ]

    assert {call.module for call in made} <= SQL_DOORS


@pytest.mark.parametrize(
    "source", ["eval(x)", "os.system(x)", "environment.from_string(x)", "compile(x, '', 'exec')"]
)
def test_a_sink_is_found(source: str) -> None:
    """The tests above can fail: they see what they look for."""
    assert any(is_never(call) for call in calls("here", source))


def is_never(call: Call) -> bool:
    """Return whether a call is one of those; `compile` is, unless it is that of patterns."""
    return call.name in NEVER or (call.name == "compile" and isinstance(call.node.func, ast.Name))


def is_of_ours(call: Call) -> bool:
    """Return whether `open` is a method of this package's own, such as `Place.open`, or opens the null device."""
    return isinstance(call.node.func, ast.Attribute) and "devnull" in ast.unparse(call.node)


def behind(module: str, doors: set[str]) -> bool:
    """Return whether a module is one of some packages, or in one."""
    return any(module == door or module.startswith(f"{door}.") for door in doors)
