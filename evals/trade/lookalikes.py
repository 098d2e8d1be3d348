"""Passages that look alike and speak of different things, so that nothing may be reported between them."""

from __future__ import annotations

from evals.trade.labels import Lookalike

LOOKALIKES = (
    Lookalike("40,000 tonnes: of sugar in one, of poultry in the other.", "wire.sugar agency.poultry"),
    Lookalike("40,000: tonnes of sugar, and seats in a stadium.", "daily.sugar local.seats"),
    Lookalike(
        "40,000 tonnes of poultry: a quota, and in a menu of other stories what was sold.",
        "explainer.poultry business.menu_poultry",
    ),
    Lookalike(
        "19 points: of the revised text, and in a menu of a pact with another state.",
        "interview.points business.menu_pact",
    ),
    Lookalike(
        "300 million crowns: Orvania's Adjustment Fund for growers, and Kestria's own Harbour Fund.",
        "explainer.fund agency.harbour",
    ),
    Lookalike(
        "A telephone call on 11 March: of the prime ministers, and of the trade ministers.",
        "wire.call agency.ministers_call",
    ),
    Lookalike(
        "8,000 people in Selmark on 14 March: growers marching, and a crowd at a match.",
        "wire.protest local.crowd",
    ),
    Lookalike(
        "11 to 8: the trade committee in Selmark on the draft, and the budget committee in Dorun on a loan.",
        "wire.committee daily.dorun_vote",
    ),
    Lookalike(
        "15 per cent: the rise that sets off the safeguard, and today's duty on machinery.",
        "explainer.safeguard agency.today",
    ),
    Lookalike(
        "A sugar quota: as Kestria's counter-paper asks for it, and as the first draft has it.",
        "agency.counter_sugar column.sugar",
    ),
    Lookalike(
        "Lisbon: where the panel would sit, and where the two sides first met.",
        "wire.panel explainer.first_place",
    ),
    Lookalike(
        "Geneva: where the accord was rewritten, and where talks on fish broke down in 2011.",
        "wire.geneva_end interview.fisheries",
    ),
    Lookalike(
        "Geneva: the seat of the panel in one, the place of the talks in the other.",
        "agency.panel daily.geneva_end",
    ),
    Lookalike("2,500: visas a year, and jobs on the quays.", "interview.visas agency.jobs"),
    Lookalike(
        "30 June: for ratifying the accord, and for applying to the Harbour Fund.", "wire.ratify agency.apply"
    ),
    Lookalike(
        "Seven years: for machinery duties to end, and of a diplomat's life.",
        "daily.machinery interview.years",
    ),
    Lookalike(
        "A leak: of the first draft to a paper, and of the counter-paper to a radio station.",
        "explainer.leak interview.leak",
    ),
    Lookalike("10 April: the signing, and a semi-final.", "daily.signing local.semi_final"),
    Lookalike("Signing: of the accord, and of a shirt deal.", "agency.signing local.sponsor"),
    Lookalike(
        "What Marlock says of the accord: the company welcomes it, the economist expects nothing of it.",
        "wire.marlock explainer.ines",
    ),
)
