"""Counting: a selection in a view → what is counted, where, and how much, for all units of a scope at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from pdmon_utils.cells import Mask
from pdmon_utils.measures import PERSONS, Selection
from pdmon_utils.populations import Members
from pdmon_utils.registry import Codes, find

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counted rows: the row of `table`, its unit, the thing it stands for (None: each row for itself), its weight.

    Things of different units have different numbers: a person who works in two schools is a thing in each.
    `weight` is None where a thing counts once; `personal`: the rows stand for persons, each with all of his rows.
    """

    table: str
    row: Codes
    unit: Codes
    thing: Codes | None = None
    weight: Numbers | None = None
    personal: bool = False

    def kept(self, chosen: Mask | Codes) -> Tally:
        """Return only the rows under a mask, or those at the given places."""
        thing = None if self.thing is None else self.thing[chosen]
        weight = None if self.weight is None else self.weight[chosen]
        return Tally(self.table, self.row[chosen], self.unit[chosen], thing, weight, self.personal)

    def on_rows(self, mask: Mask) -> Tally:
        """Return only the rows whose row of the table is under `mask`."""
        return self.kept(mask[self.row])

    def sums(self, size: int) -> Numbers:
        """Return per unit the number of different things, or the sum of the weights with 2 decimals (rule 19)."""
        if self.weight is not None:
            return np.round(np.bincount(self.unit, weights=self.weight, minlength=size).astype(float), 2)
        unit = self.unit if self.thing is None else home_of(self.thing, self.unit)
        return np.bincount(unit[unit >= 0], minlength=size).astype(float)


def home_of(thing: Codes, unit: Codes) -> Codes:
    """Return the unit of each thing by its number; -1 for a number that does not occur."""
    home = np.full(int(thing.max(initial=-1)) + 1, -1, dtype=np.int64)
    home[thing] = unit
    return home


@dataclass(frozen=True, slots=True)
class Counts:
    """Values by cell, unit × number of groups + place of the group; cells ascend, and what has none is 0."""

    cells: Codes
    values: Numbers

    def at(self, cells: Codes) -> Numbers:
        """Return the values of the given cells."""
        return np.append(self.values, 0.0)[find(cells, self.cells)]


def summed(cell: Codes, weight: Numbers | None = None) -> Counts:
    """Return per cell how often it stands there, or the sum of its weights with 2 decimals (rule 19)."""
    place, cells = pd.factorize(cell)
    values = np.round(np.bincount(place, weights=weight, minlength=len(cells)).astype(float), 2)
    order = np.argsort(cells)
    return Counts(cells[order], values[order])


@dataclass(frozen=True, slots=True)
class Fraction:
    """Numerator and denominator as tallies; `denominator` is None for a count."""

    numerator: Tally
    denominator: Tally | None = None


def fraction(members: Members, selection: Selection, verb: str, scope: str) -> Fraction:
    """Return the two tallies of a selection for the units of a scope."""
    base = _base(members, selection, scope)
    among = _among(members, selection, base)
    numerator = _where(members, selection, among)
    if selection.outside:
        numerator = _not_inside(members, selection.outside, numerator, scope)
    if verb == "mean":
        return _mean(members, selection, numerator)
    if verb != "share":
        return Fraction(_weighed(members, numerator, selection.sum))
    return Fraction(_weighed(members, numerator, selection.sum), _weighed(members, among, selection.total))


def _base(members: Members, selection: Selection, scope: str) -> Tally:
    """Return everything that the selection may count, before its conditions."""
    view, each = members.view, selection.each
    if each in (PERSONS, "staff"):
        return _register(members, selection.of, scope)
    if each == "organisations":
        rows = np.flatnonzero(members.rows(selection.of))
        return _in_units(Tally(each, rows, members.units(each, scope)[rows], view.key(each, "organisation")[rows]))
    if selection.of:
        return _told_apart(members, selection, _owned(members, selection, scope))
    rows = np.arange(len(view.frame(each)))
    if scope in selection.at:
        rows = np.flatnonzero(view.mask(each, selection.at[scope]))
    return _told_apart(members, selection, _in_units(Tally(each, rows, members.units(each, scope)[rows])))


def _in_units(tally: Tally) -> Tally:
    return tally.kept(tally.unit >= 0)


def _register(members: Members, population: str, scope: str) -> Tally:
    jobs = members.jobs(scope)
    rows = np.flatnonzero(members.rows(population) & (jobs.row >= 0))
    job = jobs.row[rows]
    return Tally("staff", rows, jobs.unit[job], job)


def _owned(members: Members, selection: Selection, scope: str) -> Tally:
    """Return rows that belong to persons, once in each unit where the person is in the population (rules 17, 23)."""
    table = selection.each
    places, units = members.spread(members.view.key(table, "person"), selection.of, scope)
    if table == "diagnostics":
        places, units = _with_collective(members, places, units, scope)
    return Tally(table, places, units)


def _with_collective(members: Members, places: Codes, units: Codes, scope: str) -> tuple[Codes, Codes]:
    """Add the requests of collectives: no person, but an organisation of the year."""
    view = members.view
    nobody = view.column("diagnostics", "person_id").isna().to_numpy()
    known = view.organisation_row[view.key("diagnostics", "organisation")] >= 0
    rows = np.flatnonzero(nobody & known)
    unit = members.units("diagnostics", scope)[rows]
    return np.concatenate([places, rows[unit >= 0]]), np.concatenate([units, unit[unit >= 0]])


def _told_apart(members: Members, selection: Selection, tally: Tally) -> Tally:
    """Return the rows with what they stand for: in each unit the different values of the `distinct` columns."""
    if not selection.distinct:
        return tally
    thing = tally.unit
    for name in selection.distinct:
        codes, labels = members.view.codes(selection.each, name)
        thing, _ = pd.factorize(thing * (len(labels) + 1) + codes[tally.row] + 1)
    return replace(tally, thing=thing)


def _among(members: Members, selection: Selection, tally: Tally) -> Tally:
    view, kept = members.view, tally
    if selection.among:
        kept = kept.on_rows(view.mask(table_of(selection), selection.among))
    if selection.among_having:
        kept = _of_persons(members, selection, kept, members.fulfil(selection.among_having, selection.of))
    return kept


def _where(members: Members, selection: Selection, tally: Tally) -> Tally:
    view, kept = members.view, tally
    if selection.where:
        kept = kept.on_rows(view.mask(table_of(selection), selection.where))
    if selection.persons:
        return _employing(members, selection, kept)
    if selection.having:
        kept = _of_persons(members, selection, kept, members.fulfil(selection.having, selection.of))
    if selection.without:
        kept = _of_persons(members, selection, kept, ~members.fulfil(selection.without, selection.of))
    return kept


def _of_persons(members: Members, selection: Selection, tally: Tally, flags: Mask) -> Tally:
    """Return the rows whose person is flagged."""
    return tally.kept(flags[members.view.key(table_of(selection), "person")[tally.row]])


def table_of(selection: Selection) -> str:
    """Return the table whose rows the conditions of a selection read."""
    return "staff" if selection.each == PERSONS else selection.each


def _employing(members: Members, selection: Selection, tally: Tally) -> Tally:
    """Return the organisations that employ a person of the population with the evidence."""
    if not selection.having:
        return tally
    view, flags = members.view, members.fulfil(selection.having, selection.persons)
    rows = members.rows(selection.persons) & flags[view.key("staff", "person")]
    held = np.zeros(view.registry.organisations + 1, dtype=bool)
    held[view.key("staff", "organisation")[rows]] = True
    return tally.on_rows(held[view.key("organisations", "organisation")])


def _not_inside(members: Members, population: str, tally: Tally, scope: str) -> Tally:
    """Return the rows of staff whose person is not in the population in the same unit."""
    return tally.kept(~members.held(population, scope)[members.jobs(scope).row[tally.row]])


def _weighed(members: Members, tally: Tally, column: str) -> Tally:
    if not column:
        return tally
    values = members.view.column(tally.table, column).to_numpy(dtype=float, na_value=np.nan)
    return replace(tally, weight=np.nan_to_num(values[tally.row]))


def _mean(members: Members, selection: Selection, tally: Tally) -> Fraction:
    filled = tally.on_rows(members.view.column(tally.table, selection.sum).notna().to_numpy())
    if selection.each == PERSONS:
        filled = filled.kept(~pd.Series(filled.thing).duplicated().to_numpy())
    return Fraction(_weighed(members, filled, selection.sum), filled)


def counted(members: Members, selection: Selection, tally: Tally, size: int) -> Numbers:
    """Return per unit what the tally comes to: sums, or the number of items where the selection asks for it."""
    return _items(members, selection.items, tally, size) if selection.items else tally.sums(size)


def _items(members: Members, column: str, tally: Tally, size: int) -> Numbers:
    """Return per unit the number of different values of the column that carry something."""
    codes, labels = members.view.codes(tally.table, column)
    filled = tally.kept(codes[tally.row] >= 0)
    cell = filled.unit * len(labels) + codes[filled.row]
    carried = np.round(np.bincount(cell, weights=filled.weight, minlength=size * len(labels)), 2) > 0
    return np.asarray(carried.reshape(size, len(labels)).sum(axis=1), dtype=float)
