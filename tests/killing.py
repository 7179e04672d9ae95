"""Batches that are killed or raced, and what lies in the workspace afterwards."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import psutil

from pdmon_utils.store import Workspace
from tiny import workspace_with

MARK = "PDMON_TEST_MARK"
SAYS = "BATCH"  # a notebook prints this variable, so that each report tells which batch made it
TARGETS = ("driver", "municipality", "report", "kernel")
PATIENCE = 5.0  # seconds after which nobody of a killed batch may live


@dataclass(frozen=True)
class Found:
    """What a kill left: files that are neither absent nor whole, living processes; after the next run what differs."""

    torn: int
    orphans: int
    stale: int
    differing: int

    @property
    def clean(self) -> bool:
        """True when nothing is wrong."""
        return not (self.torn or self.orphans or self.stale or self.differing)


def small_workspace(home: Path, reports: int) -> Workspace:
    """Return a workspace of so many tiny notebooks, a report each."""
    code = "import os\n\nprint(municipality, year, {number}, os.environ.get('" + SAYS + "', ''))"
    return workspace_with(home, {f"b{n:02}": code.format(number=n) for n in range(reports)})


def start(workspace: Workspace, mark: str = "", batch: str = "") -> subprocess.Popen[str]:
    """Start a batch; `mark` finds its processes, `batch` is what its notebooks print."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), MARK: mark, SAYS: batch}
    command = [
        sys.executable,
        "-m",
        "pdmon_utils",
        "--home",
        str(workspace.home),
        "run",
        "-a",
        "public",
        "-j",
        "2",
        "-q",
    ]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, encoding="utf-8", text=True
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Return exit code and output."""
    said, _ = process.communicate(timeout=600)
    return process.returncode, said


def hashes(workspace: Workspace) -> dict[str, str]:
    """Return the visible files of the reports → their hashes; logs tell the time and are left out."""
    base = workspace.reports
    places = base.iterdir() if base.is_dir() else ()  # a batch that was killed at once made no folder
    found = [path for place in places if place.is_dir() and place.name != "_log" for path in place.rglob("*")]
    return {
        path.relative_to(base).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in found
        if path.is_file() and not path.name.startswith(".")
    }


def stale_parts(workspace: Workspace) -> int:
    """Return how many hidden files lie beside the reports."""
    return sum(path.is_file() and path.name != ".lock" for path in workspace.reports.rglob(".*"))


def marked(mark: str) -> list[psutil.Process]:
    """Return the living processes of a batch."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == mark and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.Error:
            continue
    return found


def kill(workspace: Workspace, target: str, whole: dict[str, str], seconds: float, dice: random.Random) -> Found:
    """Start a batch, kill a process of it at a random moment of so many seconds, run again, look what lies there."""
    mark = uuid4().hex
    driver = start(workspace, mark)
    time.sleep(dice.uniform(0.2, seconds))
    victim = _victim(driver.pid, target)
    if victim:
        victim.kill()
    if target == "driver":
        driver.wait()
        orphans = _after(mark, PATIENCE)
    else:
        finish(driver)
        orphans = _after(mark, PATIENCE)
    torn = sum(
        whole.get(name) != digest for name, digest in hashes(workspace).items() if not name.startswith("_failed")
    )
    finish(start(workspace))
    now = hashes(workspace)
    differing = len(now.items() ^ whole.items())
    return Found(torn, orphans, stale_parts(workspace) + _work(), differing)


def _victim(driver: int, target: str) -> psutil.Process | None:
    """Return a process of the batch that is what `target` says, the next best where there is none at the moment."""
    try:
        levels = [[psutil.Process(driver)]]
        while levels[-1]:
            levels.append([child for process in levels[-1] for child in process.children()])
        wanted = (0, 2, 3, 4)[TARGETS.index(target)]  # the first below the driver is the warm process
        found = [level for level in levels[: wanted + 1] if level]
        return found[-1][-1] if len(found) > wanted or target == "driver" else None
    except psutil.Error:
        return None


def _after(mark: str, seconds: float) -> int:
    """Return how many processes of a batch live after so many seconds."""
    limit = time.monotonic() + seconds
    while (alive := marked(mark)) and time.monotonic() < limit:
        time.sleep(0.1)
    return len(alive)


def _work() -> int:
    """Return how many folders for temporary files are left of batches here."""
    return len(list(Path(tempfile.gettempdir()).glob("pdmon-batch-*")))


def race(workspace: Workspace, dice: random.Random) -> tuple[set[str], list[int]]:
    """Let two batches start at nearly the same moment; returns whose words the reports carry, and the exit codes."""
    first = start(workspace, batch="alpha")
    time.sleep(dice.uniform(0, 0.5))
    second = start(workspace, batch="omega")
    codes = [finish(process)[0] for process in (first, second)]
    texts = [path.read_text(encoding="utf-8") for path in workspace.reports.rglob("b*.ipynb")]
    return {word for text in texts for word in ("alpha", "omega") if word in text}, codes
