"""The figures as series: a row for each figure of the report year, a column for each year up to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pdmon_utils.catalogue import SHARES, Ask

KEYS = ["indicator", "scope", "unit", "breakdown", "group"]
RATIOS = (*SHARES, "mean")
FEW = 10  # people: of fewer a share claims too much
STRUCTURE = "структура"  # unit of an ask whose total is the whole: only its groups tell something
Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Points:
    """Rows of the report year with what is known of their asks, and their series: arrays of rows × years.

    `since` is the first year that compares with the report year (0 where the series has no break).
    """

    rows: pd.DataFrame
    years: npt.NDArray[np.int64]
    numerator: Numbers
    denominator: Numbers
    value: Numbers
    withheld: Flags
    since: npt.NDArray[np.int64]

    @cached_property
    def known(self) -> Flags:
        """Where there is a value: handed in, published, with somebody in the denominator of a ratio."""
        ratio = self.rows["kind"].isin(RATIOS).to_numpy()[:, None]
        return ~self.withheld & ~np.isnan(self.numerator) & (~ratio | (self.denominator > 0))

    @cached_property
    def usable(self) -> Flags:
        """Where a value compares with that of the report year; nowhere if that one is not known."""
        return self.known & (self.years >= self.since[:, None]) & self.known[:, -1:]

    @cached_property
    def share(self) -> Flags:
        """Rows that are shares of people or things: both parts are counts and the whole is not the total itself."""
        whole = (self.rows["unit_of"] == STRUCTURE) & (self.rows["breakdown"] == "")
        return (self.rows["kind"].isin(SHARES) & ~whole).to_numpy()

    @cached_property
    def proper(self) -> Flags:
        """Where a share can be tested: usable, counted one by one, its numerator is a part of its denominator."""
        inside = (self.numerator >= 0) & (self.numerator <= self.denominator)
        counted = self.share & ~self.rows["summed"].to_numpy(dtype=bool)
        return np.asarray(self.usable & counted[:, None] & inside)

    @cached_property
    def few(self) -> Flags:
        """Where a share stands on fewer than ten."""
        return self.share[:, None] & (self.denominator < FEW)

    @cached_property
    def tables(self) -> npt.NDArray[np.int64]:
        """A number for each row: its table; totals stand in one, units and groups by indicator."""
        total = self.rows["scope"].isin(("municipality", "region")) & (self.rows["breakdown"] == "")
        owner = [self.rows["scope"], self._unit, self.rows["breakdown"], self.rows["indicator"].mask(total, "")]
        return _numbered(self.rows, owner)

    @property
    def _unit(self) -> pd.Series[str]:
        """Whose own table it is: the municipality or the region; '' for units that stand in one table."""
        return self.rows["unit"].where(self.rows["scope"].isin(("municipality", "region")), "")

    @cached_property
    def alike(self) -> npt.NDArray[np.int64]:
        """A number for each row: the same for organisations, clusters or groups of one indicator."""
        owner = [self._unit, *(self.rows[name] for name in ("indicator", "scope", "breakdown"))]
        return _numbered(self.rows, owner)

    @property
    def earlier(self) -> Points:
        """The same series as they were known a year before."""
        grids = {name: getattr(self, name)[:, :-1] for name in ("numerator", "denominator", "value", "withheld")}
        return replace(self, years=self.years[:-1], **grids)


def points_of(figures: pd.DataFrame, asks: Iterable[Ask], year: int, since: Mapping[str, int]) -> Points:
    """Return the series of all figures that the report year has of these asks, all years up to it."""
    known = {ask.id: ask for ask in asks}
    held = figures[(figures["year"] <= year) & figures["indicator"].isin(list(known))]
    years = np.array(sorted({*held["year"].unique().tolist(), year}), dtype=np.int64)
    row = held.groupby(KEYS, sort=False).ngroup().to_numpy(dtype=np.int64)
    now = np.flatnonzero((held["year"] == year).to_numpy())
    place = np.full(row.max(initial=-1) + 1, -1)
    place[row[now]] = np.arange(len(now))
    told = place[row] >= 0
    at = (place[row][told], np.searchsorted(years, held["year"].to_numpy()[told]))
    rows = _described(held[KEYS].iloc[now].reset_index(drop=True), known)
    withheld = held["withheld"].to_numpy() if "withheld" in held else np.zeros(len(held), dtype=bool)

    def matrix(values: npt.NDArray[Any], empty: object = np.nan) -> npt.NDArray[Any]:
        grid = np.full((len(now), len(years)), empty)
        grid[at] = values[told]
        return grid

    parts = {name: matrix(held[name].to_numpy(dtype=float)) for name in ("numerator", "denominator", "value")}
    first = np.array([since.get(code, 0) for code in rows["indicator"]], dtype=np.int64)
    return Points(rows, years, withheld=matrix(withheld, empty=False), since=first, **parts)


def _described(rows: pd.DataFrame, asks: Mapping[str, Ask]) -> pd.DataFrame:
    """Return the keys with what the asks say of themselves; a list's groups are counted."""
    said = pd.DataFrame(
        {
            "indicator": list(asks),
            "kind": [ask.kind for ask in asks.values()],
            "criterion": [ask.indicator.criterion for ask in asks.values()],
            "topic": [ask.indicator.topic for ask in asks.values()],
            "facet": [ask.indicator.facet for ask in asks.values()],
            "direction": [ask.direction for ask in asks.values()],
            "summed": [bool(ask.measure.main.sum) for ask in asks.values()],
            "unit_of": [ask.indicator.unit for ask in asks.values()],
        }
    )
    said = said.astype({"indicator": "str", "summed": bool})  # of no asks pandas cannot guess
    return rows.merge(said, how="left", on="indicator", validate="many_to_one")


def _numbered(rows: pd.DataFrame, owner: list[pd.Series[Any]]) -> npt.NDArray[np.int64]:
    return np.asarray(rows.groupby(owner, sort=False).ngroup(), dtype=np.int64)
