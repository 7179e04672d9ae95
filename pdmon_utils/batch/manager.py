"""jupyter_client's kernel manager and client for kernels that are forked and answer through a line."""

from __future__ import annotations

import os
import signal
from multiprocessing import Pipe
from pathlib import Path
from queue import Empty
from typing import TYPE_CHECKING, Any

from jupyter_client import AsyncKernelClient, AsyncKernelManager
from jupyter_client.session import Session

from pdmon_utils.batch import forks
from pdmon_utils.batch.line import IOPUB, SHELL, Line

if TYPE_CHECKING:
    from pdmon_utils.batch.kernel import Asked

_PATIENCE = 2.5  # seconds that a kernel has to end by itself, and again after it was asked: as jupyter_client waits


class Channel:
    """One channel of a client, over the line."""

    def __init__(self, line: Line, name: str, session: Session) -> None:
        """Take the line, the channel's name and the session that signs and reads messages."""
        self._line, self._name, self._session = line, name, session
        self._alive = False

    def start(self) -> None:
        """Be alive."""
        self._alive = True

    def stop(self) -> None:
        """Be no longer alive."""
        self._alive = False

    close = stop

    def is_alive(self) -> bool:
        """Return whether it was started and not stopped."""
        return self._alive

    def send(self, message: dict[str, Any]) -> None:
        """Send a message to the kernel."""
        self._session.send(self._line.senders[self._name], message)

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:  # noqa: ASYNC109  jupyter_client's own name
        """Return the next message; raises queue.Empty when none came in `timeout` seconds."""
        parts = await self._line.get(self._name, timeout)
        _, message = self._session.feed_identities(parts)
        return dict(self._session.deserialize(message))


class LineClient(AsyncKernelClient):  # type: ignore[misc]  # not read by mypy, see pyproject.toml
    """jupyter_client's client; only its channels are others."""

    line: Line

    def connect(self, line: Line) -> LineClient:
        """Take the line to the kernel."""
        self.line = line
        self._shell_channel, self._iopub_channel = (Channel(line, name, self.session) for name in (SHELL, IOPUB))
        return self

    def start_channels(self, *_: object, **__: object) -> None:
        """Start the two channels there are."""
        self._shell_channel.start()
        self._iopub_channel.start()

    def stop_channels(self) -> None:
        """Stop both."""
        self._shell_channel.stop()
        self._iopub_channel.stop()

    async def wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109  jupyter_client's own name
        """Wait for the kernel's first answer; raises RuntimeError like jupyter_client when it died or is late."""
        waited, step = 0.0, 1.0
        self.kernel_info()
        while True:
            try:
                await self._shell_channel.get_msg(timeout=step)
            except Empty:
                waited += step
            else:
                return
            if not await self.parent.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if timeout is not None and waited >= timeout:
                raise RuntimeError(f"Kernel didn't respond in {timeout:d} seconds")


class LineManager(AsyncKernelManager):  # type: ignore[misc]  # the same
    """Starts a kernel by forking and ends it; papermill and nbclient use it as they use jupyter_client's."""

    child: forks.Child | None = None
    line: Line | None = None

    @property
    def has_kernel(self) -> bool:
        """True from start to shutdown."""
        return self.child is not None

    async def start_kernel(self, **given: Any) -> None:
        """Fork the kernel; raises NoSuchKernel where the name is unknown, as jupyter_client does."""
        from pdmon_utils.batch.kernel import Asked  # noqa: PLC0415  brings ipykernel, which only kernels need

        environment = {**os.environ, **(self.kernel_spec.env or {}), **given.get("env", {})}
        environment["JPY_PARENT_PID"] = str(os.getpid())
        folder = str(given.get("cwd") or Path.cwd())
        asked = Asked(folder, environment, self.session.key, tuple(given.get("extra_arguments", ())))
        self.child, self.line = self._begun(asked)

    def _begun(self, asked: Asked) -> tuple[forks.Child, Line]:
        """Return a kernel's process and the line to it."""
        from pdmon_utils.batch.kernel import serve  # noqa: PLC0415  the same

        ours, theirs = Pipe()
        child = forks.forked(serve, theirs, asked, ours=ours)
        theirs.close()
        return child, Line(ours)

    def client(self, **given: Any) -> LineClient:
        """Return a client of the running kernel."""
        if self.line is None:
            raise RuntimeError("No kernel is running!")
        return LineClient(parent=self, session=self.session, **given).connect(self.line)

    async def is_alive(self) -> bool:
        """Return whether the kernel's process lives."""
        return self.child is not None and self.child.poll() is None

    _async_is_alive = is_alive  # what a client asks

    async def interrupt_kernel(self) -> None:
        """Interrupt the running cell."""
        if self.child:
            self.child.send_signal(signal.SIGINT)

    async def shutdown_kernel(self, now: bool = False, restart: bool = False) -> None:  # noqa: FBT001, FBT002, ARG002
        """End the kernel: at once, or let it end by itself first, as jupyter_client does."""
        if not self.child or not self.line:
            return
        self.child.send_signal(signal.SIGKILL if now else signal.SIGINT)
        self.line.goodbye()
        forks.end(self.child, _PATIENCE)
        await self.cleanup_resources()

    async def cleanup_resources(self, restart: bool = False) -> None:  # noqa: FBT001, FBT002, ARG002
        """Give up what belongs to the kernel."""
        if self.line:
            self.line.close()
        self.child = self.line = None
