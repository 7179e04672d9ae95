"""The ways to make the same reports that `bench/batch.py` compares; each is run in a process of its own.

    python bench/ways.py ПАПКА СПОСОБ ЗАДАЧИ.json   # prints JSON: CPU and wall seconds of all reports, memory

A way in a warm process makes one report before the clock starts. CPU is that of the process and of all it started.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat

import pdmon_utils  # noqa: F401  before anything imports jsonschema, see there
from pdmon_utils.batch.jobs import Job, plan
from pdmon_utils.store import HOME_VARIABLE, Workspace

Way = Callable[[Job, Path], None]


def cli(python: str = sys.executable) -> Way:
    """Return the way of two commands a report: `papermill` and `jupyter nbconvert`."""

    def make(job: Job, folder: Path) -> None:
        out = folder / f"{job.code}.ipynb"
        kinds = {str: "-r", int: "-p"}  # what papermill guesses with -p turns «00101» into a number
        given = [word for name, value in job.parameters.items() for word in (kinds[type(value)], name, str(value))]
        _run([python, "-m", "papermill", str(job.notebook), str(out), "-k", "python3", "--no-progress-bar", *given])
        _run([python, "-m", "jupyter", "nbconvert", "--to", "html", str(out)])

    return make


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603  compared


def paged(execute: Callable[..., object]) -> Way:
    """Return the way of executing a notebook somehow and making a page of it with nbconvert, all in one process."""
    from nbconvert import HTMLExporter  # noqa: PLC0415  only these ways need it

    exporter = HTMLExporter()  # type: ignore[no-untyped-call]

    def make(job: Job, folder: Path) -> None:
        out = folder / f"{job.code}.ipynb"
        execute(str(job.notebook), str(out), parameters=job.parameters, progress_bar=False)
        page, _ = exporter.from_filename(str(out))
        out.with_suffix(".html").write_text(page, encoding="utf-8")

    return make


def api() -> Way:
    """Papermill and nbconvert as libraries in one process, a kernel a report."""
    import papermill  # noqa: PLC0415  only this way needs it

    return paged(partial(papermill.execute_notebook, kernel_name="python3"))


def ploomber() -> Way:
    """Return the same with ploomber-engine, which runs a notebook in its own process and does not isolate it."""
    import ploomber_engine  # type: ignore[import-not-found]  # noqa: PLC0415  optional

    return paged(ploomber_engine.execute_notebook)


def floor(*, together: bool) -> Way:
    """Return the notebook's own code in a warm process: analysis and charts, no notebook executed, no page.

    `together`: what reports of a municipality have in common is worked out once, as the product does.
    """
    from pdmon_utils.study import shared  # noqa: PLC0415

    def make(job: Job, folder: Path) -> None:  # noqa: ARG001  it leaves no files
        if not together:
            shared._held.clear()  # noqa: SLF001  each report counts for itself
        names: dict[str, Any] = {}
        for cell in nbformat.read(job.notebook, as_version=4).cells:
            if cell.cell_type == "code":
                _shown(cell.source, names)
                names |= job.parameters if "parameters" in cell.metadata.get("tags", ()) else {}

    return make


def _shown(source: str, names: dict[str, Any]) -> None:
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)  # noqa: S102  a notebook of this repository
    value = eval(compile(ast.Expression(last.value), "cell", "eval"), names) if isinstance(last, ast.Expr) else None  # noqa: S307
    if value is not None and hasattr(value, "_repr_mimebundle_"):
        value._repr_mimebundle_()


def ours(jobs: list[Job], workers: int, *, whole: bool = True, watched: bool = False) -> dict[str, float]:
    """Return what the product's own batch takes, the warm parent's part among it.

    `whole`: with all papers; `watched`: the memory, too, which costs so much CPU that the rest is not to be compared.
    """
    from multiprocessing.forkserver import _forkserver  # type: ignore[attr-defined]  # noqa: PLC0415

    import psutil  # noqa: PLC0415  only here

    from pdmon_utils.batch.pool import Batch  # noqa: PLC0415

    if whole:
        from pdmon_utils.batch.pool import make as work  # noqa: PLC0415  the same
    else:
        from bare import bare as work  # noqa: PLC0415  by a name that other processes know
    Batch(1).run(list({job.place: job for job in jobs}.values()))  # the warm process begins as for all of them
    parent = psutil.Process(_forkserver._forkserver_pid)  # noqa: SLF001  its CPU has that of all reports
    sampled = _Memory(parent) if watched else None
    began, cpu, own = time.monotonic(), sum(parent.cpu_times()[:4]), time.process_time()
    batch = Batch(workers)
    outcomes = batch._spread(work, jobs, keep=whole)  # noqa: SLF001  as `run` does
    seconds, taken = time.monotonic() - began, sum(parent.cpu_times()[:4]) - cpu + time.process_time() - own
    for outcome in outcomes:
        assert not outcome.reason, outcome.reason  # noqa: S101  a comparison of failures says nothing
    return {"cpu": taken, "wall": seconds, **({"memory": sampled.end()} if sampled else {})}


class _Memory(threading.Thread):
    """Looks at the memory of the warm parent and its descendants while they work; what is shared counts once."""

    def __init__(self, parent: Any) -> None:  # noqa: ANN401  psutil ships no types
        super().__init__(daemon=True)
        self._parent, self._most, self._going = parent, 0, True
        self.start()

    def run(self) -> None:
        while self._going:
            found = (self._parent, *self._parent.children(recursive=True))
            self._most = max(self._most, sum(_share(process.pid) for process in found))
            time.sleep(0.2)

    def end(self) -> float:
        """Return the most bytes that were seen."""
        self._going = False
        return self._most


def _share(pid: int) -> int:
    """Return the bytes of a process, of a page that several share its part (PSS); 0 where it has just ended."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in told.splitlines() if line.startswith("Pss:"))


def timed(make: Way, jobs: list[Job], *, warm: bool) -> dict[str, float]:
    """Return CPU and wall seconds of the jobs, made one after the other."""
    with TemporaryDirectory() as folder:
        if warm:
            make(jobs[0], Path(folder))
        began, cpu = time.monotonic(), sum(os.times()[:4])
        for job in jobs:
            os.environ[HOME_VARIABLE] = str(job.home)
            make(job, Path(folder))
        return {"cpu": sum(os.times()[:4]) - cpu, "wall": time.monotonic() - began}


def chosen(home: Path, outputs: list[str]) -> list[Job]:
    """Return the jobs of these pages."""
    jobs = {str(job.output): job for job in plan(Workspace(home))}
    return [jobs[output] for output in outputs]


def main(home: Path, way: str, jobs: list[Job]) -> dict[str, float]:
    """Return what a way takes."""
    os.environ[HOME_VARIABLE] = str(home)
    name, _, more = way.partition(":")
    match name:
        case "ours" | "bare" | "memory":
            return ours(jobs, int(more), whole=name != "bare", watched=name == "memory")
        case "cli":
            return timed(cli(more or sys.executable), jobs, warm=False)
        case "api":
            return timed(api(), jobs, warm=True)
        case "ploomber":
            return timed(ploomber(), jobs, warm=True)
        case _:
            return timed(floor(together=name == "shared"), jobs, warm=True)


if __name__ == "__main__":
    place, which, wanted = sys.argv[1:4]
    print(json.dumps(main(Path(place), which, chosen(Path(place), json.loads(wanted)))))
