"""A process a report: forked from a clean one that has imported everything, under limits, never longer than its driver.

Where nothing can be forked (Windows) a fresh process makes one report after the other, and its kernels are processes.
"""

from __future__ import annotations

import ctypes
import logging
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path
from threading import Thread
from typing import Any, Final

import psutil

from pdmon_utils.batch import warm
from pdmon_utils.batch.jobs import Job
from pdmon_utils.batch.limits import Limits, disk_words, limit_memory

PRELOADED: Final = (*warm.PRELOADED, "pdmon_utils.batch.parent")
_DEATH: Final = 1  # PR_SET_PDEATHSIG of prctl(2)
Work = Callable[[Job], Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """A report came to no end; `again`: it is worth another try; `disk`: its files could not be written."""

    reason: str
    again: bool = False
    disk: bool = False


@dataclass(frozen=True, slots=True)
class Used:
    """What one report took: seconds of processor, bytes of memory at most, seconds by the clock."""

    cpu: float
    memory: int
    seconds: float


def forks() -> bool:
    """Return True where each report gets a process of its own from a warm one."""
    return "forkserver" in multiprocessing.get_all_start_methods()


def context() -> BaseContext:
    """Return what starts the processes; the warm one starts with the first of them."""
    if not forks():
        return multiprocessing.get_context("spawn")
    warmed = warm.warm_context()
    warmed.set_forkserver_preload(list(PRELOADED))
    return warmed


class Child:
    """A process that makes reports: `give` it a job, wait for `waiting`, take `answer`."""

    def __init__(self, work: Work, limits: Limits, folder: Path) -> None:
        """Start the process; its temporary files lie in `folder`."""
        start = context()
        self.pipe, theirs = start.Pipe()
        self._process = start.Process(target=serve, args=(theirs, work, limits, str(folder), forks()))  # type: ignore[attr-defined]
        with warm.no_main():
            self._process.start()
        theirs.close()
        self.pid, self._limits, self._since = int(self._process.pid or 0), limits, 0.0

    def give(self, job: Job) -> None:
        """Let it make a report; a process that died meanwhile is found dead by `answer`."""
        self._since = time.monotonic()
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
            return _death(self._process.exitcode)

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


def _death(code: int | None) -> Fault:
    if code is not None and code < 0:
        return Fault(f"процесс отчёта убит (сигнал {-code}): не хватило памяти или его остановили", again=True)
    return Fault(f"процесс отчёта завершился сам (код {code}), не закончив отчёта")


def kill_tree(pid: int) -> None:
    """Kill a process and its descendants."""
    try:
        found = [*psutil.Process(pid).children(recursive=True), psutil.Process(pid)]
    except psutil.NoSuchProcess:
        return
    for process in reversed(found):  # the eldest first: it could start others
        with suppress(psutil.NoSuchProcess):
            process.kill()


def serve(pipe: Connection, work: Work, limits: Limits, folder: str, forked: bool) -> None:  # noqa: FBT001  sent by position
    """Make one report where it was `forked` for it, else reports until nobody asks for more. Never returns."""
    _begin(limits, folder, forked=forked)
    code = 0
    try:
        while True:
            job = pipe.recv()
            pipe.send(_answer(work, job, limits))
            if forked:
                break
    except (EOFError, OSError):
        code = 1
    finally:
        os._exit(code)  # nothing is left to say, and libraries' threads may be long in ending


def _begin(limits: Limits, folder: str, *, forked: bool) -> None:
    _end_with_driver(forked=forked)
    limit_memory(limits.memory)
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    logging.getLogger().addHandler(logging.NullHandler())  # libraries say in English what an outcome says in Russian
    from pdmon_utils.batch.parent import begin  # noqa: PLC0415  brings papermill, which a driver does not need

    begin(fresh=forked)


def _end_with_driver(*, forked: bool) -> None:
    """Let this process end with its driver, however that ends; Ctrl-C is the driver's to hear.

    The warm process lives as long as somebody holds the other end of a pipe: once the driver alone does, it ends with
    it, and Linux ends us with the warm process. Elsewhere a thread waits for the driver's end.
    """
    if hasattr(os, "setsid"):
        os.setsid()
    if forked and sys.platform == "linux":
        warm_one: Any = forkserver._forkserver  # noqa: SLF001  there is no other way to it
        os.close(warm_one._forkserver_alive_fd)  # noqa: SLF001  the same
        ctypes.CDLL(None).prctl(_DEATH, signal.SIGKILL)
        return
    parent = multiprocessing.parent_process()
    if parent:
        Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: Any) -> None:  # noqa: ANN401  the library's own class
    parent.join()
    kill_tree(os.getpid())


def _answer(work: Work, job: Job, limits: Limits) -> Any:  # noqa: ANN401
    began, cpu = time.monotonic(), time.process_time()
    try:
        made = work(job)
    except MemoryError:
        return Fault(limits.full)
    except OSError as error:
        return Fault(disk_words(error), disk=True)
    except Exception as error:  # noqa: BLE001  a fault of ours is this report's alone
        return Fault(f"сбой программы: {type(error).__name__}: {error}")
    return made, Used(*_taken(time.process_time() - cpu), time.monotonic() - began)


def _taken(own: float) -> tuple[float, int]:
    """Return seconds of processor and the peak of memory, of this process and of the kernels that it waited for."""
    if sys.platform == "win32":
        return own, 0
    import resource  # noqa: PLC0415  not everywhere

    mine, theirs = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    unit = 1 if sys.platform == "darwin" else 1024
    return own + theirs.ru_utime + theirs.ru_stime, max(mine.ru_maxrss, theirs.ru_maxrss) * unit
