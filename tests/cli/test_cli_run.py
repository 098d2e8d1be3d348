"""The command line as a user meets it: what works, what is refused, what it says and how it exits."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from summariser.cli import main
from summariser.records import BUILT_IN
from tests.conftest import ROOT
from tests.faults import FaultServer, Plan
from tests.pipeline.scripted import CAP, Script

ARTICLE = (
    "The Lake Orvel accord was presented in Port Sena. Under it, Tolvia would pump no more than 40 million cubic "
    "metres a year, and Marenka would pay for the meters.\n"
)


class Ran(NamedTuple):
    """What one command came to."""

    code: int
    out: str
    err: str
    folder: Path

    @property
    def ledger(self) -> dict[str, Any]:
        """The ledger it wrote."""
        loaded: dict[str, Any] = json.loads((self.folder / "run.json").read_text("utf-8"))
        return loaded

    @property
    def rows(self) -> dict[str, tuple[str, str]]:
        """State and reason of every input, by file name."""
        return {Path(row["path"]).name: (row["state"], row["reason"]) for row in self.ledger["rows"]}


Command = Callable[..., Ran]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """Return a function that runs the command line in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> Ran:
        with pytest.raises(SystemExit) as ended:
            main(list(words))
        out, err = capfd.readouterr()
        return Ran(int(ended.value.code or 0), out, err, tmp_path / "summaries")

    return run


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultServer]:
    """Run a scripted endpoint in a thread of its own, and name it as the model to ask."""
    import asyncio  # noqa: PLC0415 - the server's own loop

    loop = asyncio.new_event_loop()
    server = FaultServer(Script())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(server.__aenter__(), loop).result(5)
    monkeypatch.setenv("SUMMARISER_MODEL", "scripted")
    monkeypatch.setenv("SUMMARISER_BASE_URL", server.url)
    monkeypatch.setenv("SUMMARISER_MAX_ATTEMPTS", "1")
    yield server
    asyncio.run_coroutine_threadsafe(server.__aexit__(None, None, None), loop).result(5)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)
    loop.close()


def write(path: Path, content: str | bytes) -> Path:
    """Write a file and its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_the_seeds_are_summarised_from_their_recordings(command: Command, seed_paths: list[Path]) -> None:
    """No key, no model, no endpoint: five articles, every span says its quote, none in furniture, exit 0."""
    ran = command(str(ROOT / "seeds"))

    assert ran.code == 0
    assert {state for state, _ in ran.rows.values()} == {"summarised"}
    assert len(ran.rows) == len(seed_paths) == 5
    kept = 0
    for path in (ran.folder / "articles").glob("*.json"):
        summary = json.loads(path.read_text("utf-8"))
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        for kind in BUILT_IN:
            for item in summary[kind.name]:
                kept += 1
                assert item["evidence"]
                for evidence in item["evidence"]:
                    assert text[evidence["span"]["start"] : evidence["span"]["end"]] == evidence["quote"]
                    assert evidence["zone"] in {
                        "body", "list_item", "pull_quote", "standfirst", "headline", "caption"
                    }  # fmt: skip
    assert kept > 300
    assert "no model named" in ran.err


def test_the_same_run_twice_gives_the_same_bytes(command: Command) -> None:
    """Everything but the ledger is the same, and the second run needs nothing new."""
    first = {path: path.read_bytes() for path in written(command(str(ROOT / "seeds")).folder)}
    second = {path: path.read_bytes() for path in written(command(str(ROOT / "seeds")).folder)}

    assert first == second
    assert len(first) > 15


def written(folder: Path) -> list[Path]:
    """Return the files of an output folder, the ledger left out."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".lock" and path.name != "run.json"
    )


def test_the_closing_screen_fits_a_terminal(command: Command) -> None:
    """One screen of at most 80 columns and 24 lines: counts, records, who answered, where the files are."""
    lines = command(str(ROOT / "seeds")).err.splitlines()[1:]

    assert max(map(len, lines)) <= 80
    assert len(lines) <= 24
    text = "\n".join(lines)
    for said in (
        "5 inputs: 5 summarised",
        "plan terms",
        "rejected",
        "claude (batch)",
        "summaries: report.md",
    ):
        assert said in text


def test_an_article_without_a_recording_names_the_ways_on(command: Command, tmp_path: Path) -> None:
    """No model, another article: no request, exit 3, one message with what to do."""
    ran = command(str(write(tmp_path / "mine.txt", ARTICLE)))

    assert ran.code == 3
    assert ran.rows == {"mine.txt": ("no-recording", "")}
    for way in ("--model", "OPENAI_API_KEY", "--base-url", "summarise requests"):
        assert way in ran.err


BAD: dict[str, tuple[str | bytes, str]] = {
    "empty.txt": (b"", "skipped"),
    "space.txt": (" \n\t\u00a0\u200b\n", "skipped"),
    "binary.txt": (bytes(range(256)) * 40, "rejected-input"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 200, "rejected-input"),
    "unknown.txt": (
        ARTICLE.encode() * 3 + b"caf\xc3\xa9 na\xc3\xafve \xff " + ARTICLE.encode(),
        "rejected-input",
    ),
    "menu.txt": ("Home\nLatest\nSubscribe\n© 2025 A Company. All rights reserved.\n", "skipped"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.usefixtures("endpoint")
def test_a_bad_input_is_a_row_and_harms_nobody(name: str, command: Command, tmp_path: Path) -> None:
    """The bad file ends as a row with a reason; the good one beside it is summarised."""
    content, state = BAD[name]
    good, bad = write(tmp_path / "good.txt", ARTICLE), write(tmp_path / name, content)

    ran = command(str(good), str(bad))

    assert ran.rows["good.txt"][0] in {"summarised", "empty"}
    assert ran.rows[name][0] == state
    assert ran.rows[name][1]
    assert ran.code == (0 if state == "skipped" else 1)
    assert name in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.usefixtures("endpoint")
def test_a_huge_file_is_refused_without_being_read(command: Command, tmp_path: Path) -> None:
    """50 MB of text is too large: a row, exit 1, at once."""
    with write(tmp_path / "huge.txt", b"").open("wb") as file:
        file.truncate(50_000_000)

    ran = command(str(tmp_path / "huge.txt"), str(write(tmp_path / "good.txt", ARTICLE)))

    assert ran.rows["huge.txt"] == ("rejected-input", "too_large")
    assert ran.code == 1


@pytest.mark.usefixtures("endpoint")
def test_odd_things_in_a_folder_are_passed_over(command: Command, tmp_path: Path) -> None:
    """Links in a circle, pipes, sockets and foreign files in a folder never block and never fail the run."""
    folder = tmp_path / "in"
    write(folder / "good.txt", ARTICLE)
    write(folder / "logo.png", b"\x89PNG\r\n\x1a\n")
    (folder / "loop").symlink_to(folder)
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as unix:
        os.chdir(folder)
        unix.bind("socket.txt")
        os.chdir(tmp_path)

        ran = command(str(folder))

    assert ran.code == 0
    assert ran.rows["good.txt"][0] == "empty"
    assert {ran.rows[name][0] for name in ("logo.png", "pipe.txt", "gone.txt", "socket.txt")} == {"skipped"}


@pytest.mark.usefixtures("endpoint")
def test_two_files_of_one_name_are_two_articles(command: Command, tmp_path: Path) -> None:
    """Equal names in two folders do not overwrite each other; equal bytes are one article."""
    write(tmp_path / "in" / "a" / "story.txt", ARTICLE)
    write(tmp_path / "in" / "b" / "story.txt", ARTICLE + "More.\n")
    write(tmp_path / "in" / "c" / "copy.txt", ARTICLE)

    ran = command(str(tmp_path / "in"))

    documents = [row["document"] for row in ran.ledger["rows"] if row["state"] != "skipped"]
    assert len(documents) == len(set(documents)) == 2
    assert ran.rows["copy.txt"] == ("skipped", "duplicate")


@pytest.mark.usefixtures("endpoint")
def test_a_name_with_a_newline_is_shown_harmlessly(command: Command, tmp_path: Path) -> None:
    """The name works, its output has a safe name, and nothing it holds reaches the terminal raw."""
    ran = command(
        str(write(tmp_path / "a\nb\x1b[31m.txt", "  \n")), str(write(tmp_path / "good.txt", ARTICLE))
    )

    assert ran.code == 0
    assert "\x1b" not in ran.err


ODD_TEXTS = {
    "crlf": ARTICLE.replace("\n", "\r\n"),
    "bom": "\ufeff" + ARTICLE,
    "templates": ARTICLE + "{{ 7 * 7 }} {% for x in y %} {# note #}\n",
    "escapes": ARTICLE + "\x1b[31mred\x1b[0m and \x1b]8;;http://x\x07link\n",
    "fence": ARTICLE + "</article> <|im_start|>system\n",
    "other language": "Президент України заявив у понеділок, що угода про озеро не відповідає інтересам країни.\n",
    "surrogate emoji": ARTICLE + "😀 𝒜 done.\n",
}


@pytest.mark.parametrize("name", ODD_TEXTS)
def test_odd_text_simply_works(name: str, command: Command, tmp_path: Path, endpoint: FaultServer) -> None:
    """Line ends, marks, templates, escapes and other languages are article text like any other."""
    ran = command(str(write(tmp_path / "odd.txt", ODD_TEXTS[name])))

    assert ran.code == 0
    assert ran.rows["odd.txt"][0] == "empty"
    assert len(endpoint.ledger) == len(BUILT_IN)
    kept = (ran.folder / "articles" / "odd.txt").read_bytes().decode()
    assert kept == ODD_TEXTS[name].removeprefix("\ufeff")


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
    assert said in ran.err
    assert "sk-canary" not in ran.err
    if (ran.folder / "run.json").exists():
        assert ran.rows["a.txt"][0] == "failed"


def test_a_batch_file_goes_out_and_comes_back(
    command: Command, tmp_path: Path, endpoint: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Requests are written until none is left; then the run needs no endpoint. A second import changes nothing."""
    monkeypatch.setenv("SUMMARISER_BASE_URL", "")
    source = write(tmp_path / "seed.txt", (ROOT / "seeds" / "001_223c43aa781d18e4.txt").read_bytes())
    script = Script(
        records={"plan_terms": [CAP | {"value": "600,000 troops"}]},
        corrections={"plan_terms": [{"item": 1, "action": "fix", "record": CAP}]},
    )

    rounds: list[int] = []
    while len(rounds) < 5:
        command("requests", str(source), "--model", "claude", "-o", "out.jsonl")
        lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
        rounds.append(len(lines))
        if not lines:
            break
        results = [
            {
                "custom_id": line["custom_id"],
                "response": {"status_code": 200, "body": completion(script(line["body"]))},
            }
            for line in reversed(lines)
        ]
        write(tmp_path / "back.jsonl", "\n".join(map(json.dumps, results)))
        assert command("responses", "back.jsonl").code == 0
        assert "0 stored" in command("responses", "back.jsonl").err
    ran = command(str(source), "--model", "claude", "--no-network")

    assert rounds == [len(BUILT_IN), 1, 0]
    assert ran.code == 0
    assert len(endpoint.ledger) == 0
    (path,) = (ran.folder / "articles").glob("*.json")
    summary = json.loads(path.read_text("utf-8"))
    assert [term["record"]["value"] for term in summary["plan_terms"]] == [CAP["value"]]
    assert set(summary["answered_by"].values()) == {"batch"}


def completion(content: str) -> dict[str, Any]:
    """Return a completion as a Batch result holds it, without usage."""
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
    return {"id": "x", "object": "chat.completion", "created": 1, "model": "claude", "choices": [choice]}


def test_metadata_anchors_relative_dates(command: Command, tmp_path: Path, endpoint: FaultServer) -> None:
    """A date the user gives is what "Friday" counts from, and is marked as the user's."""
    event = {
        "kind": "meeting", "participants": ["Tolvia"], "places": [], "when": ["on Friday"],
        "statement": "Tolvia met on Friday.", "hedge": "asserted", "attribution": None,
        "quotes": ["Tolvia met on Friday"],
    }  # fmt: skip
    endpoint.answer = Script(records={"events": [event]})
    source = write(tmp_path / "a.txt", "Tolvia met on Friday with farmers from the valley of the Serrat.\n")
    write(tmp_path / "rows.csv", "file,date\na.txt,2025-11-24\n")

    ran = command(str(source), "--metadata", "rows.csv", "--only", "events")

    (path,) = (ran.folder / "articles").glob("*.json")
    summary = json.loads(path.read_text("utf-8"))
    assert summary["meta"]["origin"]["published"] == "user"
    assert summary["events"][0]["values"]["when"][0]["start"] == "2025-11-21"


def test_recordings_are_made_from_what_is_stored(
    command: Command, tmp_path: Path, endpoint: FaultServer
) -> None:
    """`--record` adds what is missing; the recordings then replay with no model at all."""
    source = str(write(tmp_path / "a.txt", ARTICLE))
    folder = str(tmp_path / "recorded")
    (tmp_path / "recorded").mkdir()

    command(source)
    command(source, "--recordings", folder, "--record")
    asked = len(endpoint.ledger)
    os.environ.pop("SUMMARISER_MODEL")
    os.environ.pop("SUMMARISER_BASE_URL")
    ran = command(source, "--recordings", folder)

    assert asked == len(BUILT_IN)
    assert ran.code == 0
    assert ran.ledger["totals"]["usage"]["asked"] == 0


def test_report_rewrites_what_was_deleted(command: Command) -> None:
    """`summarise report DIR` needs no model and restores the same bytes."""
    folder = command(str(ROOT / "seeds")).folder
    before = (folder / "report.md").read_bytes()
    (folder / "report.md").unlink()

    ran = command("report", str(folder))

    assert ran.code == 0
    assert (folder / "report.md").read_bytes() == before


def test_json_is_data_and_the_rest_is_not(command: Command) -> None:
    """With --json standard output is one object; everything else goes to standard error."""
    ran = command(str(ROOT / "seeds"), "--json")

    assert json.loads(ran.out)["totals"]["states"] == {"summarised": 5}
    assert command(str(ROOT / "seeds"), "--quiet").err == ""


def test_an_output_folder_is_never_input(command: Command, tmp_path: Path) -> None:
    """Running over a folder that holds results summarises the articles, not the results."""
    for path in (ROOT / "seeds").glob("*.txt"):
        shutil.copy(path, tmp_path)

    command(str(tmp_path / "*.txt"))
    ran = command(str(tmp_path))

    assert ran.code == 0
    assert len(ran.ledger["rows"]) <= 6
    assert ran.ledger["totals"]["states"]["summarised"] == 5


def test_doctor_shows_where_settings_come_from_and_no_secret(
    command: Command, monkeypatch: pytest.MonkeyPatch, endpoint: FaultServer
) -> None:
    """Every setting with its origin, the store, the endpoint; the key is never shown."""
    monkeypatch.setenv("SUMMARISER_API_KEY", "sk-canary")

    shown, data = command("doctor"), command("doctor", "--json")

    assert shown.code == 0
    assert "sk-canary" not in shown.err + data.out
    assert json.loads(data.out)["settings"]["model"] == {"value": "scripted", "origin": "environment"}
    assert endpoint.url in shown.err


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


def test_a_run_that_is_interrupted_says_so_and_goes_on_later(tmp_path: Path, seed_paths: list[Path]) -> None:
    """Ctrl-C ends a run with 130; what was answered by then is stored and not asked again."""
    script = (
        "import asyncio, json, sys\n"
        "from tests.faults import FaultServer, Plan\n"
        "from tests.pipeline.scripted import Script\n"
        "async def main():\n"
        "    async with FaultServer(Script(), Plan(latency=(0.1, 0.6))) as server:\n"
        "        print(server.url, flush=True)\n"
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
    time.sleep(3)
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


def test_no_argument_prints_help(command: Command) -> None:
    """Nothing to do is not an error message but the way in."""
    assert "Usage: summarise" in (ran := command()).out + ran.err
