"""Write the generated figures of the evaluation into README.md, evals/README.md and the pages of docs/.

Run as `python docs/scores.py`; with `--check` it writes nothing and says whether they are current.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path

from summariser.errors import GoldError
from summariser.evaluation.agreement import Agreement, agreement, bare
from summariser.evaluation.articles import labelled, labelled_gold
from summariser.evaluation.dossier.agreement import agreement as agreement_of_dossiers
from summariser.evaluation.dossier.corpora import read_corpus
from summariser.evaluation.dossier.passes import read_pass
from summariser.evaluation.dossier.replay import ASKED
from summariser.evaluation.dossier.score import DossierScore, score
from summariser.evaluation.dossier.show import agreement_table as dossier_table
from summariser.evaluation.dossier.show import kappas as dossier_kappas
from summariser.evaluation.gold import DOSSIER, Case, case_of, read_aliases
from summariser.evaluation.replay import replay
from summariser.evaluation.result import Result
from summariser.evaluation.run import rescore
from summariser.evaluation.sheet import gold_of, read_sheet
from summariser.evaluation.table import as_markdown
from summariser.evaluation.verdict import compare_results
from summariser.pipeline import Corpus, Summariser
from summariser.profiles import load_profile
from summariser.reconcile import reconcile
from summariser.resources import gold_folder, recordings_folder, trade_folder
from summariser.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "evals" / "results"

STEPS: tuple[tuple[str, str], ...] = (
    ("0-v1", ""),
    ("1-events", "0-v1"),
    ("2-reactions", "1-events"),
    ("3-actors", "2-reactions"),
    ("4-reactions", "2-reactions"),
    ("5-disputed-points", "4-reactions"),
    ("6-together", "5-disputed-points"),
)
"""The steps of prompt work, each with the step it is compared with."""


def scores_table() -> str:
    """Return F1 per type with intervals, beside the labellers' agreement, and what stands beside it."""
    result, agreed = _replayed(), _agreement()
    figures, checks, answers = result.figures, result.checks, result.answers
    lines = [
        "| the five seeds | F1 | 95 % interval | held out (2 articles) | labellers agree | required items |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name, figure in figures["types"].items():
        lines.append(
            f"| {name.replace('_', ' ')} | {_f(figure['soft_f1'])} | {_interval(figure['these_articles'])} "
            f"| {_f(figures['held_out']['types'][name])} | {_f(agreed[name].soft_f1)} | {figure['gold']} |"
        )
    top = figures["headline"]
    lines.append(
        f"| **headline** | **{_f(top['soft_f1'])}** | {_interval(top['these_articles'])} "
        f"| {_f(figures['held_out']['soft_f1'])} | | {top['items']} |"
    )
    given = ", ".join(f"{count} {name}" for name, count in answers.provenance.items())
    beside = (
        f"Answers: {given} recordings of `{answers.model}`, {answers.first[:10]}. For new articles like these, "
        f"five articles say no more than {_interval(top['new_articles'])}. Contradictions "
        f"{figures['contradictions']:.1%} of aligned items, traps {len(checks.traps)}, evidence in furniture "
        f"{checks.furniture}, true records thrown away {checks.rejected_true}, quotes not verbatim "
        f"{checks.not_verbatim} of {checks.quotes}."
    )
    strictly = rescore(result, {case.gold.document: bare(case) for case in _cases()}).figures["headline"][
        "soft_f1"
    ]
    labellers = [each.bare_f1 or 0.0 for each in agreed.values()]
    leniency = (
        f"With every optional item required and only the labellers' first value of each field, the headline is "
        f"{_f(strictly)}; the labellers agree with each other at {_f(sum(labellers) / len(labellers))} then."
    )
    return "\n".join([*lines, "", beside, "", leniency])


def agreement_table() -> str:
    """Return how far the labellers agree, per record type."""
    lines = [
        "| | items (two passes) | soft F1 | first values, all required | kappa |",
        "|---|--:|--:|--:|---|",
    ]
    for name, each in _agreement().items():
        kappas = ", ".join(
            f"{path.rpartition('.')[2]} {value:.2f}"
            for path, (value, _) in each.kappas.items()
            if value is not None
        )
        lines.append(
            f"| {name.replace('_', ' ')} | {each.items[0]} / {each.items[1]} | {_f(each.soft_f1)} "
            f"| {_f(each.bare_f1)} | {kappas} |"
        )
    return "\n".join(lines)


def dossier_agreement_table() -> str:
    """Return how far the labellers agree on the dossier."""
    corpus = read_corpus(gold_folder())
    if corpus is None:
        raise GoldError(f"no gold of a dossier in {str(gold_folder())!r}")
    passes = [read_pass(gold_folder() / "passes" / name / DOSSIER, corpus) for name in ("a", "b")]
    agreed = agreement_of_dossiers(passes[0], passes[1], corpus.texts)
    return "\n".join([*as_markdown(dossier_table(agreed)), "", dossier_kappas(agreed)])


def decisive_table() -> str:
    """Return how often labellers agree on each decisive field of aligned items."""
    lines = ["| decisive field | labellers agree | on first values alone |", "|---|--:|--:|"]
    for name, each in _agreement().items():
        for path, (loose, first) in each.same.items():
            lines.append(f"| {name}.{path} | {_percent(loose)} | {_percent(first)} |")
    return "\n".join(lines)


def steps_table() -> str:
    """Return the figures of each step of prompt work, on the three articles it was measured on."""
    lines = ["| step | " + " | ".join(_TYPES) + " | headline | against | points | p |", "|---|" + "--:|" * 9]
    for name, before in STEPS:
        result = _step(name)
        types = [_f(result.figures["types"][kind]["soft_f1"]) for kind in _TYPES.values()]
        told = ["–", "–", "–"]
        if before:
            found = compare_results(_step(before), result)
            low, high = 100 * found.low, 100 * found.high
            told = [
                before,
                f"{100 * found.difference:+.1f} ({low:+.1f} to {high:+.1f})",
                _p(found.p_value),
            ]
        headline = _f(result.figures["headline"]["soft_f1"])
        lines.append(f"| {name} | {' | '.join(types)} | {headline} | {' | '.join(told)} |")
    return "\n".join(lines)


def kept_table() -> str:
    """Return what the kept prompts gained over the first ones, on articles worked on and held out."""
    before, after = _step("all-v1"), _step("all-v2")
    found = compare_results(before, after)
    lines = ["| | first prompts | kept prompts |", "|---|--:|--:|"]
    for name in ("worked_on", "held_out"):
        values = [_f(result.figures[name]["soft_f1"]) for result in (before, after)]
        count = len(after.figures[name]["articles"])
        lines.append(f"| {name.replace('_', ' ')} ({count} articles) | {values[0]} | {values[1]} |")
    values = [_f(result.figures["headline"]["soft_f1"]) for result in (before, after)]
    points = f"{100 * found.difference:+.1f} points ({100 * found.low:+.1f} to {100 * found.high:+.1f})"
    lines += [
        f"| all five | {values[0]} | {values[1]} |",
        "",
        f"All five: {points}, p {_p(found.p_value)}.",
    ]
    return "\n".join(lines)


_SMALLEST_P = 0.001
_TYPES = {
    "terms": "plan_terms",
    "actors": "actors",
    "reactions": "reactions",
    "disputes": "disputed_points",
    "events": "events",
}


def beside_table() -> str:
    """Return how well articles are set side by side, on both corpora, with and without a model's answers."""
    corpora = {"the five seeds": _dossiers(gold_folder(), recordings_folder())}
    corpora["eight invented articles"] = _dossiers(trade_folder(), trade_folder() / "recordings")
    lines = [
        "| | " + " | ".join(corpora) + " |",
        "|---|" + "--:|" * len(corpora),
        *(
            f"| {label} | " + " | ".join(_figure(scored[0], name) for scored in corpora.values()) + " |"
            for label, name in _BESIDE
        ),
        "| the same recall by rules alone, no question answered | "
        + " | ".join(_figure(scored[1], "hard_recall") for scored in corpora.values())
        + " |",
    ]
    return "\n".join(lines)


_BESIDE = (
    ("hard conflicts: precision", "hard_precision"),
    ("hard conflicts: recall", "hard_recall"),
    ("soft conflicts and framing: recall", "soft_recall"),
    ("agreements: precision", "agreements_precision"),
    ("relation right", "relation"),
    ("type right", "type"),
    ("actors, B-cubed F1", "actors_f1"),
    ("the same without mentions that have no record", "recorded_f1"),
    ("look-alikes and people that were traps: fired", "traps"),
    ("conflicts found whose rule is not the model", "by_rule"),
)


def _figure(score: DossierScore, name: str) -> str:
    figure = score.figures[name]
    return f"{_f(figure.value)} of {figure.n}"


def _dossiers(folder: Path, recordings: Path) -> tuple[DossierScore, DossierScore]:
    """Return the score of a corpus with its recorded answers, and with none to any question."""
    corpus = read_corpus(folder)
    if corpus is None:
        raise GoldError(f"no gold of a dossier in {str(folder)!r}")
    settings = Settings(recordings=recordings, profile=corpus.gold.profile)

    async def run() -> Corpus:
        async with Summariser(settings, record_types=ASKED) as summariser:
            return await summariser.summarise_corpus(corpus.documents)

    made = asyncio.run(run())
    bare = reconcile(made.summaries, profile=load_profile(corpus.gold.profile))
    return tuple(score(one, corpus.gold, corpus.texts) for one in (made.dossier, bare))  # type: ignore[return-value]  # two


PARTS: dict[str, tuple[Path, Callable[[], str]]] = {
    "scores": (ROOT / "README.md", scores_table),
    "side by side": (ROOT / "README.md", beside_table),
    "agreement": (ROOT / "evals" / "README.md", agreement_table),
    "dossier agreement": (ROOT / "evals" / "README.md", dossier_agreement_table),
    "decisive": (ROOT / "docs" / "evaluation.md", decisive_table),
    "steps": (ROOT / "docs" / "prompt-log.md", steps_table),
    "kept": (ROOT / "docs" / "prompt-log.md", kept_table),
}
"""Where each generated part stands, and what makes it."""


def main() -> int:
    """Write the parts, or with `--check` return 1 when one is not current."""
    stale = 0
    for name, (path, make) in PARTS.items():
        before = path.read_text("utf-8")
        pattern = rf"(<!-- generated: {name} -->\n).*?(<!-- end -->)"
        part = make()
        after, found = re.subn(pattern, partial(_filled, part=part), before, flags=re.DOTALL)
        stale += not found or after != before
        if "--check" not in sys.argv:
            path.write_text(after, "utf-8", newline="\n")
    return int("--check" in sys.argv and stale > 0)


def _filled(match: re.Match[str], *, part: str) -> str:
    return f"{match[1]}{part}\n{match[2]}"


@lru_cache(maxsize=1)
def _replayed() -> Result:
    return replay(gold_folder(), recordings_folder()).result


def _cases() -> tuple[Case, ...]:
    return labelled_gold(gold_folder()).cases


@lru_cache(maxsize=1)
def _agreement() -> dict[str, Agreement]:
    aliases = read_aliases(gold_folder())
    passes = []
    for each in labelled(gold_folder()):
        sheets = [gold_folder() / "passes" / name / f"{each.gold.document}.json" for name in ("a", "b")]
        golds = [gold_of(read_sheet(sheet), each.page, each.gold.profile)[0] for sheet in sheets]
        passes.append((case_of(golds[0], each.page, aliases), case_of(golds[1], each.page, aliases)))
    return agreement(passes)


@lru_cache(maxsize=16)
def _step(name: str) -> Result:
    return Result.read(RESULTS / f"{name}.json")


def _f(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _p(value: float) -> str:
    return f"= {value:.3f}" if value >= _SMALLEST_P else f"< {_SMALLEST_P}"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"


def _interval(interval: dict[str, float] | None) -> str:
    return "–" if interval is None else f"{interval['low']:.2f} to {interval['high']:.2f}"


if __name__ == "__main__":
    raise SystemExit(main())
