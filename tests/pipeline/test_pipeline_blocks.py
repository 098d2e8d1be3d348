"""A corpus compared block by block: what is found, and what is given back to be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.reconcile import Folder, Unanswered, conflicts_in, found_again, in_blocks
from benchmarks.synthetic import summaries
from summariser.pipeline.blocks import Compared, compare_blocks
from summariser.pipeline.extract import Extractor
from summariser.profiles import load_profile
from summariser.prompts import Builder, load_prompts
from summariser.reconcile import reconcile
from summariser.reconcile.blocks import outline_of

PROFILE = load_profile("general")


@pytest.fixture
def articles(tmp_path: Path) -> Folder:
    """Return sixty articles of a generator on one plan, on disk."""
    folder = Folder(tmp_path)
    for summary in summaries(60, PROFILE):
        folder.save(summary)
    return folder


def test_hard_conflicts_are_found_whatever_block_their_sides_are_in(
    articles: Folder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Six blocks, which meet in two rounds, find the whole's hard conflicts; the blocks by themselves miss some."""
    found = tmp_path_factory.mktemp("found")
    corpus = [articles.load(document) for document in articles.documents]
    whole = [one for one in reconcile(corpus, profile=PROFILE).conflicts if one.severity == "hard"]

    in_blocks(articles, found, room=10)

    assert len(list(found.glob("block-*.json"))) == 6
    assert found_again(whole, conflicts_in(found, "block-*")) < len(whole)
    assert found_again(whole, conflicts_in(found)) == len(whole) > 20


async def test_one_block_is_the_dossier_of_all(articles: Folder) -> None:
    """With room for all there is one block, its dossier that of the whole, and nothing across."""
    corpus = {document: articles.load(document) for document in articles.documents[:12]}
    blocks: list[Compared] = []

    index = await compare_blocks(
        [outline_of(summary) for summary in corpus.values()],
        corpus.__getitem__,
        Extractor(Builder(load_prompts(), PROFILE, "none", {}), Unanswered()),
        room=50,
        at_once=1,
        on_block=blocks.append,
    )

    assert [block.dossier for block in blocks] == [reconcile(corpus.values(), profile=PROFILE)]
    assert (index.alone, index.across.conflicts) == ((), ())
    assert [card.documents for card in index.blocks] == [tuple(corpus)]
    assert index.blocks[0].conflicts == len(blocks[0].dossier.conflicts)
