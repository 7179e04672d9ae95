"""Effectiveness: what was done, what became of the indicator, whether one has to do with the other."""

from __future__ import annotations

from datetime import date
from itertools import product
from math import comb, isnan

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdmon_utils.effects import (
    RULES,
    VERDICTS,
    Contribution,
    chosen,
    contribution,
    corrections,
    judged,
    panel,
    verdict,
)
from pdmon_utils.effects.chosen import term_year
from pdmon_utils.effects.levels import carried_out, moved
from pdmon_utils.effects.verdicts import CARRIED, MOVED, TOLD
from pdmon_utils.stats.did import did, effect
from pdmon_utils.study.attributed import CHANCE

TODAY = date(2024, 12, 31)
ORGANISATIONS = pd.DataFrame(
    [(2023, "1", "mksh"), (2023, "2", "mksh"), (2023, "3", None)], columns=["year", "org_id", "cluster"]
)
FOUR_OF_EIGHT = [0, 1, 2, 3]


def measure(**said: object) -> dict[str, object]:
    row: dict[str, object] = {
        "measure_id": "М-1",
        "year": 2023,
        "kind": "measure",
        "direction": "помощь молодым",
        "indicator_id": "vil.1.2.2d",
        "text": "Провести слёт",
        "target": None,
        "org_id": None,
        "cluster": None,
        "deadline": pd.Timestamp(2023, 11, 1),
        "doc_id": None,
        "status": "done",
    }
    return row | said


def rows(*said: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(list(said))


def assessment(**said: object) -> dict[str, object]:
    row: dict[str, object] = {
        "indicator": "vil.1.2.2d",
        "scope": "municipality",
        "breakdown": "",
        "kind": "share",
        "direction": "higher",
        "state": "known",
        "numerator": 60.0,
        "denominator": 100.0,
        "value": 0.6,
        "became": None,
        "plan": None,
        "plan_kind": None,
        "plan_value": np.nan,
        "year": 2023,
    }
    return row | said


def line(**said: object) -> dict[str, object]:
    return {**measure(), "statuses": ("done",), **said}


def test_the_minimum_wage_did_not_cost_jobs() -> None:
    """Card and Krueger, 1994, table 3: New Jersey 20.44 → 21.03, Pennsylvania 23.33 → 21.17."""
    assert did((20.44, 21.03), (23.33, 21.17)) == pytest.approx(2.75)


def test_four_against_four_cannot_be_surer_than_one_in_seventy() -> None:
    panel_of_8 = np.array([[0.5, 0.5, 0.9]] * 4 + [[0.5, 0.5, 0.5]] * 4) + np.arange(8)[:, None] * 1e-3

    found = effect(panel_of_8, np.arange(8) < 4)

    assert found.effect == pytest.approx(0.4)
    assert found.p == 1 / comb(8, 4)
    assert found.placebo == pytest.approx(0.0)
    assert found.placebo_p == 1.0


def test_a_difference_that_was_there_before_the_measure_is_told_by_the_placebo() -> None:
    rising = np.array([[0.1, 0.5, 0.9 + i / 1000] for i in range(4)] + [[0.5, 0.5, 0.5 - i / 1000] for i in range(4)])

    found = effect(rising, np.arange(8) < 4)

    assert found.placebo == pytest.approx(0.4)
    assert found.placebo_p == pytest.approx(2 / 70)


def test_three_schools_are_too_few_to_test() -> None:
    found = effect(np.random.default_rng(1).random((9, 3)), np.arange(9) < 3)

    assert isnan(found.p)
    assert isnan(found.placebo_p)


@given(st.lists(st.floats(0, 1), min_size=24, max_size=24), st.sampled_from([1, -1]))
@settings(deadline=None, max_examples=40)
def test_the_sign_of_the_data_and_of_the_wish_may_be_turned_together(values: list[float], better: int) -> None:
    schools, inside = np.reshape(values, (8, 3)), np.arange(8) < 4

    first, second = effect(schools, inside, better), effect(-schools, inside, -better)

    assert first.effect == pytest.approx(-second.effect)
    assert first.p == second.p
    assert 1 / 70 <= first.p <= 1


def test_a_sample_of_arrangements_is_drawn_where_there_are_too_many() -> None:
    schools = np.zeros((30, 3))
    schools[:15, 2] = 1.0 + np.arange(15) / 100

    assert effect(schools, np.arange(30) < 15).p == 1 / 5000


def test_only_years_strictly_before_the_evaluation_are_judged() -> None:
    years = [measure(measure_id=f"М-{year}", year=year, text=str(year)) for year in range(2019, 2026)]

    assert chosen(rows(*years), ORGANISATIONS, 2024, 3, "calendar")["year"].tolist() == [2021, 2022, 2023]
    assert chosen(rows(*years), ORGANISATIONS, 2024, 0, "calendar")["year"].tolist() == [2021, 2022, 2023]


def test_recommendations_are_not_measures() -> None:
    assert chosen(rows(measure(kind="rec")), ORGANISATIONS, 2024, 3, "calendar").empty


def test_one_measure_for_several_schools_is_one_line() -> None:
    found = chosen(
        rows(measure(org_id="3", status="partial"), measure(measure_id="М-2", cluster="mksh")),
        ORGANISATIONS,
        2024,
        3,
        "calendar",
    )

    assert found["orgs"].tolist() == [("1", "2", "3")]
    assert found["statuses"].tolist() == [("partial", "done")]


@pytest.mark.parametrize(
    ("day", "span", "year"),
    [(date(2023, 12, 31), "calendar", 2023), (date(2023, 9, 1), "academic", 2024), (date(2023, 7, 1), "june", 2024)],
)
def test_the_deadline_says_in_which_report_year_the_effect_is_looked_for(day: date, span: str, year: int) -> None:
    assert term_year(day, span) == year


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, "done"),
        ({"statuses": ("done", "failed")}, "partial"),
        ({"statuses": ("partial",)}, "partial"),
        ({"statuses": ("failed",)}, "not"),
        ({"statuses": ("planned",)}, "overdue"),
        ({"statuses": ("planned",), "deadline": pd.Timestamp(2025, 3, 1)}, "ahead"),
        ({"kind": "decision"}, "unproven"),
        ({"kind": "decision", "doc_id": "Д-1"}, "done"),
        ({"kind": "decision", "doc_id": "Д-9"}, "unproven"),
    ],
)
def test_whether_a_measure_was_carried_out(said: dict[str, object], found: str) -> None:
    assert carried_out(line(**said), {"Д-1"}, TODAY) == found


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (None, "no_figures"),
        (assessment(state="withheld"), "no_figures"),
        (assessment(direction="neutral", became="same"), "neutral"),
        (assessment(), "no_base"),
        (assessment(plan="no_base"), "no_base"),
        (assessment(became="same"), "same"),
        (assessment(became="better", plan="missed"), "better"),
        (assessment(became="worse", plan="reached"), "worse"),
        (assessment(became="same", plan="reached"), "reached"),
        (assessment(became="same", plan="within"), "within"),
        (assessment(plan="missed"), "missed"),
    ],
)
def test_what_became_of_the_indicator(row: dict[str, object] | None, found: str) -> None:
    assert moved(line(), row) == found


@pytest.mark.parametrize(("target", "found"), [(0.55, "reached"), (60, "reached"), (65, "within"), (0.9, "missed")])
def test_the_measures_own_target_comes_before_the_plan(target: float, found: str) -> None:
    assert moved(line(target=target), assessment(plan="missed", became="same")) == found


def test_a_measure_without_indicator_is_not_judged_by_one() -> None:
    assert moved(line(indicator_id=""), assessment(became="better")) == "no_indicator"


def test_every_combination_of_findings_has_a_verdict_and_every_rule_and_word_is_reached() -> None:
    reached = {(rule.number, rule.word) for rule in (verdict(*found) for found in product(CARRIED, MOVED, TOLD))}

    assert {number for number, _ in reached} == {rule.number for rule in RULES}
    assert {word for _, word in reached} == set(VERDICTS)


@pytest.mark.parametrize(
    ("carried", "became", "told", "word"),
    [
        ("done", "better", "untold", "effective"),
        ("done", "better", "found", "effective"),
        ("done", "better", "chance", "partly"),
        ("done", "same", "untold", "partly"),
        ("partial", "reached", "untold", "partly"),
        ("done", "worse", "untold", "ineffective"),
        ("not", "better", "found", "ineffective"),
        ("done", "no_base", "untold", "no_data"),
        ("ahead", "better", "untold", "no_data"),
    ],
)
def test_the_verdict(carried: str, became: str, told: str, word: str) -> None:
    assert verdict(carried, became, told).word == word


def test_a_contribution_that_may_be_chance_is_not_called_no_greater() -> None:
    """A gain of 11 points with p = 0.127 is greater than that of the others: only chance is not ruled out."""
    rule = verdict("done", "better", "chance")

    assert CHANCE in rule.says
    assert "не больше, чем" not in rule.says
    assert "не больше случайного" in TOLD["chance"]


def test_growth_that_schools_without_the_measure_had_too_is_not_its_whole_effect() -> None:
    lines = chosen(rows(measure()), ORGANISATIONS, 2024, 3, "calendar")
    nothing = contribution(schools(0.0), {"0", "1", "2", "3"})

    found = judged(lines, {("vil.1.2.2d", 2023): assessment(became="better")}, set(), TODAY, lambda *_: nothing)

    assert nothing.told == "chance"
    assert found["verdict"].tolist() == ["partly"]


def test_a_judged_measure_keeps_the_row_it_is_judged_by() -> None:
    lines = chosen(rows(measure()), ORGANISATIONS, 2024, 3, "calendar")
    row = assessment(became="better")

    found = judged(lines, {("vil.1.2.2d", 2023): row}, set(), TODAY, lambda *_: Contribution(reason="everybody"))

    assert found.loc[0, ["carried", "moved", "verdict"]].tolist() == ["done", "better", "effective"]
    assert found.loc[0, "row"] == row


def schools(gain: float, noise: int = 0) -> pd.DataFrame:
    """Eight schools over three years: the first four gain in the last."""
    draws = np.random.default_rng(noise).normal(0, 0.01, (8, 3))
    base = np.full((8, 3), 0.4) + draws
    base[:4, 2] += gain
    return pd.DataFrame(base, index=[str(i) for i in range(8)], columns=[2021, 2022, 2023])


def test_an_effect_in_four_of_eight_schools_is_found() -> None:
    found = contribution(schools(0.3), {"0", "1", "2", "3"})

    assert found.found
    assert found.did is not None
    assert found.did.effect == pytest.approx(0.3, abs=0.02)


@pytest.mark.parametrize(
    ("inside", "cut", "reason"),
    [
        ((), 8, "everybody"),
        ("01234567", 8, "everybody"),
        ("012", 8, "few_inside"),
        ("0123", 7, "few_outside"),
    ],
)
def test_why_a_contribution_cannot_be_told(inside: str, cut: int, reason: str) -> None:
    assert contribution(schools(0.3).head(cut), set(inside)).reason == reason


def test_a_school_without_one_of_the_years_is_not_compared() -> None:
    held = schools(0.3)
    held.loc["0", 2021] = np.nan

    assert contribution(held, {"0", "1", "2", "3"}).reason == "few_inside"


def test_schools_chosen_for_being_behind_are_pointed_at() -> None:
    held = schools(0.0)
    held.iloc[:4, 1] -= 0.2

    assert contribution(held, {"0", "1", "2", "3"}).chosen_low
    assert not contribution(held, {"0", "1", "2", "3"}, better=-1).chosen_low


def test_the_panel_has_the_three_years_even_where_one_is_missing() -> None:
    figures = pd.DataFrame(
        [("i", "organisation", "", "1", 2022, 0.5), ("i", "organisation", "", "1", 2023, 0.6)],
        columns=["indicator", "scope", "breakdown", "unit", "year", "value"],
    )

    found = panel(figures, "i", 2023)

    assert found.columns.tolist() == [2021, 2022, 2023]
    assert found.isna().sum().sum() == 1


def three_years(values: list[float], plan: str, **said: object) -> list[pd.DataFrame]:
    return [rows(assessment(year=2022 + i, value=value, plan=plan, **said)) for i, value in enumerate(values)]


@pytest.mark.parametrize(
    ("values", "plan", "direction", "new"),
    [
        ([0.312, 0.35, 0.36], "reached", "higher", 0.31),
        ([0.21, 0.22, 0.23], "reached", "higher", 0.25),  # no easier than it was
        ([0.1, 0.187, 0.15], "missed", "higher", 0.18),
        ([0.1, 0.087, 0.15], "missed", "lower", 0.09),
    ],
)
def test_a_goal_reached_or_missed_three_years_running_is_proposed_anew(
    values: list[float], plan: str, direction: str, new: float
) -> None:
    found = corrections(three_years(values, plan, plan_kind="level", plan_value=0.25, direction=direction))

    assert found[["old", "new", "reason", "first", "last"]].to_numpy().tolist() == [[0.25, new, plan, 2022, 2024]]


def test_growth_reached_three_years_running_becomes_a_level() -> None:
    (found,) = corrections(three_years([0.3, 0.4, 0.5], "reached", plan_kind="growth")).to_dict("records")

    assert isnan(found["old"])
    assert found["new"] == 0.3


@pytest.mark.parametrize("plans", [("reached", "missed", "reached"), ("reached", "within", "reached")])
def test_a_goal_that_was_now_reached_and_now_not_stays(plans: tuple[str, ...]) -> None:
    frames = [
        rows(assessment(year=2022 + i, plan=plan, plan_kind="level", plan_value=0.5)) for i, plan in enumerate(plans)
    ]

    assert corrections(frames).empty
