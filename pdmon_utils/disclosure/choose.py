"""All cells to hide: those that must be, what stands beside them, and whole cuts where single cells do not protect."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pdmon_utils.disclosure.cells import CUT, PLACE, Cells, Flags, Numbers
from pdmon_utils.disclosure.published import Seen
from pdmon_utils.disclosure.relations import Sum
from pdmon_utils.disclosure.suppress import exposed, least, suppressed


def to_hide(shown: pd.DataFrame, sums: Sequence[Sum], cells: Cells, seen: Seen, tangled: Flags) -> Flags:
    """Return the cells to hide: each municipality's as on its own pages, then the region's beside them.

    `seen` is what earlier versions showed and hid; `tangled` are groups of which two and a total tell the third.
    """
    hidden = cells.primary | seen.hidden | _remnants(shown, cells, sums)
    while True:
        hidden = _beside_each_other(shown, cells, sums, hidden)
        more = (_knotted(shown, hidden, tangled) | _moved(cells, sums, seen, hidden)) & ~hidden
        if not more.any():
            return hidden
        hidden |= more


def _beside_each_other(shown: pd.DataFrame, cells: Cells, sums: Sequence[Sum], first: Flags) -> Flags:
    region = (shown["scope"] == "region").to_numpy()
    own = [one for one in sums if not region[one.total]]
    hidden = _hidden(shown, cells, first & ~region, own, cells.about_people & ~region)
    if not region.any():
        return hidden
    hidden = _hidden(shown, cells, hidden | (first & region), sums, cells.about_people & region)
    return _beyond(cells, hidden, sums, region)


def _knotted(shown: pd.DataFrame, hidden: Flags, tangled: Flags) -> Flags:
    """Return all the tangled groups of a cut of which one group, or the total, is hidden."""
    if not tangled.any():
        return tangled
    totals = hidden & (shown["breakdown"] == "").to_numpy()
    held = pd.DataFrame({"total": totals, "group": hidden & tangled})
    place = held["total"].groupby([shown[name] for name in PLACE]).transform("any")
    cut = held["group"].groupby([shown[name] for name in CUT]).transform("any")
    found: Flags = tangled & (place | cut).to_numpy()
    return found


def _moved(cells: Cells, sums: Sequence[Sum], seen: Seen, hidden: Flags) -> Flags:
    """Return the smallest shown cell of each sum whose hidden people, all together, became more or fewer by a few."""
    found = np.zeros(len(hidden), dtype=bool)
    for inside in seen.inside:
        more = cells.inside - inside
        if not np.nansum(np.abs(more)):
            continue
        for one in sums:
            shown = [at for at in one.parts if not hidden[at]]
            left = more[one.total] - sum(more[at] for at in shown)
            if one.of == "inside" and not hidden[one.total] and 0 < abs(np.round(left)) < cells.few[one.total]:
                found[min(shown or [one.total], key=lambda at: least(at, cells))] = True
    return found


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
