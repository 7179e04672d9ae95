"""The warm parent: a clean process that imports the heavy libraries once and forks whoever needs them (POSIX only)."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerContext
from types import ModuleType
from typing import Any

PRELOADED = [
    "matplotlib.backends.backend_agg",
    "pdmon_utils",
    "pdmon_utils.batch.kernel",
    "pdmon_utils.batch.early",
    "pdmon_utils.study",
]
ONE_THREAD = {  # a parent that forks should have one thread
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "ARROW_DEFAULT_MEMORY_POOL": "system",  # gives memory back, of which every fork would have a copy
}


def warm_context() -> ForkServerContext:
    """Return the context whose server forks the kernels; the server starts with the first of them."""
    os.environ.update(ONE_THREAD)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


@contextmanager
def no_main() -> Iterator[None]:
    """Hide the main module for a moment: a forked kernel would import it again, which costs half a second."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


class ForkedThere:
    """A child of the warm process."""

    def __init__(self, work: Callable[..., None], *arguments: Any) -> None:
        """Let the warm process fork."""
        self._process = warm_context().Process(target=work, args=arguments, daemon=True)
        with no_main():
            self._process.start()
        self.pid = int(self._process.pid or 0)

    def poll(self) -> int | None:
        """Return the exit code, None while it lives."""
        return None if self._process.is_alive() else int(self._process.exitcode or 0)

    def send_signal(self, signum: int) -> None:
        """Send a signal to a living process."""
        if self.poll() is None:
            os.kill(self.pid, signum)
