"""Plan and fact: targets of the regulation and of the municipality, how they were met, how many persons are lacking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from pdmon_utils.catalogue import SHARES, Ask
from pdmon_utils.catalogue.targets import GROWTH, LEVEL, Target, parse_target
from pdmon_utils.compare.points import Numbers
from pdmon_utils.errors import WorkspaceError, nearest
from pdmon_utils.stats.intervals import wilson

REGULATION, MUNICIPALITY = "regulation", "municipality"
REACHED, MISSED, WITHIN, NO_BASE = "reached", "missed", "within", "no_base"
Plans = Mapping[str, Mapping[str, str]]  # year → indicator id → value, as in the municipality's card
PLAN = ["plan_kind", "plan_source", "plan_value", "plan", "gap"]  # of the assessment
COLUMNS = ["indicator", "plan_kind", "plan_source", "plan_value", "upper"]
_A_HAIR = 1e-9  # what binary fractions may add to a whole number of people


def targets(asks: Iterable[Ask], plans: Plans, year: int) -> pd.DataFrame:
    """Return a row a target: indicator, plan_kind, plan_source, plan_value (fraction of a share), upper.

    The municipality's come first. Raises WorkspaceError for a plan of an unknown indicator or of a wrong kind.
    """
    known = {ask.id: ask for ask in asks}
    own = [_row(known, code, MUNICIPALITY, said, year) for code, said in plans.get(str(year), {}).items()]
    law = [
        _line(ask, REGULATION, target)
        for ask in known.values()
        if (target := parse_target(ask.target, ask.id, ask.kind))
    ]
    return pd.DataFrame([*own, *law], columns=COLUMNS).astype({"plan_value": float, "upper": bool})


def foremost(found: pd.DataFrame) -> pd.DataFrame:
    """Return one target an indicator: a level before growth, the stricter of two levels, then the regulation's."""
    strict = found["plan_value"].where(~found["upper"], -found["plan_value"]).fillna(-np.inf)
    order = found.assign(law=found["plan_source"] == REGULATION, strict=strict, level=found["plan_kind"] == LEVEL)
    ordered = order.sort_values(["level", "strict", "law"], ascending=False, kind="stable")
    return ordered.drop_duplicates("indicator")[COLUMNS].reset_index(drop=True)


def judged(frame: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of totals that have targets, a row a target, with `plan` and `gap` (see columns.yml).

    `frame` needs keys, kind, parts, value and the columns of changes.
    """
    totals = frame[frame["scope"].isin(("municipality", "region")) & (frame["breakdown"] == "")]
    rows = totals.merge(found, on="indicator")
    reached, within = _met(rows)
    base = (rows["plan_kind"] == LEVEL) | rows["before_value"].notna()
    words = np.select([~base, reached, within], [NO_BASE, REACHED, WITHIN], MISSED)
    known = rows["value"].notna()
    gap = _gap(rows).where(known & base & ~rows["kind"].isin(("mean", "presence")))
    return rows.assign(plan=pd.Series(words, index=rows.index).astype("str").where(known), gap=gap.astype("Int64"))


def _row(known: Mapping[str, Ask], code: str, source: str, said: str, year: int) -> dict[str, object]:
    where = f"municipality.yaml, plans, {year}"
    if code not in known:
        raise WorkspaceError(f"{where}: положение не спрашивает показатель «{code}»{nearest(code, known)}")
    target = parse_target(said, f"{where}, {code}", known[code].kind)
    if target is None or target.kind != LEVEL:
        raise WorkspaceError(f"{where}, {code}: план «{said}» — нужно число или процент, например «20 %».")
    return _line(known[code], source, target)


def _line(ask: Ask, source: str, target: Target) -> dict[str, object]:
    upper = ask.direction == "lower" if target.upper is None else target.upper
    return dict(zip(COLUMNS, (ask.id, target.kind, source, target.value, upper), strict=True))


def _met(rows: pd.DataFrame) -> tuple[pd.Series[bool], pd.Series[bool]]:
    """Return where the target is reached, and where it lies within chance of the value."""
    growth, upper = rows["plan_kind"] == GROWTH, rows["upper"]
    apart = rows["plan_value"].where(~growth, rows["before_value"]) - rows["value"]
    missing = apart.where(~upper, -apart)
    reached = (missing < -_A_HAIR).where(growth, missing < _A_HAIR)
    low, high = _spread(rows)
    level = rows["plan_value"].between(pd.Series(low, rows.index), pd.Series(high, rows.index))
    return reached, level.where(~growth, (rows["change_low"] <= 0) & (rows["change_high"] >= 0))


def _spread(rows: pd.DataFrame) -> tuple[Numbers, Numbers]:
    x, n = (rows[name].to_numpy(dtype=float) for name in ("numerator", "denominator"))
    proper = (rows["kind"].isin(SHARES) & ~rows["summed"]).to_numpy() & (n > 0) & (x >= 0) & (x <= n)
    return wilson(np.where(proper, x, np.nan), np.where(proper, n, np.nan))


def _gap(rows: pd.DataFrame) -> pd.Series[float]:
    """Return the least whole number by which the numerator falls short of the target (or is above its upper limit)."""
    share, growth, upper = rows["kind"].isin(SHARES), rows["plan_kind"] == GROWTH, rows["upper"]
    level = rows["plan_value"].where(~growth, rows["before_value"])
    wanted = level * rows["denominator"].where(share, 1.0)
    least = np.ceil(wanted - _A_HAIR).where(~growth, np.floor(wanted + _A_HAIR) + 1)
    least = least.where(~share, np.minimum(least, rows["denominator"]))
    most = np.floor(wanted + _A_HAIR).where(~growth, np.ceil(wanted - _A_HAIR) - 1).clip(lower=0)
    lacking = (least - rows["numerator"]).where(~upper, rows["numerator"] - most)
    return pd.Series(np.ceil(lacking.to_numpy() - _A_HAIR).clip(min=0), index=rows.index)
