"""What `doctor` says of the daily budget."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from summariser.store import SharedSpending, spending_path
from tests.cli.conftest import Command


def test_doctor_shows_what_today_has_cost(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a daily budget set: spent, set aside, and of how much; nothing has to exist for that."""
    monkeypatch.setenv("SUMMARISER_DAILY_BUDGET", "5")
    path = spending_path(Path(os.environ["SUMMARISER_STORE"]))

    unspent = json.loads(command("doctor", "--json").out)["today"]
    with SharedSpending(path, Decimal(5), period=lambda: str(datetime.now(UTC).date())) as daily:
        ticket = daily.hold(Decimal(1))
        assert ticket is not None
        daily.settle(ticket, Decimal("0.000000005"))
        daily.hold(Decimal("0.25"))
    shown = command("doctor").err

    assert unspent == {"spent": "$0", "of": "$5"}
    assert re.search(r"spent +\$0.000000005\n +set aside +\$0.25\n +of +\$5\n", shown)
