"""Read a labeller's pass over a corpus: articles named in short, actors by item, passages without offsets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from summariser.errors import GoldError
from summariser.evaluation.dossier.corpora import LabelledCorpus
from summariser.evaluation.dossier.gold import DossierGold
from summariser.evaluation.gold import article_files


def read_pass(path: Path, corpus: LabelledCorpus) -> DossierGold:
    """Return a pass as the gold of a dossier.

    A passage that stands in its article more than once is taken where it stands
    first. An actor is an item of the settled gold of its article (`000/a1`), under
    the name it has there.

    Args:
        path: The labeller's file.
        corpus: The corpus that was labelled; the gold of its articles lies beside its own.

    Raises:
        GoldError: The file is no pass, or names an article, an actor or a passage that is not there.
    """
    try:
        said = json.loads(path.read_bytes())
        names = dict(_names(corpus.path.parent))
        return DossierGold.model_validate(
            {
                "schema_version": "1.0",
                "corpus": corpus.gold.corpus,
                "profile": corpus.gold.profile,
                "documents": corpus.gold.documents,
                "actors": [
                    actor | {"mentions": list(_mentions(actor["mentions"], names, corpus))}
                    for actor in said["actors"]
                ],
                "relations": [_relation(relation, corpus) for relation in said["relations"]],
                "traps": [_trap(trap, names, corpus) for trap in said["traps"]],
            }
        )
    except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
        reason = f"no field {error}" if isinstance(error, KeyError) else error
        raise GoldError(f"{str(path)!r} is no labeller's pass over a corpus: {reason}") from error
    except GoldError as error:
        raise GoldError(f"{str(path)!r}: {error}") from error


def _names(folder: Path) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield the name of each gold actor by article and item."""
    for path in article_files(folder):
        data = json.loads(path.read_bytes())
        for item in data.get("actors", ()):
            yield (data["document"], item["id"]), item["record"]["name"]


def _mentions(
    items: Iterable[str], names: Mapping[tuple[str, str], str], corpus: LabelledCorpus
) -> Iterator[dict[str, str]]:
    for item in items:
        start, _, actor = item.partition("/")
        document = _document(start, corpus)
        if (document, actor) not in names:
            raise GoldError(f"the gold of {document!r} has no actor {actor!r}")
        yield {"document": document, "name": names[document, actor]}


def _relation(relation: Mapping[str, Any], corpus: LabelledCorpus) -> dict[str, Any]:
    groups = [
        group | {"claims": [_claim(claim, corpus) for claim in group["claims"]]}
        for group in relation["groups"]
    ]
    return {**relation, "groups": groups}


def _trap(
    trap: Mapping[str, Any], names: Mapping[tuple[str, str], str], corpus: LabelledCorpus
) -> dict[str, Any]:
    if trap["kind"] == "people":
        return {**trap, "mentions": list(_mentions(trap["mentions"], names, corpus))}
    return {**trap, "claims": [_claim(claim, corpus) for claim in trap["claims"]]}


def _claim(claim: Mapping[str, str], corpus: LabelledCorpus) -> dict[str, Any]:
    document, quote = _document(claim["document"], corpus), claim["quote"]
    start = corpus.texts[document].find(quote)
    if start < 0:
        raise GoldError(f"{quote[:60]!r} is not in {document!r}")
    return {"document": document, "quote": quote, "start": start}


def _document(start: str, corpus: LabelledCorpus) -> str:
    """Return the one article whose id starts like this."""
    found = [name for name in corpus.gold.documents if name.startswith(start)]
    if len(found) != 1:
        raise GoldError(f"{start!r} names {len(found)} articles of the corpus {corpus.gold.corpus!r}")
    return found[0]
