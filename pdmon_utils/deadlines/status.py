"""Where a step stands on a given day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from pdmon_utils.deadlines.dates import Occurrence
from pdmon_utils.journal import Done

SOON = timedelta(days=14)
AHEAD, RUNNING, NEAR, OVER = "впереди", "идёт", "скоро", "срок прошёл"
CARRIED_OUT, ALWAYS, UNSET = "сделано", "постоянно", "срок не установлен"


def is_done(one: Occurrence, done: Iterable[Done]) -> bool:
    """Return True when the journal has a line for it: the second line of a step is about its second occurrence."""
    return Counter(said.step for said in done)[one.step.id] >= one.number


def status(one: Occurrence, today: date, done: Iterable[Done]) -> str:
    """Return впереди, идёт, скоро (its last day is at most 14 days off), срок прошёл, сделано, постоянно or no day."""
    if is_done(one, done):
        return CARRIED_OUT
    if one.start is None or one.end is None:
        return ALWAYS if one.step.recurrence == "continuous" else UNSET
    if today > one.end:
        return OVER
    if one.end - today <= SOON:
        return NEAR
    return RUNNING if today >= one.start else AHEAD
