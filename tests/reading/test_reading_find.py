"""Finding inputs: every file once, in one order, with a reason for each that is not read."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from summariser.errors import UsageError
from summariser.reading.find import Found, find


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in the temporary folder, so that paths are short."""
    monkeypatch.chdir(tmp_path)


def make(*paths: str) -> None:
    """Make files that hold their own path."""
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(os.fsencode(path))


def outcomes(*paths: str) -> dict[str, str]:
    """Return for each input found its reason not to be read, or `read`."""
    return {one.path: reason(one) for one in find(paths)}


def reason(one: Found) -> str:
    """Return why an input is not read, with `!` if that is an error, or `read`."""
    if one.problem is None:
        return "read"
    return one.problem.reason + ("" if one.problem.skip else "!")


def test_finds_the_seeds(seed_paths: list[Path]) -> None:
    """A folder gives its articles in the order of their names."""
    folder = seed_paths[0].parent
    assert [one.path for one in find([folder])] == [str(path) for path in seed_paths]


def test_walks_a_folder_in_one_order() -> None:
    """Folders are walked to any depth, and the order is that of the paths."""
    make("f/b.txt", "f/a/z.md", "f/a.html", "f/A.PDF", "f/c.d/e.docx", "f/x.htm")
    expected = ["f/A.PDF", "f/a.html", "f/a/z.md", "f/b.txt", "f/c.d/e.docx", "f/x.htm"]
    assert [one.path for one in find(["f"])] == expected


def test_order_of_arguments_does_not_matter() -> None:
    """The same inputs in another order are the same run."""
    make("a.txt", "b.txt", "f/c.txt")
    assert find(["f", "b.txt", "a.txt"]) == find(["a.txt", "f", "b.txt"])


def test_a_file_named_and_met_is_one_input() -> None:
    """A file that stands in a folder and is named too, in any spelling, is read once, as asked for."""
    make("f/a.txt", "f/b.txt")
    found = {one.path: one.asked for one in find(["f", "f/a.txt", "./f//a.txt"])}
    assert found == {"f/a.txt": True, "f/b.txt": False}
    assert len(find(["f", str(Path("f/a.txt").resolve())])) == 2


def test_skips_what_is_no_article_in_a_folder() -> None:
    """Other files of a folder are listed with the reason, never silently dropped."""
    make(
        "f/a.txt",
        "f/b.png",
        "f/README",
        "f/.hidden.txt",
        "f/c.txt~",
        "f/d.txt.bak",
        "f/.DS_Store",
        "f/Thumbs.db",
    )
    make("f/~$e.docx", "f/.git/x.txt")
    assert outcomes("f") == {
        "f/a.txt": "read",
        "f/b.png": "not-a-document",
        "f/README": "not-a-document",
        "f/.hidden.txt": "hidden",
        "f/c.txt~": "hidden",
        "f/d.txt.bak": "hidden",
        "f/.DS_Store": "hidden",
        "f/Thumbs.db": "hidden",
        "f/~$e.docx": "hidden",
        "f/.git": "hidden",
    }


def test_what_is_named_is_read_whatever_it_is_called() -> None:
    """A name is a wish: hidden files, backups and unknown suffixes are read when asked for."""
    make("f/.hidden.txt", "f/notes.log", "f/a.txt")
    assert outcomes("f", "f/.hidden.txt", "f/notes.log") == dict.fromkeys(
        ("f/.hidden.txt", "f/a.txt", "f/notes.log"), "read"
    )


def test_an_output_folder_is_never_input() -> None:
    """A folder that holds a `run.json` is passed over whole, and cannot be asked for."""
    make("f/a.txt", "f/out/run.json", "f/out/articles/a.txt")
    assert outcomes("f") == {"f/a.txt": "read", "f/out": "output-folder"}
    assert outcomes("f/**/*.txt") == {"f/a.txt": "read"}
    with pytest.raises(UsageError, match=r"'f/out' holds a run\.json"):
        find(["f/out"])


def test_a_folder_called_like_an_article_is_a_folder() -> None:
    """The suffix of a folder means nothing."""
    make("f/a.txt/b.txt")
    assert outcomes("f") == {"f/a.txt/b.txt": "read"}


@pytest.mark.parametrize("contents", [(), ("f/b.png",), ("f/.hidden.txt",), ("f/d/e/f.csv",)])
def test_a_folder_without_articles_is_a_usage_error(contents: tuple[str, ...]) -> None:
    """Nothing to read is a mistake in the call, and the message says what was there instead."""
    Path("f").mkdir()
    make(*contents)
    with pytest.raises(UsageError, match="no articles found: 'f' holds no article"):
        find(["f"])


def test_a_folder_without_articles_beside_others_is_listed() -> None:
    """One empty folder among several does not stop the run, and does not vanish either."""
    make("f/a.txt", "g/b.png")
    Path("h").mkdir()
    assert outcomes("f", "g", "h") == {
        "f/a.txt": "read",
        "g": "empty",
        "g/b.png": "not-a-document",
        "h": "empty",
    }
    assert outcomes("*") == outcomes("f", "g", "h")


def test_no_path_is_a_usage_error() -> None:
    """A call without inputs cannot mean anything."""
    with pytest.raises(UsageError, match="no input"):
        find([])


def test_a_missing_path_names_the_nearest() -> None:
    """A typing error in any part of a path is answered with the path that exists."""
    make("articles/summit.txt")
    with pytest.raises(UsageError, match=r"did you mean 'articles/summit\.txt'"):
        find(["articles/sumit.txt"])
    with pytest.raises(UsageError, match="did you mean 'articles'"):
        find(["artcles/summit.txt"])


def test_a_missing_path_like_a_command_names_the_command() -> None:
    """A mistyped command is taken for a path; the message says what was probably meant."""
    with pytest.raises(UsageError, match="did you mean the command 'report'"):
        find(["reprot"], commands=["run", "report", "eval"])


@pytest.mark.parametrize(
    "path", ["", "gone.txt", "gone/gone.txt", "a\0b", "x" * 300, "gone*.txt", "no/**/a.txt"]
)
def test_what_does_not_exist_is_a_usage_error(path: str) -> None:
    """A path or pattern that stands for nothing stops the run before it starts."""
    with pytest.raises(UsageError):
        find([path])


def test_patterns_match_as_in_a_shell() -> None:
    """A quoted pattern gives the files that the shell would give, and they count as asked for."""
    make("f/a.txt", "f/b.log", "f/.c.txt", "f/sub/d.txt")
    found = find(["f/*.txt", "f/*.log", "f/s*"])
    assert [(one.path, one.asked) for one in found] == [
        ("f/a.txt", True),
        ("f/b.log", True),
        ("f/sub/d.txt", False),
    ]


def test_two_stars_match_at_any_depth() -> None:
    """`**` walks folders, of which hidden ones and output folders stay out."""
    make("f/a.txt", "f/b.log", "f/x/y/c.txt", "f/.git/d.txt", "f/x/e.md")
    assert outcomes("f/**/*.txt") == {"f/a.txt": "read", "f/x/y/c.txt": "read"}
    assert outcomes("**/y/*.txt") == {"f/x/y/c.txt": "read"}
    assert outcomes("f/**") == {
        "f/.git": "hidden",
        "f/a.txt": "read",
        "f/b.log": "not-a-document",
        "f/x/e.md": "read",
        "f/x/y/c.txt": "read",
    }


def test_a_file_with_brackets_in_its_name_is_that_file() -> None:
    """A path that exists is no pattern."""
    make("a[1].txt")
    assert outcomes("a[1].txt") == {"a[1].txt": "read"}


def test_standard_input_is_one_input() -> None:
    """A hyphen stands for standard input, once."""
    assert find(["-", "-"]) == (Found("-", asked=True),)


@pytest.mark.posix
def test_links_inside_the_folder_are_read_once() -> None:
    """A link to a file of the same folder is that file: it is read under its own name."""
    make("f/b.txt")
    Path("f/a.txt").symlink_to("b.txt")
    assert outcomes("f") == {"f/a.txt": "duplicate", "f/b.txt": "read"}


@pytest.mark.posix
def test_a_link_to_a_file_that_is_not_found_otherwise_is_read() -> None:
    """A link inside the folder may be the only name under which a file is an article."""
    make("f/.store/1")
    Path("f/a.txt").symlink_to(".store/1")
    (found,) = (one for one in find(["f"]) if not one.problem)
    assert (found.path, found.inside) == ("f/a.txt", ".store/1")


@pytest.mark.posix
def test_a_link_to_a_hidden_file_is_read_under_the_links_name() -> None:
    """A link shows what its target's name hides; the hidden name is listed all the same."""
    make("f/.a.txt")
    Path("f/a.txt").symlink_to(".a.txt")
    assert outcomes("f") == {"f/.a.txt": "hidden", "f/a.txt": "read"}


@pytest.mark.posix
def test_links_out_of_the_folder_are_skipped() -> None:
    """What lies outside a folder was not asked for."""
    make("secret.txt", "other/b.txt", "f/a.txt")
    Path("f/out.txt").symlink_to("../secret.txt")
    Path("f/folder").symlink_to("../other")
    assert outcomes("f") == {"f/a.txt": "read", "f/out.txt": "symlink", "f/folder": "symlink"}


@pytest.mark.posix
def test_a_link_that_is_named_is_followed() -> None:
    """The user may name a link to anything; two names of one file are one input and a duplicate."""
    make("secret.txt")
    Path("link.txt").symlink_to("secret.txt")
    assert outcomes("link.txt") == {"link.txt": "read"}
    assert outcomes("link.txt", "secret.txt") == {"link.txt": "duplicate", "secret.txt": "read"}


@pytest.mark.posix
def test_loops_and_dangling_links_end() -> None:
    """Links to themselves, to their folder and to nothing are listed and passed over."""
    make("f/a.txt")
    Path("f/self.txt").symlink_to("self.txt")
    Path("f/loop").symlink_to(".")
    Path("f/gone.txt").symlink_to("nowhere")
    assert outcomes("f") == {
        "f/a.txt": "read",
        "f/self.txt": "symlink",
        "f/loop": "symlink",
        "f/gone.txt": "symlink",
    }
    assert outcomes("f/**/*.txt") == {"f/a.txt": "read"}
    assert outcomes("f/gone.txt") == {"f/gone.txt": "symlink!"}
    assert outcomes("f/self.txt") == {"f/self.txt": "unreadable!"}


@pytest.mark.posix
def test_pipes_and_devices_are_passed_over_in_a_folder_and_refused_by_name() -> None:
    """What is not a regular file is not opened, however it was reached."""
    make("f/a.txt")
    os.mkfifo("f/pipe.txt")
    Path("f/null.txt").symlink_to("/dev/null")
    assert outcomes("f") == {"f/a.txt": "read", "f/pipe.txt": "not-a-file", "f/null.txt": "symlink"}
    assert outcomes("f/pipe.txt", "/dev/zero") == {"/dev/zero": "not-a-file!", "f/pipe.txt": "not-a-file!"}


@pytest.mark.posix
def test_a_forbidden_folder_is_listed_and_the_others_go_on(
    strangers_folder: Path, as_stranger: Callable[[], AbstractContextManager[None]]
) -> None:
    """A folder that may not be entered is an error of its own row."""
    base = str(strangers_folder)
    make(f"{base}/a.txt", f"{base}/no/b.txt")
    (strangers_folder / "no").chmod(0)
    with as_stranger():
        by_folder = outcomes(base)
        by_name = outcomes(f"{base}/no", f"{base}/no/b.txt")
    (strangers_folder / "no").chmod(0o700)
    assert by_folder == {f"{base}/a.txt": "read", f"{base}/no": "permission!"}
    assert by_name == {f"{base}/no": "permission!", f"{base}/no/b.txt": "permission!"}


@pytest.mark.parametrize(
    "name",
    [
        "a\nb",
        "a\tb",
        "a\x1b[2J",
        "'\"",
        "<img>",
        "{{7*7}}",
        "-rf",
        "=1+1",
        "x" * 251,
        "a\u202eb",
        "caf\udce9",
    ],
)
def test_any_file_name_is_found(name: str) -> None:
    """No name that a file system takes is too strange, and none is taken for an option or a pattern."""
    make(f"f/{name}.txt")
    assert outcomes("f") == {f"f/{name}.txt": "read"}


def test_two_hundred_levels_are_no_recursion() -> None:
    """Depth costs memory for one path, not a call each."""
    make("f/" + "d/" * 200 + "a.txt")
    assert list(outcomes("f").values()) == ["read"]


@pytest.mark.posix
def test_ten_thousand_files_take_a_moment() -> None:
    """The walk asks the system once per folder, not once per file."""
    Path("f").mkdir()
    for number in range(10_000):
        os.close(os.open(f"f/{number}.txt", os.O_CREAT))
    start = time.perf_counter()
    assert len(find(["f"])) == 10_000
    assert time.perf_counter() - start < 2
