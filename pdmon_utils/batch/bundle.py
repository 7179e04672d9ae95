"""What a report consists of beside its page: the provenance page with the log of checks, and the manifest's words."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from pdmon_utils.batch.jobs import Job
from pdmon_utils.batch.manifest import SOURCE
from pdmon_utils.documents import figures_csv, figures_xlsx
from pdmon_utils.publish.checks import check_report
from pdmon_utils.publish.ledger import Ledger, shared_ledger
from pdmon_utils.publish.origin import shared_origin
from pdmon_utils.publish.provenance import Report, grids, plain
from pdmon_utils.publish.sourcepage import source_page
from pdmon_utils.store import Workspace
from pdmon_utils.study.data import Data

PAGE, WHOLE = ".html", "report"


def ledger_of_job(job: Job) -> Ledger:
    """Return the numbers that the job's report may quote; reports of one place, year and audience share them."""
    return shared_ledger(Workspace(job.home), job.place, job.year, job.audience)


def completed(job: Job, files: Mapping[str, bytes], ledger: Ledger) -> tuple[dict[str, bytes], dict[str, Any]]:
    """Return the report's files by ending with its provenance page among them, and what the manifest says.

    Raises PdmonError for a journal or table that cannot be read.
    """
    files = {**files, **_figures(ledger, job)}
    origin, report = shared_origin(ledger), _report(job, files, ledger)
    page = source_page(job.title, job.audience, job.output.stem + PAGE, grids(report, origin))
    return {**files, SOURCE: page.encode()}, {**_about(job), **plain(report, origin)}


def _report(job: Job, files: Mapping[str, bytes], ledger: Ledger) -> Report:
    html = files[PAGE].decode()
    return Report(
        title=job.heading,
        audience=job.audience,
        parameters=job.parameters,
        notebook=sha256(job.notebook.read_bytes()).hexdigest(),
        html=html,
        checks=check_report(html, ledger),
        files={job.output.stem + ending: sha256(content).hexdigest() for ending, content in files.items()},
    )


def _figures(ledger: Ledger, job: Job) -> dict[str, bytes]:
    """Return the year's figures as open data, which lie beside the report on all indicators."""
    if job.code != WHOLE or not ledger.workspace.has(job.place):
        return {}
    data = Data(WHOLE, job.place, job.year, job.audience, ledger.workspace)
    return {"-figures.csv": figures_csv(data), "-figures.xlsx": figures_xlsx(data)}


def _about(job: Job) -> dict[str, Any]:
    return {
        "place": job.place,
        "place_name": job.place_name,
        "region": job.region,
        "year": job.year,
        "audience": job.audience,
        "notebook": job.code,
        "title": job.heading,
    }
