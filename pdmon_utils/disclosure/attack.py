"""The attacker: what everybody can work out of everything published, as bounds of each hidden number.

He knows every number that is shown, every sum (`relations`), that people are whole and not negative, and, worst case,
the base of every share. A sum alone is bounded at once; sums that share hidden cells go to linear programming (HiGHS),
whose bounds are exact for tables with margins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pdmon_utils.disclosure.cells import Cells, Flags, Numbers
from pdmon_utils.disclosure.relations import Sum

_NEARLY = 1e-6
_IMPOSSIBLE = 2  # status of scipy: no solution


@dataclass(frozen=True, slots=True)
class Known:
    """One equation of the attacker: hidden `parts` (and, where `slack`, people whom no cell shows) make `total`.

    Where the total itself is hidden, it stands under `unknown`, and `total` is what the shown parts take from it.
    """

    parts: tuple[int, ...]
    total: float
    slack: bool
    unknown: int | None = None

    @property
    def cells(self) -> tuple[int, ...]:
        """All hidden cells of the equation."""
        return self.parts if self.unknown is None else (*self.parts, self.unknown)


@dataclass(frozen=True, slots=True)
class Attack:
    """What the attacker knows of the hidden cells: his equations by cell, and those that hang together."""

    base: Numbers
    by_cell: Mapping[int, tuple[Known, ...]]
    together: Mapping[int, tuple[Known, ...]]

    def quick(self, at: int) -> tuple[float, float]:
        """Return bounds of a hidden cell from each of its sums alone: the true ones are as narrow or narrower."""
        cap = self.base[at] if not np.isnan(self.base[at]) else np.inf
        found = [_alone(at, known, self.base, float(cap)) for known in self.by_cell.get(at, ())]
        return max((low for low, _ in found), default=0.0), min((high for _, high in found), default=float(cap))

    def exact(self, at: int) -> tuple[float, float]:
        """Return the least and the greatest number of people that a hidden cell can have."""
        group = self.together.get(at, ())
        return self.quick(at) if len(group) < 2 else _programmed(at, group, self.base)  # noqa: PLR2004  one sum


def attack(cells: Cells, hidden: Flags, sums: Sequence[Sum]) -> Attack:
    """Return what can be known of the hidden cells from all that is shown."""
    known = equations(cells, hidden, sums)
    by_cell: dict[int, list[Known]] = defaultdict(list)
    for one in known:
        for at in one.cells:
            by_cell[at].append(one)
    groups = {at: group for group in _components(known) for one in group for at in one.cells}
    return Attack(cells.base, {at: tuple(ones) for at, ones in by_cell.items()}, groups)


def equations(cells: Cells, hidden: Flags, sums: Sequence[Sum]) -> list[Known]:
    """Return what the sums say of hidden cells; a sum whose total is hidden too ties it to its parts."""
    return [known for one in sums if (known := _equation(cells, hidden, one))]


def _equation(cells: Cells, hidden: Flags, one: Sum) -> Known | None:
    parts = tuple(at for at in one.parts if hidden[at])
    shown = float(sum(cells.inside[at] for at in one.parts if not hidden[at]))
    slack = one.rest > _NEARLY
    if one.of == "inside" and hidden[one.total]:
        return Known(parts, -shown, slack, one.total)
    whole = (cells.inside if one.of == "inside" else cells.base)[one.total]
    return Known(parts, float(whole) - shown, slack) if parts else None


def _components(equations: Sequence[Known]) -> list[tuple[Known, ...]]:
    """Return the equations in groups that share no cell."""
    leader: dict[int, int] = {}

    def lead(at: int) -> int:
        while leader.setdefault(at, at) != at:
            leader[at] = at = leader[leader[at]]
        return at

    for known in equations:
        for part in known.cells[1:]:
            leader[lead(part)] = lead(known.cells[0])
    groups: dict[int, list[Known]] = defaultdict(list)
    for known in equations:
        groups[lead(known.cells[0])].append(known)
    return [tuple(group) for group in groups.values()]


def _alone(at: int, known: Known, base: Numbers, cap: float) -> tuple[float, float]:
    """Return the bounds that one sum sets: the others take as much, or as little, as they can."""
    if known.unknown is not None:  # a hidden total is at least what its shown parts are, and no part is bounded by it
        return (max(0.0, -known.total), cap) if at == known.unknown else (0.0, cap)
    others = [base[other] if not np.isnan(base[other]) else known.total for other in known.parts if other != at]
    room = np.inf if known.slack else sum(others)
    return max(0.0, known.total - room), min(cap, known.total)


def _programmed(at: int, group: Sequence[Known], base: Numbers) -> tuple[float, float]:
    """Return the bounds by linear programming over all sums that the cell is tied to."""
    from scipy.optimize import linprog  # noqa: PLC0415  few pages need it, and it is slow to load

    names = sorted({at for known in group for at in known.cells})
    column = {name: place for place, name in enumerate(names)}
    matrix = np.zeros((len(group), len(names) + len(group)))
    for row, known in enumerate(group):
        matrix[row, [column[part] for part in known.parts]] = 1
        if known.unknown is not None:
            matrix[row, column[known.unknown]] = -1
        matrix[row, len(names) + row] = known.slack
    limits = [(0, None if np.isnan(base[name]) else base[name]) for name in names] + [(0, None)] * len(group)
    aim = np.zeros(matrix.shape[1])
    aim[column[at]] = 1
    totals = [known.total for known in group]
    found = [linprog(way * aim, A_eq=matrix, b_eq=totals, bounds=limits, method="highs") for way in (1, -1)]
    return _solved(*found)


def _solved(low: Any, high: Any) -> tuple[float, float]:  # noqa: ANN401  scipy has no types
    """Return the bounds that were found; what has no solution (numbers that do not add up) counts as worked out."""
    if _IMPOSSIBLE in (low.status, high.status):
        return 1.0, 0.0
    top = np.inf if high.fun is None else float(np.floor(-high.fun + _NEARLY))
    return float(np.ceil(low.fun - _NEARLY)), top
