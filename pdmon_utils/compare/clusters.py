"""Groups of organisations beside each other, compared organisation by organisation.

Teachers of one school resemble each other, so a test that throws all teachers of a cluster together takes habits of
single schools for a difference of clusters (`bench/honesty_clusters.py`). Here every organisation has one voice.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pdmon_utils.cells import Mask
from pdmon_utils.stats.permutation import difference

FEWEST = 3  # organisations: fewer in a group or beside it would speak of single ones
BANDS = {"lt15": 0, "15_30": 15, "30_50": 30, "50p": 50}  # teachers of an organisation, lower edge included


def declared(organisations: pd.DataFrame, teachers: pd.Series[float]) -> pd.DataFrame:
    """Return the declared groups of each org_id as codes: `cluster`, `org_type`, `rural` (yes|no), `size`; NA: none.

    `organisations` are the rows of one year, `teachers` the number of pedagogical workers by org_id.
    """
    held = organisations.drop_duplicates("org_id").set_index("org_id")
    rural = held["rural"].astype("boolean").map({True: "yes", False: "no"})
    plain = {name: held[name].astype(object) for name in ("cluster", "org_type")}
    return pd.DataFrame({**plain, "rural": rural.astype(object), "size": size_band(teachers.reindex(held.index))})


def size_band(teachers: pd.Series[float]) -> pd.Series[str]:
    """Return the band of each organisation by its number of teachers; NA where nobody is known."""
    place = np.searchsorted(list(BANDS.values()), teachers.to_numpy(dtype=float), side="right") - 1
    return pd.Series(np.array(list(BANDS), dtype=object)[place], index=teachers.index).where(teachers > 0)


def against_rest(values: pd.Series[float], group: pd.Series[str]) -> pd.DataFrame:
    """Return by group: `organisations` with a value, their `mean`, `apart` (mean minus the others' mean), `p`.

    `values` and `group` are by org_id; p is that of the permutation of Welch's statistic over organisations, NaN
    where fewer than `FEWEST` organisations stand in the group or outside it. Organisations in no group are «others».
    """
    known = values.dropna()
    own = group.reindex(known.index)
    rows = {code: _row(known, (own == code).to_numpy()) for code in sorted(group.dropna().unique())}
    columns = ["organisations", "mean", "apart", "p"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("group")


def _row(values: pd.Series[float], inside: Mask) -> tuple[int, float, float, float]:
    size, others = int(inside.sum()), int((~inside).sum())
    mean = float(values[inside].mean()) if size else float("nan")
    if min(size, others) < FEWEST:
        return size, mean, float("nan"), float("nan")
    tested = difference(values.to_numpy(), inside)
    return size, mean, tested.effect, tested.p


def pooled(figures: pd.DataFrame, group: pd.Series[str]) -> pd.DataFrame:
    """Return by group `numerator`, `denominator` and `units` (organisations that handed in) over the rows of units.

    `figures` are the totals of organisations of one indicator and year; a person of two schools counts in both.
    """
    codes = figures["unit"].map(group)
    sums = figures.groupby(codes)[["numerator", "denominator"]].sum(min_count=1)
    return sums.assign(units=figures.groupby(codes)["unit"].nunique()).rename_axis("group")
