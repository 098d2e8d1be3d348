"""A run holds a few articles, however many it is given."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from tests.faults import FaultServer, Plan
from tests.soak.children import command, start
from tests.soak.corpus import answer, item_of, write_articles
from tests.soak.figures import Figure

MOST_MB = 300
GROWTH_MB = 20
"""What memory may grow by between the first tenth of a run and its end."""


@pytest.mark.posix
@pytest.mark.parametrize("articles", [300, pytest.param(10_000, marks=pytest.mark.soak)])
async def test_memory_does_not_grow_with_the_corpus(articles: int, tmp_path: Path, figure: Figure) -> None:
    """Of a run too large for one dossier, the memory is that of its first tenth until all is asked; then of a block."""
    folder = write_articles(tmp_path / "articles", articles)
    async with FaultServer(answer, Plan(key_of=item_of)) as server:
        task = command(folder, tmp_path, server, only="plan_terms")
        child = start(task._replace(environ={**task.environ, "SUMMARISER_MOST_COMPARED": "100"}))
        sizes: dict[int, float] = {}
        while child.process.is_alive():
            if size := _megabytes(child.process.pid, "VmRSS"):
                asked = len(server.ledger)
                sizes[asked] = max(size, sizes.get(asked, 0.0))
            await asyncio.sleep(0.05)
        code = await child.ended()
        server.ledger.entries.clear()
    early = max(size for asked, size in sizes.items() if asked <= articles / 10)
    asking = max(size for asked, size in sizes.items() if asked < max(sizes))
    most = max(sizes.values())

    figure("P26", articles=articles, most_mb=round(most), growth_mb=round(asking - early))
    assert code == 0
    assert (tmp_path / "out" / "blocks.md").exists()
    assert most <= MOST_MB
    assert asking - early <= GROWTH_MB + articles / 100  # 10 kB each: the row of the ledger, which is kept


def _megabytes(pid: int | None, name: str) -> float:
    """Return a size of a process as the kernel tells it; 0 when it has just ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
    except OSError:
        return 0.0
    found = re.search(rf"{name}:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0
