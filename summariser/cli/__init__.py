"""The command line: parse, call, print."""

from summariser.cli.app import main

__all__ = ["main"]
