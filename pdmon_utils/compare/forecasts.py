"""The next year if things go on changing as before: an interval from three points on, otherwise why there is none."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pdmon_utils.compare.points import Numbers, Points
from pdmon_utils.compare.trends import DOWN, UP, trends
from pdmon_utils.stats import forecast as stats

WITHHELD, UNDEFINED, KIND, FEW, POINTS = "withheld", "undefined", "kind", "few", "points"  # why there is no forecast


def forecasts(points: Points) -> pd.DataFrame:
    """Return the columns `forecast`, `forecast_low`, `forecast_high`, `forecast_error`, `forecast_why`."""
    why = _why(points)
    told = why.isna().to_numpy()
    made = (np.where(told, numbers, np.nan) for numbers in _made(points))
    found = pd.DataFrame(dict(zip(("forecast", "forecast_low", "forecast_high"), made, strict=True)))
    return found.assign(forecast_error=np.where(told, _error(points), np.nan), forecast_why=why)


def _made(points: Points) -> stats.Forecast:
    """Return the forecasts in the figures' own units; NaN where there is no number to go on from."""
    scaled = np.where(points.usable, _scaled(points), np.nan)
    change, span = stats.changes(scaled, points.years)
    drifts = np.where(trends(points)["trend"].isin((UP, DOWN)), stats.drift(change, span), 0.0)
    spread = stats.pooled(stats.spread(change, span, drifts), points.alike)
    found = stats.forecast(scaled[:, -1], spread, drifts)
    return stats.Forecast(*(_unscaled(points, numbers) for numbers in found))


def _error(points: Points) -> Numbers:
    """Return how far the report year lies from what the same method said of it a year before."""
    if len(points.years) == 1:
        return np.full(len(points.rows), np.nan)
    return np.asarray(points.value[:, -1] - _made(points.earlier).value)


def _why(points: Points) -> pd.Series[str]:
    withheld = (points.withheld & (points.years >= points.since[:, None])).any(axis=1)
    few = (points.few & points.usable).any(axis=1)
    counted = points.rows["kind"].isin(("count", "mean")).to_numpy() | points.share
    short = points.usable.sum(axis=1) < stats.FEWEST
    conditions = [withheld, ~points.known[:, -1], ~counted, few, short]
    codes = pd.Series(np.select(conditions, [WITHHELD, UNDEFINED, KIND, FEW, POINTS], ""))
    return codes.astype("str").where(codes != "")


def _scaled(points: Points) -> Numbers:
    """Return the series where chance acts alike at every level: logits of shares, logarithms of counts, means."""
    with np.errstate(divide="ignore", invalid="ignore"):
        counts = np.log(points.numerator + 0.5)
        shares = np.where(points.proper, stats.logit(points.numerator, points.denominator), np.nan)
    return _of_kind(points, shares, counts, points.value)


def _unscaled(points: Points, last: Numbers) -> Numbers:
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        shares = stats.share(last, points.denominator[:, -1])
        counts = np.maximum(np.exp(last) - 0.5, 0.0)
    return _of_kind(points, shares, counts, np.maximum(last, 0.0))


def _of_kind(points: Points, shares: Numbers, counts: Numbers, means: Numbers) -> Numbers:
    share, mean = points.share, (points.rows["kind"] == "mean").to_numpy()
    if shares.ndim > 1:
        share, mean = share[:, None], mean[:, None]
    return np.where(share, shares, np.where(mean, means, counts))
