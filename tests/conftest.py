"""Fixtures that several test files share, prepared once for all workers of a run."""

from __future__ import annotations

import gc
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import pdmon_utils  # noqa: F401  before anything imports jsonschema, see there

# isort: split
import browsing
import bundles
from pdmon_utils.batch.jobs import Job, Wanted, plan
from pdmon_utils.batch.pool import Batch
from pdmon_utils.example import write_district
from pdmon_utils.prepare import prepare
from pdmon_utils.store import Workspace

DISTRICTS = ("gorod-primer", "ravnina-primer", "step-primer", "ulus-primer", "zato-primer")  # all five regulations
YEAR = 2024
PATIENCE = 1200  # seconds one worker waits for what another prepares; a busy machine is slow


def once(folder: Path, build: Callable[[Path], None]) -> Path:
    """Return the folder after one of the workers has built it; a failed attempt fails all who wait."""
    ready, broken = folder.with_suffix(".ready"), folder.with_suffix(".broken")
    try:
        folder.mkdir()
    except FileExistsError:
        return _awaited(folder, ready, broken)
    try:
        build(folder)
    except BaseException:
        broken.touch()
        raise
    ready.touch()
    return folder


def _awaited(folder: Path, ready: Path, broken: Path) -> Path:
    limit = time.monotonic() + PATIENCE
    while not ready.exists():
        assert not broken.exists(), f"{folder.name}: another worker could not prepare it"
        assert time.monotonic() < limit, f"{folder.name}: waited in vain"
        time.sleep(0.2)
    return folder


def _districts(home: Path) -> None:
    for slug in DISTRICTS:
        write_district(home / "data" / "raw", slug, seed=2022, journals=home / "data" / "journal")
        shutil.rmtree(home / "data" / "raw" / slug / "2022")  # two years are enough to compare
    prepare(Workspace(home))


def _reports(home: Path) -> None:
    for outcome in Batch(2).run(jobs_of_defaults(Workspace(home))):
        assert not outcome.reason, f"{outcome.job.label}: {outcome.reason}"


def jobs_of_defaults(workspace: Workspace) -> list[Job]:
    """Return every notebook's report with the place and year that its own parameters cell names, for both audiences."""
    places = {
        **dict.fromkeys(path.stem for path in workspace.notebooks.glob("*.ipynb")),
        "note": "zato-primer",
        "report": "ulus-primer",
        "staffing": "step-primer",
        "recommendations": "ulus-primer",
        "roadmap": "ulus-primer",
        "effectiveness": "ulus-primer",
        "cycle": "step-primer",
        "brief": "zato-primer",
        "letter": "zato-primer",
        "practices": "ulus-primer",
        "region": "predgornaya",
    }
    jobs = plan(workspace, Wanted(years=(YEAR,)))
    chosen = [job for job in jobs if job.place == (places[job.code] or "gorod-primer")]
    sheets = [job for job in chosen if job.code == "organisation"]
    return [job for job in chosen if job not in sheets[1:]]


@pytest.fixture(scope="module")
def quiet_heap() -> Iterator[None]:
    """Let the collector leave alone what earlier tests hold: forks and whoever collects are quicker."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice; a test that needs it is skipped where there is none, never in CI."""
    office = shutil.which("soffice")
    if office is None:
        assert not os.environ.get("CI"), "CI installs LibreOffice: see .ci/run"
        pytest.skip("LibreOffice (soffice) не установлен: apt install libreoffice-writer libreoffice-calc")
    return office


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return a folder that all workers of this run see."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def workspace(shared: Path) -> Workspace:
    """Return a workspace with an example district for each regulation, two years, prepared; not to be written to."""
    return Workspace(once(shared / "workspace", _districts))


@pytest.fixture(scope="session")
def reported(shared: Path, workspace: Workspace) -> Workspace:
    """Return the same workspace with every notebook of the project run by real kernels for both audiences."""

    def build(home: Path) -> None:
        shutil.copytree(workspace.home / "data", home / "data")
        _reports(home)

    return Workspace(once(shared / "reported", build))


@pytest.fixture(scope="session")
def laid(shared: Path, reported: Workspace) -> browsing.Pages:
    """Return every kind of page: the site of these reports, internal pages, the check of a municipality."""
    jobs = jobs_of_defaults(reported)
    return browsing.pages_of(jobs, once(shared / "laid", lambda home: browsing.lay_pages(reported, jobs, home)))


@pytest.fixture(scope="session")
def bundled(shared: Path) -> Path:
    """Return the folder with one district made in two different surroundings, see `bundles`."""
    return once(shared / "bundles", bundles.build)
