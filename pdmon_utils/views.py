"""One report year and window of a registry: its rows, and the columns that the rules of computation add.

`View.column(table, name)` is the only way in; a column is computed once and kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from pdmon_utils.columns import ADDED
from pdmon_utils.conditions import Condition, Mask, Period
from pdmon_utils.people import PERSON_ATTRIBUTES, first_filled, row_order
from pdmon_utils.registry import Codes, Registry, source_of
from pdmon_utils.schema import SCHEMA

YEARLY = ("staff", "organisations", "student_outcomes")
JOINED = {"staff": "organisation", "courses": "programme", "participation": "event"}


@dataclass(eq=False)
class View:
    """The tables as the report of one year sees them (rules A3, B, C)."""

    registry: Registry
    period: Period
    _kept: dict[tuple[str, str], pd.Series] = field(default_factory=dict)
    _keys: dict[tuple[str, str], Codes] = field(default_factory=dict)

    @cached_property
    def reporting_date(self) -> pd.Timestamp:
        """D, the last day of the window."""
        return pd.Timestamp(self.period.end)

    @cached_property
    def _rows(self) -> dict[str, Mask]:
        tables = self.registry.tables
        return {name: (tables[name]["year"] == self.period.year).to_numpy() for name in YEARLY}

    def frame(self, table: str) -> pd.DataFrame:
        """Return the rows that count in this year: of a yearly table only its own year's."""
        name = source_of(table)
        return self._yearly[name] if name in YEARLY else self.registry.tables[name]

    @cached_property
    def _yearly(self) -> dict[str, pd.DataFrame]:
        return {name: self.registry.tables[name][rows] for name, rows in self._rows.items()}

    def key(self, table: str, kind: str) -> Codes:
        """Return the `municipality`, `person` or `organisation` key of each row of `frame(table)`."""
        if (table, kind) not in self._keys:
            codes: Codes = getattr(self.registry, kind)(table)
            self._keys[table, kind] = codes[self._rows[table]] if table in YEARLY else codes
        return self._keys[table, kind]

    def mask(self, table: str, condition: Condition) -> Mask:
        """Return where the rows of `frame(table)` fulfil the condition."""
        if not condition.columns:
            return np.ones(len(self.frame(table)), dtype=bool)
        return condition.mask(lambda name: self.column(table, name), self.period)

    def column(self, table: str, name: str) -> pd.Series:
        """Return a column of `frame(table)`: handed in, joined (`event.kind`) or added by a rule."""
        if (table, name) not in self._kept:
            self._kept[table, name] = self._make(table, name)
        return self._kept[table, name]

    def _make(self, table: str, name: str) -> pd.Series:
        source = source_of(table)
        if name in ADDED.get(source, {}):
            return pd.Series(ADDED[source][name](self, table))
        if "." in name:
            _, _, column = name.partition(".")
            return self._joined(table, column)
        if table == "staff" and name in PERSON_ATTRIBUTES:
            return first_filled(self.frame("staff")[name], self.key("staff", "person"), self._staff_order)
        return self.frame(table)[name].reset_index(drop=True)

    @cached_property
    def _staff_order(self) -> Codes:
        return row_order(self.frame("staff"), self.key("staff", "person"), self.key("staff", "organisation"))

    def _joined(self, table: str, column: str) -> pd.Series:
        other, places = self._links(table)
        source = self.frame(other)[column].reset_index(drop=True)
        return source.reindex(places).reset_index(drop=True)

    def _links(self, table: str) -> tuple[str, Codes]:
        if table == "staff":
            return "organisations", self.organisation_row[self.key("staff", "organisation")]
        return ("programmes", self._programme_rows) if table == "courses" else ("events", self.event_rows)

    @cached_property
    def organisation_row(self) -> Codes:
        """Row of `frame("organisations")` by organisation key; -1 (also in the last, extra place) where none."""
        rows = np.full(self.registry.organisations + 1, -1, dtype=np.int64)
        keys = self.key("organisations", "organisation")
        rows[keys] = np.arange(len(keys))
        rows[-1] = -1
        return rows

    @cached_property
    def event_rows(self) -> Codes:
        """Row of events for each row of participation, -1 for an unknown event (rule A4)."""
        return _match(self, "participation", "events", "event_id", self.frame("events"))

    @cached_property
    def _programme_rows(self) -> Codes:
        """Rule 16: the programme's row of the greatest year up to the report year, else of the smallest."""
        frame = self.frame("programmes").reset_index(drop=True)
        late = frame["year"] > self.period.year
        rank = frame["year"].where(~late, -frame["year"] - 10_000)
        best = frame.assign(rank=rank).sort_values("rank", kind="stable")
        return _match(self, "courses", "programmes", "programme_id", best)

    @cached_property
    def cluster(self) -> tuple[Codes, pd.DataFrame]:
        """Cluster key by organisation key (-1 none; one extra place) and the clusters: municipality key, code."""
        codes = self.column("organisations", "cluster")
        keys = self.key("organisations", "municipality") * 1_000 + codes.cat.codes.to_numpy()
        held, place = np.unique(keys[codes.notna()], return_inverse=True)
        by_organisation = np.full(self.registry.organisations + 1, -1, dtype=np.int64)
        by_organisation[self.key("organisations", "organisation")[codes.notna()]] = place
        names = codes.cat.categories[held % 1_000]
        return by_organisation, pd.DataFrame({"municipality": held // 1_000, "code": names})


def _match(view: View, table: str, other: str, column: str, frame: pd.DataFrame) -> Codes:
    """Return for each row of `table` the last row of `frame` (of table `other`) with the same municipality and id."""
    names = pd.Index(frame[column].unique())
    homes = view.key(other, "municipality")[frame.index.to_numpy()] if len(frame) else np.empty(0, dtype=np.int64)
    known = pd.Series(frame.index.to_numpy(), index=homes * len(names) + names.get_indexer(frame[column]))
    known = known[~known.index.duplicated(keep="last")]
    local = names.get_indexer(view.frame(table)[column])
    wanted = np.where(local < 0, -1, view.key(table, "municipality") * len(names) + local)
    places = known.index.get_indexer(wanted)
    return np.where(places < 0, -1, known.to_numpy()[places]) if len(known) else np.full(len(wanted), -1, dtype=np.int64)


def known_columns(table: str) -> dict[str, dict[str, str]]:
    """Return every column that a condition over `table` may name, with its codes (empty: any value)."""
    source = source_of(table)
    known = {c.name: dict(c.values) for c in SCHEMA[source].columns.values()}
    known |= {name: {} for name in ADDED.get(source, {})}
    if source in JOINED:
        other = {"organisation": "organisations", "programme": "programmes", "event": "events"}[JOINED[source]]
        known |= {f"{JOINED[source]}.{c.name}": dict(c.values) for c in SCHEMA[other].columns.values()}
    return known
