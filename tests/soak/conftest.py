"""What the tests of reliability share: a way to note the figures they reach."""

from __future__ import annotations

import pytest

from tests.soak.figures import Figure, note


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Figure:
    """Return a function that notes figures reached for a promise; of the long forms they are kept in a file."""

    def noted(promise: str, **figures: float | str) -> None:
        print(promise, figures)  # noqa: T201 - shown by `pytest -s`, and beside a failure
        if request.node.get_closest_marker("soak"):
            note(promise, request.node.nodeid, **figures)

    return noted
