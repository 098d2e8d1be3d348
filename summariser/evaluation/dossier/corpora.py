"""Corpora that have gold: a folder's `dossier.json`, its articles, and the score of a dossier made of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from summariser.document import Document
from summariser.errors import GoldError
from summariser.evaluation.dossier.gold import DossierGold, read_dossier_gold
from summariser.evaluation.gold import DOSSIER, article_files
from summariser.reading import read
from summariser.reconcile.dossier import Dossier

ARTICLES = "articles"

_SCORER = ("bcubed", "figures", "findings", "gold", "match", "score", "traps")
_SCORER_LEANS_ON = (
    "evaluation/align.py",
    "fold.py",
    "ground/sentences.py",
    "reconcile/verdict.py",
    "records/vocabulary.py",
)


class LabelledCorpus(NamedTuple):
    """Articles whose dossier was labelled: the file, what it says, and the articles."""

    path: Path
    gold: DossierGold
    documents: tuple[Document, ...]

    @property
    def texts(self) -> dict[str, str]:
        """The text of each article, by id."""
        return {document.id: document.text for document in self.documents}


def dossier_scorer() -> str:
    """Return the digest of the code that turns dossiers into scores."""
    package = Path(__file__).resolve().parent.parent.parent
    files = [package / "evaluation" / "dossier" / f"{name}.py" for name in _SCORER]
    files += [package / name for name in _SCORER_LEANS_ON] + sorted((package / "normalise").glob("*.py"))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:16]


def read_corpus(folder: Path) -> LabelledCorpus | None:
    """Return the labelled corpus in a folder; None when it holds no gold of a dossier.

    Its articles are where the gold of each article beside it says, else in the
    folder `articles`, named after their ids.

    Raises:
        GoldError: The gold cannot be used, or an article is not there.
    """
    path = folder / DOSSIER
    if not path.is_file():
        return None
    gold = read_dossier_gold(path)
    places = {name: folder / ARTICLES / f"{name}.txt" for name in gold.documents} | dict(_labelled(folder))
    return LabelledCorpus(path, gold, tuple(_article(name, places[name], path) for name in gold.documents))


def corpus_of(documents: Mapping[str, str], folders: Sequence[Path]) -> LabelledCorpus | None:
    """Return the first corpus in `folders` that is of exactly these articles, given as digests by id.

    Raises:
        GoldError: See `read_corpus`.
    """
    corpora = (read_corpus(folder) for folder in folders)
    return next((each for each in corpora if each and each.gold.documents == dict(documents)), None)


def digests_of(dossier: Dossier) -> dict[str, str]:
    """Return the digest of each article of a dossier, by id."""
    return {card.id: card.sha256 for card in dossier.documents}


def _labelled(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield where the articles with gold of their own lie, by id."""
    for path in article_files(folder):
        try:
            data = json.loads(path.read_bytes())
            yield data["document"], folder / data["article"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise GoldError(f"{str(path)!r} is not a gold file: {error!r}") from error


def _article(name: str, place: Path, gold: Path) -> Document:
    if not place.is_file():
        raise GoldError(f"{str(gold)!r}: the article {name!r} is not at {str(place)!r}")
    return read(place).model_copy(update={"id": name})
