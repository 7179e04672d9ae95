"""Which rows of the assessment frame a rule speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from pdmon_utils.conclusions.names import Names
from pdmon_utils.conclusions.rules import Rule
from pdmon_utils.conclusions.slots import NEEDS, Row
from pdmon_utils.conditions import Mask, Period
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


def find(rows: pd.DataFrame, rule: Rule, names: Names, *, ranked: bool = True) -> list[Hit]:
    """Return the rows (`seen`) that fulfil the rule and have the numbers of its sentence, in the order of the frame.

    Where organisations may not be ranked, a rule that compares leaves them out.
    """
    levels = [level for level in rule.levels if ranked or not (rule.compares and level == "organisation")]
    chosen = rows[rows["level"].isin(levels)]
    chosen = chosen[chosen["measure"].isin(rule.about)] if rule.about else chosen
    if chosen.empty:
        return []
    told = chosen[_mask(chosen, rule) & chosen[_needed(rule)].notna().all(axis=1).to_numpy()]
    if rule.beside:
        told = told[_has_beside(told, rows, rule)]
    return [Hit(rule, Row(cells, names)) for cells in _cells(told)]


def _mask(rows: pd.DataFrame, rule: Rule) -> Mask:
    return rule.when.mask(rows.__getitem__, period_of(rows))


def period_of(rows: pd.DataFrame) -> Period:
    """Return the report year as a period of conditions."""
    year = int(rows["year"].iloc[0]) if len(rows) else date.min.year
    return Period(year, date(year, 1, 1), date(year, 12, 31))


def _needed(rule: Rule) -> list[str]:
    """Return the columns without which the rule's sentence cannot be written."""
    each = rule.each if rule.joins(rule.levels[0]) else ""
    return sorted({column for slot in SLOT.findall(rule.say + each) for column in NEEDS.get(slot, ())})


def _has_beside(told: pd.DataFrame, rows: pd.DataFrame, rule: Rule) -> Mask:
    """Return where the same unit has a row of the second indicator that fulfils its condition."""
    assert rule.beside  # noqa: S101  the caller asked
    others = rows[rows["measure"].isin(rule.beside.about)]
    others = others[rule.beside.when.mask(others.__getitem__, period_of(others))]
    met = set(others[_UNIT].itertuples(index=False, name=None))
    return np.array([unit in met for unit in told[_UNIT].itertuples(index=False, name=None)], dtype=bool)


def rows_of(counts: pd.DataFrame, rule: Rule) -> list[Mapping[str, Any]]:
    """Return the criteria (`seen.criteria`) that fulfil a rule of the level «criterion»."""
    told = counts[rule.when.mask(counts.__getitem__, period_of(counts))] if len(counts) else counts
    return _cells(told)


def _cells(rows: pd.DataFrame) -> list[Mapping[str, Any]]:
    return [{str(column): cell for column, cell in cells.items()} for cells in rows.to_dict("records")]
