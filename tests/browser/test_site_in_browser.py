"""The documentation in a real browser: every page, light and dark, on a small screen.

Needs playwright, a chromium on the path and the extra `site`; without one every test here is skipped and says so.
"""

from __future__ import annotations

import functools
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.conftest import ROOT

playwright = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed: pip install playwright"
)
pytest.importorskip("zensical", reason="the site needs the extra `site`")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the path: apt-get install chromium"),
]

PHONE = {"width": 400, "height": 800}
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """Serve the site on loopback, and return the addresses of its pages."""
    into = tmp_path_factory.mktemp("site")
    subprocess.run([sys.executable, "docs/build_site.py", str(into)], cwd=ROOT, check=True)
    site = into / "build" / "site"
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
        yield [f"http://127.0.0.1:{server.server_port}/{name}" for name in names if name != "404.html"]
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Return a browser without a window."""
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM)
        yield found
        found.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_a_phone_and_asks_nobody(
    browser: Any,  # noqa: ANN401 - the driver may not be there
    pages: list[str],
    scheme: str,
) -> None:
    """Nothing but tables and code scrolls sideways, no script fails, and no other host is asked for anything."""
    page = browser.new_page(color_scheme=scheme, viewport=PHONE)
    here = pages[0].rpartition("/")[0]
    heard: list[str] = []
    page.on("request", lambda it: None if it.url.startswith(here) else heard.append(it.url))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("console", lambda it: heard.append(it.text) if it.type == "error" else None)

    for address in pages:
        page.goto(address)
        if (beyond := page.evaluate(TOO_WIDE)) > 0:
            heard.append(f"{address} is {beyond} pixels too wide")

    assert heard == []


def test_a_word_is_found(browser: Any, pages: list[str]) -> None:  # noqa: ANN401 - the driver may not be there
    """The search works on the pages themselves, with no service behind it."""
    page = browser.new_page()
    page.goto(next(address for address in pages if address.endswith("/index.html")), wait_until="networkidle")

    page.keyboard.press("Control+k")
    page.keyboard.type("skipped-budget", delay=20)

    page.get_by_text(re.compile(r"^[1-9]\d* results?$")).wait_for(timeout=10_000)
