"""The assessment frame as rules see it: with year, level, kind of cut, and rows for what was not handed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.conclusions.known import COLUMNS, COUNTED, NUMBERS, YES_NO
from pdmon_utils.conclusions.names import Names
from pdmon_utils.conclusions.written import WHOLE

TOTALS = ("municipality", "region")  # a frame is of one of them


def seen(frame: pd.DataFrame, names: Names, year: int) -> pd.DataFrame:
    """Return the frame with all columns of the contract and of `known.ADDED`.

    Every indicator of `names` without a row of the municipality gets one whose state is «absent».
    """
    given = frame.reindex(columns=[*frame.columns, *(name for name in COLUMNS if name not in frame)])
    missing = pd.DataFrame(_absent(given, names), columns=["indicator", "kind", "facet", "direction", "state"])
    rows = missing.assign(scope=_scope(given), unit=names.place, breakdown="", group="")
    whole = pd.concat([given, rows], ignore_index=True) if len(rows) else given.reset_index(drop=True)
    whole = whole.assign(
        **{name: whole[name].eq(other=True).fillna(value=False).astype(bool) for name in YES_NO},
        **{name: pd.to_numeric(whole[name]).astype("float64") for name in NUMBERS},
    )
    asks = {code: names.asks[code] for code in whole["indicator"].unique()}
    return whole.assign(
        year=year,
        level=_level(whole),
        measure=whole["indicator"].map({code: ask.indicator.code for code, ask in asks.items()}),
        structure=whole["indicator"].isin([code for code, ask in asks.items() if ask.indicator.unit == WHOLE]),
        cut=_cuts(whole, asks),
        whole=whole["indicator"].map(_wholes(whole)),
    )


def _scope(frame: pd.DataFrame) -> str:
    """Return whose totals the frame holds: of a region, or of a municipality."""
    return "region" if frame["scope"].eq("region").any() else "municipality"


def _absent(frame: pd.DataFrame, names: Names) -> Iterable[tuple[str, ...]]:
    totals = frame[frame["scope"].isin(TOTALS) & (frame["breakdown"] == "")]
    for code in (code for code in names.asks if code not in set(totals["indicator"])):
        ask = names.asks[code]
        yield code, ask.kind, ask.indicator.facet, ask.direction, "absent"


def _wholes(frame: pd.DataFrame) -> dict[str, float]:
    """Return the denominator of each indicator's total."""
    totals = frame[frame["scope"].isin(TOTALS) & (frame["breakdown"] == "")]
    return dict(zip(totals["indicator"], totals["denominator"], strict=True))


def _level(frame: pd.DataFrame) -> pd.Series[str]:
    units = frame["scope"].where(frame["scope"].isin(("organisation", "cluster")), "general")
    found: pd.Series[str] = units.where((frame["breakdown"] == "") | (units != "general"), "group")
    return found


def _cuts(frame: pd.DataFrame, asks: Mapping[str, Ask]) -> pd.Series[str]:
    """Return «by» where a cut divides both parts of the fraction, «split» where only the numerator; NA for totals."""
    kinds = {(code, c.cut.name): "by" if c.by else "split" for code, ask in asks.items() for c in ask.cuts}
    keys = zip(frame["indicator"], frame["breakdown"], strict=True)
    return pd.Series([kinds.get(key) for key in keys], index=frame.index, dtype="str")


def criteria(rows: pd.DataFrame, titles: Mapping[str, str], names: Names) -> pd.DataFrame:
    """Return a row per criterion with the counts of its indicators (`known.COUNTED`); `rows` as `seen` returns them.

    `titles`: code of the criterion → its title; the indicators of an ask belong to the criterion of the catalogue.
    """
    general = rows[rows["level"] == "general"]
    own = general["indicator"].map({code: ask.indicator.criterion for code, ask in names.asks.items()})
    marks = _marks(general)
    counted = marks.groupby(own).sum().reindex([code for code in titles if code in set(own)])
    return counted.astype("int64").rename_axis("criterion").reset_index().assign(year=int(rows["year"].iloc[0]))


def _marks(general: pd.DataFrame) -> pd.DataFrame:
    known = general["state"] == "known"
    wanted = known & (general["direction"] == "higher") & ~general["structure"]
    marks = {
        "indicators": np.ones(len(general), dtype=bool),
        "known": known,
        "absent": general["state"] == "absent",
        "better": general["became"] == "better",
        "worse": general["became"] == "worse",
        "reached": general["plan"] == "reached",
        "missed": general["plan"] == "missed",
        "within": general["plan"] == "within",
        "zero": wanted & (general["numerator"] == 0) & ~(general["kind"] == "mean"),
        "lost": wanted & (general["numerator"] == 0) & (general["before_numerator"] > 0),
    }
    return pd.DataFrame({name: pd.Series(marks[name], index=general.index) for name in COUNTED}).fillna(value=False)
