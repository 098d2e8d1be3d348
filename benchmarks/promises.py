"""Writes `docs/promises.md`: what a user may rely on, the figure last measured, and the command that measures it.

python -m benchmarks.promises            write the page from the recorded figures
python -m benchmarks.promises --check    say whether the page is current
python -m benchmarks.promises --record   take over the figures of `make soak` first
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
MEASURED = ROOT / "build" / "soak.jsonl"
RECORDED = ROOT / "benchmarks" / "recorded" / "promises.json"
PAGE = ROOT / "docs" / "promises.md"

Line = dict[str, Any]
Figures = dict[str, Any]


class Promise(NamedTuple):
    """One row of the page.

    Attributes:
        text: What is promised, with its figure.
        test: What measures it: a test, or a target of make.
        peer: What other tools reach under the same kind of fault server; "" when none was measured.
        says: Puts the figures of its measurements into words.
        promise: Under which name the figures were noted.
    """

    text: str
    test: str
    peer: str
    says: Callable[[Sequence[Figures]], str]
    promise: str

    @property
    def command(self) -> str:
        """What measures it again."""
        return self.test if self.test.startswith("make ") else f"pytest -m soak {self.test}"


def _kills(rows: Sequence[Figures]) -> str:
    return "; ".join(
        f"{row['kills']} kills at load {row['load']}: {row['repaid_per_kill']:.2f} answers paid again per kill, the "
        f"oldest {row['oldest_repaid_ms']:.0f} ms old at the kill, at most {row['asked_again_at_most']} requests asked "
        f"again, {row['unsound_stores']} damaged stores, {row['different_outputs']} differing files"
        for row in rows
    )


def _shared(rows: Sequence[Figures]) -> str:
    runs = [f"{row['billed']} billed of {row['articles']} by {row['processes']} processes" for row in rows]
    return f"{'; '.join(runs)}; exit codes {', '.join(sorted({row['exit_codes'] for row in rows}))}"


def _taken_over(rows: Sequence[Figures]) -> str:
    return (
        f"{sum(row['kills'] for row in rows)} kills: all taken over within "
        f"{max(row['takeover_s'] for row in rows):g} s, at most "
        f"{max(row['asked_again_at_most'] for row in rows)} requests asked again"
    )


def _limited_together(rows: Sequence[Figures]) -> str:
    return "; ".join(
        f"{row['workers']} workers: 0 lost, {row['refused_percent']:g} % refused, "
        f"{row['elapsed_of_ideal']:g} times the ideal time"
        for row in rows
    )


def _kept_below_together(rows: Sequence[Figures]) -> str:
    return "; ".join(
        f"{row['runs']} runs: ${row['overshoot']} too much, at most ${row['left_at_most']} left"
        for row in rows
    )


def _limited(rows: Sequence[Figures]) -> str:
    return (
        f"{len(rows)} forms of Retry-After: {sum(row['lost'] for row in rows)} lost, at most "
        f"{max(row['refused_percent'] for row in rows):g} % refused, at most "
        f"{max(row['elapsed_of_ideal'] for row in rows):g} times the ideal time"
    )


def _stormed(rows: Sequence[Figures]) -> str:
    return "; ".join(
        f"{row['seeds']} storms over {row['articles']} articles: {row['lost']} lost, {row['billed_of_n']:.2f} N billed"
        for row in rows
    )


def _kept_below(rows: Sequence[Figures]) -> str:
    return f"{sum(row['runs'] for row in rows)} runs: ${max(float(row['overshoot_usd']) for row in rows):g} too much"


def _accounted(rows: Sequence[Figures]) -> str:
    return "; ".join(
        f"{row['calls']:,} calls: {row['difference_in_tokens']} tokens apart, {row['unmarked_estimates']} unmarked "
        f"estimates of {row['answers_without_usage']}, {row['unknown_billed']} possibly billed of "
        f"{row['unknown_billed_by_the_server']}"
        for row in rows
    )


def _any_order(rows: Sequence[Figures]) -> str:
    steps = max(row["steps"] for row in rows)
    return f"{sum(row['sequences'] for row in rows)} sequences of up to {steps} steps: 0 broken invariants"


def _same(rows: Sequence[Figures]) -> str:
    return (
        f"{sum(row['runs'] for row in rows)} runs: {sum(row['different_files'] for row in rows)} files differ"
    )


def _flat(rows: Sequence[Figures]) -> str:
    return "; ".join(
        f"{row['articles']:,} articles: {row['most_mb']} MB at most, {row['growth_mb']} MB more than in the first tenth"
        for row in rows
    )


def _noticed(rows: Sequence[Figures]) -> str:
    return f"{rows[-1]['killed']} of {rows[-1]['mutants']}"


PROMISES = (
    Promise(
        "A run killed with `kill -9` at any instant goes on where it was: at most 0.1 delivered answers are paid again "
        "per kill, none older than 25 ms; at most as many requests as were in flight (20) are asked again; the result "
        "is that of an unkilled run, byte for byte.",
        "tests/soak/test_soak_kill.py::test_a_killed_run_pays_for_nothing_twice",
        "0.4–4.9 per kill, 13–80 ms",
        _kills,
        "P1",
    ),
    Promise(
        "Processes on one store share the work: each request is billed once, and all of them end well.",
        "tests/soak/test_soak_share.py::test_several_processes_pay_once",
        "400 billed of 200, and both crash",
        _shared,
        "P5",
    ),
    Promise(
        "What a killed process was asking, another one takes over within 2 seconds.",
        "tests/soak/test_soak_share.py::test_a_killed_process_is_replaced",
        "",
        _taken_over,
        "P5 takeover",
    ),
    Promise(
        "An endpoint that grants 20 requests a second is not pressed: nothing lost, at most 5 % refused, at most 1.25 "
        "times the ideal time.",
        "tests/soak/test_soak_storm.py::test_a_rate_limit_is_kept",
        "17 lost, 39 % refused",
        _limited,
        "P9",
    ),
    Promise(
        "The same endpoint and several workers of one run (`--engine ray`): what it grants, they keep together.",
        "tests/soak/test_soak_workers.py::test_two_workers_keep_one_rate_limit",
        "",
        _limited_together,
        "P9 workers",
    ),
    Promise(
        "When 37 % of all requests fail in thirteen ways, nothing is lost and at most 1.15 N requests are billed.",
        "tests/soak/test_soak_storm.py::test_a_storm_loses_nothing",
        "3 lost, 1.14 N",
        _stormed,
        "P14",
    ),
    Promise(
        "A budget is never overrun, whatever the concurrency and the faults; a run without it goes on from there.",
        "tests/soak/test_soak_accounts.py::test_no_budget_is_overrun",
        "checked per sample, after the fact",
        _kept_below,
        "P18",
    ),
    Promise(
        "Workers of one run never overrun its budget together, and leave no more of it than one request may cost.",
        "tests/soak/test_soak_workers.py::test_workers_never_overrun_their_budget",
        "",
        _kept_below_together,
        "P18 workers",
    ),
    Promise(
        "The ledger is the endpoint's bill: to the token where it tells, marked as an estimate where it does not, with "
        "every charge counted that brought no answer.",
        "tests/soak/test_soak_accounts.py::test_the_ledger_says_what_the_endpoint_charged",
        "the last attempt only, on success",
        _accounted,
        "P19",
    ),
    Promise(
        "In whatever order a user runs, is killed, edits, renames, damages, spends, shares and imports: every input is "
        "accounted for, nothing stored is paid again, no budget is overrun, and the ledger is the bill.",
        "tests/soak/test_soak_machine.py::test_no_order_of_doings_breaks_a_promise",
        "silent drops, exit 0",
        _any_order,
        "P20",
    ),
    Promise(
        "The same inputs and answers make the same bytes, whatever the hash seed, concurrency, order of arrival, "
        "language and time zone.",
        "tests/soak/test_soak_again.py::test_the_same_inputs_make_the_same_bytes",
        "",
        _same,
        "P22",
    ),
    Promise(
        "Any number of short articles runs in at most 300 MB, comparing them in blocks included.",
        "tests/soak/test_soak_memory.py::test_memory_does_not_grow_with_the_corpus",
        "",
        _flat,
        "P26",
    ),
    Promise(
        "Each guard of the package, broken on purpose, is noticed by the test that is there for it.",
        "make mutants",
        "",
        _noticed,
        "mutants",
    ),
)

HEAD = """# Promises

What a run may be relied on for, whatever the endpoint, the machine or the user does to it. Each promise is a test
against a server on loopback that fails on purpose (`tests/faults`) and keeps a ledger of its own, which the test
compares with ours. Short forms run with every `make test`; the figures below are those of the long forms, which
`make soak` runs. The last column but one is what other tools for the same work (curator, docetl, inspect_ai,
LangExtract, instructor, the SDK alone) reached against the same kind of server: the best or the typical of them.

| promise | measured | others | command |
|---|---|---|---|
"""

FOOT = """
Also held, as a table of what a second run asks again after a change: one edited article of N: 1; another prompt, model
or schema: N; another check of the records, another report, a renamed or removed article: 0
(`pytest tests/soak/test_soak_again.py`).
"""


def page(lines: Iterable[Line]) -> str:
    """Return the page that shows these measurements."""
    measured = list(lines)
    rows = [
        _row(promise, [line for line in measured if line["promise"] == promise.promise])
        for promise in PROMISES
    ]
    made = sorted({f"{line['at']} ({line['machine']})" for line in measured})
    when = (
        f"\nMeasured {'; '.join(made)}; the load is that of the machine at the time, other\n"
        "work included: one far above its number of cores leaves answers unread and makes every time longer.\n"
    )
    return HEAD + "".join(rows) + when + FOOT


def _row(promise: Promise, lines: Sequence[Line]) -> str:
    says = (
        promise.says([line["figures"] | {"load": line["load"]} for line in lines])
        if lines
        else "not measured yet"
    )
    if load := max((line["load"] for line in lines), default=0):
        says += f" (load {load})"
    return f"| {promise.text} | {says} | {promise.peer or '–'} | `{promise.command}` |\n"


def record() -> None:
    """Put the figures of `make soak` in the place of recorded ones of the same tests."""
    lines = {line["test"]: line for line in recorded()}
    for text in MEASURED.read_text("utf-8").splitlines():
        line = json.loads(text)
        lines[line["test"]] = line
    RECORDED.parent.mkdir(exist_ok=True)
    RECORDED.write_text(json.dumps(list(lines.values()), ensure_ascii=False, indent=1) + "\n", "utf-8")


def recorded() -> list[Line]:
    """Return the figures that the repository keeps."""
    found: list[Line] = json.loads(RECORDED.read_text("utf-8")) if RECORDED.exists() else []
    return found


def main(words: Sequence[str]) -> int:
    """Write the page, or with `--check` return 1 if it is not current."""
    if "--record" in words:
        record()
    text = page(recorded())
    if "--check" in words:
        return int(not PAGE.exists() or PAGE.read_text("utf-8") != text)
    PAGE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
