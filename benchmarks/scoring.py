"""How fast records are scored against gold: `python -m benchmarks.scoring`."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from benchmarks.articles import ROOT
from benchmarks.measuring import Options, Section, Spread, exponent, in_turns, markdown, report
from benchmarks.startup import timed
from summariser import Settings, Summariser
from summariser.evaluation.articles import Labelled, labelled_gold
from summariser.evaluation.gold import Case
from summariser.evaluation.items import Item, predicted_items
from summariser.evaluation.score import score_items
from summariser.records import BUILT_IN, RecordType

_COPIES, _COPIES_SMALL = (1, 2, 4), (1, 2)
_WHOLE = "`summarise eval`, the whole command"
_EVAL = [sys.executable, "-m", "summariser", "eval", "--json"]
_TEXT = """\
The gold of the five seeds against their recorded answers, {rounds} rounds, median (least–most). Records are
those of gold and those predicted, scored one list (an article's records of one type) at a time; CPU of one
thread. *More to a list* puts the lists of that many articles together, so that every record has more rivals:
time per list grows with exponent {exponent:.2f} (2 is every record with every other)."""


class Work(NamedTuple):
    """One list to score, as a call that takes nothing, and how many records are in it."""

    score: Callable[[], object]
    records: int


def benchmark(options: Options) -> Section:
    """Return the section on scoring."""
    copies = _COPIES_SMALL if options.small else _COPIES
    lists = pairs()
    jobs = {_name(number): joined(lists, number) for number in copies}
    runs = in_turns(list(jobs), lambda name: seconds(jobs[name]), options.rounds)
    whole = [] if options.small else [timed(_EVAL) for _ in range(options.rounds)]
    medians = [Spread.of(runs[_name(number)]).median / len(jobs[_name(number)]) for number in copies]
    growth = exponent(copies, medians)
    rows = [(name, *shown(jobs[name], took)) for name, took in runs.items()]
    if whole:
        rows.append((_WHOLE, "–", "–", f"{Spread.of([1000 * one for one in whole]).shown(0)} (wall)"))
    table = markdown(("", "records", "records / s", "ms in all"), rows)
    first = _name(copies[0])
    figures = {"records per second": count(jobs[first]) / Spread.of(runs[first]).median, "exponent": growth}
    text = _TEXT.format(rounds=options.rounds, exponent=growth)
    return Section("Scoring", f"{text}\n\n{table}", figures)


def _name(number: int) -> str:
    return "scoring, an article to a list" if number == 1 else f"more to a list: {number} articles"


class Lists(NamedTuple):
    """Gold and predicted records of one type in one article."""

    case: Case
    kind: RecordType
    gold: Sequence[Item]
    predicted: Sequence[Item]


def pairs() -> list[Lists]:
    """Return what there is to score: five articles, every record type."""
    gold = labelled_gold(ROOT / "evals" / "gold")
    found = asyncio.run(_replayed(gold.articles))
    return [
        Lists(case, kind, case.items.get(kind.name, ()), found[case.gold.document][kind.name])
        for case in gold.cases
        for kind in BUILT_IN
    ]


async def _replayed(articles: Sequence[Labelled]) -> dict[str, dict[str, tuple[Item, ...]]]:
    """Return the predicted records of every article by type, from the recorded answers."""
    found = {}
    async with Summariser(Settings(recordings=ROOT / "evals" / "recordings")) as summariser:
        for one in articles:
            records: Mapping[str, Sequence[Any]] = (await summariser.summarise(one.document)).records
            found[one.document.id] = {
                kind.name: predicted_items(records.get(kind.name, ()), one.document.text) for kind in BUILT_IN
            }
    return found


def joined(lists: Sequence[Lists], number: int) -> list[Work]:
    """Return the lists of each record type, those of `number` articles put together."""
    made = []
    for kind in BUILT_IN:
        ours = [one for one in lists if one.kind is kind]
        for first in range(0, len(ours) - number + 1, number):
            some = ours[first : first + number]
            gold = [item for one in some for item in one.gold]
            predicted = [item for one in some for item in one.predicted]
            case = some[0].case
            score = partial(
                score_items, gold, predicted, kind, document=case.gold.document, context=case.context
            )
            made.append(Work(score, len(gold) + len(predicted)))
    return made


def seconds(work: Sequence[Work]) -> float:
    """Return the CPU seconds that scoring takes."""
    before = time.process_time()
    for one in work:
        one.score()
    return time.process_time() - before


def count(work: Sequence[Work]) -> int:
    """Return how many records are scored."""
    return sum(one.records for one in work)


def shown(work: Sequence[Work], took: Sequence[float]) -> tuple[str, str, str]:
    """Return the cells of a row."""
    number = count(work)
    return (
        f"{number:,}",
        Spread.of([number / one for one in took]).shown(0),
        Spread.of([1000 * one for one in took]).shown(0),
    )


if __name__ == "__main__":
    report(benchmark, __doc__)
