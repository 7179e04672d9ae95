"""The assessment of a study: fed years of all indicators of the regulation, sides, and who handed in nothing."""

from __future__ import annotations

import pandas as pd

from pdmon_utils.compare import assess
from pdmon_utils.study.data import Data
from pdmon_utils.study.values import fed


def assessed(data: Data) -> pd.DataFrame:
    """Return the assessment of the year's figures, protected for a public page; only of indicators that are fed."""
    asks = tuple(data.regulation.asks.values())
    years = sorted(data.all_figures["year"].unique().tolist())
    held = {(ask.id, year) for ask in asks for year in years if fed(data, ask, year)}
    keys = zip(data.all_figures["indicator"], data.all_figures["year"], strict=True)
    figures = data.all_figures[[key in held for key in keys]]
    return assess(figures, asks, data.year, plans=data.card.plans, breaks=data.card.breaks)
