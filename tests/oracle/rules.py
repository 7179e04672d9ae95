"""Dates, windows, keys and duplicates exactly as the rules of computation say (rules 1, 2, 9, 13)."""

from __future__ import annotations

from datetime import date
from typing import Any

Value = Any  # of a cell: text, number, date, flag or None for empty
Row = dict[str, Value]

KEYS: dict[str, tuple[str, ...]] = {
    "organisations": ("year", "org_id"),
    "staff": ("year", "org_id", "person_id", "position", "subject"),
    "programmes": ("programme_id", "year"),
    "courses": ("person_id", "programme_id", "end_date"),
    "routes": ("route_id",),
    "mentoring": ("mentee_id", "mentor_id", "level", "start_date"),
    "events": ("event_id",),
    "participation": ("event_id", "person_id", "role"),
    "memberships": ("person_id", "body", "body_kind", "role", "start_date"),
    "vacancies": ("org_id", "date", "position", "subject"),
    "practices": ("practice_id",),
    "documents": ("doc_id",),
    "reserve": ("person_id", "kind", "applied_date"),
    "student_outcomes": ("org_id", "year", "measure"),
    # Tables without a key: rows equal in all columns are one row.
    "diagnostics": (
        "person_id", "org_id", "date", "kind", "direction", "subject", "provider",
        "completed", "score", "result_level", "deficit_found", "deficit_type", "due_date",
    ),
    "support": ("person_id", "start_date", "level", "direction", "supporter", "form", "aim"),
}  # fmt: skip

# In a region these codes are local: the municipality is a part of the key (rule 24).
LOCAL = {"routes", "events", "participation", "memberships", "practices", "documents"}


def key_of(table: str, row: Row) -> tuple[Any, ...]:
    """Return what makes two rows of the table one row; `mun` is the same everywhere but in a region."""
    own = tuple(row.get(column) for column in KEYS[table])
    return (row["mun"], *own) if table in LOCAL else own


def without_duplicates(table: str, rows: list[Row]) -> list[Row]:
    """Return one row for each key: the last one (rule 2)."""
    last: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        last[key_of(table, row)] = row
    return list(last.values())


def window(name: str, year: int) -> tuple[date, date]:
    """Return the first and the last day of the window of a report year (rule 1)."""
    if name.endswith("calendar"):
        return date(year, 1, 1), date(year, 12, 31)
    if name.endswith("june"):
        return date(year - 1, 7, 1), date(year, 6, 30)
    if name.endswith("academic"):
        return date(year - 1, 9, 1), date(year, 8, 31)
    raise ValueError(name)


def full_years(a: date, b: date) -> int:
    """Return the full years from a to b (rule 9)."""
    return b.year - a.year - (1 if (b.month, b.day) < (a.month, a.day) else 0)


def employed(row: Row, day: date) -> bool:
    """Return whether the staff row is employed on the day (rule 6)."""
    return row["hire_date"] <= day and (row["dismiss_date"] is None or row["dismiss_date"] > day)


def in_force(start: date | None, end: date | None, window_: tuple[date, date], *, stock: bool) -> bool:
    """Return whether something lasting is in force in the window or, for a stock, on its last day (rule 13)."""
    first, last = window_
    if start is None or start > last:
        return False
    return end is None or end >= (last if stock else first)


def reserve_in_force(row: Row, day: date) -> bool:
    """Return whether the person is in the reserve on the day (rule 13, last sentence)."""
    if row["enrolled_date"] is None or row["enrolled_date"] > day:
        return False
    return row["left_date"] is None or row["left_date"] > day
