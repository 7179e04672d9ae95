"""Sections that the act names and gives no indicator for, filled from unified indicators (Вилюйск, п. 1)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from pdmon_utils.catalogue import Ask, Regulation
from pdmon_utils.disclosure import Protected
from pdmon_utils.figures import COLUMNS, Place, compute_sourced, sources_of
from pdmon_utils.schema import SCHEMA
from pdmon_utils.show import Heading, Notice, Paragraph, Shown, Stack, Table
from pdmon_utils.study.assessed import totals_of
from pdmon_utils.study.changes import change, valued
from pdmon_utils.study.data import Data
from pdmon_utils.study.shared import Shared
from pdmon_utils.study.values import NOT_COMPARED
from pdmon_utils.words import NO_DATA, Number, address

LABEL = "Показатель не предусмотрен положением, приведён для полноты."
NOTHING = "Разделов, для которых положение не называет показателей, нет."


@dataclass(eq=False)
class Beyond(Data):
    """The same place and year, seen by the indicators that stand beside the regulation's own."""

    @cached_property
    def regulation(self) -> Regulation:
        """The regulation with `beyond` in place of its asks."""
        law = self.workspace.catalogue.regulation(self.card.regulation)
        return replace(law, asks=law.beyond)

    @cached_property
    def all_figures(self) -> Protected:
        """Figures of these indicators, counted now from the clean tables, protected for a public page."""
        law, card = self.regulation, self.card
        years = tuple(year for year in card.years if year <= self.year)
        place = Place(self.municipality, law.code, card.region_code, years)
        counted = compute_sourced({name: self.rows(name) for name in SCHEMA}, [place], {law.code: law})
        figures = counted[list(COLUMNS)]
        return self.shown(figures, sources_of(counted, figures))


def beyond_of(data: Data) -> Beyond:
    """Return the data seen by the indicators beside the regulation's own; the card's plans are not of them."""
    whole = Beyond("report", data.municipality, data.year, data.audience, data.workspace)
    whole.card, whole.shared = replace(data.card, plans={}, breaks={}), Shared()
    whole.shared.tables.update(data.shared.tables)
    return whole


def beyond(data: Data) -> Stack:
    """Return a section for each thing that the act names without an indicator: values, or «нет данных»."""
    further = beyond_of(data)
    if not further.asks:
        return Stack([Paragraph(NOTHING)])
    parts: list[Shown] = []
    for words in dict.fromkeys(ask.criterion for ask in further.asks):
        asks = [ask for ask in further.asks if ask.criterion == words]
        parts += [Heading(3, words[:1].upper() + words[1:]), *_section(further, words, asks)]
    return Stack(parts)


def facts(data: Data) -> dict[str, Number]:
    """Return the numbers of these indicators by address, for a checker: parts and values by year, the last change."""
    further = beyond_of(data)
    if not further.asks:
        return {}
    rows = further.all_figures
    held = {
        address(row.indicator, row.scope, row.unit, row.breakdown, row.group, row.year, name): getattr(row, name)
        for row in rows.itertuples(index=False)
        for name in ("numerator", "denominator", "value")
    }
    told = totals_of(further).items()
    place, year = data.municipality, data.year
    changes = {address(code, "municipality", place, "", "", year, "change"): row["change"] for code, row in told}
    return held | changes


def _section(data: Beyond, words: str, asks: list[Ask]) -> list[Shown]:
    held = totals_of(data)
    told = [ask for ask in asks if ask.id in held]
    if not told:
        return [Notice(f"{NO_DATA[:1].upper()}{NO_DATA[1:]}.", "missing")]
    rows = pd.DataFrame([_line(data, ask) for ask in asks])
    note = f"{LABEL} Основание раздела: {asks[0].clause}."
    return [Table(rows, f"{words[:1].upper()}{words[1:]}, {data.year} год", note, ("Значение",))]


def _line(data: Beyond, ask: Ask) -> dict[str, object]:
    since = change(data, ask)
    return {
        "Показатель": ask.title,
        "Как считается": ask.indicator.numerator,
        "Значение": valued(ask, totals_of(data).get(ask.id), data.municipality),
        "Изменение за год": since if since.parts else NOT_COMPARED,
    }
