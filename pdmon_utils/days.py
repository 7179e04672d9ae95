"""Days as people write them, and the one place that asks the clock."""

from __future__ import annotations

import os
import re
from datetime import date, datetime

from pdmon_utils.errors import WorkspaceError

TODAY_VARIABLE = "PDMON_TODAY"
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_RUSSIAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def parse_day(text: str) -> date | None:
    """Return the day written as 2024-12-31 or 31.12.2024 (ASCII digits), None for anything else or no such day."""
    said = text.strip()
    iso, russian = _ISO.fullmatch(said), _RUSSIAN.fullmatch(said)
    parts = iso.groups() if iso else russian.groups()[::-1] if russian else ()
    if not parts or not said.isascii():
        return None
    try:
        return date(*(int(part) for part in parts))
    except ValueError:  # 31.02.2024
        return None


def today(said: str | None = None) -> date:
    """Return the day said, else the one in PDMON_TODAY, else the clock's; raises WorkspaceError for no day."""
    text = said or os.environ.get(TODAY_VARIABLE)
    if not text:
        return date.today()  # noqa: DTZ011  a deadline is a day of the office's own calendar
    if (day := parse_day(text)) is None:
        raise WorkspaceError(f"«{text}» — не дата. Напишите, например, 2024-12-31 или 31.12.2024.")
    return day


def moment() -> str:
    """Return day and time of the office's own clock, for people who read who is at work since when."""
    return f"{datetime.now():%d.%m.%Y %H:%M:%S}"  # noqa: DTZ005  the same
