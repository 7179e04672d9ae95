"""The assessment of a study's regulation: fed years only, protected for a public page, made once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.compare import assess, reasons
from pdmon_utils.disclosure import Protected
from pdmon_utils.study.data import Data
from pdmon_utils.study.values import fed


def assessed(data: Data, year: int | None = None) -> pd.DataFrame:
    """Return the assessment (`compare/columns.yml`) of the report year or of an earlier one; not to be written to."""
    when, held = year or data.year, data.shared.frames
    if when not in held:
        asks = list(data.regulation.asks.values())
        plans, breaks = data.card.plans, data.card.breaks
        held[when] = assess(fed_figures(data, asks), asks, when, plans=plans, breaks=breaks)
    return held[when]


def fed_figures(data: Data, asks: Sequence[Ask]) -> Protected:
    """Return the figures of the years for which the data of an ask were handed in: what is missing is no zero."""
    figures = data.all_figures
    years = [int(year) for year in figures["year"].unique()]
    held = [(ask.id, year) for ask in asks for year in years if fed(data, ask, year)]
    told = pd.MultiIndex.from_frame(figures[["indicator", "year"]]).isin(held)
    return Protected(figures[told].reset_index(drop=True))


def totals_of(data: Data) -> dict[str, dict[str, Any]]:
    """Return indicator → the municipality's row of the report year as a mapping, with its `year`; totals only."""
    return data.keep(("totals",), lambda: _totals(data))


def _totals(data: Data) -> dict[str, dict[str, Any]]:
    frame = assessed(data)
    rows = frame[(frame["scope"] == "municipality") & (frame["breakdown"] == "")]
    return by_indicator(rows, data.year)


def by_indicator(rows: pd.DataFrame, year: int) -> dict[str, dict[str, Any]]:
    """Return indicator → its row with its `year`; `rows` has one row an indicator."""
    return {
        str(row["indicator"]): {str(k): v for k, v in row.items()} for row in rows.assign(year=year).to_dict("records")
    }


def breaks_of(data: Data, ask: Ask) -> dict[int, str]:
    """Return the breaks of an ask's series up to the report year: year → why, ascending."""
    return reasons(ask, data.card.breaks, data.year)
