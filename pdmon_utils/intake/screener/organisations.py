"""One row per organisation and year: registered or gone, staff this year and last year, what is empty or copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pdmon_utils.cells import Mask
from pdmon_utils.intake.screener.dates import moved_on, own_place
from pdmon_utils.intake.tables import SOURCE_COLUMNS

if TYPE_CHECKING:
    from pdmon_utils.intake.screener.screen import Screen

UNIT = ["org_id", "year"]
_PERSON = ["person_id", "year"]
_TOLD = ["org_name", "org_type", "is_municipal", "cluster"]
_STAFF_ROW = ["org_id", "person_id", "position", "subject", "education", "category", "rate", "load_hours"]
_OUTCOME = ["org_id", "measure", "total", "achieved"]
_NAMED = 10  # codes of persons that a sentence lists


def organisation_years(screen: Screen) -> pd.DataFrame:
    """Return the organisations of every year folder, and once more, in the next year, those that are gone.

    `registered`, `registered_before`: in «Организации» of the year and of the year folder before; `first_year`: there
    is none before. Persons are those employed on 31 December, not external. `*_missing` are percents of their rows.
    """
    sums = [_people(screen), _gaps(screen), _copied(screen), _outcomes(screen), _vacant(screen), _lost(screen)]
    units = _units(screen).join(pd.concat(sums, axis=1), on=UNIT)
    counted = units.fillna(dict.fromkeys(("persons", "rate_total", "staff_rows", "lost", "late", "heads"), 0))
    return _compared(counted, screen.years)


def _units(screen: Screen) -> pd.DataFrame:
    told = screen.frame("organisations")[[*UNIT, *_TOLD, *SOURCE_COLUMNS]].assign(registered=True)
    before = moved_on(told[[*UNIT, *_TOLD, "registered"]], screen.years)
    both = told.merge(before, on=UNIT, how="outer", suffixes=("", "_before"))
    same = both.assign(**{name: both[name].where(both["registered"].notna(), both[f"{name}_before"]) for name in _TOLD})
    flags = {name: same[name].notna() for name in ("registered", "registered_before")}
    return same.assign(**flags, first_year=same["year"] == min(screen.years, default=0))


def _compared(units: pd.DataFrame, years: tuple[int, ...]) -> pd.DataFrame:
    before = moved_on(units[units["registered"]][[*UNIT, "persons", "staff_rows"]], years)
    both = units.merge(before, on=UNIT, how="left", suffixes=("", "_before"))
    change = both["persons"] - both["persons_before"]
    percent = (100 * change.abs() / both["persons_before"].where(both["persons_before"] > 0)).round()
    names = both.loc[both["registered"]].groupby(["year", "org_name"])["org_id"].transform("nunique")
    return both.assign(change=change.abs(), change_percent=percent, namesakes=names.reindex(both.index).fillna(0))


def _people(screen: Screen) -> pd.DataFrame:
    staff, persons = screen.frame("staff"), screen.frame("persons")
    here = staff[own_place(staff)]
    shared = here.merge(persons[["person_id", "year", "places"]], on=["person_id", "year"])
    several = shared[shared["places"] > 1].groupby(UNIT)["person_id"].nunique()
    units = here.groupby(UNIT)
    people = pd.DataFrame({"persons": units["person_id"].nunique(), "rate_total": units["rate"].sum().round(2)})
    rows = pd.DataFrame({"staff_rows": staff.groupby(UNIT).size()}).join(people, how="left")
    heads = staff[staff["staff_group"] == "head"].groupby(UNIT).size().rename("heads")
    shares = (100 * several / people["persons"]).round().rename("shared_percent")
    return rows.join([heads, shares], how="left")


def _gaps(screen: Screen) -> pd.DataFrame:
    """Return which part of the teachers' rows leaves a column empty, in percent."""
    staff = screen.frame("staff")
    ped = staff[own_place(staff) & (staff["staff_group"] == "ped")]
    empty = ped[["birth_date", "education", "category"]].isna()
    silent = ped["ped_start_date"].isna() & ped["ped_experience"].isna()
    marked = empty.assign(experience=silent).set_axis([*empty, "experience"], axis=1).add_suffix("_missing")
    shares = marked.groupby([ped["org_id"], ped["year"]]).mean() * 100
    return shares.round().assign(ped_rows=ped.groupby(UNIT).size())


def _copied(screen: Screen) -> pd.Series[Any]:
    return _equal(screen.frame("staff"), _STAFF_ROW, screen.years, "staff_copied")


def _outcomes(screen: Screen) -> pd.DataFrame:
    """Return how many rows of pupils' results there are, how many equal last year's, and all pupils named."""
    rows = screen.frame("student_outcomes")
    units = rows.groupby(UNIT)
    counted = units.size().rename("outcome_rows").to_frame().assign(pupils=units["total"].sum().astype(float))
    return counted.join(_equal(rows, _OUTCOME, screen.years, "outcomes_copied"))


def _equal(rows: pd.DataFrame, names: list[str], years: tuple[int, ...], name: str) -> pd.Series[Any]:
    """Return the percent of an organisation's rows that last year's folder has word for word."""
    said = rows.groupby(names, dropna=False, observed=True).ngroup()
    now = rows[UNIT].assign(said=said)
    equal = _inside(now[["year", "said"]], moved_on(now, years)[["year", "said"]])
    return (100 * now.assign(equal=equal).groupby(UNIT)["equal"].mean()).round().rename(name)


def _vacant(screen: Screen) -> pd.Series[Any]:
    rows = screen.frame("vacancies")
    latest = rows["date"] == rows.groupby(UNIT)["date"].transform("max")
    return rows[latest].groupby(UNIT)["rate_vacant"].sum().round(2).rename("vacant")


def _lost(screen: Screen) -> pd.DataFrame:
    """Return who silently left (not dismissed last year, not there now) and who should have been there last year."""
    persons, years = screen.frame("persons"), screen.years
    told = persons[persons["own_place"]]
    reported = screen.frame("staff")[UNIT].drop_duplicates()
    now = moved_on(told, years)
    known = pd.concat([persons[_PERSON], persons[["former_code", "year"]].set_axis(_PERSON, axis=1)])
    gone = now[~_inside(now[_PERSON], known)]
    came = told[told["year_before"].isna() & told["former_code"].isna()]
    earlier = came[came["hire_date"].dt.year < came["year"].map(dict(zip(years[1:], years, strict=False)))]
    lost, late = _listed(gone, reported, "lost"), _listed(earlier, moved_on(reported, years), "late")
    return pd.concat([lost, late], axis=1)


def _inside(rows: pd.DataFrame, others: pd.DataFrame) -> Mask:
    return np.asarray(pd.MultiIndex.from_frame(rows).isin(pd.MultiIndex.from_frame(others)))


def _listed(people: pd.DataFrame, reported: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the number of people per unit that reported, and their codes as text."""
    heard = people[_inside(people[UNIT], reported)].sort_values("person_id").groupby(UNIT)
    numbers, codes = heard.size(), heard["person_id"].agg(_codes)
    return pd.DataFrame({name: numbers, f"{name}_codes": codes})


def _codes(people: pd.Series[Any]) -> str:
    return ", ".join(people[:_NAMED]) + (" и другие" if len(people) > _NAMED else "")
