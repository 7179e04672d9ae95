"""Processes for kernels: forked from this one where it is clean, else from a clean process that imported once."""

from __future__ import annotations

import gc
import os
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from subprocess import TimeoutExpired
from typing import Any, Protocol

from pdmon_utils.batch import warm

_STEP = 0.005  # seconds between two looks at the process
_fresh = [False]


class Child(Protocol):
    """A process with the few methods of Popen that a kernel's manager needs."""

    pid: int

    def poll(self) -> int | None:
        """Return the exit code, None while it lives."""

    def send_signal(self, signum: int) -> None:
        """Send a signal to a living process."""


def begin_fresh() -> None:
    """Say that this process is a report's own: forked from the warm parent, one thread, nothing read yet."""
    _fresh[0] = True


def fresh() -> bool:
    """Return True in a report's own process, see `begin_fresh`."""
    return _fresh[0]


def forked(work: Callable[..., None], *arguments: Any, ours: Connection) -> Child:
    """Return a child that does the work and never returns from it; `ours` is the end that only this process holds."""
    return ForkedHere(work, *arguments, ours=ours) if fresh() else warm.ForkedThere(work, *arguments)


class ForkedHere:
    """A child of this process, which must be clean."""

    def __init__(self, work: Callable[..., None], *arguments: Any, ours: Connection) -> None:
        """Fork; the child gives up our end of its connection, else it would never see us gone."""
        gc.freeze()  # the child's collector leaves the parent's pages alone, so they stay shared
        self._code: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            ours.close()
            work(*arguments)

    def poll(self) -> int | None:
        """Return the exit code, None while it lives."""
        if self._code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self._code = os.waitstatus_to_exitcode(status) if pid else None
        return self._code

    def send_signal(self, signum: int) -> None:
        """Send a signal to a living process."""
        if self.poll() is None:
            os.kill(self.pid, signum)


def wait(child: Child, seconds: float) -> int:
    """Return the exit code once the child has ended; raises TimeoutExpired when it has not in so many seconds."""
    limit = time.monotonic() + seconds
    while (code := child.poll()) is None:
        if time.monotonic() > limit:
            raise TimeoutExpired("kernel", seconds)
        time.sleep(_STEP)
    return code


def end(child: Child, patience: float) -> None:
    """Let the child end by itself, then ask it, then kill it."""
    for signum in (signal.SIGTERM, signal.SIGKILL):
        try:
            wait(child, patience)
        except TimeoutExpired:
            child.send_signal(signum)
        else:
            return
    wait(child, patience)
