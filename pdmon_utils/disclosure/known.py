"""One thing that the attacker knows: an equation of hidden cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Known:
    """One equation of the attacker: hidden `parts` make `total`.

    `slack` 1: with people whom no cell shows, -1: some are in several parts. Where the total itself is hidden, it
    stands under `unknown`, and `total` is what the shown parts take from it. No part has more people than `most`; a
    hidden total has at least `least`.
    """

    parts: tuple[int, ...]
    total: float
    slack: int
    most: float
    least: float = 0.0
    unknown: int | None = None

    @property
    def cells(self) -> tuple[int, ...]:
        """All hidden cells of the equation."""
        return self.parts if self.unknown is None else (*self.parts, self.unknown)


def capped(base: float) -> float:
    """Return the most people that a cell can have by its base."""
    return float(np.inf if np.isnan(base) else base)
