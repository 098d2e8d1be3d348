"""The records as the model fills them: labels, short text and verbatim words.

No offsets, no numbers as numbers, no dates as dates, no identifiers: the model
copies words, code reads them. The descriptions are written for the model and
are rendered into the prompt.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from summariser.records.base import FromProfile, Record, Slot
from summariser.records.vocabulary import (
    Act,
    ActorRole,
    ActorType,
    AttributionForm,
    DisputeType,
    EventKind,
    Hedge,
    PlanRef,
    ReactionTarget,
    SourceVisibility,
    Stance,
    TermForce,
    TermStatus,
)

Quotes = Annotated[list[str], Slot("display", "text", proof="evidence")]

_TERM_ATTRIBUTION = Slot("graded", "presence", 0.2, inner=(("speaker", 0.5),))
_REACTION_ATTRIBUTION = Slot("graded", "presence", 0.2, inner=(("form", 0.2), ("via", 0.2)))
_EVENT_ATTRIBUTION = Slot("graded", "presence", 0.2, inner=(("speaker", 0.3),))

_QUOTES = (
    "One to three passages copied character by character from the article, most specific first: "
    "together they must show every other field of this record, each as short as it can be (one clause or "
    "sentence, at most 300 characters), with hedges, negations and, where someone speaks, the speaker."
)


class Attribution(Record):
    """Who says it."""

    speaker: Annotated[str | None, Slot("graded", "name", proof="named")] = Field(
        default=None, description="Who says it, named as in the article; null when no one is given."
    )
    form: Annotated[AttributionForm, Slot("graded", "exact")] = Field(
        description="In what form the words reach the reader."
    )
    visibility: Annotated[SourceVisibility, Slot("display")] = Field(
        description="How much the article tells of the source."
    )
    source_description: Annotated[str | None, Slot("display", "text", proof="article")] = Field(
        default=None,
        description='The article\'s own words for an unnamed source ("a clerk"); null when it is named.',
    )
    via: Annotated[list[str], Slot("graded", "names", proof="article")] = Field(
        default_factory=list,
        description="Those who passed it on between speaker and article, in order; empty when none.",
    )


class PlanTerm(Record):
    """One term of a plan: something one side must, may or gets, that could be struck out alone."""

    plan: Annotated[PlanRef, Slot("critical")] = Field(description="Which document the term belongs to.")
    plan_label: Annotated[str | None, Slot("display", "text", proof="article")] = Field(
        default=None,
        description='What the article calls that document ("ten-step accord"), its own words; null when nothing.',
    )
    category: Annotated[str, FromProfile("categories"), Slot("graded", "exact", 0.3, identity=True)] = Field(
        description="What the term is about."
    )
    topic: Annotated[str, Slot("key", "text", weight=0.45, proof="figures")] = Field(
        description='A short stable name for the subject, two to five words, no value in it: "pumping cap".'
    )
    statement: Annotated[str, Slot("key", "text", weight=0.2, proof="figures")] = Field(
        description="The term as one sentence in your own words, at most 30 words."
    )
    obligor: Annotated[list[str], Slot("critical", "names", proof="named")] = Field(
        description="Who must act, refrain, or give; named as in the article. Empty when the article does not say."
    )
    force: Annotated[TermForce, Slot("critical")] = Field(description="What the term does to those it binds.")
    condition: Annotated[str | None, Slot("graded", "text", 0.2, proof="figures")] = Field(
        default=None, description="The plan's own if-clause, in short; null when there is none."
    )
    value: Annotated[str | None, Slot("critical", "quantity", 0.1, proof="verbatim")] = Field(
        default=None,
        description=(
            "The verbatim words that carry an amount, count, sum, share or bound, with their unit and hedge: "
            '"roughly 40,000 head of cattle". Null when there is no number or share; a time limit goes to deadline.'
        ),
    )
    deadline: Annotated[str | None, Slot("graded", "time", 0.2, proof="verbatim")] = Field(
        default=None,
        description='The verbatim words of a date or time limit: "within six weeks"; null when none.',
    )
    places: Annotated[list[str], Slot("graded", "names", 0.2, proof="verbatim")] = Field(
        default_factory=list,
        description=(
            "Verbatim names of the places the term is about, one entry per place. "
            "A capital or country standing for its government is no place."
        ),
    )
    status: Annotated[TermStatus, Slot("critical")] = Field(
        description="Where the term stands after this article's latest statement about it."
    )
    hedge: Annotated[Hedge, Slot("graded", "exact", 0.1)] = Field(
        description="How far the article itself stands behind it."
    )
    attribution: Annotated[Attribution | None, _TERM_ATTRIBUTION] = Field(
        default=None, description="Who says it; null when it is the article's own narration."
    )
    quotes: Quotes = Field(description=_QUOTES)


class Actor(Record):
    """One real-world actor who takes part, reacts, or is bound by a term."""

    name: Annotated[str, Slot("critical", "name", weight=0.6, proof="verbatim", identity=True)] = Field(
        description="The fullest name the article gives, without title or office."
    )
    surface_forms: Annotated[list[str], Slot("critical", "surface", 0.3, proof="article")] = Field(
        description=(
            "Every distinct wording the article uses for this actor, verbatim, the full name included: "
            '"Ilse Brandau", "Ms. Brandau". No pronouns.'
        )
    )
    type: Annotated[ActorType, Slot("graded", "exact", 0.2)] = Field(description="What kind of actor it is.")
    primary_role: Annotated[ActorRole, Slot("graded", "exact", 0.2)] = Field(
        description="The first role of the list that fits."
    )
    country: Annotated[str | None, Slot("critical", "name", proof="article")] = Field(
        default=None,
        description="The country the article itself ties the actor to; null when it does not say.",
    )
    affiliation: Annotated[str | None, Slot("display", "text", proof="article")] = Field(
        default=None,
        description="The organisation or party, in the article's words; null when it does not say.",
    )
    office_as_stated: Annotated[str | None, Slot("critical", "text", proof="article")] = Field(
        default=None,
        description=(
            "The office or function exactly as the article words it, even if you believe it to be wrong; "
            "null when the article gives none."
        ),
    )
    quotes: Quotes = Field(
        description=(
            "One to three passages copied character by character from the article that name the actor and show "
            "role and office, each as short as it can be."
        )
    )


class Reaction(Record):
    """What one actor said or did about the plan, on one occasion."""

    speaker: Annotated[str, Slot("critical", "name", weight=0.5, proof="named", identity=True)] = Field(
        description='Who reacted, named as in the article. A group ("coastal mayors") stays a group.'
    )
    on_behalf_of: Annotated[str | None, Slot("graded", "name", 0.1, proof="article")] = Field(
        default=None,
        description="The state or body the speaker speaks for, when the article says so; else null.",
    )
    target: Annotated[ReactionTarget, Slot("critical")] = Field(description="What the reaction is about.")
    stance: Annotated[Stance, Slot("critical", "ordinal", 0.3)] = Field(
        description="The stance as the article reports it."
    )
    act: Annotated[Act, Slot("graded", "exact", 0.2)] = Field(description="What was done.")
    hedge: Annotated[Hedge, Slot("graded", "exact", 0.1)] = Field(
        description="How far the article itself stands behind it."
    )
    summary: Annotated[str, Slot("key", "text", weight=0.15, proof="figures")] = Field(
        description="The reaction in one sentence of your own words, at most 30 words."
    )
    value: Annotated[str | None, Slot("critical", "quantity", 0.1, proof="verbatim")] = Field(
        default=None,
        description="The verbatim words of an amount the reaction itself brings; null when there is none.",
    )
    places: Annotated[list[str], Slot("display", "names", proof="verbatim")] = Field(
        default_factory=list, description="Verbatim places where it was said or done, one entry per place."
    )
    when: Annotated[list[str], Slot("display", "time", proof="verbatim")] = Field(
        default_factory=list, description="Verbatim words that say when, one entry per spot in the text."
    )
    attribution: Annotated[Attribution | None, _REACTION_ATTRIBUTION] = Field(
        default=None,
        description="How the words reach the reader; null when it is the article's own narration.",
    )
    quotes: Quotes = Field(description=_QUOTES)


class Position(Record):
    """One side of a disputed point."""

    holder: Annotated[str, Slot("critical", "name", weight=0.4, proof="named")] = Field(
        description="Who holds this position, named as in the article."
    )
    claim: Annotated[str, Slot("key", "text", weight=0.2, proof="figures")] = Field(
        description="The position in one sentence of your own words, at most 30 words."
    )
    attribution: Annotated[Attribution | None, Slot("display", "presence")] = Field(
        default=None,
        description="How the words reach the reader; null when it is the article's own narration.",
    )
    quotes: Quotes = Field(description=_QUOTES)


class DisputedPoint(Record):
    """A question on which this one article shows two or more holders at odds."""

    question: Annotated[str, Slot("key", "text", weight=0.3, proof="figures", identity=True)] = Field(
        description="What is disputed, as a question of at most 20 words."
    )
    type: Annotated[DisputeType, Slot("graded", "exact", 0.2, weight=0.3)] = Field(
        description="What kind of thing is disputed."
    )
    positions: Annotated[list[Position], Slot("critical", "presence", weight=0.4)] = Field(
        description="Two or more positions, each with its own holder and quotes."
    )
    resolution_in_text: Annotated[str | None, Slot("display", "text", proof="figures")] = Field(
        default=None, description="How the article says it was settled, in short; null when it was not."
    )

    def flaw(self) -> str | None:
        """Return what is missing to make this a dispute: two holders, each with a position."""
        holders = {position.holder.casefold() for position in self.positions}
        return None if len(holders) > 1 else "a disputed point needs positions of two different holders"


class Event(Record):
    """Something that happened, or is set to happen, at a time or place the article gives."""

    kind: Annotated[EventKind, Slot("critical", weight=0.2, identity=True)] = Field(
        description="What kind of event it is."
    )
    participants: Annotated[list[str], Slot("graded", "names", 0.3, weight=0.2, proof="named")] = Field(
        description="Who took part, named as in the article, one entry per actor."
    )
    places: Annotated[list[str], Slot("critical", "names", weight=0.15, proof="verbatim")] = Field(
        default_factory=list, description="Verbatim places where it happened, one entry per place."
    )
    when: Annotated[list[str], Slot("critical", "time", weight=0.1, proof="verbatim")] = Field(
        default_factory=list,
        description='Verbatim words that say when ("on March 3"), one entry per spot in the text.',
    )
    statement: Annotated[str, Slot("display", "text", proof="figures")] = Field(
        description="The event as one sentence in your own words, at most 30 words."
    )
    hedge: Annotated[Hedge, Slot("graded", "exact", 0.1)] = Field(
        description="How far the article itself stands behind it."
    )
    attribution: Annotated[Attribution | None, _EVENT_ATTRIBUTION] = Field(
        default=None, description="Who says it; null when it is the article's own narration."
    )
    quotes: Quotes = Field(description=_QUOTES)


class GistSentence(Record):
    """One sentence of a two- or three-sentence gist of the article."""

    text: Annotated[str, Slot("display", "text", proof="figures")] = Field(
        description="One sentence in your own words, at most 35 words."
    )
    quotes: Quotes = Field(description=_QUOTES)
