"""Label sheets: what a labeller fills in, and the gold file that is computed from it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from summariser.errors import GoldError
from summariser.evaluation.gold import NOT_LISTS, Gold, GoldItem, GoldSpan, Trap
from summariser.evaluation.shape import shape_of, value_at
from summariser.ground import Page
from summariser.normalise import read_quantity, read_time
from summariser.records import BUILT_IN, RecordType


class Problem(NamedTuple):
    """One thing that is wrong with a sheet or a gold file.

    Attributes:
        where: The item, such as `plan_terms/t3`, or the file.
        message: What is wrong, and what to do.
    """

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


def read_sheet(path: Path) -> dict[str, Any]:
    """Return the content of a label sheet, TOML or JSON.

    Raises:
        GoldError: The file is neither.
    """
    try:
        text = path.read_text("utf-8-sig")
        return tomllib.loads(text) if path.suffix == ".toml" else dict(json.loads(text))
    except (OSError, ValueError) as error:
        raise GoldError(f"label sheet {str(path)!r} cannot be read: {error}") from error


def gold_of(
    sheet: Mapping[str, Any], page: Page, profile: str, record_types: Sequence[RecordType] = BUILT_IN
) -> tuple[Gold, tuple[Problem, ...]]:
    """Return the gold that a sheet makes for an article, and what could not be used of it.

    Quotes become spans: the occurrence in the best zone, as for a model's
    quotes. A quote that is not in the article's body is a problem, and its set
    is left out.
    """
    problems: list[Problem] = []
    items: dict[str, tuple[GoldItem, ...]] = {}
    for kind in record_types:
        if kind.name in sheet:
            made = [
                _item({"id": f"{kind.name[0]}{number}", **entry}, kind, page, problems)
                for number, entry in enumerate(sheet[kind.name], start=1)
            ]
            items[kind.name] = tuple(item for item in made if item)
    traps = tuple(trap for entry in sheet.get("traps", ()) for trap in _traps(entry, page, problems))
    known = {kind.name for kind in record_types} | NOT_LISTS
    problems += [Problem(name, "no record type has this name") for name in sheet if name not in known]
    gold = Gold(
        page.document,
        page.sha256,
        profile,
        items,
        traps,
        article=str(sheet.get("article", "")),
        held_out=bool(sheet.get("held_out", False)),
    )
    return gold, tuple(problems)


def values_in(record: Mapping[str, Any], kind: RecordType, page: Page) -> dict[str, list[dict[str, Any]]]:
    """Return what code reads from the amounts and times of a record, by field name."""
    found: dict[str, list[dict[str, Any]]] = {}
    for leaf in shape_of(kind.model).leaves:
        words = _strings(value_at(record, leaf.path, None))
        if leaf.slot.compare == "quantity":
            found[leaf.path] = [q.model_dump(mode="json") for text in words for q in read_quantity(text)]
        elif leaf.slot.compare == "time":
            found[leaf.path] = [
                time.model_dump(mode="json")
                for text in words
                for time in read_time(text, published=page.published, holidays=page.holidays)
            ]
    return {path: values for path, values in found.items() if values}


def _item(entry: Mapping[str, Any], kind: RecordType, page: Page, problems: list[Problem]) -> GoldItem | None:
    where = f"{kind.name}/{entry['id']}"
    sets = entry.get("quotes") or entry.get("evidence") or []
    if not isinstance(sets, list) or not all(isinstance(quotes, list) for quotes in sets):
        problems.append(Problem(where, "quotes is a list of sets: quotes = [['''…''']]"))
        sets = []
    located = (_spans(quotes, page, where, problems) for quotes in sets)
    evidence = tuple(dict.fromkeys(spans for spans in located if spans))
    record = {name: None if value == "" else value for name, value in dict(entry.get("record", {})).items()}
    try:
        item = GoldItem(
            id=entry.get("id", ""),
            required=entry.get("required", True),
            record=record,
            alternates=entry.get("alternates", {}),
            evidence=evidence,
            values=values_in(record, kind, page),
        )
    except ValidationError as error:
        problems += [
            Problem(where, f"{'.'.join(map(str, each['loc']))}: {each['msg']}") for each in error.errors()
        ]
        return None
    return item


def _spans(quotes: object, page: Page, where: str, problems: list[Problem]) -> tuple[GoldSpan, ...]:
    """Return the spans of one set of quotes; () when one of them is not in the article's body."""
    spans: list[GoldSpan] = []
    for quote in quotes if isinstance(quotes, list | tuple) else [quotes]:
        words = quote.get("quote", "") if isinstance(quote, Mapping) else str(quote)
        found = page.evidence(words)
        if not found:
            reason = "stands only in page furniture" if page.in_furniture(words) else "is not in the article"
            problems.append(Problem(where, f"{words[:80]!r} {reason}: copy it character by character"))
            return ()
        spans += [GoldSpan(**evidence.span.model_dump(), quote=evidence.quote) for evidence in found]
    return tuple(spans)


def _traps(entry: Mapping[str, Any], page: Page, problems: list[Problem]) -> Iterator[Trap]:
    """Yield a trap per quote; unlike evidence, a trap may stand anywhere on the page."""
    quotes = entry.get("quotes") or ([entry["span"]["quote"]] if "span" in entry else [])
    for quote in quotes:
        start = page.text.find(quote)
        where = f"traps/{entry.get('kind')}"
        if start < 0:
            problems.append(Problem(where, f"{quote[:80]!r} is not in the article"))
            continue
        fields = {name: entry[name] for name in ("kind", "note", "types", "names") if name in entry}
        try:
            yield Trap(span=GoldSpan(start=start, end=start + len(quote), quote=quote), **fields)
        except ValidationError as error:
            problems.append(Problem(where, str(error.errors()[0]["msg"])))


def _strings(value: object) -> list[str]:
    values = value if isinstance(value, list | tuple) else [value]
    return [text for text in values if isinstance(text, str) and text.strip()]
