"""The comparative analysis as methods of a study: years, plans, groups of organisations, factors."""

from __future__ import annotations

from functools import cached_property

from pdmon_utils.show import Stack
from pdmon_utils.study import clusters, factors, funnels, grouping, history, outlook, strata, targets
from pdmon_utils.study.data import Data
from pdmon_utils.study.schools import Schools


class Comparing:
    """What the figures come to beside each other: every method but `schools` returns what shows itself."""

    data: Data

    @cached_property
    def schools(self) -> Schools:
        """Organisations beside each other: traits, declared groups, figures."""
        return Schools(self.data)

    def over_years(self) -> Stack:
        """Return the indicators over all years held: table and charts."""
        return history.over_years(self.data)

    def targets(self) -> Stack:
        """Return plan and fact: targets of the regulation and of the municipality, how many persons are lacking."""
        return targets.targets(self.data)

    def forecast(self) -> Stack:
        """Return an orientation for the next year with its 80 % interval, or why there is none."""
        return outlook.forecast(self.data)

    def clusters(self) -> Stack:
        """Return every indicator by declared groups of organisations, compared school by school (internal)."""
        return clusters.clusters(self.schools)

    def funnel(self) -> Stack:
        """Return organisations inside and outside the limits of chance, by alphabet (internal)."""
        return funnels.funnels(self.schools)

    def grouping(self) -> Stack:
        """Return groups of organisations found in the data, or why none may be used (internal)."""
        return grouping.grouping(self.schools)

    def factors(self, *chosen: str) -> Stack:
        """Return what goes together with the indicators: internal and external factors (internal)."""
        return factors.factors(self.schools, *chosen)

    def decomposition(self) -> Stack:
        """Return the changes since the year before split into composition and level, by strata (internal)."""
        return strata.decomposition(self.schools)
