"""Decoding: every article a person could have saved is read, and nothing is turned into nonsense."""

from __future__ import annotations

import codecs
import time
from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from summariser.errors import InputError
from summariser.reading.decode import decode

UKRAINIAN = (
    "У Києві прем’єр-міністр заявив, що план із двадцяти восьми пунктів не може бути прийнятий без гарантій "
    "безпеки. Президент Зеленський зустрівся з представниками Європейського Союзу.\n"
) * 4
RUSSIAN = (
    "Москва заявила, что план из двадцати восьми пунктов может стать основой для переговоров. Президент "
    "встретился с представителями Европейского союза и сказал, что войска останутся.\n"
) * 4
CHINESE = "中国外交部发言人表示，和平计划应当尊重各方的合理关切。" * 6


def refused(data: bytes) -> InputError:
    """Return the error that decoding `data` ends in."""
    with pytest.raises(InputError) as caught:
        decode(data, path="a.txt")
    return caught.value


def outcome(data: bytes) -> str:
    """Return `text`, or the reason why `data` is none."""
    try:
        return "text" if decode(data, path="a.txt").text else "nothing"
    except InputError as error:
        return error.reason


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \t\r\n",
        "\u00a0\u2003\u2028".encode(),
        "\u200b\u200d\ufeff\u2060".encode(),
        codecs.BOM_UTF8,
    ],
)
def test_nothing_visible_is_empty_and_skipped(data: bytes) -> None:
    """A file without one visible character is passed over: there is nothing to be wrong about."""
    error = refused(data)
    assert (error.reason, error.skip) == ("empty", True)


def test_drops_the_byte_order_mark_and_says_so() -> None:
    """Offsets begin after the mark; the encoding records that there was one."""
    decoded = decode(codecs.BOM_UTF8 + "Київ".encode(), path="a.txt")
    assert (decoded.text, decoded.encoding) == ("Київ", "utf-8-sig")


@pytest.mark.parametrize(
    ("mark", "codec", "name"),
    [
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
    ],
)
def test_reads_utf16_and_utf32_by_their_mark(mark: bytes, codec: str, name: str) -> None:
    """The mark says which; every character survives, those beyond 16 bits too."""
    decoded = decode(mark + (UKRAINIAN + "🕊").encode(codec), path="a.txt")
    assert (decoded.text, decoded.encoding) == (UKRAINIAN + "🕊", name)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_refuses_utf16_without_mark(codec: str, seed: Callable[[str], str]) -> None:
    """Without a mark UTF-16 is an encoding problem, not an unknown binary, in any alphabet."""
    for text in (seed("000"), UKRAINIAN):
        error = refused(text.encode(codec))
        assert (error.reason, error.skip) == ("encoding", False)
        assert "UTF-16" in str(error)


@pytest.mark.parametrize("name", ["000", "002", "003", "004"])
def test_guesses_windows_1252(name: str, seed: Callable[[str], str]) -> None:
    """Western text of an old editor comes out letter for letter, recorded as a guess with its reason."""
    text = seed(name).encode("cp1252", "ignore").decode("cp1252")
    decoded = decode(text.encode("cp1252"), path="a.txt")
    assert (decoded.text, decoded.encoding) == (text, "cp1252?")
    assert "guess" in decoded.notes[0]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (UKRAINIAN, "cp1251"),
        (UKRAINIAN.replace("’", "'"), "koi8-u"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "iso8859-5"),
        (CHINESE, "gb18030"),
    ],
)
def test_guesses_other_alphabets(text: str, encoding: str) -> None:
    """Cyrillic and Chinese text in an old encoding comes out letter for letter, as a guess."""
    decoded = decode(text.encode(encoding), path="a.txt")
    assert decoded.text == text
    assert decoded.encoding.endswith("?")


def test_refuses_a_guess_without_evidence() -> None:
    """Bytes that no language explains are refused: a wrong guess would be silent nonsense."""
    data = bytes(range(0x80, 0x100)) * 20
    assert refused(data).reason == "encoding"


def test_names_the_first_bad_byte(seed: Callable[[str], str]) -> None:
    """One bad byte in good UTF-8 is damage, and its offset in the file is named."""
    good = seed("000").encode()
    error = refused(good[:3000] + b"\xff" + good[3000:])
    assert error.reason == "encoding"
    assert "offset 3000" in str(error)


def test_counts_the_mark_in_the_offset() -> None:
    """The offset is the file's, so that an editor finds it."""
    error = refused(codecs.BOM_UTF8 + "ї".encode() + b"\xff")
    assert "offset 5" in str(error)


def test_refuses_a_cut_character(seed: Callable[[str], str]) -> None:
    """A file that ends inside a character was cut, even if the rest is ASCII."""
    assert refused(b"The plan is dead" + "…".encode()[:-1]).reason == "encoding"
    assert refused(seed("000").encode()[:-1] + "é".encode()[:1]).reason == "encoding"


@pytest.mark.parametrize(
    "data",
    [
        b"An emoji " + "\ud83d\ude00".encode("utf-8", "surrogatepass") + b" as two surrogates.",
        b"A slash \xc0\xaf that takes two bytes.",
        b"A slash \xe0\x80\xaf that takes three bytes.",
        b"Past the last character \xf7\xbf\xbf\xbf of Unicode.",
    ],
)
def test_refuses_what_only_looks_like_utf8(data: bytes) -> None:
    """Encoded surrogates and overlong forms are refused, not guessed to be another encoding."""
    assert refused(data).reason == "encoding"


def test_keeps_a_stray_nul(seed: Callable[[str], str]) -> None:
    """One NUL in good text stays where it is, so no offset moves, and is remarked on."""
    text = seed("000")[:2500] + "\0" + seed("000")[2500:]
    decoded = decode(text.encode(), path="a.txt")
    assert decoded.text == text
    assert decoded.notes == ("1 NUL characters kept as they are",)


def test_many_control_characters_are_binary(seed: Callable[[str], str]) -> None:
    """Above one control character in a thousand a file is data, not text."""
    assert refused(seed("000").encode() + b"\x01\x02" * 10).reason == "binary"


@pytest.mark.parametrize(
    "text",
    [
        "one\r\ntwo\rthree\u2028four\vfive\fsix\n",
        "\x1b[31mred\x1b[0m and \x1b]8;;http://x.example\x07a link\x1b]8;;\x07",
        "{{ 7*7 }} {% for x in y %} {# no #} ${HOME} %s </article> <|im_start|> [INST]",
        "Cafe\u0301 and café, ﬁve, １０, 😀 before the evidence",
        "English, українська, русский, 中文, العربية, עברית",
        "zero\u200bwidth, soft\u00adhyphen, a \u200d joiner",
        "x",
    ],
)
def test_leaves_good_text_untouched(text: str) -> None:
    """Newlines of any kind, escapes, templates, fences and all languages are an article's own characters."""
    assert decode(text.encode(), path="a.txt").text == text


def test_remarks_on_characters_that_hide_text() -> None:
    """Direction overrides and tag characters stay, and a reader is told."""
    decoded = decode("safe \u202eevil\U000e0041\U000e0042".encode(), path="a.txt")
    assert decoded.notes == ("3 invisible characters that can hide or reorder text for a reader",)


def test_remarks_on_earlier_damage() -> None:
    """Replacement characters in the file mean that an earlier program lost something."""
    assert "damaged before" in decode("a \ufffd b".encode(), path="a.txt").notes[0]


def test_trusts_a_declared_encoding_over_a_guess() -> None:
    """What a page declares of itself is no guess."""
    decoded = decode("Żółć".encode("cp1250"), path="a.html", declared="cp1250")
    assert (decoded.text, decoded.encoding) == ("Żółć", "cp1250")


def test_message_escapes_the_path() -> None:
    """A file name cannot write to the terminal through an error message."""
    with pytest.raises(InputError) as caught:
        decode(b"", path="a\x1b[2J\n\u202e.txt")
    assert str(caught.value).startswith(r"'a\x1b[2J\n\u202e.txt' ")


def test_guesses_a_large_file_quickly(seed: Callable[[str], str]) -> None:
    """The guess looks at a window, so ten megabytes on one line take a moment."""
    data = seed("003").replace("\n", " ").encode("cp1252", "ignore") * 750
    start = time.perf_counter()
    assert decode(data, path="a.txt").encoding == "cp1252?"
    assert time.perf_counter() - start < 5


@given(st.text())
def test_utf8_round_trips(text: str) -> None:
    """Any visible text without control characters comes back as it went in."""
    assume(text.strip() and text.isprintable() and not text.startswith("\ufeff"))
    assert decode(text.encode(), path="a.txt").text == text


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_an_input_error(data: bytes) -> None:
    """No bytes end in anything but a text or an error that has a reason."""
    assert outcome(data) in {"text", "binary", "encoding", "empty"}
