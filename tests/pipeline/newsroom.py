"""Two short articles that differ on where and when a plan was written, and a model that reads them."""

from __future__ import annotations

import json

from tests.pipeline.scripted import Body, Script, type_of

NORTH = "Ana Berg and Tom Vance met in Geneva on 3 March 2025 to write the plan.\n\nMore was not said of it."
SOUTH = "Ana Berg and Tom Vance wrote the plan in Oslo on 9 March 2025.\n\nNobody else took part in that."


def drafting(sentence: str, place: str, day: str) -> Body:
    """Return the record of a drafting that `sentence` tells."""
    return {
        "kind": "drafting",
        "participants": ["Ana Berg", "Tom Vance"],
        "places": [place],
        "when": [day],
        "statement": "Ana Berg and Tom Vance wrote the plan.",
        "hedge": "asserted",
        "attribution": None,
        "quotes": [sentence],
    }


class Newsroom(Script):
    """Answers about the two articles of these tests."""

    def __call__(self, body: Body) -> str:
        """Return the drafting of the article that a request shows, or the answer to a question."""
        if type_of(body) != "events":
            return super().__call__(body)
        self.seen.append(body)
        if "Geneva" in str(body["messages"]):
            return json.dumps(
                {"records": [drafting(NORTH.split("\n", maxsplit=1)[0], "Geneva", "on 3 March 2025")]}
            )
        return json.dumps(
            {"records": [drafting(SOUTH.split("\n", maxsplit=1)[0], "Oslo", "on 9 March 2025")]}
        )
