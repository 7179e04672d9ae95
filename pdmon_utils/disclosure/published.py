"""What was published before, withdrawn versions too: whoever saw them compares them with the new ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pdmon_utils.catalogue import Ask
from pdmon_utils.disclosure.cells import Cells, Flags, Numbers, people_of
from pdmon_utils.store import PUBLISHED_COLUMNS, PUBLISHED_KEYS

_WHEN = ["published", "version", "again"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What earlier versions say of each figure: `hidden` in one of them; people `inside` and `base` by version.

    A number that a version did not show is nan.
    """

    hidden: Flags
    inside: tuple[Numbers, ...] = ()
    base: tuple[Numbers, ...] = ()

    def moved(self, cells: Cells) -> Flags:
        """Return the figures that differ from a shown version by few people: the difference is a small cell."""
        found = np.zeros(len(cells.few), dtype=bool)
        for inside, base in zip(self.inside, self.base, strict=True):
            outside = (cells.base - cells.inside) - (base - inside)
            found |= _few(cells.inside - inside, cells.few) | _few(outside, cells.few)
        return found


def to_publish(figures: pd.DataFrame, version: int, day: date) -> pd.DataFrame:
    """Return protected figures as they are remembered: PUBLISHED_COLUMNS, a row each, hidden ones without numbers."""
    return figures.assign(version=version, published=day.isoformat())[PUBLISHED_COLUMNS].reset_index(drop=True)


def seen_before(figures: pd.DataFrame, asks: Mapping[str, Ask], history: pd.DataFrame | None) -> Seen:
    """Return what published versions say of the figures; `history` has PUBLISHED_COLUMNS."""
    if history is None or history.empty:
        return Seen(np.zeros(len(figures), dtype=bool))
    told = [people_of(rows, asks) for rows in _versions(figures[PUBLISHED_KEYS], history)]
    return Seen(_hidden(figures, history), tuple(inside for inside, _ in told), tuple(base for _, base in told))


def _hidden(figures: pd.DataFrame, history: pd.DataFrame) -> Flags:
    hidden = history.loc[history["withheld"].astype(bool), PUBLISHED_KEYS]
    known = set(hidden.itertuples(index=False, name=None))
    return np.array([row in known for row in figures[PUBLISHED_KEYS].itertuples(index=False, name=None)], dtype=bool)


def _versions(keys: pd.DataFrame, history: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield for each version its rows in the order of the keys; without numbers where it had no such figure."""
    again = history.groupby([*PUBLISHED_KEYS, *_WHEN[:2]]).cumcount()
    for _, rows in history.assign(again=again).groupby(_WHEN):
        parts = rows[[*PUBLISHED_KEYS, "numerator", "denominator"]]
        yield keys.merge(parts, how="left", on=PUBLISHED_KEYS)


def _few(people: Numbers, few: NDArray[np.int64]) -> Flags:
    size = np.abs(np.round(people))
    return np.asarray((size > 0) & (size < few))
