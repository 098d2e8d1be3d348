"""The code blocks of the documentation, and a folder in which they are run in the order a reader meets them.

What a block is for, the comment right before it says; nothing of it is seen on a page:

    <!-- not run: why -->          an illustration
    <!-- run by: tests/… -->       what a test of its own runs, which names the page
    <!-- file: my/prompts.j2 -->   the contents of a file, which the blocks after it find there
    <!-- added to: sheet.toml -->  the end of a file
    <!-- prints -->                all that the block before it prints; `…` stands for anything
    <!-- exit: 1 -->               a command that ends so
    <!-- generated: name -->       what a script of `docs/` writes, and checks

A block of shell or Python without a comment is run.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from markdown_it import MarkdownIt

from tests.conftest import ROOT
from tests.pipeline.scripted import Body, Script, user

NOTE = re.compile(r"<!-- (not run|run by|file|added to|prints|exit|generated)(?:: (.+?))? -->\s*", re.DOTALL)
NEEDS_WORDS = {"not run", "file", "added to", "exit"}
COMMAND = "import sys; from summariser.cli import main; main(sys.argv[1:])"
OLLAMA = "http://localhost:11434/v1"
"""The address that pages give for a model on one's own machine."""


Answering = Callable[[Body], str]
"""A model: what it answers to the body of a request."""


class Block(NamedTuple):
    """One block of code.

    Attributes:
        page: The page's path in the repository.
        line: Its first line there, counted from 1.
        kind: Its language; `sh` for a block that is merely indented.
        text: What it holds.
        note: What the comment before it says it is for; "" without one.
        words: What that comment says further.
    """

    page: str
    line: int
    kind: str
    text: str
    note: str = ""
    words: str = ""

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"

    @property
    def runs(self) -> bool:
        """Whether it is run."""
        return self.kind in {"python", "sh"} and self.note in {"", "exit"}

    @property
    def idle(self) -> bool:
        """Whether it is neither run, nor compared, nor used, nor said to be an illustration."""
        if self.note == "run by":
            test = ROOT / self.words
            return not test.is_file() or Path(self.page).name not in test.read_text("utf-8")
        return not self.runs and (not self.note or (self.note in NEEDS_WORDS and not self.words))


def blocks(page: str) -> list[Block]:
    """Return the code blocks of a page, in order."""
    return blocks_of((ROOT / page).read_text("utf-8"), page)


def blocks_of(text: str, page: str) -> list[Block]:
    """Return the code blocks of a page's text."""
    tokens = MarkdownIt("commonmark").parse(text)
    found = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type in {"fence", "code_block"} and token.map:
            said = NOTE.fullmatch(before.content) if before and before.type == "html_block" else None
            kind = "sh" if token.type == "code_block" else token.info
            note, words = (said[1], said[2] or "") if said else ("", "")
            found.append(Block(page, token.map[0] + 1, kind, token.content, note, words))
    return found


class Reader:
    """A reader who does what a page says, in a folder of their own, with an endpoint on loopback.

    Attributes:
        folder: The folder.
        environ: The variables of the reader's shell.
        model: Who answers Batch files.
        names: What the page's Python has defined.
        printed: What the block that was run last printed.
    """

    def __init__(self, folder: Path, environ: Mapping[str, str], model: Answering) -> None:
        self.folder = folder
        self.model = model
        self.environ = {
            **os.environ,
            **environ,
            "PATH": f"{_commands(folder)}{os.pathsep}{os.environ['PATH']}",
        }
        self.names: dict[str, Any] = {"__name__": "page"}
        self.printed = ""

    def do(self, block: Block) -> None:
        """Run a block, or use it as its comment says.

        Raises:
            AssertionError: It did not end, or print, as the page says.
        """
        if block.runs:
            self.printed = self._shell(block) if block.kind == "sh" else self._python(block)
        elif block.note in {"file", "added to"}:
            path = self.folder / block.words
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w" if block.note == "file" else "a", encoding="utf-8") as file:
                file.write(block.text)
        elif block.note == "prints":
            assert _pattern(block.text).fullmatch(f"{_tidy(self.printed)}\n"), (
                f"{block} printed:\n{self.printed}"
            )

    def _shell(self, block: Block) -> str:
        """Type a block, and take a provider's part at the line where it has answered a Batch file."""
        text = block.text.replace(OLLAMA, self.environ["SUMMARISER_BASE_URL"]).replace("=…", "=made-up")
        until, *rest = re.split(r"^(?=.*results\.jsonl)", text, maxsplit=1, flags=re.MULTILINE)
        printed = self._typed(block, until)
        for lines in rest:
            self._answer_batch()
            printed += self._typed(block, lines)
        return printed

    def _typed(self, block: Block, text: str) -> str:
        ran = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", text],
            cwd=self.folder,
            env=self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert ran.returncode == int(block.words or 0), f"{block} ended with {ran.returncode}:\n{ran.stdout}"
        return ran.stdout

    def _answer_batch(self) -> None:
        """Do what a provider does with a Batch file."""
        requests = (self.folder / "requests.jsonl").read_text("utf-8").splitlines()
        results = (batch_result(json.loads(line), self.model) for line in requests)
        (self.folder / "results.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in results))

    def _python(self, block: Block) -> str:
        with contextlib.redirect_stdout(io.StringIO()) as out:
            exec(compile(block.text, str(block), "exec", dont_inherit=True), self.names)  # noqa: S102 - our own page
        return out.getvalue()


def batch_result(request: Body, model: Answering) -> Body:
    """Return the line of a provider's result file for a line of a Batch file."""
    message = {"role": "assistant", "content": model(request["body"])}
    completion = {
        "object": "chat.completion",
        "model": request["body"]["model"],
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
    }
    return {"custom_id": request["custom_id"], "response": {"status_code": 200, "body": completion}}


def recorded(otherwise: Script) -> Answering:
    """Return a model that says of the seeds what the recorded one said, and else what `otherwise` says."""
    answers = dict(_recordings())

    def answer(body: Body) -> str:
        return answers.get(user(body)) or otherwise(body)

    return answer


def _recordings() -> Iterator[tuple[str, str]]:
    for path in (ROOT / "evals" / "recordings").glob("*.json"):
        if path.name != "INDEX.json":
            whole = json.loads(path.read_text("utf-8"))
            yield user(whole["request"]["body"]), whole["response"]["choices"][0]["message"]["content"]


def _commands(folder: Path) -> Path:
    """Return a folder with the commands a page may use: this package's own, and a pip that has nothing to do."""
    made = folder.parent / f"{folder.name}-commands"
    made.mkdir()
    for name, text in {
        "summarise": f"exec '{sys.executable}' -c '{COMMAND}' \"$@\"",
        "pip": "exit 0",
    }.items():
        (made / name).write_text(f"#!/bin/sh\n{text}\n")
        (made / name).chmod(0o755)
    return made


def _tidy(printed: str) -> str:
    return re.sub(r"[ \t]+$", "", printed.strip(), flags=re.MULTILINE)


def _pattern(expected: str) -> re.Pattern[str]:
    """Return what matches an output: a line `…` stands for any lines, `…` in a line for anything in it."""
    lines = [
        r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line).replace("…", ".*?") + r"\n"
        for line in _tidy(expected).splitlines()
    ]
    return re.compile("".join(lines))
