"""A second attacker, written apart from the product's: every cell of a table is a variable, what is shown is fixed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from pdmon_utils.disclosure.cells import Cells
from pdmon_utils.disclosure.relations import Sum

Table = NDArray[np.int64]
Hidden = NDArray[np.bool_]
Place = tuple[int, int]


def with_margins(inner: Table) -> Table:
    """Return the table with its sums in a last row and a last column."""
    tall = np.vstack([inner, inner.sum(axis=0)])
    return np.hstack([tall, tall.sum(axis=1, keepdims=True)])


def as_cells(table: Table, few: int = 5) -> tuple[Cells, list[Sum]]:
    """Return a table with margins as the product's cells and sums."""
    flat = table.astype(float).ravel()
    place = np.arange(table.size).reshape(table.shape)
    sums = [Sum(tuple(map(int, row[:-1])), int(row[-1]), 0.0) for row in place]
    sums += [Sum(tuple(map(int, column[:-1])), int(column[-1]), 0.0) for column in place.T]
    people = np.ones(table.size, dtype=bool)
    primary = (flat > 0) & (flat < few)
    return Cells(flat, np.full(table.size, np.nan), np.full(table.size, few), people, primary), sums


def bounds_of(table: Table, hidden: Hidden, places: list[Place], least: int = 0) -> dict[Place, tuple[int, int]]:
    """Return least and greatest value of hidden cells over all tables like the published one.

    `least` is what a hidden cell is known to have at least (1 where zeros are always shown).
    """
    rows, columns = table.shape
    equal = np.array(
        [_row(rows, columns, at) for at in range(rows)] + [_column(rows, columns, at) for at in range(columns)]
    )
    cells = zip(hidden.ravel().tolist(), table.ravel().tolist(), strict=True)
    limits = [(least, None) if hide else (value, value) for hide, value in cells]
    nought = np.zeros(rows + columns)
    found = {}
    for place in places:
        aim = np.zeros(table.size)
        aim[place[0] * columns + place[1]] = 1
        ends = [linprog(way * aim, A_eq=equal, b_eq=nought, bounds=limits, method="highs") for way in (1, -1)]
        top = 10**9 if ends[1].fun is None else round(-ends[1].fun)
        found[place] = (round(ends[0].fun), top)
    return found


def _row(rows: int, columns: int, at: int) -> NDArray[np.float64]:
    """Return the coefficients of «the cells of this row make its last one»."""
    grid = np.zeros((rows, columns))
    grid[at, :-1], grid[at, -1] = 1, -1
    return grid.ravel()


def _column(rows: int, columns: int, at: int) -> NDArray[np.float64]:
    """Return the coefficients of «the cells of this column make its last one»."""
    grid = np.zeros((rows, columns))
    grid[:-1, at], grid[-1, at] = 1, -1
    return grid.ravel()
