"""Match what a dossier found with what gold wants: the right type first, then the right relation, then most pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from summariser.evaluation.align import align
from summariser.evaluation.dossier.findings import Finding, Wanted, meets
from summariser.fold import fold
from summariser.reconcile.verdict import HARDNESS
from summariser.records.vocabulary import ConflictRelation


class Link(NamedTuple):
    """What a finding has of a wanted relation.

    Attributes:
        typed: Whether its type is right.
        related: Whether its relation is right.
        pairs: How many of the wanted pairs it has, at least one.
    """

    typed: bool
    related: bool
    pairs: int


class Match(NamedTuple):
    """Which finding serves a wanted relation: its position, and what it has of it."""

    finding: int
    link: Link


class Matching(NamedTuple):
    """How findings and wanted relations go together, by position.

    Attributes:
        matches: The finding that serves each wanted relation; what is missed is not in it.
        serves: The wanted relations that each finding serves or repeats, those of one question; what nobody
            wants is not in it.
        repeats: Findings that say once more, with the right type, what another already serves.
    """

    matches: Mapping[int, Match]
    serves: Mapping[int, tuple[int, ...]]
    repeats: frozenset[int]


def link(want: Wanted, finding: Finding) -> Link | None:
    """Return what a finding has of a wanted relation; None when it has no pair of it."""
    met = sum(any(meets(pair, other) for other in finding.pairs) for pair in want.pairs)
    if not met:
        return None
    return Link(finding.type in want.relation.types, finding.relation in want.relation.relations, met)


def match(wants: Sequence[Wanted], findings: Sequence[Finding]) -> Matching:
    """Return which finding serves which wanted relation.

    Relations and findings of the same type first, then what is left of both; each time the assignment with
    most right relations, and of these the one with most pairs. A finding serves further relations where
    they are of the question it was assigned to, or where it rightly sets other claims against each other for them:
    one conflict on who took part may hold what gold asks of each side apart.
    """
    links = {
        (row, column): found
        for row, want in enumerate(wants)
        for column, finding in enumerate(findings)
        if (found := link(want, finding))
    }
    matches: dict[int, Match] = {}
    for typed in (True, False):
        taken = {found.finding for found in matches.values()}
        kind = {at: found for at, found in links.items() if found.typed is typed and at[0] not in matches}
        free = {at: found for at, found in kind.items() if at[1] not in taken}
        matches |= _assigned(free, wants)
        matches = _shared(kind, matches, wants, findings) | matches
    return _matching(links, matches)


def _matching(links: Mapping[tuple[int, int], Link], matches: Mapping[int, Match]) -> Matching:
    serves: dict[int, list[int]] = {}
    for row, served in sorted(matches.items()):
        serves.setdefault(served.finding, []).append(row)
    best: dict[int, tuple[Link, int]] = {}
    for (row, column), found in links.items():
        if column not in serves and found.typed:
            best[column] = max(best.get(column, (found, -row)), (found, -row))
    repeats = {column: (-row,) for column, (_, row) in best.items()}
    return Matching(matches, {at: tuple(rows) for at, rows in serves.items()} | repeats, frozenset(repeats))


def _assigned(links: Mapping[tuple[int, int], Link], wants: Sequence[Wanted]) -> dict[int, Match]:
    """Return the one-to-one assignment with most right relations, then pairs, then required relations."""
    if not links:
        return {}
    rows, columns = (sorted({at[axis] for at in links}) for axis in (0, 1))
    most = 2 * max(found.pairs for found in links.values()) + 1
    relation = min(len(rows), len(columns)) * most + 1
    weight = {
        at: (found.related * relation + 2 * found.pairs + wants[at[0]].relation.required) / (relation + most)
        for at, found in links.items()
    }
    pairs = align([[weight.get((row, column), 0.0) for column in columns] for row in rows], 0.0)
    chosen = [(rows[pair.gold], columns[pair.predicted]) for pair in pairs]
    return {row: Match(column, links[row, column]) for row, column in chosen}


def _shared(
    links: Mapping[tuple[int, int], Link],
    matches: Mapping[int, Match],
    wants: Sequence[Wanted],
    findings: Sequence[Finding],
) -> dict[int, Match]:
    """Return further relations that findings serve beside the one they are assigned to; the best link of each.

    A conflict of three answers carries the hardest relation of its pairs, so a softer one between two of
    them is no mistake where the hardest is right.
    """
    questions = [fold(want.relation.question) for want in wants]
    right: dict[tuple[int, str], bool] = {}
    for row, served in matches.items():
        at = (served.finding, questions[row])
        right[at] = right.get(at, False) or served.link.related
    best: dict[int, Match] = {}
    for (row, column), found in links.items():
        at = (column, questions[row])
        others = [wants[served] for served, match in matches.items() if match.finding == column]
        apart = found.typed and found.related and others and _is_apart(wants[row], others, findings[column])
        if row in matches or not (at in right or apart):
            continue
        softer = right.get(at, False) and _is_softer(wants[row].relation.relation, findings[column].relation)
        here = Match(column, found._replace(related=found.related or softer))
        if row not in best or (here.link, -column) > (best[row].link, -best[row].finding):
            best[row] = here
    return best


def _is_apart(want: Wanted, others: Sequence[Wanted], finding: Finding) -> bool:
    """Return whether a finding serves a relation by other pairs than those by which it serves `others`."""
    mine = _met(want, finding)
    return not any(mine & _met(other, finding) for other in others)


def _met(want: Wanted, finding: Finding) -> frozenset[int]:
    """Return the positions of a finding's pairs that a wanted relation asks for."""
    return frozenset(
        place for place, other in enumerate(finding.pairs) if any(meets(pair, other) for pair in want.pairs)
    )


def _is_softer(relation: ConflictRelation, than: ConflictRelation) -> bool:
    return relation is not ConflictRelation.AGREE and HARDNESS.index(relation) < HARDNESS.index(than)
