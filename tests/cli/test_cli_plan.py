"""What a run shows and asks before it sends anything: at a terminal, in a script, and as a dry run."""

from __future__ import annotations

import json
import os
import re
import select
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from summariser.cli.plan import plan_lines
from summariser.pipeline.plan import Cost, PaidAgain, Plan, Stale, Unreadable, Work
from summariser.records import BUILT_IN
from tests.cli.conftest import ARTICLE, Command, write
from tests.conftest import ROOT
from tests.faults import FaultServer
from tests.pipeline.scripted import CAP, Script

SEEDS = str(ROOT / "seeds")
PRICES = '{"scripted": {"input": 0.25, "output": 2}}'


def plan_of(ran_out: str) -> dict[str, str]:
    """Return the lines of a plan by their label, wrapped ones joined."""
    labelled: dict[str, str] = {}
    label = ""
    for line in ran_out.splitlines()[1:]:
        label = line[2:14].strip() or label
        labelled[label] = f"{labelled.get(label, '')} {line[14:]}".strip()
    return labelled


def test_a_dry_run_sends_nothing_and_says_what_would_go_where(
    command: Command, endpoint: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Endpoint and model, requests, tokens, cost and time on one screen; exit 0, no request, no output folder."""
    monkeypatch.setenv("SUMMARISER_PRICES", PRICES)

    ran = command(SEEDS, "--dry-run")

    lines = ran.out.splitlines()
    said = plan_of(ran.out)
    assert ran.code == 0
    assert len(lines) <= 20
    assert max(map(len, lines)) <= 80
    assert said["goes to"] == f"scripted at 127.0.0.1:{endpoint.url.split(':')[2].split('/')[0]} (local)"
    assert said["to send"] == "30 requests about 5 articles (42 kB)"
    assert "going by the recorded corpora" in said["to follow"]
    assert re.fullmatch(r"about [\d,]+ in and [\d,]+ out", said["tokens"])
    assert re.fullmatch(r"about \$0\.\d\d, most likely \$0\.\d\d to \$0\.\d\d", said["cost"])
    assert said["time"].endswith("1 request at a time")
    assert len(endpoint.ledger) == 0
    assert not ran.folder.exists()


def test_a_dry_run_needs_no_key(command: Command) -> None:
    """A hosted model's plan is known without its key, and its price from the bundled table."""
    ran = command(SEEDS, "--dry-run", "--model", "gpt-4.1-mini")

    assert ran.code == 0
    assert plan_of(ran.out)["goes to"] == "gpt-4.1-mini at api.openai.com"
    assert "$" in plan_of(ran.out)["cost"]


def test_a_dry_run_is_also_data(command: Command, endpoint: FaultServer, tmp_path: Path) -> None:
    """With --json the plan is one object on standard output, unreadable inputs with their reasons included."""
    write(tmp_path / "in" / "a.txt", ARTICLE)
    write(tmp_path / "in" / "b.txt", b"\x00\x01\x02" * 400)

    ran = command(str(tmp_path / "in"), str(tmp_path / "in" / "b.txt"), "--dry-run", "--json")

    plan = json.loads(ran.out)
    assert ran.code == 0
    assert plan["schema_version"]
    assert (plan["inputs"], plan["articles"], plan["main"]["certain"]) == (2, 1, len(BUILT_IN))
    assert plan["requests"] >= plan["main"]["certain"]
    assert plan["cost"] is None
    assert plan["asks"] == []
    (unreadable,) = plan["unreadable"]
    assert (Path(unreadable["path"]).name, unreadable["reason"]) == ("b.txt", "binary")


def test_what_is_planned_is_what_is_sent(command: Command, endpoint: FaultServer, tmp_path: Path) -> None:
    """The main requests of the plan are those the endpoint sees; afterwards nothing is left to send."""
    source = str(write(tmp_path / "seed.txt", (ROOT / "seeds" / "001_223c43aa781d18e4.txt").read_bytes()))

    before = json.loads(command(source, "--dry-run", "--json").out)
    command(source)
    sent = len(endpoint.ledger)
    after = command(source, "--dry-run")

    assert before["main"] | {"tokens_in": 0, "tokens_out": 0} == {
        "certain": sent, "expected": 0, "tokens_in": 0, "tokens_out": 0
    }  # fmt: skip
    assert plan_of(after.out)["answered"] == f"{sent} requests, free"
    assert plan_of(after.out)["to send"] == "nothing: every answer is there"
    assert "cost" not in plan_of(after.out)
    assert len(endpoint.ledger) == sent


def test_stored_answers_are_followed_to_what_they_lead_to(
    command: Command, endpoint: FaultServer, tmp_path: Path
) -> None:
    """Where the main answers are there, the re-ask of a false record is certain, not expected."""
    source = str(write(tmp_path / "seed.txt", (ROOT / "seeds" / "001_223c43aa781d18e4.txt").read_bytes()))
    endpoint.answer = Script(records={"plan_terms": [CAP | {"value": "600,000 troops"}]})
    command(source, "--only", "gist,actors,events,reactions,disputed_points")
    command("requests", source, "-o", "out.jsonl")
    (line,) = map(json.loads, (tmp_path / "out.jsonl").read_text("utf-8").splitlines())
    write(tmp_path / "back.jsonl", json.dumps({"custom_id": line["custom_id"], "response": {
        "status_code": 200,
        "body": {"id": "x", "object": "chat.completion", "created": 1, "model": "scripted", "choices": [
            {"index": 0, "finish_reason": "stop",
             "message": {"role": "assistant", "content": endpoint.answer(line["body"])}}]},
    }}))  # fmt: skip
    command("responses", "back.jsonl")

    plan = json.loads(command(source, "--dry-run", "--json").out)

    assert plan["main"]["certain"] == 0
    assert (plan["re_asks"]["certain"], plan["re_asks"]["expected"]) == (1, 0)
    assert plan["answered"] == len(BUILT_IN)


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("CONFIRM_ABOVE", "0.00001", "may cost $0.0"),
        ("CONFIRM_ARTICLES", "0", "sends 1 article"),
        ("CONFIRM_BYTES", "10", "sends 0 MB"),
    ],
)
def test_a_large_run_in_a_script_needs_yes(  # noqa: PLR0913, PLR0917 - a table's columns
    setting: str,
    value: str,
    said: str,
    command: Command,
    endpoint: FaultServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Above a threshold and with nobody to ask: exit 2, one line that names --yes, nothing sent. --yes starts it."""
    source = str(write(tmp_path / "a.txt", ARTICLE))
    monkeypatch.setenv("SUMMARISER_PRICES", PRICES)
    monkeypatch.setenv(f"SUMMARISER_{setting}", value)

    refused = command(source)
    sent = len(endpoint.ledger)
    agreed = command(source, "--yes")

    assert refused.code == 2
    assert sent == 0
    (line,) = refused.err.splitlines()
    assert said in line
    assert "--yes" in line
    assert agreed.code == 0
    assert len(endpoint.ledger) == len(BUILT_IN)
    assert command(source).code == 0, "what is stored is not asked about"


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        ({"SUMMARISER_MODEL": "another"}, "model"),
        ({"SUMMARISER_PROFILE": "general"}, "prompt and schema"),
        ({"SUMMARISER_STRICT": "false"}, "schema"),
        ({"SUMMARISER_MAX_OUTPUT_TOKENS": "9000"}, "settings"),
    ],
)
def test_answers_that_are_out_of_date_are_told_before_they_are_paid_for_again(
    change: dict[str, str],
    differs: str,
    command: Command,
    endpoint: FaultServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Another model, prompt, schema or setting asks again about articles that are answered: it says which, and asks."""
    source = str(write(tmp_path / "a.txt", ARTICLE))
    command(source)
    for name, value in change.items():
        monkeypatch.setenv(name, value)

    planned = command(source, "--dry-run")
    refused = command(source)

    assert f"1 article answered before with another {differs}" in plan_of(planned.out)["stale"]
    assert refused.code == 2
    assert f"asks again about 1 article answered with another {differs}" in refused.err
    assert len(endpoint.ledger) == len(BUILT_IN)


def test_an_edited_article_is_new_and_nothing_is_out_of_date(
    command: Command, endpoint: FaultServer, tmp_path: Path
) -> None:
    """Its old answers are about another text, so the run starts without a question."""
    source = write(tmp_path / "a.txt", ARTICLE)
    command(str(source))
    write(source, ARTICLE.replace("40 million", "50 million"))

    ran = command(str(source))

    assert ran.code == 0
    assert len(endpoint.ledger) == 2 * len(BUILT_IN)


def test_fresh_says_what_is_paid_again(command: Command, endpoint: FaultServer, tmp_path: Path) -> None:
    """--fresh over stored answers needs a yes, and over none it does not."""
    source = str(write(tmp_path / "a.txt", ARTICLE))

    first = command(source, "--fresh")
    planned = command(source, "--fresh", "--dry-run")
    refused = command(source, "--fresh")
    again = command(source, "--fresh", "--yes")

    assert (first.code, refused.code, again.code) == (0, 2, 0)
    assert plan_of(planned.out)["paid again"].startswith("6 stored answers, because of --fresh")
    assert "asks 6 stored answers again" in refused.err
    assert len(endpoint.ledger) == 2 * len(BUILT_IN)


def test_recorded_answers_are_never_asked_about(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no model is named nothing is spent, so no threshold counts; its plan says so."""
    monkeypatch.setenv("SUMMARISER_CONFIRM_ARTICLES", "0")

    ran = command(SEEDS)
    said = plan_of(command(SEEDS, "--dry-run").out)

    assert ran.code == 0
    assert "--yes" not in ran.err
    assert said["goes to"].startswith("nowhere: no model is named")
    assert said["to send"] == "nothing: every answer is there"


def test_a_run_from_the_store_is_the_same_with_and_without_its_plan(
    command: Command, endpoint: FaultServer, tmp_path: Path
) -> None:
    """With nothing left to ask the plan's own result is written: the bytes of a run that was not planned."""
    source = write(tmp_path / "in" / "a.txt", (ROOT / "seeds" / "001_223c43aa781d18e4.txt").read_bytes())
    endpoint.answer = Script(records={"plan_terms": [CAP]})
    command(str(source.parent), "--out", "first")

    planned, unplanned = (
        {
            path.relative_to(tmp_path / out): path.read_bytes()
            for path in sorted((tmp_path / out).rglob("*"))
            if path.is_file() and path.name not in ("run.json", ".lock")
        }
        for out, _ in [
            ("planned", command(str(source.parent), "--out", "planned")),
            ("unplanned", command(str(source.parent), "--out", "unplanned", "--yes", "--quiet")),
        ]
    )

    assert planned == unplanned
    assert len(planned) > 5


@pytest.mark.parametrize("absent", ["stale", "paid_again"], ids="no {}".format)
def test_the_largest_plan_fits_a_screen_and_obeys_no_name(absent: str) -> None:
    """Every line at its longest, hostile names included: 20 lines of 80 columns, nothing a terminal obeys."""
    million = Work(certain=1_000_000, expected=1_000_000, tokens_in=10**12, tokens_out=10**12)
    dollars = Decimal(123_456_789)
    plan = Plan(
        model="a-model-with-a-long-name\x1b[2J/" * 10,
        host="a-long-host-name.example.org:65535",
        inputs=1_000_000,
        skipped=10_000,
        unreadable=tuple(
            Unreadable(path=f"/a/{'very/' * 30}long/path\n\x1b[31m{n}.txt", reason="encoding", detail="")
            for n in range(50)
        ),
        answered=1_000_000,
        articles=1_000_000,
        bytes=10**12,
        main=million,
        re_asks=million,
        questions=million,
        hidden=True,
        cost=Cost(low=dollars, expected=dollars, high=dollars),
        seconds=10**7,
        at_once=1000,
        stale=Stale(
            articles=1_000_000,
            requests=6_000_000,
            models=tuple(f"another-model-with-a-long-name-{n}" for n in range(9)),
            differs=("model", "prompt", "schema", "settings"),
            cost=dollars,
        ),
        paid_again=PaidAgain(requests=1_000_000, cost=dollars),
    )

    lines = plan_lines(plan.model_copy(update={absent: None}))  # --fresh pays again for stale answers too

    assert len(lines) <= 20
    assert max(map(len, lines)) <= 80
    assert all(line.isprintable() for line in lines)
    assert "48 more" in "\n".join(lines)


class Screen(NamedTuple):
    """What a command at a terminal came to."""

    code: int
    shown: str


def at_a_terminal(folder: Path, *words: str, answer: str = "") -> Screen:
    """Return what a command shows at a terminal of 24 lines, and its exit code; `answer` is typed when it asks."""
    import pty  # noqa: PLC0415 - there is none on Windows

    master, slave = pty.openpty()
    start = "from summariser.cli import main; main()"
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "80", "LINES": "24"}
    with subprocess.Popen(
        [sys.executable, "-c", start, *words],
        cwd=folder,
        env=environment,
        stdin=slave,
        stdout=subprocess.DEVNULL,
        stderr=slave,
        start_new_session=True,
        preexec_fn=_take_terminal,  # noqa: PLW1509 - one thread here, and Ctrl-C must reach the child
    ) as ran:
        os.close(slave)
        shown = b""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            ready, _, _ = select.select([master], [], [], 0.2)
            if ready:
                try:
                    shown += os.read(master, 65536)
                except OSError:
                    break  # the other side is closed
                if answer and b"[y/N]" in shown:
                    os.write(master, answer.encode())
                    answer = ""
            elif ran.poll() is not None:
                break
        else:
            ran.kill()
    os.close(master)
    return Screen(ran.returncode, shown.decode().replace("\r\n", "\n"))


def _take_terminal() -> None:
    """Make the child's standard input its controlling terminal, so that keys become signals."""
    import fcntl  # noqa: PLC0415 - there is none on Windows
    import termios  # noqa: PLC0415 - the same

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@pytest.mark.posix
@pytest.mark.parametrize(
    ("answer", "code", "sent", "said"),
    [
        ("\n", 1, 0, "not started: nothing was sent"),
        ("\x03", 130, 0, "interrupted"),
        ("y\n", 0, len(BUILT_IN), "1 input: 1 empty"),
    ],
    ids=["return", "Ctrl-C", "yes"],
)
def test_a_large_run_at_a_terminal_is_asked_about(  # noqa: PLR0913, PLR0917 - a table's columns
    answer: str,
    code: int,
    sent: int,
    said: str,
    endpoint: FaultServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The plan, why it asks, y/N; anything but yes sends nothing and writes nothing."""
    write(tmp_path / "a.txt", ARTICLE)
    monkeypatch.setenv("SUMMARISER_CONFIRM_ARTICLES", "0")

    ran = at_a_terminal(tmp_path, "a.txt", answer=answer)

    assert ran.code == code, ran.shown
    assert "to send     6 requests about 1 article" in ran.shown
    assert "This run sends 1 article." in ran.shown
    assert said in ran.shown
    assert "Traceback" not in ran.shown
    assert len(endpoint.ledger) == sent
    assert (tmp_path / "summaries").exists() is bool(sent)


@pytest.mark.posix
@pytest.mark.parametrize(
    ("words", "articles", "planned"),
    [
        ((), "1000", True),
        (("--yes",), "0", True),
        (("--quiet", "--yes"), "0", False),
    ],
)
def test_a_run_that_needs_no_yes_shows_its_plan_and_starts(
    words: tuple[str, ...],
    articles: str,
    planned: bool,  # noqa: FBT001 - a table's column
    endpoint: FaultServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Below the thresholds, or with --yes, nothing is asked; --quiet hides the plan too."""
    write(tmp_path / "a.txt", ARTICLE)
    monkeypatch.setenv("SUMMARISER_CONFIRM_ARTICLES", articles)

    ran = at_a_terminal(tmp_path, "a.txt", *words)

    assert ran.code == 0, ran.shown
    assert ("to send     6 requests" in ran.shown) is planned
    assert "[y/N]" not in ran.shown
    assert len(endpoint.ledger) == len(BUILT_IN)


def test_a_corpus_too_large_to_hold_is_planned_by_a_sample(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The plan of many short articles is that of the sampled ones times their number; no questions without blocks."""
    for number in range(450):
        write(tmp_path / "in" / f"{number:03}.txt", ARTICLE.replace("40", str(40 + number)))
    words = ("in", "--dry-run", "--json", "--model", "gpt-5-mini", "--only", "events")
    whole = json.loads(command(*words).out)
    monkeypatch.setenv("SUMMARISER_MOST_COMPARED", "449")

    sampled = json.loads(command(*words).out)
    shown = command(*words[:2], *words[3:]).out
    monkeypatch.setenv("SUMMARISER_BLOCK", "0")
    alone = json.loads(command(*words).out)

    assert (whole["sampled"], sampled["sampled"]) == (None, 150)
    assert sampled["inputs"] == sampled["articles"] == sampled["main"]["certain"] == 450
    assert sampled["main"]["tokens_in"] == pytest.approx(whole["main"]["tokens_in"], rel=0.01)
    assert sampled["questions"]["expected"] == pytest.approx(whole["questions"]["expected"], rel=0.05)
    assert alone["questions"]["expected"] == 0
    assert float(alone["cost"]["expected"]) < float(sampled["cost"]["expected"])
    assert "the plan goes by 150 of them" in shown
