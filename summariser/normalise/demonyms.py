"""Countries, regions, cities and bodies: their other names, and the words for what belongs to them."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from summariser.normalise.tokens import Phrase, listed

_TABLE = """
afghanistan | | afghan
albania | | albanian
algeria | | algerian
argentina | argentine republic | argentine, argentinian
armenia | | armenian
australia | | australian
austria | | austrian
azerbaijan | | azerbaijani, azeri
bahrain | | bahraini
bangladesh | | bangladeshi
belarus | byelorussia | belarusian, belarussian
belgium | | belgian
bolivia | | bolivian
bosnia and herzegovina | bosnia, bosnia-herzegovina | bosnian
brazil | | brazilian
bulgaria | | bulgarian
burma | myanmar | burmese
cambodia | | cambodian
canada | | canadian
chile | | chilean
china | people's republic of china, prc | chinese
colombia | | colombian
congo | democratic republic of the congo, democratic republic of congo, drc | congolese
croatia | | croatian, croat
cuba | | cuban
cyprus | | cypriot
czech republic | czechia | czech
denmark | | danish, dane
ecuador | | ecuadorian, ecuadorean
egypt | | egyptian
estonia | | estonian
ethiopia | | ethiopian
finland | | finnish, finn
france | french republic | french, frenchman, frenchmen
georgia | | georgian
germany | federal republic of germany | german
ghana | | ghanaian
greece | | greek
greenland | | greenlandic, greenlander
hungary | | hungarian
iceland | | icelandic, icelander
india | | indian
indonesia | | indonesian
iran | islamic republic of iran | iranian
iraq | | iraqi
ireland | republic of ireland | irish
israel | state of israel | israeli
italy | | italian
japan | | japanese
jordan | | jordanian
kazakhstan | | kazakh, kazakhstani
kenya | | kenyan
kosovo | | kosovar, kosovan
kuwait | | kuwaiti
kyrgyzstan | | kyrgyz
laos | | laotian
latvia | | latvian
lebanon | | lebanese
libya | | libyan
lithuania | | lithuanian
luxembourg | | luxembourgish, luxembourger
malaysia | | malaysian
malta | | maltese
mexico | | mexican
moldova | | moldovan
mongolia | | mongolian
montenegro | | montenegrin
morocco | | moroccan
nepal | | nepali, nepalese
netherlands | holland | dutch
new zealand | | new zealander
nigeria | | nigerian
north korea | dprk | north korean
north macedonia | | macedonian
norway | | norwegian
oman | | omani
pakistan | | pakistani
palestine | palestinian territories, palestinian authority | palestinian
panama | | panamanian
peru | | peruvian
philippines | | philippine, filipino
poland | | polish, pole
portugal | | portuguese
qatar | | qatari
romania | | romanian
russia | russian federation | russian
rwanda | | rwandan
saudi arabia | kingdom of saudi arabia, ksa | saudi, saudi arabian
serbia | | serbian, serb
singapore | | singaporean
slovakia | slovak republic | slovak, slovakian
slovenia | | slovenian, slovene
somalia | | somali
south africa | | south african
south korea | republic of korea, rok | south korean
south sudan | | south sudanese
soviet union | ussr | soviet
spain | | spanish, spaniard
sri lanka | | sri lankan
sudan | | sudanese
sweden | | swedish, swede
switzerland | | swiss
syria | | syrian
taiwan | | taiwanese
tajikistan | | tajik
thailand | | thai
tunisia | | tunisian
turkey | turkiye | turkish, turk
turkmenistan | | turkmen
ukraine | | ukrainian
united arab emirates | uae, emirates | emirati
united kingdom | uk, britain, great britain | british, briton
united states | us, usa, united states of america, america | american
uzbekistan | | uzbek
vatican | holy see, vatican city | vatican
venezuela | | venezuelan
vietnam | | vietnamese
yemen | | yemeni
zimbabwe | | zimbabwean
crimea | crimean peninsula | crimean
donbas | donbass |
dnipro | dnepr, dnipropetrovsk |
kharkiv | kharkov |
kyiv | kiev |
luhansk | lugansk |
lviv | lvov |
africa | | african
asia | | asian
europe | | european
latin america | | latin american
middle east | mideast | middle eastern
england | | english
scotland | | scottish, scot
wales | | welsh
northern ireland | | northern irish
african union | au |
association of southeast asian nations | asean |
european commission | |
european union | eu |
group of seven | g 7, group of 7 |
group of eight | g 8, group of 8 |
group of twenty | g 20, group of 20 |
international atomic energy agency | iaea |
international criminal court | icc |
international monetary fund | imf |
north atlantic treaty organization | nato, north atlantic treaty organisation, north atlantic alliance |
organization for security and co-operation in europe | osce |
security council | unsc |
united nations | un |
world bank | |
world health organization | who, world health organisation |
world trade organization | wto, world trade organisation |
central intelligence agency | cia |
house of representatives | |
democratic party | democrats | democrat, democratic
republican party | republicans, gop | republican
"""
"""Name | other names | adjectives and inhabitants; a plain plural in -s need not be listed."""

LOOKALIKES = tuple(
    listed(line)
    for line in """
new mexico
new england
new jersey
new york
new york times
new york post
new south wales
south wales
south america
north america
central america
american samoa
papua new guinea
equatorial guinea
south georgia
west virginia
washington post
wall street journal
jerusalem post
eastern europe
council of europe
european council
european parliament
european central bank
african national congress
""".strip().splitlines()
)
"""Names that hold a shorter name of somebody else: "South America" names no United States."""


SHORT_FORMS = frozenset(listed("us usa uk eu un au uae drc prc ksa rok dprk ussr who wto imf icc cia gop"))
"""Names that are only meant when written in capitals: "us" is a pronoun."""


class Entity(NamedTuple):
    """A country, region, city or body.

    Attributes:
        name: Its canonical name, folded.
        names: All its names, the canonical one first, as words.
        belonging: Adjectives and inhabitants, as words.
    """

    name: str
    names: tuple[Phrase, ...]
    belonging: tuple[Phrase, ...]


@lru_cache(maxsize=1)
def entities() -> tuple[Entity, ...]:
    """Return the table, one `Entity` per line."""
    return tuple(_entity(line) for line in _TABLE.strip().splitlines())


@lru_cache(maxsize=1)
def by_name() -> dict[Phrase, Entity]:
    """Return each entity under each of its names, as words."""
    return {name: entity for entity in entities() for name in entity.names}


@lru_cache(maxsize=1)
def by_belonging() -> dict[Phrase, Entity]:
    """Return each entity under its adjectives and inhabitants, as words."""
    return {words: entity for entity in entities() for words in entity.belonging}


def is_demonym(word: str) -> bool:
    """Return whether the folded `word` is an adjective or inhabitant of a known country, region or body.

    >>> is_demonym("ukrainian"), is_demonym("poles"), is_demonym("eastern")
    (True, True, False)
    """
    return (word,) in by_belonging()


def _entity(line: str) -> Entity:
    name, aliases, belonging = (part.strip() for part in line.split("|"))
    names = tuple(_words(alias) for alias in (name, *filter(None, map(str.strip, aliases.split(",")))))
    forms = [form.strip() for form in belonging.split(",") if form.strip()]
    forms += [form + "s" for form in forms if not form.endswith(("s", "sh", "ch", "ese", "men", "man", "z"))]
    return Entity(name, names, tuple(map(_words, forms)))


def _words(phrase: str) -> Phrase:
    return tuple(word.removesuffix("'s") for word in listed(phrase.replace("-", " ")))
