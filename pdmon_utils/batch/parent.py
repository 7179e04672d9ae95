"""What the clean process imports once, before it forks a process a municipality: everything that a report needs."""

from __future__ import annotations

import gc
from contextlib import suppress

from pdmon_utils.batch import bundle, early, runner  # noqa: F401  loaded for those to come
from pdmon_utils.batch.forks import begin_fresh
from pdmon_utils.batch.jobs import Job
from pdmon_utils.batch.warmup import warm_up
from pdmon_utils.publish.origin import shared_origin
from pdmon_utils.publish.provenance import inputs
from pdmon_utils.store import Workspace
from pdmon_utils.study import RegionStudy, SchoolStudy, Study  # noqa: F401  the same
from pdmon_utils.study.ahead import work_ahead
from pdmon_utils.study.data import PLAIN, Data

warm_up()
gc.freeze()  # a child's collector leaves these pages alone, so they stay shared


def begin(*, fresh: bool) -> None:
    """Set up the process of a report; `fresh`: it was forked from the warm one, so that its kernel may be its fork."""
    if fresh:
        begin_fresh()


def get_ready(job: Job) -> None:
    """Work out what the report shares with others of its municipality; what cannot be read is told by the report."""
    ready_for_checks(job)
    ready_for_page(job)


def ready_for_checks(job: Job) -> None:
    """Work out what its checks and its page of provenance have in common with others."""
    with suppress(Exception):
        ledger = bundle.ledger_of_job(job)
        ledger.get_ready(everything=job.code in PLAIN)
        shared_origin(ledger).get_ready()
        inputs(shared_origin(ledger))


def ready_for_page(job: Job) -> None:
    """Work out what its notebook has in common with others."""
    with suppress(Exception):
        work_ahead(Data(job.code, job.place, job.year, job.audience, Workspace(job.home)))
