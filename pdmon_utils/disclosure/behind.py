"""The organisations behind public figures: fewer than three, and each of them knows what the others have."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pdmon_utils.blocks import KEY, SOURCES
from pdmon_utils.disclosure.cells import Numbers

_PLACE = ["municipality", "year", "indicator"]


def organisations_behind(figures: pd.DataFrame, shown: pd.DataFrame, sources: pd.DataFrame) -> Numbers:
    """Return the number of organisations behind each shown figure; nan where it is not known.

    `sources` (KEY, SOURCES) was counted with the figures. What forms and handed-in counts have put in their place is
    not in it: for a municipal total of those, the organisations that have a number of their own are counted.
    """
    keys = list(KEY)
    counted = shown[keys].merge(sources[[*keys, SOURCES]], how="left", on=keys)[SOURCES]
    totals = (shown["scope"] == "municipality") & (shown["breakdown"] == "")
    known = counted.notna() | ~totals
    return np.asarray(counted if known.all() else counted.where(known, _with_numbers(figures, shown)), dtype=float)


def _with_numbers(figures: pd.DataFrame, shown: pd.DataFrame) -> pd.Series[float]:
    """Return how many organisations have a number of the indicator; of the year, where none is asked for one."""
    own = figures[(figures["scope"] == "organisation") & (figures["breakdown"] == "")]
    there = own[own["denominator"].fillna(own["numerator"]) > 0]
    counted = there.groupby(_PLACE).size().rename("found").reset_index()
    every = own.groupby(_PLACE[:2])["unit"].nunique().rename("registered").reset_index()
    rows = shown.merge(counted, how="left", on=_PLACE).merge(every, how="left", on=_PLACE[:2])
    return rows["found"].where(rows["found"].notna(), rows["registered"])
