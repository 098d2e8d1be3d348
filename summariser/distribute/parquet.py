"""Articles as a Parquet file: a row an article, the same bytes for the same answers."""

from __future__ import annotations

import io
from collections.abc import Iterable

from summariser.distribute.worker import error_of
from summariser.ledger import InputRow

COLUMNS = ("id", "path", "state", "error", "summary")
"""The columns, each a text: `summary` is the JSON of `articles/<id>.json`, `error` why an article is not complete."""


def parquet_of(articles: Iterable[tuple[InputRow, str | None]]) -> bytes:
    """Return ledger rows with their summaries as the bytes of a Parquet file.

    Attempts, times and cost are left out: they are in `run.json`, and differ between equal runs.
    """
    import pyarrow as pa  # noqa: PLC0415 - comes with ray
    from pyarrow import parquet  # noqa: PLC0415 - the same

    rows = [(row.document, row.path, row.state.value, error_of(row), summary) for row, summary in articles]
    columns = dict(zip(COLUMNS, zip(*rows, strict=True), strict=True))
    table = pa.table(columns, schema=pa.schema([(name, pa.string()) for name in COLUMNS]))
    file = io.BytesIO()
    parquet.write_table(table, file, compression="zstd")
    return file.getvalue()
