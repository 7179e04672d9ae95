"""What is drawn from the same results for one use: a short version, a check before approval, lists and profiles."""

from __future__ import annotations

from pdmon_utils.show import Stack
from pdmon_utils.study import beyond, brief, lists, profiles, readiness, retraining, services
from pdmon_utils.study.comparing import Comparing


class Extracts(Comparing):
    """Extracts of a study: every method returns what shows itself."""

    def brief(self) -> Stack:
        """Return the short version: key table, weightiest conclusions, a few charts."""
        return brief.brief(self.data)

    def ready(self) -> Stack:
        """Return whether the report may be approved, and what is missing (internal)."""
        return readiness.ready(self.data)

    def beyond(self) -> Stack:
        """Return the sections that the act names without an indicator, filled from unified indicators."""
        return beyond.beyond(self.data)

    def practices(self) -> Stack:
        """Return the bank of practices with level and criterion."""
        return lists.practices(self.data)

    def profiles(self) -> Stack:
        """Return organisations by the profile of their staff, by alphabet (internal)."""
        return profiles.profiles(self.schools)

    def methodical_services(self) -> Stack:
        """Return the methodical services of organisations by the same indicators, by alphabet (internal)."""
        return services.services(self.schools)

    def retraining_need(self) -> Stack:
        """Return vacancies by post and subject beside the people retrained; in public the municipality's totals."""
        return retraining.need(self.schools)
