"""Clean tables with whole-number keys: which municipality, person and organisation each row belongs to.

A key is local to its municipality, so one pass over the arrays serves all municipalities at once. A row whose person
or organisation is not registered has the key -1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from pdmon_utils.schema import SCHEMA

Codes = npt.NDArray[np.int64]
PERSON_COLUMNS = {"mentees": "mentee_id", "mentors": "mentor_id"}
ALIASES = {"mentees": "mentoring", "mentors": "mentoring"}
LOCAL_IDS = ("route_id", "event_id", "doc_id", "practice_id", "body")
_WITH_ORGANISATIONS = ("organisations", "staff", "vacancies", "student_outcomes", "events", "practices", "documents")


def source_of(table: str) -> str:
    """Return the clean table behind a name of the catalogue (`mentees` and `mentors` are both `mentoring`)."""
    return ALIASES.get(table, table)


@dataclass(frozen=True, eq=False)
class Registry:
    """Tables of some municipalities and the keys of their rows."""

    tables: Mapping[str, pd.DataFrame]
    municipalities: tuple[str, ...]

    def municipality(self, table: str) -> Codes:
        """Return the municipality key of each row."""
        column = self.tables[source_of(table)]["municipality"].astype(pd.CategoricalDtype(list(self.municipalities)))
        return column.cat.codes.to_numpy().astype(np.int64)

    @cached_property
    def _people(self) -> tuple[pd.Index, Codes]:
        staff = self.tables["staff"]
        names = pd.Index(staff["person_id"].unique())
        codes = self.municipality("staff") * len(names) + names.get_indexer(staff["person_id"])
        return names, np.unique(codes)

    @property
    def persons(self) -> int:
        """Number of registered persons; one who works in two municipalities counts in each."""
        return len(self._people[1])

    @cached_property
    def person_municipality(self) -> Codes:
        """The municipality key of each person key."""
        names, codes = self._people
        return codes // max(len(names), 1)

    def person(self, table: str) -> Codes:
        """Return the person key of each row, -1 for a person who is not in the register of the municipality."""
        frame = self.tables[source_of(table)]
        names, codes = self._people
        local = names.get_indexer(frame[PERSON_COLUMNS.get(table, "person_id")])
        return _find(np.where(local < 0, -1, self.municipality(table) * len(names) + local), codes)

    @cached_property
    def _places(self) -> tuple[pd.Index, Codes]:
        names = pd.Index(pd.concat([self.tables[t]["org_id"] for t in _WITH_ORGANISATIONS]).dropna().unique()).sort_values()
        coded = [_combined(self.municipality(t), names.get_indexer(self.tables[t]["org_id"]), len(names)) for t in _WITH_ORGANISATIONS]
        codes = np.unique(np.concatenate(coded))
        return names, codes[codes >= 0]

    @property
    def organisations(self) -> int:
        """Number of organisation keys; keys follow municipality, then org_id as text."""
        return len(self._places[1])

    @cached_property
    def organisation_municipality(self) -> Codes:
        """The municipality key of each organisation key."""
        names, codes = self._places
        return codes // max(len(names), 1)

    @cached_property
    def organisation_ids(self) -> pd.Index:
        """The org_id of each organisation key."""
        names, codes = self._places
        return names[codes % max(len(names), 1)]

    def organisation(self, table: str) -> Codes:
        """Return the organisation key of each row, -1 where org_id is empty."""
        names, codes = self._places
        local = names.get_indexer(self.tables[source_of(table)]["org_id"])
        return _find(_combined(self.municipality(table), local, len(names)), codes)


def _combined(municipality: Codes, local: npt.NDArray[np.intp], size: int) -> Codes:
    return np.where(local < 0, -1, municipality * size + local)


def _find(wanted: Codes, known: Codes) -> Codes:
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
    ordered = frame.sort_values("municipality", kind="stable", key=lambda s: s.astype(str))
    home = ordered["municipality"].astype(str)
    local = {c: (home + "/" + ordered[c]).where(ordered[c].notna()) for c in LOCAL_IDS if c in ordered.columns}
    return ordered.assign(**local, municipality=pd.Categorical(home.map(regions), sorted(set(regions.values()))))


def keyed_tables() -> tuple[str, ...]:
    """Return the names that the catalogue may use for a table."""
    return (*SCHEMA, *ALIASES)
