"""Which traits of organisations go together with an indicator: association only, never a cause."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pdmon_utils.stats.many import q_values
from pdmon_utils.stats.permutation import Tested, difference, spearman

INTERNAL = (
    "young",
    "experience",
    "load",
    "vacancies",
    "mentored",
    "teachers",
)  # in the order of their right to be seen
EXTERNAL = ("rural", "school")
PER_FACTOR = 10  # organisations: so many stand behind each factor that is considered
CERTAIN = 0.05
FEWEST = 3  # organisations on each side of a factor of two groups


def allowed(organisations: int) -> int:
    """Return how many factors of a kind may be considered: one for every ten organisations, one at least."""
    return max(1, organisations // PER_FACTOR)


def flags(organisations: pd.DataFrame) -> pd.DataFrame:
    """Return the external traits by org_id as 1 and 0: `rural`, `school` (a general school, not another type)."""
    held = organisations.drop_duplicates("org_id").set_index("org_id")
    rural = held["rural"].astype("boolean").astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    return pd.DataFrame({"rural": rural, "school": (held["org_type"] == "school").astype(float)}, index=held.index)


def associations(values: pd.DataFrame, traits: pd.DataFrame) -> pd.DataFrame:
    """Return a row per indicator and factor: `indicator factor n effect p q linked`; q over all rows (one table).

    `values`: org_id × indicators; `traits`: org_id × factors. The effect of a factor of two groups is the difference
    of their means, else Spearman's rank correlation. A factor that is the indicator itself is left out.
    """
    shared = traits.reindex(values.index)
    rows = [
        (indicator, factor, *_tested(values[indicator], shared[factor]))
        for indicator in values
        for factor in traits
        if not _same(values[indicator], shared[factor])
    ]
    frame = pd.DataFrame(rows, columns=["indicator", "factor", "n", "effect", "p"])
    q = q_values(frame["p"].to_numpy(dtype=float))
    return frame.assign(q=q, linked=pd.Series(q <= CERTAIN, dtype="boolean").mask(np.isnan(q)))


def _tested(value: pd.Series[float], trait: pd.Series[float]) -> tuple[int, float, float]:
    tested = _groups(value, trait) if is_flag(trait) else spearman(value.to_numpy(), trait.to_numpy())
    return tested.n, tested.effect, tested.p


def is_flag(trait: pd.Series[float]) -> bool:
    """Return True for a trait of two groups, said as 1 and 0."""
    return bool(trait.dropna().isin((0.0, 1.0)).all())


def _groups(value: pd.Series[float], trait: pd.Series[float]) -> Tested:
    both = value.notna() & trait.notna()
    inside = (trait[both] == 1).to_numpy()
    if min(inside.sum(), (~inside).sum()) < FEWEST:
        return Tested(float("nan"), float("nan"), int(both.sum()), 0)
    return difference(value[both].to_numpy(), inside)


def _same(value: pd.Series[float], trait: pd.Series[float]) -> bool:
    both = value.notna() & trait.notna()
    return bool(both.any()) and bool(np.allclose(value[both], trait[both]))
