"""The folded view: what is forgiven, and the way back to raw offsets."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from summariser.fold import fold, folded, visible


@given(st.text(max_size=200))
def test_every_folded_character_comes_from_somewhere(text: str) -> None:
    """The map has one raw range per folded character, in order and inside the text."""
    view = folded(text)

    assert len(view.text) == len(view.starts) == len(view.ends)
    assert list(view.starts) == sorted(view.starts)
    assert all(0 <= start < end <= len(text) for start, end in zip(view.starts, view.ends, strict=True))


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing(text: str) -> None:
    """A folded text is its own folded form."""
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=200))
def test_what_is_visible_folds_the_same(text: str) -> None:
    """Leaving invisible characters out of a prompt does not hide a quote of it."""
    assert fold(visible(text)) == fold(text)


@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=0, max_value=10**12))
def test_another_number_never_folds_to_the_same(one: int, other: int) -> None:
    """Digits are never forgiven."""
    assert (fold(f"{one:,}") == fold(f"{other:,}")) == (one == other)


def test_raw_ranges_cover_what_was_folded() -> None:
    """A range of the folded text leads back to all the raw characters it stands for."""
    text = "a\u00a0\u00a0“b”…c"
    view = folded(text)

    start = view.text.index('"b"...')

    assert view.raw(start, start + 6).of(text) == "“b”…"
    assert view.position(3) == view.text.index('"')


@given(
    st.text(
        st.sampled_from("aB--   \n\t\u00ad\u200b…—-’ﬁßé\u0301\u0308\u0345İ한ᄒ\u1161¨\U000e0041\ud800"),
        max_size=30,
    )
)
def test_a_text_folds_as_its_pieces_do(text: str) -> None:
    """Folding even stretches at once gives what folding one character after another gives."""
    together = folded(text)
    pieces: list[tuple[str, int, int]] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and text[end] > "\u02ff" and unicodedata.combining(text[end]):
            continue
        form = folded(text[start:end]).text
        joined = bool(pieces) and form == pieces[-1][0]
        if joined and (form == " " or (form == "-" and pieces[-1][2] == start)):
            pieces[-1] = (form, pieces[-1][1], end)
        else:
            pieces += [(character, start, end) for character in form]
        start = end

    assert list(zip(together.text, together.starts, together.ends, strict=True)) == pieces
