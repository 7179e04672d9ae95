"""What was found wrong in raw files: one finding says where, what and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Literal

import pandas as pd

from pdmon_utils.errors import PdmonError

FINDING_COLUMNS = (
    "municipality",
    "year",
    "file",
    "sheet",
    "cell",
    "table",
    "column",
    "value",
    "rule",
    "severity",
    "message",
)
_LETTERS = 26

Severity = Literal["error", "query", "note"]


class RefusedFileError(PdmonError):
    """A file of data/raw that cannot be read; `rule` is the stable id of the reason."""

    def __init__(self, rule: str, message: str) -> None:
        """Keep the reason beside the message."""
        super().__init__(message)
        self.rule = rule


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend; `severity`: error = not counted, query = counted but doubtful, note = for information."""

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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sheet is: year folder, file (path relative to the municipality's folder), sheet, table."""

    year: int
    file: str
    sheet: str = ""
    table: str = ""

    def finding(self, rule: str, severity: Severity, message: str, cell: str = "", column: str = "") -> Finding:
        """Return a finding of this place."""
        return Finding(rule, severity, message, self.year, self.file, self.sheet, cell, self.table, column)


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
        if number:
            more = f" Таких листов в файлах года: {number}." if number > 1 else ""
            kept.append(replace(finding, message=finding.message + more))
    return kept


def findings_frame(municipality: str, findings: Iterable[Finding]) -> pd.DataFrame:
    """Return the findings as a frame of FINDING_COLUMNS, in the order in which they were found."""
    names = [field.name for field in fields(Finding)]
    said = list(findings)
    rows = [[municipality, *(getattr(finding, name) for name in names)] for finding in said]
    frame = pd.DataFrame(rows, columns=["municipality", *names], dtype="object")
    return frame.astype(dict.fromkeys(frame.columns, "str") | {"year": "Int64"})[list(FINDING_COLUMNS)]
