"""All reports: several processes, each report isolated; one failure does not stop the others."""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from functools import lru_cache
from typing import TYPE_CHECKING

from pdmon_utils.batch import warm
from pdmon_utils.batch.jobs import Job
from pdmon_utils.batch.runner import Outcome, keep_failed, remake, run_job
from pdmon_utils.store import Workspace

if TYPE_CHECKING:
    from pdmon_utils.publish.ledger import Ledger

Tell = Callable[[Outcome], None]


def executor(workers: int) -> Executor:
    """Return the processes that run the jobs; started afresh on every system, so that none inherits our state."""
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=begin)


def begin() -> None:
    """Set a worker up: it ends when the process that started it does, and keeps silent."""
    warm.end_with_parent()
    logging.getLogger().addHandler(logging.NullHandler())  # libraries say in English what an outcome says in Russian


@lru_cache(maxsize=2)
def _ledger(workspace: Workspace, place: str, year: int, audience: str) -> Ledger:
    """Return the numbers, kept while this worker lives: as long as one run, in which the data do not change."""
    from pdmon_utils.publish.ledger import ledger_of  # noqa: PLC0415  brings the study, which only workers need

    return ledger_of(workspace, place, year, audience)


def _run(job: Job) -> Outcome:
    return run_job(job, _ledger)


def _remake(job: Job) -> Outcome:
    return remake(job, _ledger)


def run_all(jobs: Sequence[Job], workers: int = 0, tell: Tell = lambda _: None) -> list[Outcome]:
    """Return the outcomes of all jobs in the order of the jobs; `tell` hears each as it ends."""
    return _spread(_run, jobs, workers, tell)


def remake_all(jobs: Sequence[Job], workers: int = 0, tell: Tell = lambda _: None) -> list[Outcome]:
    """Return what all jobs make when they are run now; nothing in `reports` changes."""
    return _spread(_remake, jobs, workers, tell)


def _spread(work: Callable[[Job], Outcome], jobs: Sequence[Job], workers: int, tell: Tell) -> list[Outcome]:
    if not jobs:
        return []
    outcomes = {}
    with executor(min(workers or os.cpu_count() or 1, len(jobs))) as pool:
        running = {pool.submit(work, job): job for job in jobs}
        for future in as_completed(running):
            job = running[future]
            outcomes[job.output] = _outcome(job, future, keep=work is _run)
            tell(outcomes[job.output])
    return [outcomes[job.output] for job in jobs]


def _outcome(job: Job, future: Future[Outcome], *, keep: bool = True) -> Outcome:
    """Return the worker's word, or what became of the worker itself (out of memory, disk full)."""
    error = future.exception()
    if error is None:
        return future.result()
    reason = f"процесс не выполнил отчёт: {type(error).__name__}: {error}"
    if keep:
        keep_failed(job, None, reason)
    return Outcome(job, reason, 0.0)
