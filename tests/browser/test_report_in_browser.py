"""The HTML report in a real browser: opened, filtered, followed to its sentences, by mouse, by key, without script.

Needs playwright and a chromium on the path; without either every test here is skipped and says so.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import pytest

from summariser.report.page import render
from tests.report.page_inputs import large_page, poisoned, seed_page

playwright = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed: pip install playwright"
)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the path: apt-get install chromium"),
]

OPENS_IN = 2.0
"""Most seconds until a page of 200 articles is loaded."""

FILTERS_IN = 0.1
"""Most seconds until the page is filtered."""

HOSTILE = (
    "\"'`><script>window.pwned = 1</script><img src=http://h.example/x onerror=window.pwned=1>"
    "<svg onload=window.pwned=1><style>*{background:url(http://h.example/s)}</style>"
    "</textarea></title></noscript></details> {{7*7}} javascript:window.pwned=1 \u202e\x00 "
)


class Opened(NamedTuple):
    """A page in a browser, and what the browser had to say about it.

    Attributes:
        page: The browser's page.
        heard: Messages on the console, errors, dialogs, and requests other than for the file itself.
    """

    page: Any
    heard: list[str]


Open = Callable[..., Opened]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Return a browser without a window."""
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM)
        yield found
        found.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the files of a page of the seeds and of one with hostile words in every field."""
    folder = tmp_path_factory.mktemp("pages")
    pages = {"seeds": seed_page(), "hostile": poisoned(seed_page("002", "004"), HOSTILE)}
    found = {name: folder / name / "report.html" for name in pages}
    for name, path in found.items():
        path.parent.mkdir()
        path.write_bytes(render(pages[name]))
    return found


@pytest.fixture
def opened(browser: Any, files: dict[str, Path]) -> Iterator[Open]:  # noqa: ANN401 - the driver may not be there
    """Return a function that opens a page from disk, with the options of a browser's context."""
    contexts = []

    def open_(name: str = "seeds", fragment: str = "", **options: Any) -> Opened:  # noqa: ANN401 - the driver's own
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}} | options)
        contexts.append(context)
        page, heard = context.new_page(), []
        address = files[name].as_uri()
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("dialog", lambda dialog: heard.append(dialog.message))
        page.on("request", lambda request: _note(request.url, address, heard))
        page.goto(address + fragment)
        return Opened(page, heard)

    yield open_
    for context in contexts:
        context.close()


def _note(url: str, address: str, heard: list[str]) -> None:
    if not url.startswith((address, "data:,")):
        heard.append(url)


def shown(page: Any, selector: str) -> int:  # noqa: ANN401 - the driver's own
    """Return how many elements that match are neither hidden by a filter nor folded away."""
    away = "[hidden], details:not([open])"
    count = "([s, away]) => [...document.querySelectorAll(s)].filter(e => !e.closest(away)).length"
    return int(page.evaluate(count, [selector, away]))


def in_sight(page: Any, selector: str) -> bool:  # noqa: ANN401 - the driver's own
    """Return whether an element is on the screen."""
    return bool(
        page.evaluate(
            "s => { const r = document.querySelector(s).getBoundingClientRect();"
            " return r.height > 0 && r.top >= 0 && r.bottom <= innerHeight }",
            selector,
        )
    )


def test_opens_in_silence(opened: Open) -> None:
    """The page opens from disk: no request, no message, no error."""
    page, heard = opened()

    assert page.title() == "What 5 articles say of the plan"
    assert heard == []


def test_each_filter_chooses_and_clears(opened: Open) -> None:
    """Each filter leaves fewer items, what is left carries its key, and clearing brings all back."""
    page, heard = opened()
    before = shown(page, "[data-k]")

    for name in ("Category", "Article", "Actor", "Relation"):
        select = page.locator(f"select[data-filter={name}]")
        key = select.locator("option").nth(1).get_attribute("value")
        select.select_option(key)
        carrying = shown(page, f"[data-k~={key}]")
        cards = shown(page, f".card:not([data-k~={key}])")
        assert 0 < carrying + cards == shown(page, "[data-k]") < before, name
        page.locator("#clear").click()
        assert shown(page, "[data-k]") == before
    assert heard == []


def test_search_finds_words_in_closed_parts(opened: Open) -> None:
    """A word that stands in one article's records alone leaves that article, and says how many match."""
    page, _ = opened()

    page.fill("#search", "Quinnipiac")

    assert shown(page, ".card") == 1
    assert "match" in page.locator("#found").inner_text()
    events = page.locator(".card:not([hidden]) summary", has_text="Events")
    assert events.locator(".hits").inner_text() == "1 of 19 match"
    events.click()
    assert shown(page, ".card .records > li") == 1


def test_a_cell_leads_to_its_sentence_and_back(opened: Open) -> None:
    """Following a cell opens the article, lights the quote up in place, and the way back is one key."""
    page, _ = opened()
    cell = page.locator(".matrix td a", has_text="100,000 troops").first
    cell.click()
    page.wait_for_timeout(200)

    assert "".join(page.locator("mark.lit").all_inner_texts()).endswith("100,000 troops")
    assert in_sight(page, "mark.lit")
    page.keyboard.press("b")
    page.wait_for_timeout(200)
    assert in_sight(page, ".matrix td.contradict a")
    assert cell.evaluate("e => e === document.activeElement")


def test_an_address_of_a_record_opens_it(opened: Open) -> None:
    """A record's own address opens the list it is in, however deep it is folded away."""
    page, _ = opened()
    record = page.locator(".records > li[id]").last.get_attribute("id")

    again, heard = opened(fragment=f"#{record}")
    again.wait_for_timeout(200)

    assert in_sight(again, f"[id='{record}']")
    assert heard == []


def test_keys_walk_the_conflicts(opened: Open) -> None:
    """j, k and the arrows walk the conflicts, Enter follows the first sentence, / searches, ? helps, Esc leaves."""
    page, heard = opened()
    focus = "document.activeElement.id"
    conflicts = page.evaluate("[...document.querySelectorAll('.conflict')].map(e => e.id)")

    walked = []
    for key in ("j", "j", "ArrowDown", "k", "ArrowUp"):
        page.keyboard.press(key)
        walked.append(page.evaluate(focus))
    assert walked == [conflicts[at] for at in (0, 1, 2, 1, 0)]

    page.keyboard.press("Enter")
    page.wait_for_timeout(200)
    assert page.locator("mark.lit").count() > 0
    page.keyboard.press("/")
    assert page.evaluate(focus) == "search"
    page.keyboard.type("zzz")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.input_value("#search") == ""
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()
    assert heard == []


def test_everything_can_be_reached_by_tab(opened: Open) -> None:
    """What has the focus can be seen: the first stop is the way past the menus, each stop has an outline."""
    page, _ = opened()

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


@pytest.mark.parametrize(
    ("selector", "wanted"),
    [
        (".conflict", ("100,000 troops", "(characters 1195–1310)", "The New York Times", "Conflict ")),
        (
            ".card",
            (
                "Farnaz Fassihi and Keith Bradsher, “Trump’s",
                "24 Nov 2025.",
                "report.html#article-",
            ),
        ),
        (
            ".records > li",
            ("cession of territory: Ukraine would cede", "“The plan, which demands", "Record "),
        ),
    ],
)
def test_copy_as_citation(opened: Open, selector: str, wanted: tuple[str, ...]) -> None:
    """What is copied names the words, their place, the article and the stable address, and no path of a disk."""
    page, _ = opened(permissions=["clipboard-read", "clipboard-write"])
    page.locator(".card summary").first.click()

    page.locator(selector).first.locator(".copy").first.click()
    page.wait_for_timeout(100)

    copied = page.evaluate("navigator.clipboard.readText()")
    assert [part for part in wanted if part not in copied] == []
    assert "file:" not in copied
    assert page.locator("#toast").inner_text() == "Citation copied"


def test_readable_on_a_narrow_screen(opened: Open) -> None:
    """At 360 pixels nothing but tables scrolls sideways, with every article opened."""
    page, _ = opened(viewport={"width": 360, "height": 740})

    page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")

    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.locator("#more").click()
    assert page.locator("select").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_are_strong_enough(opened: Open, scheme: str) -> None:
    """Text has a contrast of at least 4.5 to 1 (WCAG AA) in both schemes."""
    page, _ = opened(color_scheme=scheme)

    pairs = [(text, ground) for text in ("ink", "soft", "faint", "accent") for ground in ("paper", "panel")]
    weak = {
        pair: found for pair in pairs if (found := _contrast(*(_colour(page, name) for name in pair))) < 4.5
    }

    assert weak == {}


def test_prints_what_is_open(opened: Open) -> None:
    """On paper the controls are gone, what is open is there, and what stays closed takes no room."""
    page, _ = opened()
    page.emulate_media(media="print")

    assert not page.locator("#tools").is_visible()
    assert page.locator(".conflict").first.is_visible()
    assert not page.locator(".card details.list").first.is_visible()
    assert len(page.pdf()) > 10_000


def test_works_without_script(opened: Open) -> None:
    """Without script there are no dead controls, parts unfold, and a cell still leads to its sentence."""
    page, heard = opened(java_script_enabled=False)

    assert not page.locator("#tools").is_visible()
    assert page.locator("button:visible").count() == 0
    page.locator(".matrix td a", has_text="100,000 troops").first.click()
    page.wait_for_timeout(200)
    lit = page.locator("mark:target, mark:has(:target)")
    assert lit.is_visible()
    assert in_sight(page, "mark:target, mark:has(:target)")
    page.locator(".card summary").first.click()
    assert page.locator(".records > li").first.is_visible()
    assert heard == []


def test_hostile_words_stay_words(opened: Open) -> None:
    """With hostile words in every field, opened, searched and unfolded, nothing runs and nothing is fetched."""
    page, heard = opened("hostile")

    page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
    page.fill("#search", "<script>")
    for _ in range(3):
        page.keyboard.press("Escape")
    for key in ("j", "c", "Enter", "b"):
        page.keyboard.press(key)
    page.mouse.move(300, 300)
    page.wait_for_timeout(300)

    assert heard == []
    assert page.evaluate("window.pwned") is None
    assert (
        page.evaluate("document.scripts.length + document.images.length + document.styleSheets.length") == 2
    )
    assert page.locator("h1").inner_text() == "What 2 articles say of the plan"


@pytest.mark.slow
def test_two_hundred_articles_are_quick(browser: Any, tmp_path: Path) -> None:  # noqa: ANN401 - the driver's own
    """A page of 200 articles opens in under two seconds and filters in under a tenth of one, at the best of three."""
    path = tmp_path / "report.html"
    path.write_bytes(render(large_page(200)))

    runs = [_timed(browser, path.as_uri()) for _ in range(3)]

    assert min(run[0] for run in runs) < OPENS_IN
    assert min(median(run[1]) for run in runs) < FILTERS_IN, runs


def _timed(browser: Any, address: str) -> tuple[float, list[float]]:  # noqa: ANN401 - the driver's own
    """Return the seconds it takes to open a page, and to choose and clear each filter."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    opened_in = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd / 1000")
    page.wait_for_timeout(3000)
    times = page.evaluate(_TIMED)
    page.close()
    return float(opened_in), [time / 1000 for time in times]


_TIMED = """async () => {
  const times = [];
  const next = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  const set = async (field, value) => {
    const start = performance.now();
    field.value = value;
    field.dispatchEvent(new Event(field.id === "search" ? "input" : "change"));
    await next();
    times.push(performance.now() - start);
  };
  const search = document.getElementById("search");
  for (const words of ["troops", "nowhere", "Trump", "Kyiv Geneva", ""]) await set(search, words);
  for (const select of document.querySelectorAll("select")) {
    await set(select, select.options[1].value);
    await set(select, "");
  }
  return times;
}"""


def _colour(page: Any, name: str) -> tuple[int, ...]:  # noqa: ANN401 - the driver's own
    """Return a colour of the page, red, green and blue from 0 to 255."""
    value = page.evaluate(f"getComputedStyle(document.documentElement).getPropertyValue('--{name}')").strip(
        "# "
    )
    return tuple(int(value[at : at + 2], 16) for at in (0, 2, 4))


def _contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG 2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: tuple[int, ...]) -> float:
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (value / 255 for value in colour)
    ]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
