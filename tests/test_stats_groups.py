"""Statistics of groups against printed numbers, and what must hold for any numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from pdmon_utils.stats import decompose, funnel, grouping, permutation, strata

# R, datasets::UCBAdmissions: by department, men and women (rows), admitted and rejected (columns)
UCB = np.array(
    [
        [[512, 313], [89, 19]],
        [[353, 207], [17, 8]],
        [[120, 205], [202, 391]],
        [[138, 279], [131, 244]],
        [[53, 138], [94, 299]],
        [[22, 351], [24, 317]],
    ]
)
# R, ?mantelhaen.test, «Rabbits»: by level of penicillin, delay none and 1.5 h (rows), cured and died (columns)
RABBITS = np.array([[[0, 6], [0, 5]], [[3, 3], [0, 6]], [[6, 0], [2, 4]], [[5, 1], [6, 0]], [[2, 0], [5, 0]]])
# Doll and Hill 1950: smokers and others (rows), with lung cancer and without (columns), men and women
DOLL_HILL = np.array([[[647, 622], [2, 27]], [[41, 28], [19, 32]]])

COUNTS = st.integers(0, 60)
PART = st.tuples(COUNTS, COUNTS).map(sorted)


def test_the_limits_of_a_funnel_are_where_wilsons_interval_just_holds_the_whole() -> None:
    low, high = funnel.limits(0.3, [40], 0.95)

    for edge in (low[0], high[0]):
        z, n = 1.959963984540054, 40  # Wilson 1927: |p - whole| = z·sqrt(whole·(1 - whole)/n)
        assert abs(edge - 0.3) == pytest.approx(z * math.sqrt(0.3 * 0.7 / n), abs=1e-12)


def test_a_p_of_a_unit_says_the_same_as_the_limits() -> None:
    counts, sizes = np.arange(41), np.full(41, 40)

    for level in (0.95, 0.998):
        assert (
            (funnel.p_values(counts, sizes, 0.3) < 1 - level) == (funnel.outside(counts, sizes, 0.3, level) != 0)
        ).all()


def test_nobody_is_nowhere() -> None:
    assert np.isnan(funnel.p_values([0], [0], 0.5)).all()
    assert funnel.outside([0], [0], 0.5).tolist() == [0]


def test_where_all_units_are_alike_none_is_outside() -> None:
    assert funnel.p_values([0, 0], [10, 20], 0.0).tolist() == [1.0, 1.0]
    assert funnel.outside([10, 20], [10, 20], 1.0).tolist() == [0, 0]


def test_a_permutation_tries_every_arrangement_of_few_values() -> None:
    tested = permutation.difference([1, 2, 3, 7, 8, 9], [True] * 3 + [False] * 3)

    assert (tested.effect, tested.n, tested.arrangements) == (-6, 6, 20)
    assert tested.p == pytest.approx(2 / 20)


def test_an_exact_permutation_is_that_of_scipy() -> None:
    values, inside = np.array([3.1, 2.2, 5.0, 4.4, 9.1, 7.7, 6.0]), np.array([1, 1, 1, 0, 0, 0, 0], dtype=bool)

    def welch(a: np.ndarray, b: np.ndarray) -> float:
        return abs(float(stats.ttest_ind(a, b, equal_var=False).statistic))

    known = stats.permutation_test((values[inside], values[~inside]), welch, n_resamples=np.inf, alternative="greater")

    assert permutation.difference(values, inside).p == pytest.approx(known.pvalue)


def test_many_values_are_sampled_the_same_way_each_time() -> None:
    values = np.random.default_rng(1).random(40)
    inside = np.arange(40) < 15

    first, second = (permutation.difference(values, inside) for _ in range(2))

    assert first == second
    assert first.arrangements == permutation.DRAWS


def test_missing_values_are_left_out_and_one_value_is_no_group() -> None:
    assert permutation.difference([1, 2, np.nan, 3, 4], [True, True, True, False, False]).n == 4
    assert math.isnan(permutation.difference([1, 2, 3], [True, False, False]).p)


def test_values_that_are_all_equal_differ_by_nothing() -> None:
    assert permutation.difference([0.5] * 8, [True] * 4 + [False] * 4).p == 1


def test_groups_without_any_spread_inside_are_told_apart() -> None:
    assert permutation.difference([1, 1, 1, 1, 0, 0, 0, 0], [True] * 4 + [False] * 4).p == pytest.approx(2 / 70)


def test_spearman_is_that_of_scipy_with_ties() -> None:
    first, second = [1, 2, 2, 3, 5, 8, 8, 9, 9], [2, 1, 4, 4, 4, 7, 9, 6, 9]

    found = permutation.spearman(first, second)

    assert found.effect == pytest.approx(stats.spearmanr(first, second).statistic, abs=1e-12)
    assert found.p < 0.01


def test_a_trait_that_does_not_vary_goes_with_nothing() -> None:
    assert math.isnan(permutation.spearman([1, 1, 1, 1, 1], [1, 2, 3, 4, 5]).p)


@given(st.lists(st.floats(0, 1), min_size=6, max_size=9), st.floats(0.1, 5), st.floats(-3, 3))
def test_neither_shift_nor_scale_changes_a_permutation(values: list[float], scale: float, shift: float) -> None:
    values = [round(value, 3) for value in values]
    inside = [i < 3 for i in range(len(values))]
    p, moved = (permutation.difference(held, inside).p for held in (values, [shift + scale * x for x in values]))

    assert p == pytest.approx(moved, abs=1e-9)


def test_the_admissions_of_berkeley() -> None:
    """R: mantelhaen.test(UCBAdmissions), woolf of its example; interval as R prints it."""
    odds = strata.odds_ratio(UCB)

    assert odds.value == pytest.approx(0.9046968, abs=1e-7)
    assert (odds.low, odds.high) == pytest.approx((0.7719074, 1.0603298), abs=1e-6)
    assert strata.common(UCB)[:2] == pytest.approx((1.4269, 1), abs=5e-5)
    assert strata.common(UCB).p == pytest.approx(0.2323, abs=5e-5)
    assert strata.woolf(UCB).p == pytest.approx(0.0034272, abs=5e-7)
    assert strata.crude_difference(UCB) == pytest.approx(0.4452 - 0.3035, abs=1e-4)


def test_berkeley_warns_of_simpson() -> None:
    assert strata.reversed_by_strata(UCB)


def test_the_rabbits_of_the_manual() -> None:
    assert strata.common(RABBITS).p == pytest.approx(0.04747, abs=5e-6)


def test_the_smokers_of_doll_and_hill() -> None:
    """contingencytables, test-ch10.R (doll_hill_1950); the interval as statsmodels gives it (Robins et al.)."""
    odds = strata.odds_ratio(DOLL_HILL)

    assert odds.value == pytest.approx(4.5239, abs=5e-5)
    assert (odds.low, odds.high) == pytest.approx((2.417, 8.467), abs=5e-4)
    assert strata.common(DOLL_HILL, correction=0).chi2 == pytest.approx(24.92, abs=5e-3)


def test_strata_that_move_together_need_no_warning() -> None:
    assert not strata.reversed_by_strata(DOLL_HILL)


def test_one_stratum_is_the_whole_and_empty_ones_say_nothing() -> None:
    assert not strata.reversed_by_strata([[[5, 5], [1, 9]]])
    assert math.isnan(strata.risk_difference([[[5, 5], [0, 0]]]).value)
    assert math.isnan(strata.odds_ratio(np.zeros((0, 2, 2))).value)
    assert math.isnan(strata.common([[[0, 3], [0, 4]]]).p)


@given(st.lists(st.tuples(PART, PART), min_size=1, max_size=5))
def test_equal_strata_together_say_what_each_says(groups: list[tuple[list[int], list[int]]]) -> None:
    table = [[[x, n - x + 1] for x, n in pair] for pair in groups][:1]
    one, three = strata.risk_difference(table), strata.risk_difference(table * 3)

    assert one.value == pytest.approx(three.value, abs=1e-12)
    assert three.high - three.low <= one.high - one.low + 1e-12


@given(st.lists(st.tuples(PART, PART), min_size=1, max_size=6))
def test_composition_and_level_add_up_to_the_change(groups: list[tuple[list[int], list[int]]]) -> None:
    before = np.array([[x, n + 1] for (x, n), _ in groups])
    after = np.array([[x, n + 1] for _, (x, n) in groups])

    split = decompose.kitagawa(before, after)

    whole = after[:, 0].sum() / after[:, 1].sum() - before[:, 0].sum() / before[:, 1].sum()
    assert split.composition.sum() + split.level.sum() == pytest.approx(whole, abs=1e-12)
    assert split.change == pytest.approx(whole, abs=1e-12)


def test_a_change_of_composition_alone_has_no_level() -> None:
    split = decompose.kitagawa([[2, 10], [24, 30]], [[6, 30], [8, 10]])

    assert split.level.tolist() == pytest.approx([0, 0], abs=1e-12)
    assert split.composition.sum() == pytest.approx(14 / 40 - 26 / 40, abs=1e-12)


def test_a_group_that_has_come_or_gone_changes_the_composition_only() -> None:
    split = decompose.kitagawa([[5, 10], [0, 0]], [[5, 10], [9, 10]])

    assert split.level.tolist() == [0, 0]
    assert split.change == pytest.approx(0.2)


def test_a_year_without_anybody_is_refused() -> None:
    with pytest.raises(ValueError, match="знаменатель равен 0"):
        decompose.kitagawa([[0, 0]], [[1, 2]])


def test_three_groups_of_schools_are_found_and_steady() -> None:
    dice = np.random.default_rng(3)
    kind = np.arange(24) % 3
    values = np.array([[0, 0, 0], [6, 6, 0], [0, 6, 6]])[kind] + dice.normal(size=(24, 3))

    found = grouping.groups(values)

    assert found.why == grouping.OK
    assert len({(k, label) for k, label in zip(kind, found.labels, strict=True)}) == 3
    assert min(found.stability) >= grouping.STEADY


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (np.zeros((14, 3)), grouping.TOO_FEW),
        (np.ones((20, 3)), grouping.FLAT),
        (np.random.default_rng(4).normal(size=(20, 4)), grouping.CLOSE),
        (np.array([[0.0]] * 14 + [[50.0], [50.5]]) + np.arange(16)[:, None] / 100, grouping.TOO_SMALL),
    ],
)
def test_no_groups_where_a_rule_forbids_them(values: np.ndarray, why: str) -> None:
    found = grouping.groups(values)

    assert found.why == why
    assert found.labels.size == 0


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_groups_do_not_depend_on_units_of_measurement(seed: int) -> None:
    values = np.random.default_rng(seed).normal(size=(16, 3))

    first, second = grouping.groups(values), grouping.groups(values * [100, 1, 0.01] + [5, 0, -1])

    assert first.why == second.why
    assert first.silhouette == pytest.approx(second.silhouette)
