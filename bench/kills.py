"""Kills of a batch at random moments: `python bench/kills.py [KILLS] [REPORTS]`; prints what each kind of kill left.

Each time the reports are removed, a batch is started, its driver, a report's process or a kernel gets SIGKILL, and
the batch is run again. Torn: a visible file unlike the one of an uninterrupted run. Orphans: living 5 s later.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import killing

KILLS, REPORTS = 200, 20


def main(kills: int, reports: int) -> bool:
    """Print a line a kind of kill; returns whether all were clean."""
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        tempfile.tempdir = os.environ["TMPDIR"] = folder
        workspace = killing.small_workspace(Path(folder) / "home", reports)
        dice = random.Random(2022)  # noqa: S311  the same moments on every run
        began = time.monotonic()
        killing.finish(killing.start(workspace))
        seconds, whole = time.monotonic() - began, killing.hashes(workspace)
        print(f"отчётов: {reports}, файлов: {len(whole)}, без помех {seconds:.1f} с")
        found: dict[str, list[killing.Found]] = {target: [] for target in killing.TARGETS}
        for number in range(kills):
            shutil.rmtree(workspace.reports)
            target = killing.TARGETS[number % len(killing.TARGETS)]
            found[target].append(killing.kill(workspace, target, whole, seconds, dice))
            print(f"\r{number + 1} из {kills}, чисто {sum(e.clean for ends in found.values() for e in ends)}", end="")
    print(f"\n{'убит':10} {'раз':>5} {'порвано':>8} {'сироты':>7} {'обрывки':>8} {'отличия':>8}")
    for target, ends in found.items():
        sums = [sum(getattr(end, name) for end in ends) for name in ("torn", "orphans", "stale", "differing")]
        print(f"{target:10} {len(ends):5} " + " ".join(f"{n:{w}}" for n, w in zip(sums, (8, 7, 8, 8), strict=True)))
    return all(end.clean for ends in found.values() for end in ends)


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    sys.exit(0 if main(*[*given, *(KILLS, REPORTS)[len(given) :]]) else 1)
