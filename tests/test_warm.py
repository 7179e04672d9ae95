"""Warm kernels: started quickly, ended surely."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from pdmon_utils.batch import children, forks, warm
from tiny import workspace_with

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="на Windows ядра запускаются обычным образом")
SLEEPER = """import os, pathlib, time

pathlib.Path(os.environ["PDMON_HOME"], "pid").write_text(str(os.getpid()))
time.sleep(300)"""


@pytest.fixture
def sleeper() -> Iterator[warm.ForkedThere]:
    """Return a forked process that sleeps, in place of a kernel."""
    forked = warm.ForkedThere(time.sleep, 60)
    yield forked
    forks.end(forked, 0.1)


def test_a_living_kernel_has_no_exit_code(sleeper: warm.ForkedThere) -> None:
    assert sleeper.poll() is None
    assert psutil.pid_exists(sleeper.pid)


def test_waiting_for_a_living_kernel_ends_like_popen(sleeper: warm.ForkedThere) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        forks.wait(sleeper, 0.05)


def test_a_killed_kernel_has_an_exit_code_and_can_be_killed_again(sleeper: warm.ForkedThere) -> None:
    sleeper.send_signal(signal.SIGKILL)

    assert forks.wait(sleeper, 10) == -9
    sleeper.send_signal(signal.SIGTERM)
    assert sleeper.poll() == -9


def test_a_kernel_that_does_not_listen_is_killed(sleeper: warm.ForkedThere) -> None:
    forks.end(sleeper, 0.1)

    assert sleeper.poll() == -signal.SIGTERM


@pytest.mark.parametrize(("places", "more"), [(1, ()), (children.MANY - 1, ()), (children.MANY, children.HEAVY)])
def test_a_large_batch_imports_once_what_few_pages_need(
    places: int, more: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []
    monkeypatch.setattr(type(warm.warm_context()), "set_forkserver_preload", lambda _, names: given.extend(names))
    children.context(places)

    assert set(children.HEAVY) & set(given) == set(more)
    assert given[-1] == "pdmon_utils.batch.parent"  # whose `freeze` must see all that was imported


@pytest.mark.skipif(sys.platform != "linux", reason="нити видны в /proc")
def test_the_parent_that_forks_has_one_thread() -> None:
    look = "import os, pdmon_utils.batch.parent, matplotlib.pyplot; print(len(os.listdir('/proc/self/task')))"
    environment = {**os.environ, **warm.ONE_THREAD, "PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, env=environment, check=True, timeout=120
    )

    assert said.stdout == "1\n"


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
    alive = _living(family, 10)

    assert len(family) > 2
    for orphan in alive:
        orphan.kill()
    assert alive == []


def _living(family: list[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Return who lives after so many seconds; who has ended and is not yet buried by the system does not."""
    limit = time.monotonic() + seconds
    while (alive := [one for one in family if _lives(one)]) and time.monotonic() < limit:
        time.sleep(0.1)
    return alive


def _lives(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _kernel_of(pid_file: Path, driver: subprocess.Popen[bytes]) -> psutil.Process:
    limit = time.monotonic() + 120
    while not (pid_file.exists() and pid_file.read_text(encoding="ascii")):
        assert driver.poll() is None
        assert time.monotonic() < limit
        time.sleep(0.1)
    return psutil.Process(int(pid_file.read_text(encoding="ascii")))
