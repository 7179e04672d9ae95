"""A direction over several years."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import erfc

Numbers = npt.NDArray[np.float64]


class Trend(NamedTuple):
    """The statistic (positive: upwards), its two-sided p, and the slope of the share a unit of score."""

    z: Numbers
    p: Numbers
    slope: Numbers


def cochran_armitage(x: npt.ArrayLike, n: npt.ArrayLike, scores: npt.ArrayLike) -> Trend:
    """Return the test for a linear trend of the shares x/n along the last axis, for each row of numbers.

    A point whose `n` is NaN or 0 is left out; NaN where fewer than two points or one share only (0 or 1) are left.
    Sources: Cochran W. G. Some methods for strengthening the common χ² tests. Biometrics, 1954, 10, 417-451;
    Armitage P. Tests for linear trends in proportions and frequencies. Biometrics, 1955, 11, 375-386.
    """
    of = np.nan_to_num(np.asarray(n, dtype=float))
    held = np.where(of > 0, np.nan_to_num(np.asarray(x, dtype=float)), 0.0)
    whole = of.sum(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = held.sum(axis=-1, keepdims=True) / whole
        apart = (
            np.asarray(scores, dtype=float) - (of * np.asarray(scores, dtype=float)).sum(axis=-1, keepdims=True) / whole
        )
        spread = (of * apart**2).sum(axis=-1)
        rise = (apart * held).sum(axis=-1)
        z = rise / np.sqrt((share * (1 - share))[..., 0] * spread)
        slope = rise / spread
    z = np.where(np.isfinite(z), z, np.nan)
    return Trend(z, np.asarray(erfc(np.abs(z) / np.sqrt(2))), slope)
