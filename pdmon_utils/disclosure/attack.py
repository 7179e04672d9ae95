"""The attacker: what everybody can work out of everything published, as bounds of each hidden number.

He knows every number that is shown, every sum (`relations`), that people are whole and not negative, and, worst case,
the base of every share. A sum alone is bounded at once; sums that share hidden cells go to linear programming (HiGHS),
whose bounds are exact for tables with margins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pdmon_utils.disclosure.cells import Cells, Flags, Numbers
from pdmon_utils.disclosure.known import Known, capped
from pdmon_utils.disclosure.programme import programmed
from pdmon_utils.disclosure.relations import Sum

_NEARLY = 1e-6


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

    def exact(self, wanted: Iterable[int]) -> dict[int, tuple[float, float]]:
        """Return the least and the greatest number of people that each of these hidden cells can have."""
        cells: dict[tuple[Known, ...], list[int]] = defaultdict(list)
        for at in wanted:
            cells[self.together.get(at, ())].append(at)
        found: dict[int, tuple[float, float]] = {}
        for group, members in cells.items():
            alone = len(group) < 2  # noqa: PLR2004  one sum
            found |= {at: self.quick(at) for at in members} if alone else programmed(members, group, self.base)
        return found


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
    told = [float(cells.inside[at]) for at in one.parts if not hidden[at]]
    slack = int(one.rest > _NEARLY or one.loose) - int(one.rest < -_NEARLY)
    if one.of == "inside" and hidden[one.total]:
        least = sum(told) if slack >= 0 else max(told, default=0.0)
        return Known(parts, -sum(told), slack, np.inf, least, one.total)
    whole = float((cells.inside if one.of == "inside" else cells.base)[one.total])
    return Known(parts, whole - sum(told), slack, whole - sum(told) if slack >= 0 else whole) if parts else None


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
    if known.unknown is not None:
        return _beside_hidden(at, known.unknown, known, base, cap)
    others = [min(capped(base[other]), known.most) for other in known.parts if other != at]
    room = np.inf if known.slack > 0 else sum(others)
    return max(0.0, known.total - room), min(cap, known.most)


def _beside_hidden(at: int, total: int, known: Known, base: Numbers, cap: float) -> tuple[float, float]:
    """Return the bounds where the total is hidden too: it has its shown parts, and no more than all parts can have."""
    if at == total:
        most = np.inf if known.slack > 0 else sum(capped(base[part]) for part in known.parts) - known.total
        return known.least, min(cap, most)
    top = capped(base[total])
    return 0.0, min(cap, top + known.total if known.slack >= 0 else top)
