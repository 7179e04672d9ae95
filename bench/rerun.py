"""A run in which nothing changed, over a thousand reports: `python bench/rerun.py [ROUNDS]`.

Nine fictional districts with all their years; every report lies there with files of usual size and its true key, as if
made. `pdmon run` then has to find out that all of them stand: it hashes every prepared table and every report.

"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from pdmon_utils.batch.jobs import plan
from pdmon_utils.batch.keys import stamped
from pdmon_utils.batch.manifest import write_report
from pdmon_utils.example import write_example
from pdmon_utils.prepare import prepare
from pdmon_utils.store import Workspace

ROUNDS, MORE = 5, 3
SIZES = {".ipynb": 90_000, ".html": 120_000, "-source.html": 20_000, ".docx": 40_000, ".xlsx": 20_000}


def lay(home: Path) -> int:
    """Write the districts, prepare them, lay all reports; returns their number."""
    workspace = Workspace(home)
    slugs = write_example(workspace.raw, workspace.journals)
    for number, slug in enumerate(slugs[:MORE]):
        shutil.copytree(workspace.raw / slug, workspace.raw / f"{slug}-{number}")
    prepare(Workspace(home))
    workspace, dice = Workspace(home), np.random.default_rng(2022)
    os.fsync = lambda _: None  # laying them is no part of what is measured
    jobs = stamped(workspace, plan(workspace))
    for job in jobs:
        files = {ending: dice.bytes(size) for ending, size in SIZES.items()}
        write_report(job.output, files, {"key": dict(job.key)})
    return len(jobs)


def rerun(home: Path) -> tuple[float, float]:
    """Return seconds by the clock and of the processor that a run took in which nothing changed."""
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "pdmon_utils", "--home", str(home), "run"]
    said = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)  # noqa: S603  our own
    if said.returncode or "не выполнено: 0" not in said.stdout:
        sys.exit(said.stdout + said.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - began, cpu


def main(rounds: int) -> None:
    """Print the medians."""
    with tempfile.TemporaryDirectory(prefix="rerun-") as folder:
        number = lay(Path(folder))
        found = [rerun(Path(folder)) for _ in range(rounds)]
    wall, cpu = (statistics.median(column) for column in zip(*found, strict=True))
    print(f"отчётов: {number}, без изменений, медиана из {rounds}: {wall:.2f} с по часам, {cpu:.2f} с процессора")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
