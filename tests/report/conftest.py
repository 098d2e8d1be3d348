"""Hand-made results over the seeds: true quotes, true offsets, made-up answers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from summariser.document import Document, Zone, ZoneSpan
from summariser.ledger import Counts, InputRow, Provenance, Run, State, Usage, exit_code, totals
from summariser.profiles import load_profile
from summariser.reconcile import reconcile
from summariser.records import (
    Actor,
    ArticleSummary,
    Attribution,
    DisputedPoint,
    DocumentMeta,
    Event,
    Evidence,
    GistSentence,
    Grounded,
    Inputs,
    PlanTerm,
    Position,
    Quantity,
    Reaction,
    Record,
    Rejected,
    RejectionReason,
    Sourced,
    TimeRef,
)
from summariser.report.contents import Contents, contents, quotes

MakeRun = Callable[..., Run]


@pytest.fixture(scope="session")
def documents(seed: Callable[[str], str]) -> tuple[Document, Document]:
    """Return the seeds 000 and 002 as documents."""
    return Document.from_text(seed("000"), id="000-nyt"), Document.from_text(seed("002"), id="002-fortune")


@pytest.fixture(scope="session")
def summary_000(documents: tuple[Document, Document]) -> ArticleSummary:
    """Return a summary of seed 000 with records of every type, two of them rejected."""
    document = documents[0]
    return ArticleSummary(
        meta=DocumentMeta(
            id=document.id,
            sha256=document.sha256,
            path="seeds/000.txt",
            headline=_sourced(document, "Trump’s Ukraine Peace Plan Backfires"),
            byline=_sourced(document, "Farnaz Fassihi and Keith Bradsher"),
            publisher=_sourced(document, "The New York Times"),
            published=_day("November 24, 2025", date(2025, 11, 24)),
            language="en",
            origin={"headline": "text", "byline": "text", "publisher": "text", "published": "text"},
            furniture_share=0.0302,
        ),
        profile="peace",
        inputs=_inputs(document),
        answered_by=dict.fromkeys(_LISTS, "live"),
        records={name: make(document) for name, make in _LISTS.items()},
        rejected=_rejected(),
        zones=(
            ZoneSpan(start=0, end=96, zone=Zone.HEADLINE),
            ZoneSpan(start=96, end=len(document), zone=Zone.BODY),
        ),
    )


@pytest.fixture(scope="session")
def summary_002(documents: tuple[Document, Document]) -> ArticleSummary:
    """Return a summary of seed 002: one term from a Batch file, an empty list, a type that failed."""
    document = documents[1]
    quote = "Kyiv had to agree to concede territory"
    term = PlanTerm(
        plan="main",
        category="territory_status",
        topic="territory handover",
        statement="Kyiv must agree to concede territory.",
        obligor=["Kyiv"],
        force="obligation",
        status="demanded",
        hedge="attributed",
        attribution=Attribution(
            speaker="Dan Driscoll", form="paraphrase", visibility="named", via=["ambassadors"]
        ),
        quotes=[quote],
    )
    return ArticleSummary(
        meta=DocumentMeta(
            id=document.id,
            sha256=document.sha256,
            path="seeds/002.txt",
            clashes=("The user gives 2025-11-22, the text November 23, 2025.",),
            furniture_share=0.49,
        ),
        profile="peace",
        inputs=_inputs(document),
        answered_by={"plan_terms": "batch", "actors": "batch"},
        records={"actors": (), "plan_terms": (_keep(document, "plan_terms", term),)},
        failed={"events": "refused"},
    )


@pytest.fixture(scope="session")
def make_run() -> MakeRun:
    """Return a function from summaries and further rows to the ledger of their run."""

    def make(summaries: Iterable[ArticleSummary], *others: InputRow, seconds: float = 1.5) -> Run:
        rows = tuple(_row(summary, seconds) for summary in summaries) + others
        return Run(
            made_with=Provenance(
                summariser="0.1.0",
                settings="5" * 64,
                model="some-model",
                profile="peace",
                profile_sha256="9" * 64,
            ),
            started=datetime(2025, 12, 1, 9, 0, tzinfo=UTC),
            ended=datetime(2025, 12, 1, 9, 1, tzinfo=UTC),
            exit_code=exit_code(rows),
            inputs=len(rows),
            totals=totals(rows),
            rows=rows,
        )

    return make


@pytest.fixture(scope="session")
def results(
    summary_000: ArticleSummary,
    summary_002: ArticleSummary,
    make_run: MakeRun,
    documents: tuple[Document, Document],
) -> Contents:
    """Return the contents of a run over both summaries and one unreadable input."""
    unreadable = InputRow(
        path="seeds/broken.txt", state=State.REJECTED_INPUT, reason="encoding", detail="byte 7 is no UTF-8"
    )
    run = make_run((summary_000, summary_002), unreadable)
    texts = {document.id: document.text for document in documents}
    summaries = (summary_000, summary_002)
    return contents(summaries, run, dossier=reconcile(summaries, profile=load_profile("peace")), texts=texts)


def _plan_terms(document: Document) -> tuple[Grounded[Any], ...]:
    cap = "cap its military at 100,000 troops"
    cede = "demands Ukraine cede control of Crimea and four eastern oblasts"
    sanctions = "includes concessions like lifting sanctions on Russia’s energy sector"
    amount = Quantity(surface="100,000 troops", low=Decimal("1E+5"), high=Decimal("1E+5"), unit="troop")
    shared: dict[str, Any] = {"plan": "main", "plan_label": "28-point peace proposal", "status": "proposed"}
    terms = (
        PlanTerm(
            **shared,
            category="force_limits",
            topic="army size cap",
            statement="Ukraine caps its military at 100,000 troops.",
            obligor=["Ukraine"],
            force="obligation",
            value="100,000 troops",
            hedge="asserted",
            quotes=[cap],
        ),
        PlanTerm(
            **shared,
            category="territory_status",
            topic="territory handover",
            statement="Ukraine gives up Crimea and four eastern oblasts.",
            obligor=["Ukraine"],
            force="obligation",
            places=["Crimea", "four eastern oblasts"],
            hedge="asserted",
            quotes=[cede],
        ),
        PlanTerm(
            **shared,
            category="sanctions_reintegration",
            topic="energy sanctions relief",
            statement="Sanctions on Russia’s energy sector are lifted.",
            obligor=[],
            force="entitlement",
            hedge="asserted",
            quotes=[sanctions],
        ),
    )
    first, *rest = terms
    return (
        _keep(document, "plan_terms", first, value=(amount,)),
        *(_keep(document, "plan_terms", term) for term in rest),
    )


def _actors(document: Document) -> tuple[Grounded[Any], ...]:
    actors = (
        Actor(
            name="Steve Witkoff",
            surface_forms=["Steve Witkoff", "Mr. Witkoff"],
            type="person",
            primary_role="drafter",
            country="U.S.",
            office_as_stated="Mr. Trump’s Middle East envoy",
            quotes=["Steve Witkoff, Mr. Trump’s Middle East envoy"],
        ),
        Actor(
            name="European leaders",
            surface_forms=["European leaders"],
            type="collective",
            primary_role="critic_or_supporter",
            quotes=["European leaders quickly rallied behind him"],
        ),
    )
    return tuple(_keep(document, "actors", actor) for actor in actors)


def _reactions(document: Document) -> tuple[Grounded[Any], ...]:
    scholz = "announcing an immediate €5 billion boost to Ukraine’s arms funding"
    reaction = Reaction(
        speaker="Olaf Scholz",
        on_behalf_of="German",
        target="plan",
        stance="oppose",
        act="aid_measure",
        hedge="attributed",
        summary="Scholz announces €5 billion for Ukraine’s arms.",
        value="€5 billion",
        attribution=Attribution(speaker="Olaf Scholz", form="paraphrase", visibility="named"),
        quotes=[scholz],
    )
    amount = Quantity(
        surface="€5 billion", low=Decimal(5_000_000_000), high=Decimal(5_000_000_000), unit="eur"
    )
    return (_keep(document, "reactions", reaction, value=(amount,)),)


def _disputed_points(document: Document) -> tuple[Grounded[Any], ...]:
    point = DisputedPoint(
        question="Is the plan peace or capitulation?",
        type="fairness_balance",
        positions=[
            Position(
                holder="Mr. Zelensky",
                claim="It is capitulation.",
                attribution=Attribution(speaker="Mr. Zelensky", form="partial_quote", visibility="named"),
                quotes=["Mr. Zelensky rejected it outright, calling it “capitulation disguised as peace,”"],
            ),
            Position(holder="Karoline Leavitt", claim="It saves lives.", quotes=["“The plan saves lives"]),
        ],
    )
    return (_keep(document, "disputed_points", point),)


def _events(document: Document) -> tuple[Grounded[Any], ...]:
    leak = Event(
        kind="leak",
        participants=["Reuters"],
        when=["Friday"],
        statement="Reuters reports on the secret talks.",
        hedge="asserted",
        quotes=["erupted Friday when Reuters reported"],
    )
    handed = Event(
        kind="presentation",
        participants=["Volodymyr Zelensky"],
        places=["Geneva"],
        when=["on November 23"],
        statement="The plan is presented to Zelensky in Geneva.",
        hedge="asserted",
        quotes=["was presented to Ukrainian President Volodymyr Zelensky in Geneva on November 23"],
    )
    return (
        _keep(document, "events", leak, when=(TimeRef(surface="Friday"),)),
        _keep(document, "events", handed, when=(_day("on November 23", date(2025, 11, 23)),)),
    )


def _gist(document: Document) -> tuple[Grounded[Any], ...]:
    sentence = GistSentence(
        text="A secretly drafted plan is exposed and allies revolt.",
        quotes=["The exposure of the backchannel has provoked a revolt among allies."],
    )
    return (_keep(document, "gist", sentence),)


def _rejected() -> tuple[Rejected[Any], ...]:
    event = Event(
        kind="call",
        participants=["Putin"],
        statement="Trump calls Putin.",
        hedge="asserted",
        quotes=["called Putin"],
    )
    actor = Actor(
        name="JD Vance",
        surface_forms=["JD Vance"],
        type="person",
        primary_role="mentioned",
        quotes=["JD Vance said"],
    )
    return (
        Rejected(
            record_type="events", record=event, reason=RejectionReason.QUOTE_NOT_FOUND, detail="called Putin"
        ),
        Rejected(record_type="actors", record=actor, reason=RejectionReason.WITHDRAWN, detail=""),
    )


_LISTS: dict[str, Callable[[Document], tuple[Grounded[Any], ...]]] = {
    "plan_terms": _plan_terms,
    "actors": _actors,
    "reactions": _reactions,
    "disputed_points": _disputed_points,
    "events": _events,
    "gist": _gist,
}


def _keep(document: Document, name: str, record: Record, **values: Any) -> Grounded[Any]:  # noqa: ANN401 - any value
    """Return the record as proved by its own quotes, which must stand in the document."""
    evidence = tuple(_evidence(document, quote) for quote in quotes(record))
    seed = f"{document.sha256}{name}{evidence[0].span.start}{evidence[0].span.end}"
    return Grounded(
        id=hashlib.sha256(seed.encode()).hexdigest()[:12], record=record, evidence=evidence, values=values
    )


def _evidence(document: Document, quote: str) -> Evidence:
    start = document.text.index(quote)
    return Evidence.model_validate(
        {
            "document": document.id,
            "quote": quote,
            "span": {"start": start, "end": start + len(quote)},
            "zone": "body",
            "match": "exact",
        }
    )


def _sourced(document: Document, words: str) -> Sourced:
    return Sourced(value=words, span=_evidence(document, words).span)


def _day(surface: str, day: date) -> TimeRef:
    return TimeRef(surface=surface, start=day, end=day, anchor="absolute", resolved=True)


def _inputs(document: Document) -> Inputs:
    return Inputs(
        document=document.sha256,
        profile="9" * 64,
        model="some-model",
        prompts={"plan_terms-v1": "1" * 64, "actors-v1": "2" * 64},
        schemas={"plan_terms": "3" * 64, "actors": "4" * 64},
    )


def _row(summary: ArticleSummary, seconds: float) -> InputRow:
    return InputRow(
        path=summary.meta.path,
        document=summary.meta.id,
        sha256=summary.meta.sha256,
        state=State.PARTIAL if summary.failed else State.SUMMARISED,
        failed={name: State(state) for name, state in summary.failed.items()},
        answered_by=summary.answered_by,
        counts={name: Counts(kept=len(items)) for name, items in summary.records.items()},
        usage=Usage(
            asked=6, attempts=7, tokens_in=9000, tokens_out=1200, cost=Decimal("0.0213"), seconds=seconds
        ),
        notes=("Encoding guessed.",) if summary.meta.id.startswith("002") else (),
    )
