"""Months of a calendar → days of one report year."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pdmon_utils.deadlines.steps import Calendar, Step
from pdmon_utils.errors import CatalogueError, nearest
from pdmon_utils.municipality import DATA

_SEPTEMBER = 9
_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A step in one report year: its first and last day, None where nothing names them; `number` counts from 1."""

    step: Step
    number: int = 1
    start: date | None = None
    end: date | None = None


def occurrences(calendar: Calendar, year: int, said: Mapping[str, date]) -> tuple[Occurrence, ...]:
    """Return the steps of a report year by their last day, those without a day at the end.

    `said`: days set by the municipality's card, by step; raises CatalogueError for a step the calendar has not.
    """
    for name in said:
        if name not in (*calendar.steps, DATA):
            hint = nearest(name, (*calendar.steps, DATA))
            raise CatalogueError(f"Карточка муниципалитета, deadlines: нет шага «{name}»{hint}")
    found = [one for step in calendar.steps.values() for one in _of_step(step, calendar.cycle, year, said)]
    return tuple(sorted(found, key=lambda one: (one.end is None, one.end or date.max)))


def _of_step(step: Step, cycle: str, year: int, said: Mapping[str, date]) -> Iterator[Occurrence]:
    spans = sorted(_spans(step, cycle, year + step.shift))
    if step.id in said:  # an order of the year sets the last day; earlier days of the step stay
        end = said[step.id]
        spans = [*spans[:-1], (min(spans[-1][0], end) if spans else end, end)]
    if not spans:
        yield Occurrence(step)
    for number, (start, end) in enumerate(spans, start=1):
        yield Occurrence(step, number, start, end)


def _spans(step: Step, cycle: str, year: int) -> list[tuple[date, date]]:
    match step.recurrence:
        case "month" | "months":
            return [_between(cycle, year, month, month) for month in step.months]
        case "range":
            return [_between(cycle, year, step.months[0], step.months[-1])]
        case "quarterly":
            return [_quarter(cycle, year, month) for month in step.months]
        case "spans":
            return [_said(cycle, year, span) for span in step.spans]
        case "yearly":
            return [(date(year, 1, 1), date(year, 12, 31))]
    return []


def _year_of(cycle: str, year: int, month: int) -> int:
    return year - 1 if cycle == "academic" and month >= _SEPTEMBER else year


def _last(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _between(cycle: str, year: int, first: int, last: int) -> tuple[date, date]:
    """Return the first day of a month and the last of another; where the latter is smaller, it is of the next year."""
    start = _year_of(cycle, year, first)
    return date(start, first, 1), _last(start + (last < first), last)


def _quarter(cycle: str, year: int, month: int) -> tuple[date, date]:
    shown = _year_of(cycle, year, month)
    return date(shown, month - _QUARTER + 1, 1), _last(shown, month)


def _said(cycle: str, year: int, span: str) -> tuple[date, date]:
    first, last = ([int(part) for part in end.split(".")] for end in span.split("-"))
    start = _year_of(cycle, year, first[1])
    end = start + (last[1] < first[1])
    return date(start, first[1], first[0]), date(end, last[1], last[0])
