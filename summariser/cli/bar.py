"""The progress bar: articles, re-asks, tokens and cost, on a terminal only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from summariser.pipeline import OnProgress, Progress


@contextmanager
def progress_bar(*, shown: bool) -> Iterator[OnProgress]:
    """Yield what takes `Progress`; it draws a bar on standard error when `shown`."""
    if not shown:
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    columns = (
        TextColumn("articles"),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TextColumn("{task.fields[said]}", markup=False),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("articles", total=None, said="")
        yield lambda progress: bar.update(
            task, total=progress.of, completed=progress.articles, said=_said(progress)
        )


def _said(progress: Progress) -> str:
    cost = "cost unknown" if progress.cost is None else f"${progress.cost:.2f}"
    return f"{progress.answers} answers · {progress.reasks} re-asks · {progress.tokens:,} tokens · {cost}"
