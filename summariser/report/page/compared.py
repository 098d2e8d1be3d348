"""Conflicts and agreements as the page shows them: what each side says, its sentences side by side."""

from __future__ import annotations

from typing import NamedTuple

from summariser.reconcile.dossier import Agreement, Claim, Conflict, Dossier, Group, Undecided
from summariser.report.page.context import Context
from summariser.report.page.lookup import Ref, fragment, topic_fragment
from summariser.report.page.quoting import Quote, in_sentence
from summariser.report.page.signs import SEVERITIES, Sign, relation
from summariser.report.phrases import plural, words

SHOWN = 3
"""Most claims of one side that are shown without unfolding."""


class ClaimView(NamedTuple):
    """One claim with its sentences.

    Attributes:
        article: Link to the article's card.
        name: What the article is called.
        published: When it was published, as words.
        speaker: Whose claim it is; "" for the article's own narration.
        outlet: Where the article took it from; "" when it does not say.
        record: Link to the record.
        quotes: Its sentences.
    """

    article: Ref
    name: str
    published: str
    speaker: str
    outlet: str
    record: str
    quotes: tuple[Quote, ...]


class Side(NamedTuple):
    """What one group of articles says.

    Attributes:
        value: What it is.
        support: How many sources stand behind it, in words.
        claims: The first claims.
        others: The rest, to unfold; for an agreement the links in `also` do.
    """

    value: str
    support: str
    claims: tuple[ClaimView, ...]
    others: tuple[ClaimView, ...]
    also: tuple[Ref, ...]


class ComparedView(NamedTuple):
    """A conflict or an agreement.

    Attributes:
        id: Its fragment.
        rank: Its severity; None for an agreement.
        about: Link to the row of its subject in the table of terms; "" when there is none.
        kind: What kind of thing is disputed.
        rule: What decided: the name of a rule, or `model`.
    """

    id: str
    keys: str
    rank: Sign | None
    relation: Sign
    kind: str
    topic: str
    about: str
    question: str
    rule: str
    explanation: str
    sides: tuple[Side, ...]


class UndecidedView(NamedTuple):
    """A pair of records that nothing has compared."""

    keys: str
    question: str
    kind: str
    reason: str
    refs: tuple[Ref, ...]


def conflicts(dossier: Dossier, page: Context) -> tuple[ComparedView, ...]:
    """Return the conflicts, the worst first; within one severity in the order of the dossier."""
    order = list(SEVERITIES)
    ranked = sorted(dossier.conflicts, key=lambda item: order.index(item.severity))
    return tuple(_conflict(item, page) for item in ranked)


def agreements(dossier: Dossier, page: Context) -> tuple[ComparedView, ...]:
    """Return the agreements, those that most sources share first."""
    ranked = sorted(dossier.agreements, key=lambda item: -item.sources)
    return tuple(_agreement(item, page) for item in ranked)


def undecided(dossier: Dossier, page: Context) -> tuple[UndecidedView, ...]:
    """Return the pairs that nothing has compared."""
    return tuple(_undecided(item, page) for item in dossier.undecided)


def _conflict(item: Conflict, page: Context) -> ComparedView:
    sides = tuple(_side(group, item.claims, page) for group in item.groups)
    return _view(item, page, sides)._replace(rank=SEVERITIES[item.severity], question=item.question)


def _agreement(item: Agreement, page: Context) -> ComparedView:
    everyone = Group(
        value=item.value,
        claims=tuple(range(len(item.claims))),
        documents=item.documents,
        sources=item.sources,
        independent=item.independent,
    )
    return _view(item, page, (_side(everyone, item.claims, page),))


def _view(item: Conflict | Agreement, page: Context, sides: tuple[Side, ...]) -> ComparedView:
    return ComparedView(
        id=fragment(item.id),
        keys=page.kinds.compared(item),
        rank=None,
        relation=relation(item.relation),
        kind=words(item.type),
        topic=item.topic,
        about=f"#{topic_fragment(item.subject)}" if item.subject in page.topics else "",
        question="",
        rule=item.rule,
        explanation=item.explanation,
        sides=sides,
    )


def _side(group: Group, claims: tuple[Claim, ...], page: Context) -> Side:
    mine = [claims[position] for position in group.claims]
    views = tuple(_claim(claim, page) for claim in mine)
    copies = f", {group.independent} independent" if group.independent != group.sources else ""
    return Side(
        value=group.value,
        support=f"{plural(group.sources, 'source')}{copies}",
        claims=views[:SHOWN],
        others=views[SHOWN:],
        also=tuple(page.look.ref(claim.document, claim.record_id) for claim in mine[SHOWN:]),
    )


def _claim(claim: Claim, page: Context) -> ClaimView:
    return ClaimView(
        article=page.look.article(claim.document),
        name=page.look.names.get(claim.document, claim.document),
        published=page.dates.get(claim.document, ""),
        speaker=claim.holder_name or "",
        outlet=claim.outlet or "",
        record=f"#{fragment(claim.record_id)}",
        quotes=tuple(in_sentence(proof, claim.record_id, page.look) for proof in claim.evidence),
    )


def _undecided(item: Undecided, page: Context) -> UndecidedView:
    return UndecidedView(
        keys=page.kinds.records([(pair.document, pair.record) for pair in item.records]),
        question=item.question,
        kind=words(item.kind),
        reason=item.reason,
        refs=tuple(
            Ref(page.look.numbers.get(pair.document, 0), f"#{fragment(pair.record)}") for pair in item.records
        ),
    )
