"""Years beside each other: how often a change is said where there is none, and whether forecasts keep their promise.

Figures are drawn at random and go through `compare.assess`, the code that the pages use.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from rates import Rate, report

from pdmon_utils.catalogue import load_catalogue
from pdmon_utils.compare import assess

Numbers = npt.NDArray[np.float64]
SEED, LAST = 20, 2024
INDICATORS = 30
A_HAIR = 1e-9
ALPHA, LOW, HIGH = 0.05, 0.7, 0.9
ASK = load_catalogue().regulation("vilyuysk").asks["vil.1.1.goal"]


def rates(draws: int = 1000) -> list[Rate]:
    """Return every rate with its bounds; a draw is a district-year, or a tenth of the series of a regime."""
    return [*changes(draws), *forecasts(10 * draws), *many(draws)]


def changes(draws: int) -> list[Rate]:
    """Return how often «выросла» or «снизилась» is said of districts in which nothing changed."""
    dice = np.random.default_rng(SEED)
    level = np.repeat(dice.uniform(0.02, 0.98, (draws, INDICATORS, 1)), 2, axis=2)
    size = np.repeat(dice.integers(20, 601, (draws, INDICATORS, 1)), 2, axis=2) + dice.integers(0, 10, level.shape)
    asks = [replace(ASK, id=f"k{i}", target="") for i in range(INDICATORS)]
    frame = assess(_figures(dice.binomial(size, level), size, [ask.id for ask in asks]), asks, LAST)
    said, alone = frame["moved"] != "same", frame["change_p"] < ALPHA
    return [
        Rate("no change: said of a comparison", float(said.mean()), 0, ALPHA),
        Rate("no change: said anywhere in a district-year of 30 indicators", _any(said, frame["unit"]), 0, ALPHA),
        Rate("  the same without Benjamini and Hochberg, a comparison", float(alone.mean())),
        Rate("  the same without Benjamini and Hochberg, a district-year", _any(alone, frame["unit"])),
    ]


def _any(said: pd.Series[bool], unit: pd.Series[str]) -> float:
    return float(said.groupby(unit).any().mean())


def forecasts(series: int) -> list[Rate]:
    """Return how often the next year lies in the 80 % interval, by regime and number of points."""
    return [
        Rate(f"80 % interval, {name}, {points} points", _covered(regime, series, points, "municipality"), LOW, HIGH)
        for name, regime in REGIMES.items()
        for points in (3, 4, 5)
    ]


def many(draws: int) -> list[Rate]:
    """Return the same for 25 organisations of one indicator, whose spread is found together."""
    return [
        Rate(f"80 % interval, 25 organisations together, {points} points", _together(draws, points), LOW, HIGH)
        for points in (3, 4, 5)
    ]


def _together(draws: int, points: int) -> float:
    dice = np.random.default_rng(SEED)
    found = [_covered(_small, 25, points, "organisation", dice) for _ in range(max(draws // 10, 1))]
    return float(np.mean(found))


Regime = Callable[[np.random.Generator, tuple[int, int]], tuple[Numbers, npt.NDArray[np.int64]]]


def _walk(dice: np.random.Generator, shape: tuple[int, int]) -> tuple[Numbers, npt.NDArray[np.int64]]:
    return _base(dice, shape) + _wandering(dice, shape, 0.2), _of(400, shape)


def _stationary(dice: np.random.Generator, shape: tuple[int, int]) -> tuple[Numbers, npt.NDArray[np.int64]]:
    return _base(dice, shape) + dice.normal(0, 0.2, shape), _of(400, shape)


def _drift(dice: np.random.Generator, shape: tuple[int, int]) -> tuple[Numbers, npt.NDArray[np.int64]]:
    return _base(dice, shape) + 0.15 * np.arange(shape[1]) + _wandering(dice, shape, 0.1), _of(400, shape)


def _step(dice: np.random.Generator, shape: tuple[int, int]) -> tuple[Numbers, npt.NDArray[np.int64]]:
    """One jump in some year, the forecast one included."""
    after = np.arange(shape[1]) >= dice.integers(1, shape[1], (shape[0], 1))
    return _base(dice, shape) + 0.6 * after + dice.normal(0, 0.1, shape), _of(400, shape)


def _small(dice: np.random.Generator, shape: tuple[int, int]) -> tuple[Numbers, npt.NDArray[np.int64]]:
    size = np.repeat(dice.integers(10, 31, (shape[0], 1)), shape[1], axis=1)
    return _base(dice, shape) + _wandering(dice, shape, 0.1), size


def _near_zero(dice: np.random.Generator, shape: tuple[int, int]) -> tuple[Numbers, npt.NDArray[np.int64]]:
    return _wandering(dice, shape, 0.15) - 3.9, _of(150, shape)


REGIMES: dict[str, Regime] = {
    "random walk": _walk,
    "stationary": _stationary,
    "drift": _drift,
    "step": _step,
    "small n": _small,
    "near 0": _near_zero,
}


def _base(dice: np.random.Generator, shape: tuple[int, int]) -> Numbers:
    return dice.normal(0, 0.8, (shape[0], 1))


def _wandering(dice: np.random.Generator, shape: tuple[int, int], step: float) -> Numbers:
    return np.cumsum(dice.normal(0, step, shape), axis=1)


def _of(size: int, shape: tuple[int, int]) -> npt.NDArray[np.int64]:
    return np.full(shape, size)


def _covered(regime: Regime, series: int, points: int, scope: str, dice: np.random.Generator | None = None) -> float:
    """Return the part of series whose next year, drawn but not shown, lies in the interval."""
    dice = dice or np.random.default_rng(SEED)
    logits, size = regime(dice, (series, points + 1))
    x = dice.binomial(size, 1 / (1 + np.exp(-logits)))
    seen, of = x[:, None, :points], size[:, None, :points]
    frame = assess(_figures(seen, of, [ASK.id], scope), [ASK], LAST)
    coming = x[:, points] / size[:, points]
    inside = (frame["forecast_low"] <= coming + A_HAIR) & (coming <= frame["forecast_high"] + A_HAIR)
    return float(inside[frame["forecast"].notna()].mean())


def _figures(
    x: npt.NDArray[np.int64], n: npt.NDArray[np.int64], indicators: list[str], scope: str = "municipality"
) -> pd.DataFrame:
    """Return totals of counts (units × indicators × years) as figures, the last year being `LAST`."""
    units, _, years = x.shape
    place = pd.MultiIndex.from_product([range(units), indicators, range(LAST - years + 1, LAST + 1)])
    frame = place.to_frame(index=False, name=["unit", "indicator", "year"])
    numerator, denominator = x.ravel().astype(float), n.ravel().astype(float)
    parts = {"numerator": numerator, "denominator": denominator, "value": numerator / denominator}
    return frame.assign(unit=frame["unit"].astype(str), scope=scope, breakdown="", group="", **parts)


if __name__ == "__main__":
    raise SystemExit(report([rates], __doc__))
