"""Logs as JSON: one object a line on standard error, whatever happens, and no text of an article."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest

from summariser.cli.logs import JsonLines
from tests import children
from tests.cli.conftest import write
from tests.conftest import ROOT
from tests.faults import FaultServer, Plan
from tests.pipeline.scripted import Script

CANARY = "zanzibarquartz"
TEXT = f"The {CANARY} accord.\n\nUnder it, Tolvia would pump less water from the lake this year.\n"


def objects(text: str) -> list[dict[str, Any]]:
    """Return the object of every line; each says when, how grave, and what."""
    lines: list[dict[str, Any]] = [json.loads(line) for line in text.splitlines()]
    assert all({"time", "level", "logger"} <= line.keys() for line in lines)
    return lines


def line_of(record: logging.LogRecord) -> dict[str, Any]:
    """Return what a record is written as."""
    (line,) = objects(JsonLines().format(record))
    return line


def shown() -> dict[str, Any]:
    """Return the line that the documentation shows."""
    text = (ROOT / "docs" / "observability.md").read_text("utf-8")
    (block,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    (line,) = objects(block)
    return line


async def test_a_run_logs_every_input_and_its_end(tmp_path: Path) -> None:
    """One line for each attempt, each input and the run; the ledger on standard output is as ever."""
    write(tmp_path / "in" / "a.txt", TEXT)
    write(tmp_path / "in" / "b.txt", b"\x89PNG\r\n\x1a\n")
    async with FaultServer(Script(), Plan(mix={"500": 1.0}, until_attempt=1)) as server:
        settings = {
            "logs": "json",
            "model": "scripted",
            "base_url": server.url,
            "store": tmp_path / "s.sqlite",
        }
        ended = await children.run("in", "--json", folder=tmp_path, settings=settings)
        posted = len(server.ledger)

    lines = objects(ended.err)
    attempts = [line for line in lines if line["message"] == "chat scripted"]
    (article,) = (line for line in lines if line["message"] == "summarise article")
    (other,) = (line for line in lines if line["message"] == "input")
    assert len(attempts) == posted
    assert sum(line.get("error.type") == "500" for line in attempts) == posted // 2
    assert (article["summariser.document"], article["summariser.state"]) == ("a", "empty")
    assert (other["summariser.state"], other["summariser.reason"]) == ("rejected-input", "binary")
    assert shown().keys() <= article.keys()
    assert lines[-1]["message"] == "run"
    assert lines[-1]["summariser.exit_code"] == ended.code == 1
    assert json.loads(ended.out)["exit_code"] == 1
    assert CANARY not in ended.err


@pytest.mark.parametrize(
    ("words", "settings", "code", "level"),
    [
        (["nö\x1b[31m\u202efile.txt"], {}, 2, "ERROR"),
        (["a.txt", "--profile", "war"], {}, 3, "ERROR"),
        (["a.txt", "--model", "m"], {"base_url": "http://127.0.0.1:9/v1", "max_attempts": 1}, 1, "INFO"),
    ],
)
async def test_a_failure_is_one_object_in_ascii(
    words: list[str], settings: dict[str, object], code: int, level: str, tmp_path: Path
) -> None:
    """Control and direction characters come as escapes; the exit code is as ever."""
    write(tmp_path / "a.txt", TEXT)
    settings = {"logs": "json", "store": tmp_path / "s.sqlite", **settings}

    ended = await children.run(*words, folder=tmp_path, settings=settings)

    assert objects(ended.err)[-1]["level"] == level
    assert ended.code == code
    assert ended.err.isascii()
    assert "\x1b" not in ended.err
    assert CANARY not in ended.err


def test_an_error_is_told_by_its_class_and_place() -> None:
    """Its message may quote an article, so it is left out with the values of its frames."""
    with pytest.raises(ValueError, match=CANARY) as raised:
        int(CANARY)
    fault = (raised.type, raised.value, raised.tb)
    record = logging.LogRecord("summariser.x", logging.ERROR, __file__, 1, "failed", (), fault)

    line = line_of(record)

    assert line["error.type"] == "ValueError"
    assert line["error.stack"][-1].startswith("test_cli_logs.py:")
    assert CANARY not in str(line)


def test_another_library_is_told_by_its_place() -> None:
    """What it has to say may hold what it was given."""
    record = logging.LogRecord("asyncio", logging.ERROR, "base_events.py", 7, "lost %s", (CANARY,), None)

    line = line_of(record)

    assert (line["logger"], line["where"]) == ("asyncio", "base_events:7")
    assert CANARY not in str(line)


async def test_the_library_configures_no_logging(tmp_path: Path) -> None:
    """A program that calls it gets no handler, level or line that it did not ask for."""
    code = (
        "import logging\n"
        "from summariser import Document, Settings, summarise\n"
        f"settings = Settings(logs='json', recordings={str(ROOT / 'evals' / 'recordings')!r})\n"
        f"text = open({str(ROOT / 'seeds' / '004_f4f46f81013c0048.txt')!r}, encoding='utf-8-sig').read()\n"
        "summarise(Document.from_text(text, id='a'), settings=settings)\n"
        "print(logging.getLogger().handlers, logging.getLogger('summariser').handlers, "
        "logging.getLogger('summariser').level)\n"
    )

    ended = await children.run(code=code, folder=tmp_path, settings={})

    assert (ended.code, ended.out, ended.err) == (0, "[] [] 0\n", "")
