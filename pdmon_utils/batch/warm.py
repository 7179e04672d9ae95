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
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

NAME = "pdmon-warm"
PRELOADED = ["ipykernel.kernelapp", "ipykernel.ipkernel", "matplotlib.backends.backend_agg", "pdmon_utils"]
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # a parent that forks should have one thread
_STEP = 0.02  # seconds between two looks at the process


def available() -> bool:
    """Return True where processes can be forked from a clean parent."""
    return sys.platform != "win32" and "forkserver" in multiprocessing.get_all_start_methods()


def warm_context() -> ForkServerContext:
    """Return the context whose server forks the kernels; the server starts with the first of them."""
    os.environ.update(_ONE_THREAD)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


def run_kernel(connection_file: str, folder: str, environment: dict[str, str]) -> None:
    """Become a kernel: called in the forked child."""
    os.environ.update(environment)
    os.environ["JPY_PARENT_PID"] = str(os.getppid())  # the kernel ends when the warm parent does
    os.chdir(folder)
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415  already loaded in the parent

    IPKernelApp.launch_instance(["-f", connection_file, "--log-level=40"])


class Forked:
    """A forked kernel with the few methods of Popen that jupyter_client uses."""

    stdin = stdout = stderr = None

    def __init__(self, process: ForkServerProcess) -> None:
        """Start the process."""
        self._process = process
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

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:  # noqa: ANN401, ARG002
        """Return the connection of a forked kernel; `cmd`, what would have been run, is not needed."""
        folder = str(kwargs.get("cwd") or Path.cwd())
        asked = (self.parent.connection_file, folder, dict(kwargs.get("env") or {}))
        self.process = Forked(warm_context().Process(target=run_kernel, args=asked, daemon=True))
        self.pid = self.pgid = self.process.pid  # it leads a group of its own
        self.cwd = folder
        return self.connection_info
