"""Intervals hold what they say, tests never claim too much, and every result is the same for the same seed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from math import comb, exp
from random import Random
from typing import NamedTuple, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summariser.evaluation import figures
from summariser.evaluation.score import ItemScore, Label
from summariser.evaluation.statistics import (
    Alternative,
    Interval,
    Row,
    Stratum,
    article_interval,
    cohen_kappa,
    detectable,
    detectable_from,
    headline,
    holm,
    item_interval,
    item_intervals,
    pass_hat_k,
    rows_of,
    sign_flip,
    soft_f1,
    stability,
    t_quantile,
    weighted_kappa,
)
from tests.conftest import allowed

TYPES = ("actors", "disputed_points", "events", "plan_terms", "reactions")
OUTCOMES = ((1.0, 2), (1.0, 2), (0.8, 2), (0.5, 2), (0.0, 2), (0.0, 1))

p_values = st.floats(min_value=1e-6, max_value=1.0)
differences = st.lists(st.sampled_from((-1.0, -0.5, -0.2, -0.1, 0.0, 0.1, 0.3, 1.0)), max_size=16)
rows = st.lists(
    st.builds(
        lambda document, kind, outcome: Row(Stratum(document, kind), *outcome),
        st.sampled_from(("000", "001", "002", "003")),
        st.sampled_from(TYPES),
        st.sampled_from(OUTCOMES),
    ),
    max_size=40,
)


def seeded(seed: int | str) -> Random:
    """Return a generator of the same numbers on every run."""
    return Random(seed)  # noqa: S311 - not a secret


def score(label: Label, credit: float, *, document: str = "000", kind: str = "events") -> ItemScore:
    """Return the outcome of one item."""
    return ItemScore(document, kind, "g", "p", label, credit)


def sample(count: int, *, articles: int = 5, types: Sequence[str] = TYPES, seed: int = 1) -> list[Row]:
    """Return `count` outcomes spread over articles and record types."""
    rng = seeded(seed)
    return [
        Row(Stratum(f"{rng.randrange(articles):03}", rng.choice(types)), *rng.choice(OUTCOMES))
        for _ in range(count)
    ]


# --- rows ---------------------------------------------------------------------------------------------------


def test_rows_give_the_figures_of_the_scores() -> None:
    """F1 and headline of the rows are those of the figures, whatever the labels; optional gold counts in neither."""
    rng = seeded(7)
    credit = {Label.COR: 1.0, Label.PAR: 0.7, Label.OPT: 1.0}
    scores = [
        score(label, credit.get(label, 0.0), kind=rng.choice(TYPES))
        for label in rng.choices(list(Label), k=200)
    ]

    per_type = figures.by_type(scores, TYPES)

    assert len(rows_of(scores)) == sum(one.label is not Label.OPT for one in scores)
    assert soft_f1(rows_of(scores)) == pytest.approx(figures.figures(scores).soft_f1, abs=1e-6)
    assert headline(rows_of(scores)) == pytest.approx(figures.headline(per_type), abs=1e-6)


def test_a_type_without_rows_is_left_out() -> None:
    """The headline is the mean over types that have something to measure, and None without any."""
    good = Row(Stratum("000", "events"), 1.0, 2)
    bad = Row(Stratum("000", "actors"), 0.0, 1)

    assert headline([good, bad, bad, bad]) == 0.5
    assert headline([]) is None


# --- intervals ----------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(rows)
def test_both_intervals_hold_the_score(outcomes: list[Row]) -> None:
    """Low ≤ score ≤ high within [0, 1], for every type, from as few as two rows or articles."""
    both = item_intervals(outcomes, draws=60)
    articles = {row.stratum.document for row in outcomes}
    of_type = {
        kind: [row for row in outcomes if row.stratum.record_type == kind] for kind in sorted(both.per_type)
    }

    found = [(both.headline, outcomes), (article_interval(outcomes), outcomes)]
    found += [(both.per_type[kind], own) for kind, own in of_type.items()]

    for interval, own in found:
        if interval is not None:
            assert 0 <= interval.low <= (headline(own) or 0) <= interval.high <= 1
    assert (article_interval(outcomes) is None) == (len(articles) < 2)
    assert all(len(own) >= 2 for own in of_type.values())


def test_an_interval_says_what_it_is_for() -> None:
    """The two intervals answer different questions, so each names its own."""
    outcomes = sample(60, articles=2)

    inner, outer = item_interval(outcomes, draws=1_000, seed=4), article_interval(outcomes)

    assert inner is not None
    assert inner.method == (
        "these articles, other items: bootstrap within article and record type, 1,000 draws, seed 4"
    )
    assert outer is not None
    assert outer.method == (
        "new articles like these: jackknife over 2 articles, Student's t with 1 degree of freedom"
    )
    assert inner.level == outer.level == 0.95


def test_the_order_of_rows_and_other_types_change_nothing() -> None:
    """A seed fixes the draws of each type, so a type's interval is the same alone and among others."""
    outcomes = sample(80)
    events = [row for row in outcomes if row.stratum.record_type == "events"]

    whole = item_intervals(outcomes, draws=200)

    assert item_intervals(outcomes[::-1], draws=200) == whole
    assert item_interval(events, draws=200) == whole.per_type["events"]
    assert article_interval(outcomes[::-1]) == article_interval(outcomes)
    assert item_intervals(outcomes, draws=200, seed=2).headline != whole.headline


def test_the_spread_is_that_of_independent_items() -> None:
    """A percentile interval of a share of n rows is as wide as the normal one with variance over n - 1."""
    outcomes = [Row(Stratum("000", "events"), credit, 2) for credit in [1.0] * 150 + [0.0] * 50]

    found = item_interval(outcomes)

    assert found is not None
    reach = 1.96 * (0.75 * 0.25 / 199) ** 0.5
    assert found.low == pytest.approx(0.75 - reach, abs=0.006)
    assert found.high == pytest.approx(0.75 + reach, abs=0.006)


def test_small_cells_do_not_make_it_narrow() -> None:
    """Fifty articles with two items each know as little as one with a hundred; n of n draws would give .14 for .20."""
    twos = ((1.0, 1.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0))
    many = [Row(Stratum(f"{n:03}", "events"), credit, 2) for n in range(50) for credit in twos[n % 4]]
    one = [row._replace(stratum=Stratum("000", "events")) for row in many]
    lone = [row._replace(stratum=Stratum(f"{n:03}", "events")) for n, row in enumerate(many)]

    widths = [
        found.high - found.low for each in (many, one, lone) if (found := item_interval(each, draws=4_000))
    ]

    assert len(widths) == 3
    assert all(0.17 < width < 0.21 for width in widths)


def test_one_row_has_no_interval() -> None:
    """A single outcome says nothing of its spread: no interval, instead of one without width."""
    lone = Row(Stratum("000", "events"), 1.0, 2)
    actors = [Row(Stratum("000", "actors"), credit, 2) for credit in (0.0, 1.0)]

    assert item_interval([]) is None
    assert item_interval([lone]) is None
    assert set(item_intervals([lone, *actors], draws=50).per_type) == {"actors"}


def test_an_interval_without_width_says_why() -> None:
    """Twenty flawless items show no error, which is not the same as certainty: the reader is told."""
    flawless = [Row(Stratum(f"{n % 2:03}", "events"), 1.0, 2) for n in range(20)]

    for found in (item_interval(flawless, draws=50), article_interval(flawless)):
        assert found is not None
        assert (found.low, found.high) == (1.0, 1.0)
        assert found.method.endswith("; nothing varied, so it has no width")


def test_the_jackknife_is_the_t_interval_of_equal_articles() -> None:
    """Over articles of equal size the pseudo-values are the articles' scores, so it is the textbook t interval."""
    shares = (0.5, 0.6, 0.7, 0.8)
    outcomes = [
        Row(Stratum(f"{n:03}", "events"), float(item < 10 * share), 2)
        for n, share in enumerate(shares)
        for item in range(10)
    ]

    found = article_interval(outcomes)

    reach = 3.182446 * (sum((share - 0.65) ** 2 for share in shares) / 3 / 4) ** 0.5
    assert found is not None
    assert (found.low, found.high) == pytest.approx((0.65 - reach, 0.65 + reach))


def test_headline_and_five_types_take_one_fast_pass() -> None:
    """350 rows and 10,000 draws are done in under two seconds, so every report can print intervals."""
    outcomes = sample(350)
    start = time.perf_counter()

    found = item_intervals(outcomes, draws=10_000)

    assert time.perf_counter() - start < allowed(2)
    assert tuple(found.per_type) == TYPES


@pytest.mark.parametrize(
    ("probability", "df", "value"),
    [
        (0.975, 1, 12.7062047),
        (0.975, 2, 4.3026527),
        (0.975, 3, 3.1824463),
        (0.975, 4, 2.7764451),
        (0.975, 19, 2.0930241),
        (0.95, 5, 2.0150484),
        (0.995, 30, 2.7499957),
        (0.975, 1000, 1.9623390),
        (0.9995, 1, 636.6192488),
    ],
)
def test_t_quantiles_are_those_of_the_tables(probability: float, df: int, value: float) -> None:
    """Odd, even, few and many degrees of freedom agree with published tables, on either side of 0."""
    assert t_quantile(probability, df) == pytest.approx(value, rel=1e-7)
    assert t_quantile(1 - probability, df) == pytest.approx(-value, rel=1e-7)


@pytest.mark.parametrize(("probability", "df"), [(0.0, 3), (1.0, 3), (0.5, 0)])
def test_no_t_quantile_outside_the_distribution(probability: float, df: int) -> None:
    """A certainty has no finite quantile, and no spread can be known from one observation."""
    with pytest.raises(ValueError, match="no t quantile"):
        t_quantile(probability, df)


# --- paired tests -------------------------------------------------------------------------------------------


def test_six_one_way_flips_are_the_least_two_sided() -> None:
    """Six equal flips reach .031 and five only .0625; one-sided five are enough. Unchanged items decide nothing."""
    unchanged = [0.0] * 200

    assert sign_flip([-1.0] * 6 + unchanged) == 0.03125
    assert sign_flip([-1.0] * 5 + unchanged) == 0.0625
    assert sign_flip([-1.0] * 5 + unchanged, "less") == 0.03125
    assert sign_flip([-1.0] * 5 + unchanged, "greater") == 1.0


@given(st.lists(st.floats(-1, 1), min_size=5, max_size=5))
def test_five_articles_never_go_below_the_sixteenth(means: list[float]) -> None:
    """At article level two-sided p is at least .0625 with five articles, however large the differences."""
    assert sign_flip(means) >= 0.0625


@given(differences)
def test_exact_p_counts_sign_patterns(values: list[float]) -> None:
    """Flipping equal amounts together gives the p of trying all patterns one by one."""
    changed = [round(10 * value) for value in values if value][:8]
    sums = [0]
    for value in changed:
        sums = [total + sign * value for total in sums for sign in (-1, 1)]

    found = sign_flip([value / 10 for value in changed])

    assert found == sum(abs(total) >= abs(sum(changed)) for total in sums) / len(sums)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-1, 1), max_size=30), st.sampled_from(get_args(Alternative)), st.integers(1, 50))
def test_p_is_never_zero_and_at_most_one(values: list[float], side: Alternative, flips: int) -> None:
    """Exact or estimated, p is above 0 and at most 1, and the same for any order of the items."""
    p = sign_flip(values, side, flips=flips)

    assert 0 < p <= 1
    assert p == sign_flip(values[::-1], side, flips=flips)


@given(differences)
def test_better_and_worse_mirror_each_other(values: list[float]) -> None:
    """B worse than A has the p of A better than B, and the two sides together leave nothing out."""
    swapped = [-value for value in values]

    assert sign_flip(values, "less") == sign_flip(swapped, "greater")
    assert sign_flip(values) == sign_flip(swapped)
    assert sign_flip(values, "less") + sign_flip(values, "greater") >= 1


def test_estimated_p_is_near_the_exact_one() -> None:
    """With different amounts p is estimated; amounts made equal give it exactly. The order changes neither."""
    equal = [-0.4] * 18 + [0.4] * 9
    different = [value * (1 + n * 1e-6) for n, value in enumerate(equal)]

    exact, estimated = sign_flip(equal), sign_flip(different)

    assert exact == pytest.approx(2 * sum(comb(27, few) for few in range(10)) / 2**27)
    assert estimated == pytest.approx(exact, abs=0.015)
    assert estimated == sign_flip(different[::-1]) != sign_flip(different, seed=1)
    assert sign_flip([1.0 + n * 1e-6 for n in range(60)], flips=999) == 0.001


def test_rounding_does_not_break_ties() -> None:
    """0.1 + 0.2 and 0.3 are one amount here, so p does not hang on how a difference came about."""
    assert sign_flip([0.1 + 0.2] * 3 + [0.3] * 3) == sign_flip([0.3] * 6) == 0.03125


def test_p_stays_above_zero_below_the_least_float() -> None:
    """Two thousand one-way flips are rarer than any float can say, yet not impossible."""
    assert 0 < sign_flip([1.0] * 2_000) < 1e-300


@given(st.dictionaries(st.sampled_from(TYPES), p_values))
def test_holm_keeps_the_order_and_never_lowers_p(raw: dict[str, float]) -> None:
    """Adjusted p rises with raw p, lies between it and Bonferroni's, and keeps the names in their order."""
    adjusted = holm(raw)

    ranked = sorted(raw, key=raw.__getitem__)
    assert list(adjusted) == list(raw)
    assert [adjusted[name] for name in ranked] == sorted(adjusted.values())
    assert all(raw[name] <= adjusted[name] <= min(1.0, len(raw) * raw[name]) for name in raw)


def test_holm_agrees_with_a_worked_example() -> None:
    """Four hypotheses: 4 p₁, then 3 p₂, and so on, never below the one before."""
    raw = {"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.005}

    assert holm(raw) == pytest.approx({"a": 0.03, "b": 0.06, "c": 0.06, "d": 0.02})


# --- power --------------------------------------------------------------------------------------------------


def power(items: int, drop: float, churn: float, *, trials: int = 1_500) -> float:
    """Return how often a one-sided test at 5 % sees a drop, by simulation."""
    rng = seeded(f"{items}/{drop}/{churn}")
    seen = 0
    for _ in range(trials):
        draws = [rng.random() for _ in range(items)]
        worse = sum(draw < drop + churn for draw in draws)
        better = sum(draw > 1 - churn for draw in draws)
        seen += sign_flip([-1.0] * worse + [1.0] * better, "less") < 0.05
    return seen / trials


@pytest.mark.parametrize(
    ("items", "drop", "least", "most"),
    [(60, 0.10, 0.56, 0.77), (120, 0.05, 0.40, 0.74), (240, 0.05, 0.77, 0.99), (240, 0.03, 0.45, 0.85)],
)
def test_power_is_as_the_design_says(items: int, drop: float, least: float, most: float) -> None:
    """With 3 % of items in churn, half of them each way, and with none, power lies in the published range."""
    churned, calm = power(items, drop, 0.015), power(items, drop, 0.0)

    error = 0.03  # of this simulation and the one behind the table
    assert least - error <= churned < calm <= most + error
    fewer = sum(comb(items, flips) * drop**flips * (1 - drop) ** (items - flips) for flips in range(5))
    assert calm == pytest.approx(1 - fewer, abs=error)


@pytest.mark.parametrize(("items", "churn"), [(60, 0.03), (240, 0.03), (60, 0.0), (240, 0.0)])
def test_a_detectable_drop_is_detected(items: int, churn: float) -> None:
    """A drop of the size that is printed is seen four times in five, and a third less of it is not."""
    drop = detectable(items, churn=churn)

    assert drop is not None
    assert 0.78 <= power(items, drop, churn) <= 0.92
    assert power(items, drop * 2 / 3, churn) < 0.65


@given(st.integers(6, 2_000), st.floats(0, 0.2), st.booleans())
def test_no_drop_below_the_least_flips_is_detectable(items: int, churn: float, one_sided: bool) -> None:  # noqa: FBT001 - a property's case
    """Fewer than five one-way flips, six two-sided, never reach 5 %, whatever the churn; more items see no less."""
    least = detectable(items, churn=churn, one_sided=one_sided)
    more = detectable(items + 50, churn=churn, one_sided=one_sided)

    if least is not None:
        assert more is not None
        assert (5 if one_sided else 6) / items <= least <= 1
        assert more < least


def test_too_few_items_detect_nothing() -> None:
    """Four items cannot fall often enough; 240 see six points, or five where only 3 % churn in all."""
    assert detectable(4) is None
    assert detectable(5, one_sided=False) is None
    assert detectable(240) == pytest.approx(0.059, abs=0.001)
    assert detectable(240, churn=0.015) == pytest.approx(0.048, abs=0.001)


def test_the_observed_spread_gives_the_same_answer() -> None:
    """Differences that spread as the model assumes are as detectable; a wider spread is less so."""
    drop = detectable(240) or 0.0
    worse, better = round(240 * (drop + 0.03)), round(240 * 0.03)
    seen = [-1.0] * worse + [1.0] * better + [0.0] * (240 - worse - better)

    assert detectable_from(seen) == pytest.approx(drop, abs=0.001)
    assert (detectable_from([-1.0, 1.0] * 120) or 0) > 2 * drop
    assert 5 / 240 < (detectable_from([0.0] * 240) or 0) < drop
    assert detectable_from([0.0] * 4) is None


# --- repeated runs, agreement -------------------------------------------------------------------------------


@given(st.integers(1, 8).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n), st.integers(1, n))))
def test_pass_hat_k_is_the_share_of_subsets(case: tuple[int, int, int]) -> None:
    """It falls with k, is the plain share for one run, and 1 only when every run is right."""
    successes, samples, k = case

    found = pass_hat_k(successes, samples, k)

    assert pass_hat_k(successes, samples, 1) == successes / samples
    assert found <= pass_hat_k(successes, samples, max(1, k - 1))
    assert (found == 1) == (successes == samples)
    assert found == comb(successes, k) / comb(samples, k)


@pytest.mark.parametrize(("successes", "samples", "k"), [(4, 3, 1), (-1, 3, 1), (1, 3, 4), (1, 3, 0)])
def test_impossible_counts_are_refused(successes: int, samples: int, k: int) -> None:
    """More right runs than runs, or subsets larger than the runs, are a mistake of the caller."""
    with pytest.raises(ValueError, match=r"no pass\^k"):
        pass_hat_k(successes, samples, k)


def test_only_full_credit_is_stable() -> None:
    """A partly right run is not right; items with different numbers of runs each count once."""
    runs = {"pt1": [1.0, 1.0, 1.0], "pt2": [1.0, 0.5, 1.0], "ev1": [1.0, 1.0, 0.0, 0.0]}

    assert stability(runs, 2) == pytest.approx((1 + 1 / 3 + 1 / 6) / 3)
    assert stability({}, 2) is None


@given(
    st.lists(st.sampled_from(("for", "against", "none")), min_size=2).filter(lambda own: len(set(own)) > 1)
)
def test_a_labeller_agrees_with_itself(labels: list[str]) -> None:
    """κ of identical labels is 1, weighted or not."""
    ranks = [len(label) for label in labels]

    assert cohen_kappa(list(zip(labels, labels, strict=True))) == 1
    assert weighted_kappa(list(zip(ranks, ranks, strict=True))) == 1


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1))))
def test_two_ranks_are_two_labels(pairs: list[tuple[int, int]]) -> None:
    """With two values there is but one distance, so both κ agree; and neither hangs on who comes first."""
    plain, weighted = cohen_kappa(pairs), weighted_kappa(pairs)

    assert plain == (None if weighted is None else pytest.approx(weighted))
    assert cohen_kappa([(other, one) for one, other in pairs]) == plain
    assert plain is None or plain <= 1


def test_kappa_agrees_with_a_worked_example() -> None:
    """50 proposals, 20 and 15 agreed, 5 and 10 not: observed .70, by chance .50, so κ is .40."""
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15

    assert cohen_kappa(pairs) == pytest.approx(0.4)


def test_weighted_kappa_charges_distance() -> None:
    """Four pairs, one a step apart: 1 - (1/4) / (17/16); chance would give 17/16 of a step."""
    assert weighted_kappa([(-1, -1), (0, 0), (1, 1), (1, 0)]) == pytest.approx(1 - (1 / 4) / (14 / 16))


@pytest.mark.parametrize("pairs", [[], [(1.0, 1.0)] * 3])
def test_kappa_without_variation_is_undefined(pairs: list[tuple[float, float]]) -> None:
    """One label for all items agrees by chance alone, so κ is 0 / 0 and no number is made up."""
    assert cohen_kappa(pairs) is None
    assert weighted_kappa(pairs) is None


# --- as a whole ---------------------------------------------------------------------------------------------

SCRIPT = """
from random import Random
from summariser.evaluation.statistics import *
rng = Random(1)
rows = [Row(Stratum(rng.choice("abc"), rng.choice("xyz")), rng.choice((0.0, 0.3, 1.0)), 2) for _ in range(60)]
print(item_intervals(rows, draws=100), article_interval(rows), headline(rows))
print(sign_flip([rng.gauss(0.1, 1) for _ in range(30)], flips=100), holm({"b": 0.02, "a": 0.02, "c": 0.01}))
pairs = [(rng.choice("xyz"), rng.choice("xyz")) for _ in range(60)]
print(cohen_kappa(pairs), weighted_kappa([(ord(a) / 7, ord(b) / 7) for a, b in pairs]))
"""


def test_results_do_not_depend_on_the_hash_seed() -> None:
    """The same input and seed print the same digits in every process."""
    printed = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in (0, 1)
    }

    assert len(printed) == 1
    assert len(printed.pop().splitlines()) == 3


class World(NamedTuple):
    """Simulated articles, and the F1 that other items of the same articles would have in the long run."""

    rows: list[Row]
    truth: float


def world(rng: Random, articles: int, *, spread: float = 0.5, items: int = 12) -> World:
    """Return articles of equal size whose chance of a right item varies by `spread` on the logit scale.

    A right item has credit 1, a wrong one contradicts or is missed, equally often; and a prediction in ten is
    spurious. So F1 is a ratio of two sums that both vary, as the real one is.
    """
    chances = [chance(rng, spread) for _ in range(articles)]
    outcomes: list[Row] = []
    for n, right in enumerate(chances):
        stratum = Stratum(f"{n:03}", "events")
        for _ in range(items):
            outcomes.append(
                Row(stratum, 1.0, 2) if rng.random() < right else Row(stratum, 0.0, rng.choice((1, 2)))
            )
            outcomes += [Row(stratum, 0.0, 1)] * (rng.random() < 0.1)
    return World(outcomes, true_f1(sum(chances) / articles))


def chance(rng: Random, spread: float) -> float:
    """Return an article's chance of a right item, .8 in the middle of the logit scale."""
    return 1 / (1 + exp(-(1.386 + rng.gauss(0, spread))))


def true_f1(mean: float) -> float:
    """Return the F1 of expected counts at a mean chance of a right item."""
    return 2 * mean / (2 * mean + 1.5 * (1 - mean) + 0.1)


def coverage(
    worlds: Sequence[World], interval: Callable[[list[Row]], Interval | None], truths: Sequence[float]
) -> float:
    """Return the share of intervals that hold the truth."""
    found = [interval(each.rows) for each in worlds]
    return sum(
        one is not None and one.low <= truth <= one.high for one, truth in zip(found, truths, strict=True)
    ) / len(worlds)


@pytest.mark.slow
@pytest.mark.parametrize("articles", [5, 20])
def test_both_intervals_cover_what_they_are_for(articles: int) -> None:
    """Of nominal 95 %, at least 90 % hold the truth: new articles by the jackknife, other items by the bootstrap."""
    rng = seeded(articles)
    worlds = [world(rng, articles) for _ in range(400)]
    everywhere = true_f1(sum(chance(rng, 0.5) for _ in range(100_000)) / 100_000)

    new = coverage(worlds, article_interval, [everywhere] * len(worlds))
    same = coverage(worlds, lambda own: item_interval(own, draws=400), [each.truth for each in worlds])

    assert new >= 0.90
    assert same >= 0.90
