"""The line between two threads of one process, where a notebook and its client are the same one."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from threading import Lock

from pdmon_utils.batch.line import GOODBYE, IOPUB, SHELL, Line, Sender


class Mailbox:
    """Frames for one reader; stands where a connection's two ends would, and any thread may put something in."""

    def __init__(self) -> None:
        """Be empty; nobody listens yet."""
        self._frames: deque[bytes] = deque()
        self._lock = Lock()
        self._wake: Callable[[], object] | None = None

    def send_bytes(self, frame: bytes) -> None:
        """Put a frame in and wake the reader."""
        with self._lock:
            self._frames.append(frame)
            wake = self._wake
        if wake:
            wake()

    def listen(self, wake: Callable[[], object] | None) -> None:
        """Call `wake` at each frame that comes, and now for what lies there already."""
        with self._lock:
            self._wake, waiting = wake, bool(self._frames)
        if wake and waiting:
            wake()

    def poll(self, _seconds: float = 0) -> bool:
        """Return whether something lies there."""
        return bool(self._frames)

    def recv_bytes(self) -> bytes:
        """Return the next frame."""
        return self._frames.popleft()

    def close(self) -> None:
        """Wake nobody any more."""
        self.listen(None)


class HereLine(Line):
    """The client's end between two threads."""

    def __init__(self, ours: Mailbox, theirs: Mailbox) -> None:
        """Read from `ours`; what is sent goes to `theirs`."""
        super().__init__(ours)  # type: ignore[arg-type]  # as much of a connection as is asked for
        self._theirs, lock = theirs, Lock()
        self.senders = {channel: Sender(theirs, channel, lock) for channel in (SHELL, IOPUB)}  # type: ignore[arg-type]

    def _watch(self, loop: asyncio.AbstractEventLoop, news: asyncio.Future[None]) -> None:
        self._connection.listen(lambda: loop.call_soon_threadsafe(self._take, news))  # type: ignore[attr-defined]

    def _unwatch(self) -> None:
        self._connection.listen(None)  # type: ignore[attr-defined]

    def goodbye(self) -> None:
        """Ask the kernel to end when its cell has ended."""
        self._theirs.send_bytes(GOODBYE)
