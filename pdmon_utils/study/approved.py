"""By which order the report of a year was approved: the journal's word, else the municipality's card."""

from __future__ import annotations

from pdmon_utils.days import parse_day
from pdmon_utils.journal import Approval
from pdmon_utils.store import Workspace

DRAFT = "ПРОЕКТ"
DRAFT_SAID = "не утверждён (проект)"


def approval_of(workspace: Workspace, place: str, year: int, document: str) -> Approval | None:
    """Return the approval of a document that counts; None for a draft. Raises JournalError for a spoilt file.

    A line of the journal without a document is about all of the year; a card that names number and date of an order
    approves what the journal says nothing about, without a fingerprint. An order cannot approve the report of a year
    that had not begun when it was signed: then the card's is the order on the monitoring itself, or of another year.
    """
    said = [one for one in workspace.journal(place).approvals(year) if one.document in ("", document)]
    held = None if said else _by_card(workspace, place)
    return said[-1] if said else held if held and held.date.year >= year else None


def why_draft(workspace: Workspace, place: str, year: int) -> str:
    """Return in words why `approval_of` finds none."""
    from pdmon_utils.words import short_day  # noqa: PLC0415  brings scipy, which no approval needs

    held = _by_card(workspace, place)
    if held is None or held.date.year >= year:
        return DRAFT_SAID
    order = f"приказ от {short_day(held.date)} № {held.order} в карточке муниципалитета"
    return f"{DRAFT_SAID}: {order} издан до {year} года и утвердить отчёт за этот год не мог"


def _by_card(workspace: Workspace, place: str) -> Approval | None:
    """Return the order that the card names, whatever year it is about."""
    held = workspace.municipality(place).approval if workspace.has(place) else {}
    number, day = held.get("number", ""), parse_day(held.get("date", ""))
    return Approval("", number, day) if number and day else None


def approved(approval: Approval) -> str:
    """Return the sentence that stands on the document: «Утверждено приказом от 20.01.2025 № 12»."""
    from pdmon_utils.words import short_day  # noqa: PLC0415  see above

    return f"Утверждено приказом от {short_day(approval.date)} № {approval.order}"
