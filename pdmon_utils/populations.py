"""Named populations: which rows of the register make a person (or an organisation) a member (rule 7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from pdmon_utils.cells import Mask
from pdmon_utils.conditions import Condition
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


@dataclass(frozen=True, slots=True)
class Jobs:
    """Who works where in a scope: each person and unit once, by person; the job of each row of staff, -1 for none."""

    row: Codes
    person: Codes
    unit: Codes


@dataclass(frozen=True, slots=True)
class Units:
    """Unit keys of a scope: municipality key and name of each, and whether there is such a unit in this year."""

    municipality: Codes
    names: Sequence[str] | pd.Index
    present: Mask


@dataclass(eq=False)
class Members:
    """Populations and evidence as seen in one view, each worked out once; what is returned is not to be written to."""

    view: View
    populations: Mapping[str, Population]
    _rows: dict[str, Mask] = field(default_factory=dict)
    _evidence: dict[tuple[str, str, str], Mask] = field(default_factory=dict)
    _jobs: dict[str, Jobs] = field(default_factory=dict)
    _held: dict[tuple[str, str], Mask] = field(default_factory=dict)

    def rows(self, name: str) -> Mask:
        """Return the rows of the population's table that qualify."""
        if name not in self._rows:
            population = self.populations[name]
            mask = self.view.mask(population.table, population.where)
            self._rows[name] = mask & self.rows(population.of) if population.of else mask
        return self._rows[name]

    def persons(self, mask: Mask, table: str = "staff") -> Mask:
        """Return a flag per person key (and one extra, false, for -1): has a row of `table` under `mask`."""
        return _flags(self.view.key(table, "person")[mask], self.view.registry.persons)

    def fulfil(self, having: Having, population: str = "") -> Mask:
        """Return a flag per person key: the person has the evidence."""
        flags = [self._has(piece.table, piece.condition, population) for piece in having.evidence]
        return np.asarray(np.logical_or.reduce(flags) if having.any else np.logical_and.reduce(flags))

    def _has(self, table: str, condition: Condition, population: str) -> Mask:
        key = table, condition.text, population if table == "student_outcomes" else ""
        if key not in self._evidence:
            mask = self.view.mask(table, condition)
            reached = self._reached(mask, population) if table == "student_outcomes" else self.persons(mask, table)
            self._evidence[key] = reached
        return self._evidence[key]

    def _reached(self, outcomes: Mask, population: str) -> Mask:
        """Return the persons of the population who work in an organisation with such outcomes of its students."""
        organisation = self.view.key("student_outcomes", "organisation")[outcomes]
        reached = _flags(organisation, self.view.registry.organisations)
        return self.persons(self.rows(population) & reached[self.view.key("staff", "organisation")])

    def units(self, table: str, scope: str) -> Codes:
        """Return the unit key of each row of `table` in this scope, -1 where it belongs to none."""
        if scope == "municipality":
            return self.view.key(table, "municipality")
        organisation = self.view.key(table, "organisation")
        return organisation if scope == "organisation" else self.view.cluster[0][organisation]

    def listed(self, scope: str) -> Units:
        """Return all units of a scope."""
        view, registry = self.view, self.view.registry
        if scope == "organisation":
            keys = registry.keys("organisation")
            return Units(keys.municipality, keys.ids, view.organisation_row[:-1] >= 0)
        if scope == "cluster":
            municipality, codes = view.cluster[1:]
            return Units(municipality, codes, np.ones(len(codes), dtype=bool))
        size = len(registry.municipalities)
        return Units(np.arange(size), registry.municipalities, np.ones(size, dtype=bool))

    def jobs(self, scope: str) -> Jobs:
        """Return who works where; in a municipality the key of the job is that of the person."""
        if scope not in self._jobs:
            self._jobs[scope] = self._in_municipality() if scope == "municipality" else self._in_units(scope)
        return self._jobs[scope]

    def _in_municipality(self) -> Jobs:
        home = self.view.registry.keys("person").municipality
        return Jobs(self.view.key("staff", "person"), np.arange(len(home)), home)

    def _in_units(self, scope: str) -> Jobs:
        unit = self.units("staff", scope)
        inside = np.flatnonzero(unit >= 0)
        size = int(unit.max(initial=0)) + 1
        jobs, place = np.unique(self.view.key("staff", "person")[inside] * size + unit[inside], return_inverse=True)
        row = np.full(len(unit), -1, dtype=np.int64)
        row[inside] = place
        return Jobs(row, jobs // size, jobs % size)

    def held(self, population: str, scope: str) -> Mask:
        """Return a flag per job (and one extra, false, for -1): in this unit the person is in the population."""
        if (population, scope) not in self._held:
            jobs = self.jobs(scope)
            self._held[population, scope] = _flags(jobs.row[self.rows(population)], len(jobs.unit))
        return self._held[population, scope]

    def spread(self, person: Codes, population: str, scope: str) -> tuple[Codes, Codes]:
        """Return (place in `person`, unit) for each unit in which the person is in the population; '' is every job."""
        jobs = self.jobs(scope)
        held = self.held(population, scope)[:-1] if population else np.ones(len(jobs.unit), dtype=bool)
        held_of_person = np.bincount(jobs.person[held], minlength=self.view.registry.persons + 1)
        first = np.cumsum(held_of_person) - held_of_person
        times = held_of_person[person]  # of nobody, -1, the extra last place: none
        places = np.repeat(np.arange(len(person)), times)
        steps = np.arange(len(places)) - np.repeat(np.cumsum(times) - times, times)
        return places, jobs.unit[held][first[person][places] + steps]


def _flags(keys: Codes, size: int) -> Mask:
    flags = np.zeros(size + 1, dtype=bool)
    flags[keys] = True
    flags[-1] = False
    return flags
