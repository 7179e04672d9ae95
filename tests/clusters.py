"""A real Dask cluster on the loopback: a scheduler and workers, each started by its own command."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil

import pdmon_utils

OURS = Path(pdmon_utils.__file__).parents[1]


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def scheduler() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Give the address of a scheduler and its process."""
    port = str(free_port())
    words = ["scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"]
    with _started(words, os.environ) as process:
        yield f"tcp://127.0.0.1:{port}", process


@contextmanager
def worker(address: str, folder: Path, package: Path = OURS) -> Iterator[psutil.Process]:
    """Give a worker process of one thread whose program is that of `package`; it is started anew when it dies."""
    folder.mkdir(parents=True, exist_ok=True)
    words = ["worker", address, "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(package), "PDMON_TEST_WORKER": folder.name}
    with _started(words, environment, cwd=folder) as process:
        yield psutil.Process(process.pid)


@contextmanager
def _started(words: Sequence[str], environment: os._Environ[str] | dict[str, str], cwd: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "dask", *words]
    process = subprocess.Popen(
        command, env=dict(environment), cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            for child in psutil.Process(process.pid).children(recursive=True):
                child.kill()
            process.kill()
            process.wait()


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[tuple[str, list[psutil.Process]]]:
    """Give a scheduler's address and the nannies of so many workers."""
    with ExitStack() as stack:
        address, _ = stack.enter_context(scheduler())
        yield address, [stack.enter_context(worker(address, folder / f"w{n}")) for n in range(workers)]
