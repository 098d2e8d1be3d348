"""The closed lists of labels a record may carry, each label with its definition.

The definitions are what the model reads in the prompt and what a labeller reads
in the guideline: one place, so the two cannot drift apart. Anchored in the
practice of conflict research (PA-X, UCDP), event coding (PLOVER) and attribution
corpora (PARC3, PolNeAR).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Vocabulary(StrEnum):
    """A closed list of labels.

    >>> Stance.OPPOSE, Stance.OPPOSE.definition
    (<Stance.OPPOSE: 'oppose'>, 'refuses or condemns; "sell-out" and "surrender" count')
    """

    definition: str
    rank: int

    def __new__(cls, value: str, definition: str = "", rank: int = 0) -> Self:
        """Return the member that is the text `value`, with its definition and its place on a scale."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.definition = definition
        member.rank = rank
        return member


class PlanRef(Vocabulary):
    """Which document a term belongs to."""

    MAIN = "main", "the plan the article is about, as first drafted or unveiled"
    COUNTER = "counter", "a rival proposal by another party"
    REVISED = "revised", "a later version of the main plan, changed in talks"
    OTHER = "other", "any other document"


class TermForce(Vocabulary):
    """What the term does to those it binds."""

    OBLIGATION = "obligation", "someone must do or give something; a cap on one's own forces counts"
    PROHIBITION = "prohibition", 'someone must not; "may not", "never", "none shall"'
    PERMISSION = "permission", "someone may"
    ENTITLEMENT = "entitlement", "someone is given a benefit: aid, relief, a guarantee, amnesty"
    RECOGNITION = "recognition", "a legal or de-facto status is accepted"
    CONDITIONAL = "conditional", "if X then Y, where the if-clause is part of the plan itself"
    PROCEDURAL = "procedural", "how and when: deadlines, elections, bodies that oversee, signing"


class TermStatus(Vocabulary):
    """Where the term stands after this article's latest statement about it."""

    PROPOSED = "proposed", "in the text or draft of the main plan"
    DEMANDED = "demanded", "a party asks for it; the article does not say that it is in a text"
    COUNTER_PROPOSED = "counter_proposed", "in a rival document or asked for by the rival side as its plan"
    REVISED = "revised", "its value was changed and it is still in"
    REMOVED = "removed", "dropped from the text"
    ACCEPTED = "accepted", "accepted by a named party that decides"
    REJECTED = "rejected", "this very term was rejected by a named party that decides"
    AGREED = "agreed", "agreed by all parties"
    DENIED = "denied", "a party denies that it exists"
    UNCLEAR = "unclear", "the article leaves it open"


class Hedge(Vocabulary):
    """How far the article itself stands behind the statement."""

    ASSERTED = "asserted", "stated as fact in the article's own voice"
    ATTRIBUTED = "attributed", "an explicit speaker or source says it, hedged or not"
    REPORTED = "reported", '"reportedly", "according to reports", no speaker given'
    HYPOTHETICAL = "hypothetical", '"could", "if accepted", and no speaker given'


class ActorType(Vocabulary):
    """What kind of thing acts."""

    PERSON = "person", "one named human being"
    GOVERNMENT = "government", "a state acting as a whole; a capital standing for it"
    GOVERNMENT_BODY = "government_body", "a ministry, an army, the White House, the Kremlin"
    LEGISLATURE_PARTY = "legislature_party", "a parliament, a chamber, a committee, a party"
    IGO_ALLIANCE = "igo_alliance", "NATO, the EU, the UN, the G20, a group of states with a name"
    ARMED_GROUP = "armed_group", "an armed force that is no state's army"
    COMPANY_FUND = "company_fund", "a firm, a bank, a fund"
    MEDIA_OUTLET = "media_outlet", "a newspaper, agency or broadcaster"
    EXPERT_NGO = "expert_ngo", "an expert, a think tank, a campaign group"
    PUBLIC = "public", "voters, citizens, respondents of a poll"
    UNNAMED_SOURCE = "unnamed_source", '"a clerk", "three clerks of the ministry"'
    COLLECTIVE = "collective", '"opponents", "coastal mayors": a group without a roll of members'


class ActorRole(Vocabulary):
    """What the actor does in this story."""

    DRAFTER = "drafter", "wrote or helped to write the plan"
    DECISION_MAKER = "decision_maker", "accepts, rejects or orders"
    NEGOTIATOR = "negotiator", "sits at the talks"
    MESSENGER = "messenger", "carries the plan or the pressure to someone"
    MEDIATOR = "mediator", "goes between the parties"
    BELLIGERENT = "belligerent", "a party to the conflict"
    GUARANTOR = "guarantor", "promises to secure the outcome"
    ALLY = "ally", "backs one party"
    CRITIC_OR_SUPPORTER = "critic_or_supporter", "speaks for or against without a seat at the table"
    ANALYST = "analyst", "explains or judges from outside"
    SOURCE = "source", "supplies facts to the press"
    PUBLISHER = "publisher", "published or leaked the story"
    MENTIONED = "mentioned", "bound by a term or involved otherwise"


class Stance(Vocabulary):
    """What the speaker thinks of the target, as the article reports it: a scale from 2 to -2."""

    SUPPORT = "support", "backs it without condition", 2
    CONDITIONAL_SUPPORT = "conditional_support", "willing, with conditions or red lines", 1
    NEUTRAL = "neutral", "takes note, or speaks without leaning either way"
    CONCERN = "concern", "warns or doubts without refusing", -1
    OPPOSE = "oppose", 'refuses or condemns; "sell-out" and "surrender" count', -2
    MIXED = "mixed", "for one part and against another in the same statement"
    NONE_STATED = "none_stated", "no view can be read off the article"


class Act(Vocabulary):
    """What was done; a material step beats words."""

    STATEMENT = "statement", "says what they think; none of the others fits"
    DEMAND = "demand", "asks for something to be done"
    ACCUSATION = "accusation", "says that someone did wrong"
    REJECTION = "rejection", "refuses"
    THREAT_PRESSURE = "threat_pressure", "threatens, sets an ultimatum, puts under pressure"
    ACCEPTANCE = "acceptance", "says yes"
    CONCESSION = "concession", "gives way on a point"
    COUNTER_PROPOSAL = "counter_proposal", "puts forward a rival proposal"
    MEETING_CALL = "meeting_call", "meets, phones or convenes in reaction"
    AID_MEASURE = "aid_measure", "gives aid, arms or money; an explicit amount always counts"
    DENIAL = "denial", "says that something is not so"
    NO_COMMENT_DODGE = "no_comment_dodge", "declines or avoids to answer"


class ReactionTarget(Vocabulary):
    """What the reaction is about."""

    PLAN = "plan", "the main plan as a whole"
    TERM = "term", "one term of it"
    PROCESS = "process", "how it was made: secrecy, exclusion, pressure, talks"
    ACTOR = "actor", "a person, a government or another party"
    COUNTERPROPOSAL = "counterproposal", "a rival proposal"


class AttributionForm(Vocabulary):
    """In what form the words reach the reader."""

    DIRECT_QUOTE = "direct_quote", "a whole sentence or clause in quotation marks"
    PARTIAL_QUOTE = "partial_quote", "a quoted fragment inside a paraphrase, at most eight quoted words"
    PARAPHRASE = "paraphrase", "the article's own wording of what someone said"
    SOCIAL_POST = "social_post", "a post on a social network, quoted or not"
    DOCUMENT = "document", "the text of a plan, a statement, a communiqué"
    BROADCAST_PRESS = "broadcast_press", "an interview, a briefing, a programme, paraphrased"
    NARRATOR = "narrator", "no attribution at all"
    HEADLINE = "headline", "stands in the headline only"


class SourceVisibility(Vocabulary):
    """How much the article tells of the source."""

    NAMED = "named", "named person or body"
    UNNAMED_SPECIFIC = "unnamed_specific", 'one unnamed person: "a clerk who asked not to be named"'
    UNNAMED_PLURAL = "unnamed_plural", 'several, with a count or description: "three clerks of the ministry"'
    COLLECTIVE_GENERIC = "collective_generic", 'neither count nor description: "opponents say"'
    OUTLET = "outlet", 'another outlet: "the Sena Courier reported"'
    DOCUMENT = "document", "a document"
    NONE = "none", "no source given"


class DisputeType(Vocabulary):
    """What kind of thing is disputed; a single slot that decides it beats the evaluative kinds."""

    NUMERIC = "numeric", "a number"
    TEMPORAL = "temporal", "a date, a time, an order of events"
    SPATIAL = "spatial", "a place or an area"
    PARTICIPANTS = "participants", "who took part"
    PROVENANCE_AUTHORSHIP = "provenance_authorship", "who wrote or ordered it"
    OFFICE_HOLDER = "office_holder", "who holds an office"
    EVENT_OUTCOME = "event_outcome", "how something ended, or whether it happened"
    STANCE_OF_ACTOR = "stance_of_actor", "where someone stands"
    QUOTE_WORDING = "quote_wording", "what exactly was said"
    TERM_CONTENT = "term_content", "what a term says"
    TERM_STATUS = "term_status", "whether a term is in, out or final"
    PROCESS_EXCLUSION = "process_exclusion", "who was consulted or shut out"
    FAIRNESS_BALANCE = "fairness_balance", "whom it favours"
    LEGALITY_SOVEREIGNTY = "legality_sovereignty", "law, rights, sovereignty"
    FEASIBILITY_ENFORCEMENT = "feasibility_enforcement", "whether it can work or be enforced"
    MOTIVE = "motive", "why someone acts"


class ConflictRelation(Vocabulary):
    """How two claims stand to each other."""

    AGREE = "agree", "the same"
    REFINE = "refine", "one is more specific and fits the other"
    CONTRADICT = "contradict", "both cannot be true"
    SUPERSEDED = "superseded", "both true at different times"
    DIFFER_FRAMING = "differ_framing", "the same facts, judged differently"
    UNRELATED_LOOKALIKE = "unrelated_lookalike", "alike on the surface, about different things"
    SILENT = "silent", "one says nothing about it"


class EventKind(Vocabulary):
    """What happened."""

    DRAFTING = "drafting", "the plan or a part of it is written or changed"
    CONSULTATION = "consultation", "someone is briefed or asked"
    MEETING = "meeting", "people meet, talks are held, a summit"
    CALL = "call", "a phone or video call"
    VISIT = "visit", "someone travels somewhere"
    PRESENTATION = "presentation", "a plan is handed over or unveiled"
    LEAK = "leak", "something secret becomes public"
    POST = "post", "a post on a social network"
    SPEECH = "speech", "a speech, an interview, a briefing"
    DECISION = "decision", "an order, a vote, a dismissal, an agreement"
    DEADLINE = "deadline", "a date by which something must happen"
    POLL = "poll", "an opinion poll"
    MILITARY = "military", "fighting, strikes, movement of forces"
    OTHER = "other", "none of these"


class Genre(Vocabulary):
    """What the page says it is."""

    NEWS = "news", "a report"
    ANALYSIS = "analysis", "an analysis or explainer"
    OPINION = "opinion", "an opinion piece or editorial"
    INTERVIEW = "interview", "an interview or transcript"
    UNKNOWN = "unknown", "the page does not say"


class RejectionReason(Vocabulary):
    """Why a record could not be kept."""

    NO_QUOTE = "no_quote", "the record came without a quote"
    INCOMPLETE = "incomplete", "the record lacks what its kind needs"
    QUOTE_NOT_FOUND = "quote_not_found", "a quote is not in the article, word for word"
    QUOTE_IN_FURNITURE = "quote_in_furniture", "a quote stands only in page furniture"
    VALUE_NOT_IN_EVIDENCE = "value_not_in_evidence", "verbatim words of a field are not in the quotes"
    FIGURE_NOT_IN_EVIDENCE = "figure_not_in_evidence", "a number or date is not in the quotes"
    NAME_NOT_IN_EVIDENCE = "name_not_in_evidence", "an actor is not named in or near the quotes"
    NOT_IN_ARTICLE = "not_in_article", "a name or label is nowhere in the article"
    NEGATION_CUT = "negation_cut", "the quotes leave out a negation that changes the meaning"
    POLARITY = "polarity", "the record says the opposite of its quotes"
    IDENTITY_CHANGED = "identity_changed", "the corrected record is about something else"
    WITHDRAWN = "withdrawn", "the model took the record back when asked again"
    NO_ANSWER = "no_answer", "the model did not answer when asked again"
