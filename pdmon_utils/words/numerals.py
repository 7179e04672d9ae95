"""How numbers are written in Russian: decimal comma, no-break thousands, rounding half up."""

from __future__ import annotations

import math
import numbers
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import pandas as pd

Number: TypeAlias = int | float | Decimal | Fraction | None

NO_DATA = "нет данных"
NBSP = "\u00a0"
FEW, MANY = 10, 100  # below FEW a percentage is not given, below MANY it has no decimals


def is_missing(x: Any) -> bool:  # noqa: ANN401  pandas hands over NA, NaN and its own scalars
    """Return True for None, NaN, NA and infinities: there is no number to write."""
    return x is None or x is pd.NA or x is pd.NaT or (isinstance(x, numbers.Real | Decimal) and not math.isfinite(x))


def exact(x: Number) -> Fraction:
    """Return the number as it is written (0.1 is one tenth), free of binary noise."""
    return x if isinstance(x, Fraction) else Fraction(str(x))


def half_up(x: Number, digits: int = 0) -> int:
    """Return the number in units of its last digit, a half rounded away from zero: (0.125, 2) → 13."""
    if not isinstance(x, Fraction):
        return int(Decimal(str(x)).scaleb(digits).to_integral_value(ROUND_HALF_UP))
    scale: int = 10**digits
    scaled = x * scale
    whole = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
    return whole if scaled >= 0 else -whole


def number(x: Number, digits: int = 0) -> str:
    """Return «1 234,5»: rounded half up, decimal comma, no-break thousands, a true minus; «нет данных» for missing."""
    if is_missing(x):
        return NO_DATA
    units = half_up(x, digits)
    whole, part = divmod(abs(units), 10**digits)
    tail = f",{part:0{digits}d}" if digits else ""
    return ("−" if units < 0 else "") + f"{whole:,}".replace(",", NBSP) + tail


def amount(x: Number) -> str:
    """Return the number with as many decimals as it needs, two at most: «5», «1,5», «0,25»."""
    if is_missing(x):
        return NO_DATA
    hundredths = half_up(x, 2)
    return number(x, 0 if hundredths % 100 == 0 else 1 if hundredths % 10 == 0 else 2)


def signed(x: Number, digits: int = 0) -> str:
    """Return the number with its sign: «+3», «−1,5»; a zero has none."""
    return number(x, digits) if is_missing(x) or half_up(x, digits) <= 0 else "+" + number(x, digits)


def percent(value: Number, digits: int = 1) -> str:
    """Return a fraction 0..1 as «41,2 %»; where both parts are known `percent_of` is exact."""
    return NO_DATA if is_missing(value) else f"{number(exact(value) * 100, digits)}{NBSP}%"


def percent_of(numerator: Number, denominator: Number, digits: int = 1) -> str:
    """Return numerator / denominator as «41,2 %», rounded half up from the exact ratio."""
    if is_missing(numerator) or is_missing(denominator) or denominator == 0:
        return NO_DATA
    return percent(exact(numerator) / exact(denominator), digits)


def share_digits(denominator: Number) -> int:
    """Return how many decimals of a percentage the denominator bears: one from 100 on, else none."""
    return 0 if is_missing(denominator) or exact(denominator) < MANY else 1


def share_text(numerator: Number, denominator: Number) -> str:
    """Return «41,2 %» with as many decimals as it bears, or «3 из 7» below ten, where a percentage claims too much."""
    if is_missing(numerator) or is_missing(denominator) or denominator == 0:
        return NO_DATA
    if exact(denominator) < FEW:
        return f"{amount(numerator)} из {amount(denominator)}"
    return percent_of(numerator, denominator, share_digits(denominator))
