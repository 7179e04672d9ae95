"""How honest the effectiveness is: placebo alarms of the difference in differences, regression to the mean.

    python bench/honesty_effects.py       # seconds

Nobody does anything in these districts: every effect that is found is a false one.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from rates import Rate, report

from pdmon_utils.effects import contribution

Numbers = npt.NDArray[np.float64]
SEED = 22
FEWER, OTHERS = 4, 8  # schools with and without a measure that does nothing
SCHOOLS, LOWEST = 40, 10
SIZES = (15, 60)  # pedagogues of a school
CROWD = 40
SPREAD, DRIFT = 0.08, 0.03  # how schools differ, and how each one's true share moves from year to year
EARLIER, LATER = 1, 2  # places of the year before the measure and of its year


def rates(draws: int) -> list[Rate]:
    """Return how often a measure of no effect seems to work, and by how much the lowest schools grow by themselves."""
    dice = np.random.default_rng(SEED)
    found = [_seems_to_work(dice) for _ in range(draws)]
    naive = [_grows(dice) for _ in range(draws)]
    return [
        Rate(
            f"no effect, {FEWER} against {OTHERS} schools: a measure that seems to work",
            float(np.mean(found)),
            0.0,
            0.07,
        ),
        Rate(
            f"growth of the {LOWEST} lowest of {SCHOOLS} schools without any measure, points",
            float(np.mean(naive)),
            0.05,
            0.07,
        ),
        Rate(
            "the same growth against others with the same start",
            float(np.mean(_matched(dice, draws))),
            -0.01,
            0.01,
        ),
    ]


def _shares(dice: np.random.Generator, schools: int, years: int, sizes: tuple[int, int]) -> Numbers:
    """Return observed shares: schools differ, their true shares drift, people are drawn anew each year."""
    first = 0.5 + dice.normal(0, SPREAD, (schools, 1))
    true = np.clip(first + np.cumsum(dice.normal(0, DRIFT, (schools, years)), axis=1), 0.02, 0.98)
    people = dice.integers(*sizes, (schools, 1), endpoint=True)
    return np.asarray(dice.binomial(people, true) / people)


def _seems_to_work(dice: np.random.Generator) -> bool:
    frame = pd.DataFrame(_shares(dice, FEWER + OTHERS, LATER + 1, SIZES)).set_axis(
        [str(school) for school in range(FEWER + OTHERS)], axis="index"
    )
    return contribution(frame, [str(school) for school in range(FEWER)]).found


def _grows(dice: np.random.Generator) -> float:
    """Return the mean change of the schools that were lowest the year before."""
    shares = _shares(dice, SCHOOLS, LATER + 1, (CROWD, CROWD))
    lowest = shares[:, EARLIER].argsort()[:LOWEST]
    return float((shares[lowest, LATER] - shares[lowest, EARLIER]).mean())


def _matched(dice: np.random.Generator, draws: int) -> Numbers:
    """Return the same growth against schools that were as low: half of the lowest had a measure of no effect."""
    gains = np.empty(draws)
    for draw in range(draws):
        shares = _shares(dice, SCHOOLS, LATER + 1, (CROWD, CROWD))
        lowest = dice.permutation(shares[:, EARLIER].argsort()[:LOWEST])
        change = shares[lowest, LATER] - shares[lowest, EARLIER]
        gains[draw] = change[: LOWEST // 2].mean() - change[LOWEST // 2 :].mean()
    return gains


if __name__ == "__main__":
    raise SystemExit(report([rates], __doc__))
