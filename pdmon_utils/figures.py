"""Catalogue × clean tables → the long table of figures, all municipalities of a regulation in one pass per year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd

from pdmon_utils.blocks import COLUMNS, KEY, SOURCES, Block, Words, table
from pdmon_utils.catalogue.model import Ask, AskedCut, Regulation
from pdmon_utils.cells import Mask
from pdmon_utils.conditions import Period
from pdmon_utils.cuts import grouped
from pdmon_utils.intake import drop_duplicates
from pdmon_utils.intake.tables import SOURCE_COLUMNS
from pdmon_utils.populations import Members
from pdmon_utils.registry import Codes, Registry, pool_region
from pdmon_utils.sources import sources_of_totals
from pdmon_utils.tally import Fraction, Numbers, counted, fraction
from pdmon_utils.views import View

__all__ = [
    "COLUMNS",
    "KEY",
    "LOCAL",
    "NO_DENOMINATOR",
    "Place",
    "compute_figures",
    "compute_sourced",
    "sources_of",
    "window",
]
LOCAL = ("municipality", "organisation", "cluster")
POOLED = ("municipality", "region")  # scopes of cuts, and of what everybody may see
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
    return compute_sourced(tables, places, regulations)[list(COLUMNS)]


def compute_sourced(
    tables: Mapping[str, pd.DataFrame], places: list[Place], regulations: Mapping[str, Regulation]
) -> pd.DataFrame:
    """Return the same rows with a further column SOURCES: the organisations behind a municipal or regional figure."""
    words = Words()
    blocks = [
        block
        for code, regulation in sorted(regulations.items())
        for block in _of_regulation(tables, [p for p in places if p.regulation == code], regulation, words)
    ]
    return table(blocks, words)


def sources_of(counted: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Return KEY and SOURCES of the counted figures that are still the same in `figures`, where these are known."""
    known = counted[counted[SOURCES].notna()]
    same = known.merge(figures, how="inner", on=list(COLUMNS))  # an empty cell equals an empty one
    return same[[*KEY, SOURCES]].reset_index(drop=True)


def _of_regulation(
    tables: Mapping[str, pd.DataFrame], places: list[Place], regulation: Regulation, words: Words
) -> Iterator[Block]:
    if not places:
        return
    own = _only(tables, [p.slug for p in places])
    yield from _of_places(own, places, regulation, LOCAL, words)
    if any("region" in ask.scopes for ask in regulation.asks.values()):
        yield from _of_places(*_pooled(own, places), regulation, ("region",), words)


def _only(tables: Mapping[str, pd.DataFrame], slugs: list[str]) -> dict[str, pd.DataFrame]:
    """Return what figures may read of the rows of these municipalities."""
    read = {name: frame.drop(columns=list(SOURCE_COLUMNS), errors="ignore") for name, frame in tables.items()}
    return {name: frame[frame["municipality"].isin(slugs)].reset_index(drop=True) for name, frame in read.items()}


def _pooled(tables: Mapping[str, pd.DataFrame], places: list[Place]) -> tuple[dict[str, pd.DataFrame], list[Place]]:
    """Return the tables as if each region were one municipality, and the regions as places (rule 24)."""
    regions = {place.slug: place.region_code for place in places}
    years: dict[str, set[int]] = {}
    for place in places:
        years.setdefault(place.region_code, set()).update(place.years)
    pooled = [Place(code, "", code, tuple(sorted(held))) for code, held in sorted(years.items())]
    return {name: drop_duplicates(name, frame) for name, frame in pool_region(tables, regions).items()}, pooled


def _of_places(
    tables: Mapping[str, pd.DataFrame],
    places: list[Place],
    regulation: Regulation,
    scopes: tuple[str, ...],
    words: Words,
) -> Iterator[Block]:
    asks = [replace(a, scopes=tuple(s for s in a.scopes if s in scopes)) for a in regulation.asks.values()]
    registry = Registry(tables, tuple(sorted(place.slug for place in places)))
    for year in sorted({year for place in places for year in place.years}):
        reporting = np.array([year in p.years for p in sorted(places, key=lambda p: p.slug)])
        for name in dict.fromkeys(ask.window for ask in asks):
            sheet = Sheet(Members(View(registry, window(name, year)), regulation.populations), reporting, words)
            for ask in (ask for ask in asks if ask.window == name):
                yield from sheet.figures(ask)


@dataclass(frozen=True, slots=True)
class Rows:
    """Unit keys of a scope: municipality and name of each as words, and which of them get a row."""

    municipality: Codes
    name: Codes
    kept: Codes


@dataclass(frozen=True, slots=True)
class Sheet:
    """One year and window of some municipalities (or regions); `reporting` says which of them report this year."""

    members: Members
    reporting: Mask
    words: Words
    _rows: dict[str, Rows] = field(default_factory=dict)

    def figures(self, ask: Ask) -> Iterator[Block]:
        """Yield the figures of one ask: its scopes, then the cuts of municipality or region."""
        for scope in ask.scopes:
            rows, parts = self.rows(scope), self._parts(ask, scope)
            whole, size = self.words.of([""]).repeat(len(rows.kept)), len(rows.name)
            numerator, denominator = self._numerator(ask, parts, size), _denominator(ask, parts, size)
            numbers = numerator[rows.kept], denominator[rows.kept], self._sources(ask, scope, parts)
            yield self._block(ask, scope, "", rows.kept, whole, *numbers)
            for asked in ask.cuts if scope in POOLED else ():
                yield self._groups(ask, scope, asked, parts, denominator)

    def _sources(self, ask: Ask, scope: str, parts: list[Fraction]) -> Numbers:
        kept = self.rows(scope).kept
        if scope not in POOLED:
            return np.full(len(kept), np.nan)
        return sources_of_totals(self.members, ask.measure.parts, parts).at(kept)

    def rows(self, scope: str) -> Rows:
        """Return the units of a scope; a region stands in the column of units only."""
        if scope not in self._rows:
            units = self.members.listed(scope)
            slugs = self.members.view.registry.municipalities
            written = self.words.of(slugs if scope != "region" else [""] * len(slugs))
            kept = np.flatnonzero(units.present & self.reporting[units.municipality])
            self._rows[scope] = Rows(written[units.municipality], self.words.of(units.names), kept)
        return self._rows[scope]

    def _parts(self, ask: Ask, scope: str) -> list[Fraction]:
        level = "municipality" if scope == "region" else scope
        return [fraction(self.members, selection, ask.measure.verb, level) for selection in ask.measure.parts]

    def _numerator(self, ask: Ask, parts: list[Fraction], size: int) -> Numbers:
        selected = zip(ask.measure.parts, parts, strict=True)
        return sum((counted(self.members, s, part.numerator, size) for s, part in selected), np.zeros(size))

    def _groups(self, ask: Ask, scope: str, asked: AskedCut, parts: list[Fraction], whole: Numbers) -> Block:
        """Return a figure per unit and group (rule 21): listed groups always, open ones where something is counted."""
        found, kept = grouped(self.members, ask.measure, parts, asked), self.rows(scope).kept
        size = max(len(found.codes), 1)
        cells = (kept[:, None] * size + np.arange(size)).ravel()
        if asked.open:
            open_to = found.denominator or found.numerator
            cells = open_to.cells[(open_to.values > 0) & np.isin(open_to.cells // size, kept)]
        home, codes = cells // size, self.words.of(found.codes)
        denominator = found.denominator.at(cells) if found.denominator else whole[home]
        group = codes[cells % size]
        numbers = found.numerator.at(cells), denominator, found.sources.at(cells)
        return self._block(ask, scope, asked.cut.name, home, group, *numbers)

    def _block(  # noqa: PLR0913, PLR0917  the columns of the table
        self,
        ask: Ask,
        scope: str,
        breakdown: str,
        home: Codes,
        group: Codes,
        numerator: Numbers,
        denominator: Numbers,
        sources: Numbers,
    ) -> Block:
        rows, (indicator, level, cut) = self.rows(scope), self.words.of([ask.id, scope, breakdown])
        return Block(
            municipality=rows.municipality[home],
            year=self.members.view.period.year,
            indicator=indicator,
            scope=level,
            unit=rows.name[home],
            breakdown=cut,
            group=group,
            numerator=numerator,
            denominator=denominator,
            value=_values(ask.kind, numerator, denominator),
            sources=sources,
        )


def _denominator(ask: Ask, parts: list[Fraction], size: int) -> Numbers:
    """Return the denominators of all units, NaN for what has none."""
    if ask.kind in NO_DENOMINATOR:
        return np.full(size, np.nan)
    return sum((part.denominator.sums(size) for part in parts if part.denominator), np.zeros(size))


def _values(kind: str, numerator: Numbers, denominator: Numbers) -> Numbers:
    if kind == "presence":
        return (numerator > 0).astype(float)
    if kind in NO_DENOMINATOR:
        return numerator
    value = np.full(len(numerator), np.nan)
    np.divide(numerator, denominator, out=value, where=denominator > 0)
    return value
