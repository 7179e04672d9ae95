"""Nothing hidden can be worked out: a thousand random tables, the published counter-examples, a second attacker."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attackers import Place, Table, as_cells, bounds_of, with_margins
from pdmon_utils.disclosure.attack import attack
from pdmon_utils.disclosure.cells import Cells
from pdmon_utils.disclosure.relations import Sum
from pdmon_utils.disclosure.suppress import exposed, suppressed

FEW, TABLES, SHARDS = 5, 1000, 10


def random_table(dice: np.random.Generator) -> Table:
    """Return a table of schools by categories, as skewed as real ones are, with its margins."""
    rows, columns = dice.integers(3, 7), dice.integers(2, 5)
    taste = dice.dirichlet(np.ones(columns))
    schools = [dice.multinomial(dice.integers(12, 70), dice.dirichlet(taste * 15 + 0.05)) for _ in range(rows)]
    return with_margins(np.array(schools))


def places_of(flags: np.ndarray) -> list[Place]:
    """Return the rows and columns of true flags."""
    return [(int(row), int(column)) for row, column in np.argwhere(flags)]


@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_small_cell_of_a_thousand_tables_can_be_worked_out_or_narrowed(shard: int) -> None:
    dice = np.random.default_rng([7, shard])
    exact = narrowed = 0
    for _ in range(TABLES // SHARDS):
        table = random_table(dice)
        cells, sums = as_cells(table, FEW)
        hidden, left = suppressed(cells, cells.primary.copy(), sums, np.ones(table.size, dtype=bool))
        found = bounds_of(table, hidden.reshape(table.shape), places_of(cells.primary.reshape(table.shape)))
        exact += sum(low == high for low, high in found.values())
        narrowed += sum(low > 1 or high < FEW - 1 for low, high in found.values())
        assert left == []
    print(  # noqa: T201  the figure of docs/promises.md
        f"tables {TABLES // SHARDS}, exactly derivable {exact}, narrowed below the mark {narrowed}"
    )

    assert (exact, narrowed) == (0, 0)


def test_hiding_only_the_small_cells_protects_hardly_any_table() -> None:
    """So the thousand tables are no easy ones."""
    dice = np.random.default_rng(7)
    tables = [random_table(dice) for _ in range(50)]
    bare = [
        exposed(cells, cells.primary, sums, map(int, np.flatnonzero(cells.primary)))
        for cells, sums in map(as_cells, tables)
    ]

    assert sum(map(bool, bare)) > 40


# Statistics Norway, easySdcTable, article «singletons and zeros»: hidden cells that a reader works out all the same.
ONES_AND_ZEROS = {
    "two ones": ([[0, 1, 7, 1, 0], [2, 0, 0, 2, 8]], [(0, 1), (0, 3), (1, 0), (1, 3), (2, 0), (2, 1), (2, 3)], 1),
    "three ones": (
        [[1, 1, 7, 1, 0], [1, 0, 0, 2, 8]],
        [(0, 0), (0, 1), (0, 3), (1, 0), (1, 3), (1, 4), (2, 0), (2, 1), (2, 3), (2, 4)],
        1,
    ),
    "two zeros": ([[5, 0, 7, 0, 9], [5, 9, 9, 5, 8]], [(0, 1), (0, 3), (1, 1), (1, 3)], 0),
}
FOUND = {
    "two ones": {(0, 1): 1, (0, 3): 1},
    "three ones": {(0, 0): 1, (0, 1): 1, (0, 3): 1},
    "two zeros": {(0, 1): 0, (0, 3): 0, (1, 1): 9, (1, 3): 5},
}


@pytest.mark.parametrize("name", ONES_AND_ZEROS)
def test_the_attackers_find_the_published_counter_examples(name: str) -> None:
    inner, hidden_places, least = ONES_AND_ZEROS[name]
    table = with_margins(np.array(inner))
    hidden = np.zeros(table.shape, dtype=bool)
    hidden[tuple(zip(*hidden_places, strict=True))] = True

    found = bounds_of(table, hidden, list(FOUND[name]), least)

    assert found == {place: (value, value) for place, value in FOUND[name].items()}


@pytest.mark.parametrize("name", ONES_AND_ZEROS)
def test_the_product_protects_the_small_cells_of_the_counter_examples(name: str) -> None:
    table = with_margins(np.array(ONES_AND_ZEROS[name][0]))
    cells, sums = as_cells(table, FEW)

    hidden, left = suppressed(cells, cells.primary.copy(), sums, np.ones(table.size, dtype=bool))

    found = bounds_of(table, hidden.reshape(table.shape), places_of(cells.primary.reshape(table.shape)))
    assert left == []
    assert all(low <= 1 and high >= FEW - 1 for low, high in found.values())


def test_two_zeros_in_a_sum_of_zero_are_worked_out() -> None:
    table = with_margins(np.array(ONES_AND_ZEROS["two zeros"][0]))
    cells, sums = as_cells(table, FEW)
    hidden = np.zeros(table.shape, dtype=bool)
    hidden[[0, 0, 1, 1], [1, 3, 1, 3]] = True

    known = attack(cells, hidden.ravel(), sums)

    assert known.exact([1, 7]) == {1: (0.0, 0.0), 7: (9.0, 9.0)}


def shares(inside: list[float], base: list[float]) -> tuple[Cells, list[Sum]]:
    """Return the groups of one cut and, last, their total, as cells of shares."""
    part, whole = np.array([*inside, sum(inside)]), np.array([*base, sum(base)])
    size = len(part)
    primary = ((part > 0) & (part < FEW)) | ((whole - part > 0) & (whole - part < FEW))
    people = np.ones(size, dtype=bool)
    return Cells(part, whole, np.full(size, FEW), people, primary), [Sum(tuple(range(size - 1)), size - 1, 0.0)]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=2, max_size=7))
def test_a_share_of_a_cut_stays_vague_from_both_sides(groups: list[tuple[int, int]]) -> None:
    """The attacker knows the base of every group; what he learns of a small side is not more than the mark says."""
    inside, base = [float(a) for a, _ in groups], [float(a + b) for a, b in groups]
    cells, sums = shares(inside, base)

    hidden, left = suppressed(cells, cells.primary.copy(), sums, np.ones(len(base) + 1, dtype=bool))

    known = {at: _brute(at, inside, base, hidden) for at in np.flatnonzero(cells.primary[:-1])}
    for at, (low, high) in known.items():
        if at not in left and 0 < inside[at] < FEW:
            assert low <= 1
            assert high >= min(FEW - 1, base[at])
        if at not in left and 0 < base[at] - inside[at] < FEW:
            assert high >= base[at] - 1
            assert low <= base[at] - min(FEW - 1, base[at])


def _brute(at: int, inside: list[float], base: list[float], hidden: np.ndarray) -> tuple[float, float]:
    """Return the bounds of a group by trying every number of people in it."""
    if hidden[len(base)]:
        return 0.0, base[at]
    others = [i for i in range(len(base)) if hidden[i] and i != at]
    rest = sum(inside) - sum(inside[i] for i in range(len(base)) if not hidden[i])
    room = sum(base[i] for i in others)
    fits = [x for x in range(int(base[at]) + 1) if 0 <= rest - x <= room]
    return float(min(fits)), float(max(fits))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=2, max_size=5), st.integers(0, 30))
def test_hiding_more_never_tells_more(inner: list[list[int]], further: int) -> None:
    table = with_margins(np.array(inner))
    cells, sums = as_cells(table, FEW)
    more = cells.primary.copy()
    more[further % table.size] = True

    bare = exposed(cells, cells.primary, sums, map(int, np.flatnonzero(cells.primary)))

    assert set(exposed(cells, more, sums, map(int, np.flatnonzero(cells.primary)))) <= set(bare)
