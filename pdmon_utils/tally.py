"""Counting: a selection in a view → what is counted, where, and how much, for all units of a scope at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from pdmon_utils.conditions import Mask
from pdmon_utils.measures import PERSONS, Selection
from pdmon_utils.populations import Members
from pdmon_utils.registry import Codes, source_of

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counted rows: the row of `table`, its unit, the thing it stands for, and its weight (None: a thing counts once).

    `personal`: the rows stand for persons, each with all of his rows.
    """

    table: str
    row: Codes
    unit: Codes
    thing: Codes
    weight: Numbers | None = None
    personal: bool = False

    def kept(self, mask: Mask | Codes) -> Tally:
        """Return only the rows under `mask`, or those at the given places."""
        weight = None if self.weight is None else self.weight[mask]
        return Tally(self.table, self.row[mask], self.unit[mask], self.thing[mask], weight, self.personal)

    def on_rows(self, mask: Mask) -> Tally:
        """Return only the rows whose row of the table is under `mask`."""
        return self.kept(mask[self.row])

    def sums(self, size: int) -> Numbers:
        """Return per unit the number of different things, or the sum of the weights with 2 decimals (rule 19)."""
        if self.weight is not None:
            return np.round(np.bincount(self.unit, weights=self.weight, minlength=size).astype(float), 2)
        step = int(self.thing.max(initial=0)) + 1
        once = pd.unique(self.unit * step + self.thing)
        return np.bincount(once // step, minlength=size).astype(float)


@dataclass(frozen=True, slots=True)
class Fraction:
    """Numerator and denominator as tallies; `denominator` is None for a count."""

    numerator: Tally
    denominator: Tally | None = None


def fraction(members: Members, selection: Selection, verb: str, scope: str) -> Fraction:
    """Return the two tallies of a selection for the units of a scope."""
    base = _base(members, selection, scope)
    among = base.on_rows(_among(members, selection))
    numerator = among.on_rows(_where(members, selection))
    if selection.outside:
        numerator = _not_inside(members, selection.outside, numerator, scope)
    if verb == "mean":
        return _mean(members, selection, numerator)
    if verb != "share":
        return Fraction(_weighed(members, numerator, selection.sum))
    return Fraction(
        _weighed(members, numerator, selection.sum),
        _weighed(members, among, selection.total),
    )


def _base(members: Members, selection: Selection, scope: str) -> Tally:
    """Return everything that the selection may count, before its conditions."""
    view, each = members.view, selection.each
    if each in (PERSONS, "staff"):
        return _register(members, selection.of, scope)
    table = source_of(each)
    if each == "organisations":
        mask = members.rows(selection.of)
        return _objects(members, each, np.flatnonzero(mask), scope, view.key(each, "organisation")[mask])
    if selection.of:
        return _owned(members, selection, scope)
    rows = np.flatnonzero(view.mask(each, selection.at[scope])) if scope in selection.at else np.arange(len(view.frame(table)))
    return _objects(members, each, rows, scope, _things(members, selection)[rows])


def _register(members: Members, population: str, scope: str) -> Tally:
    rows = np.flatnonzero(members.rows(population))
    unit = members.units("staff", scope)[rows]
    tally = Tally("staff", rows, unit, members.view.key("staff", "person")[rows])
    return tally.kept(unit >= 0)


def _objects(members: Members, table: str, rows: Codes, scope: str, things: Codes) -> Tally:
    unit = members.units(table, scope)[rows]
    return Tally(table, rows, unit, things).kept(unit >= 0)


def _owned(members: Members, selection: Selection, scope: str) -> Tally:
    """Return rows that belong to persons, once in each unit where the person is in the population (rules 17, 23)."""
    view, table = members.view, selection.each
    person = view.key(table, "person")
    places, units = members.spread(person, selection.of, scope)
    if table == "diagnostics":
        places, units = _with_collective(members, places, units, scope)
    return Tally(table, places, units, _things(members, selection)[places])


def _with_collective(members: Members, places: Codes, units: Codes, scope: str) -> tuple[Codes, Codes]:
    """Add the requests of collectives: no person, but an organisation of the year."""
    view = members.view
    nobody = view.column("diagnostics", "person_id").isna().to_numpy()
    known = view.organisation_row[view.key("diagnostics", "organisation")] >= 0
    rows = np.flatnonzero(nobody & known)
    unit = members.units("diagnostics", scope)[rows]
    return np.concatenate([places, rows[unit >= 0]]), np.concatenate([units, unit[unit >= 0]])


def _things(members: Members, selection: Selection) -> Codes:
    """Return what each row of the table stands for: itself, or the combination of the `distinct` columns."""
    view, table = members.view, selection.each
    if not selection.distinct:
        return np.arange(len(view.frame(table)))
    codes = view.key(table, "municipality")
    for name in selection.distinct:
        local, labels = pd.factorize(view.column(table, name))
        codes = codes * (len(labels) + 1) + local + 1
    return codes


def _among(members: Members, selection: Selection) -> Mask:
    view, table = members.view, _table(selection)
    mask = np.ones(len(view.frame(table)), dtype=bool)
    if selection.among:
        mask &= view.mask(table, selection.among)
    if selection.among_having:
        mask &= members.fulfil(selection.among_having, selection.of)[view.key(table, "person")]
    return mask


def _where(members: Members, selection: Selection) -> Mask:
    view, table = members.view, _table(selection)
    mask = view.mask(table, selection.where) if selection.where else np.ones(len(view.frame(table)), dtype=bool)
    if selection.persons:
        return mask & _organisations_having(members, selection)
    if selection.having:
        mask &= members.fulfil(selection.having, selection.of)[view.key(table, "person")]
    if selection.without:
        mask &= ~members.fulfil(selection.without, selection.of)[view.key(table, "person")]
    return mask


def _organisations_having(members: Members, selection: Selection) -> Mask:
    """Return a flag per row of organisations: one of its persons has the evidence."""
    view = members.view
    if not selection.having:
        return np.ones(len(view.frame("organisations")), dtype=bool)
    return organisations_of(members, selection.persons, members.fulfil(selection.having, selection.persons))


def organisations_of(members: Members, population: str, flags: Mask) -> Mask:
    """Return a flag per row of organisations: it employs a flagged person of the population."""
    view = members.view
    rows = members.rows(population) & flags[view.key("staff", "person")]
    held = np.zeros(view.registry.organisations + 1, dtype=bool)
    held[view.key("staff", "organisation")[rows]] = True
    return np.asarray(held[view.key("organisations", "organisation")])


def _not_inside(members: Members, population: str, tally: Tally, scope: str) -> Tally:
    """Return the rows of persons who are not in the population in the same unit."""
    owners, units = members.pairs(population, scope)
    step = members.view.registry.persons + 1
    return tally.kept(~np.isin(tally.unit * step + tally.thing, units * step + owners))


def _weighed(members: Members, tally: Tally, column: str) -> Tally:
    if not column:
        return tally
    values = members.view.column(tally.table, column).astype("Float64").to_numpy(dtype=float, na_value=0.0)
    return replace(tally, weight=values[tally.row])


def _mean(members: Members, selection: Selection, tally: Tally) -> Fraction:
    filled = tally.on_rows(members.view.column(tally.table, selection.sum).notna().to_numpy())
    if selection.each == PERSONS:
        once = ~pd.Series(filled.unit * (int(filled.thing.max(initial=0)) + 1) + filled.thing).duplicated().to_numpy()
        filled = filled.kept(once)
    return Fraction(_weighed(members, filled, selection.sum), filled)


def _table(selection: Selection) -> str:
    return "staff" if selection.each in (PERSONS, "staff") else selection.each


def items(members: Members, selection: Selection, tally: Tally, size: int) -> Numbers:
    """Return per unit the number of different values of the column `items` that carry something."""
    codes, labels = pd.factorize(members.view.column(tally.table, selection.items))
    item = codes[tally.row]
    filled = tally.kept(item >= 0)
    cells = replace(filled, unit=filled.unit * max(len(labels), 1) + item[item >= 0])
    carried = cells.sums(size * max(len(labels), 1)) > 0
    return carried.reshape(size, -1).sum(axis=1).astype(float)
