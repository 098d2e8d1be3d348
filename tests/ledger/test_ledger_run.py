"""The ledger adds up, or is not written."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from summariser.ledger import Counts, InputRow, Provenance, Run, State, Usage, exit_code, json_bytes, totals

USAGE = st.builds(
    Usage,
    asked=st.integers(0, 9),
    stored=st.integers(0, 9),
    attempts=st.integers(0, 99),
    tokens_in=st.integers(0, 10**9),
    cost=st.none() | st.decimals(0, 1000, places=6),
    estimated=st.booleans(),
)


def ledger(*rows: InputRow, **changes: Any) -> Run:  # noqa: ANN401 - any field of a run
    """Return the ledger of these rows, with fields changed on the way."""
    fields: dict[str, Any] = {
        "made_with": Provenance(
            summariser="0.1.0", settings="5" * 64, model=None, profile="peace", profile_sha256="9" * 64
        ),
        "started": datetime(2025, 12, 1, 9, tzinfo=UTC),
        "ended": datetime(2025, 12, 1, 10, tzinfo=UTC),
        "exit_code": exit_code(rows),
        "inputs": len(rows),
        "totals": totals(rows),
        "rows": rows,
    }
    return Run(**fields | changes)


def article(document: str, **fields: Any) -> InputRow:  # noqa: ANN401 - any field of a row
    """Return the row of a summarised article."""
    return InputRow(path=f"{document}.txt", document=document, state=State.SUMMARISED, **fields)


def test_a_lost_input_is_an_error() -> None:
    """A run over three inputs with two rows cannot be recorded."""
    with pytest.raises(ValidationError, match="an input was lost or counted twice"):
        ledger(article("a"), article("b"), inputs=3)


def test_wrong_totals_are_an_error() -> None:
    """Totals that are not those of the rows cannot be recorded, nor read back."""
    with pytest.raises(ValidationError, match="totals are not those of the rows"):
        ledger(article("a"), totals=totals([article("a"), article("b")]))


def test_two_rows_for_one_document_are_an_error() -> None:
    """Two articles of one id would overwrite each other's files."""
    with pytest.raises(ValidationError, match=r"two rows for one document: \['a'\]"):
        ledger(article("a"), article("a"))


def test_a_skipped_duplicate_may_name_its_twin() -> None:
    """The second of two files with the same bytes is listed beside the first."""
    twin = InputRow(path="copy.txt", document="a", state=State.SKIPPED, reason="duplicate")

    assert ledger(article("a"), twin).totals.states == {State.SUMMARISED: 1, State.SKIPPED: 1}


def test_counts_are_summed_by_record_type() -> None:
    """Totals tell how many records of each type were kept, rejected and first failed."""
    first = article("a", counts={"events": Counts(kept=2, failing=1), "actors": Counts(kept=1)})
    second = article("b", counts={"events": Counts(kept=1, rejected=1, failing=3)})

    assert totals([first, second]).counts == {
        "events": Counts(kept=3, rejected=1, failing=4),
        "actors": Counts(kept=1),
    }


@given(st.lists(USAGE))
def test_usage_adds_up(usages: list[Usage]) -> None:
    """No request, token or cent is lost between rows and totals; one unknown price makes the sum unknown."""
    rows = [article(str(number), usage=usage) for number, usage in enumerate(usages)]

    total = totals(rows).usage

    prices = [usage.cost for usage in usages]
    known = [price for price in prices if price is not None]
    assert total.asked == sum(usage.asked for usage in usages)
    assert total.tokens_in == sum(usage.tokens_in for usage in usages)
    assert total.estimated == any(usage.estimated for usage in usages)
    assert total.cost == (sum(known, Decimal(0)) if len(known) == len(prices) else None)


def test_questions_count_in_the_totals() -> None:
    """What reconciliation asked belongs to no article and is paid for all the same."""
    rows = (article("a", usage=Usage(asked=6, cost=Decimal("0.10"))),)
    questions = Usage(asked=4, cost=Decimal("0.05"))

    run = ledger(*rows, questions=questions, totals=totals(rows, questions))

    assert (run.totals.usage.asked, run.totals.usage.cost) == (10, Decimal("0.15"))


def test_written_and_read_back() -> None:
    """run.json holds everything, decimals exactly."""
    run = ledger(article("a", usage=Usage(asked=1, cost=Decimal("0.1"), seconds=0.25)))

    assert Run.model_validate_json(json_bytes(run)) == run


@pytest.mark.parametrize("name", ["../victim", "/etc/passwd", "articles/../../victim", "C:\\victim"])
def test_a_listed_file_cannot_lie_outside(name: str) -> None:
    """A ledger that was tampered with cannot name files outside its folder."""
    with pytest.raises(ValidationError, match="cannot name a file"):
        ledger(files={name: "0" * 64})


def test_a_time_needs_a_zone() -> None:
    """Times without a zone cannot be compared, so they are not taken."""
    with pytest.raises(ValidationError, match="timezone"):
        ledger(started=datetime(2025, 12, 1, 9))  # noqa: DTZ001 - the mistake under test
