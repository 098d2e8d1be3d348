"""The same inputs and answers give the same bytes, whatever time and chance did."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summariser.document import Document
from summariser.ledger import OutputFolder, Run, digest, text_files
from summariser.profiles import load_profile
from summariser.reconcile import reconcile
from summariser.report import FORMATS, WRITERS, contents, render, rewrite
from summariser.report.contents import Contents

REWRITE = "import sys; from summariser.report import rewrite; print(rewrite(sys.argv[1]).files)"


def shuffled(value: Any, chance: Random) -> Any:  # noqa: ANN401 - any field of a summary
    """Return a mapping with its keys in another order; other values as they are."""
    if not isinstance(value, dict):
        return value
    keys = list(value)
    chance.shuffle(keys)
    return {key: value[key] for key in keys}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(chance=st.randoms(use_true_random=False), seconds=st.floats(0, 900))
def test_order_of_arrival_does_not_show(
    results: Contents, make_run: Callable[..., Run], chance: Random, seconds: float
) -> None:
    """Articles, inputs and record types may come in any order, fast or slow: the files are the same."""
    summaries = [
        summary.model_copy(
            update={name: shuffled(getattr(summary, name), chance) for name in type(summary).model_fields}
            | {"rejected": tuple(chance.sample(summary.rejected, len(summary.rejected)))}
        )
        for summary in chance.sample(results.summaries, len(results.summaries))
    ]
    others = [row for row in results.run.rows if row.document is None]

    made = reconcile(summaries, profile=load_profile("peace"))
    run = make_run(summaries, *others, seconds=seconds)
    files = render(contents(summaries, run, dossier=made, texts=results.texts))

    assert files == render(results)


def test_hash_seed_and_zone_do_not_show(
    tmp_path: Path, results: Contents, documents: tuple[Document, ...]
) -> None:
    """Another hash seed, another time zone, another locale: the same bytes."""
    files = render(results) | text_files(documents)
    with OutputFolder(tmp_path) as output:
        output.write(files)
        output.finish(results.run)
    expected = {name: digest(data) for name, data in files.items()}

    for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo")):
        places = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C", "PYTHONPATH": os.pathsep.join(sys.path)}
        found = subprocess.run(
            [sys.executable, "-c", REWRITE, str(tmp_path)],
            env=places,
            capture_output=True,
            text=True,
            check=True,
        )
        assert found.stdout.strip() == str(dict(sorted(expected.items())))


def test_only_the_ledger_knows_times_and_cost(results: Contents) -> None:
    """A run that took longer and cost more writes the same articles, tables and report."""
    run = results.run
    dearer = run.model_copy(
        update={"started": run.ended, "totals": run.totals.model_copy(update={"inputs": 99})}
    )

    assert render(results._replace(run=dearer)) == render(results)


def test_formats_are_a_table_of_functions(results: Contents) -> None:
    """Each format is one entry; asking for one makes its files and no others."""
    by_format = [render(results, [name]) for name in FORMATS]

    assert [name for name in WRITERS if name not in FORMATS] == ["parquet"]
    assert sorted(name for files in by_format for name in files) == sorted(render(results))
    with pytest.raises(KeyError):
        render(results, ["docx"])


def test_rewriting_is_idempotent(tmp_path: Path, results: Contents) -> None:
    """Rewriting reports twice changes nothing the second time, run.json included."""
    with OutputFolder(tmp_path) as output:
        output.write(render(results))
        output.finish(results.run)

    first: Run = rewrite(tmp_path)
    ledger = (tmp_path / "run.json").read_bytes()

    assert rewrite(tmp_path) == first
    assert (tmp_path / "run.json").read_bytes() == ledger
