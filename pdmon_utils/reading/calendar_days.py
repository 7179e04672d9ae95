"""Dates as people write them, in explicit forms only; what can be read in two ways is a fault."""

from __future__ import annotations

import datetime as dt
import re
from types import MappingProxyType

from pdmon_utils.reading.outcomes import Fault, Mended
from pdmon_utils.schema import Column

_CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?"
_YEAR_WORD = r"(?: ?(?:г\.?|года))?"
_MONTHS = "январ феврал март апрел ма июн июл август сентябр октябр ноябр декабр".split()
_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"(?P<d>\d\d?)\.(?P<m>\d\d?)\.(?P<y>\d{{4}}|\d\d){_YEAR_WORD}(?: {_CLOCK})?",
        rf"(?P<y>\d{{4}})-(?P<m>\d\d)-(?P<d>\d\d)(?:[ t]{_CLOCK})?",
        r"(?P<d>\d\d?)/(?P<m>\d\d?)/(?P<y>\d{4})",
        rf'["«]?(?P<d>\d\d?)["»]? (?P<word>[а-я]+) (?P<y>\d{{4}}){_YEAR_WORD}',
    )
)
_PLAIN = re.compile(r"(\d\d\.\d\d\.\d{4}|\d{4}-\d\d-\d\d)([ t]0?0:00(:00)?)?", re.ASCII)  # what is asked for in a csv
_MONTH_WORD = "|".join(f"{stem}[а-я]+" for stem in _MONTHS)
_MONTH = re.compile(rf"({_MONTH_WORD}|\d\d?[./]) ?\d{{4}}{_YEAR_WORD}", re.ASCII)
_SERIAL = re.compile(r"\d{5}([.,]\d+)?", re.ASCII)
_EPOCH = dt.date(1899, 12, 30)
_LATEST_SERIAL = 80_000  # the year 2119
_TWELVE, _HUNDRED = 12, 100
_SINCE = (2000, 2049)  # the monitoring and its plans
_WINDOWS = MappingProxyType(  # a year of two digits is read where only one year of the window ends so
    {"birth_date": (1930, 2012), "ped_start_date": (1950, 2035), "hire_date": (1950, 2035)},
)


def day(column: Column, cell: object) -> dt.date | Fault | Mended:
    """Return the date of a cell: a real date as it is, text and serial numbers put in order."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, str) and not _SERIAL.fullmatch(cell):
        return _said(column, " ".join(cell.lower().split()))
    return _serial(column, cell)


def _said(column: Column, text: str) -> Fault | Mended:
    found = next(filter(None, (form.fullmatch(text) for form in _FORMS)), None)
    if found is None:
        return Fault("cell.month" if _MONTH.fullmatch(text) else "cell.date")
    month = _month(found)
    if month is None:
        return Fault("cell.date")
    if "/" in text and month != int(found["d"]) and max(month, int(found["d"])) <= _TWELVE:
        return Fault("cell.slash")
    year = _year(column, found["y"])
    return Fault("cell.century") if year is None else _real(year, month, int(found["d"]), text)


def _real(year: int, month: int, number: int, text: str) -> Fault | Mended:
    try:
        date = dt.date(year, month, number)
    except ValueError:
        return Fault("cell.calendar")
    return Mended(date, "norm.date", f"{date:%d.%m.%Y}", plain=_PLAIN.fullmatch(text) is not None)


def _month(found: re.Match[str]) -> int | None:
    said = found.groupdict()
    if "word" not in said:
        return int(said["m"])
    return next((at for at, stem in enumerate(_MONTHS, 1) if said["word"] in {f"{stem}я", f"{stem}а"}), None)


def _year(column: Column, text: str) -> int | None:
    number = int(text)
    if len(text) > 2:  # noqa: PLR2004  four digits are a year
        return number
    first, last = _WINDOWS.get(column.name, _SINCE)
    fitting = [year for year in range(first, last + 1) if year % _HUNDRED == number]
    return fitting[0] if len(fitting) == 1 else None


def _serial(column: Column, cell: object) -> Fault | Mended:
    """Return the date that Excel counts so; years beyond the window of the column are no dates but other numbers."""
    number = float(cell.replace(",", ".")) if isinstance(cell, str) else cell
    if isinstance(number, int | float) and 0 < number < _LATEST_SERIAL:
        date = _EPOCH + dt.timedelta(days=int(number))
        first, last = _WINDOWS.get(column.name, _SINCE)
        if first <= date.year <= last:
            return Mended(date, "norm.serial", f"{date:%d.%m.%Y}")
    return Fault("cell.date")
