"""A scripted model for the fault server: it answers by record type, and corrects what it is told to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Body = dict[str, Any]
Records = list[dict[str, Any]]


UNCLEAR = {"same": "unclear", "differences": [], "explanation": "the passages do not tell"}
"""What a cautious model says of a pair."""


@dataclass
class Script:
    """What the model answers.

    Attributes:
        records: Its records by record type; a type that is missing has none.
        corrections: Its items by record type, for the re-ask.
        raw: Answers by record type that are sent as they are, the first time only.
        compared: Its answer to every question about a pair of terms or events; for actors without differences.
        seen: Every body it was asked, in order.
    """

    records: Mapping[str, Records] = field(default_factory=dict)
    corrections: Mapping[str, Records] = field(default_factory=dict)
    raw: Mapping[str, str] = field(default_factory=dict)
    compared: Mapping[str, Any] = field(default_factory=lambda: dict(UNCLEAR))
    seen: list[Body] = field(default_factory=list)

    def __call__(self, body: Body) -> str:
        """Return the answer to one request."""
        self.seen.append(body)
        name = type_of(body)
        if name in self.raw and "An earlier answer to this task could not be used" not in user(body):
            return self.raw[name]
        if name == "comparison":
            left_out = () if "differences" in schema_of(body) else ("differences",)
            return json.dumps({key: value for key, value in self.compared.items() if key not in left_out})
        if wave_of(body) == "items":
            return json.dumps({"items": self.corrections.get(name, [])})
        return json.dumps({"records": self.records.get(name, [])})

    def waves(self, name: str) -> list[str]:
        """Return the waves in which `name` was asked, in order."""
        return [wave_of(body) for body in self.seen if type_of(body) == name]


def schema_of(body: Body) -> Body:
    """Return the fields of the answer that a body asks for."""
    fields: Body = body["response_format"]["json_schema"]["schema"]["properties"]
    return fields


def type_of(body: Body) -> str:
    """Return the record type that a body asks for."""
    name: str = body["response_format"]["json_schema"]["name"]
    return name


def wave_of(body: Body) -> str:
    """Return `items` for an item re-ask, `structure` for a structural one, else `main`."""
    if "items" in body["response_format"]["json_schema"]["schema"]["properties"]:
        return "items"
    return "structure" if "<answer-" in user(body) else "main"


def user(body: Body) -> str:
    """Return the user message of a body."""
    content: str = body["messages"][1]["content"]
    return content


CAP = {
    "plan": "main",
    "plan_label": "28-point peace plan",
    "category": "force_limits",
    "topic": "army size cap",
    "statement": "Ukraine would cap its army well below 900,000.",
    "obligor": ["Ukraine"],
    "force": "obligation",
    "condition": None,
    "value": "below its current 900,000-strong force",
    "deadline": None,
    "places": [],
    "status": "demanded",
    "hedge": "asserted",
    "attribution": None,
    "quotes": [
        "capping Ukraine's military strength at a figure significantly below its current 900,000-strong force"
    ],
}
"""A true plan term of seed 001."""

FALSE_CAP = CAP | {"value": "600,000", "quotes": ["capped at 600,000 troops"]}
"""The same with a figure that seed 001 does not give."""
