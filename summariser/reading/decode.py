"""Bytes → text, without ever turning an article into nonsense silently."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from charset_normalizer import CharsetMatch, from_bytes

from summariser.reading.problems import rejected, skipped

_MARKS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16-be"),
)
"""Byte order mark, the name to record, the codec that leaves the mark in, so that offsets in errors are the
file's. UTF-32 stands before UTF-16, whose mark it begins with."""

_CONTROLS = bytes(set(range(0x20)) - set(b"\a\b\t\n\v\f\r\x1b") | {0x7F})
"""Control characters that no text needs; terminal logs and old manuals do have BEL, BS and ESC."""
_MOST_CONTROLS = 0.001
_LEAST_SPACES = 0.02

_UTF8_SHAPED = re.compile(rb"[\xc0-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf7][\x80-\xbf]{3}")
_HIGH = bytes(range(0x80, 0x100))

_LEGACY = tuple(
    "cp1252 cp1250 cp1251 koi8_r koi8_u iso8859_2 iso8859_5 "
    "iso8859_15 cp1253 cp1254 cp1255 cp1256 cp1257 cp866 mac_roman cp932 euc_jp gb18030 big5 cp949".split()
)
"""Encodings that articles come in. A wider choice finds DOS code pages in plain Western text."""
_WINDOW = 1 << 18
_LEAST_COHERENCE = 0.1
_MOST_CHAOS = 0.15

_VISIBLE = re.compile(
    r"[^\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
_ALIKE = "АВЕЅІЈКМНОРСТХУаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο"
_LOOKALIKE = re.compile(f"(?<=[A-Za-z])[{_ALIKE}]|[{_ALIKE}](?=[A-Za-z])")
_HIDING = re.compile(r"[\u202d\u202e\U000e0000-\U000e007f]")


class Decoded(NamedTuple):
    """A decoded text.

    Attributes:
        text: Every character of the file but its byte order mark.
        encoding: How the bytes were read; a guess ends in `?`.
        notes: Remarks a reader should see.
    """

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, *, path: str, declared: str | None = None) -> Decoded:
    """Return the text of `data`, newlines and all other characters untouched.

    A byte order mark decides; then UTF-8; then what the file `declared` of
    itself; then a guess, which is recorded as such. What is probably damaged
    UTF-8 is refused rather than guessed, because a guess would succeed and
    be wrong.

    Raises:
        InputError: `binary`, `encoding` (with the offset of the first byte
            that does not fit), or, to be skipped, `empty`.
    """
    for mark, name, codec in _MARKS:
        if data.startswith(mark):
            decoded = Decoded(_strict(data, codec, path).text[1:], name)
            _refuse_binary(decoded.text.encode(), path)
            break
    else:
        _refuse_binary(data, path)
        decoded = _unmarked(data, path, declared)
    if not _VISIBLE.search(decoded.text):
        raise skipped(path, "empty", "holds no visible character: there is nothing to read")
    return decoded._replace(notes=decoded.notes + _remarks(decoded.text))


def _unmarked(data: bytes, path: str, declared: str | None) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(data, error):
            raise rejected(path, "encoding", f"{_fault(error, 'UTF-8')}; save it again as UTF-8") from error
        return _strict(data, declared, path) if declared else _guess(data, error, path)


def _strict(data: bytes, encoding: str, path: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        raise rejected(path, "encoding", f"{_fault(error, encoding)}; save it again as UTF-8") from error


def _guess(data: bytes, fault: UnicodeDecodeError, path: str) -> Decoded:
    """Return `data` in the legacy encoding it most likely has.

    The guess looks at a window that begins where UTF-8 fails, so its cost
    does not grow with the file; the decoding that follows is of all bytes.
    """
    encoding = _likely(data[fault.start : fault.start + _WINDOW] if len(data) > _WINDOW else data)
    if encoding is None:
        message = f"{_fault(fault, 'UTF-8')}, and no other encoding is likely enough; save it as UTF-8"
        raise rejected(path, "encoding", message) from fault
    decoded = _strict(data, encoding, path)
    note = f"decoded as {encoding}, a guess: byte {fault.start} is not valid UTF-8"
    return Decoded(decoded.text, f"{encoding}?", (note,))


def _likely(window: bytes) -> str | None:
    """Return the legacy encoding of `window`, or None when nothing is likely enough.

    Windows-1252 wins ties: it is by far the commonest, and neighbours of it
    give the same letters for Western text.
    """
    matches = list(from_bytes(window, cp_isolation=list(_LEGACY), enable_fallback=False))
    likely = [
        match for match in matches if match.coherence >= _LEAST_COHERENCE and match.chaos <= _MOST_CHAOS
    ]
    if not likely:
        return None
    best = likely[0]
    ties = (m for m in likely if m.chaos <= best.chaos and m.coherence >= best.coherence)
    return "cp1252" if any(_covers(match, "cp1252") for match in ties) else best.encoding


def _covers(match: CharsetMatch, encoding: str) -> bool:
    return encoding in match.could_be_from_charset


def _is_damaged_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """Return whether bytes that are not valid UTF-8 were meant to be.

    They were if most of them are shaped like UTF-8 (encoded surrogates and
    overlong forms are, and are still not valid), or if nothing is wrong but
    that the last character is cut.
    """
    rest, shaped = _UTF8_SHAPED.subn(b"", data)
    stray = len(rest) - len(rest.translate(None, _HIGH))
    return error.reason == "unexpected end of data" or (shaped > 0 and shaped >= stray)


def _refuse_binary(data: bytes, path: str) -> None:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls <= len(data) * _MOST_CONTROLS:
        return
    if any(_is_text_in(data, codec) for codec in ("utf-16-le", "utf-16-be")):
        message = "looks like UTF-16 without a byte order mark; save it as UTF-8"
        raise rejected(path, "encoding", f"{message} (first control byte at offset {_first_control(data)})")
    message = f"is not text: {controls} of its {len(data)} bytes are control characters"
    raise rejected(path, "binary", f"{message}; name the article's text instead")


def _is_text_in(data: bytes, codec: str) -> bool:
    """Return whether `data` decodes to words: no control characters, and spaces between."""
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return False
    return text.count(" ") > len(text) * _LEAST_SPACES and not any(
        map(text.__contains__, map(chr, _CONTROLS))
    )


def _first_control(data: bytes) -> int:
    return next(offset for offset, byte in enumerate(data) if byte in _CONTROLS)


def _remarks(text: str) -> tuple[str, ...]:
    counts = (
        (text.count("\0"), "NUL characters kept as they are"),
        (text.count("\ufffd"), "replacement characters (U+FFFD): the text was damaged before it came here"),
        (len(_HIDING.findall(text)), "invisible characters that can hide or reorder text for a reader"),
        (
            len(_LOOKALIKE.findall(text)),
            "Cyrillic or Greek letters that look like Latin ones, in Latin words",
        ),
    )
    return tuple(f"{count} {what}" for count, what in counts if count)


def _fault(error: UnicodeDecodeError, encoding: str) -> str:
    return f"is not valid {encoding}: first bad byte at offset {error.start} ({error.reason})"
