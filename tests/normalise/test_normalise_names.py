"""An actor is found under every name a newspaper uses, and nobody else is taken for them."""

from __future__ import annotations

import string
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from summariser.normalise import is_named, mentions, name_key, name_tokens
from summariser.normalise.demonyms import by_belonging, by_name, entities
from summariser.normalise.namekeys import spelled
from summariser.normalise.tokens import listed

syllables = st.sampled_from(listed("ba da ko lu mi no pe ri su ta vo ze bri gran stel mor"))
words = st.lists(syllables, min_size=2, max_size=4).map(lambda parts: "".join(parts).capitalize())
names = st.builds("{} {}".format, words, words)
letters = st.text(alphabet=string.ascii_letters + "éüñłøßжя-' .", min_size=1, max_size=24)


@given(name=names | letters)
def test_a_key_ignores_case_and_typography(name: str) -> None:
    """Capitals, curly apostrophes, dashes and white space do not change the key."""
    key = name_key(name)
    assert name_key(name.upper()) == key
    assert name_key(f" {name.replace(' ', chr(0xA0))}  ") == key
    assert name_key(name.replace("'", "’").replace("-", "\u2011")) == key


@given(name=names)
def test_a_key_is_its_own_key(name: str) -> None:
    """A key read as a name gives itself, so keys can be compared with names."""
    assert name_key(name_key(name)) == name_key(name)
    assert " ".join(name_tokens(name)) == name_key(name)


@given(
    name=names,
    before=st.sampled_from(["", "said ", "“", "(", "Mr. "]),
    after=st.sampled_from(["", ".", "’s", ")"]),
)
def test_a_name_is_named_where_it_stands(name: str, before: str, after: str) -> None:
    """A text that holds the full name names the actor, in any case and typography."""
    for text in (
        f"{before}{name}{after}",
        f"{before}{name.upper()}{after}",
        f"x {name.replace(' ', chr(0xA0))} y",
    ):
        assert is_named(name, text)
        assert [span.of(text).upper() for span in mentions(name, text)] != []


@given(name=names, other=names)
def test_another_name_is_never_named(name: str, other: str) -> None:
    """Two people who share no name are never taken for each other."""
    assume(not set(name_tokens(name)) & set(name_tokens(other)))
    assert not is_named(name, f"Yesterday {other} said that {other.lower()} and Mr. {other.split()[1]} left.")


@given(given_name=words, stranger=words, surname=words)
def test_a_surname_after_a_strangers_name_is_not_taken(given_name: str, stranger: str, surname: str) -> None:
    """Boris Johnson does not name Mike Johnson."""
    assume(len({spelled(part.lower()) for part in (given_name, stranger, surname)}) == 3)
    short, long = sorted((given_name.lower(), stranger.lower()), key=len)
    assume(not spelled(long).startswith(spelled(short)))

    assert not is_named(f"{given_name} {surname}", f"it was {stranger} {surname} who said it")
    assert is_named(f"{given_name} {surname}", f"it was Mr. {surname} who said it")


@given(text=st.text(max_size=80), name=names)
def test_mentions_are_ordered_spans(text: str, name: str) -> None:
    """Spans are code points, in order, apart, and there exactly when the actor is named."""
    full = f"{text} {name} {text}"
    spans = mentions(name, full)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert bool(spans) == is_named(name, full)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Kirill Dmitriev", "and Mr. Dmitriev, whom he praised"),
        ("Kirill Dmitriev", "Dmitriev insisted"),
        ("Vladimir V. Putin", "President Putin said"),
        ("Vladimir Putin", "President Vladimir V. Putin said"),
        ("Vladimir Putin", "Putin’s plan"),
        ("Volodymyr Zelensky", "President Zelenskiy warned"),
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky"),
        ("Andriy Yermak", "Andrii Yermak"),
        ("JD Vance", "J.D. Vance"),
        ("J.D. Vance", "Vance and Rubio"),
        ("Dan Driscoll", "U.S. Army Secretary Daniel Driscoll"),
        ("Jean-Noël Barrot", "Foreign Minister Jean-Noel Barrot"),
        ("Ukrainian President Volodymyr Zelensky", "Mr. Zelensky rejected it"),
        ("Ursula von der Leyen", "Ms. von der Leyen said"),
        ("Xi Jinping", "President Xi said"),
        ("Angus King", "Senator King said"),
        ("Donald Trump", "Trump Meets New York’s Mayor-Elect Zohran Mamdani"),
        ("Mike Johnson", "But Johnson said on Monday"),
        ("United States", "The U.S. said"),
        ("the United States of America", "US officials"),
        ("U.S.", "American envoys"),
        ("US", "America’s secret deals"),
        ("UK", "Britain and France"),
        ("United Kingdom", "British Prime Minister Keir Starmer"),
        ("European Union", "EU foreign ministers"),
        ("EU", "the European Union"),
        ("NATO", "the North Atlantic Treaty Organization"),
        ("North Atlantic Treaty Organization (NATO)", "Nato counterparts"),
        ("G20", "the Group of 20 summit"),
        ("Group of 20", "a G20 summit"),
        ("International Chess Federation", "the ICF said"),
        ("Ukraine", "Ukrainian officials"),
        ("Russia", "US-Russia talks"),
        ("Kyiv", "in Kiev"),
        ("South Korea", "South Korean troops"),
        ("European officials", "officials from Europe"),
        ("European officials", "Ukrainian and European officials"),
        ("senior US officials", "American defense officials"),
        ("Russian government", "Russia’s government"),
        ("Trump administration", "the Trump administration’s plan"),
        ("critics", "one critic said"),
        ("White House", "THE WHITE HOUSE"),
        ("Procter & Gamble", "at Procter & Gamble"),
    ],
)
def test_names_the_actor(name: str, text: str) -> None:
    """Surname, title, spelling, abbreviation, adjective and group name the same actor."""
    assert is_named(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ukraine", "Russia and Russian officials"),
        ("South Korea", "North Korea and North Koreans"),
        ("Sudan", "South Sudan"),
        ("Mexico", "New Mexico"),
        ("United States", "South America and us"),
        ("United States", "it gave us hope"),
        ("Europe", "the European Union"),
        ("European Union", "European officials"),
        ("Mike Johnson", "Boris Johnson said"),
        ("Mike Johnson", "James Johnson said"),
        ("Mike Johnson", "B. Johnson said"),
        ("Lindsey Graham", "Graham Norton said"),
        ("Donald Trump", "Donald Trump Jr. said"),
        ("Angus King", "the king said"),
        ("Ed Art", "an articulate party of art"),
        ("Steve Witkoff", "the Witkoffs"),
        ("White House", "the House"),
        ("World Health Organization", "those who said it"),
        ("Poland", "polish the car"),
        ("European officials", "European Union officials"),
        ("Russian officials", "Ukrainian officials said that Russian forces advanced"),
        ("Russian officials", "Russian forces and Ukrainian officials"),
        ("European leaders", "leaders of France"),
        ("US officials", "US troops met officials"),
        ("Security Council", "the council on security"),
        ("...", "..."),
        ("", "anything"),
    ],
)
def test_names_nobody_else(name: str, text: str) -> None:
    """What could be somebody else is not taken."""
    assert not is_named(name, text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zelensky", "Zelenskiy"),
        ("Mr. Zelenskyy", "President Zelenskij"),
        ("Dmitry Peskov", "Kremlin spokesman Dmitriy Peskov"),
        ("Karoline Leavitt", "White House press secretary Karoline Leavitt"),
        ("Lindsey Graham", "Senate Foreign Relations Chairman Lindsey Graham"),
        ("Marco Rubio", "Secretary of State Marco Rubio"),
        ("Volodymyr Zelensky", "President of Ukraine Volodymyr Zelenskyy"),
        ("Rustem Umerov", "Rustem Umerov, Ukraine's national security adviser"),
        ("Guterres", "Secretary-General Guterres"),
        ("Zaporizhzhia", "Zaporizhzhya"),
        ("Müller", "Mueller"),
        ("the U.S.", "United States of America"),
        ("Great Britain", "UK"),
        ("Luhansk", "Lugansk"),
    ],
)
def test_spellings_and_titles_share_a_key(one: str, other: str) -> None:
    """Titles, offices and transliterations do not make another actor."""
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Khan", "Han"),
        ("Joe", "Jo"),
        ("Volodymyr", "Vladimir"),
        ("Angus King", "Angus"),
        ("General Staff", "Staff"),
        ("Justice Department", "Department"),
        ("Donald Trump", "Donald Trump Jr."),
        ("President of Ukraine", "Ukraine"),
        ("South Korea", "North Korea"),
        ("senior aide to Zelensky", "Zelensky"),
    ],
)
def test_different_actors_keep_different_keys(one: str, other: str) -> None:
    """What differs between actors is not evened out."""
    assert name_key(one) != name_key(other)


def test_the_table_of_countries_is_sound() -> None:
    """At least sixty entities have adjectives, and no name or adjective stands for two."""
    assert sum(bool(entity.belonging) for entity in entities()) >= 60
    assert len(by_name()) == sum(len(set(entity.names)) for entity in entities())
    assert len(by_belonging()) == sum(len(set(entity.belonging)) for entity in entities())


@pytest.mark.parametrize(
    ("number", "named", "absent"),
    [
        (
            "000",
            "Steve Witkoff|Kirill Dmitriev|Emmanuel Macron|NATO|United States|Mike Pompeo",
            "Marco Rubio|Poland",
        ),
        (
            "001",
            "Jared Kushner|Rustem Umerov|Dan Driscoll|European officials|Kremlin",
            "Emmanuel Macron|Germany",
        ),
        ("002", "Andriy Yermak|Donald Tusk|JD Vance|Switzerland|Venezuela|Poland", "Olaf Scholz|Iran"),
        (
            "003",
            "Kaja Kallas|Friedrich Merz|Keir Starmer|United Nations|Estonia",
            "Olaf Scholz|Andriy Yermak",
        ),
        (
            "004",
            "Donald Trump|United States|European officials|US defense officials",
            "Marco Rubio|Jared Kushner",
        ),
    ],
)
def test_actors_of_the_seeds(number: str, named: str, absent: str, seed: Callable[[str], str]) -> None:
    """Actors of an article are named by it, and those of the others are not."""
    text = seed(number)
    assert [name for name in named.split("|") if not is_named(name, text)] == []
    assert [name for name in absent.split("|") if is_named(name, text)] == []
