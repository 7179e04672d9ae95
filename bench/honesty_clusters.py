"""How often comparisons of organisations find something where there is nothing: prints rates beside their bounds.

    python bench/honesty_clusters.py            # some minutes; 1000 draws a line

Cluster comparison, funnel, factors and data-driven groups, with the code that the pages use. The bounds are meant for
1000 draws; of fewer the rates themselves are too uncertain.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from rates import Rate, report
from scipy.special import erfc

from pdmon_utils.compare.clusters import against_rest
from pdmon_utils.compare.factors import associations
from pdmon_utils.stats import funnel, grouping
from pdmon_utils.stats.many import q_values

SEED = 20
ALPHA = 0.05
ICC = 0.1


def rates(draws: int = 1000) -> list[Rate]:
    """Return every rate with its bounds."""
    return [*cluster_rates(draws), *funnel_rates(draws), *factor_rates(draws // 5), *grouping_rates(draws // 5)]


def cluster_rates(draws: int) -> list[Rate]:
    """Return false alarms of the comparison of clusters without a difference, by schools and by teachers."""
    lines = []
    for icc in (0.0, ICC, 0.2):
        by_school, by_teacher = _false_alarms(draws, icc)
        lines.append(
            Rate(f"clusters of 4 and 8 schools, ICC {icc}: false alarm of the permutation", by_school, 0, 0.07)
        )
        lines.append(Rate(f"the same, a test of all teachers together (not used) at ICC {icc}", by_teacher))
    return lines


def _false_alarms(draws: int, icc: float) -> tuple[float, float]:
    dice, schools = np.random.default_rng(SEED), 12
    names = [f"{i:02d}" for i in range(schools)]
    group = pd.Series(["a"] * 4 + ["b"] * 8, index=names)
    found = np.zeros((draws, 2), dtype=bool)
    for draw in found:
        sizes = dice.integers(12, 60, schools)
        counts = dice.binomial(sizes, _levels(dice, 0.5, icc, (schools,)))
        tested = against_rest(pd.Series(counts / sizes, index=names), group)
        draw[:] = tested["p"]["a"] <= ALPHA, _teachers(counts, sizes, (group == "a").to_numpy()) <= ALPHA
    return float(found[:, 0].mean()), float(found[:, 1].mean())


def _levels(dice: np.random.Generator, level: float, icc: float, shape: tuple[int, ...]) -> np.ndarray:
    """Return the level of each school: alike, or spread so that teachers of a school are alike by the ICC."""
    if icc == 0:
        return np.full(shape, level)
    return dice.beta(level * (1 / icc - 1), (1 - level) * (1 / icc - 1), shape)


def _teachers(counts: np.ndarray, sizes: np.ndarray, inside: np.ndarray) -> float:
    """Return p of the usual test of two shares over all teachers."""
    n, d = (np.array([held[inside].sum(), held[~inside].sum()]) for held in (counts, sizes))
    whole = n.sum() / d.sum()
    score = (n[0] / d[0] - n[1] / d[1]) / np.sqrt(whole * (1 - whole) * (1 / d).sum())
    return float(erfc(abs(score) / np.sqrt(2)))


def funnel_rates(draws: int) -> list[Rate]:
    """Return false flags of a funnel over 20 alike schools, raw and after the correction."""
    lines = []
    for level in (0.5, 0.15, 0.9):
        raw, alarm, district = _flags(draws, level)
        lines += [
            Rate(f"funnel, share {level}: schools outside the 95 % limits", raw, 0, 0.07),
            Rate(f"funnel, share {level}: schools outside the 99.8 % limits", alarm, 0, 0.008),
            Rate(f"funnel, share {level}: districts with any school named after the correction", district, 0, 0.08),
        ]
    named = _flags(draws, 0.5, ICC)[2]
    real = f"funnel, schools that do differ (ICC {ICC}): districts with any school named after the correction"
    return [*lines, Rate(real, named)]


def _flags(draws: int, level: float, icc: float = 0.0) -> tuple[float, float, float]:
    dice = np.random.default_rng(SEED)
    sizes = dice.integers(10, 60, (draws, 20))
    counts = dice.binomial(sizes, _levels(dice, level, icc, sizes.shape))
    wholes = counts.sum(axis=1) / sizes.sum(axis=1)
    rows = list(zip(counts, sizes, wholes, strict=True))
    outside = [[np.mean(funnel.outside(*row, level=bound) != 0) for row in rows] for bound in (0.95, 0.998)]
    named = [(q_values(funnel.p_values(*row)) <= ALPHA).any() for row in rows]
    return float(np.mean(outside[0])), float(np.mean(outside[1])), float(np.mean(named))


def factor_rates(draws: int) -> list[Rate]:
    """Return how often a table of factors names a link where all is noise, and how often it finds a strong one."""
    dice = np.random.default_rng(SEED)
    noise = [_linked(dice, 0.0) for _ in range(draws)]
    strong = [_linked(dice, 2.0) for _ in range(draws)]
    return [
        Rate(
            "factors, 22 schools, 10 indicators, nothing linked: tables with any «связано»",
            float(np.mean(noise)),
            0,
            0.07,
        ),
        Rate("the same, one indicator strongly linked: tables with any «связано»", float(np.mean(strong)), 0.9, 1),
    ]


def _linked(dice: np.random.Generator, strength: float) -> bool:
    values = pd.DataFrame(dice.normal(size=(22, 10)), columns=list("abcdefghij"))
    traits = pd.DataFrame({"young": dice.normal(size=22), "rural": (np.arange(22) % 2).astype(float)})
    linked = associations(values.assign(a=values["a"] + strength * traits["young"]), traits)["linked"]
    return bool(linked.fillna(value=False).any())


def grouping_rates(draws: int) -> list[Rate]:
    """Return how often groups are accepted on pure noise and on three real groups."""
    noise = [
        Rate(f"data-driven groups accepted on pure noise, {n} schools", _accepted(draws, n, 0.0), 0, 0.05)
        for n in (15, 20, 30, 40)
    ]
    real = [
        Rate(f"data-driven groups accepted on three real groups, {n} schools", _accepted(draws, n, 5.0), 0.8, 1)
        for n in (15, 24, 40)
    ]
    return [*noise, *real]


def _accepted(draws: int, schools: int, apart: float) -> float:
    dice = np.random.default_rng(SEED)
    centres = apart * np.array([[0, 0, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1]])[np.arange(schools) % 3]
    found = [grouping.groups(centres + dice.normal(size=(schools, 4))).why for _ in range(draws)]
    return float(np.mean([why == grouping.OK for why in found]))


if __name__ == "__main__":
    raise SystemExit(report([rates], __doc__))
