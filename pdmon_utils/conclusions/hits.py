"""Which rows of the assessment frame a rule speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pandas as pd

from pdmon_utils.cells import Mask
from pdmon_utils.conclusions.names import Names
from pdmon_utils.conclusions.rules import Rule
from pdmon_utils.conclusions.slots import NEEDS
from pdmon_utils.conclusions.written import Row
from pdmon_utils.conditions import Answers, Condition, Period
from pdmon_utils.words import SLOT

_UNIT = ["scope", "unit", "breakdown", "group"]


@dataclass(frozen=True)
class Hit:
    """A row of the frame that fulfils a rule."""

    rule: Rule
    row: Row

    @property
    def level(self) -> str:
        """general, group, cluster or organisation."""
        return str(self.row["level"])

    @property
    def unit(self) -> str:
        """Code of the organisation, cluster or group; empty for the municipality."""
        return "" if self.level == "general" else str(self.row["group"] or self.row["unit"])

    @property
    def name(self) -> str:
        """What the unit is called; empty for the municipality."""
        names, cells = self.row.names, self.row.cells
        if self.level == "group":
            return names.group(cells["indicator"], cells["breakdown"], cells["group"])
        return names.unit(cells["scope"], cells["unit"]) if self.unit else ""

    @property
    def table(self) -> tuple[str, str, str]:
        """Whose sentence it joins: indicator, level, cut."""
        return self.row["indicator"], self.level, self.row["breakdown"]


@dataclass(eq=False)
class Sight:
    """The rows of a frame (`seen`) as rules look at them: what one rule has asked of them is known to the next."""

    rows: pd.DataFrame
    _holding: dict[tuple[str, str], Mask] = field(default_factory=dict)

    def found(
        self, levels: Iterable[str], condition: Condition, about: Iterable[str] = (), columns: Iterable[str] = ()
    ) -> Mask:
        """Return the rows of levels that fulfil a condition, are of these indicators (none: all), have such columns."""
        found = self._among("level", levels)
        for name in columns:  # often empty: nobody has a forecast after two years
            found = found & self._answers.column(name).filled
        if about:
            found = found & self._among("measure", about)
        return found & condition.answered(self._answers) if found.any() else found

    def _among(self, column: str, values: Iterable[str]) -> Mask:
        """Return the rows that hold one of the values."""
        found = np.zeros(len(self.rows), dtype=bool)
        for value in values:
            if (column, value) not in self._holding:
                self._holding[column, value] = self._answers.column(column).among([value])
            found |= self._holding[column, value]
        return found

    @cached_property
    def _answers(self) -> Answers:
        return Answers(self.rows.__getitem__, period_of(self.rows))

    @cached_property
    def cells(self) -> list[Mapping[str, Any]]:
        """The cells of every row by column."""
        return cells_of(self.rows)

    def units(self, chosen: Mask) -> list[tuple[Any, ...]]:
        """Return whose the chosen rows are: scope, unit, cut, group."""
        return list(self.rows.loc[chosen, _UNIT].itertuples(index=False, name=None))


def find(sight: Sight, rule: Rule, names: Names) -> list[Hit]:
    """Return the rows that fulfil the rule and have the numbers of its sentence, in the order of the frame."""
    found = sight.found(rule.levels, rule.when, rule.about, _needed(rule))
    if rule.beside and found.any():
        met = set(sight.units(sight.found(rule.levels, rule.beside.when, rule.beside.about)))
        found = found.copy()
        found[found] = [unit in met for unit in sight.units(found)]
    return [Hit(rule, Row(sight.cells[place], names)) for place in np.flatnonzero(found)]


@lru_cache(maxsize=1024)
def _needed(rule: Rule) -> tuple[str, ...]:
    """Return the columns without which the rule's sentence cannot be written."""
    each = rule.each if rule.joins(rule.levels[0]) else ""
    return tuple(sorted({column for slot in SLOT.findall(rule.say + each) for column in NEEDS.get(slot, ())}))


def period_of(rows: pd.DataFrame) -> Period:
    """Return the report year as a period of conditions."""
    year = int(rows["year"].iloc[0]) if len(rows) else date.min.year
    return Period(year, date(year, 1, 1), date(year, 12, 31))


def cells_of(rows: pd.DataFrame) -> list[Mapping[str, Any]]:
    """Return the cells of every row by column."""
    names = [str(name) for name in rows]
    columns = (column.tolist() for _, column in rows.items())
    return [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]
