"""A command of pdmon in a process of its own: the notebook stays alive, its words arrive line by line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from threading import Thread

from pdmon_utils.start.steps import Line, Step
from pdmon_utils.store import Workspace

WRONG_USE = 2  # the exit code after which a further command makes no sense
STOPPED = -1
_WORDS = {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "COLUMNS": "110"}
_COLOURS = ("FORCE_COLOR", "CLICOLOR_FORCE")  # a kernel asks for colours, which a page would show as signs
Tell = Callable[[str], None]


class Child:
    """Runs a step's commands one after another in a thread; `tell` hears each line, `ended` the last exit code."""

    def __init__(self, workspace: Workspace, step: Step, tell: Tell, ended: Callable[[int], None]) -> None:
        """Start at once."""
        self._workspace, self._step, self._tell, self._ended = workspace, step, tell, ended
        self._process: subprocess.Popen[str] | None = None
        self._stopped = False
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        """True while a command runs."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """End the running command; those behind it are not started."""
        self._stopped = True
        if self._process:
            self._process.terminate()

    def wait(self, seconds: float | None = None) -> None:
        """Wait for the last command."""
        self._thread.join(seconds)

    def _run(self) -> None:
        code = 0
        for line in self._step.lines:
            code = self._command(line)
            if self._stopped or code >= WRONG_USE or code < 0:
                break
        self._ended(STOPPED if self._stopped else code)

    def _command(self, line: Line) -> int:
        asked = [sys.executable, "-m", "pdmon_utils", "--home", str(self._workspace.home), *line]
        with subprocess.Popen(  # noqa: S603  our own program, words from our own lists
            asked,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={name: value for name, value in os.environ.items() if name not in _COLOURS} | _WORDS,
            encoding="utf-8",
            errors="replace",
        ) as process:
            self._process = process
            self._hear(process.stdout or ())
        return process.returncode

    def _hear(self, lines: Iterable[str]) -> None:
        for said in lines:
            if said.strip():
                self._tell(said.rstrip())
