"""The page of promises: generated from recorded figures, with commands that exist."""

from __future__ import annotations

import re

import pytest

from benchmarks import promises
from benchmarks.promises import PROMISES, Promise, main, page, recorded
from tests.soak.guards import MUTANTS
from tests.soak.package import ROOT


def test_the_page_is_current() -> None:
    """`docs/promises.md` shows the recorded figures as the script puts them."""
    assert main(["--check"]) == 0, "run `python -m benchmarks.promises`"


def test_a_page_that_differs_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check compares the page with what it should be, not with itself."""
    monkeypatch.setattr(promises, "FOOT", "another end")
    assert main(["--check"]) == 1


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.promise)
def test_every_command_exists(promise: Promise) -> None:
    """A promise is measured by a test with a long form, or by a target of the Makefile."""
    if promise.test.startswith("make "):
        assert re.search(
            rf"^{promise.test.removeprefix('make ')}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE
        )
        return
    file, _, name = promise.test.partition("::")
    text = (ROOT / file).read_text("utf-8")
    assert re.search(rf"^(async )?def {name}\(", text, re.MULTILINE)
    assert "pytest.mark.soak" in text
    assert f'"{promise.promise}"' in text


def test_recorded_figures_belong_to_promises() -> None:
    """No figure is kept that the page does not show."""
    assert {line["promise"] for line in recorded()} <= {promise.promise for promise in PROMISES}
    assert "not measured yet" in page([])


def test_every_mutation_fits_the_package_as_it_is() -> None:
    """A mutant whose place has moved would be no mutant."""
    for mutant in MUTANTS:
        text = (ROOT / mutant.edit.file).read_text("utf-8")
        assert mutant.edit.of(text) != text
        assert (ROOT / mutant.test.partition("::")[0]).exists()
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= 25
