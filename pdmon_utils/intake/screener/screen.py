"""The clean tables of one municipality as the rules see them: handed in, joined (`event.kind`), added, made.

`Screen.column(table, name)` is the only way in; a column is computed once and kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from pdmon_utils.cells import Mask
from pdmon_utils.conditions import Condition, Period
from pdmon_utils.intake.screener.added import ADDED, EVERYWHERE
from pdmon_utils.intake.screener.made import MADE
from pdmon_utils.schema import SCHEMA
from pdmon_utils.yamls import read_yaml

Places = npt.NDArray[np.int64]


class Join(NamedTuple):
    """Which column leads from a table to which rows of another one; `yearly`: those of the same year."""

    column: str
    table: str
    key: str
    yearly: bool = False


JOINS = {
    "person": Join("person_id", "persons", "person_id", yearly=True),
    "mentor": Join("mentor_id", "persons", "person_id", yearly=True),
    "mentee": Join("mentee_id", "persons", "person_id", yearly=True),
    "organisation": Join("org_id", "organisation_years", "org_id", yearly=True),
    "event": Join("event_id", "events", "event_id"),
    "programme": Join("programme_id", "programmes", "programme_id"),
    "route": Join("route_id", "routes", "route_id"),
}


@dataclass(eq=False)
class Screen:
    """Tables (clean, of one municipality) and the years of its folders, ascending."""

    tables: Mapping[str, pd.DataFrame]
    years: tuple[int, ...]
    _frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    _kept: dict[tuple[str, str], pd.Series] = field(default_factory=dict)
    _linked: dict[tuple[str, str], Places] = field(default_factory=dict)

    def frame(self, table: str) -> pd.DataFrame:
        """Return the rows of a clean or made table, numbered anew."""
        if table not in self._frames:
            frame = MADE[table].make(self) if table in MADE else self.tables[table]
            self._frames[table] = frame.reset_index(drop=True)
        return self._frames[table]

    def column(self, table: str, name: str) -> pd.Series:
        """Return a column of `frame(table)`: handed in or made, joined, or added."""
        if (table, name) not in self._kept:
            self._kept[table, name] = self._make(table, name)
        return self._kept[table, name]

    def mask(self, table: str, condition: Condition) -> Mask:
        """Return where the rows of `frame(table)` fulfil the condition."""
        return condition.mask(lambda name: self.column(table, name), _NO_PERIOD)

    def _make(self, table: str, name: str) -> pd.Series:
        maker = ADDED.get(table, {}).get(name) or EVERYWHERE.get(name)
        if maker:
            return pd.Series(maker(self, table))
        prefix, dot, column = name.partition(".")
        if dot:
            return self.column(JOINS[prefix].table, column).reindex(self._links(table, prefix)).reset_index(drop=True)
        return self.frame(table)[name]

    def _links(self, table: str, prefix: str) -> Places:
        """Return the place of the joined row for each row of `table`, -1 for none."""
        if (table, prefix) not in self._linked:
            self._linked[table, prefix] = self._places(table, JOINS[prefix])
        return self._linked[table, prefix]

    def _places(self, table: str, join: Join) -> Places:
        keys = [join.key, "year"] if join.yearly else [join.key]
        others = self.frame(join.table)[keys]
        others = others.assign(place=np.arange(len(others))).drop_duplicates(keys, keep="last")
        own = self.frame(table)[[join.column, *keys[1:]]].set_axis(keys, axis=1)
        return own.merge(others, on=keys, how="left")["place"].fillna(-1).to_numpy(dtype=np.int64)


# Rows of several years stand side by side: rules name the column `year_end`, `checks` refuses the period of one report.
_NO_PERIOD = Period(0, date.min, date.max)


@cache
def known_columns(table: str) -> dict[str, dict[str, str]]:
    """Return every column that a rule over `table` may name, with its codes and their words (empty: any value)."""
    own = own_columns(table)
    joined = {
        f"{prefix}.{name}": codes
        for prefix, join in JOINS.items()
        if join.column in own and join.table != table
        for name, codes in own_columns(join.table).items()
    }
    return own | joined


@cache
def own_columns(table: str) -> dict[str, dict[str, str]]:
    """Return the columns of a table without the joined ones, with their codes and words."""
    own = _explained()[table] if table in MADE else ("year", *SCHEMA[table].columns)
    return {name: _words(table, name) for name in (*own, *ADDED.get(table, {}), *EVERYWHERE)}


@cache
def _explained() -> dict[str, dict[str, str]]:
    """Return the columns of made tables as they are explained to people; making them only to ask takes a while."""
    return read_yaml(Path(__file__).parent / "columns.yml")


def _words(table: str, name: str) -> dict[str, str]:
    columns = SCHEMA[source_of(table)].columns
    column = columns.get(name.removesuffix("_before"))
    return dict(column.values) if column else {}


def source_of(table: str) -> str:
    """Return the clean table whose rows a made table points at."""
    return MADE[table].source if table in MADE else table
