"""Persons of the register as the form ОО-1 counts them, and how far its numbers are from theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import numpy as np
import pandas as pd

from pdmon_utils.cells import Mask
from pdmon_utils.conditions import Period, parse_condition
from pdmon_utils.oo1 import Compared, Edition, total
from pdmon_utils.people import full_years

_ATTRIBUTES = ["birth_date", "ped_start_date", "ped_experience", "education", "category", "sex"]
_ORDER = ["rate", "hire_date", "position", "subject"]


def persons_on(staff: pd.DataFrame, org_id: str, year: int, day: date) -> pd.DataFrame:
    """Return the persons whom an organisation employs on the form's day, without external part-timers, once each.

    Columns of the register by the row with the greatest rate (empty attributes from the person's other rows there), and
    `experience` (full years on the day), `age` (full years on 1 January of the next year); unknown ones are NaN.
    """
    on = pd.Timestamp(day)
    here = (staff["org_id"] == org_id).to_numpy(dtype=bool, na_value=False) & (staff["year"] == year).to_numpy()
    here &= ~staff["is_external"].to_numpy(dtype=bool, na_value=False) & (staff["hire_date"] <= on).to_numpy()
    here &= (staff["dismiss_date"].isna() | (staff["dismiss_date"] > on)).to_numpy()
    rows = staff[here].astype(dict.fromkeys(("position", "subject", "education", "category", "sex"), "object"))
    rows = rows.sort_values(_ORDER, ascending=[False, True, True, True], na_position="first", kind="stable")
    filled = rows.groupby("person_id", sort=False)[_ATTRIBUTES].bfill()
    persons = rows.assign(**{name: filled[name] for name in _ATTRIBUTES}).drop_duplicates("person_id")
    return _aged(persons.reset_index(drop=True), on, year)


def _aged(persons: pd.DataFrame, on: pd.Timestamp, year: int) -> pd.DataFrame:
    started, handed_in = persons["ped_start_date"], persons["ped_experience"].to_numpy(dtype=float, na_value=np.nan)
    experience = full_years(started, on).clip(lower=0).where(started.notna(), pd.Series(handed_in))
    return persons.assign(experience=experience, age=full_years(persons["birth_date"], pd.Timestamp(year + 1, 1, 1)))


def register_lines(
    edition: Edition, persons: pd.DataFrame, value: Callable[[int, str, int], float | None]
) -> Iterator[tuple[Compared, float, str]]:
    """Yield the compared lines that are too far apart: the line, the form's number, the register's in words.

    Persons of whom the attribute is unknown may be counted or not, so the register says from how many to how many.
    """
    for line in edition.compared if len(persons) else ():
        form = total((term, value(line.row, term.section, term.number)) for term in line.cells)
        sure = int(_mask(persons, line.where).sum())
        unsure = int((_mask(persons, line.among) & persons[line.known].isna()).sum()) if line.known else 0
        if form is None:
            continue
        if edition.tolerance.exceeded(max(sure - form, form - sure - unsure), form):
            yield line, form, f"{sure}" if not unsure else f"от {sure} до {sure + unsure} (не указано у {unsure})"


def _mask(persons: pd.DataFrame, text: str) -> Mask:
    never = Period(0, date.min, date.max)  # the conditions name no period
    return parse_condition(text).mask(lambda name: persons[name], never)
