"""Many comparisons at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


def q_values(p: npt.ArrayLike) -> Numbers:
    """Return the q value of each p; NaN stays NaN and does not count.

    Source: Benjamini Y., Hochberg Y. Controlling the false discovery rate. JRSS B, 1995, 57, 289-300.
    """
    held = np.asarray(p, dtype=float)
    return q_within(held, np.zeros(len(held), dtype=np.int64))


def q_within(p: npt.ArrayLike, tables: npt.ArrayLike) -> Numbers:
    """Return the q value of each p among the p of its own table; `tables` gives a whole number for each p."""
    held, owner = np.asarray(p, dtype=float), np.asarray(tables)
    q = np.full(len(held), np.nan)
    known = np.flatnonzero(~np.isnan(held))
    if len(known) == 0:
        return q
    order = known[np.lexsort((-held[known], owner[known]))]  # table by table, the greatest p first
    starts = np.flatnonzero(np.r_[True, np.diff(owner[order]) != 0])
    sizes = np.diff(np.r_[starts, len(order)])
    place = np.arange(len(order)) - np.repeat(starts, sizes)
    scaled = np.minimum(held[order] * np.repeat(sizes, sizes) / (np.repeat(sizes, sizes) - place), 1.0)
    shift = 2.0 * np.repeat(
        np.arange(len(starts)), sizes
    )  # a step down from table to table: one running minimum for all
    q[order] = np.minimum.accumulate(scaled - shift) + shift
    return q
