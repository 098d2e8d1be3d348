"""Summaries to questions, summaries and answers to a dossier: `identify` and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from summariser.errors import UsageError
from summariser.reconcile.actors import ActorMention, resolve
from summariser.reconcile.articles import Corpus, Item, actor_mentions, corpus_of, sources_of
from summariser.reconcile.dossier import Dossier, DossierInputs, Reason, Undecided
from summariser.reconcile.eventfindings import event_findings
from summariser.reconcile.events import EventJudge
from summariser.reconcile.grouping import Grouping, Judge, group
from summariser.reconcile.offices import offices
from summariser.reconcile.overview import (
    Tally,
    card,
    consolidated,
    coverage_row,
    happening,
    index_of,
    resolved_actors,
    tallies,
)
from summariser.reconcile.pairanswers import PairAnswers
from summariser.reconcile.plans import Plans, plan_documents
from summariser.reconcile.questions import Answer, Answers, Question, QuestionKind, Told, question
from summariser.reconcile.quotations import quotations
from summariser.reconcile.ranking import in_time, ranked, supported
from summariser.reconcile.slots import Slots, World
from summariser.reconcile.stances import stances, stances_held
from summariser.reconcile.termfindings import term_findings, topics_of
from summariser.reconcile.terms import TermJudge
from summariser.reconcile.topical import off_topic
from summariser.reconcile.versions import by_content
from summariser.records import ArticleSummary, Grounded, Profile


class _Asker:
    """Looks answers up, and keeps every question that was worth asking."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self.asked: dict[str, Question] = {}

    def about(self, one: Told, other: Told) -> Answer | None:
        """Return the answer about a pair, if there is one."""
        asked = question(one, other)
        self.asked[asked.id] = asked
        return self._answers.get(asked.id)


class Identities(NamedTuple):
    """Which records of different articles are about the same thing, as far as `answers` tell.

    Attributes:
        answers: What a model said of the pairs that no rule decides, by question.
        profile: The kind of plan the articles were read with.
    """

    answers: Answers
    profile: Profile
    corpus: Corpus
    plans: Plans
    slots: Slots
    terms: Grouping
    events: Grouping
    asker: _Asker

    @property
    def unanswered(self) -> tuple[Question, ...]:
        """The questions that have no answer yet, sorted; answers may lead to others."""
        asked = self.asker.asked
        return tuple(asked[key] for key in sorted(asked) if key not in self.answers)


def plan_questions(
    summaries: Iterable[ArticleSummary], answers: Answers | None = None, *, profile: Profile
) -> tuple[Question, ...]:
    """Return the questions that reconciling these articles asks and `answers` does not answer yet.

    Later questions may depend on earlier answers: ask until none is left.

    Raises:
        UsageError: The articles were read with different profiles.
    """
    return identify(summaries, answers or {}, profile=profile).unanswered


def reconcile(
    summaries: Iterable[ArticleSummary], answers: Answers | None = None, *, profile: Profile
) -> Dossier:
    """Return the dossier of these articles; their order makes no difference.

    Args:
        summaries: The articles, each read with `profile`.
        answers: What a model said of the pairs that no rule decides, by question. A pair without
            an answer stays undecided.
        profile: The kind of plan: its holidays and places.

    Raises:
        UsageError: The articles were read with different profiles.
    """
    return dossier_of(identify(summaries, answers or {}, profile=profile))


def dossier_of(found: Identities) -> Dossier:
    """Return the dossier of articles whose records are identified."""
    corpus, slots, plans = found.corpus, found.slots, found.plans
    topics = topics_of(found.terms, plans)
    pairs = _pair_answers(found)
    findings = [
        *term_findings(found.terms, plans, slots, pairs),
        *event_findings(found.events, slots, pairs),
        stances(corpus),
        quotations(corpus, slots),
    ]
    held, office_findings = offices(corpus)
    findings.append(office_findings)
    conflicts = ranked(conflict for each in findings for conflict in each.conflicts)
    agreements = supported(agreement for each in findings for agreement in each.agreements)
    terms = {
        consolidated(topic.id, plan, items, corpus): items
        for topic in topics
        for plan, items in topic.by_plan.items()
    }
    ordered = sorted(terms, key=lambda term: (-term.sources, term.category, term.topic, term.id))
    about = [document for document in corpus.summaries if document not in corpus.off_topic]
    index = index_of(conflicts, agreements)
    coverage = tuple(coverage_row(term, terms[term], about, index) for term in ordered)
    counted = tallies(corpus, coverage, conflicts)
    return Dossier(
        profile=found.profile.name,
        inputs=_inputs(found),
        documents=tuple(
            card(document, corpus, counted.get(document, Tally())) for document in corpus.summaries
        ),
        sources=corpus.sources.all,
        plan_documents=plans.all,
        terms=tuple(ordered),
        actors=resolved_actors(corpus, stances_held(corpus)),
        agreements=agreements,
        conflicts=conflicts,
        timeline=in_time(happening(items, corpus, conflicts) for items in found.events.groups),
        offices=held,
        coverage=coverage,
        undecided=_undecided(found),
    )


def identify(summaries: Iterable[ArticleSummary], answers: Answers, *, profile: Profile) -> Identities:
    """Return which records of these articles are about the same thing: the dearer half of reconciling them.

    Raises:
        UsageError: The articles were read with different profiles.
    """
    by_id = {summary.meta.id: summary for summary in sorted(summaries, key=lambda one: one.meta.id)}
    _check(by_id.values(), profile)
    asker = _Asker(answers)
    corpus = _corpus(by_id, asker)
    plans = plan_documents(corpus.items("plan_terms"))
    slots = Slots(corpus, World.of(profile, by_id.values()))
    terms = _group("plan_terms", TermJudge(corpus, plans), corpus, asker)
    events = _group("events", EventJudge(corpus, slots), corpus, asker)
    aside = off_topic(by_id, (*terms.groups, *events.groups), corpus.sources)
    kept = replace(corpus, off_topic=aside)
    kept_slots = replace(slots, corpus=kept)  # what was read and compared stays remembered
    known = plan_documents(kept.items("plan_terms"))
    return Identities(
        answers=answers,
        profile=profile,
        corpus=kept,
        plans=by_content(known, _without(terms, aside).groups, kept_slots),
        slots=kept_slots,
        terms=_without(terms, aside),
        events=_without(events, aside),
        asker=asker,
    )


def _check(summaries: Iterable[ArticleSummary], profile: Profile) -> None:
    others = sorted({summary.profile for summary in summaries} - {profile.name})
    if others:
        raise UsageError(
            f"articles read with the profile {others[0]!r} cannot be set beside those of {profile.name!r}: "
            "read all of them with one profile"
        )


def _corpus(by_id: dict[str, ArticleSummary], asker: _Asker) -> Corpus:
    sources = sources_of(by_id.values())

    def same(one: ActorMention, other: ActorMention) -> bool | None:
        answer = asker.about(*(_told(by_id, each.document, "actors", each.record) for each in (one, other)))
        return answer.same if answer else None

    resolution = resolve(actor_mentions(by_id.values()), same, sources.of)
    return corpus_of(by_id, sources, resolution)


def _group(kind: QuestionKind, judge: Judge, corpus: Corpus, asker: _Asker) -> Grouping:
    def same(one: Item, other: Item) -> bool | None:
        if corpus.sources.of[one.document] == corpus.sources.of[other.document]:
            return False  # what a copy words otherwise is no second account
        answer = asker.about(
            *(_told(corpus.summaries, each.document, kind, each.kept) for each in (one, other))
        )
        return answer.same if answer else None

    return group(corpus.items(kind), judge, same)


def _told(
    summaries: Mapping[str, ArticleSummary], document: str, kind: QuestionKind, kept: Grounded[Any]
) -> Told:
    published = summaries[document].meta.published
    dated = str(published.start) if published and published.start and published.granularity == "day" else ""
    return Told(document, kind, kept, dated)


def _without(grouping: Grouping, aside: frozenset[str]) -> Grouping:
    """Return a grouping without the records of the articles set aside."""
    kept = (tuple(item for item in group if item.document not in aside) for group in grouping.groups)
    return grouping._replace(groups=tuple(group for group in kept if group))


def _pair_answers(found: Identities) -> PairAnswers:
    return PairAnswers(
        {
            frozenset((ref.document, ref.record) for ref in asked.records): found.answers[key]
            for key, asked in found.asker.asked.items()
            if key in found.answers
        }
    )


def _undecided(found: Identities) -> tuple[Undecided, ...]:
    left = []
    for key, asked in sorted(found.asker.asked.items()):
        answer = found.answers.get(key)
        if answer is None or answer.same is None:
            reason: Reason = "unanswered" if answer is None else "unclear"
            left.append(Undecided(question=key, kind=asked.kind, records=asked.records, reason=reason))
    return tuple(left)


def _inputs(found: Identities) -> DossierInputs:
    summaries, answers = found.corpus.summaries.values(), found.answers
    asked = found.asker.asked
    given = {by for summary in summaries for by in summary.answered_by.values()}
    given |= {answers[key].answered_by for key in asked if key in answers}
    return DossierInputs(
        profile=found.profile.sha256,
        models=tuple(sorted({summary.inputs.model for summary in summaries if summary.inputs.model})),
        questions=len(asked),
        answered=sum(key in answers for key in asked),
        answered_by=tuple(sorted(given)),
    )
