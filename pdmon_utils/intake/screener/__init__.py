"""Rules over the clean tables: what contradicts itself, other tables, or last year. The rules are `rules/*.yml`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

import pandas as pd

from pdmon_utils.intake.frames import Letters
from pdmon_utils.intake.screener.checks import Clause, clauses
from pdmon_utils.intake.screener.screen import JOINS, Screen
from pdmon_utils.intake.screener.telling import told
from pdmon_utils.reading.findings import Finding
from pdmon_utils.rules import RULES

__all__ = ["JOINS", "screen_tables"]


def screen_tables(tables: Mapping[str, pd.DataFrame], letters: Letters, years: Collection[int]) -> list[Finding]:
    """Return what the rules with a condition find in the clean tables of one municipality, by the rules' numbers.

    `letters`: Excel letters of the columns by file, sheet and table; `years`: the year folders. No row is changed or
    left out. Raises CatalogueError for a rule that names what is not there.
    """
    screen = Screen(tables, tuple(sorted(years)))
    return [finding for clause in _clauses() for finding in told(clause, screen, letters)]


@cache
def _clauses() -> tuple[Clause, ...]:
    return clauses(RULES.values())
