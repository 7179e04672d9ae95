"""Persons: full years, and the attributes that are settled once per person over all of his rows (rules 8-11)."""

from __future__ import annotations

import numpy as np
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
    later = end if isinstance(end, pd.Series) else pd.Series(end, index=start.index)
    passed = later.dt.month * 100 + later.dt.day >= start.dt.month * 100 + start.dt.day
    years = later.dt.year - start.dt.year - (~passed).astype(float)
    return years.where(start.notna() & later.notna()).astype(float)


def row_order(staff: pd.DataFrame, person: Codes, organisation: Codes) -> Codes:
    """Return the places of the rows, each person's together, in the order of rule 8."""
    return np.lexsort(
        (
            staff["subject"].cat.codes,  # categories are in code-point order, an empty cell is -1: first
            staff["position"].cat.codes,
            organisation,  # keys follow the text of org_id
            staff["hire_date"].astype("int64"),
            -staff["rate"].to_numpy(),
            staff["is_external"].to_numpy(dtype=bool, na_value=False),
            person,
        )
    )


def first_filled(column: pd.Series, person: Codes, order: Codes) -> pd.Series:
    """Return for each row the first non-empty value of its person's rows taken in `order`."""
    filled = column.notna().to_numpy()[order]
    places, owners = order[filled], person[order][filled]
    first = np.full(person.max(initial=-1) + 2, -1, dtype=np.int64)
    first[owners[::-1]] = places[::-1]  # the last write wins: the first row in order
    source = column.reset_index(drop=True)
    return source.reindex(first[person]).reset_index(drop=True)
