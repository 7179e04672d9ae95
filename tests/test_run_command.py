"""What `pdmon run` tells a person, a log and a program, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pdmon_utils.__main__ import cli
from pdmon_utils.batch import pool
from pdmon_utils.batch.jobs import Job
from pdmon_utils.batch.lock import locked
from pdmon_utils.batch.manifest import write_report
from pdmon_utils.batch.runner import Outcome
from pdmon_utils.batch.session import Session
from pdmon_utils.store import Workspace
from tiny import workspace_with

SLEEPER = "import os, pathlib, time\n\npathlib.Path(os.environ['PDMON_HOME'], 'pid').write_text('1')\ntime.sleep(300)"


def work(job: Job) -> Outcome:
    """Make a report in place of executing its notebook; the one called `bad` fails."""
    if job.code == "bad":
        return Outcome(job, "ячейка 3: сбой", 0.1)
    write_report(job.output, {".ipynb": b"12345"}, {"key": dict(job.key)})
    return Outcome(job, "", 0.1, {".ipynb": "x"}, ("число без показателя",) if job.code == "doubtful" else ())


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setattr(pool, "make", work)
    return workspace_with(tmp_path, {"bad": "1", "doubtful": "1", "good": "1"})


def pdmon(workspace: Workspace, *words: str) -> Result:
    return CliRunner().invoke(cli, ["--home", str(workspace.home), *words])


def test_a_program_reads_lines_of_json_and_the_next_run_does_only_what_failed(workspace: Workspace) -> None:
    first = pdmon(workspace, "run", "-a", "public", "-j", "1", "--json")
    events = [json.loads(line) for line in first.output.splitlines()]
    again = [json.loads(line) for line in pdmon(workspace, "run", "-a", "public", "--json").output.splitlines()]

    assert first.exit_code == 1
    assert [event["event"] for event in events] == ["start", "report", "report", "report", "end"]
    assert events[0] == {"event": "start", "reports": 3, "run": 3, "current": 0}
    ended = {event["report"]: event for event in events[1:4]}
    assert ended["primer · 2024 · bad · public"]["reason"] == "ячейка 3: сбой"
    assert ended["primer · 2024 · good · public"]["status"] == "done"
    assert ended["primer · 2024 · good · public"]["bytes"] == 5
    assert ended["primer · 2024 · good · public"]["memory"] > 10**6
    assert (events[4]["done"], events[4]["failed"], events[4]["bytes"]) == (2, 1, 10)
    assert (again[0]["run"], again[-1]["current"]) == (1, 2)


def test_who_asks_for_quiet_hears_of_failures_only(workspace: Workspace) -> None:
    said = pdmon(workspace, "run", "-a", "public", "-q").output

    assert "primer · 2024 · bad · public: ячейка 3: сбой" in said
    assert "число без показателя" in said
    assert "Отчётов" not in said
    assert pdmon(workspace, "run", "-a", "public", "-n", "good", "-q").output == ""


def test_a_person_reads_a_table_and_what_it_took_and_the_log_keeps_it(workspace: Workspace) -> None:
    said = pdmon(workspace, "run", "-a", "public").output
    (log,) = (workspace.reports / "_log").iterdir()
    lines = log.read_text(encoding="utf-8").splitlines()

    assert "Отчётов: 3, готово: 2, не выполнено: 1." in said
    assert "primer" in said.partition("Секунд")[2].splitlines()[1]
    assert "процессор" in said
    assert len(lines) == 5
    assert lines[0].endswith("отчётов: 3, выполнить: 3 (нет отчёта: 3)")
    assert all(str(workspace.home) not in line for line in lines)


def test_while_another_run_is_at_work_nothing_is_done(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    del capsys
    with locked(workspace.reports):
        refused = pdmon(workspace, "run", "-a", "public")

    assert "Отчёты уже выполняет другой запуск" in str(refused.exception)
    assert list(workspace.reports.glob("primer")) == []


def test_a_pressed_ctrl_c_is_said_in_words_and_ends_with_130(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pressed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Session, "run", pressed)
    stopped = pdmon(workspace, "run", "-a", "public")

    assert stopped.exit_code == 130
    assert "Остановлено: выполнено 0 из 0. Остальное выполнит следующий pdmon run." in stopped.output


@pytest.mark.notebooks
@pytest.mark.skipif(sys.platform == "win32", reason="на Windows Ctrl-C приходит иначе")
def test_ctrl_c_stops_a_running_notebook_without_a_traceback(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, {"sleeper": SLEEPER})
    command = [sys.executable, "-m", "pdmon_utils", "--home", str(workspace.home), "run", "-a", "public"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONIOENCODING": "utf-8"}
    driver = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        encoding="utf-8",
        start_new_session=True,
    )
    limit = time.monotonic() + 120
    while not (tmp_path / "pid").exists():
        assert time.monotonic() < limit
        time.sleep(0.1)
    os.killpg(driver.pid, signal.SIGINT)
    said, _ = driver.communicate(timeout=60)

    assert driver.returncode == 130, said
    assert "Остановлено: выполнено 0 из 1." in said
    assert "Traceback" not in said
    assert not (workspace.reports / "_failed").exists()
