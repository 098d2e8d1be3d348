"""Judge answers written by hand, with the scores they must come to: they test the way of an answer, not a model.

    python -m evals.judge.by_hand      # writes them anew, after the judge's wording was changed on purpose

No figure may be drawn from them, and every file says `synthetic`; a real judge's answers go into another folder.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from summariser.document import Document
from summariser.evaluation.articles import page_of
from summariser.evaluation.judge import CLEAR_AND_NEUTRAL, FAIR_PARAPHRASE, Question, request_for
from summariser.llm.answering import Replay
from summariser.llm.quirks import quirks_for
from summariser.pipeline import Source
from summariser.reading import read
from summariser.records import ArticleSummary, DocumentMeta, GistSentence, Grounded, Inputs
from summariser.settings import Settings
from summariser.store import Meta, Recordings, Stored

FOLDER = Path(__file__).resolve().parent
MODEL = "by-hand"
_ARTICLE = FOLDER.parent.parent / "seeds" / "000_adb0193a00afd3c5.txt"
_QUOTES = ["The plan, which demands Ukraine", "cap its military at 100,000 troops"]
_FAIR = "The plan demands that Ukraine cap its military at 100,000 troops."
_WRONG = "The plan demands that Ukraine cap its military at 600,000 troops."
_HEATED = "In a shameless betrayal, the plan strips Ukraine of its army."


class ByHand(NamedTuple):
    """One answer: to which question, about a summary of which sentence, and the score as deepeval must report it."""

    question: Question
    sentence: str
    reason: str
    score: int


ANSWERS = (
    ByHand(FAIR_PARAPHRASE, _FAIR, "Sentence 1 says what its passages say.", 10),
    ByHand(CLEAR_AND_NEUTRAL, _FAIR, "Sentence 1 is clear; 'cap' could be explained.", 9),
    ByHand(FAIR_PARAPHRASE, _WRONG, "Sentence 1 says 600,000 where its passage says 100,000.", 0),
    ByHand(CLEAR_AND_NEUTRAL, _HEATED, "Sentence 1 calls the plan a shameless betrayal in its own voice.", 1),
)


@lru_cache(maxsize=1)
def article() -> Document:
    """Return the article that the sentences are about."""
    return read(_ARTICLE)


def summary_of(sentence: str) -> ArticleSummary:
    """Return a summary of the article that consists of one sentence."""
    page = page_of(article(), "peace")
    gist = Grounded[GistSentence](
        id="g1",
        record=GistSentence(text=sentence, quotes=_QUOTES),
        evidence=tuple(evidence for quote in _QUOTES for evidence in page.evidence(quote)),
    )
    return ArticleSummary(
        meta=DocumentMeta(id=article().id, sha256=article().sha256, path=""),
        profile="peace",
        inputs=Inputs(document=article().sha256, profile="", model=MODEL, prompts={}, schemas={}),
        answered_by={"gist": "synthetic"},
        records={"gist": (gist,)},
    )


def record(folder: Path) -> None:
    """Write every answer into `folder`, named after the request it answers."""
    recordings = Recordings(folder, writable=True)
    source = Source(Replay(recordings), MODEL, quirks_for(MODEL, None))
    for each in ANSWERS:
        summary = summary_of(each.sentence).model_dump_json()
        request = request_for(each.question, summary, source, Settings(model=MODEL))
        content = json.dumps({"reason": each.reason, "score": each.score})
        recordings.put(
            Stored(
                key=request.key,
                request=request,
                response={
                    "choices": [
                        {"finish_reason": "stop", "message": {"role": "assistant", "content": content}}
                    ]
                },
                meta=Meta.of(request, recorded_at="2026-11-22T00:00:00Z", provenance="synthetic"),
            )
        )


if __name__ == "__main__":
    for stale in FOLDER.glob("*.json"):
        stale.unlink()
    record(FOLDER)
