"""Permutation tests on values of organisations: no normal distribution is assumed, the organisation is the unit.

Teachers of one school resemble each other, so a test over teachers takes habits of schools for differences of groups.
Sources: Fisher R. A. The design of experiments, 1935; Janssen A. Studentized permutation tests for non-i.i.d.
hypotheses and the generalized Behrens-Fisher problem. Statistics & Probability Letters, 1997, 36.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, permutations
from math import comb, factorial, isnan, nan

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
SEED, DRAWS = 20, 4999
ALL = 6000  # so many arrangements are tried one by one, of more a sample is drawn
FEWEST = 2  # values in a group: one value has no spread
_NOISE = 1e-12  # a difference of means below it is binary noise
_ALMOST = 1 - 1e-9  # arrangements that are equal but for binary noise count as equal


@dataclass(frozen=True, slots=True)
class Tested:
    """What two groups (or two traits) came to: the effect, its two-sided p, and from how many arrangements."""

    effect: float
    p: float
    n: int
    arrangements: int


def difference(values: npt.ArrayLike, inside: npt.ArrayLike) -> Tested:
    """Return mean of the values inside minus mean outside, with the permutation p of Welch's statistic.

    Missing values are left out; p is NaN where a group has fewer than two values. Up to `ALL` arrangements are tried
    all (exact p), else `DRAWS` are drawn with a fixed seed.
    """
    held, member = np.asarray(values, dtype=float), np.asarray(inside, dtype=bool)
    member, held = member[~np.isnan(held)], held[~np.isnan(held)]
    size, group = len(held), int(member.sum())
    if min(group, size - group) < FEWEST:
        return Tested(nan, nan, size, 0)
    masks = _arrangements(size, group)
    found = abs(float(welch(held, member[None, :].astype(float))[0]))
    effect = float(held[member].mean() - held[~member].mean())
    return Tested(effect, _share(np.abs(welch(held, masks)), found, comb(size, group)), size, len(masks))


def welch(values: Numbers, masks: Numbers) -> Numbers:
    """Return Welch's t of the values under each mask (a row of 0 and 1) against the others; infinite without spread."""
    centred = values - values.mean()
    group = masks.sum(axis=1)
    first, second = _moments(centred, masks, group), _moments(centred, 1 - masks, len(values) - group)
    apart, spread = first[0] - second[0], first[1] + second[1]
    flat = spread <= 1e-14 * max(float(centred @ centred), 1e-300)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = apart / np.sqrt(np.where(flat, 0.0, spread))
    return np.asarray(np.where(np.abs(apart) < _NOISE, 0.0, ratio))


def _moments(centred: Numbers, masks: Numbers, group: Numbers) -> tuple[Numbers, Numbers]:
    """Return the mean under each mask and the variance of this mean."""
    mean = masks @ centred / group
    spread = np.maximum(masks @ centred**2 - group * mean**2, 0.0)
    return mean, spread / (group - 1) / group


def _share(tried: Numbers, found: float, possible: int) -> float:
    """Return the part of the arrangements that are as far out as the one found; of a sample, the one found counts."""
    far = int((tried >= found * _ALMOST).sum())
    return far / len(tried) if len(tried) == possible else (far + 1) / (len(tried) + 1)


@lru_cache(maxsize=32)
def _arrangements(size: int, group: int) -> Numbers:
    """Return rows of 0 and 1 with `group` ones: all of them, or a seeded sample."""
    few = comb(size, group) <= ALL
    chosen = np.array(list(combinations(range(size), group))) if few else _draws(size)[:, :group]
    masks = np.zeros((len(chosen), size))
    np.put_along_axis(masks, chosen, 1.0, axis=1)
    return masks


@lru_cache(maxsize=16)
def _draws(size: int) -> npt.NDArray[np.int64]:
    """Return orders of the places: all of them, or a seeded sample."""
    if factorial(size) <= ALL:
        return np.array(list(permutations(range(size))))
    return np.asarray(np.random.default_rng(SEED).random((DRAWS, size)).argsort(axis=1))


def spearman(first: npt.ArrayLike, second: npt.ArrayLike) -> Tested:
    """Return Spearman's rank correlation of two traits with its permutation p.

    Pairs with a missing value are left out; NaN for fewer than four pairs or a trait that does not vary.
    Source: Spearman C. The proof and measurement of association between two things, 1904.
    """
    pairs = np.array([first, second], dtype=float)
    x, y = (_ranks(trait) for trait in pairs[:, ~np.isnan(pairs).any(axis=0)])
    scale = float(np.sqrt((x @ x) * (y @ y))) if len(x) else 0.0
    if len(x) < FEWEST * 2 or scale == 0:
        return Tested(nan, nan, len(x), 0)
    orders = _draws(len(x))
    found = float(x @ y) / scale
    p = _share(np.abs(y[orders] @ x) / scale, abs(found), factorial(len(x)))
    return Tested(found, nan if isnan(found) else p, len(x), len(orders))


def _ranks(trait: Numbers) -> Numbers:
    """Return ranks around 0; equal values share the mean of their places."""
    _, place, times = np.unique(trait, return_inverse=True, return_counts=True)
    ends = np.cumsum(times)
    return np.asarray((ends - (times - 1) / 2)[place] - (len(trait) + 1) / 2)
