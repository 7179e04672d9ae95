"""Figures as a public page may show them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final, NewType

import numpy as np
import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.disclosure.cells import cells_of
from pdmon_utils.disclosure.choose import to_hide
from pdmon_utils.disclosure.published import hidden_before
from pdmon_utils.disclosure.relations import sums_of
from pdmon_utils.disclosure.suppress import exposed

Protected = NewType("Protected", pd.DataFrame)  # figures that may be shown to the audience of a page
PUBLIC_SCOPES: Final = ("municipality", "region")
_PARTS: Final = ("numerator", "denominator", "value")


def for_all(figures: pd.DataFrame) -> Protected:
    """Return the figures as an internal page shows them: everything, nothing withheld."""
    return Protected(figures.assign(withheld=False))


def for_public(
    figures: pd.DataFrame,
    asks: Mapping[str, Ask],
    *,
    history: pd.DataFrame | None = None,
    confirmed: Collection[str] = (),
) -> Protected:
    """Return the figures a public page may show: of municipalities and one region, what points at few people emptied.

    Emptied rows keep their keys, have no numbers and `withheld` true; other columns are the same as given. `history`:
    what earlier versions published (`store.PUBLISHED_COLUMNS`). `confirmed`: the municipalities that have confirmed the
    legal basis on which schools publish facts of their staff, so class «open» has no threshold there.
    """
    shown = figures[figures["scope"].isin(PUBLIC_SCOPES)].reset_index(drop=True)
    cells = cells_of(shown, asks, _sources(figures, shown), confirmed)
    before = np.zeros(len(shown), dtype=bool) if history is None else hidden_before(shown, history).to_numpy()
    hidden = to_hide(shown, sums_of(shown, asks, cells), cells, before)
    emptied = {part: shown[part].mask(hidden) for part in _PARTS}
    return Protected(shown.assign(**emptied, withheld=hidden))


def worked_out(
    figures: pd.DataFrame, asks: Mapping[str, Ask], public: pd.DataFrame, *, confirmed: Collection[str] = ()
) -> pd.DataFrame:
    """Return the rows of `public` (as `for_public` gave them) that a reader of all of them works out all the same.

    `figures` are the true ones, of the same municipalities and region. None is what must come out.
    """
    shown = figures[figures["scope"].isin(PUBLIC_SCOPES)].reset_index(drop=True)
    cells = cells_of(shown, asks, _sources(figures, shown), confirmed)
    hidden = public["withheld"].to_numpy(dtype=bool)
    told = np.flatnonzero(cells.primary & ~hidden).tolist()
    kept = np.flatnonzero(cells.primary & hidden).tolist()
    return public.iloc[sorted({*told, *exposed(cells, hidden, sums_of(shown, asks, cells), kept)})]


def _sources(figures: pd.DataFrame, shown: pd.DataFrame) -> pd.Series[float]:
    """Return how many organisations stand behind each municipal total; unknown (many) where figures have none."""
    own = figures[(figures["scope"] == "organisation") & (figures["breakdown"] == "")]
    there = own[own["denominator"].fillna(own["numerator"]) > 0]
    keys = ["municipality", "year", "indicator"]
    counted = there.groupby(keys).size().rename("sources").reset_index()
    every = own.groupby(keys[:2])["unit"].nunique().rename("registered").reset_index()
    rows = shown.merge(counted, how="left", on=keys).merge(every, how="left", on=keys[:2])
    asked = shown["indicator"].isin(own["indicator"].unique()).to_numpy()
    few = rows["sources"].where(rows["sources"].notna(), rows["registered"]).where(asked, rows["registered"])
    return few.where((shown["scope"] == "municipality").to_numpy()).fillna(np.inf).set_axis(shown.index)
