"""Days of a row's year and full years between two columns."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from pdmon_utils.people import full_years

AGE_OF_WORK = 16  # Трудовой кодекс, ст. 63: общее правило
_EPOCH = 1970


def first_day(years: pd.Series[Any]) -> pd.Series[Any]:
    """Return 1 January of each year as dates."""
    counted = (years.to_numpy(dtype=np.int64) - _EPOCH).astype("datetime64[Y]")
    return pd.Series(counted.astype("datetime64[s]"), index=years.index)


def last_day(years: pd.Series[Any]) -> pd.Series[Any]:
    """Return 31 December of each year as dates."""
    return first_day(years + 1) - pd.Timedelta(days=1)


def moved_on(frame: pd.DataFrame, years: tuple[int, ...]) -> pd.DataFrame:
    """Return the rows of all year folders but the last, each as a row of the next one."""
    following = dict(pairwise(years))
    return frame[frame["year"].isin(list(following))].assign(year=lambda t: t["year"].map(following).astype("int64"))


def experience(staff: pd.DataFrame) -> pd.Series[Any]:
    """Return full years of teaching on the last day of the row's year, else as handed in (rule 11)."""
    handed_in = pd.Series(staff["ped_experience"].to_numpy(dtype=float, na_value=np.nan))
    counted = full_years(staff["ped_start_date"], last_day(staff["year"])).clip(lower=0)
    return counted.where(staff["ped_start_date"].notna(), handed_in)


def employed(staff: pd.DataFrame) -> pd.Series[Any]:
    """Return who had come by the last day of the row's year and not left."""
    day, left = last_day(staff["year"]), staff["dismiss_date"]
    return (staff["hire_date"] <= day) & (left.isna() | (left > day))


def own_place(staff: pd.DataFrame) -> pd.Series[Any]:
    """Return the rows of persons who work there and are not external part-timers."""
    return employed(staff) & ~staff["is_external"].fillna(value=False).astype(bool)
