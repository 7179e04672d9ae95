"""Reports laid into a tiny workspace without running anything: what they say is said here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

import nbformat

from pdmon_utils.batch.jobs import Job, Wanted, plan
from pdmon_utils.batch.manifest import write_report
from pdmon_utils.journal import Approval
from pdmon_utils.publish import export_html
from pdmon_utils.release import Approving, Published, Publishing, approve, publish
from pdmon_utils.release.anew import Hashes
from pdmon_utils.store import Workspace
from tiny import workspace_with

PLACE, YEAR = "primer", 2024
SIGNED, LATER, DAY = date(2025, 1, 20), date(2025, 3, 3), date(2025, 2, 1)
ORDER = Approving("12-п", SIGNED, "Иванова")
CORRECTED = Approving("40-п", LATER, "Иванова", "исправлен реестр школы № 3")


def district(home: Path, *names: str) -> Workspace:
    """Return a workspace of one municipality whose public reports are named here and say «было»."""
    workspace = workspace_with(home, dict.fromkeys(names, "1"))
    for job in jobs(workspace):
        lay(job, f"{job.code}: было 41 %")
    return workspace


def jobs(workspace: Workspace, *names: str) -> list[Job]:
    """Return the public reports, all of them or those named."""
    return plan(workspace, Wanted(notebooks=names, audiences=("public",)))


def lay(job: Job, *lines: str) -> None:
    """Write a report that says these lines, as if it had just been run."""
    cells = [nbformat.v4.new_markdown_cell("\n\n".join(["# Проба", *lines]), id="said")]
    notebook = nbformat.v4.new_notebook(cells=cells)
    html = export_html(notebook, title=job.title, audience=job.audience)
    said = {"place": job.place, "place_name": job.place_name, "region": job.region, "year": job.year}
    more = {"audience": job.audience, "notebook": job.code, "title": job.heading, "checks": []}
    write_report(job.output, {".ipynb": nbformat.writes(notebook).encode(), ".html": html.encode()}, said | more)


def remembered(found: Sequence[Job]) -> Hashes:
    """Return the hashes of reports as a process knows them that has just run them."""
    return {
        job.output: {end: sha256(job.output.with_suffix(end).read_bytes()).hexdigest() for end in (".ipynb", ".html")}
        for job in found
        if job.output.exists() and job.output.with_suffix(".html").exists()
    }


def approved(workspace: Workspace, said: Approving = ORDER, *names: str) -> tuple[Approval, ...]:
    """Return the approvals after they were written."""
    return approve(workspace, jobs(workspace, *names), said, date(2025, 12, 31))


def put(workspace: Workspace, day: date = DAY, *names: str, how: Publishing | None = None) -> Published:
    """Return what was published of reports that this process has just run."""
    found = jobs(workspace, *names)
    return publish(workspace, found, how or Publishing(day, remembered(found)))
