"""The figures of the benchmarks are computed rightly from known inputs."""

from __future__ import annotations

import doctest
from datetime import UTC, datetime
from types import ModuleType

import pytest

from benchmarks import alignment, articles, kills, length, measuring, memory, reasks, startup, throughput
from benchmarks import all as every
from benchmarks.aligning import Aligned
from benchmarks.contending import OURS, OURS_STORED, Contender, present
from benchmarks.measuring import Options, Section, Spread, in_turns
from benchmarks.quotes import Quote
from benchmarks.serving import Row
from benchmarks.throughput import Measured


@pytest.mark.parametrize("module", [articles, measuring, memory])
def test_examples_are_right(module: ModuleType) -> None:
    """Those of docstrings, as nobody collects this package."""
    done = doctest.testmod(module)
    assert (done.failed, done.attempted > 0) == (0, True)


def test_no_contender_always_follows_the_same_one() -> None:
    """Every other round goes backwards."""
    order: list[str] = []
    in_turns(["a", "b", "c"], order.append, 2)
    assert "".join(order) == "abccba"


def test_a_spread_is_the_median_between_the_extremes() -> None:
    """Not the mean, which one bad turn would move."""
    assert Spread.of([3.0, 1.0, 20.0]) == Spread(median=3.0, least=1.0, most=20.0)


def test_what_is_not_installed_is_left_out_aloud(capsys: pytest.CaptureFixture[str]) -> None:
    """A missing row has its reason on standard error."""
    missing = Contender("nobody", "nobody", "no_such_package.anywhere")
    assert present((missing, OURS), Options()) == [OURS]
    assert "nobody" in capsys.readouterr().err


def test_what_is_not_wanted_is_left_out() -> None:
    """`--only` names modules of contenders."""
    assert present((OURS,), Options(only=("bare",))) == []


LIVE = Measured(articles=10, requests=60, seconds=0.3, cpu=0.5, found=10, server=0.1)
STORED = Measured(articles=10, requests=0, seconds=0.1, cpu=0.2, found=10, server=0.0)


def test_share_of_the_limit_counts_a_contenders_own_requests() -> None:
    """60 requests of 200 ms, 50 at a time, cannot take less than 240 ms."""
    assert LIVE.share == pytest.approx(0.24 / 0.3)


def test_cpu_of_the_client_is_what_a_stored_run_saves() -> None:
    """500 ms less the article's 200 ms, over 60 requests."""
    figures = throughput.figures_of({OURS.name: [LIVE], OURS_STORED.name: [STORED]})
    assert figures["client ms per request"] == pytest.approx(5.0)
    assert figures["article ms"] == pytest.approx(20.0)


def test_the_server_is_judged_by_runs_that_ask() -> None:
    """100 ms of its CPU in 300 ms; a run that asks nothing says nothing of it."""
    said = throughput.costs({OURS.name: [LIVE], OURS_STORED.name: [STORED._replace(server=5.0)]})
    assert said == (
        "The server took at most 33% of a core. "
        "Of the CPU of `summariser`, 5.00 ms are the client's for each request and 20.0 ms the article's."
    )


def test_ratios_are_to_our_own_rate_in_the_same_round() -> None:
    """A peer half as fast in one round and as fast in the other has a median of 0.75."""
    slow, fast = LIVE._replace(seconds=0.6), LIVE
    table = throughput.table({OURS.name: [LIVE, LIVE], "peer": [slow, fast]})
    assert "| peer | 25.0 (16.7–33.3) | 0.75 (0.50–1.00) | 60 |" in table


TEXT = "The army is capped at 600,000. The army is capped."
SAID = Quote("part of a sentence", 0, "army is capped at", 4, 21)
TWICE = Quote("part of a sentence", 0, "The army is capped", 0, 18)
FALSE = Quote("another number", 0, "capped at 800,000.", 12, 30)


def test_a_quote_is_right_where_its_words_are_or_nowhere_if_nobody_said_it() -> None:
    """Found elsewhere with the same words, or with punctuation at its edges, is right as well."""
    found: list[tuple[int, int] | None] = [(4, 21), (31, 50), None]
    assert alignment.right(found, [SAID, TWICE, FALSE], [TEXT]) == {
        "part of a sentence": 2,
        "another number": 1,
    }


def test_a_quote_is_wrong_when_cut_missed_or_made_up() -> None:
    """A partial place, no place, and a place for what nobody said."""
    assert not alignment.right([(4, 18), None, (12, 30)], [SAID, TWICE, FALSE], [TEXT])


def test_alignment_figures_keep_finding_and_refusing_apart() -> None:
    """An aligner that refuses everything finds nothing."""
    wanted = [SAID, FALSE]
    runs = {alignment.OURS: [Aligned([None, None], 0.5, "1")]}
    rights = {alignment.OURS: alignment.right([None, None], wanted, [TEXT])}
    assert alignment.figures_of(runs, rights, wanted) == {
        "per second summariser": 4.0,
        "found summariser": 0.0,
        "refused summariser": 1.0,
    }


def test_what_a_kill_cost_divides_into_in_flight_and_answered() -> None:
    """Of four items asked, one was answered and kept, one answered and lost, one in flight; the last had no answer."""
    before = [
        Row("1 gist", 1.0, 1.2, first=True, sent=1),
        Row("2 gist", 1.0, 1.2, first=True, sent=1),
        Row("3 gist", 1.1, 1.4, first=True, sent=1),
        Row("", 1.0, 1.1, first=True, sent=1),
    ]
    after = [
        Row("2 gist", 2.0, 2.2, first=False, sent=1),
        Row("3 gist", 2.0, 2.2, first=False, sent=1),
        Row("4 gist", 2.0, 2.2, first=True, sent=1),
    ]
    cost = kills.cost([*before, *after], 1.3, 1, complete=True)
    assert cost._replace(oldest=0.0) == kills.Killed(items=6, again=2, answered=1, oldest=0.0, complete=True)
    assert cost.oldest == pytest.approx(0.1)


def test_requests_in_flight_are_counted_from_the_first_reask() -> None:
    """What was open before does not count; an overlap of two counts twice."""
    rows = [
        Row("1 gist", 0.0, 1.0, first=True, sent=1),
        Row("2 gist", 0.0, 1.5, first=True, sent=1),
        Row("1 gist", 1.0, 2.0, first=False, sent=1),
    ]
    busy = reasks.busy(rows, seconds=2.0, complete=True)
    assert (busy.requests, busy.again, busy.in_flight) == (3, 1, 1.5)
    assert busy.share == pytest.approx(3 * 0.2 / 50 / 2.0)


def test_a_run_without_reasks_has_none_in_flight() -> None:
    """There is no first re-ask to count from."""
    assert (
        reasks.busy([Row("1 gist", 0.0, 1.0, first=True, sent=1)], seconds=1.0, complete=True).in_flight
        == 0.0
    )


def test_growth_with_length_is_the_slope_of_the_medians() -> None:
    """Four times the cost for twice the length is quadratic, whatever one bad turn says."""
    costs = {
        10: [length.Cost(1.0, 60)],
        20: [length.Cost(4.0, 120), length.Cost(4.0, 120), length.Cost(90.0, 120)],
    }
    assert length.slope(costs) == 2.0
    assert "| x | 1,000 | 4,000 (4,000–90,000) | 2.00 | 6.0× |" in length.table({"x": costs}, [10, 20])


def test_a_command_that_asks_nothing_has_no_first_request() -> None:
    """Its cell is empty instead of zero."""
    table = startup.table({"--help": [startup.Started(0.25)], "a": [startup.Started(1.0, 1.5)]})
    assert table.splitlines()[2:] == ["| --help | 0.25 | – |", "| a | 1.00 | 1.50 |"]


def test_a_benchmark_that_fails_leaves_its_reason_and_the_others() -> None:
    """An hour of measuring is not lost to the last peer."""

    def breaks(_: Options) -> Section:
        raise RuntimeError("peer failed: no such model\nand much more")

    def works(_: Options) -> Section:
        return Section("Works", "a table", {})

    sections, failed = every.measured({"broken": breaks, "works": works}, Options())
    page = every.written(datetime(2025, 11, 24, tzinfo=UTC), {"memory": "8 GB"}, {"x": "x 1.0"}, sections)
    assert failed == ["broken"]
    assert "Not measured: peer failed: no such model\n" in page
    assert "## Works\n\na table\n" in page
    assert "| date | 2025-11-24 |" in page
