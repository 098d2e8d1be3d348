"""Set the doctests and drawings of docstrings as code, so that the site shows them as they are written."""

from __future__ import annotations

import re
from typing import Any

import griffe

DRAWN = re.compile(r"^.*\n?[├└│]", re.MULTILINE)


class Code(griffe.Extension):
    """Fences what is code in every docstring that is read."""

    def on_object(self, *, obj: griffe.Object, **_kwargs: Any) -> None:  # noqa: ANN401 - whatever griffe passes
        """Fence the docstring of one object."""
        if obj.docstring:
            obj.docstring.value = fenced(obj.docstring.value)


def fenced(text: str) -> str:
    r"""Return a docstring whose doctests and drawn trees stand in fences.

    >>> fenced("What it does.\n\n>>> 1 + 1\n2")
    'What it does.\n\n```pycon\n>>> 1 + 1\n2\n```'
    """
    return "\n\n".join(_fenced(part) for part in text.split("\n\n"))


def _fenced(part: str) -> str:
    if part.startswith(">>> "):
        return f"```pycon\n{part}\n```"
    return f"```text\n{part}\n```" if DRAWN.search(part) else part
