"""Intervals, many comparisons, trend and forecast: against independent code, printed numbers and their own laws."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
import scipy.stats
from hypothesis import assume, given
from hypothesis import strategies as st

from pdmon_utils.stats import forecast
from pdmon_utils.stats.intervals import STRICT, StatsError, newcombe, newcombe_p, wilson
from pdmon_utils.stats.many import q_values, q_within
from pdmon_utils.stats.trend import cochran_armitage

NAN = math.nan
COUNTS = ((0, 1), (1, 1), (0, 20), (1, 29), (5, 9), (9, 10), (13, 16), (15, 148), (81, 263), (599, 600), (1234, 98765))
parts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize("level", [0.95, STRICT])
@pytest.mark.parametrize("counts", COUNTS)
def test_wilson_is_that_of_scipy(counts: tuple[int, int], level: float) -> None:
    theirs = scipy.stats.binomtest(*counts).proportion_ci(level, method="wilson")

    assert wilson(*counts, level) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_intervals_of_columns_are_those_of_their_numbers() -> None:
    x, n = (np.array(column, dtype=float) for column in zip(*COUNTS, strict=True))

    low, high = wilson(x, n)
    below, above = newcombe(x, n, x[::-1], n[::-1])

    assert list(zip(low, high, strict=True)) == [wilson(*counts) for counts in COUNTS]
    assert list(zip(below, above, strict=True)) == [
        newcombe(*one, *two) for one, two in zip(COUNTS, COUNTS[::-1], strict=True)
    ]


# Ligarden 2010 and Perondi 2004 in Fagerland, Lydersen, Laake, Statistical Analysis of Contingency Tables, ch. 2 and 4
def test_intervals_as_in_the_book() -> None:
    assert wilson(13, 16) == pytest.approx((0.5699, 0.9341), abs=5e-5)
    assert newcombe(7, 34, 1, 34) == pytest.approx((0.0189, 0.3404), abs=5e-5)


def test_fractions_are_numbers_and_nothing_stays_nothing() -> None:
    assert wilson(Fraction(3), Fraction(7)) == wilson(3, 7)
    assert all(math.isnan(bound) for x, n in ((NAN, 3), (3, NAN), (None, None)) for bound in wilson(x, n))
    assert all(math.isnan(bound) for bound in newcombe(1, 2, NAN, 2))
    assert np.isnan(newcombe_p([1, NAN], [2, 2], [NAN, 1], [2, 2])).all()


@pytest.mark.parametrize(
    ("x", "n", "said"),
    [
        (-1, 3, "числитель меньше нуля (-1 из 3)"),
        (4, 3, "числитель больше знаменателя (4 из 3)"),
        (1, 0, "знаменатель не больше нуля (1 из 0)"),
        (0, 0, "знаменатель не больше нуля (0 из 0)"),
        (1, -2, "знаменатель не больше нуля (1 из -2)"),
        ([1, 5], [3, 3], "числитель больше знаменателя (5 из 3)"),
        ([1, -0.5], [3, 3], "числитель меньше нуля (-0.5 из 3)"),
        ([1, 1], [0, 3], "знаменатель не больше нуля (1 из 0)"),
    ],
)
def test_no_parts_of_a_share_are_refused_with_the_pair(x: float, n: float, said: str) -> None:
    for refused in (lambda: wilson(x, n), lambda: newcombe(x, n, 1, 2), lambda: newcombe(1, 2, x, n)):
        with pytest.raises(StatsError) as error:
            refused()
        assert said in str(error.value)


@pytest.mark.parametrize("level", [0, 1, -0.5, 95])
def test_a_level_that_is_none_is_refused(level: float) -> None:
    with pytest.raises(StatsError, match="между 0 и 1"):
        wilson(1, 2, level)


@given(parts)
def test_an_interval_holds_the_share_and_a_stricter_one_is_wider(counts: tuple[int, int]) -> None:
    (low, high), (lower, higher) = wilson(*counts), wilson(*counts, STRICT)

    assert 0 <= lower <= low + 1e-15 <= counts[0] / counts[1] + 1e-12
    assert counts[0] / counts[1] - 1e-12 <= high - 1e-15 <= higher <= 1


@given(parts, parts)
def test_the_interval_of_a_difference_holds_it_and_turns_round(one: tuple[int, int], two: tuple[int, int]) -> None:
    low, high = newcombe(*one, *two)

    assert low <= one[0] / one[1] - two[0] / two[1] <= high
    assert newcombe(*two, *one) == pytest.approx((-high, -low), abs=1e-12)


@given(parts, parts)
def test_p_is_the_level_at_which_the_interval_touches_zero(one: tuple[int, int], two: tuple[int, int]) -> None:
    (p,) = newcombe_p([one[0]], [one[1]], [two[0]], [two[1]])
    low, high = newcombe(*one, *two)

    assert (p < 0.05) == (low > 0 or high < 0) or abs(p - 0.05) < 1e-9
    assume(1e-6 < p < 1)  # nearer to 0 the level 1 - p has no digits left
    low, high = newcombe(*one, *two, 1 - p)
    assert min(abs(low), abs(high)) < 1e-9


def test_equal_shares_differ_by_nothing_and_far_ones_surely() -> None:
    assert newcombe_p([3, 0, 10**5], [6, 9, 10**5], [5, 0, 0], [10, 4, 10**5]).tolist() == pytest.approx([1, 1, 0])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_q_is_that_of_scipy(p: list[float]) -> None:
    assert q_values(p) == pytest.approx(scipy.stats.false_discovery_control(p), abs=1e-12)


@given(st.lists(st.tuples(st.floats(0, 1) | st.just(NAN), st.integers(0, 3)), max_size=40))
def test_q_is_found_table_by_table_and_what_is_missing_does_not_count(held: list[tuple[float, int]]) -> None:
    p, tables = np.array([x for x, _ in held]), np.array([k for _, k in held], dtype=np.int64)

    q = q_within(p, tables)

    assert np.isnan(q).tolist() == np.isnan(p).tolist()
    for table in set(tables[~np.isnan(p)].tolist()):
        own = (tables == table) & ~np.isnan(p)
        assert q[own] == pytest.approx(scipy.stats.false_discovery_control(p[own]), abs=1e-12)


# R, example of prop.trend.test (smokers, patients); Fagerland, Lydersen, Laake, ch. 5 (the_rx2_table)
def test_trend_as_in_r_and_in_the_book() -> None:
    smokers = cochran_armitage([83, 90, 129, 70], [86, 93, 136, 82], [1, 2, 3, 4])
    book = cochran_armitage([48, 38, 5, 1], [1754, 1484, 83, 13], [1, 2, 3, 4])

    assert (smokers.z**2, smokers.p) == pytest.approx((8.2249, 0.004132), abs=5e-5)
    assert (book.z, book.p) == (pytest.approx(0.817, abs=5e-4), pytest.approx(0.41391, abs=5e-6))


def test_the_slope_is_that_of_weighted_least_squares_and_empty_years_are_left_out() -> None:
    x, n, years = np.array([8, 0, 11, 22, 6]), np.array([61, 0, 111, 124, 135]), np.arange(2020, 2025)
    told = n > 0

    found = cochran_armitage([x, np.where(told, x, NAN)], [n, np.where(told, n, NAN)], years)

    slope = np.polyfit(years[told], x[told] / n[told], 1, w=np.sqrt(n[told]))[0]
    assert found.slope == pytest.approx([slope, slope])
    assert found.p[0] == found.p[1] == cochran_armitage(x[told], n[told], years[told]).p


def test_nobody_and_everybody_have_no_direction() -> None:
    assert np.isnan(cochran_armitage([[0, 0, 0], [5, 5, 5]], [5, 5, 5], [1, 2, 3]).p).all()


@given(parts)
def test_a_share_comes_back_from_its_logit(counts: tuple[int, int]) -> None:
    logit = forecast.logit(*counts)

    assert np.isfinite(logit)
    assert forecast.share(logit, counts[1]) == pytest.approx(counts[0] / counts[1], abs=1e-12)


def test_a_forecast_is_the_last_value_with_student_s_interval_of_its_changes() -> None:
    change, span = forecast.changes([[1.0, 3.0, 2.0]], [2022, 2023, 2024])
    own = forecast.spread(change, span, np.zeros(1))
    value, low, high = forecast.forecast([2.0], own, ahead=4)

    rms = math.sqrt((2**2 + 1**2) / 2)
    assert own == (pytest.approx([rms]), [2])
    assert (value, high - value) == (pytest.approx([2.0]), pytest.approx([scipy.stats.t(2).ppf(0.9) * rms * 2]))
    assert value - low == pytest.approx(high - value)


def test_a_change_over_several_years_counts_by_the_root_of_their_number() -> None:
    change, span = forecast.changes([[1.0, NAN, NAN, NAN, 5.0, 7.0]], range(2019, 2025))

    assert span[0][[4, 5]].tolist() == [4, 1]
    assert forecast.spread(change, span, np.zeros(1)).rms == pytest.approx([math.sqrt((2**2 + 2**2) / 2)])
    assert forecast.drift(change, span) == pytest.approx([6 / 5])


def test_a_steady_drift_costs_one_change_and_leaves_no_spread() -> None:
    change, span = forecast.changes([[1.0, 2.0, 3.0, 4.0, 5.0]], range(2020, 2025))
    drifts = forecast.drift(change, span)
    rms, freedom = forecast.spread(change, span, drifts)

    assert (drifts.tolist(), rms.tolist(), freedom.tolist()) == ([1.0], [0.0], [3.0])
    assert forecast.forecast([5.0], forecast.Spread(rms, freedom), drifts).value == [6.0]


def test_twenty_series_share_their_spread_and_nineteen_do_not() -> None:
    own = forecast.Spread(np.arange(1.0, 40.0), np.full(39, 2.0))
    tables = np.repeat([0, 1], [20, 19])

    rms, freedom = forecast.pooled(own, tables)

    assert rms[:20] == pytest.approx(np.full(20, math.sqrt(np.mean(np.arange(1.0, 21.0) ** 2))))
    assert (rms[20:].tolist(), freedom.tolist()) == (own.rms[20:].tolist(), [40.0] * 20 + [2.0] * 19)


def test_three_equal_values_do_not_promise_a_fourth() -> None:
    assert forecast.no_less(forecast.Spread(np.array([0.0, 3.0]), np.ones(2)), np.array([0.8, 0.8])).rms.tolist() == [
        0.2,
        3.0,
    ]
