"""The whole way once more, from the raw files, in a folder of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pdmon_utils.batch.jobs import Job, Wanted, plan
from pdmon_utils.batch.runner import run_job
from pdmon_utils.errors import PdmonError
from pdmon_utils.prepare import prepare
from pdmon_utils.store import KEY, Workspace

_BESIDE = ("forms", "oo1", "regulations", "notebooks", "templates", KEY)  # what a workspace may have of its own
_REGIONAL = "_region"  # what was published of regions
_MADE = ("raw", "journal", "processed")


class AgainError(PdmonError):
    """The report cannot be made again."""


@contextmanager
def made_again(workspace: Workspace, job: Job) -> Iterator[tuple[Workspace, Job]]:
    """Give a workspace in which raw files were prepared and the report was run anew, and its job there.

    Raises AgainError when a locked year's files have changed or the notebook fails. The workspace given is only read.
    """
    with TemporaryDirectory(prefix="pdmon-verify-") as folder:
        places = _places(workspace, job.place)
        fresh = _copied(workspace, Path(folder), places, job)
        if len(prepare(fresh, places).municipalities) != len(places):
            raise AgainError("Год закрыт, а файлы изменились: таблицы не пересчитаны. Подробно: pdmon check.")
        again = _same(fresh, job)
        if reason := run_job(again).reason:
            raise AgainError(f"Тетрадь при пересчёте не выполнилась: {reason}")
        yield fresh, again


def _places(workspace: Workspace, place: str) -> tuple[str, ...]:
    """Return the municipality, or those of the region."""
    if workspace.has(place):
        return (place,)
    return tuple(slug for slug, card in workspace.municipalities.items() if card.region_code == place)


def _copied(workspace: Workspace, home: Path, places: tuple[str, ...], job: Job) -> Workspace:
    for name in _BESIDE:
        _copy(workspace.home / name, home / name)
    for path in sorted((workspace.home / "data").iterdir()):
        if path.name not in _MADE:
            _copy(path, home / "data" / path.name)
    for place in places:
        _copy(workspace.raw / place, home / "data" / "raw" / place)
    for place in {*places, job.place, _REGIONAL}:  # a region has orders of its own
        _copy(workspace.journals / place, home / "data" / "journal" / place)
    return Workspace(home)


def _copy(path: Path, target: Path) -> None:
    """Copy a file or a folder, links as links: reading refuses them here as it does there."""
    if path.is_dir():
        shutil.copytree(path, target, symlinks=True)
    elif path.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)


def _same(fresh: Workspace, job: Job) -> Job:
    inner = job.output.relative_to(job.home / "reports")
    jobs = plan(fresh, Wanted(years=(job.year,), audiences=(job.audience,)))
    return next(one for one in jobs if one.output.relative_to(fresh.reports) == inner)
