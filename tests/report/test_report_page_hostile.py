"""Hostile text in every field of the HTML report: it is shown, and makes no element and no attribute."""

from __future__ import annotations

import pytest

from summariser.report.page import PageInput, render
from tests.report.page_inputs import poisoned, seed_page
from tests.report.page_reader import Shape, shape

PAYLOADS = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "</style><svg/onload=alert(1)>",
    "'\"><iframe srcdoc='<script>alert(1)</script>'>",
    '" onmouseover="alert(1)" style="position:fixed" x="',
    "` onfocus=alert(1) autofocus=`",
    "javascript:alert(1)//",
    "data:text/html,<script>alert(1)</script>",
    "--><!-- <b> <![CDATA[ <x>",
    "</textarea></title></noscript></template></details></article></main>",
    "&lt;img src=x&gt; &#60;b&#62; &amp;",
    "{{7*7}} {% for x in y %} {{ self.__init__.__globals__ }} {# gone #}",
    "\x00\x1b[31m\x08\x7f\x9b",
    "\u202egnp.exe\u2066 \u200b\ufeff \u2028 next\u2029",
    "\ud800 lone \udfff",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<base href='http://h.example/'><meta http-equiv=refresh content='0;url=http://h.example'>",
    "<a href='http://h.example' ping='http://h.example'>x</a> http://h.example/",
)
BENIGN = "plain words "


@pytest.fixture(scope="module")
def small_page() -> PageInput:
    """Return what a page of two articles is made from, one of them with much furniture."""
    return seed_page("002", "004")


@pytest.fixture(scope="module")
def plain_shape(small_page: PageInput) -> Shape:
    """Return the shape of the page with plain words in every field."""
    return shape(render(poisoned(small_page, BENIGN)))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_words_add_no_element_and_no_attribute(
    small_page: PageInput, plain_shape: Shape, payload: str
) -> None:
    """Hostile words in every field make a page of the same elements and attributes as plain words."""
    assert shape(render(poisoned(small_page, payload))) == plain_shape


def test_the_poison_is_in_every_part(small_page: PageInput) -> None:
    """The test above means something: the payload is shown in every section, and hardly a field is left clean."""
    text = render(poisoned(small_page, "PAYLOAD ")).decode()

    for section in ("terms", "conflicts", "actors", "timeline", "articles", "provenance"):
        part = text[text.index(f'<section id="{section}"') :].partition("</section>\n")[0]
        assert part.count("PAYLOAD") > 4, section
    assert text.count("PAYLOAD") > 1500
