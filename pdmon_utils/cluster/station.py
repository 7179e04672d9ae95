"""The process beside a Dask worker: it makes reports as a driver of one machine does, with warm parents of its own.

A Dask worker has threads and may have no children of `multiprocessing`; this process has neither trouble. It ends with
the worker, whose end closes its standard input, and with it end its warm parent, its reports and their kernels.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING, Final

from pdmon_utils.batch.failures import failed_folder
from pdmon_utils.batch.jobs import Job
from pdmon_utils.batch.keys import stamped
from pdmon_utils.batch.manifest import done, manifest_path
from pdmon_utils.batch.pool import Batch
from pdmon_utils.batch.standing import changes
from pdmon_utils.cluster.edition import edition
from pdmon_utils.cluster.errand import Errand, Finished, Refused
from pdmon_utils.cluster.parcel import link, unpack
from pdmon_utils.errors import PdmonError
from pdmon_utils.store import Workspace

if TYPE_CHECKING:
    from pdmon_utils.batch.runner import Outcome

_IDLE: Final = 600.0  # seconds


def serve(descriptor: int, folder: str) -> None:
    """Carry out errands that come through a pipe, one after the other; temporary files lie in `folder`.

    It ends when nothing was asked for a while: a worker outlives many runs, and needs no memory between them.
    """
    Thread(target=_end_with_worker, daemon=True).start()
    pipe = Connection(descriptor)
    try:
        while pipe.poll(_IDLE):
            pipe.send(carry(pipe.recv(), Path(folder)))
    except (EOFError, OSError):
        return


def _end_with_worker() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


def carry(errand: Errand, folder: Path) -> list[Finished] | Refused:
    """Return what each job of the errand made, in their order, or why none was begun. Nothing is left in `folder`."""
    if unlike := edition().unlike(errand.edition):
        return Refused(unlike, edition=True)
    with TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as scratch:
        home = Path(scratch) / "home"
        home.mkdir()
        try:
            jobs = _laid(errand, home)
        except (PdmonError, OSError) as error:
            return Refused(f"исходные данные не читаются: {error}")
        different = next((said for job, ours in zip(errand.jobs, jobs, strict=True) if (said := _other(job, ours))), "")
        return Refused(different) if different else list(_made(errand, jobs, Path(scratch)))


def _laid(errand: Errand, home: Path) -> list[Job]:
    """Lay the workspace in `home` and return the jobs as they are to be run there, with the keys of what lies there."""
    if errand.parcel:
        unpack(errand.parcel, home)
    else:
        link(errand.jobs[0].home, home)
    books = home.parent / "books"
    books.mkdir()
    for name, content in errand.books.items():
        (books / name).write_bytes(content)
    return stamped(Workspace(home), [_moved(job, home, books) for job in errand.jobs])


def _moved(job: Job, home: Path, books: Path) -> Job:
    output = home / "reports" / job.output.relative_to(job.home / "reports")
    return replace(job, home=home, notebook=books / job.notebook.name, output=output)


def _other(job: Job, ours: Job) -> str:
    said = changes(dict(job.key), ours.key)
    return f"{job.label}: на узле кластера другое ({said})" if said else ""


def _made(errand: Errand, jobs: Sequence[Job], scratch: Path) -> Iterator[Finished]:
    """Yield what the jobs made; a stand-in for an older report shows whether that one still counts after a failure."""
    for job in jobs:
        job.output.parent.mkdir(parents=True, exist_ok=True)
        manifest_path(job.output).touch()
    (scratch / "work").mkdir()
    batch = Batch(1, errand.limits, scratch / "work")
    yield from (_finished(outcome, batch) for outcome in batch.run(jobs))


def _finished(outcome: Outcome, batch: Batch) -> Finished:
    job, used = outcome.job, batch.used.get(outcome.job.output)
    manifest = manifest_path(job.output)
    if outcome.reason:
        kept = {path.name: path.read_bytes() for path in sorted(failed_folder(job).glob("*"))}
        return Finished(outcome.reason, outcome.seconds, used, kept=kept, void=not manifest.exists())
    said = done(manifest) or {"files": {}}
    files = {name.removeprefix(job.output.stem): job.output.with_name(name).read_bytes() for name in said["files"]}
    return Finished("", outcome.seconds, used, outcome.doubts, files, said)
