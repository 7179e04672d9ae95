"""Approved public reports → the site, the archive and the journal; a place that the gate refuses is left out."""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pdmon_utils.batch.jobs import Job
from pdmon_utils.batch.manifest import write_report
from pdmon_utils.batch.pool import Tell
from pdmon_utils.journal import Approval, Publication
from pdmon_utils.publish.reference.beside import beside
from pdmon_utils.publish.site import Examine, Refused, RefusedSiteError, build_site
from pdmon_utils.release.anew import Hashes, differing
from pdmon_utils.release.archive import Archive, Key, New, files_hash, recalled, shelf
from pdmon_utils.release.current import Current
from pdmon_utils.release.held import Held
from pdmon_utils.release.history import PUBLISHED, History, Unfit, draft, history, next_version
from pdmon_utils.release.stored import Left, Stored, left, stored
from pdmon_utils.store import Workspace
from pdmon_utils.study.approved import approval_of, approved, why_draft


@dataclass(frozen=True, slots=True)
class Published:
    """What went out; `site` is None when nothing could. `lines`: what was added to the journals by place and year.

    `refused`: what the gate found in the places that are left out.
    """

    site: Path | None
    taken: tuple[Job, ...]
    left: tuple[Left, ...]
    lines: New = field(default_factory=dict)
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True)
class Going:
    """A report on its way: what lies there, the approval, earlier versions, the number of this one."""

    report: Stored
    approval: Approval
    known: History
    version: int

    @property
    def key(self) -> Key:
        """Its place and year."""
        return self.report.job.place, self.report.job.year


@dataclass(frozen=True)
class Publishing:
    """How to publish: the day, what this process has just executed, who looks at the site, who hears of progress.

    `remember` writes down what the public has seen, once the site is in its place.
    """

    day: date
    made: Hashes = field(default_factory=dict)
    examine: Examine = lambda _: ()
    tell: Tell = lambda _: None
    remember: Callable[[Workspace, New], None] = lambda _, __: None


def publish(workspace: Workspace, jobs: Sequence[Job], how: Publishing) -> Published:
    """Put the reports of `jobs` on the site, beside what is already published; say what is left out and why.

    A place in which the gate finds anything is left out as a whole. Raises RefusedSiteError when nothing new passes,
    SiteError or ArchiveError; then site, archive and journal stay as they were.
    """
    current = Current(workspace)
    going, lefts = _sorted(_going(workspace, job, how.day, current) for job in jobs)
    unlike = differing([one.report for one in going], how.made, how.tell)
    fit = [one for one in going if one.report.job.output not in unlike]
    lefts += [unlike[one.report.job.output] for one in going if one.report.job.output in unlike]
    if not fit:
        return Published(None, (), tuple(lefts))
    site, lines, held = _put(workspace, fit, how)
    found = [one.report.job for one in fit]
    taken = tuple(job for job in found if job.place not in held.places)
    return Published(site, taken, (*lefts, *held.left(found)), lines, held.refusals)


def rebuild(workspace: Workspace, new: New, examine: Examine) -> Path | None:
    """Return the site made of the archive alone, with `new` lines of the journals; None when nothing is published."""
    archive = Archive(workspace.reports)
    pages = shelf(workspace, archive, new)
    return (
        build_site(workspace.reports, pages, examine, beside(workspace, recalled(workspace, archive, new)))
        if any(page.current for page in pages)
        else None
    )


def _sorted(found: Iterable[Going | Left]) -> tuple[list[Going], list[Left]]:
    said = list(found)
    return [one for one in said if isinstance(one, Going)], [one for one in said if isinstance(one, Left)]


def _going(workspace: Workspace, job: Job, day: date, current: Current) -> Going | Left:
    report = stored(job)
    if isinstance(report, Left):
        return report
    if later := current.unfit(job):
        return left(job, later)
    approval = approval_of(workspace, job.place, job.year, job.code)
    known = history(job.code, workspace.journal(job.place).publications(job.year))
    if approval is None:
        return left(job, draft(why_draft(workspace, job.place, job.year)))
    version = next_version(known, approval, report.sha, day)
    return left(job, version) if isinstance(version, Unfit) else Going(report, approval, known, version)


def _put(workspace: Workspace, fit: Sequence[Going], how: Publishing) -> tuple[Path, New, Held]:
    """Return the site, the new lines of the journals and what is held back.

    Archive and journals are written after the switch.
    """
    with tempfile.TemporaryDirectory(prefix=".publishing-", dir=workspace.reports) as folder:
        archive = Archive(workspace.reports, Path(folder))
        lines: dict[Key, list[Publication]] = defaultdict(list)
        for one in fit:
            line, known = _staged(Path(folder), one, how.day), one.known.last
            lines[one.key] += [line] if line != known else []
        site, held = _built(workspace, archive, lines, how)
        archive.keep()
    kept = {key: said for key, said in lines.items() if key[0] not in held.places}
    how.remember(workspace, kept)
    for (place, year), said in kept.items():
        workspace.journal(place).add(year, *said)
    return site, kept, held


def _built(workspace: Workspace, archive: Archive, lines: New, how: Publishing) -> tuple[Path, Held]:
    """Return the site that the gate lets pass, and what had to be held back for it; its staged files are removed."""
    held = Held()
    while True:
        new = {key: said for key, said in lines.items() if key[0] not in held.places}
        if not new:
            raise RefusedSiteError(held.refusals)
        pages = [page for page in shelf(workspace, archive, new) if page.municipality not in held.bare]
        try:
            gone = recalled(workspace, archive, new)
            return build_site(workspace.reports, pages, how.examine, beside(workspace, gone)), held
        except RefusedSiteError as error:
            held = held.after(error, pages, workspace.municipalities, {place for place, _ in new})
        for place in held.places:
            shutil.rmtree(archive.staged / place, ignore_errors=True) if archive.staged else None


def _staged(staged: Path, one: Going, day: date) -> Publication:
    """Return the line of the journal for a version after its files were laid into `staged`."""
    job, known = one.report.job, one.known.last
    output = staged / job.place / str(job.year) / f"v{one.version}" / f"{job.code}.ipynb"
    told = {**one.report.said, "approved": approved(one.approval), "version": one.version}
    write_report(
        output, dict(one.report.files), {key: value for key, value in told.items() if key not in {"files", "key"}}
    )
    files = files_hash(one.report.names)
    if known and known.version == one.version:  # the same words in another dress keep their day
        return replace(known, files=files)
    return Publication(job.code, one.version, PUBLISHED, day, one.report.sha, files, one.approval.reason)
