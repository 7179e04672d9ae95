"""By when a drafted measure should be done: before the next analysis of effectiveness, else by the end of next year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pdmon_utils.deadlines import Calendar, occurrences
from pdmon_utils.figures import window

_EFFECTS = "эффективности принятых мер"  # the words by which a calendar's step is known to judge measures


@dataclass(frozen=True, slots=True)
class Term:
    """The day, and the clause of the calendar it comes from (empty: the end of the next report year)."""

    day: date
    clause: str = ""


def term(calendar: Calendar, span: str, year: int, said: Mapping[str, date]) -> Term:
    """Return the term of measures that follow from the results of `year`; `said` are days of the municipality's card.

    It is the eve of the step that judges measures in the next report year, so that there is something to judge; where
    the calendar has no such day, the last day of the next report year (window `span`).
    """
    judging = (one for one in occurrences(calendar, year + 1, said) if _EFFECTS in one.step.does.lower() and one.start)
    found = next(judging, None)
    if found and found.start:
        return Term(found.start - timedelta(days=1), found.step.clause)
    return Term(window(span, year + 1).end)
