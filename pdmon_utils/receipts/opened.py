"""The receipts of one municipality and year, from what lies in the workspace."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from pdmon_utils.receipts.due import data_deadlines
from pdmon_utils.receipts.matrix import Ledger, receipts
from pdmon_utils.store import Workspace


def receipts_of(workspace: Workspace, municipality: str, year: int) -> pd.DataFrame:
    """Return the receipts, RECEIPT_COLUMNS and the short name `org`, organisations of the year's register by name.

    Raises WorkspaceError before `pdmon prepare`, JournalError for a spoilt journal.
    """
    delivered = workspace.deliveries([municipality])
    names = organisations_of(workspace, municipality, year)
    types = types_of(workspace.table("organisations", [municipality]), year)
    ledger = replace(ledger_of(workspace, municipality, year), types=types)
    found = receipts(names.index, delivered[delivered["year"] == year], ledger)
    return found.assign(org=found["org_id"].map(names))


def organisations_of(workspace: Workspace, municipality: str, year: int) -> pd.Series[str]:
    """Return org_id → short name, else the full one, of the organisations registered for the year, by name."""
    return pd.Series(names_of(workspace.table("organisations", [municipality]), year), dtype="str")


def ledger_of(workspace: Workspace, municipality: str, year: int) -> Ledger:
    """Return what is due in the year and what the journal says."""
    card, journal = workspace.municipality(municipality), workspace.journal(municipality)
    regulation = workspace.catalogue.regulation(card.regulation)
    due = data_deadlines(workspace.calendar(card.regulation), regulation, year, card.due(year))
    return Ledger(due, journal.files(year), journal.decisions(year))


def names_of(organisations: pd.DataFrame, year: int) -> dict[str, str]:
    """Return org_id → short name, else the full one, by name, for the organisations of a year (the clean table)."""
    rows = organisations[organisations["year"] == year]
    shown = rows["org_short"].fillna(rows["org_name"]).astype(str)
    return dict(sorted(zip(rows["org_id"].astype(str), shown, strict=True), key=lambda pair: (pair[1], pair[0])))


def types_of(organisations: pd.DataFrame, year: int) -> dict[str, str]:
    """Return org_id → code of the type for the organisations of a year (the clean table)."""
    rows = organisations[organisations["year"] == year]
    return dict(zip(rows["org_id"].astype(str), rows["org_type"].astype(str), strict=True))
