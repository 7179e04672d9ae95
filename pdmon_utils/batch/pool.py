"""All reports: so many processes at a time, each report isolated; one failure does not stop the others."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pdmon_utils.batch.answers import Fault, Used
from pdmon_utils.batch.children import Child, forks
from pdmon_utils.batch.failures import MEND, keep_failed, keep_fault
from pdmon_utils.batch.host import Work
from pdmon_utils.batch.jobs import Job
from pdmon_utils.batch.limits import Limits
from pdmon_utils.batch.stopping import LOOK, heed
from pdmon_utils.batch.waiting import Waiting

if TYPE_CHECKING:
    from pdmon_utils.batch.runner import Outcome

Tell = Callable[["Outcome"], None]
BUSY: Final = ("Address already in use", "Kernel died before replying", "Kernel didn't respond")  # no notebook's fault


def make(job: Job) -> Outcome:
    """Make a report in this process."""
    from pdmon_utils.batch.runner import run_job  # noqa: PLC0415  brings papermill, which a driver does not need

    return run_job(job)


def make_again(job: Job) -> Outcome:
    """Return what the job makes now; nothing in `reports` changes."""
    from pdmon_utils.batch.runner import remake  # noqa: PLC0415  the same

    return remake(job)


@dataclass
class Batch:
    """How many are at work, under which limits, where temporary files lie (None: a folder of this run), who listens."""

    workers: int = 0
    limits: Limits = field(default_factory=Limits)
    folder: Path | None = None
    tell: Tell = lambda _: None
    used: dict[Path, Used] = field(default_factory=dict)  # output of a report → what it took

    def run(self, jobs: Sequence[Job]) -> list[Outcome]:
        """Return the outcomes of all jobs in the order of the jobs; `tell` hears each as it ends."""
        return self._spread(make, jobs, keep=True)

    def remake(self, jobs: Sequence[Job]) -> list[Outcome]:
        """Return what all jobs make when they are run now; nothing in `reports` changes."""
        return self._spread(make_again, jobs, keep=False)

    def _spread(self, work: Work, jobs: Sequence[Job], *, keep: bool) -> list[Outcome]:
        if not jobs:
            return []
        if self.folder is None:
            with tempfile.TemporaryDirectory(prefix="pdmon-", ignore_cleanup_errors=True) as folder:
                return _Run(self, work, Path(folder), keep=keep).through(jobs)
        return _Run(self, work, self.folder, keep=keep).through(jobs)


class _Run:
    """One pass over many jobs: who is at work, what waits, how often each was tried."""

    def __init__(self, batch: Batch, work: Work, folder: Path, *, keep: bool) -> None:
        self._batch, self._work, self._folder, self._keep = batch, work, folder, keep
        self._busy: dict[Child, Job] = {}
        self._idle: list[Child] = []
        self._tries: dict[Path, int] = {}
        self._outcomes: dict[Path, Outcome] = {}
        self._places = 1

    def through(self, jobs: Sequence[Job]) -> list[Outcome]:
        self._places = len({job.place for job in jobs})
        waiting, most = Waiting(jobs), min(self._batch.workers or os.cpu_count() or 1, len(jobs))
        try:
            while waiting or self._busy:
                heed()
                while waiting and len(self._busy) < most:
                    self._start(waiting)
                for child in self._ready():
                    self._finish(child, waiting)
        finally:
            for child in (*self._busy, *self._idle):  # also when Ctrl-C was pressed
                child.kill()
        return [self._outcomes[job.output] for job in jobs]

    def _start(self, waiting: Waiting) -> None:
        child = self._child(waiting)
        job = waiting.take(child.place, {busy.place for busy in self._busy.values()})
        self._busy[child] = job
        child.give(job)

    def _child(self, waiting: Waiting) -> Child:
        """Return the idle process of a municipality that has more to do, else one for another municipality."""
        for child in self._idle:
            if child.place in waiting or not forks():
                self._idle.remove(child)
                return child
        if self._idle:
            self._idle.pop(0).end()  # its municipality is done
        return Child(self._work, self._batch.limits, self._folder, self._places)

    def _ready(self) -> list[Child]:
        """Return the children that answered, ended or took too long; none when it is time to heed."""
        patience = max(0.0, min(LOOK, *(child.left for child in self._busy)))
        found = set(map(id, wait([each for child in self._busy for each in child.waiting], patience)))
        return [child for child in self._busy if child.left <= 0 or found & set(map(id, child.waiting))]

    def _finish(self, child: Child, waiting: Waiting) -> None:
        """Write down what became of the child's report; one that is worth another try waits again."""
        answer = self._answer(child)
        job = self._busy.pop(child)  # only now: what is in neither list nobody would end
        fault = _fault(answer)
        if fault and fault.again and self._tries.get(job.output, 0) < self._batch.limits.retries:
            self._tries[job.output] = self._tries.get(job.output, 0) + 1
            waiting.again(job)
            return
        self._outcomes[job.output] = self._outcome(job, answer)
        self._batch.tell(self._outcomes[job.output])

    def _answer(self, child: Child) -> Any:  # noqa: ANN401  see Child.answer
        late = child.left <= 0 and not child.pipe.poll()
        answer = Fault(self._batch.limits.late) if late else child.answer()
        if isinstance(answer, Fault):
            child.kill()
        else:
            self._idle.append(child)
        return answer

    def _outcome(self, job: Job, answer: Any) -> Outcome:  # noqa: ANN401  the same
        if not isinstance(answer, Fault):
            outcome: Outcome
            outcome, self._batch.used[job.output] = answer
            return outcome
        from pdmon_utils.batch.runner import Outcome  # noqa: PLC0415  brings papermill

        if self._keep and answer.disk:
            keep_fault(job, answer.reason, f"освободите место или верните доступ, затем {MEND}")
        elif self._keep:
            keep_failed(job, None, answer.reason)
        return Outcome(job, answer.reason, 0.0)


def _fault(answer: Any) -> Fault | None:  # noqa: ANN401  the same
    if isinstance(answer, Fault):
        return answer
    outcome, _ = answer
    return Fault(outcome.reason, again=True) if any(words in outcome.reason for words in BUSY) else None
