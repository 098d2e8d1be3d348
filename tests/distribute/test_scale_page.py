"""docs/scale.md: its blocks run as they stand, where the engines are installed."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from importlib import import_module
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.faults import FaultServer, Plan
from tests.soak.corpus import answer, item_of, text_of

BLOCKS = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "scale.md").read_text("utf-8"), re.DOTALL)
ARTICLES = 40


@pytest.mark.slow
@pytest.mark.posix
@pytest.mark.parametrize("engine", ["ray", "daft", "pyspark"])
async def test_a_recipe_summarises_every_article(engine: str, tmp_path: Path) -> None:
    """A Parquet file in, a folder of Parquet out: a row for each article, its summary in it, each asked once."""
    pytest.importorskip(engine)
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    (block,) = (block for block in BLOCKS if f"import {engine}" in block or f"from {engine}" in block)
    script, articles = tmp_path / "recipe.py", tmp_path / "articles.parquet"
    script.write_text(block, "utf-8")
    rows = [{"id": f"a{number}", "text": text_of(number)} for number in range(ARTICLES)]
    parquet.write_table(arrow.Table.from_pylist(rows), articles)

    async with FaultServer(answer, Plan(latency=0.02, key_of=item_of)) as server:
        ran = await asyncio.create_subprocess_exec(
            sys.executable, str(script), cwd=tmp_path, env=_environment(server, tmp_path)
        )
        code = await ran.wait()
        asked = [row.key for row in server.ledger]

    done = parquet.read_table(tmp_path / "summaries").to_pylist()
    assert code == 0
    assert {row["id"] for row in done} == {row["id"] for row in rows}
    assert all(row["summary"] and row["error"] is None for row in done)
    assert len(asked) == len(set(asked)) == 6 * ARTICLES


def _environment(server: FaultServer, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DO_NOT_TRACK": "1",
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": str(ROOT),
        "RAY_USAGE_STATS_ENABLED": "0",
        "SUMMARISER_BASE_URL": server.url,
        "SUMMARISER_MODEL": "scripted",
        "SUMMARISER_STORE": str(folder / "responses.sqlite"),
    }


def test_the_recipes_are_short() -> None:
    """An engine of one's own is a matter of twenty lines."""
    assert len(BLOCKS) == 3
    assert all(sum(bool(line.strip()) for line in block.splitlines()) <= 20 for block in BLOCKS)
