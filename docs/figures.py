"""Write the generated parts of README.md from a run over the seeds' recordings.

Run as `python docs/figures.py`; with `--check` it writes nothing and says whether they are current.
"""

from __future__ import annotations

import asyncio
import io
import json
import re
import sys
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.text import Text

from summariser.cli.screen import closing_screen
from summariser.document import EVIDENCE_ZONES
from summariser.ledger import Run
from summariser.pipeline import Corpus, Summariser
from summariser.records import ArticleSummary
from summariser.report import contents, render
from summariser.resources import recordings_folder
from summariser.settings import Settings
from tests.zones.report import figures, names, rows

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
PICTURE = ROOT / "docs" / "run.svg"


def corpus() -> Corpus:
    """Return what a run over the seeds makes of their recordings."""

    async def once() -> Corpus:
        async with Summariser(Settings(recordings=recordings_folder())) as summariser:
            return await summariser.summarise_corpus([ROOT / "seeds"])

    return asyncio.run(once())


def records_table(run: Run) -> str:
    """Return how many records of each type were not proved, before and after the re-ask."""
    lines = [
        "| the five seeds | records answered | not proved at first | rejected after the re-ask |",
        "|---|--:|--:|--:|",
    ]
    for name, counts in run.totals.counts.items():
        answered = counts.kept + counts.rejected
        lines.append(
            f"| {name.replace('_', ' ')} | {answered} | {_share(counts.failing, answered)} "
            f"| {_share(counts.rejected, answered)} |"
        )
    return "\n".join(lines)


def zones_table() -> str:
    """Return how much of the article was kept and of the furniture dropped, by the hand labels."""
    lines = ["| page furniture | lines of the article kept | lines of furniture dropped |", "|---|--:|--:|"]
    seeds = [name for name in names() if name.isdigit()]
    own = [name for name in names() if not name.isdigit()]
    rows_by_page = {f"seed {name}": rows(name) for name in seeds}
    rows_by_page[f"{len(own)} pages of other layouts"] = tuple(row for name in own for row in rows(name))
    for page, found in rows_by_page.items():
        counted = figures(found)
        lines.append(
            f"| {page} | {counted.kept} of {counted.article} | {counted.dropped} of {counted.furniture} |"
        )
    return "\n".join(lines)


def evidence_line(summaries: tuple[ArticleSummary, ...]) -> str:
    """Return where the evidence stands and how it matched, in one sentence."""
    items = [
        item for s in summaries for kept in s.records.values() for record in kept for item in record.evidence
    ]
    outside = sum(item.zone not in EVIDENCE_ZONES for item in items)
    matches = Counter(item.match for item in items)
    how = ", ".join(f"{count} {name}" for name, count in sorted(matches.items()))
    return f"{len(items):,} pieces of evidence: {how}; {outside} of them in page furniture."


def example(summaries: tuple[ArticleSummary, ...]) -> str:
    """Return one kept record as the JSON output has it."""
    terms = [
        term for s in summaries for term in s.plan_terms if term.record.value == "roughly 600,000 troops"
    ]
    data = terms[0].model_dump(mode="json")
    shown = {
        "id": data["id"],
        "record": {
            name: data["record"][name]
            for name in ("statement", "obligor", "force", "value", "status", "quotes")
        },
        "evidence": data["evidence"],
        "values": data["values"],
    }
    return f"```json\n{_compact(shown)}\n```"


def _compact(data: dict[str, object]) -> str:
    """Return JSON with a line for each of the outer two levels, so that a record fits a screen."""
    lines = []
    for name, value in data.items():
        inner = value.items() if isinstance(value, dict) else ()
        rows = [f"    {_json(key)}: {_json(item)}" for key, item in inner]
        lines.append(f"  {_json(name)}: " + ("{\n" + ",\n".join(rows) + "\n  }" if rows else _json(value)))
    return "{\n" + ",\n".join(lines) + "\n}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def picture(made: Corpus) -> str:
    """Return the terminal capture of the run as an SVG."""
    console = Console(record=True, width=80, file=io.StringIO(), force_terminal=True)
    console.print(Text("$ summarise seeds/", style="bold"))
    files = dict.fromkeys(render(contents(made.summaries, made.run, dossier=made.dossier)), "")
    run = made.run.model_copy(update={"files": files})
    console.print(Text(closing_screen(run, Path("summaries"), made.dossier)))
    return console.export_svg(title="summarise", unique_id="run")


def generated(text: str, made: Corpus) -> str:
    """Return `text` with its generated parts made anew."""
    parts = {
        "record": example(made.summaries),
        "figures": "\n\n".join([records_table(made.run), evidence_line(made.summaries), zones_table()]),
    }
    for name, part in parts.items():
        pattern = rf"(<!-- generated: {name} -->\n).*?(<!-- end -->)"
        text = re.sub(
            pattern, lambda match, part=part: f"{match[1]}{part}\n{match[2]}", text, flags=re.DOTALL
        )
    return text


def main() -> int:
    """Write the parts, or with `--check` return 1 when they are not current."""
    made = corpus()
    before = README.read_text(encoding="utf-8")
    after = generated(before, made)
    if "--check" in sys.argv:
        return int(after != before or PICTURE.read_text(encoding="utf-8") != picture(made))
    README.write_text(after, encoding="utf-8")
    PICTURE.write_text(picture(made), encoding="utf-8")
    return 0


def _share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.1%})" if whole else "0"


if __name__ == "__main__":
    raise SystemExit(main())
