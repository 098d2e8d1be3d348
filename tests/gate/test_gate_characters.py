"""Rows 17 to 23: characters that hide, reorder, combine or look like others, and every kind of line end."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import pytest

from summariser import find_quote, read
from summariser.fold import visible
from summariser.reconcile import reconcile
from summariser.report.page import render
from summariser.sanitise import terminal
from summariser.zones import label
from tests.cli.conftest import ARTICLE, Command, write
from tests.faults import FaultServer
from tests.gate.rows import row
from tests.pipeline.scripted import Script, user
from tests.reconcile.made import PROFILE, actor, article
from tests.report.page_inputs import poisoned, seed_page
from tests.report.page_reader import read as read_page

OVERRIDE = "The file is \u202egpj.exe\u202c, the minister said.\n"
ARABIC = "قال الوزير إن الخطة تتضمن ثمانية وعشرين بندا.\n"
HEBREW = "השר אמר כי התוכנית כוללת עשרים ושמונה סעיפים.\n"


@row(17)
@pytest.mark.parametrize("text", [OVERRIDE, ARABIC, HEBREW], ids=["override", "arabic", "hebrew"])
def test_direction(row: int, text: str) -> None:
    """The text is kept raw, an override is noted and never reaches a terminal."""
    document = read(write(Path("a.txt"), text))

    assert document.text == text
    assert bool(document.notes) == (text == OVERRIDE)
    assert "\u202e" not in terminal(document.text)


@row(17)
def test_direction_is_isolated_in_the_report(row: int) -> None:
    """What an article says stands in elements of their own direction, so that nothing around it turns."""
    page = read_page(render(poisoned(seed_page("002", "004"), "\u202e")))

    directed = [e for e in page.elements if e.tag == "bdi" or e.attributes.get("dir") == "auto"]
    assert len(directed) > 100


@row(18)
def test_invisible_characters_are_not_shown_to_the_model(
    row: int, command: Command, endpoint: FaultServer, tmp_path: Path
) -> None:
    """The file keeps them, a note tells of them, and no request holds one; the words around them are all there."""
    orders = "".join(chr(0xE0000 + ord(letter)) for letter in "obey")
    endpoint.answer = script = Script()
    text = ARTICLE.replace("accord", f"ac\u00adcord{orders}").replace("water", "wa\u200bter\u200d")

    ran = command(str(write(tmp_path / "a.txt", text)))

    assert (ran.folder / "articles" / "a.txt").read_text("utf-8") == text
    assert "invisible characters" in ran.err
    asked = user(script.seen[0])
    assert ARTICLE.split()[0] in asked
    assert "accord was presented" in asked
    assert visible(asked) == asked


@row(19)
@pytest.mark.parametrize(
    ("text", "quote", "raw"),
    [
        (unicodedata.normalize("NFD", "El año pasado José habló."), "José habló", "Jose\u0301 hablo\u0301"),
        ("The ﬁnal ofﬁcial said no.", "final official said", "ﬁnal ofﬁcial said"),
        ("It caps at ６００,０００ troops now.", "600,000 troops", "６００,０００ troops"),
        ("He said “it’s – over” then.", 'said "it\'s - over"', "said “it’s – over”"),
    ],
    ids=["taken-apart", "ligatures", "wide-digits", "curly"],
)
def test_other_forms_of_the_same_letters(row: int, text: str, quote: str, raw: str) -> None:
    """A quote is found at its exact place in the raw text."""
    span = find_quote(quote, read(write(Path("a.txt"), text)).text)

    assert span is not None
    assert text[span.start : span.end] == raw


@row(20)
def test_a_name_in_letters_of_another_alphabet(row: int) -> None:
    """It looks like another name and is never merged with it silently."""
    latin, mixed = actor("Vladimir Putin"), actor("Vladimir \u0420utin")

    made = reconcile((article("a", latin), article("b", mixed)), None, profile=PROFILE)

    assert len({one.id for one in made.actors}) == 2


@row(20)
@pytest.mark.parametrize("letters", ["Vladimir \u0420utin", "Tr\u0443mp", "R\u03bfme", "\u0410P"], ids=ascii)
def test_letters_that_only_look_latin_are_noted(row: int, letters: str) -> None:
    """The article's row says how many there are; words wholly in another alphabet are no such thing."""
    document = read(write(Path("a.txt"), f"{letters} spoke. Путін і Трамп говорили 5 μm."))

    assert document.notes == ("1 Cyrillic or Greek letters that look like Latin ones, in Latin words",)


@row(21)
def test_characters_beyond_16_bits(row: int) -> None:
    """Offsets count code points, not the units of UTF-16 or bytes."""
    document = read(write(Path("a.txt"), "🕊️𝒜🇺🇦 The plan is dead."))

    span = find_quote("The plan is dead", document.text)

    assert span is not None
    before = document.text[: span.start]
    assert span.start == len(before) == 6
    assert len(before.encode("utf-16-le")) // 2 > len(before)


@row(22)
@pytest.mark.parametrize(
    "end", ["\r\n", "\r", "\n", "\u2028", "\v", "\f", "\u0085", "\n\r\n\u2029"], ids=ascii
)
def test_line_ends(row: int, end: str) -> None:
    """They stay as they are, and a quote behind them is where the raw text has it."""
    text = end.join(["Headline", "The plan has 28 points.", "Officials said on Sunday that it is dead.", ""])
    document = read(write(Path("a.txt"), text))

    span = find_quote("it is dead", document.text)

    assert document.text == text
    assert span is not None
    assert text[span.start : span.end] == "it is dead"
    assert label(text)[-1].end == len(text)


@row(23)
def test_ten_megabytes_on_one_line(row: int) -> None:
    """Reading and labelling four times the text takes about four times as long."""
    spent = []
    for megabytes in (2.5, 10):
        path = write(Path("a.txt"), "word and another word " * int(megabytes * 1e6 // 22))
        begun = time.process_time()
        label(read(path).text)
        spent.append(time.process_time() - begun)

    assert spent[1] < 8 * spent[0]
    assert spent[1] < 20
