"""Where each public report stands: draft, approved, published, corrected, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pdmon_utils.batch.jobs import Job
from pdmon_utils.journal import Approval
from pdmon_utils.release.history import WITHDRAWN, History, history
from pdmon_utils.release.stored import Left, stored
from pdmon_utils.store import Workspace
from pdmon_utils.study.approved import approval_of

DRAFT, APPROVED, PUBLISHED, CHANGED, GONE, NOT_RUN = (
    "проект",
    "утверждён",
    "опубликован",
    "изменился после утверждения",
    "отозван",
    "не выполнен",
)


@dataclass(frozen=True, slots=True)
class State:
    """The state of one report in words, with its order and its version."""

    job: Job
    word: str
    approval: Approval | None
    known: History

    @property
    def order(self) -> str:
        """«№ 12 от 20.01.2025», empty for a draft."""
        return f"№ {self.approval.order} от {self.approval.date:%d.%m.%Y}" if self.approval else ""

    @property
    def version(self) -> str:
        """«2 от 20.02.2025» of what the site shows, empty where it shows nothing."""
        shown = self.known.current
        return f"{shown.version} от {shown.date:%d.%m.%Y}" if shown else ""


def states(workspace: Workspace, jobs: Sequence[Job]) -> list[State]:
    """Return the state of every public report of `jobs`."""
    return [_state(workspace, job) for job in jobs]


def _state(workspace: Workspace, job: Job) -> State:
    report = stored(job)
    sha = "" if isinstance(report, Left) else report.sha
    approval = approval_of(workspace, job.place, job.year, job.code)
    known = history(job.code, workspace.journal(job.place).publications(job.year))
    return State(job, _word(approval, known, sha), approval, known)


def _word(approval: Approval | None, known: History, sha: str) -> str:
    last = known.last
    if not sha:
        return NOT_RUN
    if last and last.sha256 == sha:
        return GONE if last.status == WITHDRAWN else PUBLISHED
    if approval is None:
        return DRAFT
    return CHANGED if (approval.sha256 != sha if approval.sha256 else last is not None) else APPROVED
