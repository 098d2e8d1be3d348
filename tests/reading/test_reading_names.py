"""Document ids: safe, distinct, and independent of the order of inputs."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.reading.names import clashing, document_id, slug

SAFE = re.compile(r"[A-Za-z0-9_-]{1,145}\Z")
STEMS = st.lists(st.sampled_from(["a", "A", "a b", "a-b", "a.b", "a-00000001", "b", "Ä"]), max_size=6)


def ids(stems: Sequence[str]) -> list[str]:
    """Return the ids of documents with these stems, each with bytes of its own."""
    clashes = clashing(stems)
    return [document_id(stem, f"{n:08x}" + "0" * 56, clashes=clashes) for n, stem in enumerate(stems)]


def test_keeps_a_good_name() -> None:
    """A name of safe characters is the id, so that people recognise it."""
    assert document_id("002_8762188bd8a8f001", "f" * 64) == "002_8762188bd8a8f001"


@pytest.mark.parametrize(
    "stem",
    [
        "peace plan",
        "Київ",
        "a\nb",
        "\x1b[31mred",
        "'; DROP TABLE",
        "<img src=x onerror=alert(1)>",
        "{{7*7}}",
        "-rf",
        "=cmd()",
        "..",
        ".hidden",
        "x" * 255,
        "abc\u202etxt",
        "caf\udce9",
        "CON",
        "nul",
        "v1.2",
    ],
)
def test_any_other_name_is_made_safe_and_told_apart(stem: str) -> None:
    """A name that had to change gets a digest, since other names change to the same."""
    made = document_id(stem, "0123456789abcdef" * 4)
    assert SAFE.match(made)
    assert made.endswith("-01234567")


@given(st.text())
def test_slug_is_always_safe(stem: str) -> None:
    """Whatever a file is called, its slug is a safe file name and stays itself."""
    made = slug(stem)
    assert SAFE.match(made)
    assert len(made) <= 80
    assert slug(made) == made


def test_names_equal_up_to_case_are_told_apart() -> None:
    """Two documents must not share an output file where the file system ignores case."""
    assert ids(["Plan", "plan"]) == ["Plan-00000000", "plan-00000001"]


def test_composed_and_decomposed_names_are_told_apart() -> None:
    """A name that a system may store in two ways is two documents if there are two files."""
    made = ids(["caf\u00e9", "cafe\u0301"])
    assert len(set(made)) == 2


def test_a_name_that_imitates_an_id_is_told_apart() -> None:
    """A file called like another one's id does not get that id."""
    made = ids(["talks", "talks", "talks-00000000"])
    assert len(set(made)) == 3


def test_equal_beginnings_of_digests_are_told_apart() -> None:
    """When eight digits do not tell two documents apart, more of the digest does."""
    first = document_id("a b", "00000000" + "1" * 56)
    second = document_id("a b", "00000000" + "2" * 56, taken={first})
    assert second == "a-b-00000000" + "2" * 8


@given(STEMS, st.randoms())
def test_ids_do_not_depend_on_order(stems: list[str], random: object) -> None:
    """The same set of files gets the same ids in any order, and no two alike."""
    shuffled = sorted(stems, reverse=True)
    assert clashing(stems) == clashing(shuffled)
    made = ids(stems)
    assert len({one.lower() for one in made}) == len(made)
