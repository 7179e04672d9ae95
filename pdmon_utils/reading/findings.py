"""What was found wrong in raw files: one finding says where, what and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from pdmon_utils.errors import PdmonError
from pdmon_utils.reading.discreet import discreet
from pdmon_utils.rules import RULES, Severity
from pdmon_utils.schema import SCHEMA

_LETTERS = 26
_QUOTED = ("word", "guess", "after")  # slots with words from cells


class RefusedFileError(PdmonError):
    """A file of data/raw that cannot be read; `rule` is the stable id of the reason, `slots` fill its sentence."""

    def __init__(self, rule: str, **slots: Any) -> None:
        """Keep the reason; the message is the rule's."""
        super().__init__(RULES[rule].message(**slots))
        self.rule = rule
        self.slots: dict[str, Any] = slots


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend; `severity`: error = not counted, query = counted but doubtful, note = for information.

    `about` says whose row it is by its key values, so that an answer to a query outlives a new file.
    """

    rule: str
    severity: Severity
    message: str
    year: int | None = None
    file: str = ""
    sheet: str = ""
    cell: str = ""
    table: str = ""
    column: str = ""
    value: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sheet is: year folder, file (path relative to the municipality's folder), sheet, table."""

    year: int
    file: str
    sheet: str = ""
    table: str = ""

    def finding(  # noqa: PLR0913  one parameter a part of a finding
        self,
        rule: str,
        *,
        cell: str = "",
        column: str = "",
        value: str = "",
        about: str = "",
        outcome: str = "",
        **slots: Any,
    ) -> Finding:
        """Return a finding of this place; `outcome` is a last sentence on what became of the row.

        What is quoted from cells names nobody.
        """
        known, value = RULES[rule], discreet(value)
        slots |= {name: discreet(slots[name]) for name in _QUOTED if name in slots}
        words = {"sheet": self.sheet, "header": self._header(column), "title": self._title(), "value": value, **slots}
        message = f"{known.message(**words)} {outcome}".strip()
        return Finding(
            rule, known.severity, message, self.year, self.file, self.sheet, cell, self.table, column, value, about
        )

    def _title(self) -> str:
        return SCHEMA[self.table].title if self.table in SCHEMA else ""

    def _header(self, column: str) -> str:
        known = SCHEMA[self.table].columns if self.table in SCHEMA else {}
        return known[column].header if column in known else column


def letters(index: int) -> str:
    """Return the Excel letters of a column counted from 0: A, B … Z, AA."""
    head, tail = divmod(index, _LETTERS)
    return (letters(head - 1) if head else "") + chr(ord("A") + tail)


def once_per_sheet(findings: Iterable[Finding], rule: str) -> list[Finding]:
    """Return the findings with those of one rule said once per year and sheet name, with their number."""
    said = list(findings)
    times = Counter((finding.year, finding.sheet) for finding in said if finding.rule == rule)
    kept: list[Finding] = []
    for finding in said:
        number = times.pop((finding.year, finding.sheet), 0) if finding.rule == rule else 1
        if number > 1:
            kept.append(replace(finding, message=f"{finding.message} Таких листов в файлах года: {number}."))
        elif number:
            kept.append(finding)
    return kept
