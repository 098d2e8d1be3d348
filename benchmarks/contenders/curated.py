"""bespokelabs-curator: a data set of article and record type, its OpenAI backend, its cache on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.metadata import version
from typing import Any

import litellm.litellm_core_utils.default_encoding  # noqa: F401 - puts the tokenizer's table that litellm ships in place of a download
from bespokelabs import curator
from pydantic import BaseModel, ConfigDict

from benchmarks.articles import KINDS, Article, articles, task, warming
from benchmarks.contending import Job, contend

_NO_LIMIT = 100_000_000


class Found(BaseModel):
    """One record: one data set has one schema, so what all record types share."""

    model_config = ConfigDict(extra="allow")

    quotes: list[str] = []  # a disputed point has them in its parts


class Answer(BaseModel):
    """What is answered."""

    records: list[Found]


class Reader(curator.LLM):
    """Asks for the records of one type in one article."""

    response_format = Answer

    def prompt(self, input: dict[str, Any]) -> str:  # noqa: A002 - the library's own name
        """Return the prompt."""
        return f"{task(input['kind'])}\n\n{input['text']}"

    def parse(self, input: dict[str, Any], response: Answer) -> list[dict[str, Any]]:  # noqa: A002 - as above
        """Return a row for each record."""
        about = {"name": input["name"], "kind": input["kind"]}
        return [about | {"found": one.model_dump_json()} for one in response.records] or [
            about | {"found": ""}
        ]


def prepare(job: Job) -> Callable[[], int]:
    """Return the work: every record type of all articles of the job."""
    reader = Reader(
        model_name="benchmark",
        response_format=Answer,
        backend="openai",
        backend_params={
            "base_url": job.url,
            "api_key": "none",
            "max_requests_per_minute": _NO_LIMIT,
            "max_tokens_per_minute": _NO_LIMIT,
            "max_concurrent_requests": job.concurrency,
            "max_retries": job.retries,
        },
    )
    if job.warm:
        extract(reader, job, warming(job.articles))
    return lambda: extract(reader, job, articles(job.articles, job.number))


def extract(reader: Reader, job: Job, made: Iterable[Article]) -> int:
    """Return how many records are found in `made`."""
    rows = [{"name": one.name, "kind": kind, "text": one.text} for one in made for kind in KINDS]
    answered = reader(rows, working_dir=f"{job.folder}/curator")
    return sum(bool(row["found"]) for row in answered.dataset)


def versions() -> dict[str, str]:
    """Return what did the work."""
    return {name: version(name) for name in ("bespokelabs-curator", "aiohttp", "pydantic")}


if __name__ == "__main__":
    contend(prepare, versions)
