"""Reads an output folder back, and rewrites its reports without a model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from summariser.errors import StoreError, UsageError
from summariser.ledger import OutputFolder, Run, part_of
from summariser.ledger.stored import read_listed, read_run
from summariser.reconcile import Dossier
from summariser.reconcile.blockindex import BlockIndex
from summariser.records import BUILT_IN, UNKNOWN_TYPE, ArticleSummary, RecordType
from summariser.report.as_json import DOSSIER
from summariser.report.blocks import INDEX, block_files, documents_of, index_files
from summariser.report.column import Row
from summariser.report.contents import Contents, contents
from summariser.report.tables import rows_of
from summariser.report.writers import FORMATS, render

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Stored:
    """What an output folder holds.

    Attributes:
        folder: The folder.
        summaries: The articles, by id.
        run: The ledger of the run that wrote them.
        record_types: The kinds of record it was read with.
        dossier: The articles side by side; None in a folder of a release that made none, and in one whose
            articles are in blocks.
        blocks: The blocks of a run too large for one dossier; None when there are none.
    """

    folder: Path
    summaries: tuple[ArticleSummary, ...]
    run: Run
    record_types: tuple[RecordType, ...] = BUILT_IN
    dossier: Dossier | None = None
    blocks: BlockIndex | None = None

    def block(self, name: str) -> Stored:
        """Return what lies in one folder of `blocks/`: its articles, and these side by side unless they are alone.

        Raises:
            UsageError: There is no block of that name.
            StoreError: Its dossier is missing, damaged or was edited.
        """
        found = documents_of(self.blocks) if self.blocks else {}
        if name not in found:
            raise UsageError(
                f"no block {name!r} in {str(self.folder)!r}; there are: {', '.join(found) or 'none'}"
            )
        documents = frozenset(found[name])
        return Stored(
            self.folder,
            tuple(summary for summary in self.summaries if summary.meta.id in documents),
            part_of(self.run, documents),
            self.record_types,
            _read_dossier(self.folder, self.run, f"blocks/{name}/{DOSSIER}"),
        )

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table as flat dicts with typed values, for a data frame.

        Tables are those of `tables/*.csv`. Unlike there, text is as the article
        has it: nothing is escaped for a spreadsheet.

        Raises:
            UsageError: For a table that there is not.
        """
        return rows_of(contents(self.summaries, self.run, self.record_types, dossier=self.dossier), table)

    def text(self, document: str) -> str:
        """Return the text that the spans of an article point into.

        Raises:
            StoreError: When the run has no such article, or its text was changed since.
        """
        return read_listed(self.folder, self.run, f"articles/{document}.txt").decode("utf-8")


def load(folder: Path | str, record_types: tuple[RecordType, ...] = BUILT_IN) -> Stored:
    """Return what the last run wrote to `folder`, every file checked against the ledger's digest.

    Raises:
        UsageError: When the folder holds no finished run, or lists of a record type that is not given.
        StoreError: When a file is missing, damaged or was edited.
    """
    folder = Path(folder)
    run = read_run(folder)
    names = [name for name in run.files if name.startswith("articles/") and name.endswith(".json")]
    summaries = (_read_article(folder, run, name, record_types) for name in names)
    ordered = sorted(summaries, key=lambda summary: summary.meta.id)
    dossier, blocks = _read_dossier(folder, run, DOSSIER), read_blocks(folder, run)
    return Stored(folder, tuple(ordered), run, record_types, dossier, blocks)


def rewrite(
    folder: Path | str,
    record_types: tuple[RecordType, ...] = BUILT_IN,
    formats: Iterable[str] = FORMATS,
) -> Run:
    """Rewrite the reports in `folder` from its stored records, with no model, and return the ledger.

    Files of other formats stay as they are; the ledger changes in nothing but its
    list of files.

    Raises:
        UsageError: See `load`.
        StoreError: See `load`; also when the disk refuses.
    """
    stored = load(folder, record_types)
    names = documents_of(stored.blocks) if stored.blocks else ()
    blocks = [(name, _contents(stored.block(name))) for name in names]
    with OutputFolder(stored.folder) as output:
        output.keep(stored.run.files)
        for name, made in blocks:
            output.write(block_files(name, made, formats))
        output.write(index_files(stored.blocks) if stored.blocks else render(_contents(stored), formats))
        return output.finish(stored.run)


def _contents(stored: Stored) -> Contents:
    texts = {
        summary.meta.id: stored.text(summary.meta.id)
        for summary in stored.summaries
        if f"articles/{summary.meta.id}.txt" in stored.run.files
    }
    return contents(stored.summaries, stored.run, stored.record_types, dossier=stored.dossier, texts=texts)


def _read_dossier(folder: Path, run: Run, name: str) -> Dossier | None:
    return _read(folder, run, name, Dossier, "a dossier") if name in run.files else None


def read_blocks(folder: Path, run: Run) -> BlockIndex | None:
    """Return the index of the blocks that a run wrote to `folder`; None when it wrote none.

    Raises:
        StoreError: It is missing, damaged or was edited.
    """
    return _read(folder, run, INDEX, BlockIndex, "an index of blocks") if INDEX in run.files else None


def _read(folder: Path, run: Run, name: str, model: type[M], what: str) -> M:
    try:
        return model.model_validate_json(read_listed(folder, run, name))
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]
        raise StoreError(f"{name!r} does not hold {what} of this schema: {problem['msg']}") from error


def _read_article(folder: Path, run: Run, name: str, record_types: tuple[RecordType, ...]) -> ArticleSummary:
    data = read_listed(folder, run, name)
    try:
        return ArticleSummary.model_validate_json(data, context={"record_types": record_types})
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]
        unknown = {"extra_forbidden": problem["loc"][0], UNKNOWN_TYPE: problem.get("ctx", {}).get("name")}
        if problem["type"] in unknown:
            raise UsageError(
                f"{name!r} has records of a type {unknown[problem['type']]!r} that was not named; pass its `RecordType`"
            ) from error
        raise StoreError(f"{name!r} does not hold an article of this schema: {problem['msg']}") from error
