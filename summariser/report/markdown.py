"""Writes `report.md`: the articles and their records, for reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from summariser.ledger import InputRow, State
from summariser.ledger.jsontext import well_formed
from summariser.ledger.states import NO_ARTICLE, WITH_RECORDS
from summariser.records import ArticleSummary, RecordType, Sourced
from summariser.records.recordtype import GIST
from summariser.report.contents import Contents, extent, goes_on
from summariser.report.dossierlines import dossier_lines
from summariser.report.phrases import listed, sentence, title, words
from summariser.report.sections import Lines, rejected, say, section, table

_ANSWERED = {
    "live": "asked of the model",
    "batch": "answered through a Batch file",
    "synthetic": "answers written for the purpose, not by the model",
    "edited": "recorded answers, changed by hand",
}


def write(contents: Contents) -> dict[str, bytes]:
    """Return `report.md`."""
    lines = chain(
        _head(contents),
        _overview(contents),
        _without_records(contents.rows),
        dossier_lines(contents.dossier) if contents.dossier else (),
        _articles(contents),
    )
    return {"report.md": well_formed("\n".join(_spaced(lines)) + "\n").encode()}


def _spaced(lines: Iterable[str]) -> Lines:
    """Yield the lines with runs of empty ones made one."""
    before = ""
    for line in lines:
        if line or before:
            yield line
        before = line


def _head(contents: Contents) -> Lines:
    run, summaries = contents.run, contents.summaries
    models = sorted({summary.inputs.model or "no model named" for summary in summaries})
    answered = sorted({way for summary in summaries for way in summary.answered_by.values()})
    kept = sum(len(items) for summary in summaries for items in summary.records.values())
    ended = run.totals.states
    states = listed(f"{ended[state]} {state}" for state in State if state in ended)
    yield f"# Report on {extent(contents.rows, len(summaries))}"
    yield ""
    if on := goes_on(contents.rows):
        yield say(on)
        yield ""
    yield (
        "Every record below is proved by the article's own words, quoted with it."
        " The numbers behind a quote are its place in `articles/<id>.txt`: characters from 0, end excluded."
        " When the run was, how often it had to ask and what it cost is in `run.json`."
    )
    yield ""
    yield f"- Model: {say(listed(models) or 'none')}"
    yield f"- Answers: {say(listed(f'{way} ({_ANSWERED[way]})' for way in answered) or 'none')}"
    yield f"- Profile: {say(run.made_with.profile)}"
    yield f"- Inputs: {len(contents.rows)} ({states})"
    yield f"- Records: {kept} kept, {sum(len(summary.rejected) for summary in summaries)} rejected"


def _overview(contents: Contents) -> Lines:
    if not contents.summaries:
        return
    kinds = [kind.name for kind in contents.record_types if kind.name != GIST.name]
    head = ("", "Article", "Published", *(say(title(kind)) for kind in kinds), "Rejected", "Furniture")
    rows = (
        (
            str(number),
            say(_headline(summary)),
            say(_published(summary)),
            *(str(len(summary.records[kind])) if kind in summary.records else "–" for kind in kinds),
            str(len(summary.rejected)),
            f"{summary.meta.furniture_share:.0%}",
        )
        for number, summary in enumerate(contents.summaries, start=1)
    )
    yield from ("", "## Articles", "")
    yield from table(head, rows, "r".ljust(3) + "r" * (len(kinds) + 2))
    yield ""
    yield "*Furniture* is the share of the page that is not the article: menus, links, credits, adverts."


def _without_records(rows: Iterable[InputRow]) -> Lines:
    missing = [row for row in rows if row.state not in WITH_RECORDS]
    if not missing:
        return
    yield from ("", "## Inputs without records", "")
    shown = ((say(row.path), say(row.state), say(_why(row))) for row in missing)
    yield from table(("Input", "State", "Why"), shown)


def _why(row: InputRow) -> str:
    """Return why an input has no records; a failure's details vary from run to run and stay in the ledger."""
    details = [row.reason, row.detail if row.state in NO_ARTICLE else ""]
    return ": ".join(detail for detail in details if detail) or row.state.meaning


def _articles(contents: Contents) -> Lines:
    notes = {row.document: row.notes for row in contents.rows if row.state in WITH_RECORDS}
    for number, summary in enumerate(contents.summaries, start=1):
        yield from ("", "---", "", f"## {number}. {say(_headline(summary))}", "")
        yield from _article(summary, contents.record_types, notes.get(summary.meta.id, ()))


def _article(summary: ArticleSummary, kinds: Iterable[RecordType], notes: Sequence[str]) -> Lines:
    yield from _origin(summary)
    yield from _warnings(summary, notes)
    if summary.gist:
        yield from ("", " ".join(say(sentence(kept)) for kept in summary.gist))
    for kind in kinds:
        if kind.name != GIST.name and kind.name in summary.records:
            yield from section(kind.name, summary.records[kind.name])
    yield from rejected(summary.rejected)


def _origin(summary: ArticleSummary) -> Lines:
    meta = summary.meta
    said = [_value(meta.byline), _value(meta.publisher), _published(summary)]
    known = [*said, "" if meta.genre == "unknown" else words(meta.genre), meta.url or ""]
    yield " · ".join(say(part) for part in known if part) or "The page names no author, publisher or date."
    yield ""
    given = [name for name in sorted(meta.origin) if meta.origin[name] == "user"]
    yield (
        f"{say(meta.id)} · {say(meta.path)} · sha256 {say(meta.sha256[:12])}"
        f" · {meta.furniture_share:.0%} of the page skipped as furniture"
        + (f" · given by the user: {say(listed(given))}" if given else "")
    )


def _warnings(summary: ArticleSummary, notes: Sequence[str]) -> Lines:
    """Yield what a reader must know before the records: what failed, clashes, remarks."""
    failed = [f"{words(name)} ({summary.failed[name]})" for name in sorted(summary.failed)]
    warnings = [
        *([f"Not answered: {listed(failed)}."] if failed else []),
        *(["No term of a plan and no reaction to one: off topic."] if summary.meta.off_topic else []),
        *dict.fromkeys((*summary.meta.clashes, *notes)),
    ]
    if warnings:
        yield ""
        yield from (f"- **Note:** {say(warning)}" for warning in warnings)


def _headline(summary: ArticleSummary) -> str:
    return _value(summary.meta.headline) or summary.meta.id


def _published(summary: ArticleSummary) -> str:
    published = summary.meta.published
    if published is None:
        return ""
    exact = published.start is not None and published.granularity == "day"
    return str(published.start) if exact else published.surface


def _value(sourced: Sourced | None) -> str:
    return sourced.value if sourced else ""
