"""A direction over the last five comparable years; with fewer nothing is said."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pdmon_utils.compare.points import Points
from pdmon_utils.stats.trend import cochran_armitage

FIVE = 5  # with four points no order of values is rare enough (exact Mann–Kendall: p ≥ 0.083)
CERTAIN = 0.05
UP, DOWN, NONE = "up", "down", "none"


def trends(points: Points) -> pd.DataFrame:
    """Return the columns `points`, `trend`, `trend_p` and `slope` (see columns.yml)."""
    count = points.usable.sum(axis=1)
    proper = points.proper & ~points.few
    latest = proper & (np.cumsum(proper[:, ::-1], axis=1)[:, ::-1] <= FIVE)
    told = proper[:, -1] & (latest.sum(axis=1) == FIVE)
    size = np.where(latest & told[:, None], points.denominator, np.nan)
    found = cochran_armitage(np.where(latest, points.numerator, np.nan), size, points.years)
    words = np.select([found.p >= CERTAIN, found.z > 0, found.z < 0], [NONE, UP, DOWN], NONE)
    return pd.DataFrame(
        {
            "points": count,
            "trend": pd.Series(words).astype("str").where(told),
            "trend_p": np.where(told, found.p, np.nan),
            "slope": np.where(told, found.slope, np.nan),
        }
    )
