"""Reads the files of tables back, as a careful reader does who knows nothing of how they were written."""

from __future__ import annotations

import csv
import io
from typing import Any

from summariser.sanitise import csv_text


def read_csv(data: bytes) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [{name: csv_text(cell) for name, cell in row.items()} for row in reader]


def read_parquet(data: bytes) -> list[dict[str, Any]]:
    """Return the rows of a Parquet file."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - an optional part

    rows: list[dict[str, Any]] = pq.read_table(io.BytesIO(data)).to_pylist()
    return rows


def words(value: Any) -> str:  # noqa: ANN401 - any value of a table
    """Return what CSV says for a value of Parquet, found another way than the writer's."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float():
            return f"{value:.0f}" if value > 1 and value.is_integer() else str(value)
        case list():
            return " | ".join(words(item).replace(" | ", "; ") for item in value)
        case _:
            return str(value)
