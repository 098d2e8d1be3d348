"""Print what every edit of gold costs today, beside what it cost when it was first tried.

    python -m evals.perturbations > evals/perturbations.md

An edit is tried before anything in it is mended, and that first figure stays in
`perturbations_first_try.json`: a metric that passes a test after both were bent
to fit has not been tested. Later changes of an edit are told in its note.
Takes about two minutes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from evals.perturb import ALL, EDITS, Bench, Edit, Harm, is_monotone
from summariser.evaluation.articles import labelled_gold
from summariser.evaluation.run import scorer_digest
from summariser.resources import gold_folder

FIRST_TRY = Path(__file__).with_name("perturbations_first_try.json")
COUNTS = (1, 3, 5)
SEEDS = (0, 1, 2)
HEAD = """# Edits of gold, and what they cost

Every edit is made in perfect answers, taken from gold, and scored. `harmless` must cost exactly 0;
`harmful-critical` at least 0.4 k/n of the type's soft F1 for k of n records; `harmful-graded` more than 0; and
more edits must give a lower score. Each is made in 1, 3 and 5 records with three seeds; a harmless one also in all.

The cost is that of five edits with the first seed (all, for harmless ones). "misjudged" counts the records that
got the wrong credit when every record that can be edited is. "filled" edits are made in gold whose empty slots
were filled with invented words, in gold and answers alike.

The first try is the first complete run of an edit, before anything in it was mended. The edits were written by
someone who had read the scorer, some of them, and all of the last fifteen, against weaknesses suspected in it.
The scorer was being mended meanwhile, so the digests of the scorer and gold of each run are in
`perturbations_first_try.json`.
"""


class Now(NamedTuple):
    """What an edit costs today."""

    edited: tuple[int, ...]
    costs: tuple[float, ...]
    passes: bool
    misjudged: str


def main() -> None:
    """Print the table."""
    bench = Bench.of(labelled_gold(gold_folder()).cases)
    first = json.loads(FIRST_TRY.read_text("utf-8"))
    now = {edit.name: today(bench, edit) for edit in EDITS}
    print("\n".join([HEAD, *summary(first, now), "", *table(first, now), "", *withdrawn(first, now)]))


def today(bench: Bench, edit: Edit) -> Now:
    """Return what an edit costs today, over all counts and seeds."""
    counts = (*COUNTS, ALL) if edit.harm is Harm.HARMLESS else COUNTS
    rows = [bench.measure(edit, counts, seed=seed) for seed in SEEDS]
    lawful = all(outcome.is_lawful for row in rows for outcome in row)
    falling = edit.harm is Harm.HARMLESS or all(map(is_monotone, rows))
    wrong = bench.misjudged(edit)
    return Now(
        tuple(outcome.edited for outcome in rows[0]),
        tuple(outcome.cost for outcome in rows[0]),
        lawful and falling,
        f"{len(wrong.wrong)}/{wrong.touched}" if wrong else "",
    )


def summary(first: Mapping[str, Any], now: Mapping[str, Now]) -> Iterator[str]:
    """Yield how many edits there are of each kind, how many pass, and how well the kinds are told apart."""
    yield f"Scorer {scorer_digest()}. Edits by kind, distinct ones in brackets; tried ones include those withdrawn:\n"
    yield "| kind | edits | pass today | tried | passed on the first try |"
    yield "| --- | --- | --- | --- | --- |"
    for harm in Harm:
        edits = [edit for edit in EDITS if edit.harm is harm]
        tries = [row["passes"] for row in first["edits"].values() if row["harm"] == harm]
        families = len({edit.family for edit in edits})
        passing = sum(now[edit.name].passes for edit in edits)
        yield f"| {harm} | {len(edits)} ({families}) | {passing} | {len(tries)} | {sum(tries)} |"
    harmless = [cost for edit in EDITS if edit.harm is Harm.HARMLESS for cost in now[edit.name].costs]
    harmful = [cost for edit in EDITS if edit.harm is not Harm.HARMLESS for cost in now[edit.name].costs]
    share = sum(one < other for one in harmless for other in harmful) / (len(harmless) * len(harmful))
    yield f"\nP(a harmless edit scores above a harmful one), over all of them: {share:.3f}."


def table(first: Mapping[str, Any], now: Mapping[str, Now]) -> Iterator[str]:
    """Yield the table of edits."""
    yield "| edit | record type | kind | edited | first cost | first try | cost | today | misjudged | note |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for edit in EDITS:
        found = now[edit.name]
        cells = (
            edit.family,
            edit.kind.name,
            f"{edit.harm}, filled" if edit.filled else edit.harm,
            "/".join(map(str, found.edited)),
            *tried(first["edits"].get(edit.name)),
            f"{found.costs[-1]:.4f}",
            "passes" if found.passes else "**fails**",
            found.misjudged,
            first["notes"].get(edit.name, ""),
        )
        yield f"| {' | '.join(cells)} |"


def withdrawn(first: Mapping[str, Any], now: Mapping[str, Now]) -> Iterator[str]:
    """Yield the edits that were tried once and given up, with the reason."""
    yield "Tried and withdrawn:\n"
    for name, row in first["edits"].items():
        if name not in now:
            yield f"- {name} ({', '.join(tried(row))}): {first['notes'].get(name, '')}"


def tried(row: Mapping[str, Any] | None) -> tuple[str, str]:
    """Return the cost of an edit on its first try, and whether it passed."""
    if row is None:
        return "", "not tried"
    cost = row["cost"].get("all") or row["cost"].get("5") or [None]
    return "" if cost[0] is None else f"{cost[0]:.4f}", "passed" if row["passes"] else "failed"


if __name__ == "__main__":
    main()
