"""Every row of the gate's table has a test."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from tests.gate import (
    test_gate_articles,
    test_gate_bytes,
    test_gate_characters,
    test_gate_command,
    test_gate_files,
)
from tests.gate.rows import ROWS, Case

MODULES = (test_gate_articles, test_gate_bytes, test_gate_characters, test_gate_command, test_gate_files)


def test_every_row_has_a_test() -> None:
    """The fifty-five rows are those that the tests say they show."""
    shown = {number for module in MODULES for number in rows_of(module)}

    assert shown == set(ROWS) == set(range(1, 56))


def rows_of(module: ModuleType) -> Iterator[int]:
    """Yield the rows that the tests of a module are marked with."""
    for name, function in vars(module).items():
        for mark in getattr(function, "pytestmark", ()) if name.startswith("test_") else ():
            if mark.name == "parametrize" and mark.args[0] in {"row", "case"}:
                yield from (one.row if isinstance(one, Case) else one for one in mark.args[1])
