"""Batches killed at random moments and batches at once; `bench/kills.py` and `bench/races.py` do the same at length."""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

import pytest

import killing

pytestmark = [
    pytest.mark.notebooks,
    pytest.mark.skipif(sys.platform == "win32", reason="на Windows сигналов нет"),
]
REPORTS, KILLS = 4, 2


def test_after_a_kill_the_next_run_gives_the_same_bytes_and_nobody_lives_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # other tests run batches at the same time
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    workspace = killing.small_workspace(tmp_path / "home", REPORTS)
    dice = random.Random(2022)  # noqa: S311  the same moments on every run
    began = time.monotonic()
    code, said = killing.finish(killing.start(workspace))
    seconds, whole = time.monotonic() - began, killing.hashes(workspace)

    assert (code, said) == (0, "")
    assert len(whole) == REPORTS * 5
    for target in killing.TARGETS[:KILLS]:
        shutil.rmtree(workspace.reports)
        assert killing.kill(workspace, target, whole, seconds, dice).clean, target


def test_of_two_batches_at_once_one_makes_all_reports(tmp_path: Path) -> None:
    workspace = killing.small_workspace(tmp_path, REPORTS)

    words, codes = killing.race(workspace, random.Random(2022))  # noqa: S311  the same

    assert len(words) == 1
    assert 0 in codes
    assert set(codes) <= {0, 2}
