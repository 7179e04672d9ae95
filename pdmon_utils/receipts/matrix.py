"""Organisation × table with its status; pure: what was delivered, what is due, what the journal says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from pdmon_utils.intake.deliveries import REGISTER
from pdmon_utils.intake.duplicates import DISTRICT
from pdmon_utils.journal import Decision, Receipt
from pdmon_utils.receipts.history import History, Story
from pdmon_utils.schema import SCHEMA

ACCEPTED, HANDED_IN, LATE, RETURNED = "принято", "сдано", "сдано с опозданием", "возвращено"
MISSING, EMPTY, NOT_NEEDED, CHANGED = "не сдано", "сдано пустым", "не требуется", "изменено после принятия"
STATUSES = (ACCEPTED, HANDED_IN, LATE, RETURNED, MISSING, EMPTY, NOT_NEEDED, CHANGED)
RECEIPT_COLUMNS = ("org_id", "table", "status", "rows", "received", "changed", "deadline", "late", "by", "decided")
_DAYS = ("received", "changed", "deadline", "decided")


@dataclass(frozen=True, slots=True)
class Ledger:
    """What receipts need to know of one year: tables due (None: no day is set), file versions, decisions.

    `types`: organisation → code of its type, which some tables are not asked of.
    """

    due: Mapping[str, date | None]
    files: Sequence[Receipt] = ()
    decisions: Sequence[Decision] = ()
    types: Mapping[str, str] = field(default_factory=dict)

    def due_of(self, org: str) -> dict[str, date | None]:
        """Return the tables due from one organisation."""
        return {name: day for name, day in self.due.items() if SCHEMA[name].asked_of(self.types.get(org, ""))}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What one organisation handed in of one table; `rows` is 0 where the sheet is there and has none of it."""

    rows: int = 0
    files: frozenset[str] = frozenset()


def receipts(organisations: Iterable[str], delivered: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Return RECEIPT_COLUMNS: a line per registered organisation and table that organisations hand in.

    `delivered`: the deliveries of the year. `received` is the day the first version was seen, `changed` the day of the
    last one, `late` says that the first one came after the deadline, `by` and `decided` who decided on it and when.
    """
    registered, history = list(organisations), History(ledger.files)
    known = {org.lstrip("0"): org for org in registered}  # Excel drops leading zeros when somebody saves the journal
    decided = {known.get(said.org_id.lstrip("0"), said.org_id): said for said in ledger.decisions}
    sheets, shared = _sheets(delivered), _shared(delivered)
    lines = []
    for org in registered:
        due = ledger.due_of(org)
        common = shared if (org, REGISTER) in sheets else ()  # a sheet for all is no word of a silent organisation
        for table in (name for name in SCHEMA if name not in DISTRICT):
            sheet = sheets.get((org, table)) or (_Sheet() if table in common else None)
            lines.append((org, table, *_line(table, sheet, decided.get(org), due, history)))
    frame = pd.DataFrame(lines, columns=list(RECEIPT_COLUMNS))
    kinds = {"org_id": "str", "table": "str", "status": "str", "by": "str", "rows": "int64", "late": "bool"}
    return frame.astype(kinds | dict.fromkeys(_DAYS, "datetime64[s]"))


def _sheets(delivered: pd.DataFrame) -> dict[tuple[str, str], _Sheet]:
    found: dict[tuple[str, str], _Sheet] = defaultdict(_Sheet)
    for org, table, file, rows in delivered[["org_id", "table", "file", "rows"]].itertuples(index=False, name=None):
        found[org, table] = _Sheet(found[org, table].rows + rows, found[org, table].files | {file})
    return dict(found)


def _shared(delivered: pd.DataFrame) -> set[str]:
    """Return the tables of files that are for all: an organisation without rows in them has nothing to report."""
    owners = delivered.groupby("file")["org_id"].agg(frozenset)
    common = [file for file, orgs in owners.items() if len(orgs) > 1 or "" in orgs]
    return set(delivered.loc[delivered["file"].isin(common), "table"])


def _line(
    table: str, sheet: _Sheet | None, decision: Decision | None, due: Mapping[str, date | None], history: History
) -> tuple[object, ...]:
    if sheet is None or table not in due:
        rows = sheet.rows if sheet else 0
        return (NOT_NEEDED if table not in due else MISSING, rows, None, None, due.get(table), False, "", None)
    story, deadline = history.of(sheet.files), due[table]
    late = bool(story.first and deadline and story.first > deadline)
    status = _status(sheet.rows, decision, story, late=late)
    by, day = (decision.by, decision.date) if decision else ("", None)
    return (status, sheet.rows, story.first, story.last, deadline, late, by, day)


def _status(rows: int, decision: Decision | None, story: Story, *, late: bool) -> str:
    changed = decision is not None and story.changed_since(decision)
    if decision and decision.status == "accepted":
        return CHANGED if changed else ACCEPTED
    if decision and not changed:  # what came after a return is handed in anew
        return RETURNED
    if not rows:
        return EMPTY
    return LATE if late else HANDED_IN
