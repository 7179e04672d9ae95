"""How careful to be: the classes of indicators and their thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from pdmon_utils.catalogue import Ask
from pdmon_utils.measures import PERSONS

FEW_PEOPLE: Final = 5  # a number of people from one up to this one, exclusive, is hidden
FEW_ANSWERS: Final = 10  # a sensitive share of fewer people is hidden
FEW_SOURCES: Final = 3  # a total of fewer organisations is hidden: each could subtract itself
OF_ONE_PERSON: Final = (
    *(PERSONS, "staff", "participation", "reserve", "routes"),
    *("mentees", "mentors", "diagnostics", "memberships", "support"),
)


@dataclass(frozen=True, slots=True)
class Threshold:
    """What is hidden: people from one to `people` (exclusive) inside or outside the numerator, shares of few.

    Few are less than `base`; where `extremes`, nobody and everybody are hidden too; where not `cuts`, every group.
    """

    people: int = FEW_PEOPLE
    base: int = 0
    extremes: bool = False
    cuts: bool = True


CLASSES: Final[Mapping[str, Threshold]] = MappingProxyType(
    {
        "open": Threshold(
            people=0
        ),  # what schools publish by name themselves: education, category, courses, experience
        "internal": Threshold(),  # age, load, leaving, participation
        "sensitive": Threshold(base=FEW_ANSWERS, extremes=True, cuts=False),  # burnout, tests, individual deficits
    }
)


def threshold_of(ask: Ask | None, *, confirmed: bool) -> Threshold | None:
    """Return the threshold of an ask, None where its figures are about no people.

    Facts that schools publish themselves are shown without a threshold only where the municipality has `confirmed` the
    legal basis; an unknown ask is treated as internal.
    """
    if ask is None:
        return CLASSES["internal"]
    if not counts_people(ask):
        return None
    named = ask.indicator.disclosure
    return CLASSES["internal" if named == "open" and not confirmed else named]


def counts_people(ask: Ask) -> bool:
    """Return True when the numerator counts persons, or things that belong to one person each (not events, posts…)."""
    return ask.measure.main.each in OF_ONE_PERSON
