"""Dated steps as an iCalendar file (RFC 5545): all-day events with an alarm 14 days before the last day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from pdmon_utils.deadlines.dates import Occurrence

_OCTETS = 75
_DAY = timedelta(days=1)
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


def ics_bytes(municipality: str, title: str, year: int, steps: Iterable[Occurrence]) -> bytes:
    """Return the file: utf-8, CRLF, lines of at most 75 octets; steps without a day are left out.

    Nothing in it comes from the clock: the stamp is the first day of the report year, so two runs give the same bytes.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//pdmon//calendar//RU", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{_text(title)}")
    for one in steps:
        if one.start and one.end:
            lines += _event(municipality, year, one, one.start, one.end)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _event(municipality: str, year: int, one: Occurrence, start: date, end: date) -> list[str]:
    step = one.step
    about = {"Срок": step.deadline, "Где сказано": step.clause, "Кто": step.responsible, "Документ": step.document}
    said = "\n".join(f"{name}: {text}" for name, text in about.items() if text)
    return [
        "BEGIN:VEVENT",
        f"UID:{step.id}-{year}-{one.number}@{municipality}.pdmon",
        f"DTSTAMP:{year}0101T000000Z",
        f"DTSTART;VALUE=DATE:{start:%Y%m%d}",
        f"DTEND;VALUE=DATE:{end + _DAY:%Y%m%d}",  # the first day after, as RFC 5545 3.6.1 says
        f"SUMMARY:{_text(step.does)}",
        f"DESCRIPTION:{_text(said)}",
        "TRANSP:TRANSPARENT",  # a deadline keeps nobody's day busy
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_text(f'Через 14 дней срок: {step.does}')}",
        "TRIGGER;RELATED=END:-P15D",  # counted from the day after the last one
        "END:VALARM",
        "END:VEVENT",
    ]


def _text(said: str) -> str:
    """Return a TEXT value: escaped, without control characters; every space is a plain one."""
    plain = "\n".join(" ".join(line.split()) for line in said.split("\n"))
    return "".join(sign for sign in plain.translate(_ESCAPES) if sign.isprintable())


def _folded(line: str) -> str:
    """Return the line in pieces of at most 75 octets, broken between characters (RFC 5545 3.1)."""
    pieces, size = [""], 0
    for sign in line:
        width = len(sign.encode())
        if size + width > _OCTETS:
            pieces.append("")
            size = 1  # the space that begins a continued line
        pieces[-1] += sign
        size += width
    return "\r\n ".join(pieces)
