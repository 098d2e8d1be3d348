"""The names of the commands: known to the parser, and to whoever guesses what a wrong path meant."""

from __future__ import annotations

COMMANDS = ("run", "report", "requests", "responses", "eval", "compare", "gold", "doctor", "serve", "mcp")
