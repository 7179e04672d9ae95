"""What is only the consequence of another finding is not said: mending the cause mends it too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from pdmon_utils.intake.frames import Lost
from pdmon_utils.reading.findings import Finding
from pdmon_utils.reading.rows import Part
from pdmon_utils.rules import RULES
from pdmon_utils.schema import SCHEMA


def lost_codes(parts: Mapping[str, Sequence[Part]]) -> dict[str, dict[str, set[str]]]:
    """Return the codes of rows that were handed in but could not be counted, by table and column."""
    lost: dict[str, dict[str, set[str]]] = {}
    for table, found in parts.items():
        for part in found:
            for column, codes in part.lost.items():
                lost.setdefault(table, {}).setdefault(column, set()).update(codes)
    return lost


def causes(read: Iterable[Finding], screened: Iterable[Finding], lost: Lost, deliveries: pd.DataFrame) -> list[Finding]:
    """Return the findings of the rules over tables that no other finding explains.

    Explained are: any at a cell that reading has already found fault with, a question at a cell with an error, the
    absence of rows that were handed in but could not be counted, and that of a table which was handed in empty.
    """
    empty = _empty(deliveries)
    faulty = {_cell(finding) for finding in read if finding.severity != "note" and finding.cell}
    said = [finding for finding in screened if _cell(finding) not in faulty and not _explained(finding, lost, empty)]
    wrong = {_cell(finding) for finding in said if finding.severity == "error" and finding.cell}
    return [finding for finding in said if finding.severity == "error" or _cell(finding) not in wrong]


def _cell(finding: Finding) -> tuple[str, str, str, str]:
    return finding.file, finding.sheet, finding.cell, finding.column


def _empty(deliveries: pd.DataFrame) -> set[str]:
    """Return what was handed in empty, in the words in which its absence would be told."""
    rows = deliveries[(deliveries["rows"] == 0) & (deliveries["org_id"] != "")]
    pairs = rows[["year", "org_id", "table"]].itertuples(index=False, name=None)
    return {f"{year}·{org}·{SCHEMA[table].title}" for year, org, table in pairs}


def _explained(finding: Finding, lost: Lost, empty: set[str]) -> bool:
    if RULES[finding.rule].table == "deliveries":
        return finding.about in empty
    codes = lost.get(RULES[finding.rule].absent, {})
    return any(word in found for found in codes.values() for word in finding.about.split("·"))
