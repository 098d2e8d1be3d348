"""The words that tell actors apart: governments and bodies, given names that go for each other, fields of work."""

from __future__ import annotations

from functools import lru_cache

from summariser.normalise.namekeys import spelled
from summariser.normalise.tokens import Phrase, listed

GOVERNMENT_WORDS = frozenset(
    listed(
        """
        government governments administration authority authorities leadership leaders side state regime
        cabinet republic team delegation officials
        """
    )
)
"""Words that add nothing to the name of a state that acts: "the Russian side", "Ukraine's leadership"."""

BODY_WORDS = {"department": "ministry", "defense": "defence", "affairs": "", "offices": "office"}
"""Words of a body's name under the word they are compared by; "" for those that say nothing."""

BODY_NAMES: dict[Phrase, tuple[str, Phrase]] = {
    ("pentagon",): ("united states", ("defence", "ministry")),
    ("foggy", "bottom"): ("united states", ("state", "ministry")),
    ("capitol", "hill"): ("united states", ("congress",)),
    ("foreign", "office"): ("united kingdom", ("foreign", "ministry")),
    ("bundestag",): ("germany", ("parliament",)),
    ("knesset",): ("israel", ("parliament",)),
    ("verkhovna", "rada"): ("ukraine", ("parliament",)),
    ("rada",): ("ukraine", ("parliament",)),
    ("sejm",): ("poland", ("parliament",)),
    ("duma",): ("russia", ("parliament",)),
    ("riksdag",): ("sweden", ("parliament",)),
    ("folketing",): ("denmark", ("parliament",)),
    ("storting",): ("norway", ("parliament",)),
}
"""Names of bodies that belong to one country, and what they are compared as."""

ORGANISATION_SEATS: dict[Phrase, str] = {("brussels",): "European Union"}
"""Capitals that act for an organisation, but where the country itself is meant."""

GENERIC_WORDS = frozenset(
    listed(
        """
        foreign defence defense interior finance justice health trade energy education agriculture supreme high
        national federal central state security intelligence public people democratic republican labour labor
        green greens liberal conservative conservatives social socialist christian progressive workers united
        communist ministry parliament senate congress house army navy military police forces armed troops air
        court bank opposition ruling left right centre center local regional independent standard star sun
        mirror express mail telegraph media outlets daily evening sunday morning officials
        """
    )
)
"""Words that many bodies share, so that a name of nothing else is told apart by its country."""

LEGAL_FORMS = frozenset(
    listed(
        "inc ltd llc plc corp corporation co company ag sa se gmbh nv bv oao pao pjsc jsc spa holding holdings"
    )
)
OUTLET_WORDS = frozenset(listed("news agency newspaper magazine tv television channel newswire wire"))

LOOSE_WORDS = frozenset(
    listed(
        """
        senior top key several some other many various most numerous all certain unnamed critical leading both
        two three four five six seven eight nine ten dozen dozens hundreds thousands about nearly over
        """
    )
)
"""Words that qualify or count a group without making it another one."""

CROWD_WORDS = frozenset(
    listed(
        """
        critic analyst expert observer supporter opponent commentator pundit source insider watcher protester
        demonstrator resident people person witness campaigner activist lawyer aide ally colleague voter
        """
    )
)
"""Words for people of whom every article means its own, as it does by the offices of `fields`."""

ASSEMBLIES = frozenset(listed("chamber assembly senate congress house diet"))
"""What parliaments are called in some countries and not in others, unlike "parliament" or "ministry"."""

_GIVEN_NAMES = """
abraham avraham abe | alexander aleksandr oleksandr alexandr alex sasha alec | alexei oleksii alexey oleksiy
| andrew andy drew andrei andrey andrii andriy | anthony tony antony | arthur artur | benjamin binyamin ben
benny bibi | bernard bernie | catherine katherine kate katie cathy kathy katharine | charles charlie chuck |
christopher chris | christine christina chris | daniel dan danny | david dave | deborah debbie deb | dmitry
dmytro dmitri | donald don donny | douglas doug | edward ed eddie ted | elizabeth liz beth betsy lizzie
eliza | eugene yevgeny evgeny gene yevhen | francis frank | frederick fred freddie | gerald gerry jerry |
gregory greg | gregory hryhorii grigory | henry harry hank | igor ihor | irene irina iryna | jacob jake
yakov | james jim jimmy jamie | jeffrey jeff geoffrey geoff | jennifer jen jenny | john johnny jack | joseph
joe joey josef | joshua josh | julia yulia iulia | kenneth ken kenny | konstantin kostyantyn | lawrence
larry laurence | leonard leo len | lindsey lindsay | margaret maggie meg peggy | mark marc marko markus
marcus | matthew matt | michael mike mick mickey michel mikhail mykhailo | mohammed muhammad mohamed
mohammad muhammed mohamad | nathaniel nathan nate | nicholas nick nicolas nikolas | nikolai mykola nikolay
nicolae | oleg oleh | olga olha | patrick pat paddy | patricia pat patty | paul pavel pavlo | peter pete
petro pyotr petr | philip phil phillip | rachel rachael | raymond ray | rebecca becky | richard rick dick
rich richie | robert bob rob bobby robbie | ronald ron ronnie | samuel sam | sergei sergey serhii serhiy |
stephen steve steven stefan | susan sue suzanne | svetlana svitlana | theodore ted theo teddy | thomas tom
tommy | timothy tim | victor viktor | vladimir volodymyr vlad | walter walt | william bill will billy liam |
yaroslav iaroslav | yuri yury yurii iurii george | zachary zach zack | hussein husain hossein hosein | ahmed
ahmad achmed | ali aly | abdullah abdallah abdulla | ibrahim ebrahim | yusuf yousef youssef | osama usama |
mustafa moustafa | khaled khalid | said saeed sayed | hassan hasan
"""

_FIELDS = """
state: president premier prime minister chancellor secretary senator congressman congresswoman lawmaker legislator mp
 mep governor mayor ambassador envoy diplomat negotiator adviser advisor spokesman spokeswoman spokesperson official
 king queen prince emir general colonel commander admiral marshal speaker whip parliamentarian commissioner delegate
 councillor politician leader deputy lieutenant captain
trade: ceo executive billionaire businessman businesswoman tycoon mogul investor banker financier founder entrepreneur
 industrialist shareholder
press: journalist reporter columnist editor anchor correspondent broadcaster presenter blogger
learning: professor economist historian researcher scholar lecturer scientist physicist biologist academic analyst
 fellow sociologist chemist
schooling: teacher schoolteacher headteacher student pupil nurse
medicine: surgeon physician dentist doctor psychiatrist epidemiologist
sport: footballer striker goalkeeper midfielder defender player coach golfer boxer sprinter swimmer cyclist cricketer
 athlete quarterback pitcher jockey driver skater hockey rugby tennis baseball basketball
stage: actor actress singer comedian musician novelist painter rapper filmmaker author poet guitarist pianist sculptor
church: pope bishop archbishop cardinal imam rabbi pastor priest patriarch vicar
trades: plumber farmer butcher builder electrician carpenter waiter baker mechanic chef shopkeeper fisherman
crime: murderer killer gangster robber suspect inmate smuggler
"""

RELATED_FIELDS = frozenset({frozenset({"state", "trade"})})
"""Fields between which people move while a plan is talked about: envoys who run funds, ministers who own banks."""

OTHER_OFFICE = frozenset(
    listed(
        """
        vice deputy assistant aide adviser advisor spokesman spokeswoman spokesperson wife husband son daughter
        brother sister lawyer ally rival
        """
    )
)
"""Words that make another office of one: a president's adviser is no president."""

OFFICE_FILLERS = frozenset(
    listed(
        """
        former ex acting outgoing incoming late new then current senior top special chief outspoken veteran long
        time longtime host
        """
    )
)
REGNAL = frozenset(listed("pope king queen prince princess emperor sultan patriarch tsar"))
"""Offices whose holder goes by a given name: "Pope Francis" is nobody's surname."""

MALE = frozenset(listed("mr sir lord king prince chairman spokesman congressman father brother"))
FEMALE = frozenset(
    listed("mrs ms miss dame lady queen princess chairwoman spokeswoman congresswoman mother sister")
)
GENERATIONS = frozenset(listed("jr junior sr senior ii iii iv vi vii viii ix xi xii xiii xiv xv xvi"))
PARTICLES = frozenset(
    listed("al el ul as ash an ad von van der den de la le del della di da do dos du ten ter bin ibn ben")
)
"""Parts of a surname that spellings add, drop and join."""


@lru_cache(maxsize=1)
def given_groups() -> dict[str, frozenset[int]]:
    """Return, under each given name as its key spells it, the numbers of the groups of names that go for it."""
    found: dict[str, frozenset[int]] = {}
    for number, group in enumerate(_GIVEN_NAMES.split("|")):
        for name in map(spelled, listed(group)):
            found[name] = found.get(name, frozenset()) | {number}
    return found


@lru_cache(maxsize=1)
def fields() -> dict[str, str]:
    """Return the field of work under each word that gives one away."""
    rows = (entry.partition(":") for entry in _FIELDS.replace("\n ", " ").strip().splitlines())
    return {word: field for field, _, words in rows for word in listed(words)}
