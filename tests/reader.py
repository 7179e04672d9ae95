"""A third attacker, who has only what is published: the frame of figures with its holes, and what everybody knows.

Everybody knows that people are whole, that a numerator is no more than its denominator, which groups add up to which
total, and, worst case, every denominator. Nothing of the product's own cells, sums and equations is used here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

Numbers = NDArray[np.float64]
MANY = 100_000.0  # people; more than any district of a test has


@dataclass
class Reader:
    """Numbers of the published frame (nan: a hole), the most that each can be, and lines «these together are …»."""

    shown: Numbers
    most: Numbers
    rows: list[tuple[Sequence[int], int | None]] = field(default_factory=list)
    least: list[float] = field(default_factory=list)
    greatest: list[float] = field(default_factory=list)

    def adds(self, parts: Sequence[int], sign: str, total: int | None = None, number: float = 0.0) -> None:
        """Learn that parts together are equal to, no more or no less than the cell `total`, or a number."""
        self.rows.append((parts, total))
        self.least.append(-np.inf if sign == "<" else number)
        self.greatest.append(np.inf if sign == ">" else number)

    def ranges(self, rounds: Iterable[Sequence[int]], *, whole: bool = True) -> dict[int, tuple[float, float]]:
        """Return least and greatest number of cells; those of one round may stand in no line together, nor be tied."""
        limits = Bounds(np.nan_to_num(self.shown), np.where(np.isnan(self.shown), self.most, self.shown))
        lines = LinearConstraint(self._matrix(), self.least, self.greatest)
        whole_numbers = np.full(len(self.shown), int(whole))
        found: dict[int, tuple[float, float]] = {}
        for wanted in rounds:
            aim = np.zeros(len(self.shown))
            aim[list(wanted)] = 1
            ends = [milp(way * aim, constraints=lines, bounds=limits, integrality=whole_numbers) for way in (1, -1)]
            assert all(end.status == 0 for end in ends), "the published numbers contradict each other"
            low, high = (np.round(end.x, 6) for end in ends)
            found |= {at: (float(np.ceil(low[at])), float(np.floor(high[at]))) for at in wanted}
        return found

    def _matrix(self) -> coo_array:
        cells = [(row, at, 1.0) for row, (parts, _) in enumerate(self.rows) for at in parts]
        cells += [(row, total, -1.0) for row, (_, total) in enumerate(self.rows) if total is not None]
        row, at, factor = zip(*cells, strict=True)
        return coo_array((factor, (row, at)), shape=(len(self.rows), len(self.shown)))


def is_small(inside: Numbers, base: Numbers, few: int = 5) -> NDArray[np.bool_]:
    """Return where few people are in the numerator or outside it."""
    outside = base - inside
    return ((inside > 0) & (inside < few)) | ((outside > 0) & (outside < few))


def verdict(inside: float, base: float, found: tuple[float, float], few: int = 5) -> str:
    """Return what a reader has learned of a small cell: «exact», «narrowed» below what the mark says, or nothing."""
    low, high = found
    if low == high and base > 0:
        return "exact"
    enough = few - 1 if np.isnan(base) else min(few - 1, base)
    hidden = [low > 1 or high < enough] if 0 < inside < few else []
    hidden += [base - high > 1 or base - low < enough] if 0 < base - inside < few else []
    return "narrowed" if any(hidden) else ""
