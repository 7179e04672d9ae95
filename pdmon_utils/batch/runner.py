"""One report: notebook → executed notebook and HTML → manifest, written last. A failure is kept apart with its error."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import papermill
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillException, PapermillExecutionError

from pdmon_utils.batch import warm
from pdmon_utils.batch.jobs import Job
from pdmon_utils.batch.manifest import manifest_path, write_report
from pdmon_utils.errors import PdmonError
from pdmon_utils.publish import export_html
from pdmon_utils.store import HOME_VARIABLE

KERNEL = "python3"
START_TIMEOUT = 300  # seconds: an old computer under an antivirus is slow
CELL_TIMEOUT = 600
FAILED = "_failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended; `reason` is empty when the report is done."""

    job: Job
    reason: str
    seconds: float


def warm_up() -> None:
    """Set this process up to start kernels warm where the system can."""
    if warm.available():
        os.environ["JUPYTER_DEFAULT_PROVISIONER_NAME"] = warm.NAME


def run_job(job: Job) -> Outcome:
    """Return how the report came out; never raises for what a notebook does."""
    began = time.monotonic()
    with TemporaryDirectory(prefix="pdmon-") as folder:
        executed = Path(folder) / f"{job.code}.ipynb"
        reason = _executed(job, executed) or _exported(job, executed)
        if reason:
            _keep_failed(job, executed, reason)
        else:
            _publish(job, executed)
    return Outcome(job, reason, time.monotonic() - began)


def _executed(job: Job, executed: Path) -> str:
    os.environ[HOME_VARIABLE] = str(job.home)
    unknown = set(job.parameters) - set(papermill.inspect_notebook(str(job.notebook)))
    if unknown:
        return f"В ячейке parameters тетради {job.notebook.name} нет: {', '.join(sorted(unknown))}. Добавьте их."
    try:
        papermill.execute_notebook(
            str(job.notebook),
            str(executed).replace("{", "{{").replace("}", "}}"),
            parameters=job.parameters,
            kernel_name=KERNEL,
            progress_bar=False,
            request_save_on_cell_execute=False,
            start_timeout=START_TIMEOUT,
            execution_timeout=CELL_TIMEOUT,
        )
    except PapermillExecutionError as error:
        return f"ячейка {error.exec_count}: {error.ename}: {error.evalue}"
    except (PapermillException, DeadKernelError, TimeoutError, RuntimeError) as error:
        return f"ядро не выполнило тетрадь: {type(error).__name__}: {error}"
    return ""


def _exported(job: Job, executed: Path) -> str:
    notebook = nbformat.read(executed, as_version=4)
    notebook.metadata.pop("papermill", None)  # it holds the paths of this machine
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
    try:
        page = export_html(notebook, title=job.title, audience=job.audience)
    except PdmonError as error:
        return str(error)
    nbformat.write(notebook, executed)
    executed.with_suffix(".html").write_text(page, encoding="utf-8", newline="\n")
    return ""


def _publish(job: Job, executed: Path) -> None:
    """Put notebook and page in their place; an earlier failure of the job is over."""
    files = {ending: executed.with_suffix(ending).read_bytes() for ending in (".ipynb", ".html")}
    said = {
        "place": job.place,
        "place_name": job.place_name,
        "region": job.region,
        "year": job.year,
        "audience": job.audience,
        "notebook": job.code,
        "title": job.heading,
    }
    write_report(job.output, files, said)
    shutil.rmtree(_failed_folder(job), ignore_errors=True)


def _failed_folder(job: Job) -> Path:
    reports = job.home / "reports"
    return reports / FAILED / job.output.relative_to(reports).with_suffix("")


def _keep_failed(job: Job, executed: Path, reason: str) -> None:
    """Keep the notebook with its error and the reason; an older report of the job no longer counts."""
    manifest_path(job.output).unlink(missing_ok=True)
    folder = _failed_folder(job)
    folder.mkdir(parents=True, exist_ok=True)
    if executed.exists():
        shutil.copyfile(executed, folder / executed.name)
    (folder / "причина.txt").write_text(f"{job.label}\n{reason}\n", encoding="utf-8")
