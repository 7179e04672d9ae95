"""The process of a municipality: works out what its reports have in common, then forks a process a report.

It is forked itself from a clean process that has imported everything, stays under its limits and never lives longer
than its driver. Where nothing can be forked (Windows) a fresh process makes one report after the other.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any, Final

import psutil

from pdmon_utils.batch.answers import Fault, Used, death
from pdmon_utils.batch.jobs import Job
from pdmon_utils.batch.limits import Limits, disk_words, limit_memory

_DEATH: Final = 1  # PR_SET_PDEATHSIG of prctl(2)
DRIVER: Final = "PDMON_DRIVER"  # says to the warm process, and to it alone, who its driver is
_MUCH: Final = 0.1  # seconds of work after which there is memory to give back
Work = Callable[[Job], Any]


def serve(pipe: Connection, work: Work, limits: Limits, folder: str, forked: bool) -> None:  # noqa: FBT001  sent by position
    """Make reports until nobody asks for more, each in a fork where this process was `forked` itself. Never returns."""
    _begin(limits, folder, forked=forked)
    code = 0
    try:
        while True:
            job = pipe.recv()
            if forked:
                _fork(pipe, work, job, limits)
            else:
                pipe.send(_answer(work, job, limits))
    except (EOFError, OSError):
        code = 1
    finally:
        os._exit(code)  # nothing is left to say, and libraries' threads may be long in ending


def _fork(pipe: Connection, work: Work, job: Job, limits: Limits) -> None:
    """Let a fork of this process make the report and answer; answer for it where it dies."""
    from pdmon_utils.batch.parent import get_ready  # noqa: PLC0415  the same as in `_begin`

    began, me = time.process_time(), os.getpid()
    get_ready(job)
    spent = time.process_time() - began
    if spent > _MUCH:
        _give_back()
    gc.freeze()  # the collector of a fork leaves these pages alone, so they stay shared
    if (pid := os.fork()) == 0:
        end_with(me)
        pipe.send(_answer(work, job, limits, spent))
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    if code := os.waitstatus_to_exitcode(status):
        pipe.send(death(code))


def _give_back() -> None:
    """Give memory back that the work is done with, of which every fork would have a copy; `freeze` keeps garbage."""
    gc.collect()
    with suppress(AttributeError):  # not every C library has it
        ctypes.CDLL(None).malloc_trim(0)


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
        end_with(os.getppid())
        return
    parent = multiprocessing.parent_process()
    if parent:
        Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: Any) -> None:  # noqa: ANN401  the library's own class
    parent.join()
    kill_tree(os.getpid())


def _answer(work: Work, job: Job, limits: Limits, spent: float = 0.0) -> Any:  # noqa: ANN401
    began, cpu = time.monotonic(), time.process_time() - spent
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


def kill_tree(pid: int) -> None:
    """Kill a process and its descendants."""
    try:
        found = [*psutil.Process(pid).children(recursive=True), psutil.Process(pid)]
    except psutil.NoSuchProcess:
        return
    for process in reversed(found):  # the eldest first: it could start others
        with suppress(psutil.NoSuchProcess):
            process.kill()


def end_with(parent: int) -> None:
    """Let Linux end this process with its parent; elsewhere the thread of `_end_with_driver` in the parent does."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DEATH, signal.SIGKILL)
        if os.getppid() != parent:  # it ended a moment ago
            os._exit(1)
