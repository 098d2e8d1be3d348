"""Set blocks side by side: of each only the records that stand for what several articles say, or dispute.

Comparing all records of all blocks would need all of them at once. What one
article alone says, and nobody disputes within its block, is compared with other
blocks only as far as there is room.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from summariser.normalise import name_key
from summariser.reconcile.blockindex import Across
from summariser.reconcile.dossier import Claim, Conflict, Dossier, RecordRef
from summariser.reconcile.ranking import ranked
from summariser.reconcile.relate import is_own
from summariser.records import ArticleSummary, Record, nested, slots
from summariser.records.recordtype import ACTORS, REACTIONS


def stand_ins(dossier: Dossier, *, most: int) -> frozenset[RecordRef]:
    """Return at most so many records that stand for a block's articles.

    One for each side of each conflict, the hardest first, then one for each
    agreement, the best supported first: of those that say the same, one in an
    article's own voice. Then the terms and events that one article alone has, and
    who is for and against.
    """
    return frozenset(islice(dict.fromkeys(_by_weight(dossier)), most))


def stand_in(summary: ArticleSummary, kept: frozenset[RecordRef]) -> ArticleSummary:
    """Return an article with no records but those of `kept`, and the actors they name."""
    document = summary.meta.id
    records = {
        kind: tuple(
            one for one in found if RecordRef(document=document, record_type=kind, record=one.id) in kept
        )
        for kind, found in summary.records.items()
    }
    names = {name_key(text) for found in records.values() for one in found for text in _texts(one.record)}
    actors = tuple(
        one
        for one in summary.records.get(ACTORS.name, ())
        if not names.isdisjoint(map(name_key, (one.record.name, *one.record.surface_forms)))
    )
    return summary.model_copy(
        update={"records": records | {ACTORS.name: actors}, "rejected": (), "zones": ()}
    )


def across(dossier: Dossier, home: Mapping[str, int]) -> Across:
    """Return what the stand-ins of different blocks dispute.

    Args:
        dossier: That of the stand-ins.
        home: Which block each article is of.
    """
    return Across(
        conflicts=tuple(one for one in dossier.conflicts if _spans(one.claims, home)),
        undecided=sum(_spans(one.records, home) for one in dossier.undecided),
    )


def together(earlier: Across, later: Across) -> Across:
    """Return what two rounds found, without the conflicts that the later one tells again of more blocks."""
    return Across(
        conflicts=ranked((*_not_again(earlier.conflicts, later.conflicts), *later.conflicts)),
        undecided=earlier.undecided + later.undecided,
    )


def _by_weight(dossier: Dossier) -> Iterator[RecordRef]:
    for conflict in dossier.conflicts:
        for group in conflict.groups:
            yield _best(conflict.claims[place] for place in group.claims)
    for agreement in dossier.agreements:
        yield _best(agreement.claims)
    alone = [term.records for term in dossier.terms if len(term.documents) == 1]
    alone += [event.records for event in dossier.timeline if len(event.documents) == 1]
    for records in alone:
        yield from records
    for actor in dossier.actors:
        for held in actor.stances:
            yield RecordRef(document=held.document, record_type=REACTIONS.name, record=held.record_id)


def _best(claims: Iterable[Claim]) -> RecordRef:
    best = min(
        claims, key=lambda claim: (not is_own(claim), bool(claim.outlet), claim.document, claim.record_id)
    )
    return RecordRef(document=best.document, record_type=best.record_type, record=best.record_id)


def _texts(record: Record) -> Iterator[str]:
    for field in slots(record):
        said: Sequence[object] = field.value if isinstance(field.value, list | tuple) else [field.value]
        yield from (text for text in said if isinstance(text, str))
    for _, inner in nested(record):
        yield from _texts(inner)


def _spans(named: Iterable[Claim | RecordRef], home: Mapping[str, int]) -> bool:
    return len({home[one.document] for one in named}) > 1


def _not_again(earlier: Iterable[Conflict], later: Iterable[Conflict]) -> Iterator[Conflict]:
    """Yield the conflicts of which no two sides have a claim in one later conflict."""
    told: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for conflict in later:
        for claim in conflict.claims:
            told[_key(claim)].add(conflict.id)
    for conflict in earlier:
        sides = ((conflict.claims[place] for place in group.claims) for group in conflict.groups)
        found = Counter(
            again for side in sides for again in set().union(*(told.get(_key(claim), ()) for claim in side))
        )
        if max(found.values(), default=0) < 2:  # noqa: PLR2004 - it takes two to disagree
            yield conflict


def _key(claim: Claim) -> tuple[str, ...]:
    return claim.document, claim.record_id, claim.slot
