"""A person approves the public reports of a year as they lie: by which order, of what words and numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pdmon_utils.batch.jobs import Job
from pdmon_utils.errors import PdmonError
from pdmon_utils.journal import Approval
from pdmon_utils.release.history import history
from pdmon_utils.release.stored import Left, Stored, stored
from pdmon_utils.store import Workspace


class ApprovalError(PdmonError):
    """The reports cannot be approved as they are."""


@dataclass(frozen=True, slots=True)
class Approving:
    """What the person says: the order, its day, who, why it is a correction, and what is missing all the same."""

    order: str
    day: date
    by: str
    reason: str = ""
    lacks: str = ""


def approve(workspace: Workspace, jobs: Sequence[Job], said: Approving, today: date) -> tuple[Approval, ...]:
    """Write an approval of each report into the journal and return them; raises ApprovalError, then writes nothing."""
    if not said.order.strip():
        raise ApprovalError("Номер приказа пуст. Укажите его: --order «12-п».")
    if said.day > today:
        raise ApprovalError(f"Приказ датирован будущим днём, {said.day:%d.%m.%Y}. Утверждение записывается после него.")
    reports = _finished(jobs)
    _refuse_silent_corrections(workspace, reports, said)
    made = {one.job.code: _approval(one, said) for one in reports}
    for place, year in {(one.job.place, one.job.year) for one in reports}:
        workspace.journal(place).add(year, *made.values())
    return tuple(made.values())


def changed(jobs: Sequence[Job], given: Mapping[str, Approval]) -> tuple[str, ...]:
    """Return the documents that no longer say what was approved."""
    found = (stored(job) for job in jobs)
    return tuple(one.job.code for one in found if isinstance(one, Stored) and one.sha != given[one.job.code].sha256)


def _finished(jobs: Sequence[Job]) -> list[Stored]:
    found = [stored(job) for job in jobs]
    lacking = [str(one) for one in found if isinstance(one, Left)]
    if lacking:
        raise ApprovalError("Утвердить можно только готовый публичный отчёт.\n" + "\n".join(lacking))
    return [one for one in found if isinstance(one, Stored)]


def _refuse_silent_corrections(workspace: Workspace, reports: Sequence[Stored], said: Approving) -> None:
    """Raise ApprovalError where a published report has changed and nobody says why."""
    if said.reason.strip():
        return
    wrong = [one.job.code for one in reports if _corrected(workspace, one)]
    if wrong:
        raise ApprovalError(
            f"Уже опубликованы и с тех пор изменились: {', '.join(wrong)}. Это исправленная версия: укажите причину, "
            "она останется на сайте (--reason «что исправлено»)."
        )


def _corrected(workspace: Workspace, one: Stored) -> bool:
    last = history(one.job.code, workspace.journal(one.job.place).publications(one.job.year)).last
    return last is not None and last.sha256 != one.sha


def _approval(one: Stored, said: Approving) -> Approval:
    return Approval(one.job.code, said.order.strip(), said.day, said.by, one.sha, said.reason.strip(), said.lacks)
