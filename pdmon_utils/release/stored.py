"""Reports as they lie in `reports`: read once, with the fingerprint of what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from pdmon_utils.batch.failures import failed_folder
from pdmon_utils.batch.jobs import Job
from pdmon_utils.batch.manifest import done, manifest_path
from pdmon_utils.publish.checks import problems
from pdmon_utils.publish.content import fingerprint, words
from pdmon_utils.release.history import Unfit

_RUN = "pdmon run -m {place} -y {year} -n {document} -a public"


@dataclass(frozen=True, slots=True)
class Left:
    """A report that does not go to the site: which one, why, what to do.

    `advice` is the remedy with a slot for the notebook's code, so that one command may name several.
    """

    label: str
    what: str
    advice: str
    document: str = ""

    @property
    def remedy(self) -> str:
        """What to do about this report."""
        return self.advice.format(document=self.document)

    def __str__(self) -> str:
        """Return the line for a person."""
        return f"{self.label}: {self.what}. Что сделать: {self.remedy}."


@dataclass(frozen=True, slots=True)
class Stored:
    """A finished report: its files by ending, and what its manifest says."""

    job: Job
    files: Mapping[str, bytes]
    said: Mapping[str, Any]

    @property
    def hashes(self) -> dict[str, str]:
        """Ending → sha256 of what lies there."""
        return {ending: sha256(content).hexdigest() for ending, content in self.files.items()}

    @property
    def names(self) -> dict[str, str]:
        """File name → sha256, as the manifest writes it."""
        return {f"{self.job.output.stem}{ending}": digest for ending, digest in self.hashes.items()}

    @property
    def lines(self) -> tuple[str, ...]:
        """What the report says."""
        return words(self.files[".ipynb"].decode())

    @property
    def sha(self) -> str:
        """The fingerprint of what the report says."""
        return fingerprint(self.lines)


def left(job: Job, why: Unfit) -> Left:
    """Return the refusal of a report."""
    advice = why.remedy.format(place=job.place, year=job.year, document="{document}")
    return Left(job.label, why.what, advice, job.code)


def tried(job: Job) -> bool:
    """Return True when the report was run at least once."""
    return manifest_path(job.output).exists() or failed_folder(job).exists()


def stored(job: Job) -> Stored | Left:
    """Return the finished report of a job, or why there is none."""
    manifest = manifest_path(job.output)
    if failed_folder(job).exists():
        return left(job, Unfit("последний запуск не удался (причина в reports/_failed)", _RUN))
    if not manifest.exists():
        return left(job, Unfit("отчёт не выполнен", _RUN))
    said = done(manifest)
    if said is None:
        return left(job, Unfit("файлы отчёта не те, что записаны в его паспорте", "выполните заново: " + _RUN))
    if why := _unsound(said):
        return left(job, why)
    stem = job.output.stem
    return Stored(
        job, {name.removeprefix(stem): (job.output.parent / name).read_bytes() for name in said["files"]}, said
    )


def _unsound(said: Mapping[str, Any]) -> Unfit | None:
    """Return what speaks against a report in its log of checks, or that there is no log."""
    if "checks" not in said:
        return Unfit("отчёт сделан прежней версией, без журнала проверок", "выполните заново: " + _RUN)
    found = problems(said)
    return Unfit(f"проверка отчёта не пройдена: {found[0]}", "исправьте причину и " + _RUN) if found else None
