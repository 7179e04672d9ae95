"""Completeness and timeliness: organisation × table – handed in, when, accepted, returned, late, missing."""

from pdmon_utils.intake.deliveries import DELIVERY_COLUMNS
from pdmon_utils.receipts.due import data_deadlines, tables_of
from pdmon_utils.receipts.matrix import (
    ACCEPTED,
    CHANGED,
    EMPTY,
    HANDED_IN,
    LATE,
    MISSING,
    NOT_NEEDED,
    RECEIPT_COLUMNS,
    RETURNED,
    STATUSES,
    Ledger,
    receipts,
)
from pdmon_utils.receipts.opened import ledger_of, names_of, organisations_of, receipts_of, types_of
from pdmon_utils.receipts.summary import Progress, by_organisation, progress
from pdmon_utils.receipts.told import counted, covered, deadline, named

__all__ = [
    "ACCEPTED",
    "CHANGED",
    "DELIVERY_COLUMNS",
    "EMPTY",
    "HANDED_IN",
    "LATE",
    "MISSING",
    "NOT_NEEDED",
    "RECEIPT_COLUMNS",
    "RETURNED",
    "STATUSES",
    "Ledger",
    "Progress",
    "by_organisation",
    "counted",
    "covered",
    "data_deadlines",
    "deadline",
    "ledger_of",
    "named",
    "names_of",
    "organisations_of",
    "progress",
    "receipts",
    "receipts_of",
    "tables_of",
    "types_of",
]
