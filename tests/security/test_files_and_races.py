"""Links swapped while a file is opened, answers edited in the store, names made for a database, foreign settings."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
from contextlib import closing, suppress
from pathlib import Path

import pytest

from summariser import Settings
from summariser.errors import InputError, UsageError
from summariser.ledger import OutputFolder
from summariser.reading.fetch import fetch
from summariser.request import Request
from summariser.store import Meta, SqliteResponses, Stored
from tests.cli.conftest import Command, command, endpoint, write
from tests.conftest import ROOT
from tests.faults import FaultServer
from tests.security.hostile import ALL

__all__ = ["command", "endpoint"]

ARTICLE = "Under the accord, Tolvia would pump no more than 40 million cubic metres a year, and Marenka would pay.\n"
SECRET = b"the words of a file outside"


@pytest.mark.posix
def test_a_link_swapped_in_a_thousand_times_is_never_followed(tmp_path: Path) -> None:
    """Whatever moment a file becomes a link out of its folder, nothing outside is read."""
    inside, outside = tmp_path / "in", tmp_path / "secret.txt"
    outside.write_bytes(SECRET)
    real = write(inside / "real.txt", "inside")
    ended = threading.Event()

    def swap() -> None:
        while not ended.is_set():
            (inside / "link").symlink_to(outside)
            (inside / "link").replace(inside / "a.txt")
            os.link(real, inside / "file")
            (inside / "file").replace(inside / "a.txt")

    write(inside / "a.txt", "inside")
    thread = threading.Thread(target=swap)
    thread.start()
    seen = [attempt(inside) for _ in range(1000)]
    ended.set()
    thread.join()

    assert set(seen) <= {b"inside", b"refused"}
    assert seen.count(b"inside") > 0


@pytest.mark.posix
def test_a_link_swapped_in_at_the_worst_moment_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the file was looked at and before it is opened, it becomes a link out of its folder: it is refused."""
    (tmp_path / "secret.txt").write_bytes(SECRET)
    path = write(tmp_path / "in" / "a.txt", "inside")
    real = os.open

    def swapping(name: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if name == "a.txt":
            path.unlink()
            path.symlink_to(tmp_path / "secret.txt")
        return real(name, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", swapping)
    monkeypatch.setattr(os, "supports_dir_fd", {*os.supports_dir_fd, swapping})

    assert attempt(tmp_path / "in") == b"refused"
    assert path.is_symlink()


def attempt(folder: Path) -> bytes:
    """Return what is read of the swapped file, or that it is refused."""
    try:
        return fetch("a.txt", root=str(folder), inside="a.txt")
    except InputError:
        return b"refused"


@pytest.mark.posix
def test_inputs_are_never_changed(command: Command, tmp_path: Path, endpoint: FaultServer) -> None:
    """Neither a run nor an output folder placed over the inputs touches a byte of them."""
    source = write(tmp_path / "in" / "a.txt", ARTICLE)
    (tmp_path / "summaries").mkdir()
    (tmp_path / "summaries" / "report.md").symlink_to(source)
    before = hashlib.sha256(source.read_bytes()).hexdigest()

    linked, over = command("in"), command("in", "--out", "in")

    assert (linked.code, over.code) == (2, 2)
    assert hashlib.sha256(source.read_bytes()).hexdigest() == before


@pytest.mark.parametrize(
    "name", [*ALL, "CON", "nul.txt", "a/../../x", "/abs", "C:\\x", "a\0b", ".", ".."], ids=ascii
)
def test_no_name_leaves_the_output_folder(name: str, tmp_path: Path) -> None:
    """A document's id cannot write anywhere but below the folder."""
    folder = tmp_path / "out"
    with OutputFolder(folder) as output, suppress(UsageError):
        output.write({f"articles/{name}.json": b"{}"})

    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert all(path.is_relative_to(folder) for path in written)


def test_an_edited_answer_is_asked_again(
    command: Command, endpoint: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever edits the store changes no record: the row's checksum does not fit, so it counts as missing."""
    monkeypatch.setenv("SUMMARISER_STORE", str(tmp_path / "r.sqlite"))
    write(tmp_path / "a.txt", ARTICLE)
    command("a.txt", "--only", "plan_terms")
    with closing(sqlite3.connect(tmp_path / "r.sqlite", isolation_level=None)) as database:
        database.execute("UPDATE response SET response = replace(response, '[]}', '[ ]}')")
    asked = len(endpoint.ledger)

    ran = command("a.txt", "--only", "plan_terms")

    assert asked == 1
    assert len(endpoint.ledger) == 2
    assert ran.rows["a.txt"][0] == "empty"


def test_names_are_values_to_the_database(tmp_path: Path) -> None:
    """No label is ever part of a statement: all are stored, and come back as they were."""
    with SqliteResponses(tmp_path / "r.sqlite") as store:
        made = [stored(label, place) for place, label in enumerate(ALL)]
        store.put_all(made)

        assert [store.get(one.key) for one in made] == made
        assert store.stats().rows == len(ALL)


def stored(label: str, place: int) -> Stored:
    """Return an answer whose every label is one hostile text."""
    request = Request(
        body={"model": label, "messages": [{"role": "user", "content": f"{place} {label}"}]},
        document=label, record_type=label, wave="main", prompt=label, prompt_sha256="a" * 64,
    )  # fmt: skip
    meta = Meta.of(request, recorded_at="2025-11-24T10:00:00Z", provenance="live")
    return Stored(key=request.key, request=request, response={"choices": []}, meta=meta)


def test_settings_among_the_articles_decide_nothing(
    command: Command, tmp_path: Path, endpoint: FaultServer
) -> None:
    """A `.env` or a `summariser.toml` in an input folder is neither read nor sent."""
    write(tmp_path / "in" / "a.txt", ARTICLE)
    write(
        tmp_path / "in" / ".env", "SUMMARISER_BASE_URL=http://127.0.0.1:9/v1\nSUMMARISER_CONCURRENCY=zero\n"
    )
    write(tmp_path / "in" / "summariser.toml", "nonsense = 1\n")

    ran = command("in")

    assert ran.code == 0
    assert len(endpoint.ledger) > 0


def test_a_file_cannot_turn_off_or_redirect_encryption(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No setting concerns certificates or proxies, and a `.env` puts nothing into the environment."""
    monkeypatch.chdir(tmp_path)
    names = ("HTTPS_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "PYTHONPATH")
    write(tmp_path / ".env", "".join(f"{name}=http://h.example\n" for name in names))
    before = dict(os.environ)

    Settings.load()

    assert dict(os.environ) == before
    assert not {"verify", "ssl", "proxy", "proxies", "trust_env", "insecure"} & set(Settings.model_fields)


def test_tls_is_never_turned_off() -> None:
    """No line of the package hands the network library a reason not to verify."""
    source = "".join(path.read_text("utf-8") for path in (ROOT / "summariser").rglob("*.py"))

    assert not [
        word
        for word in ("verify=False", "CERT_NONE", "_create_unverified", "check_hostname")
        if word in source
    ]
