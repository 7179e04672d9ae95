"""The same indicators over the years: values side by side, what became of them, charts."""

from __future__ import annotations

import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.show import Notice, Shown, Stack, Table
from pdmon_utils.study.data import Data
from pdmon_utils.study.pages import dynamics
from pdmon_utils.study.values import NOT_COMPARED, change_between, fed, totals
from pdmon_utils.words import ROUNDING_NOTE, short_text


def over_years(data: Data) -> Stack:
    """Return a table of all asks by year with the change since the first year, then a chart an ask."""
    years = sorted(data.all_figures["year"].unique())
    if len(years) < 2:  # noqa: PLR2004  a comparison needs two
        return Stack([Notice("Данные есть только за один год: сравнивать не с чем.", "missing")])
    asks = [ask for ask in data.asks if fed(data, ask)]
    rows = [_row(data, ask, years) for ask in asks]
    caption = f"Показатели по годам, {years[0]}–{years[-1]}"
    table = Table(pd.DataFrame(rows), caption, ROUNDING_NOTE, tuple(str(year) for year in years))
    charts: list[Shown] = [chart for ask in asks for chart in dynamics(data, ask)]
    return Stack([table, *charts])


def _row(data: Data, ask: Ask, years: list[int]) -> dict[str, str]:
    held = totals(data, ask)
    values = {
        str(year): short_text(ask.indicator.unit, held[year].value, held[year].denominator) if year in held else "—"
        for year in years
    }
    first, last = held.get(years[0]), held.get(years[-1])
    return {"Показатель": ask.title, **values, f"К {years[0]} году": change_between(ask, first, last) or NOT_COMPARED}
