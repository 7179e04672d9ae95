"""The assessment frame as rules see it: with year, level, kind of cut, and rows for what was not handed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.cells import Mask
from pdmon_utils.conclusions.known import COLUMNS, COUNTED, NUMBERS, YES_NO
from pdmon_utils.conclusions.names import Names
from pdmon_utils.conclusions.written import WHOLE

TOTALS = ("municipality", "region")  # a frame is of one of them


def seen(frame: pd.DataFrame, names: Names, year: int) -> pd.DataFrame:
    """Return the frame with all columns of the contract and of `known.ADDED`.

    Every indicator of `names` without a row of the municipality gets one whose state is «absent».
    """
    whole = _with_absent(
        frame.reindex(columns=[*frame.columns, *(name for name in COLUMNS if name not in frame)]), names
    )
    return whole.assign(**_typed(whole), **_added(whole, names.asks), year=year)


def _with_absent(given: pd.DataFrame, names: Names) -> pd.DataFrame:
    totals = _totals(given)
    absent = list(_absent(names, set(given["indicator"].to_numpy(dtype=object)[totals])))
    if not absent:
        return given.reset_index(drop=True)
    rows = pd.DataFrame(absent, columns=["indicator", "kind", "facet", "direction", "state"])
    rows = rows.assign(scope=_scope(given), unit=names.place, breakdown="", group="")
    return pd.concat([given, rows], ignore_index=True)


def _totals(frame: pd.DataFrame) -> Mask:
    """Return the rows of totals of the municipality or region."""
    pairs = zip(frame["scope"].tolist(), frame["breakdown"].tolist(), strict=True)
    return np.array([scope in TOTALS and cut == "" for scope, cut in pairs], dtype=bool)


def _scope(frame: pd.DataFrame) -> str:
    """Return whose totals the frame holds: of a region, or of a municipality."""
    return "region" if frame["scope"].eq("region").any() else "municipality"


def _absent(names: Names, told: set[str]) -> Iterable[tuple[str, ...]]:
    for code, ask in names.asks.items():
        if code not in told:
            yield code, ask.kind, ask.indicator.facet, ask.direction, "absent"


def _typed(whole: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the columns of yes and no and of numbers whose type is another one, an empty «yes» as «no»."""
    yes = {name: whole[name].eq(other=True).fillna(value=False).astype(bool) for name in YES_NO}
    others = [name for name in NUMBERS if whole[name].dtype != np.float64]
    return yes | {name: pd.to_numeric(whole[name]).astype("float64") for name in others}


def _added(whole: pd.DataFrame, asks: Mapping[str, Ask]) -> dict[str, pd.Series]:
    """Return the columns that are ours (`known.ADDED`) but the year."""
    codes, cuts = whole["indicator"].tolist(), whole["breakdown"].tolist()
    kinds = {(code, c.cut.name): "by" if c.by else "split" for code in set(codes) for c in asks[code].cuts}
    totals = _totals(whole)
    wholes = dict(zip(whole["indicator"][totals], whole["denominator"][totals], strict=True))
    found = {
        "level": (_level(whole), "str"),
        "measure": ([asks[code].indicator.code for code in codes], "str"),
        "structure": ([asks[code].indicator.unit == WHOLE for code in codes], "bool"),
        "cut": ([kinds.get(key) for key in zip(codes, cuts, strict=True)], "str"),  # none for totals
        "whole": ([wholes.get(code) for code in codes], "float64"),
    }
    return {name: pd.Series(cells, index=whole.index, dtype=dtype) for name, (cells, dtype) in found.items()}


def _level(frame: pd.DataFrame) -> list[str]:
    return [
        scope if scope in ("organisation", "cluster") else "group" if cut else "general"
        for scope, cut in zip(frame["scope"].tolist(), frame["breakdown"].tolist(), strict=True)
    ]


def criteria(rows: pd.DataFrame, titles: Mapping[str, str], names: Names) -> pd.DataFrame:
    """Return a row per criterion with the counts of its indicators (`known.COUNTED`); `rows` as `seen` returns them.

    `titles`: code of the criterion → its title; the indicators of an ask belong to the criterion of the catalogue.
    """
    general = rows[rows["level"] == "general"]
    own = np.array([names.asks[code].indicator.criterion for code in general["indicator"]], dtype=object)
    marks = _marks(general)
    counted = [
        {"criterion": code, **{name: int(marks[name][own == code].sum()) for name in COUNTED}}
        for code in titles
        if code in own
    ]
    return pd.DataFrame(counted, columns=["criterion", *COUNTED]).assign(year=int(rows["year"].iloc[0]))


def _marks(general: pd.DataFrame) -> dict[str, Mask]:
    """Return which indicators count as what (`known.COUNTED`)."""
    names = ("state", "direction", "became", "plan", "kind", "numerator", "before_numerator", "structure")
    state, direction, became, plan, kind, now, before, structure = (general[name].to_numpy() for name in names)
    known = state == "known"
    none = known & (direction == "higher") & ~structure & (now == 0)
    return {
        "indicators": np.ones(len(general), dtype=bool),
        "known": known,
        "absent": state == "absent",
        "better": became == "better",
        "worse": became == "worse",
        "reached": plan == "reached",
        "missed": plan == "missed",
        "within": plan == "within",
        "zero": none & (kind != "mean"),
        "lost": none & (before > 0),
    }
