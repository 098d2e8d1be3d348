"""Labellers' passes over a corpus, read as they wrote them, and corpora where they lie."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from summariser.errors import GoldError
from summariser.evaluation.checks import dossier_problems
from summariser.evaluation.dossier.corpora import LabelledCorpus, corpus_of, read_corpus
from summariser.evaluation.dossier.passes import read_pass
from summariser.evaluation.gold import gold_files
from summariser.resources import gold_folder, trade_folder

PASSES = gold_folder() / "passes"


@pytest.fixture(scope="module")
def corpus() -> LabelledCorpus:
    """The seeds with the gold of their dossier."""
    found = read_corpus(gold_folder())
    assert found is not None
    return found


@pytest.mark.parametrize("labeller", ["a", "b"])
def test_a_pass_is_read_as_gold(labeller: str, corpus: LabelledCorpus) -> None:
    """Every passage stands where it says, and every mention is an actor of its article."""
    said = json.loads((PASSES / labeller / "dossier.json").read_text("utf-8"))

    found = read_pass(PASSES / labeller / "dossier.json", corpus)

    claims = [claim for relation in found.relations for group in relation.groups for claim in group.claims]
    assert all(claim.span.of(corpus.texts[claim.document]) == claim.quote for claim in claims)
    assert [len(found.relations), len(found.actors), len(found.traps)] == [
        len(said[name]) for name in ("relations", "actors", "traps")
    ]
    assert {mention.document for actor in found.actors for mention in actor.mentions} == set(corpus.texts)


def wrong_quote(said: Any) -> str:  # noqa: ANN401 - JSON
    """Let a passage be one that its article does not have."""
    said["relations"][0]["groups"][0]["claims"][0]["quote"] = "cap its navy"
    return "'cap its navy' is not in '000_"


def wrong_actor(said: Any) -> str:  # noqa: ANN401 - JSON
    """Name an actor that its article does not have."""
    said["actors"][0]["mentions"][0] = "000/a999"
    return "has no actor 'a999'"


def wrong_article(said: Any) -> str:  # noqa: ANN401 - JSON
    """Name an article that is not of the corpus."""
    said["actors"][0]["mentions"][0] = "777/a1"
    return "'777' names 0 articles"


def no_relations(said: Any) -> str:  # noqa: ANN401 - JSON
    """Leave out a list."""
    del said["relations"]
    return "no field 'relations'"


@pytest.mark.parametrize("change", [wrong_quote, wrong_actor, wrong_article, no_relations])
def test_a_pass_that_cannot_be_used(change: Any, corpus: LabelledCorpus, tmp_path: Path) -> None:  # noqa: ANN401 - a function
    """The message names the file and what is wrong in it."""
    said = json.loads((PASSES / "a" / "dossier.json").read_text("utf-8"))
    message = change(said)
    (tmp_path / "dossier.json").write_text(json.dumps(said), "utf-8")

    with pytest.raises(GoldError) as refused:
        read_pass(tmp_path / "dossier.json", corpus)

    assert message in str(refused.value)
    assert "dossier.json" in str(refused.value)


def test_a_dossier_is_no_article() -> None:
    """The gold of the corpus lies beside that of its articles and is not taken for one of them."""
    assert {path.stem for path in gold_files(gold_folder())} == set(
        json.loads((gold_folder() / "dossier.json").read_text("utf-8"))["documents"]
    )


def test_a_corpus_is_found_by_its_articles(corpus: LabelledCorpus) -> None:
    """All of them and no other, byte for byte; wherever their gold lies."""
    folders = [gold_folder(), trade_folder()]
    trade = read_corpus(trade_folder())
    assert trade is not None
    first, *rest = trade.gold.documents

    found = corpus_of(trade.gold.documents, folders)

    assert found is not None
    assert found.gold.corpus == "trade"
    assert corpus_of({name: trade.gold.documents[name] for name in rest}, folders) is None
    assert corpus_of(trade.gold.documents | {first: "0" * 64}, folders) is None
    assert corpus_of(trade.gold.documents, folders[:1]) is None


def test_gold_of_a_dossier_is_checked_with_its_articles(tmp_path: Path) -> None:
    """A changed article, a missing one and a broken file are told; as committed nothing is."""
    folder = tmp_path / "trade"
    shutil.copytree(trade_folder(), folder, ignore=shutil.ignore_patterns("__pycache__"))
    assert dossier_problems(folder) == ()
    assert dossier_problems(tmp_path) == ()

    article = folder / "articles" / "wire.txt"
    article.write_text("Another wire.\n", "utf-8")
    changed = dossier_problems(folder)
    article.unlink()
    missing = dossier_problems(folder)
    (folder / "dossier.json").write_text("{}", "utf-8")

    assert "documents/wire: the gold was labelled on other bytes" in changed[0]
    assert any("does not start at" in each for each in changed)
    assert "the article 'wire' is not at" in missing[0]
    assert "is not the gold of a dossier" in dossier_problems(folder)[0]
