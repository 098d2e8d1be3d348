"""The optional parts of the package, and what to say where one is not installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from summariser.errors import ConfigurationError

MODULES = {
    "mcp": frozenset({"mcp", "mcp_types"}),
    "parquet": frozenset({"pyarrow"}),
    "ray": frozenset({"fsspec", "numpy", "pandas", "pyarrow", "ray"}),
    "serve": frozenset({"fastapi", "starlette", "uvicorn"}),
}
"""The modules that an extra brings: one of them missing means that it is not installed."""


def install(extra: str) -> str:
    """Return the command that installs an extra.

    >>> install("ray")
    "pip install 'summariser[ray]'"
    """
    return f"pip install 'summariser[{extra}]'"


@contextmanager
def needs(extra: str, who: str) -> Iterator[None]:
    """Say what to install where an import in the block finds a module of `extra` missing.

    The imports stay statements, which the checkers of types and layers read.
    Any other module that is missing is a fault of somebody's, and its error passes as it is.

    Args:
        extra: One of `MODULES`.
        who: What needs it, as the message begins: `the MCP server`.

    Raises:
        ConfigurationError: The extra is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        module = (error.name or "").partition(".")[0]
        if module not in MODULES[extra]:
            raise
        raise ConfigurationError(f"{who} needs {module}, an optional part: {install(extra)}") from error
