"""Where notebooks run: in a forked kernel, in one started as usual, in this process; what comes out is the same."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from multiprocessing.forkserver import _forkserver
from pathlib import Path
from typing import Any

import nbformat
import papermill
import psutil
import pytest
from nbclient.exceptions import CellTimeoutError
from papermill.engines import papermill_engines

from pdmon_utils.batch.choice import HERE, NAME, STOCK, VARIABLE, WARM, WAYS, can_fork, chosen
from pdmon_utils.batch.engine import WarmEngine
from pdmon_utils.batch.jobs import Job, Wanted, plan
from pdmon_utils.batch.pool import Batch
from pdmon_utils.batch.runner import remake
from pdmon_utils.errors import WorkspaceError
from pdmon_utils.store import Workspace
from test_engine import run
from tiny import workspace_with

pytestmark = [pytest.mark.notebooks, pytest.mark.usefixtures("quiet_heap")]
OURS = [way for way in WAYS if way != WARM or can_fork()]
LEAVING = """
import builtins, locale, logging, os, random, sys, warnings
import matplotlib.pyplot as plt, numpy as np, pandas as pd
sys.path.insert(0, os.getcwd())
import beside
beside.said = leak = builtins.leak = os.environ["LEAK"] = "да"
os.environ.pop("HOME", None)
pd.set_option("display.max_rows", 3)
plt.rcParams["font.size"] = 77
plt.figure()
np.set_printoptions(precision=1)
np.seterr(all="raise")
warnings.simplefilter("error")
sys.path.append("/leak")
sys.argv.append("leak")
sys.stdout.leak = True
sys.excepthook = print
logging.basicConfig(level=10)
logging.disable()
locale.setlocale(locale.LC_ALL, "C")
random.seed(1), np.random.seed(1)
sys.setrecursionlimit(777)
os.chdir("/")
"""
ASKING = """
import builtins, locale, logging, os, sys, warnings
import numpy as np, pandas as pd
import beside
print("leak" in globals(), hasattr(builtins, "leak"), "LEAK" in os.environ, "HOME" in os.environ, beside.said)
print(os.getcwd() == "/", "/leak" in sys.path, "leak" in sys.argv, hasattr(sys.stdout, "leak"), sys.excepthook is print)
print(pd.get_option("display.max_rows"), np.get_printoptions()["precision"], np.geterr()["over"])
print([each for each in warnings.filters if each[0] == "error" and each[2] is Warning])
print(logging.root.level, logging.root.manager.disable, sys.getrecursionlimit() == 777)
import matplotlib.pyplot as plt
print(plt.rcParams["font.size"], plt.get_fignums(), locale.getlocale() == (None, None), plt.get_backend())
"""


@pytest.mark.parametrize("way", OURS)
def test_nothing_of_a_notebook_reaches_the_next_one(tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, way)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "beside.py").write_text("said = 'нет'", encoding="utf-8")

    _, failed = run(tmp_path, NAME, LEAVING)
    executed, _ = run(tmp_path, NAME, ASKING)

    assert failed is None
    told = "".join(output.text for output in executed.cells[0].outputs if output.get("name") == "stdout")
    assert told.splitlines() == [
        "False False False True нет",
        "False False False False False",
        "60 8 warn",
        "[]",
        "30 0 False",
        "10.0 [] False module://matplotlib_inline.backend_inline",
    ]


@pytest.mark.parametrize("way", OURS)
def test_chance_is_another_one_in_each_notebook(tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, way)
    drawing = "import random, numpy as np\nprint(random.random(), np.random.rand())\nrandom.seed(1), np.random.seed(1)"

    first, second = (run(tmp_path, NAME, drawing)[0].cells[0].outputs[0].text.split() for _ in range(2))

    assert all(one != other for one, other in zip(first, second, strict=True))


def seen() -> list[Any]:
    """Return what of this process is to stay as it is."""
    me = psutil.Process()
    files = me.num_fds() if os.name == "posix" else 0
    return [dict(os.environ), Path.cwd(), [*sys.path], sys.stdout, sys.modules["__main__"], files, me.num_threads()]


def test_a_notebook_in_this_process_leaves_it_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, HERE)
    (tmp_path / "beside.py").write_text("said = 'нет'", encoding="utf-8")
    run(tmp_path, NAME, "1")
    before = seen()

    run(tmp_path, NAME, LEAVING)

    assert seen() == before
    assert "beside" not in sys.modules


def test_a_cell_that_hangs_is_interrupted_in_this_process_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, HERE)
    _, raised = run(tmp_path, NAME, "import time\ntime.sleep(600)", execution_timeout=1)
    executed, _ = run(tmp_path, NAME, "1 + 1")

    assert isinstance(raised, CellTimeoutError)
    assert executed.cells[0].outputs[0].data["text/plain"] == "2"


def outcome(job: Job, way: str, folder: Path) -> list[Any]:
    """Return what the cells of a report left."""
    papermill_engines.register(NAME, WarmEngine)
    out = folder / f"{way}.ipynb"
    papermill.execute_notebook(str(job.notebook), str(out), job.parameters, engine_name=NAME, progress_bar=False)
    return [(cell.get("execution_count"), cell.get("outputs")) for cell in nbformat.read(out, as_version=4).cells]


def test_a_report_is_the_same_wherever_its_notebook_runs(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = plan(workspace, Wanted(("gorod-primer",), (2024,), ("brief",), ("internal",)))[0]
    monkeypatch.setenv("PDMON_HOME", str(workspace.home))
    found, files = {}, {}
    for way in OURS:
        monkeypatch.setenv(VARIABLE, way)
        found[way], files[way] = outcome(job, way, tmp_path), remake(job).files

    assert found[HERE] == found[STOCK]
    assert files[HERE] == files[STOCK]
    assert found.get(WARM, found[STOCK]) == found[STOCK]
    assert files.get(WARM, files[STOCK]) == files[STOCK]


LOOKING = "import os, sys\nprint('ipykernel_launcher' in ' '.join(sys.orig_argv), os.environ['PDMON_ENGINE'])"


@pytest.mark.parametrize("way", OURS)
def test_the_command_line_says_where_notebooks_run(tmp_path: Path, way: str) -> None:
    home = workspace_with(tmp_path, {"fine": LOOKING}).home
    command = [sys.executable, "-m", "pdmon_utils", "--home", str(home), "run", "--engine", way, "-a", "internal"]

    told = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    assert told.returncode == 0, told.stdout + told.stderr
    (page,) = (home / "reports").rglob("fine.ipynb")
    assert nbformat.read(page, as_version=4).cells[-1].outputs[0].text == f"{way == STOCK} {way}\n"


def test_an_unknown_way_is_refused_with_the_nearest_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "kernal")
    with pytest.raises(WorkspaceError, match="не знаю «kernal» — может быть, «kernel»"):
        chosen()


@pytest.mark.skipif(not can_fork(), reason="на Windows тёплого процесса нет")
def test_the_warm_process_does_not_grow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, WARM)
    sizes = []
    for _ in range(30):
        run(tmp_path, NAME, "len(bytes(50_000_000))")
        sizes.append(psutil.Process(_forkserver._forkserver_pid).memory_info().rss)

    assert sizes[-1] / sizes[4] < 1.02


def test_a_spawned_worker_makes_one_report_after_the_other_and_nothing_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, HERE)
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])  # as on Windows
    looking = "import os, pandas as pd\nprint(os.getpid(), pd.get_option('display.max_rows'), 'LEAK' in os.environ)\n"
    leaving = "pd.set_option('display.max_rows', 3)\nos.environ['LEAK'] = 'да'\nos.chdir('/')"
    jobs = plan(
        workspace_with(tmp_path, dict.fromkeys(("one", "two"), looking + leaving)), Wanted(audiences=("public",))
    )

    assert [outcome.reason for outcome in Batch(1).run(jobs)] == ["", ""]

    first, second = (nbformat.read(job.output.with_suffix(".ipynb"), as_version=4).cells[-1].outputs for job in jobs)
    assert first[0].text == second[0].text
    assert first[0].text.split()[1:] == ["60", "False"]
