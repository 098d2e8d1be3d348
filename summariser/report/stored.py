"""Reads an output folder back, and rewrites its reports without a model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from summariser.errors import StoreError, UsageError
from summariser.ledger import OutputFolder, Run
from summariser.ledger.stored import read_listed, read_run
from summariser.reconcile import Dossier
from summariser.records import BUILT_IN, UNKNOWN_TYPE, ArticleSummary, RecordType
from summariser.report.as_json import DOSSIER
from summariser.report.column import Row
from summariser.report.contents import contents
from summariser.report.tables import rows_of
from summariser.report.writers import FORMATS, render


@dataclass(frozen=True, slots=True)
class Stored:
    """What an output folder holds.

    Attributes:
        folder: The folder.
        summaries: The articles, by id.
        run: The ledger of the run that wrote them.
        record_types: The kinds of record it was read with.
        dossier: The articles side by side; None in a folder of a release that made none.
    """

    folder: Path
    summaries: tuple[ArticleSummary, ...]
    run: Run
    record_types: tuple[RecordType, ...] = BUILT_IN
    dossier: Dossier | None = None

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
    return Stored(folder, tuple(ordered), run, record_types, _read_dossier(folder, run))


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
    texts = {
        summary.meta.id: stored.text(summary.meta.id)
        for summary in stored.summaries
        if f"articles/{summary.meta.id}.txt" in stored.run.files
    }
    made = contents(stored.summaries, stored.run, record_types, dossier=stored.dossier, texts=texts)
    files = render(made, formats)
    with OutputFolder(stored.folder) as output:
        output.keep(stored.run.files)
        output.write(files)
        return output.finish(stored.run)


def _read_dossier(folder: Path, run: Run) -> Dossier | None:
    if DOSSIER not in run.files:
        return None
    try:
        return Dossier.model_validate_json(read_listed(folder, run, DOSSIER))
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]
        raise StoreError(f"{DOSSIER!r} does not hold a dossier of this schema: {problem['msg']}") from error


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
