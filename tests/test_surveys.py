"""Sample surveys: frame, response, the interval of a finite population, bounds for those who kept silent."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from districts import clean_tables
from pdmon_utils.conditions import Period
from pdmon_utils.opinions import OpinionError, Survey, finite_wilson, surveys, teachers
from pdmon_utils.words import wilson

YEAR = Period(2024, date(2024, 1, 1), date(2024, 12, 31))
JOB = {"org_id": "1", "staff_group": "ped", "position": "teacher", "hire_date": "2015-09-01", "is_external": False}
JOB |= {"rate": 1.0, "year": 2024}
PEOPLE = frozenset(f"p{number}" for number in range(10))


def answers(*rows: dict[str, Any]) -> pd.DataFrame:
    """Return the clean table of diagnostics: answers to a questionnaire of 2024, unless a row says otherwise."""
    same = {"date": "2024-03-01", "kind": "request", "provider": "survey", "completed": True}
    return clean_tables({"primer": {"diagnostics": [same | row for row in rows]}})["diagnostics"]


def read(rows: pd.DataFrame, folder: Path, declared: str = "") -> list[Survey]:
    """Return the surveys of ten teachers; `declared` is what surveys.csv says."""
    path = folder / "surveys.csv"
    if declared:
        path.write_text(f"Опрос;Генеральная совокупность;Опрошено;Способ отбора\n{declared}\n", encoding="utf-8")
    return surveys(rows, PEOPLE, YEAR, path)


# --- the interval


def test_a_census_has_no_interval_and_a_huge_population_has_wilsons() -> None:
    assert finite_wilson(30, 100, 100) == (0.3, 0.3)
    assert finite_wilson(30, 100, 10**9) == pytest.approx(wilson(30, 100), abs=1e-8)


def test_half_of_the_population_narrows_the_interval_by_the_root_of_one_half() -> None:
    low, high = finite_wilson(50, 100, 200)
    whole_low, whole_high = wilson(50, 100)

    # n·(N − 1)/(N − n) = 100·199/100 = 199 instead of 100
    assert (low, high) == pytest.approx(wilson(99.5, 199), abs=1e-12)
    assert (high - low) / (whole_high - whole_low) == pytest.approx(math.sqrt(0.5), abs=0.01)


def test_nobody_asked_is_no_interval() -> None:
    assert all(math.isnan(end) for end in finite_wilson(0, 0, 50))


@given(st.integers(2, 300), st.data())
def test_the_interval_holds_the_share_and_is_never_wider_than_of_an_endless_population(
    size: int, data: st.DataObject
) -> None:
    n = data.draw(st.integers(1, size))
    numerator = data.draw(st.integers(0, n))
    low, high = finite_wilson(numerator, n, size)
    whole = wilson(numerator, n)

    assert low - 1e-12 <= numerator / n <= high + 1e-12
    assert high - low <= whole[1] - whole[0] + 1e-12


@pytest.mark.parametrize(("size", "n", "yes"), [(200, 60, 70), (100, 40, 25), (400, 100, 200)])
def test_the_interval_covers_the_truth_in_about_95_samples_of_a_hundred(size: int, n: int, yes: int) -> None:
    drawn = range(max(0, n - size + yes), min(n, yes) + 1)
    covers = [k for k in drawn if finite_wilson(k, n, size)[0] <= yes / size <= finite_wilson(k, n, size)[1]]

    coverage = sum(hypergeom.pmf(k, size, yes, n) for k in covers)

    assert 0.92 <= coverage <= 0.985


# --- who was asked


def test_a_sample_says_how_many_could_be_asked_were_asked_and_answered(tmp_path: Path) -> None:
    rows = answers(
        {"person_id": "p1", "direction": "ict"},
        {"person_id": "p1", "direction": "method"},
        {"person_id": "p2", "direction": "ict"},
        {"person_id": "p3", "completed": False},
    )

    (survey,) = read(rows, tmp_path)

    assert (survey.frame, survey.asked, survey.answered, survey.sample, survey.tells) == (10, 3, 2, True, True)
    assert {code: n for code, n in survey.counts.items() if n} == {"method": 1, "ict": 2}


def test_only_questionnaires_of_the_period_and_of_teachers_count(tmp_path: Path) -> None:
    rows = answers(
        {"person_id": "p1", "direction": "ict"},
        {"person_id": "p2", "direction": "ict", "provider": "mms"},
        {"person_id": "p3", "direction": "ict", "date": "2023-12-31"},
        {"person_id": "stranger", "direction": "ict"},
        {"org_id": "1", "direction": "ict"},
        {"person_id": "p4", "kind": "nok"},
    )

    (survey,) = read(rows, tmp_path)

    assert (survey.kind, survey.asked, survey.counts["ict"]) == ("request", 1, 1)


def test_who_left_works_elsewhere_or_is_external_is_no_part_of_the_frame() -> None:
    staff = clean_tables(
        {
            "primer": {
                "staff": [
                    JOB | {"person_id": "here"},
                    JOB | {"person_id": "left", "dismiss_date": "2024-12-31"},
                    JOB | {"person_id": "leaves", "dismiss_date": "2025-01-01"},
                    JOB | {"person_id": "external", "is_external": True},
                    JOB | {"person_id": "head", "staff_group": "head"},
                    JOB | {"person_id": "later", "hire_date": "2025-01-01"},
                    JOB | {"person_id": "earlier", "year": 2023},
                ]
            }
        }
    )["staff"]

    assert teachers(staff, 2024, YEAR) == {"here", "leaves"}


def test_a_declaration_tells_who_was_asked_and_kept_silent(tmp_path: Path) -> None:
    rows = answers({"person_id": "p1", "direction": "ict"}, {"person_id": "p2", "direction": "psy"})

    (survey,) = read(rows, tmp_path, "запросы;;5;каждый второй по списку")

    assert (survey.asked, survey.answered, survey.how) == (5, 2, "каждый второй по списку")
    assert survey.response == pytest.approx(0.4)
    assert not survey.tells
    assert survey.bounds("ict") == pytest.approx((1 / 5, 4 / 5))


def test_half_of_the_asked_is_enough_to_tell(tmp_path: Path) -> None:
    rows = answers({"person_id": "p1", "direction": "ict"}, {"person_id": "p2", "completed": False})

    (survey,) = read(rows, tmp_path)

    assert survey.tells
    assert survey.bounds("ict") == pytest.approx((0.5, 1.0))


def test_bounds_meet_where_everybody_answered(tmp_path: Path) -> None:
    rows = answers(
        {"person_id": "p1", "kind": "burnout", "deficit_found": True}, {"person_id": "p2", "kind": "burnout"}
    )

    (survey,) = read(rows, tmp_path)

    assert survey.counts == {"found": 1}
    assert survey.bounds("found") == (0.5, 0.5)


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ("запросы;;1;", "так не бывает"),
        ("запросы;5;8;", "так не бывает"),
        ("запросы;;много;", "много"),
        ("запро;;5;", "запро"),
    ],
)
def test_numbers_that_cannot_be_are_refused(tmp_path: Path, declared: str, told: str) -> None:
    rows = answers({"person_id": "p1", "direction": "ict"}, {"person_id": "p2", "direction": "psy"})

    with pytest.raises(OpinionError, match=told):
        read(rows, tmp_path, declared)
