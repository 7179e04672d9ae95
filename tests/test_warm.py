"""Warm kernels: started quickly, ended surely."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import EntryPoints
from pathlib import Path

import psutil
import pytest

from pdmon_utils.batch import warm
from tiny import workspace_with

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="на Windows ядра запускаются обычным образом")
SLEEPER = """import os, pathlib, time

pathlib.Path(os.environ["PDMON_HOME"], "pid").write_text(str(os.getpid()))
time.sleep(300)"""


@pytest.fixture
def sleeper() -> Iterator[warm.Forked]:
    """Return a forked process that sleeps, in place of a kernel."""
    forked = warm.Forked(warm.warm_context().Process(target=time.sleep, args=(60,), daemon=True))
    yield forked
    forked.kill()
    forked.wait(10)


def test_a_living_kernel_has_no_exit_code(sleeper: warm.Forked) -> None:
    assert sleeper.poll() is None
    assert psutil.pid_exists(sleeper.pid)


def test_waiting_for_a_living_kernel_ends_like_popen(sleeper: warm.Forked) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        sleeper.wait(0.05)


def test_a_killed_kernel_has_an_exit_code_and_can_be_killed_again(sleeper: warm.Forked) -> None:
    sleeper.kill()

    assert sleeper.wait(10) == -9
    sleeper.terminate()
    assert sleeper.poll() == -9


def test_without_the_entry_point_kernels_start_cold(monkeypatch: pytest.MonkeyPatch) -> None:
    assert warm.available()
    monkeypatch.setattr(warm, "entry_points", lambda **_: EntryPoints())

    assert not warm.available()


@pytest.mark.notebooks
def test_nothing_survives_a_killed_driver(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, {"sleeper": SLEEPER})
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "pdmon_utils", "--home", str(workspace.home), "run", "-a", "public", "-j", "1"]
    driver = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    kernel = _kernel_of(tmp_path / "pid", driver)
    family = [kernel, *psutil.Process(driver.pid).children(recursive=True)]

    driver.kill()
    driver.wait()
    _, alive = psutil.wait_procs(family, timeout=10)

    assert len(family) > 2
    for orphan in alive:
        orphan.kill()
    assert alive == []


def _kernel_of(pid_file: Path, driver: subprocess.Popen[bytes]) -> psutil.Process:
    limit = time.monotonic() + 120
    while not (pid_file.exists() and pid_file.read_text(encoding="ascii")):
        assert driver.poll() is None
        assert time.monotonic() < limit
        time.sleep(0.1)
    return psutil.Process(int(pid_file.read_text(encoding="ascii")))
