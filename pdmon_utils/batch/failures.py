"""A report that failed: its notebook is kept with a card that says what happened, where and what to do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from pdmon_utils.batch.jobs import Job
from pdmon_utils.batch.manifest import manifest_path

FAILED: Final = "_failed"
CARD: Final = "причина.txt"
MEND: Final = "исправьте причину и повторите pdmon run: выполнится только то, что не готово"
OPEN: Final = (
    "откройте эту тетрадь: ошибка видна под ячейкой. Исправьте тетрадь или исходные данные (затем pdmon prepare) и "
    "повторите pdmon run"
)
_LONGEST: Final = 300  # letters of a cell's first line


def failed_folder(job: Job) -> Path:
    """Return the folder of a job's last failure; there is none for a job that did not fail."""
    reports = job.home / "reports"
    return reports / FAILED / job.output.relative_to(reports).with_suffix("")


def keep_failed(job: Job, executed: Path | None, reason: str, remedy: str = "") -> None:
    """Keep the notebook with its error and the card; an older report of the job no longer counts."""
    manifest_path(job.output).unlink(missing_ok=True)
    _keep(job, executed, reason, remedy)


def keep_fault(job: Job, reason: str, remedy: str) -> None:
    """Keep the card of a fault that is none of the notebook's: an older report stays as it lies.

    Where the disk takes nothing any more, not even the card is written: the summary of the batch says it.
    """
    with suppress(OSError):
        _keep(job, None, reason, remedy)


def keep_files(job: Job, files: Mapping[str, bytes], *, void: bool) -> None:
    """Keep what another machine kept of a failure; `void`: an older report of the job no longer counts."""
    folder = failed_folder(job)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / Path(name).name).write_bytes(content)
    if void:
        manifest_path(job.output).unlink(missing_ok=True)


def forget_failure(job: Job) -> None:
    """Remove what is kept of an earlier failure: the report is done."""
    shutil.rmtree(failed_folder(job), ignore_errors=True)


def last_failure(job: Job) -> str:
    """Return what happened, as the card says; a card that cannot be read is no obstacle."""
    with suppress(OSError, ValueError):
        for line in (failed_folder(job) / CARD).read_text(encoding="utf-8").splitlines():
            if line.startswith(_WHAT):
                return line.removeprefix(_WHAT)
    return "причина не записана"


_WHAT: Final = "Что случилось: "


def _keep(job: Job, executed: Path | None, reason: str, remedy: str) -> None:
    folder = failed_folder(job)
    folder.mkdir(parents=True, exist_ok=True)
    kept = executed if executed and executed.exists() else job.notebook  # a dead kernel leaves nothing behind
    where = _where(kept) if kept is executed else ""
    shutil.copyfile(kept, folder / job.notebook.name)
    said = (
        f"Отчёт: {job.label}",
        f"{_WHAT}{' '.join(reason.split())}",
        f"Где: тетрадь {job.notebook.name}{where}",
        f"Что сделать: {remedy or (OPEN if where else MEND)}.",
    )
    (folder / CARD).write_text("\n".join(said) + "\n", encoding="utf-8")


def _where(executed: Path) -> str:
    """Return the cell that raised: its number among the cells of code, as Jupyter shows it, and its first line."""
    import nbformat  # noqa: PLC0415  what only looks for failures reads no notebook

    try:
        cells = nbformat.read(executed, as_version=4).cells  # type: ignore[no-untyped-call]
    except (OSError, ValueError):
        return ""
    return next(_raising(cells), "")


def _raising(cells: list[Any]) -> Iterator[str]:
    for cell in cells:
        if cell.cell_type == "code" and any(output.output_type == "error" for output in cell.outputs):
            first = next(iter(cell.source.splitlines()), "")[:_LONGEST]
            yield f", ячейка {cell.execution_count}: {first}"
