"""An optional part that is missing is told with the command that installs it; any other missing module is not."""

from __future__ import annotations

import sys
import tomllib
from importlib import import_module

import pytest

from summariser.errors import ConfigurationError
from summariser.extras import MODULES, needs
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("extra", "module"), [(extra, module) for extra in MODULES for module in sorted(MODULES[extra])]
)
def test_a_missing_extra_is_told_with_its_command(
    extra: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line that names who needs what, and ends with a command to copy."""
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(ConfigurationError) as caught, needs(extra, "this test"):
        import_module(f"{module}.inside")

    assert str(caught.value) == (
        f"this test needs {module}, an optional part: pip install 'summariser[{extra}]'"
    )


@pytest.mark.parametrize("module", ["summariser.gone", "mcp_server_of_others"])
def test_another_missing_module_is_no_missing_extra(module: str) -> None:
    """A module that the extra does not bring is a fault inside it or in this package: no command mends that."""
    with pytest.raises(ModuleNotFoundError) as caught, needs("mcp", "this test"):
        import_module(module)

    assert caught.value.name == module


def test_every_extra_is_declared() -> None:
    """No message names an extra that the package does not have."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert MODULES.keys() <= project["optional-dependencies"].keys()
