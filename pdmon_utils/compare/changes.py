"""What became of each figure since the nearest earlier year that compares with it."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pdmon_utils.compare.points import Flags, Numbers, Points
from pdmon_utils.stats.intervals import newcombe, newcombe_p
from pdmon_utils.stats.many import q_within

CERTAIN = 0.05  # of the changes that are said, at most this part may be chance
SEEN = 0.0005  # a smaller change of a share is written as 0,0 and so is none
GREW, FELL, SAME = "grew", "fell", "same"
BETTER, WORSE = "better", "worse"


def changes(points: Points) -> pd.DataFrame:
    """Return the columns from `before_year` to `became` (see columns.yml), a row for each row of the points."""
    place = _before(points.usable)
    before = {name: _taken(getattr(points, name), place) for name in ("numerator", "denominator", "value")}
    change = points.value[:, -1] - before["value"]
    tested = points.proper[:, -1] & (_taken(points.proper, place) == 1)
    few = points.few[:, -1] | (_taken(points.few, place) == 1)
    low, high, p = _tested(points, before, tested)
    frame = pd.DataFrame({f"before_{name}": numbers for name, numbers in before.items()})
    frame.insert(0, "before_year", _year(points, place))
    frame = frame.assign(broken=_broken(points), change=change, change_low=low, change_high=high, change_p=p)
    return judged(frame.assign(direction=points.rows["direction"]), points.tables, few).drop(columns="direction")


def judged(frame: pd.DataFrame, tables: npt.NDArray[np.int64], few: Flags | None = None) -> pd.DataFrame:
    """Return the frame with `change_q`, `moved` and `became` found inside each table (a number a row).

    A row with few people gets no words and does not count among the comparisons.
    """
    p = frame["change_p"] if few is None else frame["change_p"].mask(few)
    q = pd.Series(q_within(p.to_numpy(), tables), index=frame.index)
    change, found = frame["change"], (q <= CERTAIN) & (frame["change"].abs() >= SEEN)
    moved = pd.Series(np.select([found & (change > 0), found & (change < 0)], [GREW, FELL], SAME), index=frame.index)
    return frame.assign(change_q=q, moved=moved.astype("str").where(q.notna()), became=_became(moved, q, frame))


def among(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of the assessment with their changes judged among each other: they stand in one table of a page."""
    few = rows["change_q"].isna().to_numpy()  # not compared, whatever the table
    return judged(rows, np.zeros(len(rows), dtype=np.int64), few)


def _became(moved: pd.Series[str], q: pd.Series[float], frame: pd.DataFrame) -> pd.Series[str]:
    good = frame["direction"].map({"higher": GREW, "lower": FELL})
    words = pd.Series(np.select([moved == SAME, moved == good], [SAME, BETTER], WORSE), index=frame.index)
    return words.astype("str").where(q.notna() & good.notna())


def _before(usable: Flags) -> Numbers:
    """Return the column of the nearest earlier year that compares; NaN where there is none."""
    earlier = usable[:, :-1]
    nearest = earlier.shape[1] - 1 - np.argmax(earlier[:, ::-1], axis=1) if earlier.shape[1] else np.zeros(len(usable))
    return np.where(earlier.any(axis=1), nearest, np.nan)


def _taken(grid: npt.NDArray[Any], place: Numbers) -> Numbers:
    at = np.nan_to_num(place).astype(np.int64)
    return np.where(np.isnan(place), np.nan, grid[np.arange(len(grid)), at])


def _year(points: Points, place: Numbers) -> pd.Series[int]:
    years = _taken(np.broadcast_to(points.years, points.value.shape), place)
    return pd.Series(years).astype("Int64")


def _broken(points: Points) -> Flags:
    """Return where the nearest earlier value is of a year before a break."""
    earlier = _taken(np.broadcast_to(points.years, points.value.shape), _before(points.known))
    return np.asarray(earlier < points.since)


def _tested(points: Points, before: dict[str, Numbers], tested: Flags) -> tuple[Numbers, Numbers, Numbers]:
    low, high, p = (np.full(len(tested), np.nan) for _ in range(3))
    now = (points.numerator[tested, -1], points.denominator[tested, -1])
    then = (before["numerator"][tested], before["denominator"][tested])
    low[tested], high[tested] = newcombe(*now, *then)
    p[tested] = newcombe_p(*now, *then)
    return low, high, p
