"""Figures beside each other."""

from __future__ import annotations

import pandas as pd
import pytest

from pdmon_utils.compare import apart, by_unit, intervals, slice_of
from pdmon_utils.words import Figure

KEYS = ["year", "indicator", "scope", "unit", "breakdown", "group", "numerator", "denominator", "value"]


@pytest.fixture
def figures() -> pd.DataFrame:
    rows = [
        (2024, "a", "municipality", "primer", "", "", 30.0, 60.0, 0.5),
        (2023, "a", "municipality", "primer", "", "", 12.0, 60.0, 0.2),
        (2024, "a", "municipality", "primer", "subject", "физика", 3.0, 6.0, 0.5),
        (2024, "a", "organisation", "001", "", "", 5.0, 10.0, 0.5),
        (2024, "b", "municipality", "primer", "", "", 7.0, float("nan"), 7.0),
    ]
    return pd.DataFrame(rows, columns=KEYS)


def test_a_slice_is_one_indicator_scope_and_cut(figures: pd.DataFrame) -> None:
    assert slice_of(figures, "a", "municipality")["year"].tolist() == [2024, 2023]
    assert slice_of(figures, "a", "municipality", "subject")["group"].tolist() == ["физика"]


def test_years_stand_in_order_with_both_parts_of_the_fraction(figures: pd.DataFrame) -> None:
    held = by_unit(figures)["a", "municipality", "primer"]

    assert list(held.items()) == [(2023, Figure(12, 60, 0.2, 2023)), (2024, Figure(30, 60, 0.5, 2024))]


def test_a_unit_without_figures_has_no_years(figures: pd.DataFrame) -> None:
    assert ("a", "municipality", "drugoy") not in by_unit(figures)


def test_a_group_stands_apart_only_when_its_whole_interval_does() -> None:
    rows = pd.DataFrame({"numerator": [45.0, 5.0, 27.0], "denominator": [50.0, 50.0, 50.0]}, index=[7, 8, 9])

    assert apart(rows, 0.5).to_dict() == {7: 1, 8: -1, 9: 0}


def test_no_group_stands_apart_from_a_value_on_the_edge_of_its_interval() -> None:
    rows = pd.DataFrame({"numerator": [45.0], "denominator": [50.0]})
    low, high = intervals(rows)[0]

    assert [apart(rows, edge).item() for edge in (low, high)] == [0, 0]


def test_nothing_to_compare_gives_nothing() -> None:
    assert apart(pd.DataFrame({"numerator": [], "denominator": []}), 0.5).empty
