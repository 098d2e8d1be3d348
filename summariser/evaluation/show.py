"""What a reader sees of an evaluation: one table of figures for the terminal and for Markdown, and item by item."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from summariser.evaluation.dossier.show import summary_table, title
from summariser.evaluation.gate import Change, Verdict, in_words, said
from summariser.evaluation.result import Answers, Result
from summariser.evaluation.table import Table, as_markdown, as_text
from summariser.evaluation.verdict import Comparison
from summariser.sanitise import terminal

MOST_ITEMS = 20
WIDTH = 80
_SHORT = 160


def header(result: Result) -> list[str]:
    """Return what was scored, in sentences: answers, provenance and age, articles, items."""
    figures = result.figures["headline"]
    kinds = {"recordings": "recorded answers", "stored": "a stored run", "live": "live answers"}
    lines = [f"Scored: {kinds[result.source]}{_by(result.answers)}."]
    lines.append(
        f"Gold: {len(result.documents)} articles, {figures['items']} required items in "
        f"{len(result.record_types)} record types; scorer {result.scorer}."
    )
    if result.samples > 1:
        lines.append(f"Each request was answered {result.samples} times; figures are means over all answers.")
    return lines


def _by(answers: Answers) -> str:
    counted = ", ".join(f"{count} {name}" for name, count in answers.provenance.items())
    dates = sorted({answers.first[:10], answers.last[:10]} - {""})
    when = f", recorded {' to '.join(dates)}" if dates else ""
    model = f" of {answers.model}" if answers.model else ""
    return f"{model} ({counted}{when})" if counted else model


def figures_table(result: Result) -> Table:
    """Return the figures per record type and the headline."""
    rows = [_type_row(name, figure) for name, figure in result.figures["types"].items()]
    top = result.figures["headline"]
    rows.append(("headline", _f(top["soft_f1"]), _ci(top["these_articles"]), *[""] * 6))
    head = ("", "F1", "95 % interval", "strict", "found", "gold", "wrong", "missed", "extra")
    return Table(head, tuple(rows))


def _type_row(name: str, figure: dict[str, Any]) -> tuple[str, ...]:
    labels = figure["labels"]
    return (
        name.replace("_", " "),
        _f(figure["soft_f1"]),
        _ci(figure["these_articles"]),
        _f(figure["strict_f1"]),
        _f(figure["detection_f1"]),
        str(figure["gold"]),
        *(str(labels.get(label, 0)) for label in ("INC", "MIS", "SPU")),
    )


def articles_table(result: Result) -> Table:
    """Return the F1 per article, those held out from prompt work marked."""
    rows = [
        (
            f"{document.partition('_')[0]}{' (held out)' if document in result.held_out else ''}",
            _f(figure["soft_f1"]),
            *(_f(figure["types"][name]) for name in result.record_types),
        )
        for document, figure in result.figures["articles"].items()
    ]
    for name in ("worked_on", "held_out"):
        pooled = result.figures[name]
        if pooled and result.held_out:
            values = (_f(pooled["types"][kind]) for kind in result.record_types)
            rows.append((f"all {name.replace('_', ' ')}", _f(pooled["soft_f1"]), *values))
    return Table(("article", "F1", *(name.replace("_", " ") for name in result.record_types)), tuple(rows))


def remarks(result: Result) -> list[str]:
    """Return what stands beside the figures, in sentences."""
    checks, figures = result.checks, result.figures
    top = figures["headline"]
    lines = []
    if top["new_articles"]:
        lines.append(
            f"New articles like these: {_ci(top['new_articles'])} (from {len(result.documents)} articles: wide)."
        )
    if top["least_detectable_drop"]:
        lines.append(
            f"{top['items']} items can show a drop of {100 * top['least_detectable_drop']:.1f} points "
            "(80 % of the time, one-sided 5 %)."
        )
    lines.append(
        f"Contradictions {_percent(figures['contradictions'])} of aligned items; "
        f"traps hit {len(checks.traps)}; evidence in furniture {checks.furniture}; "
        f"not the article's words {checks.ungrounded}."
    )
    if checks.quotes:
        lines.append(f"Quotes not verbatim {checks.not_verbatim} of {checks.quotes}.")
    lines.append(
        f"Not proved at first {checks.failing}, rejected {checks.rejected} of {checks.kept + checks.rejected} "
        f"records, {checks.rejected_true} of them right; "
        f"answers off the schema {checks.schema_invalid}."
    )
    if figures.get("stability"):
        told = ", ".join(f"{name} {_f(value)}" for name, value in figures["stability"].items())
        lines.append(f"Items right every time: {told}.")
    return lines + ([_took(result)] if result.answers.requests else [])


def _took(result: Result) -> str:
    answers, articles = result.answers, max(len(result.documents) * result.samples, 1)
    about = " (estimates)" if answers.estimated else ""
    cost = "cost unknown" if answers.cost is None else f"${answers.cost / articles:.4f} an article"
    seconds = f", {answers.seconds / articles:.1f} s an article" if answers.seconds else ""
    return (
        f"Tokens an article: {answers.tokens_in // articles:,} in, {answers.tokens_cached // articles:,} of them "
        f"cached, {answers.tokens_out // articles:,} out{about}; {cost}{seconds}."
    )


def gate_lines(verdict: Verdict, *, most: int | None = MOST_ITEMS) -> list[str]:
    """Return what the gate says, worst first; with `most`, no more lines than that."""
    count = len(verdict.failures)
    lines = [f"Gate: fell, for {count} reason{'s' * (count != 1)}." if count else "Gate: passed."]
    moved = (f"worse: {in_words(change)}" for change in verdict.worse)
    reasons = list(dict.fromkeys([*verdict.failures, *moved]))
    lines += [f"- {line}" for line in reasons[:most]]
    more = len(reasons) - most if most else 0
    lines += [f"- … and {more} more (--json has them all)"] if more > 0 else []
    return lines + [f"- {note}" for note in verdict.notes]


def comparison_table(first: Result, second: Result, comparison: Comparison, names: tuple[str, str]) -> Table:
    """Return F1 per type and what stands beside it, of two results."""
    rows: list[tuple[str, ...]] = [
        (name.replace("_", " "), _f(before), _f(after), _points(before, after))
        for name, (before, after) in comparison.types.items()
    ]
    top = f"{100 * comparison.difference:+.1f}"
    rows += [
        (name, tell(first), tell(second), top if name == "headline" else "") for name, tell in _BESIDE.items()
    ]
    return Table(("", *names, "points"), tuple(rows))


def _per_article(result: Result, amount: float) -> float:
    return amount / max(len(result.documents) * result.samples, 1)


_BESIDE: dict[str, Callable[[Result], str]] = {
    "headline": lambda result: _f(result.figures["headline"]["soft_f1"]),
    "contradictions": lambda result: _percent(result.figures["contradictions"]),
    "rejected": lambda result: _percent(result.figures["rejected_share"]),
    "tokens in / article": lambda result: f"{_per_article(result, result.answers.tokens_in):,.0f}",
    "of them cached": lambda result: f"{_per_article(result, result.answers.tokens_cached):,.0f}",
    "tokens out / article": lambda result: f"{_per_article(result, result.answers.tokens_out):,.0f}",
    "cost / article": lambda result: (
        "unknown"
        if result.answers.cost is None
        else f"${_per_article(result, float(result.answers.cost)):.4f}"
    ),
    "seconds / article": lambda result: (
        f"{_per_article(result, result.answers.seconds):.1f}" if result.answers.seconds else "–"
    ),
}
"""What a comparison shows beside the types, and how it reads in one result."""


def change_lines(change: Change, first: Result, second: Result) -> list[str]:
    """Return one changed item: the two outcomes, the article's sentence, the gold and both records."""
    document, record_type, item = change.key
    outcome = change.after or change.before
    lines = [
        f"{document.partition('_')[0]} {record_type} {item}: {said(change.before)} → {said(change.after)}"
    ]
    if outcome is None:
        return lines
    lines.append(f"    article  {_cut(outcome.quote)}")
    fields = _fields(change)
    lines.append(f"    gold     {_record(outcome.gold_record, fields)}")
    for name, result, side in (("before", first, change.before), ("after", second, change.after)):
        prediction = result.prediction(side) if side else None
        lines.append(f"    {name:<8} {_record(prediction.record if prediction else None, fields)}")
    return lines


def _fields(change: Change) -> tuple[str, ...]:
    """Return the fields to show of a changed item: its name or sentence, and those that cost credit."""
    lost = [
        loss.path.partition(".")[0] for side in (change.before, change.after) if side for loss in side.losses
    ]
    return tuple(dict.fromkeys(("name", "speaker", "statement", "summary", "question", "kind", *lost)))


def _record(record: dict[str, Any] | None, fields: Sequence[str]) -> str:
    if record is None:
        return "–"
    return _cut(
        "; ".join(f"{name}: {_value(record[name])}" for name in fields if record.get(name) is not None)
    )


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_value, value)) or "none"
    if isinstance(value, dict):
        return " / ".join(
            str(inner) for name, inner in value.items() if inner and name not in ("quotes", "spans")
        )
    return str(value)


def page(result: Result, verdict: Verdict | None, *, markdown: bool) -> str:
    """Return an evaluation as one page of text or Markdown."""
    render: Callable[[Table], list[str]] = as_markdown if markdown else as_text
    return "\n".join(_spaced(_sections(result, verdict, render), markdown=markdown))


def _sections(
    result: Result, verdict: Verdict | None, render: Callable[[Table], list[str]]
) -> Iterator[list[str]]:
    if result.documents:
        yield header(result)
        yield render(figures_table(result))
    for score in result.dossiers:
        yield [title(score)]
        yield render(summary_table(score))
    if result.documents:
        yield remarks(result)
        yield render(articles_table(result))
    if verdict is not None:
        yield gate_lines(verdict, most=MOST_ITEMS if render is as_text else None)


def _spaced(sections: Iterator[list[str]], *, markdown: bool) -> Iterator[str]:
    """Yield the lines, an empty one between sections; in Markdown sentences are paragraphs of their own."""
    for number, section in enumerate(sections):
        apart = markdown and not section[0].startswith("|")
        for place, line in enumerate(section):
            if (number and not place) or (place and apart and not line.startswith("-")):
                yield ""
            yield line if markdown else _fitted(terminal(line))


def _fitted(line: str) -> str:
    """Return a sentence wrapped to the terminal; the lines of a table fit as they are."""
    if len(line) <= WIDTH:
        return line
    wrapped = textwrap.wrap(
        line, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(wrapped)


def _f(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _ci(interval: dict[str, Any] | None) -> str:
    return "–" if interval is None else f"{interval['low']:.2f} to {interval['high']:.2f}"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"


def _points(before: float | None, after: float | None) -> str:
    return "" if before is None or after is None else f"{100 * (after - before):+.1f}"


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else f"{line[: _SHORT - 1]}…"
