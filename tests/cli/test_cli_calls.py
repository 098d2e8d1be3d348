"""Wrong calls, wrong keys, interrupts and help: one message, the right exit code, and no request."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from summariser.store import SqliteResponses
from tests.cli.conftest import ARTICLE, Command, write
from tests.conftest import ROOT
from tests.faults import FaultServer, Plan


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nowhere.txt"], 2, "nowhere.txt"),
        (["repotr", "summaries"], 2, "report"),
        (["empty-folder"], 2, "no articles"),
        (["seed.txt", "--only", "poems"], 2, "plan_terms"),
        (["seed.txt", "--profile", "war"], 3, "peace"),
        (["seed.txt", "--metadata", "rows.csv"], 2, "other.txt"),
        (["seed.txt", "--recordings", "none", "--record", "--model", "m", "--frehs"], 2, "--frehs"),
        (["run"], 2, "PATH"),
    ],
)
def test_a_wrong_call_is_one_message_and_costs_nothing(
    words: list[str], code: int, said: str, command: Command, tmp_path: Path, endpoint: FaultServer
) -> None:
    """Usage errors exit 2, configuration 3; the message says what was meant, and no request is sent."""
    write(tmp_path / "seed.txt", ARTICLE)
    write(tmp_path / "rows.csv", "file,title\nother.txt,Another\n")
    (tmp_path / "empty-folder").mkdir()

    ran = command(*words)

    assert ran.code == code
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert len(endpoint.ledger) == 0


@pytest.mark.parametrize(
    ("environment", "fault", "code", "said"),
    [
        ({"SUMMARISER_BASE_URL": ""}, "", 3, "key"),
        ({}, "401", 3, "key is not accepted"),
        ({}, "404-model", 3, "does not know this model"),
        ({"SUMMARISER_BASE_URL": "http://127.0.0.1:9/v1"}, "", 1, "cannot reach the endpoint"),
        ({"SUMMARISER_BASE_URL": "localhost:11434"}, "", 3, "http"),
        ({"OPENAI_API_KEY": "sk-canary\nx"}, "", 3, "KEY"),
    ],
)
def test_credentials_and_endpoints_that_fail(  # noqa: PLR0913, PLR0917 - a table's columns
    environment: dict[str, str],
    fault: str,
    code: int,
    said: str,
    command: Command,
    tmp_path: Path,
    endpoint: FaultServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No key, a wrong key, an unknown model, nobody there: one clear message and the right exit code."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    endpoint.plan = Plan(mix={fault: 1.0} if fault else {})

    ran = command(str(write(tmp_path / "a.txt", ARTICLE)))

    assert ran.code == code
    assert said in " ".join(ran.err.split())
    assert "sk-canary" not in ran.err
    if (ran.folder / "run.json").exists():
        assert ran.rows["a.txt"][0] == "failed"


def _stored(store: Path) -> int:
    """Return how many answers a store holds that another process writes to."""
    if not store.exists():
        return 0
    with SqliteResponses(store) as responses:
        return responses.stats().rows


@pytest.mark.posix
def test_interrupts_in_quick_succession_are_one(tmp_path: Path) -> None:
    """A key that is held down sends many: the command still says that it was interrupted, and exits with 130."""
    start = (
        "import time\n"
        "import summariser.cli.run as run\n"
        "def busy(*_, **__):\n"
        "    print('busy', flush=True)\n"
        "    time.sleep(60)\n"
        "run.inputs_of = busy\n"
        "from summariser.cli import main\n"
        "main(['a.txt'])\n"
    )
    words = [sys.executable, "-c", start]

    with subprocess.Popen(
        words, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as ran:
        assert ran.stdout
        assert ran.stderr
        ran.stdout.readline()
        ran.send_signal(signal.SIGINT)
        said = ran.stderr.readline()
        while ran.poll() is None:
            ran.send_signal(signal.SIGINT)
            time.sleep(0.001)
        said += ran.stderr.read()

    assert ran.returncode == 130
    assert "interrupted" in said
    assert "Traceback" not in said


@pytest.mark.posix
def test_a_run_that_is_interrupted_says_so_and_goes_on_later(tmp_path: Path, seed_paths: list[Path]) -> None:
    """Two Ctrl-C end a run at once with 130; what was answered by then is stored and not asked again."""
    script = (
        "import asyncio, json, sys\n"
        "from tests.faults import FaultServer, Plan\n"
        "from tests.pipeline.scripted import Script\n"
        "async def main():\n"
        "    async with FaultServer(Script(), Plan(latency=(0.1, 0.6))) as server:\n"
        "        print(server.url, flush=True)\n"
        "        while server.ledger.delivered < 6:\n"
        "            await asyncio.sleep(0.02)\n"
        "        print('busy', flush=True)\n"
        "        await asyncio.to_thread(sys.stdin.read)\n"
        "        print(json.dumps(server.ledger.delivered), flush=True)\n"
        "asyncio.run(main())\n"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdin
    assert server.stdout
    url = server.stdout.readline().strip()
    command = [
        sys.executable, "-c", "from summariser.cli import main; main()", *map(str, seed_paths),
        "--model", "scripted", "--base-url", url, "--concurrency", "4",
    ]  # fmt: skip

    first = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    assert server.stdout.readline().strip() == "busy"
    store = Path(os.environ["SUMMARISER_STORE"])
    while _stored(store) < 2:
        assert first.poll() is None
        time.sleep(0.01)
    first.send_signal(signal.SIGINT)
    time.sleep(0.05)
    first.send_signal(signal.SIGINT)
    said = first.communicate(timeout=20)[1]
    again = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    delivered = int(server.communicate(timeout=10)[0])

    assert first.returncode == 130
    assert "interrupted" in said
    assert "Traceback" not in said
    assert again.returncode == 0, again.stderr
    stored = json.loads((tmp_path / "summaries" / "run.json").read_text("utf-8"))["totals"]["usage"]["stored"]
    assert stored > 0
    assert 30 <= delivered <= 30 + 4


def test_help_fits_a_screen_and_loads_no_sdk() -> None:
    """`summarise --help` is 24 lines of 80, and imports none of the heavy libraries."""
    script = (
        "import sys\n"
        "from summariser.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'openai', 'instructor', 'tenacity', 'deepeval', 'dateparser', 'pydantic', 'jinja2'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1"}

    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True
    )

    lines = ran.stdout.splitlines()
    assert ran.stderr.strip() == "[]"
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    for name in ("run", "report", "requests", "responses", "doctor"):
        assert f"  {name}" in ran.stdout


def test_help_takes_at_most_twice_the_time_of_importing_typer() -> None:
    """Nobody waits for `--help`: the best of five against the best of five."""

    def best(*words: str) -> float:
        times = []
        for _ in range(5):
            began = time.perf_counter()
            subprocess.run([sys.executable, *words], capture_output=True, check=True)
            times.append(time.perf_counter() - began)
        return min(times)

    helping = best("-c", "from summariser.cli import main; main(['--help'])")

    assert helping <= 2 * best("-c", "import typer")


def test_no_argument_prints_help(command: Command) -> None:
    """Nothing to do is not an error message but the way in."""
    assert "Usage: summarise" in (ran := command()).out + ran.err


def test_doctor_shows_where_settings_come_from_and_no_secret(
    command: Command, monkeypatch: pytest.MonkeyPatch, endpoint: FaultServer
) -> None:
    """Every setting with its origin, the store, the endpoint; the key is never shown."""
    monkeypatch.setenv("SUMMARISER_API_KEY", "sk-canary")

    shown, data = command("doctor"), command("doctor", "--json")

    assert shown.code == 0
    assert "sk-canary" not in shown.err + data.out
    settings = json.loads(data.out)["settings"]
    assert settings["model"] == {"value": "scripted", "origin": "environment"}
    assert settings["tables"] == {"value": "csv", "origin": "default"}
    assert endpoint.url in shown.err


def test_doctor_shows_the_store_with_its_place_size_and_counts(
    command: Command, tmp_path: Path, endpoint: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the answers are, how large that is, how many of which model, how many awaited, and what is damaged."""
    monkeypatch.setenv("SUMMARISER_STORE", str(store := tmp_path / "kept" / "answers.sqlite"))
    source = str(write(tmp_path / "a.txt", ARTICLE))
    command(source, "--model", "one", "--only", "gist")
    command("requests", source, "--model", "two", "-o", "out.jsonl")

    shown, data = command("doctor").err, json.loads(command("doctor", "--json").out)["store"]

    said = dict(line.split(maxsplit=1) for line in shown.partition("\nstore\n")[2].splitlines()[:6])
    assert said["place"] == str(store)
    assert said["size"].endswith("kB")
    assert said["answers"] == "1: 1 of one"
    assert said["awaited"] == "6 requests of Batch files"
    assert said["damaged"] == "none"
    assert (data["rows"], data["models"], data["awaited"]) == (1, {"one": 1}, 6)
    assert data["bytes"] >= store.stat().st_size
