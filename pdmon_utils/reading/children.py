"""Child processes that do dangerous work on files: started when needed, replaced when they die, ended with us."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Any, Self

from pdmon_utils.errors import PdmonError
from pdmon_utils.reading.child import FAULT, MEMORY, OUT_OF_MEMORY, READY, dumped
from pdmon_utils.reading.findings import RefusedFileError

SECONDS = 60
_ROOT = Path(__file__).parents[2]  # where this program lies: the child must find the same one


class ReaderError(PdmonError):
    """No process that reads files can be started."""


class Child:
    """One child process with one function; a file it dies of is refused, the next one gets a new process."""

    def __init__(self, target: str, seconds: float = SECONDS) -> None:
        """Remember what to start; nothing is started before the first request."""
        self._target = target
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self.close()

    def ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answer to a request; raises RefusedFileError when the process fails on it."""
        answer: dict[str, Any] = json.loads(self.hear(request))
        return answer

    def hear(self, request: Mapping[str, Any]) -> bytes:
        """Return the line that answers a request; raises RefusedFileError when the process fails on it."""
        line, late = self._line(request)
        if not line.endswith(b"\n"):
            raise self._death(late=late)
        if line.startswith(FAULT):
            raise RefusedFileError("file.crash", why=json.loads(line)["fault"])
        return line

    def close(self) -> None:
        """End the process, if there is one."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _line(self, request: Mapping[str, Any]) -> tuple[bytes, bool]:
        process = self._running()
        clock = Timer(self._seconds, process.kill)
        clock.daemon = True
        clock.start()
        try:
            return self._exchange(process, dumped(request)), not clock.is_alive()
        finally:
            clock.cancel()

    @staticmethod
    def _exchange(process: subprocess.Popen[bytes], line: bytes) -> bytes:
        assert process.stdin is not None  # noqa: S101  both are pipes: see _running
        assert process.stdout is not None  # noqa: S101
        try:
            process.stdin.write(line)
            process.stdin.flush()
        except OSError:
            return b""  # it died before it heard the question
        return process.stdout.readline()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = _started(self._target)
        return self._process

    def _death(self, *, late: bool) -> RefusedFileError:
        code = self._process.wait() if self._process else None
        self.close()
        if late:
            return RefusedFileError("file.slow", seconds=round(self._seconds))
        if code == OUT_OF_MEMORY:
            return RefusedFileError("file.memory", limit=MEMORY // 2**20)
        return RefusedFileError("file.crash", why=f"код {code}")


def _started(target: str) -> subprocess.Popen[bytes]:
    """Return a child that has said it is ready; raises ReaderError where none can be started at all."""
    command = [sys.executable, "-m", "pdmon_utils.reading.child", target]
    path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603  our own program
        command, stdin=pipe, stdout=pipe, stderr=nowhere, env={**os.environ, "PYTHONPATH": path}
    )
    if process.stdout is None or process.stdout.readline() != READY:
        process.kill()
        process.communicate()
        raise ReaderError(
            f"Не запускается процесс, который читает файлы ({' '.join(command[1:])}). Переустановите программу: "
            "make в её папке, в Windows install.cmd."
        )
    return process
