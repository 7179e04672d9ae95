"""Whether a change can be put down to a measure: only where schools without it can be compared over enough years."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pdmon_utils.stats.did import FEWEST, Did, effect

BEFORE = 2  # years before the measure that a comparison needs: the second one is the placebo
_CHANCE = 0.05
REASONS = {
    "everybody": "она проводилась во всех организациях, сравнивать не с кем",
    "not_share": "вклад оценивается только для долей",
    "few_inside": "организаций, где проводилась мера и известны три года подряд, меньше {fewest}",
    "few_outside": "организаций для сравнения, где известны три года подряд, меньше {fewest}",
}


@dataclass(frozen=True, slots=True)
class Contribution:
    """The estimate or why there is none; `chosen_low`: the schools were behind the others, so a part is regression.

    `trusted`: the groups did not already part in the year without the measure (placebo).
    """

    did: Did | None = None
    reason: str = ""
    chosen_low: bool = False

    @property
    def trusted(self) -> bool:
        """True when the placebo year shows no difference that is more than chance."""
        return self.did is not None and not self.did.placebo_p <= _CHANCE

    @property
    def found(self) -> bool:
        """True when the effect is in the wished direction and more than chance, and the placebo is quiet."""
        return self.did is not None and self.trusted and self.did.p <= _CHANCE

    @property
    def told(self) -> str:
        """The finding as `verdicts.yml` calls it: found, chance, untold."""
        return "found" if self.found else "chance" if self.trusted else "untold"


def panel(figures: pd.DataFrame, indicator: str, term: int) -> pd.DataFrame:
    """Return the values of organisations, a row each: the two years before `term` and this year; missing stays NaN."""
    chosen = (figures["indicator"] == indicator) & (figures["scope"] == "organisation") & (figures["breakdown"] == "")
    years = list(range(term - BEFORE, term + 1))
    wide = figures[chosen].pivot_table(index="unit", columns="year", values="value", dropna=False)
    return wide.reindex(columns=years).astype(float)


def contribution(schools: pd.DataFrame, inside: Collection[str], better: int = 1) -> Contribution:
    """Return the difference in differences of the schools `inside` over the others, or why it cannot be told.

    `schools` is a `panel`; needs four organisations on each side with all three years known.
    """
    known = schools.dropna()
    member = known.index.astype(str).isin(list(inside))
    if not inside or (len(schools) and schools.index.astype(str).isin(list(inside)).all()):
        return Contribution(reason="everybody")
    low = _behind(known, member, better)
    if member.sum() < FEWEST:
        return Contribution(reason="few_inside", chosen_low=low)
    if (~member).sum() < FEWEST:
        return Contribution(reason="few_outside", chosen_low=low)
    return Contribution(effect(known.to_numpy(), member, better), chosen_low=low)


def _behind(known: pd.DataFrame, member: np.ndarray, better: int) -> bool:
    """Return True when the schools of the measure had worse values than the others in the year before it."""
    if not 0 < member.sum() < len(member):
        return False
    before = known.iloc[:, BEFORE - 1].to_numpy()
    return bool(better * (before[member].mean() - before[~member].mean()) < 0)
