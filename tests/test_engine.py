"""The engine `pdmon`: what a notebook does comes out as with papermill's own engine, and nothing stays behind."""

from __future__ import annotations

import os
import re
import sys
import time
import warnings
from itertools import groupby
from pathlib import Path
from typing import Any

import nbformat
import papermill
import psutil
import pytest
import yaml
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError

from pdmon_utils.batch.choice import HERE, NAME, VARIABLE, WARM
from pdmon_utils.batch.engine import WarmEngine, ours

pytestmark = [
    pytest.mark.notebooks,
    pytest.mark.usefixtures("quiet_heap"),
    pytest.mark.skipif(sys.platform == "win32", reason="на Windows ядра запускаются обычным образом"),
]
CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("cases").joinpath("cells.yml").read_bytes())[
    "cells"
]
QUICK = ("update", "clear", "await", "fd", "thread", "logging", "chart", "error", "leaving", "input", "daemon")
_CHANGING = re.compile(r"0x[0-9a-f]+|/tmp/ipykernel_\d+/\d+\.py|ipykernel_\d+|pid=\d+")
ALL = os.environ.get("PDMON_ALL_CELLS")  # every case against a kernel started as usual: two minutes

papermill_engines.register(NAME, WarmEngine)


def notebook(*cells: str) -> NotebookNode:
    """Return a notebook for this Python's own kernel."""
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells], metadata={"kernelspec": spec}
    )


def run(folder: Path, engine: str | None, *cells: str, **given: Any) -> tuple[NotebookNode, BaseException | None]:
    """Return the executed notebook as it was saved and what papermill raised."""
    source, out = folder / "in.ipynb", folder / f"{engine or 'stock'}.ipynb"
    nbformat.write(notebook(*cells), source)
    raised = None
    try:
        papermill.execute_notebook(
            str(source), str(out), engine_name=engine, progress_bar=False, cwd=str(folder), **given
        )
    except Exception as error:  # noqa: BLE001  compared
        raised = error
    return nbformat.read(out, as_version=4), raised


def told(executed: NotebookNode) -> list[Any]:
    """Return all that a run left in its notebook but for times, addresses and numbers of processes."""
    found = []
    for cell in executed.cells:
        outputs = [_CHANGING.sub("…", str(_once(output))) for output in cell.get("outputs", ())]
        state = {k: v for k, v in cell.metadata.get("papermill", {}).items() if k in ("exception", "status")}
        timed = sorted(cell.metadata.get("execution", {}))
        found.append((cell.get("execution_count"), sorted(outputs), state, timed, cell.metadata.get("tags")))
    return [*found, executed.metadata.get("language_info"), executed.metadata.papermill.get("exception")]


def _once(output: NotebookNode) -> dict[str, Any]:
    """Return an output whose frames stand once: how many an endless recursion has, the kernel's own calls decide."""
    return {
        name: [frame for frame, _ in groupby(said)] if name == "traceback" else said for name, said in output.items()
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_cell_does_what_it_does_in_a_kernel_started_as_usual(
    tmp_path: Path, case: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, WARM)
    expected = run(tmp_path, None, *case["cells"]) if ALL or case["name"] in QUICK else None
    showing = lambda said: sys.stderr.write(warnings._formatwarnmsg(said))  # noqa: E731  pytest would keep them
    monkeypatch.setattr(warnings, "_showwarnmsg_impl", showing)

    for way in (WARM, HERE):
        monkeypatch.setenv(VARIABLE, way)
        executed, raised = run(tmp_path, NAME, *case["cells"])
        assert type(raised) is (PapermillExecutionError if "fails" in case else type(None))
        assert not isinstance(raised, PapermillExecutionError) or raised.ename == case["fails"]
        if expected:
            assert told(executed) == told(expected[0])
            assert type(raised) is type(expected[1])


@pytest.mark.parametrize("cell", ["import os\nos._exit(1)", "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)"])
def test_a_dead_kernel_is_told(tmp_path: Path, cell: str) -> None:
    _, raised = run(tmp_path, NAME, cell, "1")

    assert isinstance(raised, DeadKernelError)


def test_a_cell_that_hangs_is_ended_and_its_kernel_with_it(tmp_path: Path) -> None:
    began = time.monotonic()
    hanging = "import os, pathlib, time\npathlib.Path('pid').write_text(str(os.getpid()))\ntime.sleep(600)"
    _, raised = run(tmp_path, NAME, hanging, execution_timeout=1)

    assert isinstance(raised, CellTimeoutError)
    assert time.monotonic() - began < 60
    assert not psutil.pid_exists(int((tmp_path / "pid").read_text(encoding="ascii")))


def test_output_is_saved_while_the_cell_still_runs(tmp_path: Path) -> None:
    counting = "import time\nfor i in range(4):\n    print('ждём', i, flush=True)\n    time.sleep(0.7)\n"
    counting += "print(open('pdmon.ipynb').read().count('ждём 1'))"
    executed, _ = run(tmp_path, NAME, counting, autosave_cell_every=1)

    assert int(executed.cells[0].outputs[-1].text.split()[-1]) > 0


def test_the_process_that_asks_does_not_grow(tmp_path: Path) -> None:
    me, sizes, files = psutil.Process(), [], []
    for _ in range(8):
        run(tmp_path, NAME, "x = bytes(50_000_000)\nlen(x)")
        sizes.append(me.memory_info().rss)
        files.append(me.num_fds())

    assert files[-1] == files[1]
    assert sizes[-1] - sizes[1] < 10_000_000


def test_a_kernel_of_another_language_or_python_is_not_ours() -> None:
    assert ours("python3")
    assert not ours("нет такого ядра")
