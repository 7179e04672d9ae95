"""Findings as a frame, and the short code by which a finding is answered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import pandas as pd

from pdmon_utils.reading.findings import Finding
from pdmon_utils.reading.readers import Received

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
_CODE = 10

Letters = Mapping[tuple[str, str, str], Mapping[str, str]]  # file, sheet, table → column → its letters in Excel
Lost = Mapping[str, Mapping[str, set[str]]]  # table → column → codes of rows that could not be counted


def code_of(finding: Finding) -> str:
    """Return the code of a finding: the same after a new file, another row number or another sentence."""
    where = finding.about or f"{finding.file}·{finding.sheet}·{finding.cell}"
    said = "\n".join((str(finding.year), finding.rule, finding.table, finding.column, where, finding.value))
    return hashlib.sha256(said.encode()).hexdigest()[:_CODE]


def findings_frame(municipality: str, findings: Iterable[Finding]) -> pd.DataFrame:
    """Return the findings as a frame of FINDING_COLUMNS and `code`, in the order in which they were found."""
    names = [name for name in FINDING_COLUMNS if name != "municipality"]
    said = list(findings)
    rows = [[municipality, *(getattr(finding, name) for name in names), code_of(finding)] for finding in said]
    frame = pd.DataFrame(rows, columns=[*FINDING_COLUMNS, "code"], dtype="object")
    return frame.astype(dict.fromkeys(frame.columns, "str") | {"year": "Int64"})


def seen_frame(files: Iterable[Received]) -> pd.DataFrame:
    """Return every sheet that is one of our tables: year, file, sheet, table, rows (0: handed in empty)."""
    rows = [
        (file.source.year, file.source.file, seen.sheet, seen.table, seen.rows)
        for file in files
        for seen in file.reading.seen
    ]
    frame = pd.DataFrame(rows, columns=["year", "file", "sheet", "table", "rows"])
    return frame.astype({"year": "int64", "file": "str", "sheet": "str", "table": "str", "rows": "int64"})
