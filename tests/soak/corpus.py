"""Short articles by number, and a model that reads the number and answers: runs as large as a test wants."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from summariser import Document
from tests.pipeline.scripted import UNCLEAR, Body, schema_of, type_of, user, wave_of

_NUMBER = re.compile(r"Draft (\d+) of the Lake Orvel accord")


def text_of(number: int) -> str:
    """Return article `number`.

    >>> "Draft 7 of" in text_of(7)
    True
    """
    return (
        f"Draft {number} of the Lake Orvel accord was presented in Port Sena.\n\n"
        f"{_sentence(number)} Marenka would pay for the meters.\n"
    )


def document_of(number: int) -> Document:
    """Return article `number` as a document."""
    return Document.from_text(text_of(number), id=f"a{number:05}")


def write_articles(folder: Path, count: int) -> Path:
    """Write articles 0 to `count` - 1 to a new folder and return it."""
    folder.mkdir(parents=True)
    for number in range(count):
        (folder / f"a{number:05}.txt").write_text(text_of(number), "utf-8")
    return folder


def number_in(body: Body) -> int | None:
    """Return the number of the article that a request is about; None for a question about a pair."""
    found = _NUMBER.search(user(body))
    return int(found[1]) if found else None


def item_of(body: Body) -> str:
    """Return the name of what a request is about: record type, wave and article; a pair's own text."""
    return f"{type_of(body)} {wave_of(body)} {number_in(body) if number_in(body) is not None else user(body)}"


def answer(body: Body) -> str:
    """Return the one true record of the type that is asked for, where there is one."""
    name, number = type_of(body), number_in(body)
    if name == "comparison":
        return json.dumps({key: value for key, value in UNCLEAR.items() if key in schema_of(body)})
    if wave_of(body) == "items":
        return json.dumps({"items": []})
    record = {"gist": _gist, "plan_terms": _term}.get(name)
    return json.dumps({"records": [record(number)] if record and number is not None else []})


def _sentence(number: int) -> str:
    return f"Under it, Tolvia would pump no more than {number + 1000:,} million cubic metres a year."


def _gist(number: int) -> dict[str, Any]:
    return {
        "text": f"Tolvia would pump no more than {number + 1000:,} million cubic metres a year.",
        "quotes": [_sentence(number)],
    }


def _term(number: int) -> dict[str, Any]:
    return {
        "plan": "main",
        "plan_label": "Lake Orvel accord",
        "category": "other",
        "topic": "pumping cap",
        "statement": "Tolvia would cap what it pumps.",
        "obligor": ["Tolvia"],
        "force": "obligation",
        "condition": None,
        "value": f"no more than {number + 1000:,} million cubic metres a year",
        "deadline": None,
        "places": [],
        "status": "proposed",
        "hedge": "asserted",
        "attribution": None,
        "quotes": [_sentence(number)],
    }
