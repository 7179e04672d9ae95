"""A notebook in this very process, where no kernel can be started: this thread is the kernel, papermill waits beside.

The kernel is ipykernel's own, so a notebook sees what it sees elsewhere. Isolation is weaker than a process: what
`restored` cannot give back stays, and a notebook that ends its process ends this one.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from queue import SimpleQueue
from threading import Lock
from typing import Any, Final

from ipykernel.iostream import IOPubThread, OutStream
from ipykernel.kernelapp import IPKernelApp
from IPython.core.interactiveshell import InteractiveShell
from jupyter_core.utils import ensure_event_loop
from tornado.ioloop import IOLoop

from pdmon_utils.batch import forks
from pdmon_utils.batch.kernel import Asked, LineApp, choose_backend, forget_logging
from pdmon_utils.batch.line import Line
from pdmon_utils.batch.mailbox import HereLine, Mailbox
from pdmon_utils.batch.manager import LineManager
from pdmon_utils.batch.restored import restored

_BESIDE: Final = "papermill"  # how the name of its thread begins
_LATE: Final = 5.0  # seconds that a thread has to end


class Stream(OutStream):  # type: ignore[misc]  # not read by mypy, see pyproject.toml
    """ipykernel's stream; what papermill says in its thread is no output of the notebook."""

    def write(self, string: str) -> int:
        """Write for the notebook, or where this process has always written; returns the number of characters."""
        if self.pub_thread is None:  # closed: what is still said is nobody's output
            getattr(sys, f"__{self.name}__").write(string)
        elif not threading.current_thread().name.startswith(_BESIDE):
            super().write(string)
        elif hasattr(self, "_original_stdstream_copy"):
            os.write(self._original_stdstream_copy, string.encode(errors="replace"))
        else:
            getattr(sys, f"__{self.name}__").write(string)
        return len(string)

    def _setup_stream_redirects(self, name: str) -> None:
        """Let the descriptor lead into a pipe as ipykernel does, which leaves its ends open for ever."""
        reading, writing = os.pipe()
        self._original_stdstream_fd = getattr(sys, name).fileno()
        self._original_stdstream_copy = os.dup(self._original_stdstream_fd)
        os.dup2(writing, self._original_stdstream_fd)
        os.close(writing)
        self._fid, self._exc = reading, None
        self.watch_fd_thread = threading.Thread(target=self._watch_pipe_fd, daemon=True)
        self.watch_fd_thread.start()

    def close(self) -> None:
        """Lead the descriptor back."""
        super().close()
        if self._fid is not None:
            os.close(self._fid)


class HereApp(LineApp):
    """ipykernel's application in a process that goes on after it."""

    inbox: Mailbox

    def watch(self, loop: IOLoop) -> None:
        """Let the loop take what arrives."""
        self.inbox.listen(lambda: loop.add_callback(self._next, loop))

    def _next(self, loop: IOLoop) -> None:
        while self.inbox.poll():
            self.take(loop, self.inbox.recv_bytes())

    def init_code(self) -> None:
        """Let an analyst's own charts come out in this notebook, though matplotlib was loaded before it."""
        choose_backend()
        if plt := sys.modules.get("matplotlib.pyplot"):
            plt.switch_backend(os.environ["MPLBACKEND"])
        if inline := sys.modules.get("matplotlib_inline.backend_inline"):
            inline.configure_inline_support.__dict__.pop("current_backend", None)
            inline._enable_matplotlib_integration()  # noqa: SLF001  it does so only when it is loaded
        super().init_code()

    def close(self) -> None:
        """Give up streams, threads and sockets; forget that there was a kernel."""
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
            stream.close()
        for late in (self.shell.atexit_operations, self.iopub_thread.stop):
            atexit.unregister(late)
        self.shell._atexit_once()  # noqa: SLF001  what would be done when the process ends
        asyncio.run_coroutine_threadsafe(_swept(self.iopub_thread), self.iopub_thread.io_loop.asyncio_loop).result(
            _LATE
        )
        self.iopub_thread.stop()
        self._iopub.context.destroy(linger=0)
        for single in (type(self), type(self.kernel), type(self.shell)):
            single.clear_instance()


async def _swept(thread: IOPubThread) -> None:
    """End the thread's own task, which its loop would lose."""
    sweeping = thread._event_pipe_gc_task  # noqa: SLF001  it gives no other way to it
    if sweeping:
        sweeping.cancel()
        await asyncio.wait([sweeping])


class Here:
    """A kernel that the thread becomes which calls `serve`; for its manager it looks like a process."""

    def __init__(self, asked: Asked, *, whole: bool) -> None:
        """Take what the kernel is asked for; `whole`: what child processes print is the notebook's, too."""
        self.pid, self._whole = os.getpid(), whole
        self._asked, self._inbox, self._outbox = asked, Mailbox(), Mailbox()
        self._code: int | None = None
        self._ending, self._interruptible = Lock(), False
        self.line = HereLine(self._outbox, self._inbox)

    def poll(self) -> int | None:
        """Return the exit code, None while it lives."""
        return self._code

    def send_signal(self, _signum: int) -> None:
        """Interrupt the running cell: a process cannot be ended for a notebook's sake."""
        with self._ending:
            if self.poll() is not None or not self._interruptible:
                return
            if hasattr(signal, "pthread_kill"):
                signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
            else:
                signal.raise_signal(signal.SIGINT)

    def serve(self) -> None:
        """Be the kernel until its client says goodbye; then this process is again what it was."""
        running = asyncio._get_running_loop()  # noqa: SLF001  the kernel has a loop of its own
        self._interruptible = threading.current_thread() is threading.main_thread()  # who alone hears signals
        try:
            with restored():
                self._serve()
        finally:
            self._code = 0  # also of a kernel that could not begin
            asyncio._set_running_loop(running)  # noqa: SLF001  the same

    def _serve(self) -> None:
        os.chdir(self._asked.folder)
        os.environ.clear()
        os.environ.update(self._asked.environment)
        forget_logging()
        asyncio._set_running_loop(None)  # noqa: SLF001  the same
        asyncio.set_event_loop(asyncio.new_event_loop())
        app = HereApp.instance(connection=self._outbox, key=self._asked.key)
        app.inbox, app.outstream_class = self._inbox, f"{__name__}.{Stream.__name__}"
        app.capture_fd_output = self._whole
        try:
            app.initialize([*self._asked.arguments])
            app.iopub_thread.begin()  # what begins it before a fork could not be taken back
            app.start()
        finally:
            with self._ending:  # who interrupts a cell must not interrupt what follows
                self._code = 0
            with warnings.catch_warnings(action="ignore"):  # the notebook's own filters are still there
                app.close()
                app.kernel.io_loop.close()
            asyncio.set_event_loop(None)


class HereManager(LineManager):
    """Asks the thread that waits in `hosting` to become the kernel."""

    waiting: SimpleQueue[Here | None]
    whole: bool

    def _begun(self, asked: Asked) -> tuple[forks.Child, Line]:
        kernel = Here(asked, whole=self.whole)
        self.waiting.put(kernel)
        return kernel, kernel.line


def hosting(work: Callable[..., Any], *, whole: bool) -> Any:  # noqa: ANN401  what the work returns
    """Return what the work returns, done in a thread beside; `work` takes the class of a kernel's manager.

    `whole`: what child processes print is output, which it cannot be where papermill draws its progress at the same
    time. Inside a kernel (papermill called in a notebook) there can be no second one: it is started as usual.
    """
    if IPKernelApp.initialized() or InteractiveShell.initialized():
        return work()
    asked: SimpleQueue[Here | None] = SimpleQueue()
    manager = type("Manager", (HereManager,), {"waiting": asked, "whole": whole})
    with ThreadPoolExecutor(1, thread_name_prefix=_BESIDE) as beside:
        done = beside.submit(_in_a_loop, partial(work, kernel_manager_class=manager))
        done.add_done_callback(lambda _: asked.put(None))
        while kernel := asked.get():
            kernel.serve()
        return done.result()


def _in_a_loop(work: Callable[[], Any]) -> Any:  # noqa: ANN401  the same
    """Return what the work returns; the loop that nbclient opens for its thread is closed, its tasks ended before."""
    try:
        return work()
    finally:
        loop = ensure_event_loop()
        loop.run_until_complete(_ended(asyncio.all_tasks(loop)))
        loop.close()


async def _ended(tasks: set[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
