"""A region's summary: the pooled figures and those of its municipalities side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.compare import assess, by_unit, reasons
from pdmon_utils.compare.slices import Unit
from pdmon_utils.conclusions import Names, counted, load_rules
from pdmon_utils.disclosure import Protected, for_all, for_public
from pdmon_utils.municipality import Municipality
from pdmon_utils.show import Heading, Requisites, Shown, Stack, Style, Table, alt_bars, bars
from pdmon_utils.show.maps import Area, Ring, alt_map, share_map
from pdmon_utils.store import AUDIENCES, Workspace
from pdmon_utils.study import regional
from pdmon_utils.study.advised import WHOLE
from pdmon_utils.study.areas import outlines
from pdmon_utils.study.assessed import by_indicator
from pdmon_utils.study.changes import NOTHING, changed, valued
from pdmon_utils.study.data import Data, beside_of, known_name
from pdmon_utils.study.spoken import Speaking, asked_year, spoken
from pdmon_utils.study.values import NOT_COMPARED, fed, value_text
from pdmon_utils.words import Figure, is_missing, join_ru


@spoken
class RegionStudy(Speaking):
    """All municipalities of a region that work by one regulation with regional figures."""

    def __init__(self, region: str, year: int, audience: str = "internal", *, home: str | None = None) -> None:
        """Open a region by its code; raises StudyError for an unknown region, year or audience."""
        self.workspace, self.region = Workspace.find(home), region
        cards = [c for c in self.workspace.municipalities.values() if self._regional(c.regulation)]
        known_name(region, sorted({c.region_code for c in cards}), "сводки по региону")
        self.cards = sorted((c for c in cards if c.region_code == region), key=lambda card: card.name)
        years = sorted({str(year) for card in self.cards for year in card.years})
        self.year = int(known_name(asked_year(year), years, f"данных региона «{region}» за год"))
        self.audience = known_name(audience, AUDIENCES, "аудитории")
        self.regulation = self.workspace.catalogue.regulation(self.cards[0].regulation)
        self.asks = tuple(ask for ask in self.regulation.asks.values() if "region" in ask.scopes)
        self._data = {
            c.slug: Data("note", c.slug, max(c.years), audience, self.workspace) for c in self.cards if c.years
        }

    def _regional(self, code: str) -> bool:
        return any("region" in ask.scopes for ask in self.workspace.catalogue.regulation(code).asks.values())

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        del include, exclude  # a notebook asks for everything
        return self.about()._repr_mimebundle_()

    def _repr_html_(self) -> str:
        return self.about()._repr_html_()

    def about(self) -> Stack:
        """Return whose report this is: region, municipalities, year, regulation, audience."""
        rows = (
            ("Регион", self.cards[0].region),
            ("Муниципалитеты", "; ".join(card.name for card in self.cards)),
            ("Отчётный год", str(self.year)),
            ("Положение", self.regulation.act),
            ("Вид", "публикация" if self.audience == "public" else "для служебного пользования"),
        )
        return Stack([Style(), Requisites(rows, self.regulation.title)])

    def figures(self) -> Protected:
        """Return the region's figures and the totals of its municipalities, protected for a public page."""
        figures = self.workspace.figures(["", *(card.slug for card in self.cards)])
        mine = (figures["municipality"] != "") | (figures["unit"] == self.region)
        figures = figures[mine & (figures["year"] <= self.year)].reset_index(drop=True)
        if self.audience != "public":
            return for_all(figures)
        return for_public(figures, self.regulation.asks, beside_of(self.workspace, self.cards, [""]))

    def summary(self) -> Table:
        """Return one line an indicator: the region's value and what became of it; below, who handed in nothing."""
        figures = self.figures()
        told = self._assessed(figures)
        rows = [self._line(ask, told.get(ask.id)) for ask in self.asks]
        silent = [card.name for card in self.cards if not self._handed_in(card.slug)]
        note = f"Без муниципалитетов, которые не представили реестр работников: {join_ru(silent)}." if silent else ""
        return Table(pd.DataFrame(rows), f"Показатели региона за {self.year} год", note, numeric=("Регион",))

    def _handed_in(self, slug: str) -> bool:
        return slug in self._data and self._data[slug].handed_in("staff", self.year)

    def _fed(self, slug: str, ask: Ask, year: int) -> bool:
        return slug in self._data and fed(self._data[slug], ask, year)

    def _assessed(self, figures: Protected) -> dict[str, dict[str, Any]]:
        """Return the assessment of the region's own figures by indicator, of years that some municipality fed."""
        return by_indicator(self._frame(figures), self.year)

    def _frame(self, figures: Protected) -> pd.DataFrame:
        own = Protected(figures[figures["scope"] == "region"])
        return assess(self._told(own), self.asks, self.year)

    def _line(self, ask: Ask, cells: dict[str, Any] | None) -> dict[str, str]:
        change = changed(ask, cells, self.region, reasons(ask, {}, self.year)) if cells else NOTHING
        value = str(valued(ask, cells, self.region))
        since = NOT_COMPARED if change == NOTHING else str(change)
        return {"Показатель": f"{ask.title} ({ask.clause})", "Регион": value, "Изменение за год": since}

    def assessment(self) -> pd.DataFrame:
        """Return the assessment of the region's own figures of the report year."""
        return self._frame(self.figures())

    def facts(self) -> dict[str, int]:
        """Return the numbers of indicators that conclusions on criteria quote, by address, for a checker."""
        titles = {code: criterion.title for code, criterion in self.workspace.catalogue.criteria.items()}
        frame = self.assessment()
        names = Names({ask.id: ask for ask in self.asks}, self.region)
        return counted(frame[frame["breakdown"] == ""], titles, names, self.year)

    def conclusions(self) -> Stack:
        """Return what the master list says of the region's figures, by criterion and in general."""
        titles = {code: criterion.title for code, criterion in self.workspace.catalogue.criteria.items()}
        known = titles, load_rules(self.workspace.home / "rules" / "conclusions.yml")
        return regional.conclusions(self.assessment(), self.regulation, self.region, self.year, known)

    def recommendations(self) -> Stack:
        """Return what follows from the region's figures, and how each municipality carried its recommendations out."""
        places = [Data(WHOLE, c.slug, self.year, self.audience, self.workspace) for c in self._places]
        return regional.recommendations(self._told(self.figures()), places, self.regulation, self.region, self.year)

    @property
    def _places(self) -> list[Municipality]:
        return [card for card in self.cards if self.year in card.years]

    def _told(self, figures: Protected) -> Protected:
        """Return the figures of the asks and years for which some municipality handed in what is needed."""
        years = [int(year) for year in figures["year"].unique()]
        held = [(a.id, y) for a in self.asks for y in years if any(self._fed(c.slug, a, y) for c in self.cards)]
        return Protected(figures[pd.MultiIndex.from_frame(figures[["indicator", "year"]]).isin(held)])

    def municipalities(self) -> Stack:
        """Return for every indicator the municipalities by name, never by value."""
        figures = by_unit(self.figures())
        return Stack([part for ask in self.asks for part in self._page(figures, ask)])

    def _page(self, figures: dict[Unit, dict[int, Figure]], ask: Ask) -> list[Shown]:
        held = [self._held(figures, ask, card) for card in self.cards]
        labels = [card.name for card in self.cards]
        title = f"{ask.title}: муниципалитеты (по алфавиту), {self.year} год"
        frame = pd.DataFrame({"Муниципалитет": labels, "Значение": [value_text(ask, figure) for figure in held]})
        parts: list[Shown] = [Heading(3, f"{ask.title} ({ask.id})"), Table(frame, title, numeric=("Значение",))]
        values = [figure.value for figure in held if figure and not is_missing(figure.value)]
        if ask.kind == "share" and len(values) == len(labels):
            unit = ask.indicator.unit
            parts.append(bars(labels, values, title=title, unit=unit, alt=alt_bars(labels, values, unit)))
        return [*parts, *self._map(ask, held)]

    @cached_property
    def _outlines(self) -> dict[str, list[Ring]]:
        path = self.workspace.home / "maps" / f"{self.region}.geojson"
        return outlines(path.read_text(encoding="utf-8-sig"), self.cards, f"maps/{path.name}") if path.exists() else {}

    def _map(self, ask: Ask, held: Sequence[Figure | None]) -> list[Shown]:
        """Return the map of a share's values, where the workspace has the outlines."""
        withheld = any(figure and is_missing(figure.numerator) for figure in held)
        if ask.kind != "share" or withheld or not self._outlines:
            return []
        values = [math.nan if f is None or is_missing(f.value) else float(f.value or 0) for f in held]
        shares = dict(zip([card.name for card in self.cards], values, strict=True))
        known = [card for card in self.cards if card.slug in self._outlines]
        areas = [Area(card.name, self._outlines[card.slug], shares[card.name]) for card in known]
        unit, title = ask.indicator.unit, f"{ask.title}: муниципалитеты на карте, {self.year} год"
        return [share_map(areas, title=title, unit=unit, alt=alt_map(shares, unit))]

    def _held(self, figures: dict[Unit, dict[int, Figure]], ask: Ask, card: Municipality) -> Figure | None:
        held = figures.get((ask.id, "municipality", card.slug), {})
        return held.get(self.year) if self._fed(card.slug, ask, self.year) else None
