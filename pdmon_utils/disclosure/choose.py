"""All cells to hide: those that must be, what stands beside them, and whole cuts where single cells do not protect."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pdmon_utils.disclosure.cells import CUT, PLACE, Cells, Flags, Numbers
from pdmon_utils.disclosure.relations import Sum
from pdmon_utils.disclosure.suppress import exposed, least, suppressed


def to_hide(shown: pd.DataFrame, sums: Sequence[Sum], cells: Cells, before: Flags) -> Flags:
    """Return the cells to hide: each municipality's as on its own pages, then the region's beside them.

    `before` are the cells that earlier versions hid.
    """
    region = (shown["scope"] == "region").to_numpy()
    first = cells.primary | before | _remnants(shown, cells, sums)
    own = [one for one in sums if not region[one.total]]
    hidden = _hidden(shown, cells, first & ~region, own, cells.about_people & ~region)
    if not region.any():
        return hidden
    hidden = _hidden(shown, cells, hidden | (first & region), sums, cells.about_people & region)
    return _beyond(cells, hidden, sums, region)


def _remnants(shown: pd.DataFrame, cells: Cells, sums: Sequence[Sum]) -> Flags:
    """Return the groups beside which few people of the total are left: outside one of them, or in none of them all."""
    found = _beside(shown, cells, cells.inside) | _beside(shown, cells, cells.base - cells.inside)
    for one in sums:
        parts = [at for at in one.parts if cells.about_people[at]]
        if parts and 0 < round(one.rest) < cells.few[one.total]:
            found[min(parts, key=lambda at: least(at, cells))] = True
    return found


def _beside(shown: pd.DataFrame, cells: Cells, people: Numbers) -> Flags:
    """Return the groups outside which few people of the indicator's total are."""
    groups = (shown["breakdown"] != "").to_numpy()
    totals = pd.Series(people).mask(groups).groupby([shown[name] for name in PLACE])
    left = totals.transform("max").to_numpy() - people
    return cells.about_people & groups & (left > 0) & (left < cells.few)


def _hidden(shown: pd.DataFrame, cells: Cells, first: Flags, sums: Sequence[Sum], free: Flags) -> Flags:
    """Return `first` with what protects it among the `free` cells: neighbours, else the whole cut, else its total."""
    hidden, left = suppressed(cells, first, sums, free)
    if not left:
        return hidden
    numbers = shown.groupby(CUT, sort=False).ngroup().to_numpy()
    hidden = hidden | (np.isin(numbers, numbers[left]) & free)
    still = exposed(cells, hidden, sums, left)
    places = shown.groupby(PLACE, sort=False).ngroup().to_numpy()
    return hidden | (np.isin(places, places[still]) & (shown["breakdown"] == "").to_numpy() & free)


def _beyond(cells: Cells, hidden: Flags, sums: Sequence[Sum], region: Flags) -> Flags:
    """Return `hidden` with all the region's rows of a figure from which a municipality's number could be subtracted."""
    left = exposed(cells, hidden, sums, map(int, np.flatnonzero(cells.primary & hidden)))
    tied = [one.total for one in sums if region[one.total] and set(one.parts) & set(left)]
    hidden = hidden.copy()
    hidden[tied] = True
    return hidden
