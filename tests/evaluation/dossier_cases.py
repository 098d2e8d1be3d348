"""A small gold over the seeds, and the dossier that says exactly what it says."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from typing import Any

from summariser.document import Span, Zone
from summariser.evaluation.dossier.gold import AGREEING, DossierGold, GoldClaim, GoldMention, Relation
from summariser.reconcile.dossier import (
    Agreement,
    Card,
    Claim,
    Conflict,
    Dossier,
    DossierInputs,
    Group,
    Mention,
    ResolvedActor,
    Source,
)
from summariser.records import Evidence
from summariser.records.vocabulary import ActorRole, ActorType
from tests.conftest import ROOT


@lru_cache(maxsize=1)
def articles() -> dict[str, tuple[str, str]]:
    """Return text and digest of each seed, by its first three characters."""
    paths = sorted((ROOT / "seeds").glob("*.txt"))
    return {
        path.name[:3]: (path.read_bytes().decode("utf-8-sig"), sha256(path.read_bytes()).hexdigest())
        for path in paths
    }


def texts() -> dict[str, str]:
    """Return the text of each seed."""
    return {name: text for name, (text, _) in articles().items()}


def claim(document: str, quote: str) -> dict[str, Any]:
    """Return a gold claim of a passage of a seed."""
    return {"document": document, "quote": quote, "start": texts()[document].index(quote)}


def relation(name: str, labels: str, *groups: Iterable[tuple[str, str]], **more: object) -> dict[str, Any]:
    """Return a gold relation; `labels` are relation, type and severity, a group is passages of seeds."""
    kind, slot, severity = labels.split()
    made = [
        {"value": f"answer {number}", "claims": [claim(*each) for each in group]}
        for number, group in enumerate(groups)
    ]
    return {
        "id": name,
        "question": f"What of {name}?",
        "relation": kind,
        "type": slot,
        "severity": severity,
        "groups": made,
        **more,
    }


def mentions(*pairs: str) -> list[dict[str, str]]:
    """Return gold mentions, each given as `document name`."""
    return [{"document": pair[:3], "name": pair[4:]} for pair in pairs]


TALKS = "Where did Witkoff and Dmitriev draft the plan?"


def content() -> dict[str, Any]:
    """Return the content of the gold file."""
    return {
        "schema_version": "1.0",
        "corpus": "seeds",
        "profile": "peace",
        "documents": {name: digest for name, (_, digest) in articles().items()},
        "actors": [
            {
                "name": "Zelensky",
                "mentions": mentions("000 Volodymyr Zelensky", "001 Volodymyr Zelensky", "003 Zelenskiy"),
            },
            {"name": "Witkoff", "mentions": mentions("000 Steve Witkoff", "004 Steve Witkoff")},
        ],
        "relations": [
            relation(
                "r01",
                "contradict numeric hard",
                [("000", "cap its military at 100,000 troops")],
                [("003", "capped at roughly 600,000 troops")],
            ),
            relation(
                "r02",
                "contradict spatial hard",
                [("000", "held in Abu Dhabi and Geneva")],
                [("004", "took place in Miami")],
                question=TALKS,
            ),
            relation(
                "r03",
                "refine spatial none",
                [("004", "took place in Miami")],
                [("001", "at Witkoff's home")],
                question=TALKS,
            ),
            relation(
                "r04",
                "contradict temporal hard",
                [("000", "in Geneva on November 23")],
                [("003", "as a written document on Thursday")],
            ),
            relation(
                "r05",
                "superseded term_status soft",
                [("003", "bar itself from ever joining NATO")],
                [("001", "removing language that barred NATO membership")],
            ),
            relation(
                "r06",
                "differ_framing fairness_balance framing",
                [("003", "this is a realistic compromise")],
                [("004", "others see it as a betrayal of Ukraine")],
            ),
            relation(
                "r07",
                "agree numeric none",
                [
                    ("001", "28-point peace plan for Ukraine"),
                    ("003", "secret 28-point peace blueprint"),
                    ("004", "a 28-point peace plan."),
                ],
            ),
            relation(
                "r08",
                "agree term_content none",
                [("001", "a Gaza ceasefire"), ("004", "modeled after the recent Gaza ceasefire, seeks")],
                required=False,
            ),
        ],
        "traps": [
            {
                "kind": "lookalike",
                "note": "a fund, a pledge",
                "claims": [
                    claim("003", "A $100 billion fund"),
                    claim("000", "commits $100 billion to green energy"),
                ],
            },
            {
                "kind": "people",
                "note": "two chancellors",
                "mentions": mentions("000 Olaf Scholz", "003 Merz"),
            },
        ],
    }


def gold(**changes: object) -> DossierGold:
    """Return the gold, with some fields of the file replaced."""
    return DossierGold.model_validate(content() | changes)


def rendered(gold: DossierGold) -> Dossier:
    """Return the dossier that says what gold says, and keeps everybody else apart."""
    groups = [(actor.name, actor.mentions) for actor in gold.actors]
    groups += [(mention.name, (mention,)) for trap in gold.people for mention in trap.mentions]
    agree = [each for each in gold.relations if each.relation in AGREEING]
    return Dossier(
        profile=gold.profile,
        inputs=DossierInputs(profile="", models=(), questions=0, answered=0, answered_by=()),
        documents=tuple(
            _card(name, digest, off=name in gold.off_topic) for name, digest in gold.documents.items()
        ),
        sources=_sources(gold),
        plan_documents=(),
        terms=(),
        actors=tuple(_actor(name, members) for name, members in groups),
        agreements=tuple(agreement_of(each) for each in agree),
        conflicts=tuple(conflict_of(each) for each in gold.relations if each not in agree),
        timeline=(),
        offices=(),
        coverage=(),
        undecided=(),
    )


def conflict_of(relation: Relation) -> Conflict:
    """Return a gold relation as a conflict."""
    claims = [_claim(each, group.value) for group in relation.groups for each in group.claims]
    groups, start = [], 0
    for group in relation.groups:
        numbers = tuple(range(start, start + len(group.claims)))
        documents = tuple(each.document for each in group.claims)
        groups.append(Group(value=group.value, claims=numbers, documents=documents, sources=1, independent=1))
        start += len(numbers)
    return Conflict(
        id=f"c-{relation.id}",
        subject="",
        topic=relation.question,
        question=relation.question,
        type=relation.type,
        relation=relation.relation,
        severity="soft" if relation.severity == "none" else relation.severity,
        claims=tuple(claims),
        groups=tuple(groups),
        rule="quantity.apart",
        explanation="",
    )


def agreement_of(relation: Relation) -> Agreement:
    """Return a gold relation as an agreement."""
    claims = tuple(_claim(each, group.value) for group in relation.groups for each in group.claims)
    return Agreement(
        id=f"a-{relation.id}",
        subject="",
        topic=relation.question,
        type=relation.type,
        relation=relation.relation,
        value=relation.groups[0].value,
        claims=claims,
        documents=tuple(each.document for each in claims),
        sources=len(claims),
        independent=len(claims),
        rule="same",
        explanation="",
    )


def evidence(document: str, span: Span) -> Evidence:
    """Return evidence for some characters of a seed."""
    return Evidence(
        document=document, quote=span.of(texts()[document]), span=span, zone=Zone.BODY, match="exact"
    )


def _claim(gold: GoldClaim, value: str) -> Claim:
    return Claim(
        document=gold.document,
        record_type="plan_terms",
        record_id="",
        slot="value",
        value=value,
        evidence=(evidence(gold.document, gold.span),),
    )


def _actor(name: str, members: Iterable[GoldMention]) -> ResolvedActor:
    made = tuple(
        Mention(
            document=each.document,
            record_id="",
            name=each.name,
            surface_forms=(each.name,),
            role=ActorRole.MENTIONED,
        )
        for each in members
    )
    return ResolvedActor(
        id=name,
        name=name,
        type=ActorType.PERSON,
        country=None,
        role=ActorRole.MENTIONED,
        mentions=made,
        stances=(),
        documents=tuple(each.document for each in made),
        sources=len(made),
    )


def _sources(gold: DossierGold) -> tuple[Source, ...]:
    copied = {document for group in gold.copies for document in group}
    alone = [(document,) for document in gold.documents if document not in copied]
    return tuple(
        Source(id=group[0], documents=group, likeness="identical" if len(group) > 1 else "alone")
        for group in (*gold.copies, *alone)
    )


def _card(name: str, digest: str, *, off: bool) -> Card:
    return Card(
        id=name,
        sha256=digest,
        headline=None,
        byline=None,
        publisher=None,
        published=None,
        source=name,
        claims=0,
        attributed=0.0,
        anonymous=0.0,
        furniture=0.0,
        topics=0,
        alone=0,
        disputed=0,
        off_topic=off,
    )
