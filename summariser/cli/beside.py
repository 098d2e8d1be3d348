"""The closing screen's dossier, what each article says of each term and the hardest conflicts, or its blocks."""

from __future__ import annotations

from summariser.reconcile import Card, Conflict, CoverageRow, Dossier
from summariser.reconcile.blockindex import BlockIndex
from summariser.report.dossierlines import LEGEND, SIGNS

WIDTH = 80
MOST_TERMS = 12
MOST_ARTICLES = 6
MOST_CONFLICTS = 3
MOST_BLOCKS = 8
_BLOCK = 8
_TOPIC = 26
_GAP = 1
_NAME = 12


def side_by_side(dossier: Dossier) -> list[str]:
    """Return the table of terms by articles and the three hardest conflicts; nothing for one article."""
    cards = [card for card in dossier.documents if not card.off_topic]
    if len(cards) < 2:  # noqa: PLR2004 - it takes two to stand side by side
        return []
    return [*_table(dossier, cards), *_conflicts(dossier)]


def in_blocks(index: BlockIndex) -> list[str]:
    """Return the largest blocks, and the three hardest conflicts between blocks."""
    lines = [f"{'block':<{_BLOCK}}{'articles':>8}{'hard':>8}{'soft':>8}  about"]
    for card in index.blocks[:MOST_BLOCKS]:
        counts = f"{len(card.documents):>8}{card.hard:>8}{card.conflicts - card.hard:>8}"
        lines.append(_cut(f"{card.name:<{_BLOCK}}{counts}  {', '.join(card.topics)}", WIDTH))
    more = [f"{len(index.blocks) - MOST_BLOCKS} more blocks"] if len(index.blocks) > MOST_BLOCKS else []
    more += [f"{len(index.alone)} articles about something else each"] if index.alone else []
    lines += [f"… and {' and '.join(more)}: see blocks.md"] if more else []
    between = index.across.conflicts
    lines += ["", f"conflicts between blocks: {len(between) or 'none'}"]
    for number, conflict in enumerate(between[:MOST_CONFLICTS], start=1):
        lines += _conflict(number, conflict)
    return lines


def _table(dossier: Dossier, cards: list[Card]) -> list[str]:
    shown = cards[:MOST_ARTICLES]
    shared = [row for row in dossier.coverage if sum(bool(cell.records) for cell in row.cells) > 1]
    if not shared:
        return []
    width = (WIDTH - _TOPIC) // len(shown)
    head = "".join(f"{_cut(card.id, width - _GAP):<{width}}" for card in shown)
    lines = [f"{'terms of two or more':<{_TOPIC}}{head}".rstrip()]
    lines += [_row(row, [card.id for card in shown], width) for row in shared[:MOST_TERMS]]
    more = [f"{len(shared) - MOST_TERMS} more terms"] if len(shared) > MOST_TERMS else []
    more += [f"{len(cards) - MOST_ARTICLES} more articles"] if len(cards) > MOST_ARTICLES else []
    lines += [f"… and {' and '.join(more)} in the report"] if more else []
    return [*lines, LEGEND, ""]


def _row(row: CoverageRow, documents: list[str], width: int) -> str:
    cells = {cell.document: cell for cell in row.cells}
    texts = (f"{SIGNS[cells[name].relation]} {cells[name].value}" for name in documents)
    shown = "".join(f"{_cut(text, width - _GAP):<{width}}" for text in texts)
    return f"{_cut(row.topic, _TOPIC - _GAP):<{_TOPIC}}{shown}".rstrip()


def _conflicts(dossier: Dossier) -> list[str]:
    counts = [
        f"{number} {severity}"
        for severity in ("hard", "soft", "framing")
        if (number := sum(one.severity == severity for one in dossier.conflicts))
    ]
    undecided = f"; {len(dossier.undecided)} pairs undecided" if dossier.undecided else ""
    agreed = sum(one.sources > 1 for one in dossier.agreements)
    lines = [f"conflicts: {', '.join(counts) or 'none'}; {agreed} agreements{undecided}"]
    for number, conflict in enumerate(dossier.conflicts[:MOST_CONFLICTS], start=1):
        lines += _conflict(number, conflict)
    return lines


def _conflict(number: int, conflict: Conflict) -> list[str]:
    lines = [_cut(f"{number}. {conflict.question}", WIDTH)]
    for group in conflict.groups[:MOST_CONFLICTS]:
        claim = conflict.claims[group.claims[0]]
        others = f" +{len(group.documents) - 1}" if len(group.documents) > 1 else ""
        quote = " ".join(claim.evidence[0].quote.split()) if claim.evidence else group.value
        head = f"   {_cut(claim.document, _NAME)}{others}: "
        lines.append(f"{head}“{_around(quote, claim.value, WIDTH - len(head) - 2)}”")
    return lines


def _around(quote: str, value: str, width: int) -> str:
    """Return the part of a sentence around the words that clash, in at most `width` characters."""
    place = max(quote.find(value.split("; ", maxsplit=1)[0]), 0)
    start = max(0, min(place - width // 3, len(quote) - width))
    return _cut(quote if start == 0 else f"…{quote[start + 1 :]}", width)


def _cut(text: str, width: int) -> str:
    """Return `text` in at most `width` characters, a cut marked with an ellipsis."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
