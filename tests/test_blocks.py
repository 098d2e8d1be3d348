"""The rules for blocks of code in the documentation: none idle, none printed otherwise, no end but the one shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.blocks import Block, Reader, blocks_of
from tests.pipeline.scripted import Script

pytestmark = pytest.mark.posix

FENCE = "```"
PAGE = "docs/ci.md"


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    """Return a reader in an empty folder."""
    folder = tmp_path / "here"
    folder.mkdir()
    return Reader(folder, {"SUMMARISER_BASE_URL": "http://127.0.0.1:9/v1"}, Script())


@pytest.mark.parametrize(
    ("before", "kind", "idle"),
    [
        ("", "sh", False),
        ("", "python", False),
        ("", "text", True),
        ("", "yaml", True),
        ("", "", True),
        ("<!-- not run: a picture -->\n", "text", False),
        ("<!-- not run -->\n", "text", True),
        ("<!-- a remark -->\n", "text", True),
        ("<!-- prints -->\n", "text", False),
        ("<!-- file: a/b.toml -->\n", "toml", False),
        ("<!-- file -->\n", "toml", True),
        ("<!-- run by: tests/test_pages.py -->\n", "yaml", False),
        ("<!-- run by: tests/test_site.py -->\n", "yaml", True),
        ("<!-- run by: tests/test_gone.py -->\n", "yaml", True),
    ],
)
def test_a_block_that_nothing_holds_is_idle(before: str, kind: str, idle: bool) -> None:  # noqa: FBT001 - a table
    """Only a block that is run, used or compared, or that says why not, passes."""
    (block,) = blocks_of(f"Words.\n\n{before}{FENCE}{kind}\nmore\n{FENCE}\n", PAGE)

    assert block.idle is idle


def test_an_indented_block_is_shell() -> None:
    """What a reader would type at a terminal is run, fenced or not."""
    (block,) = blocks_of("Type\n\n    summarise doctor\n", PAGE)

    assert (block.kind, block.runs, block.line) == ("sh", True, 3)


def test_a_file_is_there_for_what_follows(reader: Reader) -> None:
    """A block that is a file is found by the next command, with what is added to it."""
    reader.do(Block(PAGE, 1, "toml", "one = 1\n", "file", "deep/a.toml"))
    reader.do(Block(PAGE, 2, "toml", "two = 2\n", "added to", "deep/a.toml"))
    reader.do(Block(PAGE, 3, "sh", "cat deep/a.toml\n"))

    reader.do(Block(PAGE, 4, "text", "one = 1\ntwo = 2\n", "prints"))


@pytest.mark.parametrize("shown", ["one\n…\nfour\n", "one\nt…\nthree\nfour\n", "…\n"])
def test_an_output_may_be_shown_in_part(reader: Reader, shown: str) -> None:
    """A line of three dots stands for lines, three dots in a line for what is in it."""
    reader.do(Block(PAGE, 1, "sh", "printf 'one\\ntwo \\nthree\\nfour\\n'\n"))

    reader.do(Block(PAGE, 2, "text", shown, "prints"))


@pytest.mark.parametrize("shown", ["one\n", "one\ntwo\nthree\n", "two\none\n", "one\n…\nthree\n"])
def test_another_output_is_told(reader: Reader, shown: str) -> None:
    """What is printed has to be what the page shows, no more and no less."""
    reader.do(Block(PAGE, 1, "python", "print('one')\nprint('two')\n"))

    with pytest.raises(AssertionError, match=r"docs/ci.md:9 printed"):
        reader.do(Block(PAGE, 9, "text", shown, "prints"))


def test_another_end_is_told(reader: Reader) -> None:
    """A command that fails fails the page, at its first failing line, unless the page says that it fails."""
    reader.do(Block(PAGE, 1, "sh", "exit 3\n", "exit", "3"))

    with pytest.raises(AssertionError, match=r"docs/ci.md:2 ended with 1"):
        reader.do(Block(PAGE, 2, "sh", "false\ntrue\n"))
    with pytest.raises(AssertionError, match=r"docs/ci.md:3 ended with 0"):
        reader.do(Block(PAGE, 3, "sh", "true\n", "exit", "3"))
