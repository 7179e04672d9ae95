"""A report as the other ways of `bench/ways.py` make it: notebook and page alone, no papers, no provenance, no checks.

Imported by the processes that make such reports: what a municipality's checks would need is not worked out there.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat

from pdmon_utils.batch import parent, runner
from pdmon_utils.batch.jobs import Job
from pdmon_utils.batch.runner import Outcome
from pdmon_utils.publish import export_html


def bare(job: Job) -> Outcome:
    """Make notebook and page."""
    with TemporaryDirectory() as folder:
        executed = Path(folder) / f"{job.code}.ipynb"
        reason = runner._executed(job, executed)  # noqa: SLF001  a part of it is compared
        if not reason:
            page = export_html(nbformat.read(executed, as_version=4), title=job.title, audience=job.audience)
            executed.with_suffix(".html").write_text(page, encoding="utf-8")
    return Outcome(job, reason, 0.0)


parent.get_ready = parent.ready_for_page
