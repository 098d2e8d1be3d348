"""The files of a corpus in blocks: a dossier folder for each, and `blocks.json` and `blocks.md` for all."""

from __future__ import annotations

from collections.abc import Iterable

from summariser.batched import batched
from summariser.ledger import plain
from summariser.ledger.jsontext import encoded
from summariser.reconcile.blockindex import BlockCard, BlockIndex
from summariser.report.as_json import dossier_file
from summariser.report.contents import Contents
from summariser.report.dossierlines import conflict_lines
from summariser.report.phrases import listed, plural
from summariser.report.sections import Lines, say, table
from summariser.report.writers import render

INDEX = "blocks.json"


def documents_of(index: BlockIndex) -> dict[str, tuple[str, ...]]:
    """Return the articles of every folder in `blocks/`: of the blocks, and those alone, as many at a time."""
    return {card.name: card.documents for card in index.blocks} | alone_of(index)


def alone_of(index: BlockIndex) -> dict[str, tuple[str, ...]]:
    """Return the articles that are in no block, by the folder of their reports and tables."""
    parts = enumerate(batched(index.alone, index.room), start=1)
    return {f"alone-{number:03d}": tuple(documents) for number, documents in parts}


def block_files(name: str, contents: Contents, formats: Iterable[str]) -> dict[str, bytes]:
    """Return the dossier, if there is one, reports and tables of a block; articles' own files lie with all others."""
    made = render(contents, (one for one in formats if one != "json")) | dossier_file(contents)
    return {f"blocks/{name}/{file}": data for file, data in made.items()}


def index_files(index: BlockIndex) -> dict[str, bytes]:
    """Return `blocks.json` and `blocks.md`."""
    lines = "\n".join(_lines(index)) + "\n"
    return {INDEX: encoded(plain(index)), "blocks.md": lines.encode()}


def _lines(index: BlockIndex) -> Lines:
    articles = sum(len(block.documents) for block in index.blocks)
    yield "# Blocks"
    yield ""
    yield (
        f"{plural(articles, 'article')} in {plural(len(index.blocks), 'block')} of at most {index.room},"
        f" {plural(len(index.alone), 'article')} that no other one is about the same as."
        " Each block has a dossier of its own, in `blocks/<name>/`."
    )
    if index.alone:
        links = listed(f"[{name}](blocks/{name}/report.md)" for name in alone_of(index))
        yield from ("", f"Reports and tables of the articles alone: {links}.")
    yield from ("", *table(_HEAD, map(_row, index.blocks)))
    yield from _across(index)


_HEAD = (
    "Block",
    "About",
    "Subject",
    "Articles",
    "Sources",
    "Dates",
    "Terms",
    "Conflicts",
    "Hard",
    "Agreements",
)


def _row(block: BlockCard) -> tuple[str, ...]:
    days = [str(day) for day in (block.first, block.last) if day]
    counts = (block.terms, block.conflicts, block.hard, block.agreements)
    return (
        f"[{block.name}](blocks/{block.name}/report.md)",
        say(", ".join(block.topics)),
        f"{block.subject}, part {block.part}",
        str(len(block.documents)),
        str(block.sources),
        " to ".join(dict.fromkeys(days)),
        *map(str, counts),
    )


def _across(index: BlockIndex) -> Lines:
    found = index.across
    yield from ("", f"## Conflicts between blocks ({len(found.conflicts)})", "")
    yield (
        "Of what articles of one block say alike, one stands for all: who else says it is in the block's own dossier."
    )
    names = {
        document: f"{say(document)} (block {block.name})"
        for block in index.blocks
        for document in block.documents
    }
    for number, conflict in enumerate(found.conflicts, start=1):
        yield from conflict_lines(number, conflict, names)
    if found.undecided:
        pairs = plural(found.undecided, "pair")
        yield from ("", f"{pairs} of records of different blocks could not be decided and has no answer yet.")
