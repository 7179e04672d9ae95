"""The requisites of a report's papers: from the municipality's card and the order that approved them."""

from __future__ import annotations

from pathlib import Path

from pdmon_utils.batch.jobs import Job
from pdmon_utils.documents import About, own_template
from pdmon_utils.store import Workspace
from pdmon_utils.study.approved import approval_of, approved


def about(job: Job) -> About:
    """Return what the papers of a report say of themselves."""
    workspace = Workspace(job.home)
    card = workspace.municipality(job.place) if workspace.has(job.place) else None
    order = approval_of(workspace, job.place, job.year, job.code)
    return About(
        code=job.code,
        title=job.heading,
        place_name=job.place_name,
        year=job.year,
        audience=job.audience,
        authority=(card and card.authority) or f"Орган управления образованием: {job.place_name}",
        seat=card.seat if card else "",
        approved=approved(order) if order else "",
        genitive=card.genitive if card else "",
    )


def template(job: Job) -> Path | None:
    """Return the office's own template of the report's papers: the municipality's, else the workspace's; None: ours."""
    return own_template(Workspace(job.home).templates, job.place)
