"""Bounds of hidden cells by linear programming: as little and as much as can be in each, whatever the others are.

Each wanted cell gets two copies of the same equations, and all copies are solved at once: that is one call instead of
dozens, and the copies do not touch each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from pdmon_utils.disclosure.cells import Numbers
from pdmon_utils.disclosure.known import Known, capped

_NEARLY = 1e-6
_MOST = 1e7  # more people than any place has: without it what has no limit has no solution
_DONE = 0  # status of scipy


def programmed(wanted: Sequence[int], group: Sequence[Known], base: Numbers) -> dict[int, tuple[float, float]]:
    """Return the least and greatest number of each wanted cell over all equations of a group.

    Numbers that do not add up count as worked out.
    """
    names = sorted({at for known in group for at in known.cells})
    column = {name: place for place, name in enumerate(names)}
    answer = _solved([column[at] for at in wanted], column, group, base)
    if answer is None:
        return dict.fromkeys(wanted, (1.0, 0.0))
    low, high = answer
    return {
        at: (float(np.ceil(a - _NEARLY)), float(np.floor(b + _NEARLY)))
        for at, a, b in zip(wanted, low, high, strict=True)
    }


def _solved(
    places: Sequence[int], column: Mapping[int, int], group: Sequence[Known], base: Numbers
) -> tuple[Numbers, Numbers] | None:
    from scipy.optimize import linprog  # noqa: PLC0415  few pages need it, and it is slow to load
    from scipy.sparse import identity, kron  # noqa: PLC0415

    copies, cells = identity(2 * len(places), format="csr"), np.arange(len(places))
    (equal, totals), (above, nothing) = _equal(group, column), _not_above(group, column)
    limits = np.array([_limits(name, group, base) for name in column] + [(0.0, _MOST)] * len(group))
    aim = np.zeros((2 * len(places), len(limits)))
    aim[2 * cells, places], aim[2 * cells + 1, places] = 1, -1
    found: Any = linprog(
        aim.ravel(),
        kron(copies, above) if nothing else None,
        np.tile(nothing, len(aim)) if nothing else None,
        kron(copies, equal),
        np.tile(totals, len(aim)),
        np.tile(limits, (len(aim), 1)),
        method="highs",
    )
    if found.status != _DONE:
        return None
    best = found.x.reshape(aim.shape)
    return best[2 * cells, places], best[2 * cells + 1, places]


def _equal(group: Sequence[Known], column: Mapping[int, int]) -> tuple[Numbers, list[float]]:
    """Return the equations as a matrix, a column a hidden cell, then a column an equation for its slack."""
    matrix = np.zeros((len(group), len(column) + len(group)))
    for row, known in enumerate(group):
        matrix[row, [column[part] for part in known.parts]] = 1
        if known.unknown is not None:
            matrix[row, column[known.unknown]] = -1
        matrix[row, len(column) + row] = known.slack
    return matrix, [known.total for known in group]


def _not_above(group: Sequence[Known], column: Mapping[int, int]) -> tuple[Numbers, list[float]]:
    """Return «no part is above its hidden total» as a matrix, for parts that overlap: of others the sum says it."""
    pairs = [(part, known.unknown) for known in group if known.slack < 0 for part in known.parts]
    held = [(part, total) for part, total in pairs if total is not None]
    matrix = np.zeros((len(held), len(column) + len(group)))
    for row, (part, total) in enumerate(held):
        matrix[row, [column[part], column[total]]] = 1, -1
    return matrix, [0.0] * len(held)


def _limits(name: int, group: Sequence[Known], base: Numbers) -> tuple[float, float]:
    """Return what one cell can be by itself: not more than its base and its shown totals, not less than its parts."""
    mine = [known.most for known in group if name in known.parts]
    low = max((known.least for known in group if known.unknown == name), default=0.0)
    return low, min([capped(base[name]), *mine, _MOST])
