"""When a regulation wants what: its calendar as data, the days of a report year, where a step stands, .ics."""

from pdmon_utils.deadlines.dates import Occurrence, occurrences
from pdmon_utils.deadlines.ics import ics_bytes
from pdmon_utils.deadlines.status import NEAR, OVER, is_done, status
from pdmon_utils.deadlines.steps import Calendar, Step, load_calendar

__all__ = [
    "NEAR",
    "OVER",
    "Calendar",
    "Occurrence",
    "Step",
    "ics_bytes",
    "is_done",
    "load_calendar",
    "occurrences",
    "status",
]
