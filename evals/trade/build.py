"""Write the second corpus: the articles with their marks taken off, and the key to what they say.

    python -m evals.trade.build            # writes articles/*.txt and dossier.json
    python -m evals.trade.build --check    # says what differs from them, and fails

An article is written once, in `templates/`, as prose in which the passages that
matter carry a name. The key is written once, in the modules beside this one, and
points at passages by these names; offsets, digests and quotes are computed. So
no claim of the key can be missing from its article, and no article can change
without its key.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from evals.trade.agreements import AGREEMENTS
from evals.trade.differences import DIFFERENCES
from evals.trade.labels import Actor, Item, Lookalike, Namesakes, Table
from evals.trade.lookalikes import LOOKALIKES
from evals.trade.marks import Article, parse
from evals.trade.people import ACTORS, NAMESAKES
from evals.trade.refinements import REFINEMENTS

SCHEMA_VERSION = "1.0"
FOLDER = Path(__file__).resolve().parent
TABLES: tuple[Table, ...] = (*DIFFERENCES, AGREEMENTS, REFINEMENTS)
OFF_TOPIC = ("local",)
COPIES: Mapping[str, str] = {"business": "wire"}
"""Articles that are copies, and of which; a copy says what its original says wherever it has the passage."""


def main() -> None:
    """Write the corpus, or compare it with what is there."""
    parser = argparse.ArgumentParser(description="Write the second corpus and its key.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file differs")
    files = render(read_templates())
    if not parser.parse_args().check:
        for path, content in files.items():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        print(f"{len(files)} files written in {FOLDER}")
    elif stale := differing(files):
        sys.exit(
            "not what the templates and the key say, run python -m evals.trade.build: " + ", ".join(stale)
        )


def render(templates: Mapping[str, str]) -> dict[Path, bytes]:
    """Return the bytes of every file of the corpus, from the marked articles by their stems.

    Raises:
        ValueError: A mark, a claim or a name of the key does not fit the articles.
    """
    articles = {stem: parse(stem, templates[stem]) for stem in sorted(templates)}
    files = {FOLDER / "articles" / f"{stem}.txt": each.text.encode() for stem, each in articles.items()}
    text = json.dumps(key(articles), ensure_ascii=False, indent=1) + "\n"
    return {**files, FOLDER / "dossier.json": text.encode()}


def key(articles: Mapping[str, Article]) -> dict[str, Any]:
    """Return the key to the articles, ready for JSON."""
    return {
        "schema_version": SCHEMA_VERSION,
        "corpus": "trade",
        "profile": "trade",
        "documents": {stem: sha256(each.text.encode()).hexdigest() for stem, each in articles.items()},
        "off_topic": list(OFF_TOPIC),
        "copies": [sorted(pair) for pair in COPIES.items()],
        "actors": [_actor(each, articles) for each in ACTORS],
        "relations": [_relation(table, item, articles) for table in TABLES for item in table.items],
        "traps": [
            *(_lookalike(each, articles) for each in LOOKALIKES),
            *(_namesakes(each, articles) for each in NAMESAKES),
        ],
    }


def differing(files: Mapping[Path, bytes]) -> list[str]:
    """Return the names of the files that are missing, not what they should be, or too many."""
    there = {FOLDER / "dossier.json", *(FOLDER / "articles").glob("*")}
    wrong = {path for path, content in files.items() if not path.is_file() or path.read_bytes() != content}
    return sorted(path.relative_to(FOLDER).as_posix() for path in wrong | (there - files.keys()))


def read_templates() -> dict[str, str]:
    """Return the marked articles of the corpus by their stems."""
    return {path.stem: path.read_bytes().decode() for path in (FOLDER / "templates").glob("*.txt")}


def _relation(table: Table, item: Item, articles: Mapping[str, Article]) -> dict[str, Any]:
    groups = [
        (value, [_claim(name, articles) for name in _with_copies(claims.split(), articles)])
        for value, claims in item.answers
    ]
    named = [claim["document"] for _, claims in groups for claim in claims]
    if len(named) != len(set(named)) or len(named) < 2:  # noqa: PLR2004 - a relation is between two
        raise ValueError(f"{item.id}: a relation needs two articles, each in one group only: {named}")
    return {
        "id": item.id,
        "question": item.question,
        "relation": table.relation.value,
        "type": item.type.value,
        "severity": table.severity,
        "required": item.required,
        "note": item.note,
        "groups": [{"value": value, "claims": claims} for value, claims in groups],
    }


def _with_copies(names: Iterable[str], articles: Mapping[str, Article]) -> Iterator[str]:
    """Yield passages, each followed by the same passage of the copies that have kept it."""
    for name in names:
        yield name
        stem, _, passage = name.partition(".")
        for copy, original in COPIES.items():
            if original == stem and passage in articles[copy].passages:
                yield f"{copy}.{passage}"


def _claim(name: str, articles: Mapping[str, Article]) -> dict[str, Any]:
    stem, _, passage = name.partition(".")
    article = articles[stem]
    return {"document": stem, "quote": article.passage(passage), "start": article.starts[passage]}


def _lookalike(trap: Lookalike, articles: Mapping[str, Article]) -> dict[str, Any]:
    claims = [_claim(name, articles) for name in trap.claims.split()]
    return {"kind": "lookalike", "note": trap.note, "claims": claims}


def _namesakes(trap: Namesakes, articles: Mapping[str, Article]) -> dict[str, Any]:
    mentions = [_mention(stem, name, articles) for stem, name in trap.mentions]
    return {"kind": "people", "note": trap.note, "mentions": mentions}


def _actor(actor: Actor, articles: Mapping[str, Article]) -> dict[str, Any]:
    mentions = [_mention(stem, name, articles) for stem, name in actor.mentions.items()]
    return {"name": actor.name, "mentions": mentions}


def _mention(stem: str, name: str, articles: Mapping[str, Article]) -> dict[str, str]:
    if name not in articles[stem].text:
        raise ValueError(f"{stem}: nobody is called {name!r} there")
    return {"document": stem, "name": name}


if __name__ == "__main__":
    main()
