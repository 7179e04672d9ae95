"""All notebooks of the project by papermill's own engine and by ours: the outputs must be equal, cell by cell.

python bench/same_outputs.py ПАПКА [ТЕТРАДЬ …]    # a workspace after `pdmon prepare`
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pdmon_utils  # noqa: F401  before anything imports jsonschema, see there

# isort: split
import nbformat
import papermill
from papermill.engines import papermill_engines

from pdmon_utils.batch.choice import NAME
from pdmon_utils.batch.engine import WarmEngine
from pdmon_utils.batch.jobs import Job, Wanted, plan
from pdmon_utils.store import AUDIENCES, HOME_VARIABLE, Workspace

_CHANGING = re.compile(r"0x[0-9a-f]+|\S*/ipykernel_\d+/\d+\.py")


def outputs(job: Job, engine: str | None, folder: Path) -> list[Any]:
    """Return what the cells of a report left, without times and addresses."""
    out = folder / f"{engine}.ipynb"
    papermill.execute_notebook(
        str(job.notebook), str(out), job.parameters, engine_name=engine, kernel_name="python3", progress_bar=False
    )
    cells = nbformat.read(out, as_version=4).cells  # type: ignore[no-untyped-call]
    return [(cell.get("execution_count"), _CHANGING.sub("…", str(cell.get("outputs")))) for cell in cells]


def main(home: Path, books: list[str]) -> None:
    """Compare one report a notebook and audience and print what differs."""
    papermill_engines.register(NAME, WarmEngine)
    os.environ[HOME_VARIABLE] = str(home)
    jobs = {(job.code, job.audience): job for job in plan(Workspace(home), Wanted(notebooks=tuple(books)))}
    equal = 0
    for audience in AUDIENCES:
        for job in (job for (_, whose), job in jobs.items() if whose == audience):
            with TemporaryDirectory() as folder:
                stock, mine = (outputs(job, engine, Path(folder)) for engine in (None, NAME))
            equal += stock == mine
            if stock != mine:
                wrong = [at for at, pair in enumerate(zip(stock, mine, strict=True)) if pair[0] != pair[1]]
                print(f"{job.label}: ячейки {wrong}")
    print(f"тетрадей и читателей: {len(jobs)}, вывод одинаков: {equal}")
    sys.exit(equal != len(jobs))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2:])
