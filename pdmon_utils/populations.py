"""Named populations: which rows of the register make a person (or an organisation) a member (rule 7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from pdmon_utils.conditions import Condition, Mask
from pdmon_utils.measures import Having
from pdmon_utils.registry import Codes
from pdmon_utils.views import View


@dataclass(frozen=True, slots=True)
class Population:
    """Rows of `table` that fulfil `where` and belong to the wider population `of`; `title` names it in Russian."""

    name: str
    title: str
    where: Condition
    of: str = ""
    table: str = "staff"


@dataclass(eq=False)
class Members:
    """Populations and evidence as seen in one view, each worked out once."""

    view: View
    populations: Mapping[str, Population]
    _rows: dict[str, Mask] = field(default_factory=dict)
    _pairs: dict[tuple[str, str], tuple[Codes, Codes]] = field(default_factory=dict)

    def rows(self, name: str) -> Mask:
        """Return the rows of the population's table that qualify."""
        if name not in self._rows:
            population = self.populations[name]
            mask = self.view.mask(population.table, population.where)
            self._rows[name] = mask & self.rows(population.of) if population.of else mask
        return self._rows[name]

    def persons(self, mask: Mask, table: str = "staff") -> Mask:
        """Return a flag per person key (and one extra, false, for -1): has a row of `table` under `mask`."""
        flags = np.zeros(self.view.registry.persons + 1, dtype=bool)
        flags[self.view.key(table, "person")[mask]] = True
        flags[-1] = False
        return flags

    def fulfil(self, having: Having, population: str = "") -> Mask:
        """Return a flag per person key: the person has the evidence."""
        flags = [self._evidence(piece.table, piece.condition, population) for piece in having.evidence]
        return np.logical_or.reduce(flags) if having.any else np.logical_and.reduce(flags)

    def _evidence(self, table: str, condition: Condition, population: str) -> Mask:
        mask = self.view.mask(table, condition)
        if table != "student_outcomes":
            return self.persons(mask, table)
        reached = np.zeros(self.view.registry.organisations + 1, dtype=bool)
        reached[self.view.key(table, "organisation")[mask]] = True
        return self.persons(self.rows(population) & reached[self.view.key("staff", "organisation")])

    def units(self, table: str, scope: str) -> Codes:
        """Return the unit key of each row of `table` in this scope, -1 where it belongs to none."""
        if scope == "municipality":
            return self.view.key(table, "municipality")
        organisation = self.view.key(table, "organisation")
        return organisation if scope == "organisation" else self.view.cluster[0][organisation]

    def pairs(self, population: str, scope: str) -> tuple[Codes, Codes]:
        """Return who belongs where: person keys, ascending, and unit keys, each pair once."""
        if (population, scope) not in self._pairs:
            mask = self.rows(population)
            unit, person = self.units("staff", scope)[mask], self.view.key("staff", "person")[mask]
            size = int(unit.max(initial=0)) + 1
            both = np.unique(person[unit >= 0] * size + unit[unit >= 0])
            self._pairs[population, scope] = both // size, both % size
        return self._pairs[population, scope]

    def spread(self, person: Codes, population: str, scope: str) -> tuple[Codes, Codes]:
        """Return (place in `person`, unit) for each unit in which the person is in the population."""
        owners, units = self.pairs(population, scope)
        first, last = np.searchsorted(owners, person, "left"), np.searchsorted(owners, person, "right")
        times = last - first
        places = np.repeat(np.arange(len(person)), times)
        steps = np.arange(len(places)) - np.repeat(np.cumsum(times) - times, times)
        return places, units[first[places] + steps]
