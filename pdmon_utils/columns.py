"""Columns that the rules of computation add to the tables handed in; all of them are listed in `ADDED`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pdmon_utils.cells import Mask
from pdmon_utils.people import full_years

if TYPE_CHECKING:
    from pdmon_utils.views import View

TAKING_PART = ("part", "speaker", "applicant")
BANDS = {"lt3": 0, "3_5": 3, "5_10": 5, "10_15": 10, "15_20": 15, "20p": 20}


Rule = Callable[["View", str], pd.Series | Mask]


def _dates(view: View, table: str, start: str, end: str) -> tuple[pd.Series, pd.Series]:
    return view.column(table, start), view.column(table, end)


def _lasts(dates: tuple[pd.Series, pd.Series], first: pd.Timestamp, last: pd.Timestamp) -> Mask:
    start, end = dates
    return ((start <= last) & (end.isna() | (end >= first))).to_numpy(dtype=bool)


def _stays(dates: tuple[pd.Series, pd.Series], day: pd.Timestamp) -> Mask:
    """Return who had come by the day and left after it, if at all."""
    came, left = dates
    return ((came <= day) & (left.isna() | (left > day))).to_numpy(dtype=bool)


def _in_force(start: str, end: str) -> dict[str, Rule]:
    """Return rule 13 for a table with these columns: touching the window, and in force on the reporting date."""

    def in_window(view: View, table: str) -> Mask:
        return _lasts(_dates(view, table, start, end), pd.Timestamp(view.period.start), view.reporting_date)

    def on_day(view: View, table: str) -> Mask:
        return _lasts(_dates(view, table, start, end), view.reporting_date, view.reporting_date)

    return {"in_force": in_window, "in_force_on_day": on_day}


def _in_reserve(view: View, table: str) -> Mask:
    return _stays(_dates(view, table, "enrolled_date", "left_date"), view.reporting_date)


def _employed(view: View, table: str) -> Mask:
    return _stays(_dates(view, table, "hire_date", "dismiss_date"), view.reporting_date)


def _employed_in_window(view: View, table: str) -> Mask:
    dates = _dates(view, table, "hire_date", "dismiss_date")
    return _lasts(dates, pd.Timestamp(view.period.start), view.reporting_date)


def _years_to_day(column: str) -> Rule:
    return lambda view, table: full_years(view.column(table, column), view.reporting_date)


def _experience(view: View, table: str) -> pd.Series:
    return _or_handed_in(view, full_years(view.column(table, "ped_start_date"), view.reporting_date))


def _experience_at_dismissal(view: View, table: str) -> pd.Series:
    return _or_handed_in(view, full_years(view.column(table, "ped_start_date"), view.column(table, "dismiss_date")))


def _or_handed_in(view: View, years: pd.Series) -> pd.Series:
    handed_in = view.column("staff", "ped_experience").to_numpy(dtype=float, na_value=np.nan)
    return years.clip(lower=0).where(view.column("staff", "ped_start_date").notna(), pd.Series(handed_in))


def _band(view: View, table: str) -> pd.Series:
    """Return the band of experience as in ОО-1: lower edge included, upper excluded (rule 11)."""
    years = view.column(table, "experience").to_numpy()
    place = np.searchsorted(list(BANDS.values()), years, side="right") - 1
    return pd.Series(pd.Categorical.from_codes(np.where(np.isnan(years), -1, place), pd.Index(BANDS)))


def _post(view: View, table: str) -> pd.Series:
    """Return «position/subject», or the position alone where there is no subject."""
    position, subject = view.column(table, "position").cat, view.column(table, "subject").cat
    endings = ["", *(f"/{name}" for name in subject.categories)]
    names = [f"{name}{ending}" for name in position.categories for ending in endings]
    codes = position.codes.to_numpy().astype(np.int64) * len(endings) + subject.codes.to_numpy() + 1
    return pd.Series(pd.Categorical.from_codes(np.where(position.codes >= 0, codes, -1), pd.Index(names)))


def _rate_in_organisation(view: View, table: str) -> pd.Series:
    """Return the rate of the person's pedagogical rows in the row's organisation, 2 decimals (rules 7, 19)."""
    ped = (view.column(table, "staff_group") == "ped").to_numpy() & view.column(table, "employed").to_numpy()
    ped &= ~view.column(table, "is_external").to_numpy(dtype=bool, na_value=False)
    rate = view.column(table, "rate").where(ped, 0.0)
    return rate.groupby([view.key(table, "person"), view.key(table, "organisation")]).transform("sum").round(2)


def _takes_part(view: View, table: str) -> Mask:
    held, role = view.column(table, "event.date"), view.column(table, "role")
    inside = (held >= pd.Timestamp(view.period.start)) & (held <= view.reporting_date)
    return inside.to_numpy(dtype=bool) & role.isin(TAKING_PART).to_numpy()


def _latest_head_test(view: View, table: str) -> Mask:
    day, person = view.column(table, "date"), view.key(table, "person")
    tests = (view.column(table, "kind") == "head_test") & view.column(table, "result_level").notna()
    counted = tests & view.column(table, "completed").fillna(value=False).astype(bool) & (day <= view.reporting_date)
    latest = day.where(counted).groupby(person).transform("max")
    return (counted & (day == latest)).to_numpy(dtype=bool)


def _latest_vacancies(view: View, table: str) -> Mask:
    """Return the rows of the organisation's latest date in the window (rule 14)."""
    day = view.column(table, "date")
    inside = (day >= pd.Timestamp(view.period.start)) & (day <= view.reporting_date)
    latest = day.where(inside).groupby(view.key(table, "organisation")).transform("max")
    return (inside & (day == latest)).to_numpy(dtype=bool)


def _networked(view: View, table: str) -> Mask:
    """Return whether the row's person is, by some row in force, a member of a network community."""
    marked = view.column(table, "is_network").to_numpy(dtype=bool, na_value=False)
    network = marked | (view.column(table, "body_kind") == "net").to_numpy()
    person = view.key(table, "person")
    member = np.zeros(view.registry.persons + 1, dtype=bool)
    member[person[network & view.column(table, "in_force").to_numpy()]] = True
    member[-1] = False
    return np.asarray(member[person])


ADDED: dict[str, dict[str, Rule]] = {
    "staff": {
        "employed": _employed,
        "employed_in_window": _employed_in_window,
        "age": _years_to_day("birth_date"),
        "experience": _experience,
        "experience_at_dismissal": _experience_at_dismissal,
        "band": _band,
        "tenure": _years_to_day("hire_date"),
        "rate_in_organisation": _rate_in_organisation,
        "post": _post,
    },
    "diagnostics": {"latest_head_test": _latest_head_test},
    "routes": _in_force("start_date", "end_date"),
    "mentoring": _in_force("start_date", "end_date"),
    "memberships": {**_in_force("start_date", "end_date"), "networked": _networked},
    "documents": _in_force("date", "valid_to"),
    "reserve": {"in_force_on_day": _in_reserve},
    "participation": {"takes_part": _takes_part},
    "vacancies": {"latest": _latest_vacancies, "post": _post},
}
