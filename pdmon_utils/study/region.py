"""A region's summary: the pooled figures and those of its municipalities side by side."""

from __future__ import annotations

import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.compare import by_year, slice_of
from pdmon_utils.disclosure import for_public
from pdmon_utils.errors import StudyError, nearest
from pdmon_utils.show import Heading, Notice, Passport, Shown, Stack, Style, Table, alt_bars, bars
from pdmon_utils.store import Workspace
from pdmon_utils.study.values import value_text
from pdmon_utils.words import NOT_HANDED_IN, change_text


class RegionStudy:
    """All municipalities of a region that work by one regulation with regional figures."""

    def __init__(self, region: str, year: int, audience: str = "internal", *, home: str | None = None) -> None:
        """Open a region by its code; raises StudyError for an unknown one or one without regional figures."""
        self.workspace, self.region, self.year, self.audience = Workspace.find(home), region, int(year), audience
        cards = [c for c in self.workspace.municipalities.values() if self._regional(c.regulation)]
        codes = sorted({c.region_code for c in cards})
        if region not in codes:
            raise StudyError(f"Нет сводки по региону «{region}»{nearest(region, codes)} Есть: {', '.join(codes) or 'ни одной'}.")
        self.cards = [c for c in cards if c.region_code == region]
        self.regulation = self.workspace.catalogue.regulation(self.cards[0].regulation)
        self.asks = tuple(ask for ask in self.regulation.asks.values() if "region" in ask.scopes)

    def _regional(self, code: str) -> bool:
        return any("region" in ask.scopes for ask in self.workspace.catalogue.regulation(code).asks.values())

    def _repr_html_(self) -> str:
        rows = (
            ("Регион", self.cards[0].region),
            ("Муниципалитеты", "; ".join(card.name for card in self.cards)),
            ("Отчётный год", str(self.year)),
            ("Положение", self.regulation.act),
            ("Вид", "публикация" if self.audience == "public" else "для служебного пользования"),
        )
        return Stack([Style(), Passport(rows, self.regulation.title)])._repr_html_()

    def figures(self) -> pd.DataFrame:
        """Return the region's figures and the totals of its municipalities, protected for a public page."""
        figures = self.workspace.figures(["", *(card.slug for card in self.cards)])
        mine = (figures["municipality"] != "") | (figures["unit"] == self.region)
        figures = figures[mine & (figures["year"] <= self.year)].reset_index(drop=True)
        asks = dict(self.regulation.asks)
        return for_public(figures, asks) if self.audience == "public" else figures.assign(withheld=False)

    def summary(self) -> Table:
        """Return one line an indicator: the region's value, what became of it, the target."""
        figures = self.figures()
        rows = [self._line(figures, ask) for ask in self.asks]
        return Table(pd.DataFrame(rows), f"Показатели региона за {self.year} год", numeric=("Регион",))

    def _line(self, figures: pd.DataFrame, ask: Ask) -> dict[str, str]:
        held = by_year(figures, ask.id, "region", self.region)
        now, before = held.get(self.year), held.get(self.year - 1)
        change = "сравнить не с чем" if now is None or before is None else change_text(ask.kind, before, now)
        return {"Показатель": f"{ask.title} ({ask.clause})", "Регион": value_text(ask, now), "Изменение за год": change}

    def municipalities(self) -> Stack:
        """Return for every indicator the municipalities by name, never by value."""
        figures = self.figures()
        return Stack([part for ask in self.asks for part in self._page(figures, ask)])

    def _page(self, figures: pd.DataFrame, ask: Ask) -> list[Shown]:
        rows = slice_of(figures, ask.id, "municipality")
        rows = rows[rows["year"] == self.year].sort_values("unit")
        if rows.empty:
            return [Heading(3, ask.title), Notice(NOT_HANDED_IN)]
        names = {card.slug: card.name for card in self.cards}
        labels = rows["unit"].map(names).tolist()
        texts = [value_text(ask, by_year(figures, ask.id, "municipality", unit)[self.year]) for unit in rows["unit"]]
        title = f"{ask.title}: муниципалитеты (по алфавиту), {self.year} год"
        parts: list[Shown] = [Heading(3, f"{ask.title} ({ask.id})")]
        parts.append(Table(pd.DataFrame({"Муниципалитет": labels, "Значение": texts}), title, numeric=("Значение",)))
        if ask.kind == "share" and rows["value"].notna().all():
            values, unit = rows["value"].tolist(), ask.indicator.unit
            parts.append(bars(labels, values, title=title, unit=unit, alt=alt_bars(labels, values, unit)))
        return parts
