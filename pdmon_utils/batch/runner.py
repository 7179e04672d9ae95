"""One report: notebook → executed notebook and HTML → manifest, written last. A failure is kept with its error."""

from __future__ import annotations

import ast
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import nbformat
import papermill
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillException, PapermillExecutionError

from pdmon_utils.batch import warm
from pdmon_utils.batch.closed import connection
from pdmon_utils.batch.jobs import Job
from pdmon_utils.batch.manifest import SOURCE, manifest_path, write_report
from pdmon_utils.errors import PdmonError
from pdmon_utils.publish import export_html
from pdmon_utils.publish.checks import problems
from pdmon_utils.store import HOME_VARIABLE

if TYPE_CHECKING:
    from pdmon_utils.batch.bundle import Ledgers

KERNEL = "python3"
START_TIMEOUT = 300  # seconds: an old computer under an antivirus is slow
CELL_TIMEOUT = 600
FAILED = "_failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended; `reason` is empty when the report is done, `doubts` are what its checks found wrong."""

    job: Job
    reason: str
    seconds: float
    doubts: tuple[str, ...] = ()


def warm_up() -> None:
    """Set this process up to start kernels warm where the system can."""
    if warm.available():
        os.environ["JUPYTER_DEFAULT_PROVISIONER_NAME"] = warm.NAME


def run_job(job: Job, ledgers: Ledgers | None = None) -> Outcome:
    """Return how the report came out; never raises for what a notebook does."""
    began, doubts = time.monotonic(), tuple[str, ...]()
    with TemporaryDirectory(prefix="pdmon-") as folder:
        executed = Path(folder) / f"{job.code}.ipynb"
        reason = _executed(job, executed) or _exported(job, executed)
        try:
            doubts = () if reason else _publish(job, executed, ledgers)
        except PdmonError as error:
            reason = str(error)
        if reason:
            keep_failed(job, executed, reason)
    return Outcome(job, reason, time.monotonic() - began, doubts)


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
        extra_arguments=warm.QUIET,
        config=connection(executed.parent),
    )
    return ""


def _unformatted(path: Path) -> str:
    """Return a path that survives papermill's `str.format` as it is."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _exported(job: Job, executed: Path) -> str:
    notebook = nbformat.read(executed, as_version=4)  # type: ignore[no-untyped-call]
    notebook.metadata.pop("papermill", None)  # it holds the paths of this machine
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"cell-{number}"  # papermill gives its own cell another id on every run
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
    try:
        page = export_html(notebook, title=job.title, audience=job.audience, source_href=job.output.stem + SOURCE)
    except PdmonError as error:
        return str(error)
    nbformat.write(notebook, executed)  # type: ignore[no-untyped-call]
    executed.with_suffix(".html").write_text(page, encoding="utf-8", newline="\n")
    return ""


def _publish(job: Job, executed: Path, ledgers: Ledgers | None) -> tuple[str, ...]:
    """Put the report in its place and return what its checks found; an earlier failure of the job is over."""
    from pdmon_utils.batch.bundle import completed  # noqa: PLC0415  brings the study, which only workers need

    files = {ending: executed.with_suffix(ending).read_bytes() for ending in (".ipynb", ".html")}
    whole, said = completed(job, files, ledgers)
    write_report(job.output, whole, said)
    shutil.rmtree(_failed_folder(job), ignore_errors=True)
    return problems(said)


def _failed_folder(job: Job) -> Path:
    reports = job.home / "reports"
    return reports / FAILED / job.output.relative_to(reports).with_suffix("")


def keep_failed(job: Job, executed: Path | None, reason: str) -> None:
    """Keep the notebook with its error and the reason; an older report of the job no longer counts."""
    manifest_path(job.output).unlink(missing_ok=True)
    folder = _failed_folder(job)
    folder.mkdir(parents=True, exist_ok=True)
    kept = executed if executed and executed.exists() else job.notebook  # a dead kernel leaves nothing behind
    shutil.copyfile(kept, folder / job.notebook.name)
    (folder / "причина.txt").write_text(f"{job.label}\n{reason}\n", encoding="utf-8")
