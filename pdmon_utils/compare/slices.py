"""Slices of the figures beside each other: years, units, groups."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pdmon_utils.stats.intervals import wilson
from pdmon_utils.words import Figure

Unit = tuple[str, str, str]  # indicator, scope, unit


def slice_of(figures: pd.DataFrame, indicator: str, scope: str, breakdown: str = "") -> pd.DataFrame:
    """Return the rows of one indicator, scope and cut ('' for totals), all years and units."""
    chosen = (figures["indicator"] == indicator) & (figures["scope"] == scope) & (figures["breakdown"] == breakdown)
    return figures[chosen]


def by_unit(figures: pd.DataFrame) -> dict[Unit, dict[int, Figure]]:
    """Return (indicator, scope, unit) → its totals by year, ascending."""
    rows = figures[figures["breakdown"] == ""].sort_values("year", kind="stable")
    columns = (
        rows[name].tolist() for name in ("indicator", "scope", "unit", "year", "numerator", "denominator", "value")
    )
    found: dict[Unit, dict[int, Figure]] = {}
    for indicator, scope, unit, year, n, d, value in zip(*columns, strict=True):
        found.setdefault((indicator, scope, unit), {})[int(year)] = Figure(n, d, value, int(year))
    return found


def intervals(rows: pd.DataFrame) -> list[tuple[float, float]]:
    """Return Wilson's 95 % interval of each row's share; NaN where it is no share of somebody."""
    x, n = (rows[name].to_numpy(dtype=float) for name in ("numerator", "denominator"))
    proper = (n > 0) & (x >= 0) & (x <= n)
    low, high = wilson(np.where(proper, x, np.nan), np.where(proper, n, np.nan))
    return list(zip(low.tolist(), high.tolist(), strict=True))


def apart(rows: pd.DataFrame, value: float) -> pd.Series[int]:
    """Return for each row +1 or -1 where its interval lies wholly above or below `value`, else 0."""
    sides = [(low > value) - (high < value) for low, high in intervals(rows)]
    return pd.Series(sides, index=rows.index, dtype="int64")
