"""Which tables a regulation needs in a year, and by which day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from pdmon_utils.catalogue import Ask, Regulation
from pdmon_utils.catalogue.needs import tables_needed
from pdmon_utils.deadlines import Calendar, Step, occurrences
from pdmon_utils.municipality import DATA

_NO_DAY = ("yearly", "order", "continuous")  # words that name no day by which data are due


def data_deadlines(
    calendar: Calendar, regulation: Regulation, year: int, said: Mapping[str, date]
) -> dict[str, date | None]:
    """Return the tables that the regulation needs, each with the last day on which it is due; None: no day is set.

    The card's «сдача данных» decides; else the collecting step whose deadline an ask repeats. A table that several asks
    need is due with the latest of them: nobody is called late who may still hand in.
    """
    if DATA in said:
        return dict.fromkeys(tables_needed(regulation), said[DATA])
    ends = _ends(calendar, year, said)
    due: dict[str, date | None] = dict.fromkeys(tables_needed(regulation))
    for ask in regulation.asks.values():
        if day := _deadline(ask, ends):
            due |= {table: max(day, due.get(table) or day) for table in _tables_of(ask, regulation)}
    return due


def _ends(calendar: Calendar, year: int, said: Mapping[str, date]) -> dict[str, date]:
    """Return deadline words → the last day on which the steps with these words collect data."""
    ends: dict[str, date] = {}
    for one in occurrences(calendar, year, said):
        named = one.step.recurrence not in _NO_DAY or one.step.id in said
        if one.step.collects and one.end and named:
            words = _folded(one.step.deadline)
            ends[words] = max(one.end, ends.get(words, one.end))
    return ends


def _deadline(ask: Ask, ends: Mapping[str, date]) -> date | None:
    period = _folded(ask.period)
    return max((day for words, day in ends.items() if words in period), default=None)


def _folded(words: str) -> str:
    return re.sub(r"\s*[-–—]\s*", "-", " ".join(words.casefold().split()))


def _tables_of(ask: Ask, regulation: Regulation) -> tuple[str, ...]:
    return tuple(tables_needed(replace(regulation, asks={ask.id: ask})))


def tables_of(step: Step, regulation: Regulation) -> frozenset[str]:
    """Return the tables of the asks whose deadline repeats the step's words; all that are needed where none does."""
    words = _folded(step.deadline)
    asks = {code: ask for code, ask in regulation.asks.items() if words in _folded(ask.period)}
    return frozenset(tables_needed(replace(regulation, asks=asks or regulation.asks)))
