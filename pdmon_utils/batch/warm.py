"""Warm kernels: a clean process imports the heavy libraries once and forks a kernel for each notebook.

Offered to Jupyter as the kernel provisioner `pdmon-warm` (POSIX only; elsewhere kernels start as usual). The kernel is
the real ipykernel in a process of its own, so a notebook sees nothing of the one before it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import entry_points
from multiprocessing.context import ForkServerContext, ForkServerProcess
from multiprocessing.process import BaseProcess
from pathlib import Path
from subprocess import TimeoutExpired
from threading import Thread
from types import ModuleType
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

NAME = "pdmon-warm"
GROUP = "jupyter_client.kernel_provisioners"
QUIET = ["--log-level=50"]  # a kernel tells the terminal of TCP without encryption and of being stopped
PRELOADED = [
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "matplotlib.backends.backend_agg",
    "pdmon_utils",
    "pdmon_utils.batch.warm",
]
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # a parent that forks should have one thread
_STEP = 0.02  # seconds between two looks at the process


def available() -> bool:
    """Return True where processes can be forked from a clean parent and Jupyter knows the provisioner by its name."""
    return "forkserver" in multiprocessing.get_all_start_methods() and bool(entry_points(group=GROUP, name=NAME))


def warm_context() -> ForkServerContext:
    """Return the context whose server forks the kernels; the server starts with the first of them."""
    os.environ.update(_ONE_THREAD)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


def run_kernel(connection_file: str, folder: str, environment: dict[str, str]) -> None:
    """Become a kernel that ends with the process that asked for it: called in the forked child."""
    end_with_parent()
    os.environ.update(environment)
    os.chdir(folder)
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415  already loaded in the parent

    try:
        IPKernelApp.launch_instance([*QUIET, "-f", connection_file])
    finally:
        os._exit(0)  # nothing is left to say, and waiting for the kernel's threads would cost five seconds a report


def end_with_parent() -> None:
    """Let this process end when the one that started it does, however that ends: a killed parent takes nobody along."""
    parent = multiprocessing.parent_process()
    if parent:
        Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


@contextmanager
def _no_main() -> Iterator[None]:
    """Hide the main module for a moment: a forked kernel would import it again, which costs half a second."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


class Forked:
    """A forked kernel with the few methods of Popen that jupyter_client uses."""

    stdin = stdout = stderr = None

    def __init__(self, process: ForkServerProcess) -> None:
        """Start the process."""
        self._process = process
        with _no_main():
            process.start()
        self.pid = int(process.pid or 0)

    def poll(self) -> int | None:
        """Return the exit code, None while the kernel lives."""
        return None if self._process.is_alive() else int(self._process.exitcode or 0)

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code once the kernel has ended; raises TimeoutExpired like Popen."""
        limit = time.monotonic() + timeout if timeout is not None else None
        while (code := self.poll()) is None:
            if limit is not None and time.monotonic() > limit:
                raise TimeoutExpired("kernel", timeout or 0)
            time.sleep(_STEP)
        return code

    def send_signal(self, signum: int) -> None:
        """Send a signal to a living kernel."""
        if self.poll() is None:
            os.kill(self.pid, signum)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the kernel at once."""
        self.send_signal(signal.SIGKILL)


class WarmProvisioner(LocalProvisioner):
    """Starts kernels by forking the warm parent; all else is jupyter_client's own."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:  # noqa: ARG002
        """Return the connection of a forked kernel; `cmd`, what would have been run, is not needed."""
        manager: Any = self.parent
        folder = str(kwargs.get("cwd") or Path.cwd())
        asked = (manager.connection_file, folder, dict(kwargs.get("env") or {}))
        forked = Forked(warm_context().Process(target=run_kernel, args=asked, daemon=True))
        self.process = forked  # type: ignore[assignment]  # all that is asked of a Popen, Forked can answer
        self.pid = self.pgid = forked.pid  # it leads a group of its own
        self.cwd = folder
        return self.connection_info
