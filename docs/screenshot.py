"""Take the picture of the report that README.md shows: `python -m docs.screenshot` (needs playwright and chromium)."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from docs.figures import corpus
from summariser.report import contents, render

PICTURE = Path(__file__).resolve().parent / "report.png"
WIDTH, HEIGHT = 1200, 1050


def main() -> None:
    """Write `docs/report.png`: the first view of the report on the seeds."""
    made = corpus()
    texts = {document.id: document.text for document in made.documents}
    page_file = render(contents(made.summaries, made.run, dossier=made.dossier, texts=texts), ["html"])[
        "report.html"
    ]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        path = Path(folder) / "report.html"
        path.write_bytes(page_file)
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto(path.as_uri())
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
