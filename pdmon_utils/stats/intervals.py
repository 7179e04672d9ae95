"""How far shares and their differences may lie by chance; NaN stays NaN, impossible counts are refused."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import overload

import numpy as np
import numpy.typing as npt
from scipy.special import erfc, ndtri

from pdmon_utils.errors import PdmonError

Numbers = npt.NDArray[np.float64]
Scalar = float | Decimal | Fraction | None
Counts = Numbers | list[int] | list[float] | npt.NDArray[np.int64]
USUAL, STRICT = 0.95, 0.998  # two and three standard deviations
_FARTHEST, _HALVINGS = 40.0, 60  # beyond 40 standard deviations p is 0; 60 halvings leave less than 1e-16 of them


class StatsError(PdmonError):
    """Numbers of which no statistic can be made."""


@overload
def wilson(x: Scalar, n: Scalar, level: float = USUAL) -> tuple[float, float]: ...
@overload
def wilson(x: Counts, n: Counts | float, level: float = USUAL) -> tuple[Numbers, Numbers]: ...
def wilson(x, n, level=USUAL):  # type: ignore[no-untyped-def]
    """Return the score interval of the share x/n as fractions 0..1, of numbers or element by element.

    Raises StatsError where x < 0, x > n or n <= 0. Source: Wilson E. B. Probable inference, the law of succession, and
    statistical inference. Journal of the American Statistical Association, 1927, 22, 209-212.
    """
    return _wilson(*parts(x, n), _quantile(level))


@overload
def newcombe(x1: Scalar, n1: Scalar, x2: Scalar, n2: Scalar, level: float = USUAL) -> tuple[float, float]: ...
@overload
def newcombe(x1: Counts, n1: Counts, x2: Counts, n2: Counts, level: float = USUAL) -> tuple[Numbers, Numbers]: ...
def newcombe(x1, n1, x2, n2, level=USUAL):  # type: ignore[no-untyped-def]
    """Return the hybrid score interval of the difference x1/n1 - x2/n2; raises StatsError as `wilson`.

    Source: Newcombe R. G. Interval estimation for the difference between independent proportions: comparison of
    eleven methods. Statistics in Medicine, 1998, 17, 873-890, method 10.
    """
    one, two, z = parts(x1, n1), parts(x2, n2), _quantile(level)
    below, above = _reach(one, two, z), _reach(two, one, z)
    change = one[0] / one[1] - two[0] / two[1]
    return change - below, change + above


def newcombe_p(x1: Counts, n1: Counts, x2: Counts, n2: Counts) -> Numbers:
    """Return the two-sided p dual to `newcombe`: 1 - level of the interval that just touches 0; 1 for equal shares.

    Found by bisection over the normal quantile: a wider level reaches farther to both sides.
    """
    one, two = parts(x1, n1), parts(x2, n2)
    change = one[0] / one[1] - two[0] / two[1]
    larger = [np.where(change >= 0, a, b) for a, b in zip(one, two, strict=True)]
    smaller = [np.where(change >= 0, b, a) for a, b in zip(one, two, strict=True)]
    low, high = np.zeros(np.shape(change)), np.full(np.shape(change), _FARTHEST)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        short = _reach(larger, smaller, middle) < np.abs(change)
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return np.asarray(np.where(np.isnan(change), np.nan, np.where(change == 0, 1.0, erfc(low / np.sqrt(2)))))


def parts(x: object, n: object) -> tuple[Numbers, Numbers]:
    """Return both parts of shares as numbers; raises StatsError where they are no parts of a share."""
    held, of = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    for wrong, said in ((of <= 0, "знаменатель не больше нуля"), (held < 0, "числитель меньше нуля")):
        _refuse(wrong, held, of, said)
    _refuse(held > of, held, of, "числитель больше знаменателя")
    return held, of


def _quantile(level: float) -> float:
    if not 0 < level < 1:
        raise StatsError(f"Уровень интервала {level:g}: нужно число между 0 и 1, например 0.95.")
    return float(ndtri((1 + level) / 2))


def _refuse(wrong: npt.NDArray[np.bool_], x: Numbers, n: Numbers, said: str) -> None:
    if np.any(wrong):
        pair = (values[np.broadcast_to(wrong, values.shape)][0] for values in np.broadcast_arrays(x, n))
        raise StatsError(
            f"Доля не вычисляется: {said} ({' из '.join(f'{part:g}' for part in pair)}). Исправьте данные."
        )


def _wilson(x: Numbers, n: Numbers, z: Numbers | float) -> tuple[Numbers, Numbers]:
    p, square = x / n, np.square(z)
    middle = p + square / (2 * n)
    half = z * np.sqrt(p * (1 - p) / n + square / (4 * np.square(n)))
    scale = 1 + square / n
    return np.maximum(0.0, (middle - half) / scale), np.minimum(1.0, (middle + half) / scale)


def _reach(upper: Sequence[Numbers], lower: Sequence[Numbers], z: Numbers | float) -> Numbers:
    """Return how far below the difference upper - lower the interval of z standard deviations reaches."""
    (x1, n1), (x2, n2) = upper, lower
    low, high = _wilson(x1, n1, z)[0], _wilson(x2, n2, z)[1]
    return np.asarray(np.hypot(x1 / n1 - low, high - x2 / n2))
