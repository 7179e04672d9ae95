"""Persons: full years, and the attributes that are settled once per person over all of his rows (rules 8-11)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from pdmon_utils.registry import Codes

PERSON_ATTRIBUTES = (
    "birth_date",
    "ped_start_date",
    "ped_experience",
    "education",
    "category",
    "graduate_entry",
    "self_topic_ict",
)


def full_years(start: pd.Series, end: pd.Series | pd.Timestamp) -> pd.Series:
    """Return full years from `start` to `end` as floats (rule 9); unknown dates give NaN."""
    last = _written(end) if isinstance(end, pd.Series) else end.year * 10_000 + end.month * 100 + end.day
    return pd.Series(np.floor_divide(last - _written(start), 10_000))


def _written(day: pd.Series) -> npt.NDArray[np.float64]:
    """Return a day as the number yyyymmdd: two of them apart by full years differ by that many 10 000."""
    parts = day.dt
    return np.asarray(parts.year * 10_000 + parts.month * 100 + parts.day, dtype=float)


def row_order(staff: pd.DataFrame, person: Codes, organisation: Codes) -> Codes:
    """Return the places of all rows, those of one person in the order of rule 8."""
    crowd = np.bincount(person + 1)[person + 1] > 1
    rows = np.flatnonzero(crowd)
    few = staff.iloc[rows]
    order = np.lexsort(
        (
            few["subject"].cat.codes,  # categories are in code-point order, an empty cell is -1: first
            few["position"].cat.codes,
            organisation[rows],  # keys follow the text of org_id
            few["hire_date"].astype("int64"),
            -few["rate"].to_numpy(),
            few["is_external"].to_numpy(dtype=bool, na_value=False),
            person[rows],
        )
    )
    return np.concatenate([np.flatnonzero(~crowd), rows[order]])


def first_filled(column: pd.Series, person: Codes, order: Codes) -> pd.Series:
    """Return for each row the first non-empty value of its person's rows taken in `order`."""
    filled = column.notna().to_numpy()[order]
    places, owners = order[filled], person[order][filled]
    first = np.full(person.max(initial=-1) + 2, -1, dtype=np.int64)
    first[owners[::-1]] = places[::-1]  # the last write wins: the first row in order
    return column.reindex(first[person]).reset_index(drop=True)
