"""Which further cells are hidden with those that must be, so that the attacker learns no more than the mark says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from pdmon_utils.disclosure.attack import attack
from pdmon_utils.disclosure.cells import Cells, Flags
from pdmon_utils.disclosure.relations import Sum


def suppressed(cells: Cells, hidden: Flags, sums: Sequence[Sum], free: Flags) -> tuple[Flags, list[int]]:
    """Return all cells to hide, and the primary ones that this does not protect.

    They are the `hidden` ones and as few, and as small, of the `free` ones as protect the primary.
    """
    chosen = hidden.copy()
    ties = _ties(sums)
    waiting = [int(at) for at in np.flatnonzero(cells.primary & chosen)]
    while waiting:
        open_cells = exposed(cells, chosen, sums, waiting)
        fresh = {at: place for at in open_cells if (place := _next(at, cells, chosen, ties, free)) is not None}
        waiting = open_cells
        if not fresh:
            break
        chosen[[*set(fresh.values())]] = True
    return chosen, waiting


def exposed(cells: Cells, hidden: Flags, sums: Sequence[Sum], wanted: Iterable[int]) -> list[int]:
    """Return the wanted cells of which the attacker learns more than that they are hidden."""
    known, cells_wanted = attack(cells, hidden, sums), list(wanted)
    vague = {at for at in cells_wanted if _vague(at, cells, known.quick(at))}
    found = known.exact(at for at in cells_wanted if at in vague)
    return [at for at in cells_wanted if at not in vague or not _vague(at, cells, found[at])]


def _vague(at: int, cells: Cells, found: tuple[float, float]) -> bool:
    """Return True when the bounds leave open everything that the mark hides.

    Few people: at most one, and all below the threshold. Many of few organisations, or many that differ from an earlier
    version by few: as many numbers as the threshold.
    """
    low, high = found
    few, base, inside = int(cells.few[at]), cells.base[at], cells.inside[at]
    enough = few - 1 if np.isnan(base) else min(few - 1, base)
    from_inside = low <= 1 and high >= enough
    from_outside = base - high <= 1 and base - low >= enough
    if low == high and base != 0:
        return False
    if 0 < inside < few:
        return bool(from_inside and (from_outside or not 0 < base - inside < few))
    return bool(from_outside if 0 < base - inside < few else high - low >= enough)


def least(at: int, cells: Cells) -> tuple[bool, float, int]:
    """Return the order in which cells are given up: the smallest that has people, then those without."""
    return bool(cells.inside[at] == 0), float(cells.inside[at]), at


def _ties(sums: Sequence[Sum]) -> dict[int, list[Sum]]:
    """Return the sums that each cell belongs to, as a part or as the total."""
    ties: dict[int, list[Sum]] = defaultdict(list)
    for one in sums:
        for at in (*one.parts, one.total):
            ties[at].append(one)
    return ties


def _next(at: int, cells: Cells, chosen: Flags, ties: Mapping[int, Sequence[Sum]], free: Flags) -> int | None:
    """Return the cell to hide next: the smallest of the neighbours, else a total; else the same of their neighbours."""
    seen, edge = {at}, {at}
    while edge:
        lines = [one for cell in edge for one in ties[cell]]
        met = {part for one in lines for part in one.parts}, {one.total for one in lines}
        for near in met:
            if shown := [cell for cell in near if free[cell] and not chosen[cell]]:
                return min(shown, key=lambda cell: least(cell, cells))
        edge = (met[0] | met[1]) - seen
        seen |= edge
    return None
