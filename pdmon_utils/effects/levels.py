"""The two findings on a measure: was it carried out, did its indicator move the way it should."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from pdmon_utils.catalogue import SHARES
from pdmon_utils.words import is_missing, wilson

_PERCENTS = 1.0  # a target of a share above it was written in percent
_DECIDED = ("better", "worse")  # more than chance: no target says it better


def carried_out(line: Mapping[str, Any], documents: Iterable[str], today: date) -> str:
    """Return done, partial, unproven (a decision without its document), not, overdue or ahead (of `verdicts.yml`).

    `today` is the last day of the data: until then a planned measure may be waited for.
    """
    statuses = set(line["statuses"])
    if statuses == {"done"}:
        return "unproven" if line["kind"] == "decision" and str(line["doc_id"]) not in set(documents) else "done"
    if statuses & {"done", "partial"}:
        return "partial"
    if "planned" not in statuses:
        return "not"
    return "ahead" if pd.Timestamp(line["deadline"]).date() > today else "overdue"


def moved(line: Mapping[str, Any], row: Mapping[str, Any] | None) -> str:
    """Return what became of the indicator by the year of the deadline: `row` of the assessment frame, None: not there.

    A growth that is no chance comes first, then the measure's own target, then the plan of the municipality or the act.
    """
    if not line["indicator_id"]:
        return "no_indicator"
    if row is None or row["state"] != "known":
        return "no_figures"
    if row["direction"] == "neutral":
        return "neutral"
    became = _said(row["became"])
    if became in _DECIDED:
        return became
    return _own_target(line, row) or _plan(row) or became or "no_base"


def _said(value: object) -> str:
    return "" if is_missing(value) else str(value)


def _plan(row: Mapping[str, Any]) -> str:
    plan = _said(row["plan"])
    return "" if plan == "no_base" else plan


def _own_target(line: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    """Return reached, within (chance could make up the rest) or missed for the target that the measure names itself."""
    target = line["target"]
    if is_missing(target):
        return ""
    aim = float(target) / 100 if row["kind"] in SHARES and float(target) > _PERCENTS else float(target)
    sign = -1 if row["direction"] == "lower" else 1
    if sign * float(row["value"]) >= sign * aim:
        return "reached"
    if row["kind"] in SHARES:
        low, high = wilson(row["numerator"], row["denominator"])
        return "within" if low <= aim <= high else "missed"
    return "missed"
