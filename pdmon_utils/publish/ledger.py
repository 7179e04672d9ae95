"""The numbers that a page may quote, by address: read from figures.parquet, assessed or counted anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from pdmon_utils.publish.numerals import Checked, check_page
from pdmon_utils.store import AUDIENCES, Workspace
from pdmon_utils.study import RegionStudy, beyond, management, opinions, said
from pdmon_utils.study.data import Data
from pdmon_utils.words import Number, address, is_missing

DIRECT = ("numerator", "denominator", "value")  # read from figures.parquet as they lie there
_KEYS = ["indicator", "scope", "unit", "breakdown", "group"]
_PARTS = 7  # of an address: the keys, the year, the column


@dataclass(eq=False)
class Ledger(Mapping[str, Number]):
    """The numbers of a municipality's reports of a year for an audience; each is looked up when it is asked for."""

    workspace: Workspace
    place: str
    year: int
    audience: str = "internal"
    _frames: dict[int, dict[str, dict[str, Any]]] = field(default_factory=dict)

    def __getitem__(self, fact: str) -> Number:
        """Return the number at an address; raises KeyError for an unknown one."""
        where, _, column = fact.rpartition("/")
        if column in DIRECT:
            return _plain(self._figures[where][column])
        if fact in self._counted:
            return self._counted[fact]
        return _plain(self._assessed(int(where.rpartition("/")[2]))[where][column])

    def __contains__(self, fact: object) -> bool:
        """Return True for an address behind which there is a number."""
        try:
            return str(fact).count("/") == _PARTS - 1 and self[str(fact)] is not None
        except (KeyError, ValueError):
            return False

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

    @cached_property
    def _counted(self) -> dict[str, Number]:
        data = self._data(self.year)
        return {**said.facts(data), **opinions.facts(data), **management.facts(data), **beyond.facts(data)}

    def _assessed(self, year: int) -> dict[str, dict[str, Any]]:
        if year not in self._frames:
            self._frames[year] = _by_address(self._frame(year), year)
        return self._frames[year]

    def _frame(self, year: int) -> pd.DataFrame:
        return said.Conclusions(self._data(year)).frame

    def _data(self, year: int) -> Data:
        if year not in self.workspace.municipality(self.place).years:
            raise KeyError(year)
        return Data("note", self.place, year, self.audience, self.workspace)


class RegionLedger(Ledger):
    """The numbers of a region's report: its figures, their assessment, numbers of its indicators."""

    @cached_property
    def _study(self) -> RegionStudy:
        return RegionStudy(self.place, self.year, self.audience, home=str(self.workspace.home))

    @cached_property
    def _counted(self) -> dict[str, Number]:
        return {**self._study.facts()}

    def _frame(self, year: int) -> pd.DataFrame:
        if year != self.year:
            raise KeyError(year)
        return self._study.assessment()


def ledger_of(workspace: Workspace, place: str, year: int, audience: str) -> Ledger:
    """Return the numbers of the reports of a municipality or of a region."""
    kind = Ledger if place in workspace.municipalities else RegionLedger
    return kind(workspace, place, year, audience)


def _by_address(rows: pd.DataFrame, year: int | None) -> dict[str, dict[str, Any]]:
    """Return the cells of each row by its address without a column."""
    dated = rows if year is None else rows.assign(year=year)
    keys = dated[[*_KEYS, "year"]].itertuples(index=False, name=None)
    cells = dated.to_dict("records")
    return {address(*key): {str(c): v for c, v in row.items()} for key, row in zip(keys, cells, strict=True)}


def _plain(value: Any) -> Number:  # noqa: ANN401  a cell
    return None if is_missing(value) else float(value)


def check_reports(workspace: Workspace, pages: Iterable[Path] | None = None) -> dict[Path, Checked]:
    """Return the check of every report's page, or of some: reports/<place>/<year>/<audience>/….html."""
    found = workspace.reports.glob("*/*/*/**/*.html") if pages is None else pages
    ledgers: dict[tuple[str, str, str], Ledger] = {}
    checked: dict[Path, Checked] = {}
    for page in sorted(found):
        place, year, audience, *_ = page.relative_to(workspace.reports).parts
        if not place.startswith("_") and year.isdigit() and audience in AUDIENCES:
            key = (place, year, audience)
            ledgers[key] = ledgers.get(key) or ledger_of(workspace, place, int(year), audience)
            checked[page] = check_page(page.read_text(encoding="utf-8"), ledgers[key])
    return checked
