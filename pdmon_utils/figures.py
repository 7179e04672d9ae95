"""Catalogue × clean tables → the long table of figures, all municipalities of a regulation in one pass per year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from pdmon_utils.catalogue.model import Ask, AskedCut, Regulation
from pdmon_utils.conditions import Period
from pdmon_utils.cuts import grouped
from pdmon_utils.intake import drop_duplicates
from pdmon_utils.populations import Members
from pdmon_utils.registry import Registry, pool_region
from pdmon_utils.tally import Numbers, fraction, items
from pdmon_utils.views import View

COLUMNS = ("municipality", "year", "indicator", "scope", "unit", "breakdown", "group", "numerator", "denominator", "value")
NO_DENOMINATOR = ("count", "presence", "list")


@dataclass(frozen=True, slots=True)
class Place:
    """What figures must know of a municipality."""

    slug: str
    regulation: str
    region_code: str
    years: tuple[int, ...]


def window(name: str, year: int) -> Period:
    """Return the window of a report year (rule 1): calendar, june or academic."""
    if name == "june":
        return Period(year, date(year - 1, 7, 1), date(year, 6, 30))
    if name == "academic":
        return Period(year, date(year - 1, 9, 1), date(year, 8, 31))
    return Period(year, date(year, 1, 1), date(year, 12, 31))


def compute_figures(
    tables: Mapping[str, pd.DataFrame], places: list[Place], regulations: Mapping[str, Regulation]
) -> pd.DataFrame:
    """Return one row per figure with `COLUMNS` (contract), sorted; value is a fraction for shares.

    `tables` are the clean tables of all `places`; a municipality whose regulation is not given is left out.
    """
    parts = [
        figures
        for code, regulation in sorted(regulations.items())
        for figures in _of_regulation(tables, [p for p in places if p.regulation == code], regulation)
    ]
    return _sorted(pd.concat([_empty(), *parts], ignore_index=True) if parts else _empty())


def _empty() -> pd.DataFrame:
    texts = {name: pd.Series(dtype=str) for name in COLUMNS if name not in ("year", "numerator", "denominator", "value")}
    numbers = {name: pd.Series(dtype=float) for name in ("numerator", "denominator", "value")}
    return pd.DataFrame({**texts, **numbers, "year": pd.Series(dtype="int64")})[list(COLUMNS)]


def _sorted(figures: pd.DataFrame) -> pd.DataFrame:
    return figures.sort_values(list(COLUMNS[:7]), kind="stable", ignore_index=True)


def _of_regulation(
    tables: Mapping[str, pd.DataFrame], places: list[Place], regulation: Regulation
) -> Iterator[pd.DataFrame]:
    if not places:
        return
    own = _only(tables, [p.slug for p in places])
    local = [ask for ask in regulation.asks.values() if ask.scopes != ("region",)]
    yield from _of_places(own, places, regulation, local, region=False)
    regional = [ask for ask in regulation.asks.values() if "region" in ask.scopes]
    if regional:
        yield from _of_places(*_pooled(own, places), regulation, regional, region=True)


def _only(tables: Mapping[str, pd.DataFrame], slugs: list[str]) -> dict[str, pd.DataFrame]:
    return {name: frame[frame["municipality"].isin(slugs)].reset_index(drop=True) for name, frame in tables.items()}


def _pooled(tables: Mapping[str, pd.DataFrame], places: list[Place]) -> tuple[dict[str, pd.DataFrame], list[Place]]:
    """Return the tables as if each region were one municipality, and the regions as places (rule 24)."""
    regions = {place.slug: place.region_code for place in places}
    years: dict[str, set[int]] = {}
    for place in places:
        years.setdefault(place.region_code, set()).update(place.years)
    pooled = [Place(code, "", code, tuple(sorted(held))) for code, held in sorted(years.items())]
    rows = {name: drop_duplicates(name, frame) for name, frame in pool_region(tables, regions).items()}
    return {name: frame.reset_index(drop=True) for name, frame in rows.items()}, pooled


def _of_places(
    tables: Mapping[str, pd.DataFrame], places: list[Place], regulation: Regulation, asks: list[Ask], *, region: bool
) -> Iterator[pd.DataFrame]:
    registry = Registry(tables, tuple(sorted(place.slug for place in places)))
    for year in sorted({year for place in places for year in place.years}):
        reporting = np.array([year in p.years for p in sorted(places, key=lambda p: p.slug)])
        for name in dict.fromkeys(ask.window for ask in asks):
            members = Members(View(registry, window(name, year)), regulation.populations)
            sheet = Sheet(members, reporting, region=region)
            for ask in (ask for ask in asks if ask.window == name):
                yield from sheet.figures(ask)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One year and window of some municipalities (or regions); `reporting` says which of them report this year."""

    members: Members
    reporting: np.ndarray
    region: bool

    def figures(self, ask: Ask) -> Iterator[pd.DataFrame]:
        """Yield the figures of one ask: its scopes, then its cuts."""
        for scope in ("region",) if self.region else (s for s in ask.scopes if s != "region"):
            units = self._units(scope)
            numerator, denominator = self._totals(ask, "municipality" if scope == "region" else scope, len(units))
            kept = units["kept"].to_numpy()
            rows = units.assign(numerator=numerator, denominator=denominator, breakdown="", group="")[kept]
            yield self._rows(ask, scope, rows)
            if scope in ("region", "municipality"):
                for asked in ask.cuts:
                    yield self._rows(ask, scope, self._groups(ask, asked, rows))

    def _totals(self, ask: Ask, scope: str, size: int) -> tuple[Numbers, Numbers]:
        numerator, denominator = np.zeros(size), np.zeros(size)
        for selection in ask.measure.parts:
            parts = fraction(self.members, selection, ask.measure.verb, scope)
            numerator += items(self.members, selection, parts.numerator, size) if selection.items else parts.numerator.sums(size)
            if parts.denominator is not None:
                denominator += parts.denominator.sums(size)
        return numerator, np.full(size, np.nan) if ask.kind in NO_DENOMINATOR else denominator

    def _units(self, scope: str) -> pd.DataFrame:
        """Return all unit keys of a scope: municipality key, unit as written, and whether it gets a row."""
        view, registry = self.members.view, self.members.view.registry
        if scope == "organisation":
            home, names = registry.organisation_municipality, registry.organisation_ids.to_numpy(dtype=object)
            kept = self.reporting[home] & (view.organisation_row[:-1] >= 0)
        elif scope == "cluster":
            clusters = view.cluster[1]
            home, names = clusters["municipality"].to_numpy(), clusters["code"].to_numpy(dtype=object)
            kept = self.reporting[home]
        else:
            home, kept = np.arange(len(registry.municipalities)), self.reporting
            names = np.array(registry.municipalities, dtype=object)
        return pd.DataFrame({"home": home, "unit": names, "kept": kept})

    def _groups(self, ask: Ask, asked: AskedCut, totals: pd.DataFrame) -> pd.DataFrame:
        """Return one row per unit and group (rule 21): listed groups always, open ones where something is counted."""
        found = grouped(self.members, ask.measure, asked).rename(columns={"unit": "home"})
        if asked.open:
            cells = found[found["denominator" if asked.by else "numerator"] > 0]
        else:
            listed = totals[["home"]].merge(pd.DataFrame({"group": list(asked.groups)}, dtype=object), how="cross")
            cells = listed.merge(found, how="left", on=["home", "group"]).fillna({"numerator": 0.0})
        wide = cells.merge(totals[["home", "unit", "denominator"]], on="home", suffixes=("", "_total"))
        base = wide["denominator"].fillna(0.0) if asked.by else wide["denominator_total"]
        return wide.assign(denominator=base, breakdown=asked.cut.name)

    def _rows(self, ask: Ask, scope: str, rows: pd.DataFrame) -> pd.DataFrame:
        names = np.array(self.members.view.registry.municipalities, dtype=object)
        homes = names[rows["home"].to_numpy(dtype=np.int64)]
        numerator, denominator = rows["numerator"].to_numpy(dtype=float), rows["denominator"].to_numpy(dtype=float)
        return pd.DataFrame(
            {
                "municipality": "" if scope == "region" else homes,
                "year": self.members.view.period.year,
                "indicator": ask.id,
                "scope": scope,
                "unit": rows["unit"].to_numpy(dtype=object),
                "breakdown": rows["breakdown"].to_numpy(dtype=object),
                "group": rows["group"].to_numpy(dtype=object),
                "numerator": numerator,
                "denominator": denominator,
                "value": _values(ask.kind, numerator, denominator),
            }
        )


def _values(kind: str, numerator: Numbers, denominator: Numbers) -> Numbers:
    if kind == "presence":
        return (numerator > 0).astype(float)
    if kind in NO_DENOMINATOR:
        return numerator
    filled = denominator > 0
    return np.divide(numerator, denominator, out=np.full(len(numerator), np.nan), where=filled)
