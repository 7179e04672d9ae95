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
    known = np.flatnonzero(~np.isnan(held))
    order = known[np.argsort(held[known], kind="stable")]
    q = np.full(len(held), np.nan)
    scaled = held[order] * len(order) / np.arange(1, len(order) + 1)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q
