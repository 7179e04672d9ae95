"""One report year and window of a registry: its rows, and the columns that the rules of computation add.

`View.column(table, name)` is the only way in; a column is computed once and kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from pdmon_utils.cells import Mask
from pdmon_utils.columns import ADDED
from pdmon_utils.conditions import Condition, Period
from pdmon_utils.people import PERSON_ATTRIBUTES, first_filled, row_order
from pdmon_utils.registry import Codes, Registry, source_of
from pdmon_utils.schema import SCHEMA

YEARLY = ("staff", "organisations", "student_outcomes")
_LATE = 10_000  # more than any year: programmes of later years come before all others
JOINED = {"staff": "organisation", "courses": "programme", "participation": "event"}


@dataclass(eq=False)
class View:
    """The tables as the report of one year sees them (rules A3, B, C)."""

    registry: Registry
    period: Period
    _frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    _kept: dict[tuple[str, str], pd.Series] = field(default_factory=dict)
    _coded: dict[tuple[str, str], tuple[Codes, pd.Index]] = field(default_factory=dict)
    _keys: dict[tuple[str, str], Codes] = field(default_factory=dict)
    _masks: dict[tuple[str, str], Mask] = field(default_factory=dict)

    @cached_property
    def reporting_date(self) -> pd.Timestamp:
        """D, the last day of the window."""
        return pd.Timestamp(self.period.end)

    @cached_property
    def _rows(self) -> dict[str, Codes]:
        tables = self.registry.tables
        return {name: np.flatnonzero(tables[name]["year"] == self.period.year) for name in YEARLY}

    def frame(self, table: str) -> pd.DataFrame:
        """Return the rows that count in this year, numbered anew: of a yearly table only its own year's."""
        name = source_of(table)
        if name not in self._frames:
            frame = self.registry.tables[name]
            self._frames[name] = (frame.iloc[self._rows[name]] if name in YEARLY else frame).reset_index(drop=True)
        return self._frames[name]

    def key(self, table: str, kind: str) -> Codes:
        """Return the key (`municipality`, `person`, `organisation`, …) of each row of `frame(table)`, -1 for none."""
        if (table, kind) not in self._keys:
            codes = self.registry.key(table, kind)
            self._keys[table, kind] = codes[self._rows[table]] if table in YEARLY else codes
        return self._keys[table, kind]

    def mask(self, table: str, condition: Condition) -> Mask:
        """Return where the rows of `frame(table)` fulfil the condition; not to be written to."""
        if (table, condition.text) not in self._masks:
            self._masks[table, condition.text] = self._fulfilled(table, condition)
        return self._masks[table, condition.text]

    def _fulfilled(self, table: str, condition: Condition) -> Mask:
        if not condition.columns:
            return np.ones(len(self.frame(table)), dtype=bool)
        return condition.mask(lambda name: self.column(table, name), self.period)

    def column(self, table: str, name: str) -> pd.Series:
        """Return a column of `frame(table)`: handed in, joined (`event.kind`) or added by a rule."""
        if (table, name) not in self._kept:
            self._kept[table, name] = self._make(table, name)
        return self._kept[table, name]

    def codes(self, table: str, name: str) -> tuple[Codes, pd.Index]:
        """Return a column as places in its labels, -1 for an empty cell, and the labels."""
        if (table, name) not in self._coded:
            self._coded[table, name] = _coded(self.column(table, name))
        return self._coded[table, name]

    def _make(self, table: str, name: str) -> pd.Series:
        source = source_of(table)
        if name in ADDED.get(source, {}):
            return pd.Series(ADDED[source][name](self, table))
        if "." in name:
            _, _, column = name.partition(".")
            return self._joined(table, column)
        if table == "staff" and name in PERSON_ATTRIBUTES:
            return first_filled(self.frame("staff")[name], self.key("staff", "person"), self._staff_order)
        return self.frame(table)[name]

    @cached_property
    def _staff_order(self) -> Codes:
        return row_order(self.frame("staff"), self.key("staff", "person"), self.key("staff", "organisation"))

    def _joined(self, table: str, column: str) -> pd.Series:
        other, places = self._links(table)
        return self.frame(other)[column].reindex(places).reset_index(drop=True)

    def _links(self, table: str) -> tuple[str, Codes]:
        if table == "staff":
            return "organisations", self.organisation_row[self.key("staff", "organisation")]
        return ("programmes", self._programme_rows) if table == "courses" else ("events", self._event_rows)

    def _last_row(self, table: str, kind: str, order: Codes) -> Codes:
        """Return by key the last of the rows of `table` in this order; -1 (also in the last, extra place) for none."""
        rows = np.full(len(self.registry.keys(kind).municipality) + 1, -1, dtype=np.int64)
        rows[self.key(table, kind)[order]] = order  # the last write wins
        rows[-1] = -1
        return rows

    @cached_property
    def organisation_row(self) -> Codes:
        """Row of `frame("organisations")` by organisation key; -1 (also in the last, extra place) where none."""
        return self._last_row("organisations", "organisation", np.arange(len(self.frame("organisations"))))

    @cached_property
    def _event_rows(self) -> Codes:
        """Row of events for each row of participation, -1 for an unknown event (rule A4)."""
        rows = self._last_row("events", "event", np.arange(len(self.frame("events"))))
        return rows[self.key("participation", "event")]

    @cached_property
    def _programme_rows(self) -> Codes:
        """Rule 16: the programme's row of the greatest year up to the report year, else of the smallest."""
        year = self.frame("programmes")["year"].to_numpy()
        rank = np.where(year > self.period.year, -year - _LATE, year)
        rows = self._last_row("programmes", "programme", np.argsort(rank, kind="stable"))
        return rows[self.key("courses", "programme")]

    @cached_property
    def cluster(self) -> tuple[Codes, Codes, pd.Index]:
        """Cluster key by organisation key (-1 none; one extra place); municipality key and code by cluster key."""
        codes, names = self.codes("organisations", "cluster")
        named = codes >= 0
        keys = self.key("organisations", "municipality")[named] * len(names) + codes[named]
        held, place = np.unique(keys, return_inverse=True)
        by_organisation = np.full(self.registry.organisations + 1, -1, dtype=np.int64)
        by_organisation[self.key("organisations", "organisation")[named]] = place
        return by_organisation, held // len(names), names.take(held % len(names))


def _coded(column: pd.Series) -> tuple[Codes, pd.Index]:
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy().astype(np.int64), column.cat.categories
    codes, labels = pd.factorize(column)
    return codes, pd.Index(labels)


def known_columns(table: str) -> dict[str, dict[str, str]]:
    """Return every column that a condition over `table` may name, with its codes (empty: any value)."""
    source = source_of(table)
    known = {c.name: dict(c.values) for c in SCHEMA[source].columns.values()}
    known |= {name: {} for name in ADDED.get(source, {})}
    if source in JOINED:
        other = {"organisation": "organisations", "programme": "programmes", "event": "events"}[JOINED[source]]
        known |= {f"{JOINED[source]}.{c.name}": dict(c.values) for c in SCHEMA[other].columns.values()}
    return known
