"""The same batch on a real Dask cluster: the same bytes, and what becomes of it when a machine goes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import chdir
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import psutil
import pytest
from click.testing import CliRunner, Result
from distributed import Client

import clusters
from conftest import once
from killing import hashes, marked
from pdmon_utils.__main__ import cli
from pdmon_utils.batch.failures import failed_folder, last_failure
from pdmon_utils.batch.jobs import Job, Wanted, plan
from pdmon_utils.batch.keys import stamped
from pdmon_utils.batch.limits import Limits
from pdmon_utils.batch.manifest import done, manifest_path, write_report
from pdmon_utils.batch.session import Ran, Session
from pdmon_utils.cluster import crew, reports
from pdmon_utils.cluster.edition import edition
from pdmon_utils.cluster.errand import Errand, Finished, Lost, Refused
from pdmon_utils.cluster.parcel import pack, unpack
from pdmon_utils.cluster.regions import counted_on
from pdmon_utils.cluster.reports import SPOILT, Reports, settled
from pdmon_utils.cluster.station import carry
from pdmon_utils.figures import compute_sourced
from pdmon_utils.parquet import write_parquet
from pdmon_utils.prepare import places_of
from pdmon_utils.store import Workspace
from tiny import workspace_with

T = TypeVar("T")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="узлы кластера — Linux")
SENT = {
    ("zato-primer", "young", "internal"),
    ("ulus-primer", "practices", "public"),
    ("predgornaya", "region", "public"),
}
WORKER, STATION = "spawn_main", "cluster.station"
ENDS = """import os
from pathlib import Path

import psutil

with Path({seen!r}).open("a") as file:
    file.write("x")
if len(Path({seen!r}).read_text()) <= {times}:
    next(one for one in psutil.Process().parents() if {whom!r} in " ".join(one.cmdline())).kill()
    __import__("time").sleep(60)
"""
SLEEPS = "import os, time\nfrom pathlib import Path\n\nPath({seen!r}).write_text(str(os.getpid()))\ntime.sleep(300)"


def seen(folder: Path, name: str) -> str:
    return str(folder / f"{name}.seen")


def jobs_of(workspace: Workspace) -> list[Job]:
    """Return a few real reports of a municipality and a region."""
    jobs = plan(workspace, Wanted(years=(2024,), notebooks=("young", "practices", "region")))
    return [job for job in jobs if (job.place, job.code, job.audience) in SENT]


def on(address: str) -> Session:
    return Session(makers=partial(Reports, address))


def copied(workspace: Workspace, home: Path) -> Workspace:
    shutil.copytree(workspace.home / "data", home / "data")
    return Workspace(home)


def told(ran: Ran) -> dict[str, str]:
    return {outcome.job.code: outcome.reason for outcome in ran.outcomes}


@pytest.fixture(scope="session")
def sent(shared: Path, workspace: Workspace) -> Path:
    """Return the folder in which reports were made here, on a cluster, by shipped inputs, and by dying workers."""

    def build(folder: Path) -> None:
        here = copied(workspace, folder / "here")
        assert not Session(2).run(here, jobs_of(here)).failed
        with clusters.cluster(folder / "dask") as address:
            there = copied(workspace, folder / "there")
            said = {"there": told(on(address).run(there, jobs_of(there)))}
            with chdir(copied(workspace, folder / "shipped").home):  # the workers' own folder is another one
                unseen = Workspace(Path("/proc/self/cwd"))
                said["shipped"] = told(on(address).run(unseen, jobs_of(unseen)))
            _counted(workspace, folder / "counted", address)
            said["dying"] = told(_dying(folder / "dying", address, {"once": (WORKER, 1), "beside": (STATION, 1)}, 6))
            said["always"] = told(_dying(folder / "always", address, {"always": (WORKER, 9)}, 1))
        (folder / "said.json").write_text(json.dumps(said), encoding="utf-8")

    return once(shared / "cluster", build)


def _dying(home: Path, address: str, kinds: dict[str, tuple[str, int]], fine: int) -> Ran:
    """Run notebooks that kill their worker, or the process beside it, and fine ones; the first has an older report."""
    ends = {name: ENDS.format(seen=seen(home, name), whom=whom, times=n) for name, (whom, n) in kinds.items()}
    workspace = workspace_with(home, {**ends, **{f"fine{number}": "1" for number in range(fine)}})
    jobs = plan(workspace, Wanted(audiences=("public",)))
    write_report(jobs[0].output, {".ipynb": b"older"}, {})
    return on(address).run(workspace, jobs)


def _counted(workspace: Workspace, home: Path, address: str) -> None:
    """Write the figures of the districts, counted on a cluster."""
    places, regulations = places_of(workspace), workspace.catalogue.regulations
    write_parquet(home / "cluster.parquet", counted_on(address, workspace.tables(), places, regulations))
    write_parquet(home / "here.parquet", compute_sourced(workspace.tables(), places, regulations))


def said(folder: Path, what: str) -> dict[str, str]:
    kept: dict[str, dict[str, str]] = json.loads((folder / "said.json").read_bytes())
    return kept[what]


@pytest.mark.parametrize("way", ["there", "shipped"])
def test_a_cluster_makes_the_same_bytes_whether_its_workers_see_the_folder_or_are_sent_what_is_in_it(
    sent: Path, way: str
) -> None:
    here, there = hashes(Workspace(sent / "here")), hashes(Workspace(sent / way))

    assert said(sent, way) == {"young": "", "practices": "", "region": ""}
    assert len(here) >= 15
    assert there == here


def test_figures_counted_by_regions_are_the_same_to_the_byte(sent: Path) -> None:
    assert (sent / "counted" / "cluster.parquet").read_bytes() == (sent / "counted" / "here.parquet").read_bytes()


def test_what_was_made_on_a_cluster_stands_and_is_not_made_again(sent: Path) -> None:
    workspace = Workspace(sent / "there")

    assert [one.why for one in Session().look(workspace, jobs_of(workspace))] == ["", "", ""]


def test_a_report_whose_worker_is_lost_is_made_elsewhere_and_the_others_too(sent: Path) -> None:
    home = sent / "dying"

    assert said(sent, "dying") == dict.fromkeys(["once", "beside", *(f"fine{number}" for number in range(6))], "")
    assert Path(seen(home, "once")).read_text() == "xx"
    # an answer that was still with the worker that `once` kills is lost with it, and made a third time
    assert Path(seen(home, "beside")).read_text() in {"xx", "xxx"}


def test_a_report_that_loses_every_worker_is_begun_three_times_and_its_older_one_stays(sent: Path) -> None:
    output = Workspace(sent / "always").report("primer", 2024, "public", "always")

    assert said(sent, "always") == {"always": "узел кластера потерян; попыток: 3", "fine0": ""}
    assert Path(seen(sent / "always", "always")).read_text() == "xxx"
    assert done(manifest_path(output)) is not None
    assert output.read_bytes() == b"older"


def test_a_cluster_leaves_nothing_beside_the_workers(sent: Path) -> None:
    assert [path for path in (sent / "dask").rglob("*") if path.name.startswith("pdmon-")] == []


def pdmon(workspace: Workspace, *words: str) -> Result:
    return CliRunner().invoke(cli, ["--home", str(workspace.home), "run", *words], standalone_mode=False)


def command(workspace: Workspace, address: str) -> subprocess.Popen[str]:
    """Start a batch on a cluster as a person does."""
    words = ["--home", str(workspace.home), "run", "-a", "public", "-q", "--scheduler", address]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        [sys.executable, "-m", "pdmon_utils", *words],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
    )  # fmt: skip


def appeared(path: Path) -> str:
    limit = time.monotonic() + 120
    while not (path.exists() and path.read_text()):
        assert time.monotonic() < limit, f"{path.name}: waited in vain"
        time.sleep(0.1)
    return path.read_text()


def gone(pid: int, seconds: float = 15.0) -> bool:
    return not left(lambda: psutil.pid_exists(pid), seconds)


def left(look: Callable[[], T], seconds: float = 15.0) -> T:
    """Return what is still found after so many seconds; nothing as soon as nothing is."""
    limit = time.monotonic() + seconds
    while (found := look()) and time.monotonic() < limit:
        time.sleep(0.1)
    return found


def test_a_killed_driver_and_a_stopped_scheduler_leave_no_kernel_and_no_report(tmp_path: Path) -> None:
    workspace, mark = (
        workspace_with(tmp_path / "home", {"sleeps": SLEEPS.format(seen=seen(tmp_path, "a"))}),
        uuid4().hex,
    )
    address = f"tcp://127.0.0.1:{(port := clusters.free_port())}"
    with clusters.scheduler(port) as scheduler, clusters.worker(address, tmp_path / "dask", mark=mark):
        driver = command(workspace, address)
        first = int(appeared(tmp_path / "a.seen"))
        driver.kill()
        assert gone(first)
        (tmp_path / "a.seen").unlink()

        again = command(workspace, address)
        second = int(appeared(tmp_path / "a.seen"))
        scheduler.kill()
        words, _ = again.communicate(timeout=120)

        assert again.returncode == 2, words
        assert f"Ошибка: Планировщик Dask {address} перестал отвечать. Готовое сохранено" in words
        assert gone(second, 60)
    assert left(lambda: [one.pid for one in marked(mark)]) == []
    assert list(workspace.reports.rglob("sleeps*")) == []


def test_workers_of_another_program_and_of_none_are_refused_and_named(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path / "home", {"fine": "1"})
    shutil.copytree(clusters.OURS / "pdmon_utils", tmp_path / "other" / "pdmon_utils")
    with (tmp_path / "other" / "pdmon_utils" / "signs.py").open("a") as file:
        file.write("\n# another program\n")
    (tmp_path / "none" / "pdmon_utils").mkdir(parents=True)
    (tmp_path / "none" / "pdmon_utils" / "__init__.py").touch()
    address = f"tcp://127.0.0.1:{(port := clusters.free_port())}"
    with (
        clusters.scheduler(port),
        clusters.worker(address, tmp_path / "dask", tmp_path / "other"),
        clusters.worker(address, tmp_path / "dask", tmp_path / "none"),
    ):
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        driver = command(workspace, address)
        words, _ = driver.communicate(timeout=120)

    assert driver.returncode == 2
    assert "отчёты были бы другими: узел" in words
    assert words.count(f"pdmon {edition().version} (") == 2
    assert edition().program[:12] in words
    assert words.count("там нет pdmon этой версии") == 1
    assert [path.name for path in workspace.reports.iterdir() if not path.name.startswith(("_", "."))] == []


def test_nobody_at_the_address_and_a_scheduler_without_workers_are_said_in_russian(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "PATIENCE", {"scheduler": 2.0, "workers": 1.0})
    workspace = workspace_with(tmp_path / "home", {"fine": "1"})
    address = f"tcp://127.0.0.1:{(port := clusters.free_port())}"

    with pytest.raises(crew.ClusterError, match=f"Планировщик Dask {address} не отвечает"):
        raise pdmon(workspace, "--scheduler", address).exception or AssertionError
    with pytest.raises(crew.ClusterError, match="Планировщик Dask узел не отвечает"):
        raise pdmon(workspace, "--scheduler", "узел").exception or AssertionError
    monkeypatch.setitem(crew.PATIENCE, "scheduler", 20.0)
    with (
        clusters.scheduler(port),
        pytest.raises(crew.ClusterError, match="нет ни одного узла"),
    ):
        raise pdmon(workspace, "--scheduler", address).exception or AssertionError


def test_who_lacks_the_library_is_told_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    workspace = workspace_with(tmp_path, {"fine": "1"})

    with pytest.raises(crew.ClusterError, match=r"нужна библиотека distributed.*pip install 'pdmon-utils\[cluster\]'"):
        raise pdmon(workspace, "--scheduler", "tcp://127.0.0.1:1").exception or AssertionError


def errand(workspace: Workspace) -> Errand:
    jobs = tuple(stamped(workspace, plan(workspace, Wanted(audiences=("public",)))))
    return Errand(jobs, {job.notebook.name: job.notebook.read_bytes() for job in jobs}, Limits(), edition())


def test_a_worker_whose_inputs_are_others_makes_nothing(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path / "home", {"fine": "1"})
    old, parcel = errand(workspace), pack(workspace, "primer")
    (workspace.raw / "primer" / "2024" / "texts").mkdir()
    (workspace.raw / "primer" / "2024" / "texts" / "note.md").write_text("иначе", encoding="utf-8")

    for one in (old, replace(errand(Workspace(workspace.home)), parcel=parcel)):
        refused = carry(one, tmp_path)
        assert refused == Refused(
            "primer · 2024 · fine · public: на узле кластера другое (изменились тексты аналитика)"
        )
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_bytes_that_changed_on_their_way_are_no_report_and_the_older_one_stays(tmp_path: Path) -> None:
    (job,) = errand(workspace_with(tmp_path, {"fine": "1"})).jobs
    write_report(job.output, {".ipynb": b"older"}, {})
    made = {"files": {"fine.ipynb": sha256(b"whole").hexdigest()}}

    assert settled(job, Finished("", 1.0, None, files={".ipynb": b"torn"}, said=made)) == SPOILT
    assert settled(job, Finished("", 1.0, None, said=made)) == SPOILT
    assert last_failure(job) == SPOILT
    assert job.output.read_bytes() == b"older"
    assert settled(job, Finished("", 1.0, None, files={".ipynb": b"whole"}, said=made)) == ""
    assert (job.output.read_bytes(), failed_folder(job).exists()) == (b"whole", False)


def test_a_worker_of_other_libraries_makes_nothing_and_ends_the_run(tmp_path: Path) -> None:
    ours = edition()
    other = replace(ours, libraries={**ours.libraries, "pandas": "2.0"}, host="driver")
    refused = carry(replace(errand(workspace_with(tmp_path / "home", {"fine": "1"})), edition=other), tmp_path)

    assert refused == Refused(f"узел {ours.host}: pandas {ours.libraries['pandas']} вместо 2.0", edition=True)


def test_a_parcel_has_neither_raw_files_nor_the_key_of_names(workspace: Workspace, tmp_path: Path) -> None:
    unpack(pack(workspace, "zato-primer"), tmp_path)
    files = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}

    assert "data/raw/zato-primer/municipality.yaml" in files
    assert "data/processed/figures.parquet" in files
    assert not [
        name for name in files if name.endswith((".xlsx", ".csv")) and "/texts/" not in name and "journal" not in name
    ]
    assert "pdmon.key" not in files
    assert set(Workspace(tmp_path).table("staff")["municipality"]) == {"zato-primer"}


def test_a_refusal_sends_a_parcel_then_fails_the_report_and_another_edition_ends_the_run(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, {"fine": "1"})
    one, told_of = errand(workspace), []
    run = reports._Run(Reports("", tell=told_of.append), workspace.home)

    assert run._loaded(one).parcel == b""
    assert run._settled(one, Refused("другое")) == [one]
    assert run._loaded(one).parcel == pack(workspace, "primer")
    assert run._settled(replace(one, parcel=b"1"), Refused("другое")) == []
    assert [outcome.reason for outcome in told_of] == ["другое"]
    assert last_failure(one.jobs[0]) == "другое"
    with pytest.raises(crew.ClusterError, match="отчёты были бы другими: узел x: программа"):
        run._settled(one, Refused("узел x: программа", edition=True))


def test_many_jobs_that_lost_a_worker_go_on_one_by_one_and_each_is_begun_three_times_at_most(tmp_path: Path) -> None:
    workspace, told_of = workspace_with(tmp_path, {"a": "1", "b": "1"}), []
    run = reports._Run(Reports("", tell=told_of.append), workspace.home)
    both = errand(workspace)

    again = run._settled(both, Lost("потерян"))
    assert [(len(one.jobs), one.begins) for one in (both, *again)] == [(2, 1), (1, 2), (1, 2)]
    assert run._settled(again[0], Lost("потерян", 2)) == []
    assert [one.begins for one in run._settled(again[1], Lost("потерян", 1))] == [1]
    assert [outcome.reason for outcome in told_of] == ["потерян; попыток: 3"]
