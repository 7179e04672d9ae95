"""A real Dask cluster on the loopback: a scheduler and workers, each started by its own command."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psutil

import pdmon_utils
from killing import MARK

OURS = Path(pdmon_utils.__file__).parents[1]


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def scheduler(port: int, package: Path = OURS) -> Iterator[psutil.Popen]:
    """Give a scheduler's process, whose program is that of `package`."""
    words = ["scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    with _dask(*words, PYTHONPATH=str(package)) as process:
        yield process


@contextmanager
def worker(address: str, folder: Path, package: Path = OURS, mark: str = "") -> Iterator[psutil.Popen]:
    """Give the nanny of a worker of one thread, whose program is that of `package`: what dies is started anew."""
    words = ["worker", address, "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder)]
    with _dask(*words, PYTHONPATH=str(package), **{MARK: mark}) as process:
        yield process


@contextmanager
def cluster(folder: Path, workers: int = 2, mark: str = "") -> Iterator[str]:
    """Give the address of a scheduler with so many workers."""
    address = f"tcp://127.0.0.1:{(port := free_port())}"
    with ExitStack() as stack:
        stack.enter_context(scheduler(port))
        for number in range(workers):
            stack.enter_context(worker(address, folder / f"worker{number}", mark=mark))
        yield address


@contextmanager
def _dask(*words: str, **variables: str) -> Iterator[psutil.Popen]:
    command = [sys.executable, "-m", "dask", *words]
    silent = subprocess.DEVNULL
    process = psutil.Popen(command, env={**os.environ, **variables}, cwd="/", stdout=silent, stderr=silent)
    try:
        yield process
    finally:
        with suppress(psutil.Error):
            process.terminate()
            process.wait(20)
