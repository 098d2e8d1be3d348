"""LangExtract: one request per article and record type, its own prompts, schema and alignment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.metadata import version
from typing import Any

import langextract as lx
from langextract.providers.openai import OpenAILanguageModel
from langextract.providers.schemas.openai import OpenAISchema

from benchmarks.articles import KINDS, Article, articles, task, warming
from benchmarks.contending import Job, contend

_WHOLE = 10_000_000
"""Characters to a chunk: an article is asked about as a whole, as the others do."""
_TURNS = 20
"""Requests to a batch for each that may be in flight: it waits for the last of a batch before it begins the next."""
_EXAMPLES = [
    lx.data.ExampleData(
        text="Both sides agreed to a quota of 40,000 tonnes.",
        extractions=[
            lx.data.Extraction(
                extraction_class="record",
                extraction_text="agreed to a quota of 40,000 tonnes",
                attributes={"statement": "There is a quota.", "value": "40,000 tonnes"},
            )
        ],
    )
]


def prepare(job: Job) -> Callable[[], int]:
    """Return the work: every record type of all articles of the job."""
    if job.warm:
        extract(job, warming(job.articles))
    return lambda: extract(job, articles(job.articles, job.number))


def extract(job: Job, made: Iterable[Article]) -> int:
    """Return how many extractions have a place in the text."""
    model = OpenAILanguageModel(
        model_id="benchmark", api_key="none", base_url=job.url, max_workers=job.concurrency
    )
    model.apply_schema(OpenAISchema.from_examples(_EXAMPLES))
    documents = (
        lx.data.Document(text=one.text, document_id=f"{one.name}-{kind}", additional_context=task(kind))
        for one in made
        for kind in KINDS
    )
    done: Iterable[Any] = lx.extract(
        documents,
        prompt_description="Extract the records that the task names.",
        examples=_EXAMPLES,
        model=model,
        max_char_buffer=_WHOLE,
        batch_length=_TURNS * job.concurrency,
        max_workers=job.concurrency,
        use_schema_constraints=False,
        show_progress=False,
    )
    return sum(one.char_interval is not None for document in done for one in document.extractions or ())


def versions() -> dict[str, str]:
    """Return what did the work."""
    return {name: version(name) for name in ("langextract", "openai")}


if __name__ == "__main__":
    contend(prepare, versions)
