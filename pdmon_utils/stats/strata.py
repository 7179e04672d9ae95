"""Two-by-two tables in strata: one common answer, and whether the strata agree.

`tables` has the shape strata × 2 × 2: rows are the two groups (or years), columns «yes» and «no».
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import chdtrc, ndtri

Numbers = npt.NDArray[np.float64]


class Chi(NamedTuple):
    """A chi-squared statistic, its degrees of freedom and its p."""

    chi2: float
    df: int
    p: float


class Estimate(NamedTuple):
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float


def informative(tables: npt.ArrayLike) -> Numbers:
    """Return the strata in which both groups have somebody: others tell nothing of a difference."""
    held = np.asarray(tables, dtype=float).reshape(-1, 2, 2)
    return np.asarray(held[(held.sum(axis=2) > 0).all(axis=1)])


def odds_ratio(tables: npt.ArrayLike) -> Estimate:
    """Return the common odds ratio of Mantel and Haenszel; NaN where it cannot be told.

    Sources: Mantel N., Haenszel W. Statistical aspects of the analysis of data from retrospective studies of disease.
    JNCI, 1959, 22; interval: Robins J., Breslow N., Greenland S. Biometrics, 1986, 42.
    """
    held = informative(tables)
    (a, b), (c, d) = held.transpose(1, 2, 0)
    size = np.maximum(held.sum(axis=(1, 2)), 1)
    r, s, p, q = a * d / size, b * c / size, (a + d) / size, (b + c) / size
    top, bottom = float(r.sum()), float(s.sum())
    if top == 0 or bottom == 0:
        return Estimate(*((np.nan, np.nan, np.nan) if top == bottom else (np.inf if top else 0.0, np.nan, np.nan)))
    mixed = float((p * s + q * r).sum()) / (2 * top * bottom)
    variance = float((p * r).sum()) / (2 * top**2) + mixed + float((q * s).sum()) / (2 * bottom**2)
    half = float(ndtri(0.975)) * np.sqrt(variance)
    value = top / bottom
    return Estimate(value, float(value * np.exp(-half)), float(value * np.exp(half)))


def common(tables: npt.ArrayLike, correction: float = 0.5) -> Chi:
    """Return the test of Cochran, Mantel and Haenszel for a common difference, continuity-corrected.

    Sources: Cochran W. G. Biometrics, 1954, 10; Mantel and Haenszel 1959.
    """
    expected, variance, found = _margins(tables)
    if variance == 0:
        return Chi(np.nan, 1, np.nan)
    apart = abs(found - expected)
    chi2 = float((apart - min(correction, apart)) ** 2 / variance)
    return Chi(chi2, 1, float(chdtrc(1, chi2)))


def _margins(tables: npt.ArrayLike) -> tuple[float, float, float]:
    """Return sum of expected, of variances and of found first cells."""
    held = informative(tables)
    size = held.sum(axis=(1, 2))
    held, size = held[size > 1], size[size > 1]
    rows, columns = held.sum(axis=2), held.sum(axis=1)
    variance = rows.prod(axis=1) * columns.prod(axis=1) / (size**2 * (size - 1))
    return float((rows[:, 0] * columns[:, 0] / size).sum()), float(variance.sum()), float(held[:, 0, 0].sum())


def woolf(tables: npt.ArrayLike) -> Chi:
    """Return Woolf's test that all strata have one odds ratio; one half is added to each cell.

    Source: Woolf B. On estimating the relation between blood group and disease. Annals of Human Genetics, 1955, 19.
    """
    held = informative(tables) + 0.5
    if len(held) < 2:  # noqa: PLR2004  one stratum agrees with itself
        return Chi(np.nan, 0, np.nan)
    logs = np.log(held[:, 0, 0] * held[:, 1, 1] / (held[:, 0, 1] * held[:, 1, 0]))
    weight = 1 / (1 / held).sum(axis=(1, 2))
    chi2 = float((weight * (logs - (weight @ logs) / weight.sum()) ** 2).sum())
    return Chi(chi2, len(held) - 1, float(chdtrc(len(held) - 1, chi2)))


def risk_difference(tables: npt.ArrayLike) -> Estimate:
    """Return the common difference of shares, first row minus second, with Mantel-Haenszel weights.

    Source: Greenland S., Robins J. M. Estimation of a common effect parameter from sparse follow-up data.
    Biometrics, 1985, 41, 55-68.
    """
    held = informative(tables)
    if not len(held):
        return Estimate(np.nan, np.nan, np.nan)
    (a, b), (c, d) = held.transpose(1, 2, 0)
    first, second = a + b, c + d
    size = first + second
    weight = float((first * second / size).sum())
    value = float(((a * second - c * first) / size).sum()) / weight
    spread = (a * b * second**3 + c * d * first**3) / (first * second * size**2)
    half = float(ndtri(0.975)) * float(np.sqrt(spread.sum())) / weight
    return Estimate(value, value - half, value + half)


def crude_difference(tables: npt.ArrayLike) -> float:
    """Return the difference of shares, first row minus second, of all strata thrown together; NaN without people."""
    (a, b), (c, d) = np.asarray(tables, dtype=float).reshape(-1, 2, 2).sum(axis=0)
    return float(a / (a + b) - c / (c + d)) if a + b > 0 and c + d > 0 else float("nan")


def differences(tables: npt.ArrayLike) -> Numbers:
    """Return the difference of shares in each stratum, first row minus second; NaN where a group has nobody."""
    held = np.asarray(tables, dtype=float).reshape(-1, 2, 2)
    size = held.sum(axis=2)
    shares = held[:, :, 0] / np.where(size > 0, size, np.nan)
    return np.asarray(shares[:, 0] - shares[:, 1])


def reversed_by_strata(tables: npt.ArrayLike) -> bool:
    """Return True where all strata move one way and the whole the other, or the common difference turns the sign.

    Source: Simpson E. H. The interpretation of interaction in contingency tables. JRSS B, 1951, 13.
    """
    crude, common_difference = crude_difference(tables), risk_difference(tables).value
    parts = differences(tables)
    parts = np.sign(np.round(parts[~np.isnan(parts)], 12))
    sign = np.sign(round(crude, 12)) if crude == crude else 0.0  # noqa: PLR0124  NaN is not equal to itself
    if sign == 0 or len(parts) < 2:  # noqa: PLR2004  one stratum is the whole
        return False
    against = round(common_difference, 12) * sign < 0
    return bool((parts == -sign).all() or against)
