"""Chance with a memory: every draw of the example comes from one seeded generator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Dice:
    """Draws in the words of the example; the same generator state gives the same draws."""

    rng: np.random.Generator

    @classmethod
    def of(cls, *seed: int) -> Dice:
        """Return dice for a seed of one or more numbers."""
        return cls(np.random.default_rng(seed))

    def happens(self, chance: float) -> bool:
        """Return True with the given chance."""
        return bool(self.rng.random() < chance)

    def hits(self, chances: Sequence[float]) -> NDArray[np.bool_]:
        """Return for each chance whether it came true."""
        return self.rng.random(len(chances)) < np.asarray(chances)

    def pick(self, weights: Mapping[str, float]) -> str:
        """Return one key, the heavier the likelier."""
        left = self.rng.random() * sum(weights.values())
        for key, weight in weights.items():
            left -= weight
            if left < 0:
                return key
        return list(weights)[-1]

    def one(self, items: Sequence[T]) -> T:
        """Return one of the items, all equally likely."""
        return items[int(self.rng.integers(len(items)))]

    def around(self, mean: float, spread: float, low: float, high: float) -> float:
        """Return a normal draw, cut to low…high."""
        return float(np.clip(self.rng.normal(mean, spread), low, high))

    def between(self, low: int, high: int) -> int:
        """Return a whole number, both ends included."""
        return int(self.rng.integers(low, high + 1))

    def count(self, mean: float) -> int:
        """Return a Poisson count."""
        return int(self.rng.poisson(mean))

    def day(self, first: date, last: date) -> date:
        """Return a day, both ends included (the first one if they are the wrong way round)."""
        return first + timedelta(days=self.between(0, max((last - first).days, 0)))
