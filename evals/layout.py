"""Measure one request per article against one per record type, with the same rules and tasks.

    python evals/layout.py requests ARTICLE… -o together.jsonl --model NAME
    python evals/layout.py answers results.jsonl together.jsonl --into recordings/

The first writes a Batch file with one request per article that asks for all
record types at once. The second cuts each answer into one per record type and
puts these into a folder of recordings, where `summarise eval --recordings`
scores them like any others. The folder is for measuring: what is in it was
not the answer to the request it is filed under.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from summariser.llm.answers import content_of, estimate_tokens
from summariser.llm.quirks import quirks_for, request_options
from summariser.llm.schema import answer_model, compile_schema
from summariser.pipeline.prepare import prepare
from summariser.profiles import load_profile
from summariser.prompts import Builder, Shown, load_prompts
from summariser.reading import read
from summariser.records import BUILT_IN
from summariser.request import Request
from summariser.settings import Settings
from summariser.store import Meta, Recordings, Stored

CLOSING = (
    "Do all the tasks above. Answer with one JSON object whose fields are {names}, in this order; each holds the "
    'list that its task calls "records".'
)


def main() -> None:
    """Write the requests, or cut up the answers."""
    arguments = _arguments()
    if arguments.command == "requests":
        requests = [together(path, arguments.model) for path in arguments.articles]
        _write(
            arguments.output,
            [
                {**_line(request), "article": str(path)}
                for request, path in zip(requests, arguments.articles, strict=True)
            ],
        )
        print(f"{len(requests)} requests, about {sum(map(_tokens, requests)) // len(requests):,} tokens each")
    else:
        filed = list(cut(arguments.results, arguments.requests))
        with Recordings(arguments.into, writable=True) as recordings:
            for stored in filed:
                recordings.put(stored, replace=True)
        print(f"{len(filed)} answers filed in {arguments.into}")


def together(article: Path, model: str) -> Request:
    """Return the one request that asks for every record type of an article."""
    separate = apart(article, model)
    first = separate[0]
    shared = _shared([request.body["messages"][1]["content"] for request in separate])
    tasks = [request.body["messages"][1]["content"][len(shared) :] for request in separate]
    names = ", ".join(kind.name for kind in BUILT_IN)
    body = json.loads(json.dumps(first.body))
    body["messages"][1]["content"] = "\n\n".join([shared.strip(), *tasks, CLOSING.format(names=names)])
    body["response_format"]["json_schema"] |= {"name": "all_records", "schema": _schema(separate)}
    return Request(**{**first.model_dump(), "body": body, "record_type": "all"})


def apart(article: Path, model: str) -> list[Request]:
    """Return the requests of a usual run for an article, one per record type."""
    settings, profile = Settings(), load_profile("peace")
    quirks = quirks_for(model, None)
    builder = Builder(
        prompts=load_prompts(settings.prompts),
        profile=profile,
        model=model,
        options=request_options(quirks, settings.max_output_tokens),
    )
    shown: Shown = prepare(
        read(article), profile, budget=settings.context_tokens, measure=estimate_tokens
    ).shown[0]
    return [builder.main(shown, kind, compile_schema(answer_model(kind, profile))) for kind in BUILT_IN]


def cut(results: Path, requests: Path) -> Iterator[Stored]:
    """Yield a part of each answer for each record type, filed under the request of a usual run."""
    asked = {line["custom_id"]: line for line in map(json.loads, requests.read_text("utf-8").splitlines())}
    now = datetime.now(UTC).isoformat(timespec="seconds")
    for line in map(json.loads, results.read_text("utf-8").splitlines()):
        body, request = line["response"]["body"], asked[line["custom_id"]]
        answer = json.loads(content_of(body))
        for separate in apart(Path(request["article"]), request["body"]["model"]):
            part = json.dumps({"records": answer[separate.record_type]}, ensure_ascii=False)
            choice = {**body["choices"][0], "message": {"role": "assistant", "content": part}}
            meta = Meta(
                recorded_at=now,
                model=request["body"]["model"],
                provenance="edited",
                prompt=separate.prompt,
                prompt_sha256=separate.prompt_sha256,
                record_type=separate.record_type,
                wave="main",
                usage_estimated=True,
            )
            yield Stored(
                key=separate.key, request=separate, response={**body, "choices": [choice]}, meta=meta
            )


def _schema(separate: Sequence[Request]) -> dict[str, Any]:
    """Return one schema with the list of each record type under its name."""
    schemas = {r.record_type: r.body["response_format"]["json_schema"]["schema"] for r in separate}
    return {
        "type": "object",
        "properties": {name: schema["properties"]["records"] for name, schema in schemas.items()},
        "required": list(schemas),
        "additionalProperties": False,
        "$defs": {
            key: value for schema in schemas.values() for key, value in schema.get("$defs", {}).items()
        },
    }


def _shared(texts: Sequence[str]) -> str:
    """Return what all texts begin with, up to the end of a paragraph."""
    length = next(i for i, characters in enumerate(zip(*texts, strict=False)) if len(set(characters)) > 1)
    return texts[0][: texts[0].rindex("\n\n", 0, length) + 2]


def _line(request: Request) -> dict[str, Any]:
    return {"custom_id": request.key, "method": "POST", "url": "/v1/chat/completions", "body": request.body}


def _tokens(request: Request) -> int:
    return sum(estimate_tokens(message["content"]) for message in request.body["messages"])


def _write(path: Path, lines: Sequence[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    commands = parser.add_subparsers(dest="command", required=True)
    asking = commands.add_parser("requests")
    asking.add_argument("articles", nargs="+", type=Path)
    asking.add_argument("-o", "--output", type=Path, required=True)
    asking.add_argument("--model", required=True)
    filing = commands.add_parser("answers")
    filing.add_argument("results", type=Path)
    filing.add_argument("requests", type=Path)
    filing.add_argument("--into", type=Path, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    main()
