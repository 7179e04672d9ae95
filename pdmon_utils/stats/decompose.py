"""A change of a share in two parts: who is there (composition) and what each group reached (level)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


class Split(NamedTuple):
    """The change of the whole, and each group's part of it through composition and through level (fractions)."""

    change: float
    composition: Numbers
    level: Numbers


def kitagawa(before: npt.ArrayLike, after: npt.ArrayLike) -> Split:
    """Return the change of a share split by groups; `before`, `after`: groups × (numerator, denominator).

    The groups must not overlap. A group that has nobody in one year changes the composition only. The parts add up to
    the change. Raises ValueError where a year has nobody at all.
    Source: Kitagawa E. M. Components of a difference between two rates. JASA, 1955, 50, 1168-1194.
    """
    (n0, d0), (n1, d1) = (np.asarray(year, dtype=float).reshape(-1, 2).T for year in (before, after))
    if d0.sum() == 0 or d1.sum() == 0:
        raise ValueError("в одном из годов знаменатель равен 0")
    r0, r1 = (np.divide(n, d, out=np.full_like(n, np.nan), where=d > 0) for n, d in ((n0, d0), (n1, d1)))
    r0, r1 = np.nan_to_num(np.where(np.isnan(r0), r1, r0)), np.nan_to_num(np.where(np.isnan(r1), r0, r1))
    w0, w1 = d0 / d0.sum(), d1 / d1.sum()
    change = float(n1.sum() / d1.sum() - n0.sum() / d0.sum())
    return Split(change, (w1 - w0) * (r0 + r1) / 2, (r1 - r0) * (w0 + w1) / 2)
