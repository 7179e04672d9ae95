"""How far a share may differ by chance: used to compare, never as an error of the fact itself."""

from __future__ import annotations

import math
from statistics import NormalDist

from pdmon_utils.words.numerals import Number, exact, is_missing

Interval = tuple[float, float]


def wilson(numerator: Number, denominator: Number, level: float = 0.95) -> Interval:
    """Return the score interval of a proportion as fractions 0..1; NaN where there is no denominator.

    Source: Wilson E. B. Probable inference, the law of succession, and statistical inference.
    Journal of the American Statistical Association, 1927, 22, 209-212.
    """
    if is_missing(numerator) or is_missing(denominator) or denominator == 0:
        return math.nan, math.nan
    n, p = float(exact(denominator)), float(exact(numerator) / exact(denominator))
    z = NormalDist().inv_cdf((1 + level) / 2)
    middle = p + z * z / (2 * n)
    half = z * math.sqrt(max(p * (1 - p), 0) / n + (z / (2 * n)) ** 2)
    scale = 1 + z * z / n
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def newcombe(n1: Number, d1: Number, n2: Number, d2: Number, level: float = 0.95) -> Interval:
    """Return the hybrid score interval of the difference n1/d1 - n2/d2; NaN where a denominator is 0.

    Source: Newcombe R. G. Interval estimation for the difference between independent proportions:
    comparison of eleven methods. Statistics in Medicine, 1998, 17, 873-890, method 10.
    """
    (low1, high1), (low2, high2) = wilson(n1, d1, level), wilson(n2, d2, level)
    if math.isnan(low1 + low2):
        return math.nan, math.nan
    p1, p2 = float(exact(n1) / exact(d1)), float(exact(n2) / exact(d2))
    below = math.hypot(p1 - low1, high2 - p2)
    above = math.hypot(high1 - p1, p2 - low2)
    return p1 - p2 - below, p1 - p2 + above
