"""One report: notebook → executed notebook, page and papers → manifest, written last; a failure is kept with why."""

from __future__ import annotations

import ast
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import DeadKernelError
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillException, PapermillExecutionError

from pdmon_utils.batch.choice import NAME
from pdmon_utils.batch.closed import QUIET, connection
from pdmon_utils.batch.engine import WarmEngine
from pdmon_utils.batch.failures import forget_failure, keep_failed
from pdmon_utils.batch.jobs import Job
from pdmon_utils.batch.manifest import SOURCE, write_report
from pdmon_utils.batch.outputs import cap_outputs
from pdmon_utils.batch.papers import about, template
from pdmon_utils.documents import made, strip
from pdmon_utils.errors import PdmonError
from pdmon_utils.publish import export_html
from pdmon_utils.publish.checks import problems
from pdmon_utils.store import HOME_VARIABLE

KERNEL = "python3"
START_TIMEOUT = 300  # seconds: an old computer under an antivirus is slow
CELL_TIMEOUT = 600
_INJECTED = "injected-parameters"

papermill_engines.register(NAME, WarmEngine)  # so that an installation from before this engine has it too


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended; `reason` is empty when the report is done.

    `files`: ending → sha256 of what was made; `doubts`: what the report's checks found wrong.
    """

    job: Job
    reason: str
    seconds: float
    files: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()


def run_job(job: Job) -> Outcome:
    """Return how the report came out; never raises for what a notebook does."""
    began = time.monotonic()
    with TemporaryDirectory(prefix="pdmon-") as folder:
        executed = Path(folder) / f"{job.code}.ipynb"
        reason, files, said = _result(job, executed)
        if reason:
            keep_failed(job, executed, reason)
        else:
            _publish(job, files, said)
    return Outcome(job, reason, time.monotonic() - began, _hashes(files), problems(said) if said else ())


def remake(job: Job) -> Outcome:
    """Return what the job makes when it is run now; its report and its failures stay as they lie."""
    began = time.monotonic()
    with TemporaryDirectory(prefix="pdmon-") as folder:
        reason, files, said = _result(job, Path(folder) / f"{job.code}.ipynb")
    return Outcome(job, reason, time.monotonic() - began, _hashes(files), problems(said) if said else ())


def _result(job: Job, executed: Path) -> tuple[str, dict[str, bytes], dict[str, Any]]:
    """Return why there is no report, else its files by ending and what the manifest says of it."""
    from pdmon_utils.batch.bundle import completed, ledger_of_job  # noqa: PLC0415  brings the study: workers need it

    try:
        ledger = ledger_of_job(job)
        if reason := _executed(job, executed) or _exported(job, executed):
            return reason, {}, {}
        return "", *completed(job, _made(executed), ledger)
    except PdmonError as error:  # a journal or a table that cannot be read
        return str(error), {}, {}


def _made(executed: Path) -> dict[str, bytes]:
    """Return ending → content of what a job made: notebook, page, papers."""
    return {path.suffix: path.read_bytes() for path in sorted(executed.parent.glob(f"{executed.stem}.*"))}


def _hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    return {ending: sha256(content).hexdigest() for ending, content in files.items()}


def _executed(job: Job, executed: Path) -> str:
    os.environ[HOME_VARIABLE] = str(job.home)
    try:
        return _lacking(job) or _run_cells(job, executed)
    except PapermillExecutionError as error:
        return f"ячейка {error.exec_count}: {error.ename}: {error.evalue}"
    except DeadKernelError:
        return "ядро остановилось во время выполнения: не хватило памяти или тетрадь завершила его сама"
    except (PapermillException, TimeoutError, RuntimeError) as error:
        return f"ядро не выполнило тетрадь: {type(error).__name__}: {error}"
    except SyntaxError as error:
        return f"в ячейке parameters тетради {job.notebook.name} ошибка: {error}"
    except (ValueError, nbformat.ValidationError) as error:  # what nbformat raises for a file that is no notebook
        return f"файл {job.notebook.name} не читается как тетрадь Jupyter: {str(error).partition(':')[0]}"


def _lacking(job: Job) -> str:
    """Return what the parameters cell lacks; papermill would only log a line, in English."""
    cells = nbformat.read(job.notebook, as_version=4).cells  # type: ignore[no-untyped-call]
    given = [cell.source for cell in cells if "parameters" in cell.metadata.get("tags", ())]
    named = {node.id for source in given for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    lacking = ", ".join(sorted(set(job.parameters) - named))
    return f"в ячейке parameters тетради {job.notebook.name} нет: {lacking}. Добавьте их" if lacking else ""


def _run_cells(job: Job, executed: Path) -> str:
    """Run the notebook and save it; returns no reason, since papermill raises what went wrong."""
    papermill.execute_notebook(
        _unformatted(job.notebook),
        _unformatted(executed),
        parameters=job.parameters,
        kernel_name=KERNEL,
        language="python",
        progress_bar=False,
        request_save_on_cell_execute=False,
        start_timeout=START_TIMEOUT,
        execution_timeout=CELL_TIMEOUT,
        extra_arguments=QUIET,
        engine_name=NAME,
        config=connection(executed.parent),
    )
    return ""


def _unformatted(path: Path) -> str:
    """Return a path that survives papermill's `str.format` as it is."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _exported(job: Job, executed: Path) -> str:
    notebook = nbformat.read(executed, as_version=4)  # type: ignore[no-untyped-call]
    cap_outputs(notebook.cells)
    notebook.metadata.pop("papermill", None)  # it holds the paths of this machine
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if _INJECTED in cell.metadata.get("tags", ()) and "id" in cell:
            cell["id"] = _INJECTED  # papermill invents a new one on every run
    try:
        page = export_html(notebook, title=job.title, audience=job.audience, source_href=job.output.stem + SOURCE)
        papers = made(notebook, about(job), template(job))
    except PdmonError as error:
        return str(error)
    strip(notebook)
    nbformat.write(notebook, executed)  # type: ignore[no-untyped-call]
    for ending, content in {".html": page.encode(), **papers}.items():
        executed.with_suffix(ending).write_bytes(content)
    return ""


def _publish(job: Job, files: dict[str, bytes], said: dict[str, Any]) -> None:
    """Put the report in its place; an earlier failure of the job is over."""
    write_report(job.output, files, {**said, "key": dict(job.key)} if job.key else said)
    forget_failure(job)
