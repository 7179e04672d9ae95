"""Difference in differences of organisations: the effect, its exact permutation p, the same a year earlier (placebo).

The organisation is the unit: teachers of one school resemble each other. Sources: Card D., Krueger A. Minimum wages and
employment. American Economic Review, 1994, 84, 772-793 (2.75 of table 3); Fisher R. A. The design of experiments, 1935;
Bertrand M., Duflo E., Mullainathan S. How much should we trust differences-in-differences estimates? QJE, 2004, 119.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import comb, nan

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
FEWEST = 4  # organisations in each group: of 4 against 4 the smallest p is 1/70
ALL, DRAWS, SEED = 6000, 4999, 22  # so many arrangements are tried one by one; of more a sample is drawn
_ALMOST = 1e-12  # arrangements that are equal but for binary noise count as equal


@dataclass(frozen=True, slots=True)
class Did:
    """The difference of mean changes, its one-sided p (NaN where groups are too small), and organisations counted.

    `placebo` and `placebo_p` are the same for the year before, when there was no measure; NaN where it is not known.
    """

    effect: float
    p: float
    treated: int
    others: int
    placebo: float = nan
    placebo_p: float = nan


def did(treated: tuple[float, float], others: tuple[float, float]) -> float:
    """Return the difference of two changes, each given as (before, after)."""
    return (treated[1] - treated[0]) - (others[1] - others[0])


def effect(panel: npt.ArrayLike, inside: npt.ArrayLike, better: int = 1) -> Did:
    """Return what the organisations `inside` gained over the others, with the placebo of the year before.

    `panel`: a row an organisation, three columns: two years before, the year before, the year of the measure; rows with
    a missing value are left out. `better` is 1 where growth is good, else -1: p is the share of arrangements in which
    the group gained at least as much in this direction.
    """
    values, member = np.asarray(panel, dtype=float), np.asarray(inside, dtype=bool)
    known = ~np.isnan(values).any(axis=1)
    values, member = values[known], member[known]
    if not 0 < member.sum() < len(member):
        return Did(nan, nan, int(member.sum()), int((~member).sum()))
    earlier, found = np.diff(values, axis=1).T
    tails = [_tail(earlier, member, side) for side in (1, -1)]
    placebo_p = float(np.minimum(1.0, 2 * np.min(tails)))  # a placebo may go wrong in both directions; NaN stays
    inner, outer = int(member.sum()), int((~member).sum())
    return Did(_gain(found, member), _tail(found, member, better), inner, outer, _gain(earlier, member), placebo_p)


def _gain(change: Numbers, inside: npt.NDArray[np.bool_]) -> float:
    return float(change[inside].mean() - change[~inside].mean())


def _tail(change: Numbers, inside: npt.NDArray[np.bool_], side: int) -> float:
    """Return the share of arrangements whose gain in direction `side` is at least the one found; NaN for few."""
    size, group = len(change), int(inside.sum())
    if min(group, size - group) < FEWEST:
        return nan
    masks = _arrangements(size, group)
    sums = masks @ change
    gains = side * (sums / group - (change.sum() - sums) / (size - group))
    far = int((gains >= side * _gain(change, inside) - _ALMOST).sum())
    return far / len(masks) if comb(size, group) <= ALL else (far + 1) / (len(masks) + 1)


@lru_cache(maxsize=32)
def _arrangements(size: int, group: int) -> Numbers:
    """Return rows of 0 and 1 with `group` ones: all of them, or a seeded sample."""
    if comb(size, group) <= ALL:
        chosen = np.array(list(combinations(range(size), group)))
    else:
        chosen = np.random.default_rng(SEED).random((DRAWS, size)).argsort(axis=1)[:, :group]
    masks = np.zeros((len(chosen), size))
    np.put_along_axis(masks, chosen, 1.0, axis=1)
    return masks
