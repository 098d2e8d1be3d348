"""How inputs end, how outcomes combine, and what the process exits with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser import errors
from summariser.ledger import Answered, Failed, InputRow, State, article_state, exit_code, states_table
from summariser.ledger.states import BY_URGENCY, NO_ARTICLE, WITH_RECORDS

ROOT = Path(__file__).resolve().parents[2]

OUTCOMES = st.lists(
    st.builds(Answered, st.integers(0, 3)) | st.builds(Failed, st.sampled_from(BY_URGENCY)), min_size=1
)


def row(state: State, **fields: Any) -> InputRow:  # noqa: ANN401 - any field of a row
    """Return a row in `state`."""
    return InputRow(path="a.txt", state=state, **fields)


def test_documentation_shows_the_table() -> None:
    """docs/states.md holds the table as the code has it, so that the two cannot drift apart."""
    assert states_table() in (ROOT / "docs" / "states.md").read_text("utf-8")


def test_every_state_belongs_to_one_kind() -> None:
    """A state is one of an article with records, of an input that is no article, or of a failure."""
    kinds = (WITH_RECORDS, NO_ARTICLE, BY_URGENCY)

    assert sorted(State) == sorted(state for kind in kinds for state in kind)


@pytest.mark.posix
def test_model_errors_name_known_states() -> None:
    """Whatever a request can end in, the ledger has a row state for it."""
    found = [error for error in vars(errors).values() if isinstance(error, type)]

    named = {State(error.state) for error in found if issubclass(error, errors.ModelError)}

    assert named <= set(BY_URGENCY)


@given(OUTCOMES, st.randoms(use_true_random=False))
def test_order_of_arrival_does_not_change_the_state(outcomes: list[Answered | Failed], shuffle: Any) -> None:  # noqa: ANN401 - a Random
    """The same outcomes give the same state, whichever request came back first."""
    shuffled = list(outcomes)
    shuffle.shuffle(shuffled)

    assert article_state(outcomes) is article_state(shuffled)


@given(OUTCOMES)
def test_no_failure_is_hidden(outcomes: list[Answered | Failed]) -> None:
    """An article is fine if and only if nothing about it failed."""
    failed = any(isinstance(outcome, Failed) for outcome in outcomes)

    assert (article_state(outcomes).exit_code == 0) is not failed


def test_nothing_found_is_empty() -> None:
    """An article that was answered and yielded nothing is told apart from one with records."""
    assert article_state([Answered(0), Answered(0)]) is State.EMPTY


def test_the_most_useful_reason_wins() -> None:
    """An article that can still be answered is not written off as refused."""
    assert article_state([Failed(State.REFUSED), Failed(State.DEFERRED)]) is State.DEFERRED


@pytest.mark.parametrize("outcomes", [[], [Failed(State.SUMMARISED)]])
def test_meaningless_outcomes_are_an_error(outcomes: list[Failed]) -> None:
    """No outcome at all, or a failure with a state of success, is a mistake of the caller."""
    with pytest.raises(ValueError, match=r"outcome|not in"):
        article_state(outcomes)


@pytest.mark.parametrize(
    ("states", "code"),
    [
        ([], 0),
        ([State.SUMMARISED, State.EMPTY, State.SKIPPED], 0),
        ([State.SUMMARISED, State.PARTIAL], 1),
        ([State.SUMMARISED, State.REJECTED_INPUT], 1),
        ([State.SUMMARISED, State.NO_RECORDING], 1),
        ([State.NO_RECORDING, State.SKIPPED, State.REJECTED_INPUT], 3),
        ([State.REJECTED_INPUT], 1),
        ([State.FAILED, State.SKIPPED_BUDGET], 4),
    ],
)
def test_exit_code(states: list[State], code: int) -> None:
    """The exit code says the worst that happened."""
    assert exit_code([row(state) for state in states]) == code


def test_budget_that_cut_a_part_is_told() -> None:
    """A partial article whose missing part fell to the budget exits as the budget does."""
    partial = row(State.PARTIAL, failed={"events": State.SKIPPED_BUDGET})

    assert exit_code([partial]) == 4


def test_interruption_wins() -> None:
    """A run that was interrupted says so, whatever its rows are."""
    assert exit_code([row(State.SKIPPED_BUDGET)], interrupted=True) == 130
