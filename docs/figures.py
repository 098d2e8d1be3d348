"""Write the generated parts of README.md from a run over the seeds' recordings; `--check` says whether they are current.

    python docs/figures.py [--check]
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
from summariser.resources import recordings_folder
from summariser.settings import Settings
from tests.zones.report import FILES, Tally, tally

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
    """Return how much of the body was kept and of the furniture dropped, by the hand labels."""
    lines = ["| page furniture | body lines kept | furniture lines dropped |", "|---|--:|--:|"]
    own: list[Tally] = []
    for path in FILES:
        counted = tally(path)
        if path.parent.name == "seeds":
            lines.append(f"| seed {path.name[:3]} | {_of(counted.kept)} | {_of(counted.dropped)} |")
        else:
            own.append(counted)
    kept = tuple(map(sum, zip(*(item.kept for item in own), strict=True)))
    dropped = tuple(map(sum, zip(*(item.dropped for item in own), strict=True)))
    lines.append(f"| {len(own)} pages of other layouts | {_of(kept)} | {_of(dropped)} |")
    return "\n".join(lines)


def evidence_line(summaries: tuple[ArticleSummary, ...]) -> str:
    """Return where the evidence stands and how it matched, in one sentence."""
    items = [item for s in summaries for kept in s.records.values() for record in kept for item in record.evidence]
    outside = sum(item.zone not in EVIDENCE_ZONES for item in items)
    matches = Counter(item.match for item in items)
    how = ", ".join(f"{count} {name}" for name, count in sorted(matches.items()))
    return f"{len(items):,} pieces of evidence: {how}; {outside} of them in page furniture."


def example(summaries: tuple[ArticleSummary, ...]) -> str:
    """Return one kept record as the JSON output has it."""
    terms = [term for s in summaries for term in s.plan_terms if term.record.value == "roughly 600,000 troops"]
    data = terms[0].model_dump(mode="json")
    shown = {
        "id": data["id"],
        "record": {
            name: data["record"][name] for name in ("statement", "obligor", "force", "value", "status", "quotes")
        },
        "evidence": data["evidence"],
        "values": data["values"],
    }
    return f"```json\n{json.dumps(shown, indent=2, ensure_ascii=False)}\n```"


def picture(run: Run) -> str:
    """Return the terminal capture of the run as an SVG."""
    console = Console(record=True, width=80, file=io.StringIO(), force_terminal=True)
    console.print(Text("$ summarise seeds/", style="bold"))
    console.print(Text(closing_screen(run, Path("summaries"))))
    return console.export_svg(title="summarise", unique_id="run")


def generated(text: str) -> str:
    """Return `text` with its generated parts made anew."""
    made = corpus()
    parts = {
        "record": example(made.summaries),
        "figures": "\n\n".join([records_table(made.run), evidence_line(made.summaries), zones_table()]),
    }
    for name, part in parts.items():
        pattern = rf"(<!-- generated: {name} -->\n).*?(<!-- end -->)"
        text = re.sub(pattern, lambda match, part=part: f"{match[1]}{part}\n{match[2]}", text, flags=re.DOTALL)
    PICTURE.write_text(picture(made.run), encoding="utf-8") if "--check" not in sys.argv else None
    return text


def main() -> int:
    """Write the parts, or with `--check` return 1 when they are not current."""
    before = README.read_text(encoding="utf-8")
    after = generated(before)
    if "--check" in sys.argv:
        return int(after != before)
    README.write_text(after, encoding="utf-8")
    return 0


def _share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.1%})" if whole else "0"


def _of(pair: tuple[int, ...]) -> str:
    return f"{pair[0]} of {pair[1]}"


if __name__ == "__main__":
    raise SystemExit(main())
