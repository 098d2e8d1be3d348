"""Renders `report.html`: one file, no request, a policy that lets nothing run but its own script.

Every value a template shows passes through `sanitise.html`, whether the template
asks for it or not; the only markup is that of the templates themselves.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from summariser import sanitise
from summariser.report.contents import Contents
from summariser.report.page.inputs import PageInput
from summariser.report.page.matrix import CellView
from summariser.report.page.view import view

NAME = "report.html"

_TURNS = re.compile(
    r"[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc"
    r"\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""A character of a script that runs from right to left, or one that turns text around."""

_ASSETS = Path(__file__).resolve().parent.parent / "assets"


class Assets(NamedTuple):
    """The style and the script of the page, and the policy that allows these two and nothing else."""

    style: Markup
    script: Markup
    policy: str


def write(contents: Contents) -> dict[str, bytes]:
    """Return `report.html`."""
    given = PageInput(
        summaries=contents.summaries,
        rows=contents.rows,
        profile=contents.run.made_with.profile,
        record_types=contents.record_types,
        dossier=contents.dossier,
        texts=contents.texts,
    )
    return {NAME: render(given)}


def render(given: PageInput) -> bytes:
    """Return the page as UTF-8, the same bytes for the same input."""
    template = _environment().get_template("report.html.j2")
    page = template.render(page=view(given), assets=assets())
    return page.encode("utf-8")


@lru_cache(maxsize=1)
def assets() -> Assets:
    """Return the page's style, script and policy."""
    style = (_ASSETS / "report.css").read_text("utf-8")
    script = (_ASSETS / "report.js").read_text("utf-8")
    policy = {
        "default-src": "'none'",
        "style-src": _source(style),
        "script-src": _source(script),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    return Assets(
        Markup(style),  # noqa: S704 - our own file, whose digest is in the policy
        Markup(script),  # noqa: S704 - the same
        "; ".join(f"{name} {value}" for name, value in policy.items()),
    )


def _source(text: str) -> str:
    """Return the policy's name for exactly this inline text."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _shown(value: object) -> object:
    """Return what a template writes for a value: text made harmless, markup of our own as it is."""
    if isinstance(value, Markup):
        return value
    return Markup(sanitise.html(str(value)))  # noqa: S704 - `sanitise.html` has escaped it


def _own(text: str) -> object:
    """Return `text` kept to its own direction where it could turn what stands around it."""
    if _TURNS.search(text):
        return Markup("<bdi>{}</bdi>").format(_shown(text))
    return text


def _runs(cells: Iterable[CellView]) -> Iterator[tuple[CellView, int]]:
    """Yield cells with the number of columns each fills: silent ones side by side become one."""
    for silent, group in groupby(cells, key=lambda cell: not cell.href):
        found = list(group)
        yield from [(found[0], len(found))] if silent else ((cell, 1) for cell in found)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_ASSETS),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"own": _own, "runs": _runs}
    return environment
