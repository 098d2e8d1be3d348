"""Who is who across the articles, and whom a hasty reader would confuse."""

from __future__ import annotations

from evals.trade.labels import Actor, Namesakes

ACTORS = (
    Actor(
        "Orvania",
        {
            "wire": "Orvania",
            "business": "Orvania",
            "explainer": "Orvania",
            "column": "Orvania",
            "agency": "Orvania",
            "interview": "Orvania",
            "daily": "Orvania",
        },
    ),
    Actor(
        "Kestria",
        {
            "wire": "Kestria",
            "business": "Kestria",
            "explainer": "Kestria",
            "column": "Kestria",
            "agency": "Kestriya",
            "interview": "Kestria",
            "daily": "Kestria",
        },
    ),
    Actor(
        "Ilda Versane",
        {
            "wire": "Ilda Versane",
            "business": "Ilda Versane",
            "explainer": "Ilda Versane",
            "column": "Versane",
            "agency": "Ilda Verzane",
            "daily": "Ilda Versane",
        },
    ),
    Actor(
        "Emeric Vasko",
        {
            "wire": "Emeric Vasko",
            "business": "Emeric Vasko",
            "explainer": "Emeric Vasko",
            "agency": "Emerik Vasco",
            "daily": "Emeric Vasko",
        },
    ),
    Actor(
        "Tomas Reyl",
        {
            "wire": "Tomas Reyl",
            "business": "Tomas Reyl",
            "explainer": "Tomas Reyl",
            "column": "Reyl",
            "agency": "Tomas Reil",
            "interview": "Tomas Reyl",
            "daily": "Tomas Reyl",
        },
    ),
    Actor(
        "Petra Osmund",
        {
            "wire": "Petra Osmund",
            "business": "Petra Osmund",
            "explainer": "Petra Osmund",
            "agency": "Petra Ozmund",
        },
    ),
    Actor(
        "Dorin Halveck, Kestria's chief negotiator",
        {
            "wire": "Dorin Halveck",
            "business": "Dorin Halveck",
            "explainer": "Dorin Halveck",
            "column": "Halveck",
            "agency": "Dorin Khalvek",
            "interview": "Dorin Halveck",
            "daily": "Dorin Halveck",
        },
    ),
    Actor(
        "Marta Halveck, chair of the Growers' League",
        {"wire": "Marta Halveck", "explainer": "Marta Halveck", "agency": "Marta Khalvek"},
    ),
    Actor(
        "Livia Carrow",
        {"wire": "Livia Carrow", "business": "Livia Carrow", "column": "Carrow", "daily": "Livia Carrow"},
    ),
    Actor(
        "Jonas Brell, Orvania's deputy finance minister",
        {"wire": "Jonas Brell", "column": "Brell", "daily": "Jonas Brell"},
    ),
    Actor(
        "Jonas Brell, chairman of the Dorun dockers' union",
        {"agency": "Jonas Brell", "interview": "Jonas Brell"},
    ),
    Actor("Leonor Vastrao", {"explainer": "Leonor Vastrao", "interview": "Leonor Vastrao"}),
    Actor(
        "Growers' League",
        {
            "wire": "The Growers’ League",
            "business": "The Growers’ League",
            "explainer": "The Growers’ League",
            "column": "the Growers’ League",
            "agency": "The Growers' League",
            "daily": "The Growers’ League",
        },
    ),
    Actor(
        "Dorun dockers' union",
        {"agency": "the dockers' union of Doroun", "interview": "dockers’ union in Dorun"},
    ),
    Actor("Marlock, the sugar exporter", {"wire": "Marlock", "business": "Marlock", "column": "Marlock"}),
    Actor("Selmark Sentinel", {"explainer": "The Selmark Sentinel", "agency": "The Selmark Sentinel"}),
    Actor("Continental Wire", {"wire": "Continental Wire", "business": "Continental Wire"}),
    Actor(
        "Orvania's trade ministry",
        {
            "wire": "Orvania’s trade ministry",
            "business": "Orvania’s trade ministry",
            "explainer": "the Orvanian trade ministry",
            "column": "the ministry",
        },
    ),
    Actor(
        "Chamber of Orvania",
        {
            "wire": "the Chamber",
            "business": "the Chamber",
            "explainer": "Orvania’s Chamber",
            "column": "the Chamber",
            "agency": "Orvania's Chamber",
            "daily": "the Chamber",
        },
    ),
    Actor(
        "Trade committee of the Chamber",
        {
            "wire": "The Chamber’s trade committee",
            "business": "The Chamber’s trade committee",
            "explainer": "the trade committee of Orvania’s Chamber",
            "agency": "The trade committee of Orvania's Chamber",
        },
    ),
    Actor("Assembly of Kestria", {"agency": "the Assembly", "daily": "the Assembly"}),
    Actor(
        "Parliaments of Orvania and Kestria",
        {
            "wire": "both parliaments",
            "business": "both parliaments",
            "agency": "the parliaments",
            "interview": "both parliaments",
        },
    ),
    Actor(
        "Delegations of Orvania and Kestria",
        {
            "wire": "the delegations",
            "business": "the delegations",
            "explainer": "the delegations",
            "agency": "the delegations",
        },
    ),
    Actor(
        "Opposition in Orvania",
        {"wire": "the opposition", "business": "the opposition", "daily": "the opposition"},
    ),
    Actor(
        "Arbitrators",
        {
            "wire": "five arbitrators",
            "business": "five arbitrators",
            "explainer": "five arbitrators",
            "column": "five arbitrators",
            "agency": "The arbitration panel",
            "daily": "The arbitrators",
        },
    ),
    Actor(
        "Orvanian veterinary inspectors",
        {"wire": "Orvanian vets", "business": "Orvanian vets", "daily": "Our veterinary inspectors"},
    ),
    Actor(
        "Beet growers of Orvania",
        {
            "wire": "beet growers",
            "business": "beet growers",
            "explainer": "farmers who give up beet",
            "daily": "beet growers",
        },
    ),
    Actor("Kestrian trawlers", {"explainer": "Kestrian trawlers", "column": "Kestria’s trawlers"}),
    Actor(
        "Distillers of the Sarn valley",
        {"explainer": "distillers of the Sarn valley", "agency": "distillers of the valley"},
    ),
)

NAMESAKES = (
    Namesakes(
        "The negotiator of Kestria and the chair of Orvania's growers share a surname.",
        (("wire", "Dorin Halveck"), ("explainer", "Marta Halveck")),
    ),
    Namesakes(
        "The same two in another spelling.",
        (("agency", "Dorin Khalvek"), ("wire", "Marta Halveck")),
    ),
    Namesakes(
        "The column gives a surname only; it means the one who talks for Kestria.",
        (("column", "Halveck"), ("wire", "Marta Halveck")),
    ),
    Namesakes(
        "A goalkeeper of that surname.",
        (("local", "Pia Halveck"), ("column", "Halveck")),
    ),
    Namesakes(
        "One full name, two men: a deputy minister in Orvania and a union chairman in Kestria.",
        (("wire", "Jonas Brell"), ("agency", "Jonas Brell")),
    ),
    Namesakes(
        "The column means the one at the treasury, the interview the one of the union.",
        (("column", "Brell"), ("interview", "Jonas Brell")),
    ),
    Namesakes(
        "A company and an economist of the same name.",
        (("wire", "Marlock"), ("explainer", "Ines Marlock")),
    ),
    Namesakes(
        "One office, two names: two people.",
        (("wire", "Petra Osmund"), ("daily", "Rafal Denk")),
    ),
    Namesakes(
        "A referee and a minister.",
        (("local", "Reyl"), ("column", "Reyl")),
    ),
)
