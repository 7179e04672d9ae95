"""Receipts → one line an organisation, and the numbers that may be said of all of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from pdmon_utils.intake.deliveries import REGISTER
from pdmon_utils.receipts.matrix import ACCEPTED, CHANGED, MISSING, NOT_NEEDED, RETURNED
from pdmon_utils.schema import SCHEMA

SUMMARY_COLUMNS = (
    "org_id",
    "needed",
    "handed_in",
    "missing",
    "received",
    "changed",
    "late",
    "state",
    "silent",
    "by",
    "decided",
)


@dataclass(frozen=True, slots=True)
class Progress:
    """Who handed in: org_id by group; `part` handed in something, but not every table."""

    registered: tuple[str, ...]
    silent: tuple[str, ...]
    part: tuple[str, ...]
    late: tuple[str, ...]
    returned: tuple[str, ...]
    accepted: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def handed_in(self) -> int:
        """Number of organisations that handed in something."""
        return len(self.registered) - len(self.silent)


def by_organisation(found: pd.DataFrame) -> pd.DataFrame:
    """Return SUMMARY_COLUMNS, a line an organisation in the order of the receipts.

    `missing` are the titles of the tables not handed in, `state` the decision's status or empty; `received` and
    `changed` are the days of its register. An organisation is silent when its register is missing, though others may
    have told something of its people.
    """
    needed = found[found["status"] != NOT_NEEDED]
    lines = [_summary(str(org), rows) for org, rows in needed.groupby("org_id", sort=False)]
    return pd.DataFrame(lines, columns=list(SUMMARY_COLUMNS))


def _summary(org: str, rows: pd.DataFrame) -> tuple[object, ...]:
    there, gone = rows[rows["status"] != MISSING], rows[rows["status"] == MISSING]
    states = [state for state in (CHANGED, RETURNED, ACCEPTED) if (rows["status"] == state).any()]
    missing = tuple(SCHEMA[str(table)].title for table in gone["table"])
    silent = bool((gone["table"] == REGISTER).any()) or there.empty
    by, decided = ("", pd.NaT) if there.empty else (there["by"].iloc[0], there["decided"].max())
    received, changed = (rows.loc[rows["table"] == REGISTER, day].min() for day in ("received", "changed"))
    late = bool(there["late"].any())
    state = states[0] if states else ""
    return (org, len(rows), len(there), missing, received, changed, late, state, silent, by, decided)


def progress(found: pd.DataFrame, tables: Collection[str] | None = None) -> Progress:
    """Return who handed in, of the named tables only or of all that are needed."""
    lines = by_organisation(found if tables is None else found[found["table"].isin([*tables, REGISTER])])

    def of(chosen: pd.Series) -> tuple[str, ...]:
        return tuple(lines.loc[chosen.astype(bool), "org_id"])

    said = ~lines["silent"].astype(bool)
    return Progress(
        registered=tuple(lines["org_id"]),
        silent=of(~said),
        part=of(said & (lines["handed_in"] < lines["needed"])),
        late=of(said & lines["late"]),
        returned=of(said & (lines["state"] == RETURNED)),
        accepted=of(said & (lines["state"] == ACCEPTED)),
        changed=of(said & (lines["state"] == CHANGED)),
    )
