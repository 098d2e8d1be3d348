"""Hard pairs of actor records of two articles, each labelled by hand as one actor or two."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from summariser.records import Actor
from summariser.records.vocabulary import ActorRole, ActorType

_TYPES = {
    "person": ActorType.PERSON,
    "state": ActorType.GOVERNMENT,
    "body": ActorType.GOVERNMENT_BODY,
    "party": ActorType.LEGISLATURE_PARTY,
    "igo": ActorType.IGO_ALLIANCE,
    "armed": ActorType.ARMED_GROUP,
    "firm": ActorType.COMPANY_FUND,
    "outlet": ActorType.MEDIA_OUTLET,
    "expert": ActorType.EXPERT_NGO,
    "public": ActorType.PUBLIC,
    "unnamed": ActorType.UNNAMED_SOURCE,
    "group": ActorType.COLLECTIVE,
}

_TABLE = """
# transliteration
Muammar Gaddafi; person; Libya; leader == Moammar Qadhafi; person; Libya; Libyan leader
Abdel Fattah el-Sisi; person; Egypt; President == Abdel-Fattah al-Sisi; person; Egyptian; Egyptian President
Aleksandr Lukashenko; person; Belarus; president == Alexander Lukashenka; person; Belarus; Belarusian president
Dmitri Medvedev; person; Russia; == Dmitry Medvedev; person; Russia; deputy chairman of the Security Council
Yevgeny Prigozhin; person; Russia; == Evgeny Prigozhin; person; Russia; Wagner chief
Xi Jinping; person; China; President == Xi Jin-ping; person; Chinese; Chinese leader
Kim Jong-un; person; North Korea; leader == Kim Jong Un; person; North Korean; North Korean leader
Recep Tayyip Erdoğan; person; Turkey; president == Recep Tayyip Erdogan; person; Turkish; Turkish President
Jürgen Müller; person; Germany; farm minister == Juergen Mueller; person; German; minister
Mahmoud Abbas; person; Palestinian; President == Mahmud Abbas; person; Palestinian; Palestinian president
Bashar al-Assad; person; Syria; president == Bashar Assad; person; Syria; former president
Sergei Lavrov; person; Russia; Foreign Minister == Sergey Lavrov; person; Russian; Russian Foreign Minister
Oleksandr Kubrakov; person; Ukraine; minister == Alexander Kubrakov; person; Ukraine; infrastructure minister
Benjamin Netanyahu; person; Israel; Prime Minister == Binyamin Netanyahu; person; Israeli; Israeli Prime Minister
Nguyễn Phú Trọng; person; Vietnam; party chief == Nguyen Phu Trong; person; Vietnam; General Secretary
Mohammed bin Salman; person; Saudi Arabia; Crown Prince == Muhammad bin Salman; person; Saudi; crown prince
Mykola Azarov; person; Ukraine; == Nikolai Azarov; person; Ukraine; former prime minister
Ali Khamenei; person; Iran; Supreme Leader == Ali Khamene'i; person; Iranian; supreme leader
Reza Khan; person; Pakistan; negotiator <> Reza Han; person; Turkey; trade minister
Li Wei; person; China; envoy <> Li Wen; person; China; spokesman
Andrey Ivanov; person; Russia; deputy minister <> Andrey Ivanenko; person; Russia; deputy minister
Ahmed Hassan; person; Egypt; trade envoy <> Ahmed Hussein; person; Egypt; trade envoy
# titles and forms of a name
J. D. Vance; person; US; Vice President == JD Vance; person; US; vice president
Vladimir V. Kara; person; Russia; == Vladimir Kara; person; Russia; activist
Ursula von der Leyen; person; ; Commission President == von der Leyen; person; ; European Commission President
Mike Johnson; person; US; House Speaker == Michael Johnson; person; US; Speaker of the House
Bill Cassidy; person; US; Senator == William Cassidy; person; US; Republican senator
Chuck Schumer; person; US; Senate Minority Leader == Charles Schumer; person; US; Senate minority leader
Jean-Yves Le Drian; person; France; envoy == Jean-Yves Le Drian; person; ; French special envoy
Andrés Manuel López Obrador; person; Mexico; President == López Obrador; person; Mexico; Mexican president
Luiz Inácio Lula da Silva; person; Brazil; President; Lula == Lula; person; Brazil; Brazilian president
King Charles III; person; UK; King == King Charles; person; Britain; king
Viktor Orbán; person; Hungary; Prime Minister == Orbán Viktor; person; Hungary; prime minister
Kyriakos Mitsotakis; person; Greece; Prime Minister == K. Mitsotakis; person; Greek; Greek premier
Mary Lou McDonald; person; Ireland; Sinn Fein leader == Mary McDonald; person; Ireland; Sinn Fein leader
George W. Bush; person; US; former President <> George H.W. Bush; person; US; former President
Justin Trudeau; person; Canada; Prime Minister <> Pierre Trudeau; person; Canada; Prime Minister
Paul Martin; person; Canada; minister <> Paula Martin; person; Canada; minister
John Paul Smith; person; UK; MP <> John Henry Smith; person; UK; MP
Marine Le Pen; person; France; party leader <> Jean-Marie Le Pen; person; France; party leader
Rajiv Gandhi; person; India; prime minister <> Rahul Gandhi; person; India; opposition leader
Hunter Biden; person; US; <> Joe Biden; person; US; President
M. Johnson; person; US; Speaker <> Boris Johnson; person; UK; Prime Minister
Kim Yong Chol; person; North Korea; general <> Kim Yong Nam; person; North Korea; head of state
# homonyms
Michael Jordan; person; US; basketball player <> Michael Jordan; person; US; Berkeley professor
David Miller; person; Canada; mayor of Toronto <> David Miller; person; South Africa; cricketer
Chris Coons; person; US; senator == Chris Coons; person; US; Senate negotiator
John Kelly; person; US; general <> John Kelly; person; Ireland; fisherman
Mohamed Ali; person; Egypt; contractor <> Mohamed Ali; person; Somalia; minister
Robert Kennedy Jr.; person; US; health secretary <> Robert Kennedy; person; US; late senator
Tom Steyer; person; US; billionaire == Tom Steyer; person; US; climate envoy
Ana García; person; Spain; fisheries minister <> Ana García; person; Mexico; trade negotiator
# surname only
Merz; person; Germany; German Chancellor == Friedrich Merz; person; Germany; Chancellor
Carney; person; Canada; Prime Minister == Mark Carney; person; Canadian; Canadian Prime Minister
Sheinbaum; person; Mexico; == Claudia Sheinbaum; person; Mexico; President
Sánchez; person; Spain; prime minister == Pedro Sánchez; person; Spanish; Spanish Prime Minister
Xi; person; China; President == Xi Jinping; person; China; Chinese leader
Modi; person; ; == Narendra Modi; person; India; Prime Minister
Lagarde; person; ; ECB president == Christine Lagarde; person; ; President of the European Central Bank
Guterres; person; ; UN Secretary-General == Guterres; person; ; Secretary-General
Miller; person; UK; transport minister <> Stephen Miller; person; US; adviser
Wong; person; Australia; Foreign Minister <> Joshua Wong; person; Hong Kong; activist
Silva; person; Brazil; environment minister <> Bernardo Silva; person; Portugal; footballer
Mrs. Clinton; person; US; <> Mr. Clinton; person; US; former president
Pope Leo; person; Vatican; Pope <> Roberto Leo; person; Italy; farmer
# metonyms
Ottawa; state; Canada; == Canada; state; Canada;
Nairobi; state; ; == Kenyan government; state; Kenya;
Washington; state; ; == the Biden administration; state; US; ; US, Washington
Tehran; state; Iran; == the Iranian side; state; ;
Downing Street; state; UK; == British government; state; Britain;
the Élysée; state; ; == Paris; state; France;
Brussels; igo; ; == European Union; igo; ;
Brussels; igo; ; == the EU; igo; ;
Haiti; state; Haiti; == Haitian government; state; Haiti;
the Netherlands; state; ; == The Hague; state; Netherlands;
White House; body; US; <> United States; state; US;
Kremlin; body; Russia; <> Russia; state; Russia;
Brussels; igo; ; <> Belgium; state; Belgium;
Congo; state; Congo; <> Brazzaville; state; Republic of the Congo;
Seoul; state; South Korea; <> North Korea; state; North Korea;
Georgia; state; US; <> Georgia; state; Georgia;
Pentagon; body; US; == Department of Defense; body; US;
Canberra; state; Australia; <> Vienna; state; Austria;
# organisations
ASEAN; igo; ; == Association of Southeast Asian Nations; igo; ;
Group of Seven; igo; ; == G7; igo; ;
UN; igo; ; == the United Nations; igo; ;
World Trade Organisation; igo; ; == WTO; igo; ;
Christian Democratic Union; party; Germany; == CDU; party; Germany;
International Rescue Committee; expert; ; == IRC; expert; ;
Agence France-Presse; outlet; ; == AFP; outlet; ;
The New York Times; outlet; US; == New York Times; outlet; ;
BBC; outlet; UK; == BBC News; outlet; ;
Rio Tinto Ltd; firm; Australia; == Rio Tinto; firm; ;
Maersk; firm; Denmark; == A.P. Moller-Maersk; firm; Denmark;
Médecins Sans Frontières; expert; ; == Doctors Without Borders; expert; ;
Foreign Ministry; body; China; == Chinese Foreign Ministry; body; China;
Ministry of Foreign Affairs; body; Iran; == Iranian foreign ministry; body; ;
Knesset; party; Israel; == Israeli parliament; party; Israel;
Labour; party; UK; == Labour Party; party; Britain;
Ministry of Finance; body; Ghana; <> Ministry of Finance; body; Kenya;
Green Party; party; Germany; <> Green Party; party; US;
European Commission; igo; ; <> European Council; igo; ;
World Bank; igo; ; <> World Food Programme; igo; ;
Supreme Court; body; India; <> Supreme Court; body; Israel;
Bank of England; body; UK; <> Bank of Japan; body; Japan;
The Washington Post; outlet; US; <> New York Post; outlet; US;
Gazprom; firm; Russia; <> Gazprombank; firm; Russia;
Shell; firm; UK; <> Dell; firm; US;
Liberal Party; party; Canada; <> Liberal Party; party; Australia;
Democratic Party; party; US; <> Democratic Unionist Party; party; UK;
Houthis; armed; Yemen; == the Houthis; armed; ;
Hamas; armed; ; == Hamas; party; Palestinian;
# collectives
African leaders; group; ; == leaders of Africa; group; ;
US farmers; group; US; == American farmers; group; ;
critics; group; ; <> many critics; group; ;
coastal mayors; group; ; <> inland mayors; group; ;
Canadian officials; group; Canada; <> Mexican officials; group; Mexico;
senior officials; group; India; <> senior officials; group; Brazil;
one official; unnamed; ; <> one official; unnamed; ;
a diplomat; unnamed; France; <> a diplomat; unnamed; France;
people familiar with the talks; unnamed; ; <> people familiar with the talks; unnamed; ;
fishermen; group; Norway; <> Icelandic fishermen; group; Iceland;
voters; public; Switzerland; == Swiss voters; public; Switzerland;
# respelt surnames
Ivor Brezan; person; Slovenia; Prime Minister == Ivor Bresan; person; Slovenia; premier
Nadia Khorvath; person; Hungary; central bank governor == Nadia Horvath; person; Hungarian; governor of the central bank
Timur Tsepkalo; person; Belarus; envoy == Timur Cepkalo; person; Belarus; Belarusian envoy
Joren Wickstrom; person; Sweden; fisheries minister == Joren Vikstrom; person; Sweden; minister
Selma Yildirim; person; Turkey; == Selma Jildirim; person; Turkey; mediator
Ossian Hallgren; person; Finland; union leader == Ossian Halgren; person; ; union leader
Rasmus Lindqvist; person; Denmark; Foreign Minister == Rasmus Lindkvist; person; Danish; Danish Foreign Minister
Marek Zielonka; person; Poland; grain negotiator == Marek Sielonka; person; Poland;
Bohdan Stetsenko; person; Ukraine; deputy governor == Bohdan Stecenko; person; Ukraine; deputy governor
Pilar Echevarria; person; Spain; ombudsman == Pilar Echavarria; person; Spain; Spanish ombudsman
Ivor Brezan; person; Slovenia; Prime Minister <> Alenka Bresan; person; Slovenia; Prime Minister
Nadia Khorvath; person; Hungary; governor <> Nadia Horvath; person; Croatia; swimmer
Jan Kozak; person; Poland; deputy minister <> Jan Kosak; person; Germany; teacher
Marek Zielonka; person; Poland; minister <> Marek Sielonka; person; Poland; goalkeeper
Hans Koch; person; Germany; finance minister <> Hans Hoch; person; Germany; tax adviser
Viktor Sokolov; person; Russia; admiral <> Viktor Sokolova; person; Russia; admiral
Aleksei Morozov; person; Russia; deputy minister <> Aleksei Borozov; person; Russia; deputy minister
Park Min; person; South Korea; envoy <> Park Mun; person; South Korea; envoy
# states that no table knows
Tavonia; state; ; == Tavonia; state; Tavonia;
Tavonia; state; Tavonia; == the Tavonian government; state; Tavonia;
Belmarra; state; Belmarra; == Belmarra; state; ; ; Belmarrans
Tavonia's farm ministry; body; Tavonia; == the Tavonian farm ministry; body; Tavonia;
Tavonian shepherds; group; Tavonia; == Tavonia's shepherds; group; Tavonia;
Mira Solten; person; Tavonia; chief justice == Mira Solten; person; Tavonian; Tavonian chief justice
Tavonia; state; Tavonia; <> Tamonia; state; Tamonia;
Tavonia's navy; body; Tavonia; <> Belmarra's navy; body; Belmarra;
Tavonian shepherds; group; Tavonia; <> Belmarran shepherds; group; Belmarra;
Mira Solten; person; Tavonia; chief justice <> Mira Solten; person; Belmarra; violinist
Tavonia; state; Tavonia; <> Tavonia Mining; firm; ;
# words of a body in another order
the Senate's fisheries panel; party; Chile; == fisheries panel of Chile's Senate; party; Chile;
the pilots' union of Lakhmar; expert; ; == pilots' union in Lakmarr; expert; ;
Budget committee of the Storting; party; Norway; == the Storting's budget committee; party; Norway;
both chambers; party; Italy; == the two chambers; party; Italy;
seven arbitrators; group; Peru; <> the seven arbitrators; group; Panama;
the pilots' union of Lakhmar; expert; ; <> the miners' union of Lakhmar; expert; ;
the Senate's fisheries panel; party; Chile; <> the Senate's forestry panel; party; Chile;
Finance committee of the Assembly; party; Ecuador; <> Finance committee of the Assembly; party; Portugal;
both chambers; party; Italy; <> the Chamber; party; Italy;
# crowds
observers; group; ; <> the observers; group; ;
Experts; expert; ; <> many experts; expert; ;
officials; group; ; <> officials; group; ;
economists; public; ; <> Economists; group; ;
Peruvian economists; group; Peru; == economists in Peru; group; Peru;
Dutch officials; group; Netherlands; == officials of the Netherlands; group; ;
harbour pilots; group; ; == the harbour pilots; group; ;
# held back: people
Khalifa Haftar; person; Libya; commander == Khalifa Hifter; person; Libya; eastern commander
Mohammed Deif; person; ; Hamas commander == Muhammad Dayf; person; ; Hamas military commander
Ebrahim Raisi; person; Iran; president == Ibrahim Raisi; person; Iran; late president
Svyatlana Tsikhanouskaya; person; Belarus; opponent == Sviatlana Tikhanovskaya; person; Belarus; opposition leader
Mikheil Saakashvili; person; Georgia; former president == Mikhail Saakashvili; person; Georgian; ex-president
Yoon Suk Yeol; person; South Korea; President == Yoon Suk-yeol; person; South Korean; president
Gustavo Petro; person; Colombia; President == President Petro; person; Colombia;
William Ruto; person; Kenya; President == Ruto; person; Kenyan; Kenyan leader
Cyril Ramaphosa; person; South Africa; == Matamela Cyril Ramaphosa; person; South Africa; president
Alassane Ouattara; person; Ivory Coast; president == Alassane Dramane Ouattara; person; Ivory Coast; Ivorian president
Tony Blinken; person; US; Secretary of State == Antony Blinken; person; US; US Secretary of State
Prabowo; person; Indonesia; President == Prabowo Subianto; person; Indonesia; President; Prabowo
Dilma Rousseff; person; Brazil; former president == Dilma; person; Brazil; former president
Robert Fico; person; Slovakia; Prime Minister == Fico; person; Slovak; prime minister
Lai Ching-te; person; Taiwan; President == William Lai; person; Taiwan; President
Sebastián Piñera; person; Chile; President <> José Piñera; person; Chile; economist
Kim Jong Il; person; North Korea; leader <> Kim Jong Un; person; North Korea; leader
Ferdinand Marcos Jr.; person; Philippines; President <> Ferdinand Marcos; person; Philippines; dictator
Daniel Ortega; person; Nicaragua; president <> Daniela Ortega; person; Nicaragua; minister
Sheikh Hasina; person; Bangladesh; prime minister <> Sheikh Rehana; person; Bangladesh;
Chen Jian; person; China; negotiator <> Chen Jin; person; China; analyst
Raúl Castro; person; Cuba; president <> Fidel Castro; person; Cuba; president
Imran Khan; person; Pakistan; former prime minister <> Imran Khan; person; UK; actor
Peter Wright; person; UK; farm envoy <> Pete Wright; person; Australia; miner
Sara Duterte; person; Philippines; Vice President <> Rodrigo Duterte; person; Philippines; former President
Anwar Ibrahim; person; Malaysia; prime minister <> Ibrahim Anwar; person; Indonesia; governor
Johnson; person; US; Speaker <> Boris Johnson; person; UK; former prime minister
María Corina Machado; person; Venezuela; opposition leader <> María Machado; person; Spain; judge
# held back: bodies and groups
Lusaka; state; ; == Zambia; state; Zambia;
the South African government; state; South Africa; == Pretoria; state; ;
Foreign and Commonwealth Office; body; UK; == Foreign Office; body; UK;
US State Department; body; ; == Department of State; body; US;
Central Bank of Kenya; body; Kenya; == Kenyan central bank; body; Kenya;
Reserve Bank of India; body; India; == RBI; body; India;
African National Congress; party; South Africa; == ANC; party; South Africa;
Al Jazeera; outlet; Qatar; == Al-Jazeera English; outlet; Qatar;
Human Rights Watch; expert; ; == HRW; expert; ;
M23; armed; Congo; == March 23 Movement; armed; Congo;
International Monetary Fund; igo; ; == the IMF; igo; ;
Nippon Steel Corp.; firm; Japan; == Nippon Steel; firm; Japan;
Indian soldiers; group; India; == India's soldiers; group; India;
Guinea; state; Guinea; <> Equatorial Guinea; state; Equatorial Guinea;
Republic of Ireland; state; Ireland; <> Northern Ireland; state; UK;
Niger; state; Niger; <> Nigeria; state; Nigeria;
People's Party; party; Spain; <> People's Party; party; Austria;
African Union; igo; ; <> African Development Bank; igo; ;
Bank of Ireland; firm; Ireland; <> Central Bank of Ireland; body; Ireland;
The Times; outlet; UK; <> The Times of India; outlet; India;
The Guardian; outlet; UK; <> The Guardian; outlet; Nigeria;
Kenyan tea growers; group; Kenya; <> Kenyan tea traders; group; Kenya;
several analysts; group; ; <> analysts; group; ;
Dutch farmers; group; Netherlands; <> German farmers; group; Germany;
"""
"""Heading, then rows: two records with `==` for one actor or `<>` for two; name; type; country; office; forms."""


HELD_BACK = "held back"
"""How the topics begin whose pairs were written when the rules stood."""


class NamePair(NamedTuple):
    """Two records of two articles.

    Attributes:
        topic: What makes the pair hard.
        same: Whether they are one actor.
    """

    topic: str
    first: Actor
    second: Actor
    same: bool


def pairs() -> Iterator[NamePair]:
    """Yield the pairs, in the order of the table."""
    topic = ""
    for line in _TABLE.strip().splitlines():
        if line.startswith("#"):
            topic = line.removeprefix("# ")
            continue
        first, mark, second = line.partition("==" if "==" in line else "<>")
        yield NamePair(topic, _actor(first), _actor(second), mark == "==")


def _actor(cell: str) -> Actor:
    name, kind, country, office, *forms = (part.strip() for part in cell.split(";"))
    return Actor(
        name=name,
        surface_forms=[name, *(form.strip() for listed in forms for form in listed.split(","))],
        type=_TYPES[kind],
        primary_role=ActorRole.MENTIONED,
        country=country or None,
        office_as_stated=office or None,
        quotes=[],
    )
