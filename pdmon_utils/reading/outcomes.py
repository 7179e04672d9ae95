"""What the reading of one cell may give: a value, a value that was put in order, or why there is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from pdmon_utils.reading.folding import trim, visible
from pdmon_utils.rules import RULES

LONG = 10**15  # Excel keeps 15 digits of a number: what is longer has lost its last digits
_SHOWN = 200

Value: TypeAlias = str | int | float | bool | dt.date


@dataclass(frozen=True, slots=True)
class Hole:
    """A cell that shows an Excel error or a formula never calculated; `advice` says what to do."""

    text: str
    advice: str


@dataclass(frozen=True)
class Fault:
    """Why a value cannot be read: the id of the rule and what its sentence needs besides header and value."""

    rule: str
    slots: Mapping[str, str] = field(default_factory=dict)

    def message(self, header: str, value: str) -> str:
        """Return the sentence about a cell of the column with this header."""
        return RULES[self.rule].message(header=header, value=value, **self.slots)


@dataclass(frozen=True, slots=True)
class Mended:
    """A value that was not written as asked but can only mean this; the rule says what was done.

    `after` is how the value is shown; `plain`: a csv file may say it so, where there are no other cells than text.
    """

    value: Value | None
    rule: str
    after: str
    plain: bool = False


Outcome: TypeAlias = Value | Fault | Mended | None


def shown(cell: object) -> str:
    """Return a cell as a person sees it in Excel, at most 200 characters."""
    match cell:
        case None:
            return ""
        case bool():
            return "ИСТИНА" if cell else "ЛОЖЬ"
        case float() if cell.is_integer() and abs(cell) < LONG:
            return str(int(cell))
        case dt.date():
            return cell.strftime("%d.%m.%Y")
        case Hole():
            return cell.text
    return trim(visible(str(cell)))[:_SHOWN]
