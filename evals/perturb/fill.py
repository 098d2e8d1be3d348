"""Gold whose empty slots are filled with invented words, so that what articles say rarely is tested as often.

Five articles hold four amounts and one deadline that gold requires: too few to
tell a scorer that reads amounts from one that got lucky. The scorer compares
slots and never asks whether the words stand in the article, so gold with
invented amounts tests it as well as gold with real ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from summariser.evaluation.gold import Case
from summariser.evaluation.items import Item

_VALUES = (
    "at most 100,000 troops",
    "at least 40 percent",
    "roughly €5 billion",
    "between 10 and 15 brigades",
    "$100 billion",
    "12 fighter jets",
    "more than 2,000 tanks",
    "no more than 30 warships",
    "20 million euros",
    "up to 1,500 observers",
    "about 250,000 troops",
    "at least 800 observers",
    "half of its tanks",
    "200 tanks and 50 howitzers",
    "between 3,000 and 4,500 observers",
)
_DEADLINES = (
    "by December 1, 2026",
    "within 100 days",
    "before March 15, 2027",
    "within six weeks of the signing",
    "no later than June 30, 2026",
    "in April 2026",
)
_CONDITIONS = (
    "if both parliaments ratify the text",
    "once every hostage has come home",
    "if the observers report no breach",
)
_TIMES = (
    ["on November 19, 2025"],
    ["in October 2025"],
    ["before May 9, 2026"],
    ["on March 3, 2026"],
    ["in August 2025"],
)
_PLACES = (["Reykjavik"], ["Montevideo", "Salto"], ["Nairobi"], ["eastern Sardinia"], ["northern Honshu"])
_VIA = (["the Nordic Courier"], ["Tellus Radio"], ["Channel Nine"])
_PRINCIPALS = ("the Nordic Council", "Portugal", "the Harbour Party")

_FILLINGS: Mapping[str, Mapping[str, Sequence[Any]]] = {
    "plan_terms": {"value": _VALUES, "deadline": _DEADLINES, "condition": _CONDITIONS, "places": _PLACES},
    "reactions": {"value": _VALUES, "attribution.via": _VIA, "on_behalf_of": _PRINCIPALS},
    "events": {"when": _TIMES, "places": _PLACES},
}


def has_fillings(record_type: str) -> bool:
    """Return whether filled gold of a record type differs from gold as it is."""
    return record_type in _FILLINGS


def filled(case: Case) -> Case:
    """Return the case with gold that has words in every slot that is often empty.

    A slot with alternates is left alone, since gold then means something by the empty one.
    """
    return replace(
        case,
        items={
            name: tuple(_filled(item, index, _FILLINGS.get(name, {})) for index, item in enumerate(items))
            for name, items in case.items.items()
        },
    )


def _filled(item: Item, index: int, fillings: Mapping[str, Sequence[Any]]) -> Item:
    record = dict(item.record)
    for path, words in fillings.items():
        parent, _, name = path.rpartition(".")
        within = record.get(parent) if parent else record
        if not within or within.get(name) or {path, parent} & item.alternates.keys():
            continue
        filling = {**within, name: words[index % len(words)]}
        record = {**record, parent: filling} if parent else filling
    return replace(item, record=record)
