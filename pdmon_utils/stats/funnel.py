"""Funnel limits: how far a unit's share may lie from the whole by chance alone, instead of a rank."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import erfc, ndtri

Numbers = npt.NDArray[np.float64]
WARNING, ALARM = 0.95, 0.998  # the two limits of a funnel: two and three standard deviations


def limits(pooled: float, sizes: npt.ArrayLike, level: float = WARNING) -> tuple[Numbers, Numbers]:
    """Return the shares (0..1) between which units of these sizes lie; NaN for a size of 0.

    A share outside is one whose Wilson interval does not hold the pooled share. Sources: Wilson 1927;
    Spiegelhalter D. J. Funnel plots for comparing institutional performance. Statistics in Medicine, 2005, 24.
    """
    spread = ndtri((1 + level) / 2) * deviation(pooled, sizes)
    return np.clip(pooled - spread, 0.0, 1.0), np.clip(pooled + spread, 0.0, 1.0)


def deviation(pooled: float, sizes: npt.ArrayLike) -> Numbers:
    """Return the standard deviation of a share of each size around the pooled share; NaN for a size of 0."""
    held = np.asarray(sizes, dtype=float)
    return np.sqrt(pooled * (1 - pooled) / np.where(held > 0, held, np.nan))


def p_values(numerators: npt.ArrayLike, sizes: npt.ArrayLike, pooled: float) -> Numbers:
    """Return the two-sided p of each unit's score test against the pooled share; NaN where there is nobody."""
    held, spread = np.asarray(sizes, dtype=float), deviation(pooled, sizes)
    apart = np.abs(np.asarray(numerators, dtype=float) / np.where(held > 0, held, np.nan) - pooled)
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.where(apart == 0, 0.0, apart / spread)
    return np.asarray(np.where(held > 0, erfc(score / np.sqrt(2)), np.nan))


def outside(
    numerators: npt.ArrayLike, sizes: npt.ArrayLike, pooled: float, level: float = WARNING
) -> npt.NDArray[np.int64]:
    """Return +1 above the upper limit, -1 below the lower one, 0 inside (also where there is nobody)."""
    held, spread = np.asarray(sizes, dtype=float), ndtri((1 + level) / 2) * deviation(pooled, sizes)
    apart = np.asarray(numerators, dtype=float) / np.where(held > 0, held, np.nan) - pooled
    return np.where(np.abs(apart) > spread, np.sign(apart), 0).astype(np.int64)
