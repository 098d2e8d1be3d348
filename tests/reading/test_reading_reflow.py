"""Hard-wrapped lines become paragraphs, and headings and lists stay apart."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from summariser.reading.reflow import reflow


def test_joins_the_lines_of_a_paragraph(seed: Callable[[str], str]) -> None:
    """Wrapping an article and unwrapping it gives its words in order, with far fewer breaks."""
    paragraphs = [line for line in seed("001").split("\n") if line]
    wrapped = "\n".join("\n".join(textwrap.wrap(line, 80)) for line in paragraphs)
    joined = reflow(wrapped)
    assert joined.split() == wrapped.split()
    assert joined.count("\n") < wrapped.count("\n") / 3


def test_keeps_headings_apart() -> None:
    """A short line was not broken by the margin, so what follows is another paragraph."""
    body = textwrap.fill(
        "The plan that emerged in October heavily favoured one side, officials said there " * 4, 80
    )
    assert reflow(f"What it says\n{body}").startswith("What it says\nThe plan")


def test_keeps_list_items_apart() -> None:
    """A bullet begins a paragraph even after a full line."""
    line = "Ukraine would have to give up territory that its army still holds in the east of"
    assert reflow(f"{line}\n{line}\n{line}\n• NATO does not expand").endswith("\n• NATO does not expand")


def test_removes_a_hyphen_only_where_the_page_has_the_word() -> None:
    """`nego-` + `tiations` is one word if the page says so elsewhere; `28-point` keeps its hyphen."""
    page = (
        "They said the negotiations in Geneva went on until late at night and that the nego-\n"
        "tiations would be taken up again on Monday when all of them had slept, as the 28-\n"
        "point plan could not be finished in the one night that the hosts had given to them\n"
        "so far."
    )
    assert "the negotiations would" in reflow(page)
    assert "28-point plan" in reflow(page)


def test_drops_a_soft_hyphen_at_the_margin() -> None:
    """A soft hyphen stands only where a word is broken."""
    line = "They said that the talks in Geneva went on until late at night and the nego"
    assert "negotiators" in reflow(f"{line}\u00ad\ntiators left\n{line}\n{line}")


@given(st.text(alphabet="ab .-\n•1", max_size=600))
def test_loses_no_character_but_breaks_and_margin_hyphens(page: str) -> None:
    """Joining changes only white space and hyphens."""
    keep = str.maketrans("", "", " \n-")
    assert reflow(page).translate(keep) == page.translate(keep)
