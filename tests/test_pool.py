"""A process a report: what may happen to it, and what becomes of the others."""

from __future__ import annotations

import errno
import os
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from pdmon_utils.batch import pool
from pdmon_utils.batch.failures import failed_folder, last_failure
from pdmon_utils.batch.jobs import Job
from pdmon_utils.batch.limits import Limits, disk_words
from pdmon_utils.batch.manifest import done, manifest_path, write_report
from pdmon_utils.batch.pool import Batch
from pdmon_utils.batch.runner import Outcome
from pdmon_utils.batch.waiting import Waiting
from tiny import PARAMETERS, write_notebook

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="на Windows сигналов нет")
MEMORY = 700 * 2**20


def work(job: Job) -> Outcome:
    """Do what the notebook's name says, in place of executing it."""
    tries = job.home / f"{job.code}.tries"
    with tries.open("a") as file:
        file.write("x")
    match job.code:
        case "exits":
            os._exit(3)
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "once" if len(tries.read_text()) < 2:
            os.kill(os.getpid(), signal.SIGKILL)
        case "hangs":
            (job.home / "pid").write_text(str(_child().pid))
            time.sleep(100)
        case "eats":
            return Outcome(job, str(len(bytearray(2 * MEMORY))), 0.0)
        case "full":
            raise OSError(errno.ENOSPC, "No space left on device", str(job.output))
        case "breaks":
            raise KeyError("поле")
        case "busy" if len(tries.read_text()) < 2:
            return Outcome(job, "ядро не выполнило тетрадь: RuntimeError: Kernel died before replying", 0.0)
        case _:
            write_report(job.output, {".ipynb": b"1"}, {})
    return Outcome(job, "", 0.0, {".ipynb": "1"})


def _child() -> psutil.Popen:
    """Return a process of the report's own, in a session of its own, as jupyter starts kernels."""
    return psutil.Popen([sys.executable, "-c", "import time; time.sleep(100)"], start_new_session=True)


KINDS = ("breaks", "busy", "eats", "exits", "fine", "full", "hangs", "killed", "once", "well")


def job_of(home: Path, code: str) -> Job:
    output = home / "reports" / "primer" / "2024" / "public" / f"{code}.ipynb"
    notebook = home / "notebooks" / f"{code}.ipynb"
    notebook.parent.mkdir(exist_ok=True)
    write_notebook(notebook, "1", PARAMETERS)
    return Job(home, notebook, "primer", "Район", "Область", 2024, "public", output, {"year": 2024})


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """Return the outcomes of all kinds by name; every report lay there before."""
    home = tmp_path_factory.mktemp("kinds")
    jobs = [job_of(home, kind) for kind in KINDS]
    for job in jobs:
        write_report(job.output, {".ipynb": b"old"}, {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "make", work)
        batch = Batch(2, Limits(seconds=20, memory=MEMORY))
        return {outcome.job.code: outcome for outcome in batch.run(jobs)}


def tries(outcome: Outcome) -> int:
    return len((outcome.job.home / f"{outcome.job.code}.tries").read_text())


@pytest.mark.parametrize(
    ("kind", "reason", "times"),
    [
        ("breaks", "сбой программы: KeyError: 'поле'", 1),
        ("eats", "отчёту не хватило памяти: предел 700 МБ", 1),
        ("exits", "процесс отчёта завершился сам (код 3), не закончив отчёта", 1),
        ("full", "файлы отчёта не записаны: на диске нет места (full.ipynb). Прежний отчёт не изменён", 1),
        ("hangs", "отчёт не уложился в отведённое время: 20 с", 1),
        ("killed", "процесс отчёта убит (сигнал 9): не хватило памяти или его остановили", 3),
    ],
)
def test_a_fault_is_that_reports_alone_and_only_a_murder_is_retried(
    ended: dict[str, Outcome], kind: str, reason: str, times: int
) -> None:
    outcome = ended[kind]

    assert outcome.reason == reason
    assert tries(outcome) == times
    assert last_failure(outcome.job) == reason
    assert failed_folder(outcome.job).exists()


@pytest.mark.parametrize(("kind", "times"), [("fine", 1), ("well", 1), ("once", 2), ("busy", 2)])
def test_the_others_are_made_and_what_was_killed_once_is_made_the_second_time(
    ended: dict[str, Outcome], kind: str, times: int
) -> None:
    assert ended[kind].reason == ""
    assert tries(ended[kind]) == times
    assert done(manifest_path(ended[kind].job.output)) is not None


def test_a_run_that_is_stopped_while_it_hears_an_answer_leaves_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pids: list[int] = []

    def stopped(child: pool.Child) -> None:
        pids.append(child.pid)
        raise KeyboardInterrupt

    monkeypatch.setattr(pool, "make", work)
    monkeypatch.setattr(pool.Child, "answer", stopped)
    with pytest.raises(KeyboardInterrupt):
        Batch(1).run([job_of(tmp_path, "fine")])

    assert [psutil.pid_exists(pid) for pid in pids] == [False]


def test_a_full_disk_leaves_the_old_report_and_a_broken_one_does_not_count(ended: dict[str, Outcome]) -> None:
    assert ended["full"].job.output.read_bytes() == b"old"
    assert done(manifest_path(ended["full"].job.output)) is not None
    assert done(manifest_path(ended["breaks"].job.output)) is None


def test_a_report_that_took_too_long_takes_its_processes_with_it(ended: dict[str, Outcome]) -> None:
    kernel = int((ended["hangs"].job.home / "pid").read_text())
    time.sleep(0.5)

    assert not psutil.pid_exists(kernel) or psutil.Process(kernel).status() == psutil.STATUS_ZOMBIE


def test_the_outcomes_come_in_the_order_of_the_jobs_and_nothing_temporary_is_left(ended: dict[str, Outcome]) -> None:
    assert tuple(ended) == KINDS


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EROFS, "диск доступен только для чтения"),
        (errno.EACCES, "нет прав на запись, или файл открыт в другой программе"),
        (errno.EIO, "диск не отвечает"),
    ],
)
def test_what_a_disk_refuses_is_one_sentence_without_a_path(number: int, words: str) -> None:
    said = disk_words(OSError(number, os.strerror(number), "/home/person/reports/.note.docx.part"))

    assert said == f"файлы отчёта не записаны: {words} (note.docx). Прежний отчёт не изменён"


def test_a_pressed_ctrl_c_kills_who_is_at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Any] = []

    class Watched(pool.Child):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            started.append(psutil.Process(self.pid))

    def press(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pool, "make", work)
    monkeypatch.setattr(pool, "Child", Watched)
    with pytest.raises(KeyboardInterrupt):
        Batch(2, tell=press).run([job_of(tmp_path, "hangs"), job_of(tmp_path, "fine")])

    time.sleep(0.5)
    assert len(started) == 2
    assert [one for one in started if one.is_running() and one.status() != psutil.STATUS_ZOMBIE] == []


def parent(job: Job) -> Outcome:
    """Return, as the reason, which process forked the one that makes the report."""
    return Outcome(job, f"{os.getppid()} {os.getpid()}", 0.0)


def test_reports_of_a_municipality_are_forked_from_one_process_each_for_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "make", parent)
    jobs = [replace(job_of(tmp_path, code), place=place) for code, place in (("a", "x"), ("b", "y"), ("c", "x"))]
    (one, first), (other, second), (again, third) = (found.reason.split() for found in Batch(1).run(jobs))

    assert one == again != other
    assert len({first, second, third}) == 3


def test_whoever_has_a_municipality_at_hand_goes_on_with_it_and_others_begin_where_nobody_is(tmp_path: Path) -> None:
    jobs = [replace(job_of(tmp_path, code), place=code[0]) for code in ("a1", "a2", "b1", "b2", "c1")]
    waiting = Waiting(jobs)

    assert [waiting.take(place, busy).code for place, busy in (("", ""), ("", "a"), ("b", "a"))] == ["a1", "b1", "b2"]
    waiting.again(jobs[3])
    assert "b" in waiting
    assert [waiting.take("b", "abc").code for _ in range(3)] == ["b2", "a2", "c1"]
    assert not waiting
