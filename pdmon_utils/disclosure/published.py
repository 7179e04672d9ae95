"""What was published before: a cell once hidden stays hidden in every later version of that year."""

from __future__ import annotations

from datetime import date

import pandas as pd

from pdmon_utils.store import PUBLISHED_COLUMNS, PUBLISHED_KEYS


def to_publish(figures: pd.DataFrame, version: int, day: date) -> pd.DataFrame:
    """Return protected figures as they are remembered: PUBLISHED_COLUMNS, a row each, hidden ones without numbers."""
    return figures.assign(version=version, published=day.isoformat())[PUBLISHED_COLUMNS].reset_index(drop=True)


def hidden_before(figures: pd.DataFrame, history: pd.DataFrame) -> pd.Series[bool]:
    """Return the figures that some published version hid; `history` has PUBLISHED_COLUMNS, without withdrawn ones."""
    hidden = history.loc[history["withheld"].astype(bool), PUBLISHED_KEYS]
    known = set(hidden.itertuples(index=False, name=None))
    rows = figures[PUBLISHED_KEYS].itertuples(index=False, name=None)
    return pd.Series([row in known for row in rows], index=figures.index, dtype=bool)
