"""The processes that make reports, as their driver sees them; where it can be, each is forked from a clean one."""

from __future__ import annotations

import multiprocessing
import os
import time
from contextlib import suppress
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any, Final

from pdmon_utils.batch import warm
from pdmon_utils.batch.answers import death
from pdmon_utils.batch.host import DRIVER, Work, kill_tree, serve
from pdmon_utils.batch.jobs import Job
from pdmon_utils.batch.limits import Limits

PRELOADED: Final = ("pdmon_utils.batch.tethered", *warm.PRELOADED)
LAST: Final = "pdmon_utils.batch.parent"  # warms up and lets the collector forget what is there
HEAVY: Final = ("sklearn.cluster", "sklearn.metrics")  # half a second, for one page of a municipality with many schools
MANY: Final = 5  # municipalities from which the warm process imports that, too


def forks() -> bool:
    """Return True where each report gets a process of its own from a warm one."""
    return "forkserver" in multiprocessing.get_all_start_methods()


def context(places: int = 1) -> BaseContext:
    """Return what starts the processes for so many municipalities; the warm one starts with the first of them."""
    if not forks():
        return multiprocessing.get_context("spawn")
    os.environ[DRIVER] = str(os.getpid())
    warmed = warm.warm_context()
    warmed.set_forkserver_preload([*PRELOADED, *(HEAVY if places >= MANY else ()), LAST])
    return warmed


class Child:
    """A process that makes reports: `give` it a job, wait for `waiting`, take `answer`; `place` is the last job's."""

    def __init__(self, work: Work, limits: Limits, folder: Path, places: int = 1) -> None:
        """Start the process, one for a batch of so many municipalities; its temporary files lie in `folder`."""
        start = context(places)
        self.pipe, theirs = start.Pipe()
        self._process = start.Process(target=serve, args=(theirs, work, limits, str(folder), forks()))  # type: ignore[attr-defined]
        with warm.no_main():
            self._process.start()
        theirs.close()
        self.pid, self._limits, self._since = int(self._process.pid or 0), limits, 0.0
        self.place = ""

    def give(self, job: Job) -> None:
        """Let it make a report; a process that died meanwhile is found dead by `answer`."""
        self._since, self.place = time.monotonic(), job.place
        with suppress(OSError):
            self.pipe.send(job)

    @property
    def waiting(self) -> list[Any]:
        """What becomes ready when there is an answer or the process has ended."""
        return [self.pipe, self._process.sentinel]

    @property
    def left(self) -> float:
        """Seconds until the report has taken too long."""
        return self._since + self._limits.seconds - time.monotonic() if self._limits.seconds else 1e6

    def answer(self) -> Any:  # noqa: ANN401  what the work returned with what it took, or a Fault
        """Return the answer, or what became of the process that gave none."""
        try:
            return self.pipe.recv()
        except (EOFError, OSError):
            self._process.join(5)
            return death(self._process.exitcode)

    def end(self) -> None:
        """Let it end: its work is done."""
        self.pipe.close()
        self._process.join(5)
        self.kill()

    def kill(self) -> None:
        """End it and all that it started, at once."""
        if self._process.is_alive():
            kill_tree(self.pid)
        self._process.join(5)
