"""A planted key: whatever fails, at any level of logging, it is in no byte that is written, printed or raised."""

from __future__ import annotations

import json
import logging
import pickle
import re
import subprocess
import traceback
from pathlib import Path

import pytest

from summariser import Document, Settings, Summariser, read
from summariser.ledger import OutputFolder, text_files
from summariser.records import BUILT_IN
from summariser.report import contents, render
from tests.conftest import ROOT
from tests.faults import FaultServer, Plan
from tests.pipeline.scripted import Script

KEY = "sk-canary-9f27c1d0a4e84b"
HEADER = "tenant-canary-55d1f0b2"
FAULTS = (
    "",
    "401",
    "429-quota",
    "500",
    "200-error",
    "200-html",
    "gzip-bad",
    "closed",
    "redirect",
    "json-cut",
    "refusal",
)

LEAKS = {
    "key of a model's service": r"\bsk-(?!test|canary|\.\.\.)[A-Za-z0-9_-]{20,}",
    "cloud key": r"\bAKIA[0-9A-Z]{16}\b",
    "token of a code host": r"\b(?:gh[pousr]_[A-Za-z0-9]{30,}|glpat-[A-Za-z0-9_-]{20,})",
    "private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "bearer token": r"[Bb]earer [A-Za-z0-9._-]{24,}",
    "signed token": r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.",
    "address with a password": r"https?://[^\s/:@\"'{}<>]+:[^\s/@\"'{}<>]{6,}(?<!secret)@(?!127\.0\.0\.1|h\.example|host)",
}
"""What a secret looks like."""
MAY_HOLD = ("tests/", "docs/decisions/")
"""Folders whose made-up keys test that keys are hidden."""

ARTICLE = "Under the accord, Tolvia would pump no more than 40 million cubic metres a year, and Marenka would pay.\n"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault or "none")
async def test_a_key_stays_where_it_is(fault: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Not in logs of any level or library, errors, store, recordings or reports."""
    caplog.set_level(logging.DEBUG)
    said: list[str] = []
    async with FaultServer(Script(), Plan(mix={fault: 1.0} if fault else {})) as server:
        settings = Settings(
            model="scripted", base_url=server.url, api_key=KEY, extra_headers={"x-tenant": HEADER}, max_attempts=1,
            store=tmp_path / "responses.sqlite", recordings=tmp_path / "recordings", record=True, deadline=10,
        )  # fmt: skip
        article = Document.from_text(ARTICLE, id="a")
        async with Summariser(settings, record_types=BUILT_IN[:2]) as summariser:
            corpus = await summariser.summarise_corpus([article])
            said += [
                repr(settings),
                str(settings),
                repr(vars(settings)),
                settings.model_dump_json(),
                repr(summariser),
            ]
            said.append(repr(pickle.dumps(settings)))
            try:
                await summariser.summarise(article)
            except Exception as error:  # noqa: BLE001 - whatever it is, it must not tell
                said += [repr(error), "".join(traceback.format_exception(error))]
        with OutputFolder(tmp_path / "summaries") as output:
            output.write(text_files(corpus.documents))
            output.write(render(contents(corpus.summaries, corpus.run, BUILT_IN[:2], dossier=corpus.dossier)))
            output.finish(corpus.run)

    told = "\n".join([*said, caplog.text]).encode() + written_below(tmp_path)
    assert len(server.ledger) > 0
    assert KEY.encode() not in told
    assert HEADER.encode() not in told


def test_what_is_committed_holds_no_secret() -> None:
    """No file of the repository holds anything that looks like a key, token or password."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a checkout")
    names = [name for name in listed.stdout.decode().split("\0") if name and not name.startswith(MAY_HOLD)]

    assert [found for name in names for found in leaks(ROOT / name)] == []
    assert len(names) > 100


@pytest.mark.parametrize(
    "text",
    [
        "sk-proj-abcdefghijklmnopqrstuv",
        "AKIAABCDEFGHIJKLMNOP",
        "-----BEGIN RSA PRIVATE KEY-----",
        "https://u:secret1@x.org",
    ],
)
def test_a_secret_is_found(text: str, tmp_path: Path) -> None:
    """The test above can fail."""
    (tmp_path / "a").write_text(f"key = {text}\n", "utf-8")

    assert len(list(leaks(tmp_path / "a"))) == 1


def written_below(folder: Path) -> bytes:
    """Return the bytes of all files in a folder."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def leaks(path: Path) -> list[str]:
    """Return what a file holds that looks like a secret, without showing it."""
    text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
    return [f"{path.name}: {what}" for what, pattern in LEAKS.items() if re.search(pattern, text)]


def test_recordings_hold_listed_fields_only() -> None:
    """No header, request id or organisation of whoever recorded them; nothing but the chat completion."""
    kept = {
        "id",
        "object",
        "created",
        "model",
        "choices",
        "usage",
        "system_fingerprint",
        "service_tier",
        "error",
    }

    for path in (ROOT / "evals").rglob("recordings/*.json"):
        if path.name != "INDEX.json":
            text = path.read_text("utf-8")
            recording = json.loads(text)
            assert set(recording) == {"meta", "request", "response"}
            assert set(recording["response"]) <= kept
            assert not re.search(r"(?i)\b(?:authorization|cookie|x-request-id|openai-organization)\b", text)


def test_reading_tells_no_words_of_an_article(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Logs are about files, not about what they say."""
    caplog.set_level(logging.DEBUG)
    path = tmp_path / "a.html"
    path.write_text(
        "<!doctype html><html><body><p>The confidential words of a source.</p></body></html>", "utf-8"
    )

    read(path)

    assert "confidential" not in "\n".join(
        r.getMessage() for r in caplog.records if r.name.startswith("summariser")
    )
