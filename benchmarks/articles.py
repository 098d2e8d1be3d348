"""What is measured with: tiny invented articles, the seeds with a sentence of their own, and a model's answers."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("plan_terms", "actors", "reactions", "disputed_points", "events", "gist")
"""The record types of a usual run, so the requests of one article."""

_CERTAIN = 60
"""Characters of a seed's middle that tell it from the others."""
_UNCLEAR = {"same": "unclear", "differences": [], "explanation": "the passages do not tell"}
_NUMBERED = re.compile(r"\bRound (\d+) of the talks")
_TASK = re.compile(r"Task: list the records of type (\w+),")
_GIST = "The two sides agreed to meet again on Monday."


class Article(NamedTuple):
    """One article: its name, which no other has, and its text."""

    name: str
    text: str


def warming(which: str) -> list[Article]:
    """Return the article that is done before a clock starts: one of those that `which` names, but for its number."""
    tiny_one = "Talks end\n\nThe talks have ended for today."
    return [Article("warm", tiny_one if which == "tiny" else seeds()[0].read_text("utf-8-sig"))]


def tiny(number: int) -> Iterator[Article]:
    r"""Yield `number` articles of two sentences, so that what a request costs is all there is to see.

    >>> next(tiny(1)).text
    'Talks end\n\nRound 0 of the talks ended in Geneva. The two sides agreed to meet again on Monday.'
    """
    for n in range(number):
        yield Article(f"tiny-{n:05d}", f"Talks end\n\nRound {n} of the talks ended in Geneva. {_GIST}")


def repeated(number: int) -> Iterator[Article]:
    """Yield the five seeds in turn until there are `number`, each with a sentence in its middle that no other has."""
    for n, path in enumerate(islice(cycle(seeds()), number)):
        text, longest = path.read_text("utf-8-sig"), _longest(path)
        told = f"{longest}\n\nRound {n} of the talks was over by the evening, an official told reporters."
        yield Article(f"{path.stem[:3]}-{n:05d}", text.replace(longest, told, 1))


def long(number: int, characters: int) -> Iterator[Article]:
    """Yield `number` articles of so many characters: the first seed, then paragraphs of all of them, over and over."""
    paragraphs = [
        line for path in seeds() for line in path.read_text("utf-8-sig").split("\n\n") if line.strip()
    ]
    for first in repeated(len(seeds()) * number):
        if first.name.startswith(seeds()[0].stem[:3]):
            text = first.text
            for n, paragraph in enumerate(cycle(paragraphs)):
                if len(text) >= characters:
                    break
                text += f"\n\n{paragraph} That was said on page {n}."
            yield Article(first.name, text[:characters])


def seeds() -> list[Path]:
    """Return the five seed files, in order."""
    return sorted((ROOT / "seeds").glob("*.txt"))


def articles(which: str, number: int) -> Iterator[Article]:
    """Yield `number` articles: `tiny` ones, repeated `seeds`, or those of `long-20000` characters."""
    kind, _, characters = which.partition("-")
    return (
        long(number, int(characters)) if kind == "long" else {"tiny": tiny, "seeds": repeated}[kind](number)
    )


def task(kind: str) -> str:
    """Return the line by which a peer's prompt says what is asked for; our own requests name their schema."""
    return f"Task: list the records of type {kind}, each with the words of the article that prove it."


@dataclass(frozen=True)
class Recorded:
    """The recorded answers of the seeds, looked up by what a request is about, whatever else is in it."""

    marks: dict[str, str]
    answers: dict[tuple[str, str, str], str]
    questions: dict[str, str]

    def __call__(self, body: dict[str, Any]) -> str:
        """Return the recorded answer to the task of `body` about its seed; that of an unknown question is `unclear`."""
        user, name = _asked(body), kind_of(body)
        if name == "comparison":
            return self.questions.get(_digest(user)) or _unclear(body)
        seed = next((seed for mark, seed in self.marks.items() if mark in user), "")
        wave = "items" if "items" in _fields(body) else "main"
        empty = "items" if wave == "items" else "records"
        return _shaped(body, self.answers.get((seed, name, wave)) or json.dumps({empty: []}))


@cache
def recorded() -> Recorded:
    """Return the recorded answers of the seeds."""
    marks = {_longest(path)[:_CERTAIN]: path.stem for path in seeds()}
    answers, questions = {}, {}
    for request, content in _recordings():
        if request["wave"] == "question":
            questions[_digest(request["body"]["messages"][-1]["content"])] = content
        else:
            answers[request["document"], request["record_type"], request["wave"]] = content
    return Recorded(marks, answers, questions)


def nothing(body: dict[str, Any]) -> str:
    """Return the answer that there is one gist sentence in a tiny article, and nothing else."""
    name = kind_of(body)
    if name == "comparison":
        return _unclear(body)
    records = [{"text": _GIST, "quotes": [_GIST]}] if name == "gist" else []
    return _shaped(body, json.dumps({"records": records}))


def kind_of(body: dict[str, Any]) -> str:
    """Return the record type that a body asks for: the name of its schema, or what its task says."""
    name = str(_schema(body).get("name", ""))
    if name in (*KINDS, "comparison"):
        return name
    found = _TASK.search(_asked(body))
    return found[1] if found else ""


def item_of(body: dict[str, Any]) -> str:
    """Return what a body is about, whoever asks: the article's number and the record type; "" for anything else."""
    number = _NUMBERED.search(_asked(body))
    return f"{number[1]} {kind_of(body)}" if number else ""


ANSWERS: dict[str, Callable[[], Callable[[dict[str, Any]], str]]] = {
    "tiny": lambda: nothing,
    "seeds": lambda: recorded(),  # noqa: PLW0108 - typed as what it returns
}
"""A model's answers, by the articles they are about."""


def _longest(path: Path) -> str:
    """Return the longest paragraph of a seed but for its first quarter, where headlines and captions are."""
    text = path.read_text("utf-8-sig")
    return max(text[len(text) // 4 :].split("\n"), key=len)


def _recordings() -> Iterator[tuple[dict[str, Any], str]]:
    for path in sorted((ROOT / "evals" / "recordings").glob("*.json")):
        if path.name != "INDEX.json":
            whole = json.loads(path.read_text("utf-8"))
            yield whole["request"], whole["response"]["choices"][0]["message"]["content"]


def _asked(body: dict[str, Any]) -> str:
    """Return the words of the user, of all turns."""
    return "\n".join(str(one["content"]) for one in body.get("messages", ()) if one["role"] == "user")


def _schema(body: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = (body.get("response_format") or {}).get("json_schema") or {}
    return schema


def _fields(body: dict[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = _schema(body).get("schema", {}).get("properties", {})
    return fields


def _shaped(body: dict[str, Any], answer: str) -> str:
    """Return our records in the form a peer asks for: LangExtract's extractions, curator's probe."""
    fields = _fields(body)
    if "extractions" in fields:
        return json.dumps({"extractions": [_extraction(one) for one in json.loads(answer)["records"]]})
    return json.dumps({"name": "Jason", "age": 25}) if "age" in fields else answer


def _extraction(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record as LangExtract writes one: its first quote, and every other field as an attribute."""
    attributes = {
        name: value if isinstance(value, str) else json.dumps(value) for name, value in record.items()
    }
    return {"record": next(_quotes(record), ""), "record_attributes": attributes}


def _quotes(value: object) -> Iterator[str]:
    """Yield the quotes of a record, those of its parts included."""
    if isinstance(value, dict):
        yield from value.get("quotes", ())
        for part in value.values():
            yield from _quotes(part)
    elif isinstance(value, list):
        for part in value:
            yield from _quotes(part)


def _unclear(body: dict[str, Any]) -> str:
    asked = _fields(body)
    return json.dumps({name: value for name, value in _UNCLEAR.items() if name in asked})


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
