"""The kernel's process: the real ipykernel, whose messages go through a line to the client instead of through sockets.

Everything a notebook sees is ipykernel's own code: shell, streams, display, comms, magics, output of threads and of
child processes. Left out are the sockets, the heartbeat, the threads of the control and shell channels, the debugger.
"""

from __future__ import annotations

import atexit
import logging
import multiprocessing.process
import os
import select
import signal
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import current_process, set_start_method
from multiprocessing.connection import Connection
from threading import Lock, Thread, main_thread
from types import SimpleNamespace
from typing import Any, Final

import ipykernel.ipkernel
import zmq
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from IPython.core.completer import ProvisionalCompleterWarning
from tornado.ioloop import IOLoop
from traitlets import Any as AnyTrait

from pdmon_utils.batch.line import GOODBYE, IOPUB, SHELL, unpacked
from pdmon_utils.batch.publisher import Published, Publisher, Whole

_MATPLOTLIB: Final = "module://matplotlib_inline.backend_inline"


@dataclass(frozen=True)
class Asked:
    """What a kernel is started with: its folder, its environment, ipykernel's own arguments, the messages' key."""

    folder: str
    environment: dict[str, str]
    key: bytes
    arguments: Sequence[str] = field(default_factory=tuple)


class _Channel(Whole):
    """The kernel's end of the shell channel: also hands over what arrives."""

    taken: Callable[[list[Any]], Any]

    def on_recv(self, callback: Callable[[list[Any]], Any], **_: object) -> None:
        self.taken = callback

    def flush(self, *_: object) -> None:
        """Do nothing: what is sent has gone."""


class _NoThread(SimpleNamespace):
    """In place of the thread of the shell channel: false, but it knows who would have started it."""

    def __bool__(self) -> bool:
        return False


class LineKernel(IPythonKernel):  # type: ignore[misc]  # not read by mypy, see pyproject.toml
    """ipykernel's kernel without subshells; its streams may be of any kind."""

    shell_stream = AnyTrait()

    @property
    def _supports_kernel_subshells(self) -> bool:
        return False


class LineApp(IPKernelApp):  # type: ignore[misc]  # the same
    """ipykernel's application, which talks through a line."""

    def __init__(self, connection: Connection, key: bytes, **traits: Any) -> None:
        """Take the kernel's end of the line and the key that signs messages."""
        super().__init__(**traits)
        self.parent_handle = 0  # who watches the parent is `_end_with_line`
        self.session.key = key
        self.log_level = logging.CRITICAL  # else it tells the terminal of what it does without
        lock = Lock()
        self.connection = connection
        self._shell, self._iopub = _Channel(connection, SHELL, lock), Published(connection, IOPUB, lock)

    def init_connection_file(self) -> None:
        """Need none."""

    write_connection_file = log_connection_info = init_heartbeat = init_connection_file

    def init_sockets(self) -> None:
        """Make what publishes, on the line."""
        self.configure_tornado_logger()
        self.iopub_thread = Publisher(self._iopub, self.session)
        self.iopub_socket = self.iopub_thread.background_socket

    def init_kernel(self) -> None:
        """Make the kernel as ipykernel does, on the line."""
        with _no_modules():
            self.kernel = LineKernel.instance(
                parent=self,
                session=self.session,
                shell_stream=self._shell,
                shell_channel_thread=_NoThread(parent_thread=main_thread()),
                iopub_thread=self.iopub_thread,
                iopub_socket=self.iopub_socket,
                log=self.log,
                profile_dir=self.profile_dir,
                user_ns=self.user_ns,
            )
        self.displayhook.get_execution_count = lambda: self.kernel.execution_count

    def start(self) -> None:
        """Answer until the client says goodbye or a cell ends the kernel."""
        self.kernel.start()
        self.watch(self.kernel.io_loop)
        self.kernel.io_loop.start()

    def watch(self, loop: IOLoop) -> None:
        """Let the loop take what arrives."""
        loop.add_handler(self.connection.fileno(), lambda *_: self._arrived(loop), loop.READ)

    def _arrived(self, loop: IOLoop) -> None:
        try:
            frame = self.connection.recv_bytes()
        except (EOFError, OSError):
            frame = GOODBYE
        if frame == GOODBYE:
            loop.remove_handler(self.connection.fileno())
        self.take(loop, frame)

    def take(self, loop: IOLoop, frame: bytes) -> None:
        """Hand a message over to the kernel; stop at the last one."""
        if frame == GOODBYE:
            loop.stop()
            return
        _, parts = unpacked(frame)
        loop.add_callback(self._shell.taken, [zmq.Frame(part) for part in parts])


@contextmanager
def _no_modules() -> Iterator[None]:
    """Hide the list of modules from ipykernel, which looks at each for its debugger: every look copies a page."""
    ipykernel.ipkernel.sys = SimpleNamespace(**{**vars(sys), "modules": {}})
    try:
        yield
    finally:
        ipykernel.ipkernel.sys = sys


def serve(connection: Connection, asked: Asked) -> None:
    """Become a kernel that ends with its line: called in a forked child, from which it never returns."""
    code = 1
    try:
        _as_new(asked)
        Thread(target=_end_with_line, args=(connection.fileno(),), daemon=True).start()
        app = LineApp.instance(connection=connection, key=asked.key)
        app.initialize([*asked.arguments])
        os.register_at_fork(before=app.iopub_thread.begin)  # a child's prints come through it
        app.start()
        code = 0
        atexit._run_exitfuncs()  # noqa: SLF001  what the notebook itself has registered
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # noqa: BLE001  nobody above would hear of it
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(code)


def _end_with_line(fileno: int) -> None:
    """End when nobody holds the other end: a killed client takes its kernel along, however busy that is."""
    waiting = select.poll()
    waiting.register(fileno, 0)
    waiting.poll()
    os._exit(1)


def _as_new(asked: Asked) -> None:
    """Forget what the parent did for itself: a notebook finds the process as a new one."""
    atexit._clear()  # noqa: SLF001  the parent's own, which would act on the parent's things
    os.setsid()
    os.chdir(asked.folder)
    os.environ.clear()
    os.environ.update(asked.environment)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    _forget_parents()
    forget_logging()
    _forget_loop()
    _forget_chance()
    choose_backend()


def _forget_parents() -> None:
    """Be nobody's child and daemon: a notebook may start processes of its own, as this system starts them."""
    me = current_process()
    me.daemon, me.name = False, "MainProcess"
    multiprocessing.process._parent_process = None  # type: ignore[attr-defined]  # noqa: SLF001  no other way to it
    set_start_method(None, force=True)


def forget_logging() -> None:
    """Let the notebook find logs and warnings as Python and ipykernel set them up."""
    logging.root.handlers.clear()
    logging.root.setLevel(logging.WARNING)
    warnings.resetwarnings()
    for category in (ResourceWarning, ImportWarning, PendingDeprecationWarning, DeprecationWarning):
        warnings.simplefilter("ignore", category)
    warnings.filterwarnings("default", category=DeprecationWarning, module="__main__")
    warnings.filterwarnings("error", category=ProvisionalCompleterWarning)


def _forget_loop() -> None:
    import asyncio  # noqa: PLC0415  loaded long ago

    asyncio.events._set_running_loop(None)  # noqa: SLF001  the parent's loop runs in the parent
    asyncio.set_event_loop(asyncio.new_event_loop())
    IOLoop.clear_current()


def _forget_chance() -> None:
    """Let numpy draw other numbers than the report before: the standard library does so by itself after a fork."""
    numpy: Any = sys.modules.get("numpy")
    if numpy:
        numpy.random.seed()


def choose_backend() -> None:
    """Show an analyst's own charts in the notebook: matplotlib, loaded already, does not read the environment again."""
    os.environ.setdefault("MPLBACKEND", _MATPLOTLIB)
    matplotlib: Any = sys.modules.get("matplotlib")
    if matplotlib and "matplotlib.pyplot" not in sys.modules:
        matplotlib.rcParams["backend"] = os.environ["MPLBACKEND"]
