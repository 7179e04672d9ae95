"""Which report a person means: a path of one of its files, or place/year/notebook."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pdmon_utils.batch.jobs import Job, Wanted, plan
from pdmon_utils.batch.manifest import ENDING, manifest_path
from pdmon_utils.errors import PdmonError, nearest
from pdmon_utils.release.archive import ROOM
from pdmon_utils.store import AUDIENCES, Workspace

_ADDRESS = re.compile(r"(?P<place>[a-z0-9-]+)/(?P<year>\d{4})/(?:(?P<audience>internal|public)/)?(?P<name>[^/].*)")
_PUBLISHED = re.compile(r"v\d+")
_SOURCE = "-source"


class TargetError(PdmonError):
    """There is no such report."""


@dataclass(frozen=True, slots=True)
class Target:
    """A report to verify: the job that makes it, and the notebook that lies there, be it a published version."""

    job: Job
    kept: Path

    @property
    def files(self) -> dict[str, bytes]:
        """Name → content of the report's files, without its manifest."""
        stem, manifest = self.kept.stem, manifest_path(self.kept)
        found = sorted(self.kept.parent.glob(f"{_escaped(stem)}*"))
        mine = [path for path in found if path.name.removeprefix(stem)[:1] in {".", "-"} and path != manifest]
        return {path.name: path.read_bytes() for path in mine if path.is_file()}


def _escaped(name: str) -> str:
    return re.sub(r"([*?[])", r"[\1]", name)


def target_of(workspace: Workspace, said: str) -> Target:
    """Return the report; raises TargetError naming the nearest one."""
    path = Path(said).resolve()
    inside = path.relative_to(workspace.reports).parts if path.is_relative_to(workspace.reports) else ()
    if len(inside) == len(("published", "place", "year", "version", "file")) and inside[0] == ROOM:
        if _PUBLISHED.fullmatch(inside[3]):
            job = _job(workspace, inside[1], inside[2], ("public",), _stem(path.name))
            return Target(job, path.with_name(f"{_stem(path.name)}.ipynb"))
    elif len(inside) > len(AUDIENCES) and inside[2] in AUDIENCES:
        name = "/".join((*inside[3:-1], _stem(path.name)))
        return _kept(_job(workspace, inside[0], inside[1], (inside[2],), name))
    if found := _ADDRESS.fullmatch(said):
        audiences = (found["audience"],) if found["audience"] else ("public", "internal")
        return _kept(_job(workspace, found["place"], found["year"], audiences, found["name"]))
    raise TargetError(
        f"«{said}» — не отчёт этой рабочей папки. Назовите файл из reports/<муниципалитет>/<год>/public/ (или "
        "internal/) или напишите «муниципалитет/год/тетрадь», например zato-primer/2024/note."
    )


def _stem(name: str) -> str:
    plain = name.removesuffix(ENDING) if name.endswith(ENDING) else Path(name).stem
    return plain.removesuffix(_SOURCE)


def _job(workspace: Workspace, place: str, year: str, audiences: Iterable[str], name: str) -> Job:
    """Return the first of the audiences' jobs that was run; raises TargetError for a report that no job makes."""
    years = (int(year),) if year.isdigit() else ()
    wanted = tuple(audiences)
    mine = [job for job in plan(workspace, Wanted(years=years, audiences=wanted)) if job.place == place]
    named = {f"{job.audience}/{_name(job)}": job for job in mine}
    found = [named[key] for audience in wanted if (key := f"{audience}/{name}") in named]
    if not found:
        known = [_name(job) for job in mine]
        raise TargetError(f"Нет отчёта «{place}/{year}/{name}»{nearest(name, known)}")
    return next((job for job in found if job.output.exists()), found[0])


def _name(job: Job) -> str:
    """Return the name inside the audience's folder: «note», of a sheet «organisations/001»."""
    inner = job.output.relative_to(job.home / "reports").with_suffix("").parts[3:]
    return "/".join(inner)


def _kept(job: Job) -> Target:
    if not job.output.exists():
        raise TargetError(f"{job.label}: отчёт не выполнен. Сначала pdmon run -m {job.place} -y {job.year}.")
    return Target(job, job.output)
