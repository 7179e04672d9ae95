"""The numbers that a page may quote, by address: read from figures.parquet, assessed or counted anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from pdmon_utils.store import Workspace
from pdmon_utils.study import RegionStudy, beyond, cuts, management, opinions, said
from pdmon_utils.study.data import Data
from pdmon_utils.words import Number, address, is_missing

DIRECT = ("numerator", "denominator", "value")  # read from figures.parquet as they lie there
_KEYS = ["indicator", "scope", "unit", "breakdown", "group"]
_PARTS = 7  # of an address: the keys, the year, the column
_Counting = Callable[[Data], Mapping[str, Number]]
_COUNTING: tuple[_Counting, ...] = (  # the dearest last
    said.facts,
    cuts.facts,
    opinions.facts,
    beyond.facts,
    management.facts,
)


@dataclass(eq=False)
class Ledger(Mapping[str, Number]):
    """The numbers of a municipality's reports of a year for an audience; each is looked up when it is asked for."""

    workspace: Workspace
    place: str
    year: int
    audience: str = "internal"
    _frames: dict[int, dict[str, dict[str, Any]]] = field(default_factory=dict)
    _parts: dict[_Counting, Mapping[str, Number]] = field(default_factory=dict)

    def __getitem__(self, fact: str) -> Number:
        """Return the number at an address; raises KeyError for an unknown one."""
        known, number = self._looked_up(fact)
        if not known:
            raise KeyError(fact)
        return number

    def __contains__(self, fact: object) -> bool:
        """Return True for an address behind which there is a number."""
        known, number = self._looked_up(str(fact))
        return known and number is not None

    def _looked_up(self, fact: str) -> tuple[bool, Number]:
        """Return whether the address is known and its number; what is dear to count is counted last."""
        where, _, column = fact.rpartition("/")
        if column in DIRECT and where in self._figures:
            return True, _plain(self._figures[where][column])
        year = where.rpartition("/")[2]
        if fact.count("/") == _PARTS - 1 and year.isdigit() and int(year) in self._years:
            row = self._assessed(int(year)).get(where, {})
            if column in row:
                return True, _plain(row[column])
        held = next((told for told in self._told() if fact in told), None)
        return (False, None) if held is None else (True, held[fact])

    def __iter__(self) -> Iterator[str]:
        """Yield the addresses of all figures and counted numbers."""
        yield from (f"{where}/{column}" for where in self._figures for column in DIRECT)
        yield from self._counted

    def __len__(self) -> int:
        """Return how many there are."""
        return len(DIRECT) * len(self._figures) + len(self._counted)

    @cached_property
    def _figures(self) -> dict[str, dict[str, Any]]:
        return _by_address(self.workspace.figures([self.place, ""]), None)

    @property
    def _counted(self) -> dict[str, Number]:
        return {fact: number for told in self._told() for fact, number in told.items()}

    def _told(self) -> Iterator[Mapping[str, Number]]:
        """Yield the numbers that are no figures, part by part; each part is counted once, when it comes to it."""
        return map(self._told_by, _COUNTING)

    def _told_by(self, part: _Counting) -> Mapping[str, Number]:
        if part not in self._parts:
            self._parts[part] = part(self.data)
        return self._parts[part]

    def shown(self) -> pd.DataFrame:
        """Return the figures that the reports may show: the contract's columns and `withheld`."""
        return self.data.all_figures

    def get_ready(self, *, everything: bool) -> None:
        """Work out what checks of pages need, `everything` or what is cheap: a process forked from this one has it."""
        _ = self._figures, self._assessed(self.year)
        for part in _COUNTING if everything else _COUNTING[:-1]:
            self._told_by(part)

    def _assessed(self, year: int) -> dict[str, dict[str, Any]]:
        if year not in self._frames:
            self._frames[year] = _by_address(self._frame(year), year)
        return self._frames[year]

    def _frame(self, year: int) -> pd.DataFrame:
        return said.conclusions_of(self._data(year)).frame

    @property
    def _years(self) -> Collection[int]:
        return self.workspace.municipality(self.place).years

    @cached_property
    def data(self) -> Data:
        """What the reports of the year are made of."""
        return self._data(self.year)

    def _data(self, year: int) -> Data:
        return Data("note", self.place, year, self.audience, self.workspace)


class RegionLedger(Ledger):
    """The numbers of a region's report: its figures, their assessment, numbers of its indicators."""

    def get_ready(self, *, everything: bool) -> None:
        """Do nothing: the figures of a region are read by its notebook alone."""

    @cached_property
    def study(self) -> RegionStudy:
        """What the region's report is made of."""
        return RegionStudy(self.place, self.year, self.audience, home=str(self.workspace.home))

    @cached_property
    def _facts(self) -> Mapping[str, Number]:
        return self.study.facts()

    def _told(self) -> Iterator[Mapping[str, Number]]:
        yield self._facts

    def shown(self) -> pd.DataFrame:
        """Return the figures of the region and the totals of its municipalities, and `withheld`."""
        return self.study.figures()

    @property
    def _years(self) -> Collection[int]:
        return (self.year,)

    def _frame(self, year: int) -> pd.DataFrame:  # noqa: ARG002  a region is assessed for its report year
        return self.study.assessment()


def ledger_of(workspace: Workspace, place: str, year: int, audience: str) -> Ledger:
    """Return the numbers of the reports of a municipality or of a region."""
    kind = Ledger if workspace.has(place) else RegionLedger
    return kind(workspace, place, year, audience)


def shared_ledger(workspace: Workspace, place: str, year: int, audience: str) -> Ledger:
    """Return the same of a municipality, kept while neither its data nor what analysts wrote for the year changes."""
    if not workspace.has(place):
        return ledger_of(workspace, place, year, audience)
    data = Data("note", place, year, audience, workspace)
    return data.keep(("ledger", data.written()), lambda: ledger_of(workspace, place, year, audience))


def _by_address(rows: pd.DataFrame, year: int | None) -> dict[str, dict[str, Any]]:
    """Return the cells of each row by its address without a column."""
    dated = rows if year is None else rows.assign(year=year)
    keys = dated[[*_KEYS, "year"]].itertuples(index=False, name=None)
    cells = dated.to_dict("records")
    return {address(*key): {str(c): v for c, v in row.items()} for key, row in zip(keys, cells, strict=True)}


def _plain(value: Any) -> Number:  # noqa: ANN401  a cell
    return None if is_missing(value) else float(value)
