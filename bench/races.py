"""Two batches started at nearly the same moment: `python bench/races.py [RACES] [REPORTS]`.

Each batch prints its own word into its reports; mixed: the reports of one race carry the words of both.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import killing

RACES, REPORTS = 50, 4


def main(races: int, reports: int) -> bool:
    """Print how the races ended; returns whether no outputs were mixed."""
    mixed, ends = 0, Counter[str]()
    dice = random.Random(2022)  # noqa: S311  the same moments on every run
    with tempfile.TemporaryDirectory(prefix="races-") as folder:
        workspace = killing.small_workspace(Path(folder), reports)
        for _ in range(races):
            shutil.rmtree(workspace.reports, ignore_errors=True)
            words, codes = killing.race(workspace, dice)
            mixed += len(words) != 1
            ends["/".join(map(str, sorted(codes)))] += 1
    told = ", ".join(f"{codes}: {number}" for codes, number in ends.most_common())
    print(f"гонок: {races}, смешанных: {mixed}; коды завершения: {told}")
    return mixed == 0


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    sys.exit(0 if main(*[*given, *(RACES, REPORTS)[len(given) :]]) else 1)
