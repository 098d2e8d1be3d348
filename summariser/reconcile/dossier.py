"""`Dossier`: several articles side by side, and the parts it consists of."""

from __future__ import annotations

from typing import Literal

from summariser.document import Frozen
from summariser.records import AnsweredBy, Evidence, Quantity, TimeRef
from summariser.records.vocabulary import (
    ActorRole,
    ActorType,
    ConflictRelation,
    DisputeType,
    EventKind,
    Hedge,
    PlanRef,
    Stance,
    TermStatus,
)

DOSSIER_VERSION = "1.0"

Severity = Literal["hard", "soft", "framing"]
"""`hard`: both cannot be true. `soft`: a speaker, a stance or a hedge stands between. `framing`: judged differently."""

Slot = Literal[
    "value",
    "deadline",
    "places",
    "when",
    "participants",
    "holder",
    "status",
    "force",
    "stance",
    "quote",
    "statement",
]
"""What of a record a claim is about; `holder` is the person in an office."""

Likeness = Literal["alone", "identical", "near-duplicate"]


Reason = Literal["unanswered", "unclear"]
"""Why a pair stays undecided: nobody has answered, or the passages do not tell."""


class RecordRef(Frozen):
    """Names one kept record of one article; `record` is the id that outputs carry."""

    document: str
    record_type: str
    record: str


class Claim(Frozen):
    """One slot of one record: who says what, proved by the article's own words.

    Attributes:
        document: The article that says it.
        record_type: The list its record is in.
        record_id: The record.
        slot: Which slot of it.
        value: What is claimed, in the article's words or as a label.
        normalised: What code read from the words: an amount, times, or names; None when nothing could be read.
        holder: Id of the actor whose claim it is; None for the article's own narration.
        holder_name: That actor's name as the article gives it.
        status: For a claim about a term, the term's status in this article.
        outlet: The outlet this article took it from ("Reuters reported"); such claims are not independent.
        hedge: How far the article stands behind it.
        evidence: The sentences that prove it.
    """

    document: str
    record_type: str
    record_id: str
    slot: Slot
    value: str
    normalised: tuple[Quantity, ...] | tuple[TimeRef, ...] | tuple[str, ...] | None = None
    holder: str | None = None
    holder_name: str | None = None
    status: TermStatus | None = None
    outlet: str | None = None
    hedge: Hedge = Hedge.ASSERTED
    evidence: tuple[Evidence, ...]


class Group(Frozen):
    """The claims of a conflict that say the same.

    Attributes:
        value: What they say, in the words of the first.
        claims: Their positions in the conflict's `claims`.
        documents: The articles that say it.
        sources: How many sources these articles are: copies count once.
        independent: How many sources say it that do not all take it from one outlet.
    """

    value: str
    claims: tuple[int, ...]
    documents: tuple[str, ...]
    sources: int
    independent: int


class Conflict(Frozen):
    """Claims that do not say the same about one question.

    Attributes:
        id: Stable across runs: a digest of its subject, its slot and its first record.
        subject: Id of the term, event, office or actor it is about.
        topic: That subject's short name.
        question: What the claims answer differently.
        relation: How the groups stand to each other, the hardest pair of them.
        rule: The rule that decided, or `model`.
        explanation: Why, in one or two sentences.
    """

    id: str
    subject: str
    topic: str
    question: str
    type: DisputeType
    relation: ConflictRelation
    severity: Severity
    claims: tuple[Claim, ...]
    groups: tuple[Group, ...]
    rule: str
    explanation: str


class Agreement(Frozen):
    """Claims of at least two articles that say the same, or of which one is the more specific.

    Attributes:
        relation: `agree`, or `refine` when the words differ in how much they say.
        value: What they say, in the words of the most specific claim.
        documents: The articles.
        sources: How many sources these articles are.
        independent: How many of the sources do not all rest on one outlet.
    """

    id: str
    subject: str
    topic: str
    type: DisputeType
    relation: ConflictRelation
    value: str
    claims: tuple[Claim, ...]
    documents: tuple[str, ...]
    sources: int
    independent: int
    rule: str
    explanation: str


class Source(Frozen):
    """Articles that are copies of each other count as one source."""

    id: str
    documents: tuple[str, ...]
    likeness: Likeness


class PlanMention(Frozen):
    """What one article calls a plan document."""

    document: str
    plan: PlanRef
    label: str | None
    terms: int


class PlanDocument(Frozen):
    """One version of a plan, as an entity across articles.

    Attributes:
        kind: Original, revised, rival or other.
        points: How many points the articles say it has.
    """

    id: str
    label: str
    kind: PlanRef
    points: int | None
    mentions: tuple[PlanMention, ...]


class Cell(Frozen):
    """What one article says of one topic.

    Attributes:
        relation: How it stands to the other articles; `silent` when it says nothing, None when only it speaks.
        value: What it says, in few words; "" when silent.
        records: Ids of the records.
        conflicts: Ids of the conflicts it has a claim in.
    """

    document: str
    relation: ConflictRelation | None
    value: str
    records: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


class ConsolidatedTerm(Frozen):
    """One term of one plan document across articles, under one topic.

    Attributes:
        plan: Id of the plan document.
        statement: The term in one sentence, taken from the article that says most.
        records: The articles' own records of it.
        sources: How many sources state it.
    """

    id: str
    plan: str
    category: str
    topic: str
    statement: str
    records: tuple[RecordRef, ...]
    documents: tuple[str, ...]
    sources: int


class CoverageRow(Frozen):
    """One topic across all articles on the plan: one cell for each, in the order of `Dossier.documents`."""

    subject: str
    topic: str
    category: str
    cells: tuple[Cell, ...]


class Mention(Frozen):
    """One article's record of an actor."""

    document: str
    record_id: str
    name: str
    surface_forms: tuple[str, ...]
    role: ActorRole
    office: str | None = None


class StanceHeld(Frozen):
    """What one article reports of an actor's stance."""

    document: str
    record_id: str
    target: str
    stance: Stance
    summary: str


class ResolvedActor(Frozen):
    """One real-world actor across articles."""

    id: str
    name: str
    type: ActorType
    country: str | None
    role: ActorRole
    mentions: tuple[Mention, ...]
    stances: tuple[StanceHeld, ...]
    documents: tuple[str, ...]
    sources: int


class Holding(Frozen):
    """One actor named as holder of an office."""

    actor: str
    name: str
    former: bool
    claims: tuple[Claim, ...]
    documents: tuple[str, ...]


class Office(Frozen):
    """One office that one person holds at a time, and whom the articles name."""

    id: str
    office: str
    country: str | None
    holders: tuple[Holding, ...]


class Happening(Frozen):
    """One event across articles, placed on the timeline.

    Attributes:
        title: The event in one sentence, taken from the article that says most.
        time: The finest resolved time the articles agree on, or None.
        when: The articles' own words for it.
        contested: Ids of the conflicts about it.
    """

    id: str
    kind: EventKind
    title: str
    time: TimeRef | None
    when: tuple[str, ...]
    places: tuple[str, ...]
    participants: tuple[str, ...]
    records: tuple[RecordRef, ...]
    documents: tuple[str, ...]
    sources: int
    contested: tuple[str, ...] = ()


class Card(Frozen):
    """What a reader should know of one article; no rating of its truth.

    Attributes:
        sha256: Digest of the article's bytes.
        source: Id of the source it belongs to.
        claims: How many claims it makes.
        attributed: Share of its terms, reactions and events with a speaker or source, 0 to 1.
        anonymous: Share of the attributed ones whose source has no name, 0 to 1.
        furniture: Share of its characters that is page furniture, 0 to 1.
        topics: How many topics it speaks of.
        alone: On how many of them no other source speaks.
        disputed: In how many conflicts it has a claim.
        off_topic: Whether it says nothing of the plan; it is then left out of coverage.
    """

    id: str
    sha256: str
    headline: str | None
    byline: str | None
    publisher: str | None
    published: TimeRef | None
    source: str
    claims: int
    attributed: float
    anonymous: float
    furniture: float
    topics: int
    alone: int
    disputed: int
    off_topic: bool


class Undecided(Frozen):
    """A pair of records whose question has no answer, or whose answer is that it cannot be told."""

    question: str
    kind: str
    records: tuple[RecordRef, RecordRef]
    reason: Reason


class DossierInputs(Frozen):
    """What a dossier was made from.

    Attributes:
        profile: Digest of the profile.
        models: Names of the models that answered.
        questions: How many questions were planned.
        answered: How many of them were answered.
        answered_by: How the articles and questions were answered.
    """

    profile: str
    models: tuple[str, ...]
    questions: int
    answered: int
    answered_by: tuple[AnsweredBy, ...]


class Dossier(Frozen):
    """Articles on one plan, side by side.

    The order of the articles given makes no difference to it.
    """

    schema_version: str = DOSSIER_VERSION
    profile: str
    inputs: DossierInputs
    documents: tuple[Card, ...]
    sources: tuple[Source, ...]
    plan_documents: tuple[PlanDocument, ...]
    terms: tuple[ConsolidatedTerm, ...]
    actors: tuple[ResolvedActor, ...]
    agreements: tuple[Agreement, ...]
    conflicts: tuple[Conflict, ...]
    timeline: tuple[Happening, ...]
    offices: tuple[Office, ...]
    coverage: tuple[CoverageRow, ...]
    undecided: tuple[Undecided, ...]
