"""Clean tables with whole-number keys: which municipality, person, organisation, event and programme a row belongs to.

A key is local to its municipality, so one pass over the arrays serves all municipalities at once. A row whose person,
organisation, event or programme is not registered has the key -1. All keys are worked out once for all years.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from pdmon_utils.schema import SCHEMA

Codes = npt.NDArray[np.int64]
PERSON_COLUMNS = {"mentees": "mentee_id", "mentors": "mentor_id"}
ALIASES = {"mentees": "mentoring", "mentors": "mentoring"}
LOCAL_IDS = ("route_id", "event_id", "doc_id", "practice_id", "body")


def source_of(table: str) -> str:
    """Return the clean table behind a name of the catalogue (`mentees` and `mentors` are both `mentoring`)."""
    return ALIASES.get(table, table)


def _holding(column: str) -> dict[str, str]:
    return {name: column for name, table in SCHEMA.items() if column in table.columns}


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of thing: its id in each table (table → column), and the tables whose rows register it."""

    columns: Mapping[str, str]
    known: tuple[str, ...]


_KINDS = {
    "person": _Kind({**_holding("person_id"), **PERSON_COLUMNS}, ("staff",)),
    "organisation": _Kind(
        _holding("org_id"),
        ("organisations", "staff", "vacancies", "student_outcomes", "events", "practices", "documents"),
    ),
    "event": _Kind(_holding("event_id"), ("events",)),
    "programme": _Kind(_holding("programme_id"), ("programmes",)),
}


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of one kind of thing: of each row by table; municipality key and id of each key."""

    rows: Mapping[str, Codes]
    municipality: Codes
    ids: pd.Index


@dataclass(frozen=True, eq=False)
class Registry:
    """Tables of some municipalities and the keys of their rows."""

    tables: Mapping[str, pd.DataFrame]
    municipalities: tuple[str, ...]
    _keys: dict[str, Keys] = field(default_factory=dict, init=False, repr=False)

    def municipality(self, table: str) -> Codes:
        """Return the municipality key of each row."""
        return self._homes[source_of(table)]

    @cached_property
    def _homes(self) -> dict[str, Codes]:
        known = pd.Index(self.municipalities)
        return {name: _codes_in(frame["municipality"], known) for name, frame in self.tables.items()}

    def keys(self, kind: str) -> Keys:
        """Return the keys of every `person`, `organisation`, `event` or `programme`: by municipality, then id."""
        if kind not in self._keys:
            self._keys[kind] = self._keyed(_KINDS[kind])
        return self._keys[kind]

    def _keyed(self, kind: _Kind) -> Keys:
        local, names = _coded([self.tables[source_of(table)][column] for table, column in kind.columns.items()])
        size = max(len(names), 1)
        codes = {t: _combined(self.municipality(t), c, size) for t, c in zip(kind.columns, local, strict=True)}
        known = np.unique(np.concatenate([codes[table] for table in kind.known]))
        known = known[known >= 0]
        return Keys({t: find(c, known) for t, c in codes.items()}, known // size, names.take(known % size))

    def key(self, table: str, kind: str) -> Codes:
        """Return the key of each row, -1 for what is not registered in the municipality."""
        return self.municipality(table) if kind == "municipality" else self.keys(kind).rows[table]

    @property
    def persons(self) -> int:
        """Number of registered persons; one who works in two municipalities counts in each."""
        return len(self.keys("person").municipality)

    @property
    def organisations(self) -> int:
        """Number of organisation keys; keys follow municipality, then org_id as text."""
        return len(self.keys("organisation").municipality)


def _codes_in(column: pd.Series, known: pd.Index) -> Codes:
    """Return the place of each value among the known ones, -1 where it is not there."""
    codes, labels = pd.factorize(column)
    return np.append(known.get_indexer(pd.Index(labels)), -1)[codes]


def _coded(columns: Iterable[pd.Series]) -> tuple[list[Codes], pd.Index]:
    """Return one numbering, in the order of the texts, for all the columns together; -1 for an empty cell."""
    listed = list(columns)
    codes, found = pd.factorize(pd.concat(listed, ignore_index=True))
    names, order = pd.Index(found).sort_values(return_indexer=True)
    rank = np.append(np.argsort(order), -1)
    return np.split(rank[codes], np.cumsum([len(column) for column in listed])[:-1]), names


def _combined(municipality: Codes, local: Codes, size: int) -> Codes:
    return np.where((local < 0) | (municipality < 0), -1, municipality * size + local)


def find(wanted: Codes, known: Codes) -> Codes:
    """Return the place of each wanted code among the sorted known ones, -1 where it is not there."""
    if not len(known):
        return np.full(len(wanted), -1, dtype=np.int64)
    places = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return np.where(known[places] == wanted, places, -1)


def pool_region(tables: Mapping[str, pd.DataFrame], regions: Mapping[str, str]) -> dict[str, pd.DataFrame]:
    """Return the tables with each region as one municipality (rule 24); `regions` is municipality → region code.

    Rows are ordered by municipality first; identifiers that are local get their municipality in front.
    """
    return {name: _pooled(frame, regions) for name, frame in tables.items()}


def _pooled(frame: pd.DataFrame, regions: Mapping[str, str]) -> pd.DataFrame:
    slugs = pd.CategoricalDtype(sorted(regions))
    ordered = frame.astype({"municipality": slugs}).sort_values("municipality", kind="stable", ignore_index=True)
    home = ordered["municipality"].astype(str)
    local = {c: (home + "/" + ordered[c]).where(ordered[c].notna()) for c in LOCAL_IDS if c in ordered.columns}
    return ordered.assign(**local, municipality=_regional(ordered["municipality"], regions))


def _regional(homes: pd.Series, regions: Mapping[str, str]) -> pd.Categorical[str]:
    codes = sorted(set(regions.values()))
    place = np.array([codes.index(regions[slug]) for slug in homes.cat.categories], dtype=np.int64)
    return pd.Categorical.from_codes(place[homes.cat.codes.to_numpy()], pd.Index(codes))


def keyed_tables() -> tuple[str, ...]:
    """Return the names that the catalogue may use for a table."""
    return (*SCHEMA, *ALIASES)
