"""All reports: several processes, each report isolated; one failure does not stop the others."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed

from pdmon_utils.batch.jobs import Job
from pdmon_utils.batch.runner import Outcome, run_job, warm_up


def executor(workers: int) -> Executor:
    """Return the processes that run the jobs; started afresh on every system, so that none inherits our state."""
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=warm_up)


def run_all(jobs: Sequence[Job], workers: int = 0, tell: Callable[[Outcome], None] = lambda _: None) -> list[Outcome]:
    """Return the outcomes of all jobs in the order of the jobs; `tell` hears each as it ends."""
    if not jobs:
        return []
    with executor(min(workers or os.cpu_count() or 1, len(jobs))) as pool:
        running = {pool.submit(run_job, job): job for job in jobs}
        outcomes = {}
        for future in as_completed(running):
            outcome = future.result()
            outcomes[outcome.job.output] = outcome
            tell(outcome)
    return [outcomes[job.output] for job in jobs]
