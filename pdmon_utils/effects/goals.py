"""Goals that three years show to be too easy or out of reach: what they could become, and why."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, floor

import pandas as pd

from pdmon_utils.catalogue import SHARES

YEARS = 3  # years running after which a goal is looked at again (ЗАТО, п. 5.4.1; Вилюйск, п. 1.7)
COLUMNS = ["indicator", "plan_kind", "old", "new", "reason", "first", "last"]
_NOISE = 1e-9


def corrections(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return indicators whose target was reached, or missed, three years running, with a target to propose.

    `frames`: assessment frames of totals of the municipality, with `year` added. Columns `COLUMNS`: `old` is the last
    target (NaN for growth), `new` the proposed one, `reason` reached or missed, years `first` and `last`.
    A target that was reached becomes the lowest value of the three years (if that is more than before); one that was
    missed becomes their best value: it is known that it can be reached.
    """
    rows = pd.concat(list(frames), ignore_index=True)
    rows = rows[
        (rows["scope"] == "municipality") & (rows["breakdown"] == "") & rows["plan"].isin(["reached", "missed"])
    ]
    lines = [_line(group.sort_values("year")) for _, group in rows.groupby("indicator", sort=False)]
    return pd.DataFrame([line for line in lines if line], columns=COLUMNS)


def _line(group: pd.DataFrame) -> dict[str, object]:
    last = group.tail(YEARS)
    years, reasons = last["year"].astype(int).tolist(), set(last["plan"])
    if len(last) < YEARS or years[-1] - years[0] != YEARS - 1 or len(reasons) > 1:
        return {}
    about, (reason,) = last.iloc[-1], reasons
    old = float(about["plan_value"]) if about["plan_kind"] == "level" else float("nan")
    new = _proposed(last["value"].astype(float), about, reason)
    sign = -1 if about["direction"] == "lower" else 1
    if reason == "reached" and sign * new < sign * old:  # no goal is made easier because it was reached
        new = old
    said = (about["indicator"], about["plan_kind"], old, new, reason, years[0], years[-1])
    return dict(zip(COLUMNS, said, strict=True))


def _proposed(values: pd.Series[float], about: pd.Series, reason: str) -> float:
    """Return the worst of the three values for a goal that was reached, the best for one that was missed.

    Rounded to whole percent (or units), to the side that is easier to reach.
    """
    lower, scale = about["direction"] == "lower", 100 if about["kind"] in SHARES else 1
    chosen = values.max() if lower == (reason == "reached") else values.min()
    step = ceil(chosen * scale - _NOISE) if lower else floor(chosen * scale + _NOISE)
    return step / scale
