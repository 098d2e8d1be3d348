"""Places of the world by what holds them: continents, countries, some regions, large cities, seats of power.

The tables hold names only, in the spelling of English news without accents. A
place is listed where news places it; a line takes no side on whose it is. Regions
that matter to one plan only belong to its profile.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from summariser.normalise.cities import CITIES

Kind = Literal["continent", "group", "country", "region", "city", "site"]
"""`continent`: all its countries are listed, as are the members of a union; `group`: it has no agreed borders."""


class Place(NamedTuple):
    """One line's say about one place; a name that several places share has several.

    Attributes:
        name: Lower case, as the table writes it.
        inside: The place that holds it, or "".
        aliases: Its other names.
    """

    name: str
    kind: Kind
    inside: str = ""
    aliases: tuple[str, ...] = ()


def places() -> Iterator[Place]:
    """Yield every place of the tables, a holder before what it holds."""
    for name, members in _lines(_CONTINENTS):
        yield Place(name, "continent")
        yield from (Place(member, "country", name) for member in members)
    for name, members in _lines(_GROUPS):
        yield Place(name, "group")
        yield from (Place(member, "country", name) for member in members)
    for holder, names in _lines(_REGIONS):
        yield from (_place(name, "region", holder) for name in names)
    for holder, names in _lines(CITIES):
        yield from (_place(name, "city", holder) for name in names)
    for holder, names in _lines(_SITES):
        yield from (_place(name, "site", holder) for name in names)


def _place(entry: str, kind: Kind, inside: str) -> Place:
    name, *aliases = entry.split("=")
    return Place(name, kind, inside, tuple(aliases))


def _lines(table: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what stands before and after the colon of each entry; an indented line goes on with the last."""
    for entry in table.strip().replace("\n    ", " ").splitlines():
        holder, names = entry.split(":")
        yield holder, tuple(name.strip() for name in names.split(","))


_CONTINENTS = """
africa: algeria, angola, benin, botswana, burkina faso, burundi, cameroon, cape verde, central african republic,
    chad, comoros, congo, republic of the congo, djibouti, egypt, equatorial guinea, eritrea, eswatini, ethiopia,
    gabon, gambia, ghana, guinea, guinea-bissau, ivory coast, kenya, lesotho, liberia, libya, madagascar, malawi,
    mali, mauritania, mauritius, morocco, mozambique, namibia, niger, nigeria, rwanda, sao tome and principe,
    senegal, seychelles, sierra leone, somalia, south africa, south sudan, sudan, tanzania, togo, tunisia, uganda,
    western sahara, zambia, zimbabwe
asia: afghanistan, armenia, azerbaijan, bahrain, bangladesh, bhutan, brunei, burma, cambodia, china, cyprus, egypt,
    east timor, georgia, india, indonesia, iran, iraq, israel, japan, jordan, kazakhstan, kuwait, kyrgyzstan, laos,
    lebanon, malaysia, maldives, mongolia, nepal, north korea, oman, pakistan, palestine, philippines, qatar, russia,
    saudi arabia, singapore, south korea, sri lanka, syria, taiwan, tajikistan, thailand, turkey, turkmenistan,
    united arab emirates, uzbekistan, vietnam, yemen
europe: albania, andorra, armenia, austria, azerbaijan, belarus, belgium, bosnia and herzegovina, bulgaria, croatia,
    cyprus, czech republic, denmark, estonia, finland, france, georgia, germany, greece, hungary, iceland, ireland,
    italy, kazakhstan, kosovo, latvia, liechtenstein, lithuania, luxembourg, malta, moldova, monaco, montenegro,
    netherlands, north macedonia, norway, poland, portugal, romania, russia, san marino, serbia, slovakia, slovenia,
    spain, sweden, switzerland, turkey, ukraine, united kingdom, vatican
north america: antigua and barbuda, bahamas, barbados, belize, bermuda, canada, costa rica, cuba, dominica,
    dominican republic, el salvador, greenland, grenada, guatemala, haiti, honduras, jamaica, mexico, nicaragua,
    panama, puerto rico, saint kitts and nevis, saint lucia, saint vincent and the grenadines, trinidad and tobago,
    united states
south america: argentina, bolivia, brazil, chile, colombia, ecuador, guyana, paraguay, peru, suriname, uruguay,
    venezuela
oceania: australia, fiji, kiribati, marshall islands, micronesia, nauru, new zealand, palau, papua new guinea,
    samoa, solomon islands, tonga, tuvalu, vanuatu
european union: austria, belgium, bulgaria, croatia, cyprus, czech republic, denmark, estonia, finland, france,
    germany, greece, hungary, ireland, italy, latvia, lithuania, luxembourg, malta, netherlands, poland, portugal,
    romania, slovakia, slovenia, spain, sweden
"""

_GROUPS = """
middle east: bahrain, egypt, iran, iraq, israel, jordan, kuwait, lebanon, oman, palestine, qatar, saudi arabia,
    syria, turkey, united arab emirates, yemen
latin america: argentina, belize, bolivia, brazil, chile, colombia, costa rica, cuba, dominican republic, ecuador,
    el salvador, guatemala, haiti, honduras, mexico, nicaragua, panama, paraguay, peru, uruguay, venezuela
central america: belize, costa rica, el salvador, guatemala, honduras, nicaragua, panama
caribbean: antigua and barbuda, bahamas, barbados, cuba, dominica, dominican republic, grenada, haiti, jamaica,
    puerto rico, saint kitts and nevis, saint lucia, saint vincent and the grenadines, trinidad and tobago
central asia: kazakhstan, kyrgyzstan, tajikistan, turkmenistan, uzbekistan
southeast asia: brunei, burma, cambodia, east timor, indonesia, laos, malaysia, philippines, singapore, thailand,
    vietnam
east asia: china, japan, mongolia, north korea, south korea, taiwan
south asia: afghanistan, bangladesh, bhutan, india, maldives, nepal, pakistan, sri lanka
caucasus: armenia, azerbaijan, georgia
balkans: albania, bosnia and herzegovina, bulgaria, croatia, greece, kosovo, montenegro, north macedonia, romania,
    serbia, slovenia
baltics: estonia, latvia, lithuania
scandinavia: denmark, norway, sweden
horn of africa: djibouti, eritrea, ethiopia, somalia
korean peninsula: north korea, south korea
"""

_REGIONS = """
united states: alabama, alaska, arizona, arkansas, california, colorado, connecticut, delaware, district of
    columbia, florida, georgia, hawaii, idaho, illinois, indiana, iowa, kansas, kentucky, louisiana, maine,
    maryland, massachusetts, michigan, minnesota, mississippi, missouri, montana, nebraska, nevada, new
    hampshire, new jersey, new mexico, new york, north carolina, north dakota, ohio, oklahoma, oregon,
    pennsylvania, rhode island, south carolina, south dakota, tennessee, texas, utah, vermont, virginia,
    washington state, west virginia, wisconsin, wyoming
united kingdom: england, scotland, wales, northern ireland
canada: alberta, british columbia, manitoba, new brunswick, newfoundland and labrador=newfoundland, nova scotia,
    ontario, prince edward island, quebec, saskatchewan, yukon, nunavut
australia: new south wales, queensland, tasmania, western australia, northern territory
germany: bavaria, saxony, hesse, brandenburg, thuringia, saarland, baden-wurttemberg, lower saxony, north
    rhine-westphalia, rhineland-palatinate, schleswig-holstein
spain: catalonia, andalusia, galicia, basque country
italy: lombardy, sicily, sardinia, tuscany, veneto, piedmont
france: brittany, normandy, corsica, alsace, provence
belgium: flanders, wallonia
china: hong kong, macau=macao, tibet, xinjiang, guangdong, sichuan, yunnan, hainan, fujian, zhejiang, jiangsu
russia: chechnya, dagestan, tatarstan, bashkortostan, siberia, belgorod, bryansk, kursk, rostov, kaliningrad,
    sakhalin
india: punjab, gujarat, kerala, tamil nadu, uttar pradesh, maharashtra, west bengal, assam, bihar, karnataka,
    rajasthan
pakistan: punjab, sindh, balochistan, khyber pakhtunkhwa
indonesia: java, sumatra, bali, papua, aceh
japan: hokkaido, okinawa, honshu, kyushu
iraq: kurdistan, anbar
palestine: gaza=gaza strip, west bank
syria: idlib
ethiopia: tigray, amhara, oromia
sudan: darfur, kordofan
somalia: somaliland, puntland
nigeria: borno, kano, kaduna, rivers state, zamfara
congo: north kivu, south kivu, ituri, katanga
moldova: transnistria
georgia: abkhazia, south ossetia
azerbaijan: nagorno-karabakh, nakhchivan
brazil: amazonas, bahia, minas gerais, parana, mato grosso
"""

_SITES = """
washington: white house, pentagon, capitol=capitol hill, state department
maryland: camp david
palm beach: mar-a-lago
new york city: manhattan, brooklyn, queens
manhattan: un headquarters, wall street
london: downing street=10 downing street, westminster, buckingham palace, heathrow
paris: elysee palace=elysee
berlin: chancellery, reichstag=bundestag
moscow: kremlin, red square
brussels: berlaymont, nato headquarters
geneva: palais des nations
beijing: great hall of the people, tiananmen square, forbidden city
seoul: blue house
kyiv: maidan, bankova
england: chequers
johannesburg: soweto
"""
