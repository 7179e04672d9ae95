"""Units beside the municipality: who stands apart beyond chance, and of whom nothing may be said."""

from __future__ import annotations

from random import Random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdmon_utils.compare.clusters import against_rest, declared, pooled, size_band
from pdmon_utils.compare.factors import allowed, associations, flags
from pdmon_utils.compare.sides import sides

CLUSTERS = pd.Series({f"{i}": "mksh" if i < 4 else "gymnasium" for i in range(8)})
COLUMNS = ["indicator", "scope", "unit", "breakdown", "group", "kind", "numerator", "denominator"]


def frame(*rows: tuple[object, ...]) -> pd.DataFrame:
    """Return an assessment frame of one municipality."""
    held = pd.DataFrame(rows, columns=COLUMNS).assign(summed=False)
    return held.assign(value=held["numerator"] / held["denominator"].where(held["denominator"] > 0))


def total(numerator: float, denominator: float) -> tuple[object, ...]:
    return ("a", "municipality", "primer", "", "", "share", numerator, denominator)


def school(unit: str, numerator: float, denominator: float, indicator: str = "a") -> tuple[object, ...]:
    return (indicator, "organisation", unit, "", "", "share", numerator, denominator)


def said(found: pd.DataFrame) -> list[str | None]:
    return [None if pd.isna(side) else str(side) for side in found["side"]]


def test_a_school_far_from_the_municipality_stands_apart_and_others_do_not() -> None:
    found = sides(frame(total(100, 200), school("1", 48, 50), school("2", 3, 50), school("3", 27, 50)))

    assert said(found) == [None, "above", "below", "inside"]
    assert found["against"].tolist()[1:] == [0.5, 0.5, 0.5]
    assert pd.isna(found["against"][0])


def test_a_share_of_summed_numbers_has_no_side() -> None:
    found = sides(frame(total(500, 1000), school("1", 10, 100)).assign(summed=True))

    assert said(found) == [None, None]


def test_of_fewer_than_ten_people_nothing_is_said() -> None:
    found = sides(frame(total(50, 200), school("1", 9, 9), school("2", 0, 0)))

    assert said(found) == [None, None, None]


def test_one_school_of_many_needs_more_than_one_of_few() -> None:
    odd = school("0", 17, 40)  # p = 0.027 beside 25 %
    few, many = (sides(frame(total(25, 100), odd, *(school(f"{i}", 10, 40) for i in range(1, n)))) for n in (1, 30))

    assert said(few)[1] == "above"
    assert said(many)[1] == "inside"
    assert few["side_q"][1] < many["side_q"][1]


def test_groups_of_a_cut_of_both_parts_are_compared_and_of_the_numerator_only_are_not() -> None:
    by = [
        ("a", "municipality", "primer", "subject", g, "share", n, d)
        for g, n, d in (("физика", 1, 40), ("химия", 99, 160))
    ]
    split = [("a", "municipality", "primer", "level", g, "share", n, 200) for g, n in (("x", 10), ("y", 90))]

    found = sides(frame(total(100, 200), *by, *split))

    assert said(found)[1:] == ["below", "above", None, None]


def test_a_withheld_value_is_compared_with_nothing() -> None:
    rows = frame(total(100, 200), school("1", 48, 50))
    rows.loc[0, ["numerator", "denominator", "value"]] = float("nan")

    assert said(sides(rows)) == [None, None]


def test_parts_of_a_distribution_are_not_held_against_their_whole() -> None:
    parts = [
        ("a", "municipality", "primer", "stage", g, "share", n, d) for g, n, d in (("x/top", 2, 90), ("y/top", 9, 110))
    ]

    assert said(sides(frame(total(190, 200), *parts).assign(kind="distribution"))) == [None, None, None]


def test_counts_have_no_side() -> None:
    rows = frame(total(100, 200), school("1", 48, 50)).assign(kind="count", denominator=float("nan"), value=48.0)

    assert said(sides(rows)) == [None, None]


def test_clusters_are_compared_school_by_school() -> None:
    """One big school makes the cluster's sum high; school by school nothing is beyond chance."""
    alike = [school(f"{i}", n, 20) for i, n in enumerate((10, 11, 9, 10, 10, 9, 11))]
    cluster = ("a", "cluster", "gymnasium", "", "", "share", 230, 260)
    one_big = frame(total(270, 340), *alike, school("7", 200, 200), cluster)

    found = sides(one_big, CLUSTERS)

    assert said(found)[-1] == "inside"
    assert said(found)[-2] == "above"  # the school itself


def test_a_cluster_whose_schools_all_differ_stands_apart() -> None:
    low, high = ([school(f"{i}", n + i, 40) for i in places] for places, n in ((range(4), 4), (range(4, 8), 24)))
    clusters = [("a", "cluster", code, "", "", "share", n, 160) for code, n in (("gymnasium", 118), ("mksh", 22))]

    found = sides(frame(total(140, 320), *low, *high, *clusters), CLUSTERS)

    assert said(found)[-2:] == ["above", "below"]
    assert found["side_q"].tolist()[-2:] == pytest.approx([2 / 70, 2 / 70])


def test_without_knowing_the_clusters_of_schools_clusters_have_no_side() -> None:
    rows = frame(total(50, 100), ("a", "cluster", "mksh", "", "", "share", 40, 50))

    assert said(sides(rows)) == [None, None]


def test_fewer_than_three_organisations_are_no_cluster_to_compare() -> None:
    values = pd.Series({"1": 0.1, "2": 0.2, "3": 0.8, "4": 0.9, "5": 0.7})
    found = against_rest(values, pd.Series({"1": "mksh", "2": "mksh", "3": "umksh", "4": "umksh", "5": "umksh"}))

    assert found["organisations"].to_dict() == {"mksh": 2, "umksh": 3}
    assert found["p"].isna().all()


def test_organisations_without_a_value_have_no_voice() -> None:
    found = against_rest(pd.Series({"1": 0.1, "2": None}, dtype=float), pd.Series({"1": "mksh", "2": "mksh"}))

    assert found["organisations"].to_dict() == {"mksh": 1}


def test_declared_groups_are_those_of_the_register_and_the_size() -> None:
    rows = pd.DataFrame(
        {"org_id": ["1", "2"], "cluster": ["mksh", None], "org_type": ["school", "extra"], "rural": [True, None]}
    )

    found = declared(rows, pd.Series({"1": 15.0}))

    assert found.loc["1"].tolist() == ["mksh", "school", "yes", "15_30"]
    assert found.loc["2", ["cluster", "rural", "size"]].isna().all()


def test_the_edge_of_a_band_of_size_belongs_to_it() -> None:
    found = size_band(pd.Series([0.0, 14.0, 15.0, 30.0, 50.0], dtype=float))

    assert found.tolist()[1:] == ["lt15", "15_30", "30_50", "50p"]
    assert pd.isna(found[0])


def test_sums_of_a_group_are_sums_of_its_organisations() -> None:
    rows = pd.DataFrame({"unit": ["1", "2", "3"], "numerator": [1.0, 2, 4], "denominator": [10.0, 10, 10]})

    assert pooled(rows, pd.Series({"1": "x", "2": "x"})).loc["x"].tolist() == [3, 20, 2]


def test_one_factor_for_every_ten_organisations_but_one_at_least() -> None:
    assert [allowed(n) for n in (4, 14, 20, 39)] == [1, 1, 2, 3]


def test_a_table_of_factors_is_corrected_as_a_whole() -> None:
    units = [f"{i:02d}" for i in range(12)]
    values = pd.DataFrame(
        {"linked": range(12), "noise": [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]}, index=units, dtype=float
    )
    traits = pd.DataFrame({"young": [i**2 for i in range(12)], "rural": [0, 1] * 6}, index=units, dtype=float)

    found = associations(values, traits).set_index(["indicator", "factor"])

    assert found["linked"].to_dict() == {
        ("linked", "young"): True,
        ("linked", "rural"): False,
        ("noise", "young"): False,
        ("noise", "rural"): False,
    }
    assert (found["q"] >= found["p"]).all()
    assert set(found["n"]) == {12}


def test_a_factor_that_is_the_indicator_itself_is_left_out() -> None:
    values = pd.DataFrame({"young": [0.1, 0.2, 0.3, 0.4, 0.5]})

    assert associations(values, values.rename(columns={"young": "same"})).empty


def test_a_side_of_a_factor_with_two_organisations_is_too_few() -> None:
    values = pd.DataFrame({"a": [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]})
    traits = pd.DataFrame({"rural": [1.0, 1, 0, 0, 0, 0]})

    assert associations(values, traits)["linked"].isna().all()


def test_external_traits_are_flags_and_the_unknown_stays_unknown() -> None:
    rows = pd.DataFrame({"org_id": ["1", "2"], "rural": [True, None], "org_type": ["school", "extra"]})

    found = flags(rows)

    assert found["school"].tolist() == [1, 0]
    assert found["rural"].fillna(-1).tolist() == [1, -1]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 40)), min_size=1, max_size=8), st.randoms())
def test_the_order_of_rows_changes_no_side(schools: list[tuple[int, int]], dice: Random) -> None:
    counted = [school(f"{i}", min(x, n), n) for i, (x, n) in enumerate(schools)]
    whole = total(sum(min(x, n) for x, n in schools), max(1, sum(n for _, n in schools)))
    rows = frame(whole, *counted)
    mixed = rows.sample(frac=1, random_state=dice.randrange(1000))

    assert said(sides(mixed).sort_index()) == said(sides(rows))
    assert {side for side in said(sides(rows)) if side} <= {"above", "below", "inside"}
