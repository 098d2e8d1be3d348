"""docs/security.md names tests that exist."""

from __future__ import annotations

import re

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")


def test_every_threat_names_tests_that_exist() -> None:
    """Each row of the table has a threat, what is done, and files that show it."""
    rows = [line.split(" | ") for line in PAGE.splitlines() if line.startswith("| ")][1:]
    named = {path for *_, tests in rows for path in re.findall(r"`(tests/[^`]+)`", tests)}

    assert all(len(row) == 3 and "`tests/" in row[2] for row in rows)
    assert [path for path in sorted(named) if not (ROOT / path).is_file()] == []


def test_every_security_test_is_named() -> None:
    """No test of this folder is missing from the page."""
    tests = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests" / "security").glob("test_*.py")}

    assert {path for path in tests if path not in PAGE} == {"tests/security/test_security_page.py"}
