"""A municipality's change between two years by groups of its teachers: who is there, and what each group reached."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.catalogue.model import AskedCut
from pdmon_utils.cuts import grouped
from pdmon_utils.measures import PERSONS, Cut, parse_cut
from pdmon_utils.populations import Members
from pdmon_utils.stats import decompose, strata
from pdmon_utils.tally import fraction

_TYPES = ("school", "kindergarten", "extra", "methodical")
_CLUSTERS = ("mksh", "umksh", "gymnasium", "regular")
_SAID = {
    "cluster": {
        **{code: f'organisation.cluster == "{code}"' for code in _CLUSTERS},
        "none": "not organisation.cluster",
    },
    "org_type": {code: f'organisation.org_type == "{code}"' for code in (*_TYPES, "other")},
    "rural": {"yes": "organisation.rural", "no": "not organisation.rural"},
    "age": {"lt35": "age < 35", "35_55": "age >= 35 and age < 55", "55p": "age >= 55", "unknown": "not age"},
    "rural_by_type": {
        f"{code}/{side}": f'{word}organisation.rural and organisation.org_type == "{code}"'
        for code in (*_TYPES, "other")
        for side, word in (("yes", ""), ("no", "not "))
    },
}
DIVISIONS = ("cluster", "org_type", "rural", "age")


def _cut(name: str) -> AskedCut:
    groups = {code: {"staff": condition} for code, condition in _SAID[name].items()}
    cut: Cut = parse_cut(name, {"groups": groups}, name)
    return AskedCut(cut, by=True, groups=dict.fromkeys(groups, ""))


CUTS = {name: _cut(name) for name in _SAID}


def divisible(ask: Ask) -> bool:
    """Return True for a share of persons, which can be divided by any group of the register."""
    return ask.kind == "share" and len(ask.measure.parts) == 1 and ask.measure.main.each == PERSONS


def parts(members: Members, ask: Ask, division: str) -> pd.DataFrame:
    """Return `numerator` and `denominator` by group of a division (`DIVISIONS`, `rural_by_type`), all groups listed.

    A person whose rows lie in two groups counts in both, as in any cut «в разрезе» (rule 12).
    """
    whole = [fraction(members, selection, ask.measure.verb, "municipality") for selection in ask.measure.parts]
    found = grouped(members, ask.measure, whole, CUTS[division])
    cells = np.arange(len(found.codes))
    below = found.denominator.at(cells) if found.denominator else np.zeros(len(cells))
    frame = pd.DataFrame({"numerator": found.numerator.at(cells), "denominator": below}, index=list(found.codes))
    return frame.rename_axis("group")


@dataclass(frozen=True, eq=False)
class Change:
    """A change between two years by groups.

    `groups` (by code): before_numerator before_denominator numerator denominator composition level (fractions).
    """

    groups: pd.DataFrame
    change: float
    composition: float
    level: float
    odds: strata.Estimate
    test: strata.Chi
    alike: strata.Chi
    reversed: bool


def changed(before: pd.DataFrame, now: pd.DataFrame) -> Change | None:
    """Return what two years' parts came to; None where a year has nobody or only one group is there."""
    both = before.add_prefix("before_").join(now, how="outer").fillna(0.0)
    both = both[(both["before_denominator"] > 0) | (both["denominator"] > 0)]
    first, last = (both[[f"{when}numerator", f"{when}denominator"]].to_numpy() for when in ("before_", ""))
    if len(both) < 2 or first[:, 1].sum() == 0 or last[:, 1].sum() == 0:  # noqa: PLR2004  one group is the whole
        return None
    split, tables = decompose.kitagawa(first, last), two_by_two(last, first)
    return Change(
        groups=both.assign(composition=split.composition, level=split.level),
        change=split.change,
        composition=float(split.composition.sum()),
        level=float(split.level.sum()),
        odds=strata.odds_ratio(tables),
        test=strata.common(tables),
        alike=strata.woolf(tables),
        reversed=strata.reversed_by_strata(tables),
    )


def two_by_two(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return strata × 2 × 2 («yes», «no») of two arrays of strata × (numerator, denominator)."""
    return np.stack([np.column_stack([held[:, 0], held[:, 1] - held[:, 0]]) for held in (first, second)], axis=1)
