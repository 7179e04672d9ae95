"""What is drawn from the same results for one use: a short version, a check before approval, lists and profiles."""

from __future__ import annotations

from pdmon_utils.show import Stack
from pdmon_utils.study import brief, readiness
from pdmon_utils.study.data import Data


class Extracts:
    """Extracts of a study: every method returns what shows itself."""

    data: Data

    def brief(self) -> Stack:
        """Return the short version: key table, weightiest conclusions, a few charts."""
        return brief.brief(self.data)

    def ready(self) -> Stack:
        """Return whether the report may be approved, and what is missing (internal)."""
        return readiness.ready(self.data)
