"""What disclosure control costs and hides: prints shares of cells and CPU seconds of one run, and their ratio.

    python bench/disclosure.py            # 200 tables of 3–20 rows × 2–6 columns; `1000` as argument: a thousand

«Every time» is the same method without its memory: after each further hidden cell all small cells are solved again by
linear programming. The line for a country is an extrapolation of one example district, and says so.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pdmon_utils.disclosure import Beside, for_public
from pdmon_utils.disclosure.attack import attack
from pdmon_utils.disclosure.cells import Cells, Flags
from pdmon_utils.disclosure.relations import Sum
from pdmon_utils.disclosure.suppress import suppressed
from pdmon_utils.example import write_district
from pdmon_utils.prepare import prepare
from pdmon_utils.store import Workspace

FEW, DISTRICTS = 5, 2300
Table = NDArray[np.int64]


def random_table(dice: np.random.Generator) -> Table:
    """Return a table of schools by categories with its margins."""
    rows, columns = dice.integers(3, 21), dice.integers(2, 7)
    taste = dice.dirichlet(np.ones(columns))
    inner = np.array([dice.multinomial(dice.integers(12, 70), dice.dirichlet(taste * 15 + 0.05)) for _ in range(rows)])
    tall = np.vstack([inner, inner.sum(axis=0)])
    return np.hstack([tall, tall.sum(axis=1, keepdims=True)])


def as_cells(table: Table) -> tuple[Cells, list[Sum]]:
    """Return the table as cells and the sums of its rows and columns."""
    flat, place = table.astype(float).ravel(), np.arange(table.size).reshape(table.shape)
    lines = [*place, *place.T]
    sums = [Sum(tuple(map(int, line[:-1])), int(line[-1]), 0.0) for line in lines]
    few, people = np.full(table.size, FEW), np.ones(table.size, dtype=bool)
    return Cells(flat, np.full(table.size, np.nan), few, people, (flat > 0) & (flat < FEW)), sums


def every_time(cells: Cells, sums: list[Sum]) -> Flags:
    """Return the hidden cells when all small cells are solved again after each step."""
    hidden = cells.primary.copy()
    while True:
        known = attack(cells, hidden, sums)
        bounds = {at: known.exact([at])[at] for at in np.flatnonzero(cells.primary).tolist()}
        left = [at for at, (low, high) in bounds.items() if low > 1 or high < FEW - 1]
        shown = [p for at in left[:1] for one in sums if at in one.parts for p in one.parts if not hidden[p]]
        if not shown:
            return hidden
        hidden[min(shown, key=lambda p: (cells.inside[p] == 0, cells.inside[p], p))] = True


def timed(work: Callable[[], object]) -> float:
    """Return the CPU seconds of a piece of work."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main(tables: int) -> None:
    """Print the figures of random tables, then of an example district."""
    dice, hidden, cells_seen = np.random.default_rng(7), 0, 0
    ours: list[float] = []
    naive: list[float] = []
    for number in range(tables):
        cells, sums = as_cells(random_table(dice))
        everything = np.ones(len(cells.inside), dtype=bool)
        began = time.process_time()
        found, left = suppressed(cells, cells.primary.copy(), sums, everything)
        ours.append(time.process_time() - began)
        if left:
            sys.exit(f"table {number} could not be protected")
        hidden, cells_seen = hidden + int(found.sum()), cells_seen + len(found)
        if number % 10 == 0:
            naive.append(timed(lambda c=cells, s=sums: every_time(c, s)))  # type: ignore[misc]
    share, ratio = hidden / cells_seen, np.mean(naive) / np.mean(ours[::10])
    print(f"tables {tables}: hidden {share:.0%} of cells, mean {np.mean(ours):.3f} s, max {max(ours):.2f} s")
    print(f"every time, each tenth table: mean {np.mean(naive):.3f} s, {ratio:.1f} times ours")
    district()


def district() -> None:
    """Print what the public figures of one example district cost."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        write_district(workspace.raw, "step-primer", seed=2022, journals=workspace.journals)
        prepare(workspace)
        figures = workspace.figures(["step-primer"])
        asks = workspace.catalogue.regulation("ust-labinsk").asks
        sources = workspace.sources(["step-primer"])
        for_public(figures, asks, Beside(sources))  # loads what it needs
        cost = timed(lambda: for_public(figures, asks, Beside(sources)))
    country = cost * DISTRICTS / 60
    print(f"one district, {len(figures)} figures: {cost:.2f} s; {DISTRICTS} districts, extrapolated: {country:.0f} min")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 200)
