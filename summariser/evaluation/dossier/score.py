"""Score a dossier against gold: relations found, what was found besides, who was put together, which traps fired."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from summariser.document import Frozen
from summariser.errors import GoldError
from summariser.evaluation.dossier.bcubed import Cluster, b_cubed, clusters_of, items_of
from summariser.evaluation.dossier.figures import Figure, f1, share
from summariser.evaluation.dossier.findings import (
    BY_MODEL,
    Finding,
    Sentences,
    Wanted,
    findings_of,
    sentences_of,
    wanted,
)
from summariser.evaluation.dossier.gold import AGREEING, DossierGold, GoldSeverity
from summariser.evaluation.dossier.match import Matching, match
from summariser.evaluation.dossier.traps import TrapHit, lookalikes_compared, people_taken_for_one
from summariser.reconcile.dossier import Dossier
from summariser.reconcile.verdict import CLASHES
from summariser.records.vocabulary import ConflictRelation, DisputeType

State = Literal["found", "mistyped", "wrong relation", "missed"]


class Kind(NamedTuple):
    """One kind of relation that is measured apart.

    Attributes:
        severities: Of the gold relations that recall counts, and of the findings that precision counts.
        relations: What the other side may say for it to be a hit.
    """

    severities: frozenset[str]
    relations: frozenset[ConflictRelation]


KINDS: Mapping[str, Kind] = {
    "hard": Kind(frozenset({"hard"}), frozenset({ConflictRelation.CONTRADICT})),
    "soft": Kind(frozenset({"soft", "framing"}), CLASHES),
    "agreements": Kind(frozenset({"none"}), AGREEING),
}


class Outcome(Frozen):
    """What became of one gold relation.

    Attributes:
        id: The gold relation's.
        state: `wrong relation` beats `mistyped` where both hold.
        finding: Id of the conflict or agreement that serves it; None when it is missed.
        found_relation: What that says; None when it is missed.
        found_type: Its type.
        found_severity: Its severity.
        rule: The rule that decided it.
        pairs: How many pairs of claims the relation consists of.
        met: How many of them the finding has.
    """

    id: str
    question: str
    relation: ConflictRelation
    type: DisputeType
    severity: GoldSeverity
    required: bool
    state: State
    finding: str | None = None
    found_relation: ConflictRelation | None = None
    found_type: DisputeType | None = None
    found_severity: GoldSeverity | None = None
    rule: str | None = None
    pairs: int
    met: int = 0


class Extra(Frozen):
    """A conflict or an agreement that gold does not bear out.

    Attributes:
        id: The finding's.
        claims: Article and value of each of its claims.
        instead: Ids of the gold relations it speaks of, which say something else; empty when nothing asks for it.
    """

    id: str
    kind: Literal["conflict", "agreement"]
    question: str
    type: DisputeType
    relation: ConflictRelation
    severity: GoldSeverity
    claims: tuple[str, ...]
    instead: tuple[str, ...]


class DossierScore(Frozen):
    """A dossier, measured.

    Attributes:
        gold: Digest of what the gold says.
        documents: Digest of each article's bytes, by id.
        figures: By name, in a fixed order. Recall counts required gold relations, precision what the dossier
            reports. `…_recall`, `…_precision` and `…_f1` of `hard` and `soft` (with framing) conflicts and of
            `agreements`; `found`: required relations of any kind that a finding speaks of, whatever it
            says; `type`, `severity`: right among the matched; `relation`: right among the matched of the
            right type, as another type answers another question; `pairs`: pairs of claims met;
            `by_rule`: conflicts found whose rule is not the model; `actors_…`: B-cubed over all records;
            `linked_…`: the same over those that are put together; `recorded_…`: the same without gold
            mentions that no record stands for, which is the fault of the records; `off_topic` and `sources`: articles
            judged rightly; `traps`: those that fired, the only figure of which less is better.
        outcomes: In the order of the gold.
        extras: Conflicts first, hard ones first of all.
        traps: Those that fired.
        repeats: How many findings say once more what another says; they count as right.
        together: The records of each actor that has several, as `article: name`.
        unanswered: How many questions of the dossier have no answer.
    """

    corpus: str
    gold: str
    documents: dict[str, str]
    figures: dict[str, Figure]
    outcomes: tuple[Outcome, ...]
    extras: tuple[Extra, ...]
    traps: tuple[TrapHit, ...]
    repeats: int
    together: tuple[tuple[str, ...], ...] = ()
    unanswered: int = 0


class Scored(NamedTuple):
    """Findings set against gold."""

    wants: tuple[Wanted, ...]
    findings: tuple[Finding, ...]
    matching: Matching


def score(
    dossier: Dossier, gold: DossierGold, texts: Mapping[str, str], *, whole: bool = True
) -> DossierScore:
    """Return the score of a dossier.

    Args:
        dossier: Of exactly the articles that the gold names.
        gold: What labellers wrote down.
        texts: The text of each article, by id, to which the spans of both refer.
        whole: Whether an article that the dossier lacks is an error; else what it says counts as missed.

    Raises:
        GoldError: The dossier is of other articles, or of other versions of them; or a text is missing.
    """
    check_documents(dossier, gold, texts, whole=whole)
    where = sentences_of({document: texts[document] for document in gold.documents})
    scored = set_against(gold, findings_of(dossier, where), where)
    clusters = clusters_of(dossier.actors)
    outcomes = outcomes_of(scored)
    traps = (
        *lookalikes_compared(gold, scored.wants, scored.findings, scored.matching, where),
        *people_taken_for_one(gold, clusters),
    )
    return DossierScore(
        corpus=gold.corpus,
        gold=gold.digest,
        documents=dict(sorted(gold.documents.items())),
        figures={
            **relation_figures(scored, outcomes),
            **actor_figures(gold, clusters),
            **_article_figures(dossier, gold),
            "traps": share([True] * len(traps) + [False] * (len(gold.traps) - len(traps))),
        },
        outcomes=outcomes,
        extras=_extras(scored),
        traps=traps,
        repeats=len(scored.matching.repeats),
        together=_together(dossier),
        unanswered=sum(each.reason == "unanswered" for each in dossier.undecided),
    )


def _together(dossier: Dossier) -> tuple[tuple[str, ...], ...]:
    groups = (
        tuple(sorted(f"{mention.document}: {mention.name}" for mention in actor.mentions))
        for actor in dossier.actors
    )
    return tuple(sorted(group for group in groups if len(group) > 1))


def check_documents(
    dossier: Dossier, gold: DossierGold, texts: Mapping[str, str], *, whole: bool = True
) -> None:
    """Raise unless dossier, gold and texts are of the same articles; a dossier that is not `whole` may lack some.

    Raises:
        GoldError: They are not; the message names the first article at fault.
    """
    digests = {card.id: card.sha256 for card in dossier.documents}
    for document in sorted({*digests, *gold.documents}):
        if document not in gold.documents:
            raise GoldError(f"{document!r} has no gold in the corpus {gold.corpus!r}: summarise it apart")
        if document not in digests and whole:
            raise GoldError(f"{document!r} of the corpus {gold.corpus!r} is not in the dossier")
        if digests.get(document, gold.documents[document]) != gold.documents[document]:
            raise GoldError(f"{document!r}: the gold was labelled on other bytes than this article's")
        if document not in texts:
            raise GoldError(f"{document!r}: its text is missing")


def set_against(gold: DossierGold, findings: Sequence[Finding], where: Sentences) -> Scored:
    """Return findings matched with the relations of gold, these in the order of their ids."""
    relations = sorted(gold.relations, key=lambda relation: relation.id)
    wants = tuple(wanted(relation, where) for relation in relations)
    return Scored(wants, tuple(findings), match(wants, findings))


def outcomes_of(scored: Scored) -> tuple[Outcome, ...]:
    """Return what became of each gold relation, in the order of their ids."""
    return tuple(_outcome(row, want, scored) for row, want in enumerate(scored.wants))


def _outcome(row: int, want: Wanted, scored: Scored) -> Outcome:
    relation = want.relation
    found = scored.matching.matches.get(row)
    missed = Outcome(
        id=relation.id,
        question=relation.question,
        relation=relation.relation,
        type=relation.type,
        severity=relation.severity,
        required=relation.required,
        state="missed",
        pairs=len(want.pairs),
    )
    if found is None:
        return missed
    finding, link = scored.findings[found.finding], found.link
    state: State = "wrong relation" if not link.related else "found" if link.typed else "mistyped"
    return missed.model_copy(
        update={
            "state": state,
            "finding": finding.id,
            "found_relation": finding.relation,
            "found_type": finding.type,
            "found_severity": finding.severity,
            "rule": finding.rule,
            "met": link.pairs,
        }
    )


def relation_figures(scored: Scored, outcomes: Sequence[Outcome]) -> dict[str, Figure]:
    """Return the figures over relations and findings, by name; see `DossierScore`."""
    figures: dict[str, Figure] = {}
    for name, kind in KINDS.items():
        precision = share(
            _right(at, scored, kind)
            for at, finding in enumerate(scored.findings)
            if finding.severity in kind.severities and (finding.required or at in scored.matching.serves)
        )
        recall = share(
            _hit(outcome, kind)
            for outcome in outcomes
            if outcome.required and outcome.severity in kind.severities
        )
        figures |= {
            f"{name}_recall": recall,
            f"{name}_precision": precision,
            f"{name}_f1": f1(precision, recall),
        }
    matches = scored.matching.matches.items()
    matched = [outcome for outcome in outcomes if outcome.state != "missed"]
    required = [outcome for outcome in outcomes if outcome.required]
    return figures | {
        "found": share(outcome.state != "missed" for outcome in required),
        "relation": share(found.link.related for _, found in matches if found.link.typed),
        "type": share(
            scored.findings[f.finding].type in scored.wants[row].relation.types for row, f in matches
        ),
        "severity": share(outcome.found_severity == outcome.severity for outcome in matched),
        "pairs": share(at < outcome.met for outcome in required for at in range(outcome.pairs)),
        "by_rule": share(
            outcome.rule != BY_MODEL
            for outcome in matched
            if outcome.severity != "none" and outcome.found_relation not in AGREEING
        ),
    }


def _hit(outcome: Outcome, kind: Kind) -> bool:
    """Return whether a gold relation is recalled: a finding speaks of it and says what its kind says."""
    found = outcome.found_relation
    return found is not None and (found in kind.relations or outcome.state != "wrong relation")


def _right(at: int, scored: Scored, kind: Kind) -> bool:
    """Return whether gold bears a finding out: it speaks of a relation of its kind."""
    served = scored.matching.serves.get(at, ())
    return any(scored.wants[row].relation.relations & kind.relations for row in served)


def actor_figures(gold: DossierGold, clusters: Sequence[Cluster]) -> dict[str, Figure]:
    """Return the figures over actors, by name; see `DossierScore`."""
    items = items_of(gold.actors, clusters)
    result = b_cubed(items)
    recorded = b_cubed([item for item in items if item.found >= 0])
    return {
        "actors_precision": result.precision,
        "actors_recall": result.recall,
        "actors_f1": result.f1,
        "linked_precision": result.linked_precision,
        "linked_recall": result.linked_recall,
        "linked_f1": result.linked_f1,
        "recorded_precision": recorded.precision,
        "recorded_recall": recorded.recall,
        "recorded_f1": recorded.f1,
    }


def _article_figures(dossier: Dossier, gold: DossierGold) -> dict[str, Figure]:
    copies = {document: frozenset(group) for group in gold.copies for document in group}
    sources = {document: frozenset(s.documents) for s in dossier.sources for document in s.documents}
    return {
        "off_topic": share(card.off_topic == (card.id in gold.off_topic) for card in dossier.documents),
        "sources": share(
            sources.get(document) == copies.get(document, frozenset({document}))
            for document in gold.documents
        ),
    }


def _extras(scored: Scored) -> tuple[Extra, ...]:
    """Return the findings that count against precision, in the order of their severity."""
    return tuple(
        _extra(at, finding, scored)
        for kind in KINDS.values()
        for at, finding in enumerate(scored.findings)
        if finding.severity in kind.severities and not _right(at, scored, kind)
    )


def _extra(at: int, finding: Finding, scored: Scored) -> Extra:
    return Extra(
        id=finding.id,
        kind=finding.kind,
        question=finding.question,
        type=finding.type,
        relation=finding.relation,
        severity=finding.severity,
        claims=finding.words,
        instead=tuple(scored.wants[row].relation.id for row in scored.matching.serves.get(at, ())),
    )
