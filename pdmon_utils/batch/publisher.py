"""What a kernel publishes goes straight into its line; ipykernel's thread for that begins with the first print.

The thread is for what is printed: it sends that while the cell still runs, and what the notebook's own child processes
print. Most reports print nothing, and for them the thread, its sockets and its waiting were a tenth of the work.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import zmq
from ipykernel.iostream import BackgroundSocket, IOPubThread
from jupyter_client.session import Session

from pdmon_utils.batch.line import Sender


class Whole(Sender):
    """A kernel's end of a channel: an interrupt waits until a message is sent, for half a one would spoil the line."""

    def send_multipart(self, parts: Iterable[Any], *_: object, **__: object) -> None:
        """Send a message; one that nobody waits for any more is dropped."""
        with uninterrupted():
            super().send_multipart(parts)


class Published(Whole):
    """The kernel's end of the channel that everybody hears."""

    @cached_property
    def context(self) -> zmq.Context[Any]:
        """For what the notebook's own child processes print."""
        return zmq.Context()


class Publisher(IOPubThread):  # type: ignore[misc]  # not read by mypy, see pyproject.toml
    """ipykernel's thread; as long as it has not begun, whoever publishes sends by himself."""

    io_loop: Any
    _pipe_flag = False  # no child process yet whose print would need the way round

    def __init__(self, socket: Published, session: Session) -> None:
        """Take the channel and the session that signs messages; begin nothing."""
        self.socket, self.session = socket, session
        self.background_socket = BackgroundSocket(self)
        self.thread, self.io_loop = threading.Thread(), _Timer(self)
        self.begun, self._beginning = False, threading.Lock()

    def begin(self) -> None:
        """Start the thread, once."""
        if self.begun:
            return
        with self._beginning:
            if not self.begun:
                super().__init__(self.socket, pipe=True, session=self.session)
                self.start()
                self.begun = True


class _Timer:
    """What a stream knows as the thread's loop: it asks for a flush some time after a print."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher

    def call_later(self, seconds: float, work: Callable[[], object]) -> None:
        """Begin the thread, which does the work later."""
        self._publisher.begin()
        loop = self._publisher.io_loop
        loop.add_callback(loop.call_later, seconds, work)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let a Ctrl-C wait for the end of the block, in the thread that hears of it."""
    kept = signal.getsignal(signal.SIGINT)
    if kept is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[Any] = []
    signal.signal(signal.SIGINT, lambda *given: heard.append(given))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, kept)
        if heard:
            signal.raise_signal(signal.SIGINT)
