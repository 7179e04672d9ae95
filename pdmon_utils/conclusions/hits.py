"""Which rows of the assessment frame a rule speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pdmon_utils.conclusions.names import Names
from pdmon_utils.conclusions.rules import Rule
from pdmon_utils.conclusions.slots import NEEDS
from pdmon_utils.conclusions.written import Row
from pdmon_utils.conditions import Condition, Mask, Period
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
    """The rows of a frame (`seen`) as rules look at them: by levels, columns and what is filled remembered."""

    rows: pd.DataFrame
    _parts: dict[tuple[str, ...], Part] = field(default_factory=dict)

    def of(self, levels: tuple[str, ...]) -> Part:
        """Return the rows of these levels, in the order of the frame."""
        if levels not in self._parts:
            places = np.flatnonzero(self.rows["level"].isin(levels).to_numpy())
            self._parts[levels] = Part(self.rows.take(places), period_of(self.rows), places)
        return self._parts[levels]

    @cached_property
    def cells(self) -> list[Mapping[str, Any]]:
        """The cells of every row by column."""
        return _cells(self.rows)


@dataclass(eq=False)
class Part:
    """Rows of some levels and their places in the frame, with the report year as a period of conditions."""

    rows: pd.DataFrame
    period: Period
    places: npt.NDArray[np.int64]
    _filled: dict[str, Mask] = field(default_factory=dict)
    _columns: dict[str, pd.Series] = field(default_factory=dict)

    def fulfil(self, condition: Condition, about: tuple[str, ...], columns: Iterable[str] = ()) -> Mask:
        """Return the rows that fulfil a condition, are of these indicators (none: all) and have these columns."""
        found = np.ones(len(self.rows), dtype=bool)
        for name in columns:  # known from other rules, and often empty: nobody has a forecast after two years
            found &= self._has(name)
        if about:
            found &= self._column("measure").isin(about).to_numpy(dtype=bool)
        return found & condition.mask(self._column, self.period) if found.any() else found

    def _column(self, name: str) -> pd.Series:
        if name not in self._columns:
            self._columns[name] = self.rows[name]
        return self._columns[name]

    def _has(self, name: str) -> Mask:
        if name not in self._filled:
            self._filled[name] = self._column(name).notna().to_numpy()
        return self._filled[name]

    def units(self, chosen: Mask) -> list[tuple[Any, ...]]:
        """Return whose the chosen rows are: scope, unit, cut, group."""
        return list(self.rows.loc[chosen, _UNIT].itertuples(index=False, name=None))


def find(sight: Sight, rule: Rule, names: Names) -> list[Hit]:
    """Return the rows that fulfil the rule and have the numbers of its sentence, in the order of the frame."""
    part = sight.of(rule.levels)
    if part.rows.empty:
        return []
    found = part.fulfil(rule.when, rule.about, _needed(rule))
    if rule.beside and found.any():
        met = set(part.units(part.fulfil(rule.beside.when, rule.beside.about)))
        found[found] = [unit in met for unit in part.units(found)]
    return [Hit(rule, Row(sight.cells[place], names)) for place in part.places[found]]


@lru_cache(maxsize=1024)
def _needed(rule: Rule) -> tuple[str, ...]:
    """Return the columns without which the rule's sentence cannot be written."""
    each = rule.each if rule.joins(rule.levels[0]) else ""
    return tuple(sorted({column for slot in SLOT.findall(rule.say + each) for column in NEEDS.get(slot, ())}))


def period_of(rows: pd.DataFrame) -> Period:
    """Return the report year as a period of conditions."""
    year = int(rows["year"].iloc[0]) if len(rows) else date.min.year
    return Period(year, date(year, 1, 1), date(year, 12, 31))


def rows_of(counts: pd.DataFrame, rule: Rule) -> list[Mapping[str, Any]]:
    """Return the criteria (`seen.criteria`) that fulfil a rule of the level «criterion»."""
    told = counts[rule.when.mask(counts.__getitem__, period_of(counts))] if len(counts) else counts
    return _cells(told)


def _cells(rows: pd.DataFrame) -> list[Mapping[str, Any]]:
    names = [str(name) for name in rows]
    columns = (column.tolist() for _, column in rows.items())
    return [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]
