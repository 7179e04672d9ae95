"""The line between a notebook's client and its kernel: one socket pair that carries Jupyter's own messages."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from multiprocessing.connection import Connection
from queue import Empty
from threading import Lock
from typing import Any, Final

SHELL, IOPUB = "shell", "iopub"
GOODBYE: Final = b""
_SIZE: Final = 4  # bytes of the number that says how long a frame's head is


def packed(channel: str, parts: Iterable[Any]) -> bytes:
    """Return a message of a channel as one frame; `parts` are bytes or what knows its bytes."""
    held = [bytes(part) for part in parts]
    head = json.dumps([channel, [len(part) for part in held]]).encode()
    return len(head).to_bytes(_SIZE) + head + b"".join(held)


def unpacked(frame: bytes) -> tuple[str, list[bytes]]:
    """Return the channel and the parts of a frame."""
    begin = _SIZE + int.from_bytes(frame[:_SIZE])
    channel, sizes = json.loads(frame[_SIZE:begin])
    parts = []
    for size in sizes:
        parts.append(frame[begin : begin + size])
        begin += size
    return channel, parts


class Sender:
    """One channel's end that sends, with what jupyter's `Session.send` asks of a socket; any thread may use it."""

    def __init__(self, connection: Connection, channel: str, lock: Lock) -> None:
        """Share `lock` among the channels of a connection: a frame is sent as a whole."""
        self._connection, self._channel, self._lock = connection, channel, lock

    def send_multipart(self, parts: Iterable[Any], *_: object, **__: object) -> None:
        """Send a message; one that nobody waits for any more is dropped."""
        frame = packed(self._channel, parts)
        with self._lock, suppress(OSError):  # who does not live any more is found dead by its manager
            self._connection.send_bytes(frame)


class Line:
    """The client's end: receives frames in the running event loop and keeps each channel's messages in order."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection whose other end the kernel has."""
        self._connection = connection
        self._inbox: dict[str, deque[list[bytes]]] = {SHELL: deque(), IOPUB: deque()}
        self._news: asyncio.Future[None] | None = None
        self.ended = False
        lock = Lock()
        self.senders = {channel: Sender(connection, channel, lock) for channel in self._inbox}

    async def get(self, channel: str, timeout: float | None) -> list[bytes]:  # noqa: ASYNC109  as jupyter_client has it
        """Return the next message of a channel; raises queue.Empty when none came in `timeout` seconds."""
        limit = None if timeout is None else time.monotonic() + timeout
        while not self._inbox[channel]:
            await self._arrival(None if limit is None else max(0.0, limit - time.monotonic()))
        return self._inbox[channel].popleft()

    async def _arrival(self, seconds: float | None) -> None:
        """Wait until something came; a kernel that died sends nothing, which its manager notices."""
        loop = asyncio.get_running_loop()
        if self._news is None or self._news.done() or self._news.get_loop() is not loop:
            self._unwatch()
            self._news = loop.create_future()
            if not self.ended:
                self._watch(loop, self._news)
        try:
            await asyncio.wait_for(asyncio.shield(self._news), seconds)
        except TimeoutError:
            raise Empty from None

    def _watch(self, loop: asyncio.AbstractEventLoop, news: asyncio.Future[None]) -> None:
        loop.add_reader(self._connection.fileno(), self._arrived, loop, news)

    def _arrived(self, loop: asyncio.AbstractEventLoop, news: asyncio.Future[None]) -> None:
        loop.remove_reader(self._connection.fileno())
        self._take(news)

    def _take(self, news: asyncio.Future[None]) -> None:
        try:
            while not self.ended and self._connection.poll(0):
                channel, parts = unpacked(self._connection.recv_bytes())
                self._inbox[channel].append(parts)
        except (EOFError, OSError):
            self.ended = True
        if not news.done():
            news.set_result(None)

    def _unwatch(self) -> None:
        """Take the reader from its loop, which would think the next connection of the same number known already."""
        if self._news and not self._news.done() and not self._news.get_loop().is_closed():
            self._news.get_loop().remove_reader(self._connection.fileno())

    def goodbye(self) -> None:
        """Ask the kernel to end when its cell has ended."""
        with suppress(OSError):
            self._connection.send_bytes(GOODBYE)

    def close(self) -> None:
        """Give the connection up; a kernel that still lives ends at once."""
        self._unwatch()
        self._connection.close()
