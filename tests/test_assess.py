"""The assessment frame: a small district whose every number can be checked by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pdmon_utils import compare
from pdmon_utils.catalogue import Ask, load_catalogue
from pdmon_utils.compare import assess
from pdmon_utils.yamls import read_yaml

REGULATION = load_catalogue().regulation("vilyuysk")
GOAL, TASK, ROUTES = (REGULATION.asks[name] for name in ("vil.1.1.goal", "vil.1.1.task1", "vil.1.2.2e"))
NAN = float("nan")
Row = tuple[int, str, str, str, str, str, float, float]


def figures(*rows: Row) -> pd.DataFrame:
    """Return figures of rows (year, indicator, scope, unit, breakdown, group, numerator, denominator)."""
    names = ["year", "indicator", "scope", "unit", "breakdown", "group", "numerator", "denominator"]
    frame = pd.DataFrame(rows, columns=names)
    value = (frame["numerator"] / frame["denominator"]).where(frame["denominator"].notna(), frame["numerator"])
    return frame.assign(municipality="primer", value=value, withheld=False)


def total(year: int, ask: Ask, numerator: float, denominator: float = NAN) -> Row:
    return (year, ask.id, "municipality", "primer", "", "", numerator, denominator)


def school(year: int, unit: str, numerator: float, denominator: float) -> Row:
    return (year, GOAL.id, "organisation", unit, "", "", numerator, denominator)


def series(ask: Ask, numerators: list[float], denominator: float = 100, last: int = 2024) -> list[Row]:
    first = last - len(numerators) + 1
    return [total(first + i, ask, x, denominator) for i, x in enumerate(numerators)]


def the_row(frame: pd.DataFrame, ask: Ask = GOAL) -> pd.Series:
    """Return the municipality's row of an ask."""
    rows = frame[(frame["indicator"] == ask.id) & (frame["scope"] == "municipality") & (frame["breakdown"] == "")]
    assert len(rows) == 1
    return rows.iloc[0]


def test_the_columns_are_those_of_the_document() -> None:
    told = read_yaml(Path(compare.__file__).parent / "columns.yml")

    frame = assess(figures(total(2024, GOAL, 1, 10)), [GOAL], 2024)

    assert list(frame.columns) == list(told)


def test_of_no_asks_there_is_an_empty_assessment() -> None:
    frame = assess(figures(total(2024, GOAL, 1, 10)), [], 2024)

    assert frame.empty
    assert "summed" in frame


def test_a_share_of_summed_numbers_has_a_difference_and_no_test() -> None:
    positions = load_catalogue().regulation("ust-labinsk").asks["ust.m2.1"]
    assert positions.measure.main.sum

    row = the_row(assess(figures(*series(positions, [750, 480], 1000)), [positions], 2024), positions)

    assert row["change"] == pytest.approx(-0.27)
    assert row[["change_low", "change_p", "moved", "became"]].isna().all()


def test_a_change_beyond_chance_is_said_and_one_within_it_is_not() -> None:
    rows = [*series(GOAL, [20, 40]), *series(TASK, [20, 22])]

    frame = assess(figures(*rows), [GOAL, TASK], 2024)
    grown, still = the_row(frame, GOAL), the_row(frame, TASK)

    assert (grown["before_year"], grown["moved"], grown["became"]) == (2023, "grew", "better")
    assert (still["before_year"], still["moved"], still["became"]) == (2023, "same", "same")
    assert grown["change"] == pytest.approx(0.2)
    assert grown["change_low"] > 0 > still["change_low"]


def test_growth_of_what_should_fall_is_worse_and_of_what_is_neutral_is_nothing() -> None:
    worse, neither = (
        the_row(assess(figures(*series(GOAL, [20, 40])), [replace(GOAL, direction=way)], 2024))
        for way in ("lower", "neutral")
    )

    assert (worse["moved"], worse["became"]) == ("grew", "worse")
    assert neither["moved"] == "grew"
    assert pd.isna(neither["became"])


def test_of_many_comparisons_each_must_be_surer() -> None:
    alone = the_row(assess(figures(*series(GOAL, [20, 33])), [GOAL], 2024))
    rows = [
        row
        for i in range(20)
        for row in ((y, f"k{i}", "municipality", "primer", "", "", 30, 100) for y in (2023, 2024))
    ]
    many = [replace(TASK, id=f"k{i}") for i in range(20)]

    among = the_row(assess(figures(*series(GOAL, [20, 33]), *rows), [GOAL, *many], 2024))

    assert (alone["moved"], among["moved"]) == ("grew", "same")
    assert alone["change_p"] == pytest.approx(among["change_p"])
    assert alone["change_q"] < 0.05 < among["change_q"]


def test_organisations_are_compared_within_their_indicator() -> None:
    rows = [
        school(year, unit, x, 50)
        for unit, was, now in (("001", 10, 30), ("002", 20, 21))
        for year, x in ((2023, was), (2024, now))
    ]

    frame = assess(figures(*rows, *series(GOAL, [30, 51])), [GOAL], 2024).set_index("unit")

    assert frame["moved"].to_dict() == {"001": "grew", "002": "same", "primer": "grew"}
    assert frame.loc["001", "change_q"] == pytest.approx(2 * frame.loc["001", "change_p"])
    assert frame.loc["primer", "change_q"] == pytest.approx(frame.loc["primer", "change_p"])


def test_a_year_that_may_not_be_published_is_no_year_to_compare_with() -> None:
    held = figures(*series(GOAL, [20, 30, 40]))
    hidden = held["year"] == 2023
    held = held.assign(
        withheld=hidden, **{part: held[part].mask(hidden) for part in ("numerator", "denominator", "value")}
    )

    row, before = the_row(assess(held, [GOAL], 2024)), the_row(assess(held, [GOAL], 2023))

    assert (row["before_year"], row["points"], row["forecast_why"]) == (2022, 2, "withheld")
    assert (before["state"], before["points"]) == ("withheld", 0)
    assert pd.isna(before[["value", "change", "moved", "plan", "gap", "forecast", "before_year"]]).all()


def test_nobody_in_the_denominator_is_no_zero() -> None:
    row = the_row(assess(figures(*series(GOAL, [20]), total(2025, GOAL, 0, 0)), [GOAL], 2025))

    assert (row["state"], row["forecast_why"]) == ("undefined", "undefined")
    assert pd.isna(row[["value", "change", "change_q", "moved", "plan", "before_year"]]).all()


def test_of_fewer_than_ten_nothing_is_said_but_the_difference() -> None:
    row = the_row(assess(figures(*series(GOAL, [1, 9], denominator=9)), [GOAL], 2024))

    assert row["few"]
    assert row["change"] == pytest.approx(8 / 9)
    assert pd.isna(row[["change_q", "moved", "became"]]).all()


def test_a_count_has_a_difference_and_no_words() -> None:
    row = the_row(assess(figures(*series(ROUTES, [10, 40], denominator=NAN)), [ROUTES], 2024), ROUTES)

    assert (row["kind"], row["change"], row["few"]) == ("count", 30, False)
    assert pd.isna(row[["change_low", "change_p", "change_q", "moved", "became", "trend"]]).all()


def test_a_numerator_greater_than_its_denominator_is_not_tested() -> None:
    row = the_row(assess(figures(*series(GOAL, [20, 120])), [GOAL], 2024))

    assert row["change"] == pytest.approx(1.0)
    assert pd.isna(row[["change_p", "moved"]]).all()


def test_nothing_crosses_a_break_of_the_regulation_or_of_the_card() -> None:
    held = figures(*series(GOAL, [20, 22, 24, 40, 42]))
    by_law = replace(GOAL, breaks={"2023": "считаются и совместители"})

    for ask, told in ((by_law, {}), (GOAL, {"2023": {GOAL.id: "считаются и совместители"}})):
        now, then = (the_row(assess(held, [ask], year, breaks=told)) for year in (2024, 2023))
        assert (now["before_year"], now["points"], now["broken"], now["forecast_why"]) == (2023, 2, False, "points")
        assert (then["points"], then["broken"], pd.isna(then["before_year"]), pd.isna(then["change"])) == (
            1,
            True,
            True,
            True,
        )
        assert compare.reasons(ask, told, 2024) == {2023: "считаются и совместители"}
        assert compare.reasons(ask, told, 2022) == {}


def test_a_direction_is_said_from_five_points_on_only() -> None:
    four, five = (
        the_row(assess(figures(*series(GOAL, held)), [GOAL], 2024)) for held in ([20, 30, 40, 50], [20, 28, 36, 44, 52])
    )
    flat = the_row(assess(figures(*series(GOAL, [30, 31, 29, 31, 30])), [GOAL], 2024))

    assert pd.isna(four[["trend", "trend_p", "slope"]]).all()
    assert (five["points"], five["trend"]) == (5, "up")
    assert five["slope"] == pytest.approx(0.08)
    assert flat["trend"] == "none"


def test_no_figures_make_an_empty_frame() -> None:
    assert assess(figures().astype({"year": "int64"}), [GOAL], 2024).empty
