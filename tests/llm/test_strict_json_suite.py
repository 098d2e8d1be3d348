"""The strict reader of answers against some four hundred small texts, each with its value or its named problem."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from summariser.errors import InvalidAnswerError
from summariser.llm.answers import Problem, strict_json
from tests.conftest import allowed
from tests.llm.json_cases import OPEN, accepted, rejected

LONGEST = 0.05
"""Seconds that the slowest text may take."""


def answered(text: str) -> Any:  # noqa: ANN401 - any JSON value
    """Return the value of a text, or the problem with it; fails when no attempt is fast."""
    spent = []
    for _ in range(3):
        began = time.process_time()
        try:
            value = strict_json(text)
        except InvalidAnswerError as error:
            (words,) = error.problems
            value = Problem(words)
        spent.append(time.process_time() - began)
        if spent[-1] <= LONGEST:
            break
    assert min(spent) <= allowed(LONGEST)
    return value


def same(value: Any, wanted: Any) -> bool:  # noqa: ANN401 - any JSON value
    """Return whether two JSON values are alike, types included."""
    return type(value) is type(wanted) and repr(value) == repr(wanted)


@pytest.mark.parametrize(("text", "value"), [pytest.param(t, v, id=n) for n, t, v in accepted()])
def test_takes_whatever_the_standard_says_is_json(text: str, value: object) -> None:
    """Every text of RFC 8259 is read, and as the value it says."""
    assert same(answered(text), json.loads(text) if value is None else value)


@pytest.mark.parametrize(("text", "problem"), [pytest.param(t, p, id=n) for n, t, p in rejected()])
def test_refuses_whatever_the_standard_says_is_none(text: str, problem: Problem) -> None:
    """Every text that is no JSON is refused with its own problem."""
    assert answered(text) is problem


@pytest.mark.parametrize("name", OPEN)
def test_decides_what_the_standard_leaves_open(name: str) -> None:
    """Where readers may differ, this one does what the table says."""
    text, wanted = OPEN[name]

    assert same(answered(text), json.loads(text) if wanted is None else wanted)


def test_the_suite_is_large_enough() -> None:
    """At least 90 texts to take, 180 to refuse, 30 to decide, each with a name of its own."""
    taken, refused = list(accepted()), list(rejected())

    assert (len(taken) >= 90, len(refused) >= 180, len(OPEN) >= 30) == (True, True, True)
    for cases in (taken, refused):
        assert len({name for name, *_ in cases}) == len({text for _, text, _ in cases}) == len(cases)


def test_the_tables_are_right_about_the_standard() -> None:
    """A reader that is not ours takes and refuses the same, limits aside."""
    limits = {Problem.NOT_A_NUMBER, Problem.NUMBER_TOO_LARGE, Problem.TOO_DEEP, Problem.TOO_LARGE}

    assert [name for name, text, _ in accepted() if not is_json(text)] == []
    assert [name for name, text, why in rejected() if why not in limits and is_json(text)] == []


def is_json(text: str) -> bool:
    """Return whether the standard library reads a text."""
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
