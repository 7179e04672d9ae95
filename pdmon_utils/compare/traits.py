"""What is known of each organisation beside the indicators: its staff, its load, its place (persons by rule 8)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from pdmon_utils.cells import Mask
from pdmon_utils.conditions import Period
from pdmon_utils.populations import Members, Population
from pdmon_utils.registry import Codes, Registry
from pdmon_utils.views import View

YOUNG = 35  # full years: «до 35 лет» (rule 10)
NOT_TEACHING = ("head", "deputy", "other")  # rule 14: all other positions are pedagogical
Numbers = npt.NDArray[np.float64]


def opened(
    tables: Mapping[str, pd.DataFrame], municipality: str, populations: Mapping[str, Population], period: Period
) -> Members:
    """Return the populations of one municipality as its clean tables show them in a window."""
    return Members(View(Registry(tables, (municipality,)), period), populations)


def traits(members: Members) -> pd.DataFrame:
    """Return a row per org_id of the year: `teachers` `young` `experience` `load` `vacancies` `mentored`; NaN: unknown.

    young, vacancies, mentored are fractions: teachers under 35; vacant of all pedagogical rates; teachers of up to five
    years of experience who have a mentor on the day. experience: mean of full years; load: hours a week per teacher.
    """
    units, view = members.listed("organisation"), members.view
    job, size = workers(members, "ped"), len(units.present)
    rate = _sums(view, "staff", "rate", members.rows("ped"), size)
    vacant = _vacant(view, size)
    frame = pd.DataFrame(
        {
            "teachers": np.bincount(job[1], minlength=size).astype(float),
            "young": _mean(job[1], _aged(view.column("staff", "age"), job[0]), size),
            "experience": _mean(job[1], view.column("staff", "experience").to_numpy(dtype=float)[job[0]], size),
            "load": _load(members, size),
            "vacancies": _ratio(vacant, vacant + rate),
            "mentored": _mentored(members, size),
        },
        index=pd.Index(units.names, name="org_id"),
    )
    return frame[units.present]


def workers(members: Members, population: str) -> tuple[Codes, Codes]:
    """Return one row of staff for each person and organisation of the population, and the organisation."""
    rows = np.flatnonzero(members.rows(population) & (members.view.key("staff", "organisation") >= 0))
    organisation, person = (members.view.key("staff", kind)[rows] for kind in ("organisation", "person"))
    _, first = np.unique(organisation * (members.view.registry.persons + 1) + person, return_index=True)
    return rows[first], organisation[first]


def _aged(age: pd.Series, rows: Codes) -> Numbers:
    held = age.to_numpy(dtype=float)[rows]
    return np.where(np.isnan(held), np.nan, held < YOUNG)


def _mean(unit: Codes, values: Numbers, size: int) -> Numbers:
    """Return the mean of the known values by unit, NaN where none is known."""
    known = ~np.isnan(values)
    sums = np.bincount(unit[known], weights=values[known], minlength=size)
    times = np.bincount(unit[known], minlength=size)
    return _ratio(sums, times)


def _ratio(above: Numbers | Codes, below: Numbers | Codes) -> Numbers:
    """Return above / below, NaN where nothing is below or either is unknown."""
    return np.asarray(above / np.where(below > 0, below, np.nan))


def _sums(view: View, table: str, column: str, mask: Mask, size: int) -> Numbers:
    unit, values = view.key(table, "organisation"), view.column(table, column).to_numpy(dtype=float, na_value=np.nan)
    chosen = mask & (unit >= 0) & ~np.isnan(values)
    return np.bincount(unit[chosen], weights=values[chosen], minlength=size).astype(float)


def _load(members: Members, size: int) -> Numbers:
    """Return hours a week per teacher, of those whose load was handed in; a teacher's rows in the school add up."""
    view, mask = members.view, members.rows("ped")
    hours = view.column("staff", "load_hours").to_numpy(dtype=float, na_value=np.nan)
    unit, person = view.key("staff", "organisation"), view.key("staff", "person")
    chosen = mask & (unit >= 0) & ~np.isnan(hours)
    held = np.unique(unit[chosen] * (view.registry.persons + 1) + person[chosen]) // (view.registry.persons + 1)
    people = np.bincount(held, minlength=size)
    sums = np.bincount(unit[chosen], weights=hours[chosen], minlength=size)
    return _ratio(sums, people)


def _vacant(view: View, size: int) -> Numbers:
    """Return the vacant pedagogical rates by organisation on its latest date (rule 14), NaN: not handed in."""
    latest = np.asarray(view.column("vacancies", "latest"), dtype=bool)
    teaching = latest & ~view.column("vacancies", "position").isin(NOT_TEACHING).to_numpy()
    unit = view.key("vacancies", "organisation")
    told = np.bincount(unit[latest & (unit >= 0)], minlength=size) > 0
    return np.where(told, _sums(view, "vacancies", "rate_vacant", teaching, size), np.nan)


def _mentored(members: Members, size: int) -> Numbers:
    in_force = np.asarray(members.view.column("mentees", "in_force_on_day"), dtype=bool)
    row, unit = workers(members, "young_0_5")
    led = members.persons(in_force, "mentees")[members.view.key("staff", "person")[row]]
    return _mean(unit, led.astype(float), size)
