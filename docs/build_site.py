"""Build the documentation as a site: gather its pages from where they live, then build them strictly."""

from __future__ import annotations

import posixpath
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

ELSEWHERE = {
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "evals/README.md": "labelling.md",
}
"""Pages that live outside `docs/`, and their names on the site."""

CONFIGURATION = ("mkdocs.yml", "docs/docstrings.py")
"""What the builder reads beside the pages."""

KINDS = {".css", ".json", ".md", ".png", ".svg"}
"""What of `docs/` belongs on the site; its scripts do not."""

LINK = re.compile(r"(?<=\]\()([^)\s#:]+)(#[^)\s]*)?(?=\))")
COMMENT = re.compile(r"^<!--.*?-->\n", re.DOTALL | re.MULTILINE)


def main() -> int:
    """Build into `build/` of this checkout, or of the folder named; return the builder's exit code."""
    into = Path(sys.argv[1]).resolve() if sys.argv[1:] else ROOT
    gather(into / "build" / "pages")
    if into != ROOT:
        (into / "docs").mkdir(exist_ok=True)
        for name in CONFIGURATION:
            shutil.copy(ROOT / name, into / name)
    command = [sys.executable, "-m", "zensical", "build", "--clean", "--strict"]
    return subprocess.run(command, cwd=into, check=False).returncode  # noqa: S603 - the builder of our own pages


def gather(into: Path) -> None:
    """Put every page and picture of the site into one folder, with their links turned to one another.

    Raises:
        ValueError: A page links to a file that is not on the site.
    """
    names = places()
    shutil.rmtree(into, ignore_errors=True)
    for source, name in names.items():
        target = into / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.suffix == ".md":
            text = (ROOT / source).read_text(encoding="utf-8")
            target.write_text(page(text, source, names), encoding="utf-8")
        else:
            shutil.copy(ROOT / source, target)


def places() -> dict[str, str]:
    """Return the files of the site, from their paths in the repository to their names on the site."""
    docs = (path for path in (ROOT / "docs").rglob("*") if path.suffix in KINDS)
    found = {path.relative_to(ROOT).as_posix(): path.relative_to(ROOT / "docs").as_posix() for path in docs}
    return dict(sorted((found | ELSEWHERE).items()))


def page(text: str, source: str, names: dict[str, str]) -> str:
    r"""Return a page as the site has it: without notes to the tests, and with links between pages of the site.

    >>> names = {"docs/a.md": "a.md", "evals/README.md": "labelling.md"}
    >>> page("<!-- a note -->\nSee [this](../evals/README.md#quotes).", "docs/a.md", names)
    'See [this](labelling.md#quotes).'
    """

    def turned(match: re.Match[str]) -> str:
        to = posixpath.normpath(posixpath.join(posixpath.dirname(source), match[1]))
        if to not in names:
            raise ValueError(f"{source} links to {match[1]!r}, which is not on the site")
        here = posixpath.dirname(names[source])
        return posixpath.relpath(names[to], here or ".") + (match[2] or "")

    return LINK.sub(turned, COMMENT.sub("", text))


if __name__ == "__main__":
    raise SystemExit(main())
