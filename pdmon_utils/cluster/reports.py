"""Reports made on a cluster: the driver sends jobs, checks the bytes that come back and puts them in their places."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pdmon_utils.batch.failures import MEND, forget_failure, keep_fault, keep_files
from pdmon_utils.batch.jobs import Job
from pdmon_utils.batch.limits import Limits, disk_words
from pdmon_utils.batch.manifest import write_report
from pdmon_utils.batch.pool import Tell
from pdmon_utils.cluster import worker
from pdmon_utils.cluster.crew import Crew, hired, other_edition
from pdmon_utils.cluster.edition import edition
from pdmon_utils.cluster.errand import RUNS, Errand, Finished, Lost, Refused
from pdmon_utils.cluster.parcel import pack
from pdmon_utils.store import Workspace

if TYPE_CHECKING:
    from pdmon_utils.batch.answers import Used

_MOST: Final = 8  # reports of one errand: they share what is worked out of a municipality, and are lost together
SPOILT: Final = "файлы пришли с узла не те, что он сделал"
_DISK: Final = f"освободите место или верните доступ, затем {MEND}"


@dataclass
class Reports:
    """As `batch.pool.Batch`: whose workers, how many errands at a time (0: all workers), limits, who listens."""

    address: str
    workers: int = 0
    limits: Limits = field(default_factory=Limits)
    folder: Path | None = None
    tell: Tell = lambda _: None
    used: dict[Path, Used] = field(default_factory=dict)

    def run(self, jobs: Sequence[Job]) -> list[Any]:
        """Return the outcomes of all jobs, which carry their keys, in their order; raises ClusterError."""
        if not jobs:
            return []
        with hired(self.address) as crew:
            return _Run(self, jobs[0].home).through(crew, jobs)


class _Run:
    """One pass over many jobs: what is shipped, what came back."""

    def __init__(self, reports: Reports, home: Path) -> None:
        self._reports, self._edition, self._ships = reports, edition(), False
        workspace = Workspace(home)
        self._parcel: Callable[[str], bytes] = lru_cache(4)(lambda place: pack(workspace, place))
        self._outcomes: dict[Path, Any] = {}

    def through(self, crew: Crew, jobs: Sequence[Job]) -> list[Any]:
        waiting = deque(self._errands(jobs, max(1, min(_MOST, len(jobs) // (2 * max(crew.size, 1))))))
        for errand, answer in crew.each(worker.carry, waiting, self._reports.workers, self._loaded):
            waiting.extendleft(self._settled(errand, answer))
        return [self._outcomes[job.output] for job in jobs]

    def _errands(self, jobs: Sequence[Job], most: int) -> Iterator[Errand]:
        """Yield the jobs of each municipality, so many together."""
        for _, found in groupby(sorted(jobs, key=lambda job: job.place), key=lambda job: job.place):
            held = tuple(found)
            yield from (self._errand(held[at : at + most]) for at in range(0, len(held), most))

    def _errand(self, jobs: tuple[Job, ...]) -> Errand:
        books = {job.notebook.name: job.notebook.read_bytes() for job in jobs}
        return Errand(jobs, books, self._reports.limits, self._edition)

    def _loaded(self, errand: Errand) -> Errand:
        return replace(errand, parcel=self._parcel(errand.jobs[0].place)) if self._ships else errand

    def _settled(self, errand: Errand, answer: list[Finished] | Refused | Lost) -> list[Errand]:
        """Write down what became of an errand; returns what has to be sent again."""
        if isinstance(answer, Lost):
            return self._lost(errand, answer)
        if isinstance(answer, Refused):
            return self._refused(errand, answer)
        for job, finished in zip(errand.jobs, answer, strict=True):
            if finished.used:
                self._reports.used[job.output] = finished.used
            self._end(job, settled(job, finished), finished)
        return []

    def _lost(self, errand: Errand, lost: Lost) -> list[Errand]:
        left = errand.left - max(1, lost.begun)
        if left > 0:
            return [replace(errand, jobs=(job,), left=left) for job in errand.jobs]
        self._fail(errand, f"{lost.words}; попыток: {RUNS}", "проверьте узлы кластера (память, журнал dask worker)")
        return []

    def _refused(self, errand: Errand, refused: Refused) -> list[Errand]:
        if refused.edition:
            raise other_edition([refused.words], self._edition)
        if errand.parcel:
            self._fail(errand, refused.words, "исходные данные изменились во время запуска: повторите pdmon run")
            return []
        self._ships = True  # a worker does not see this folder, or sees another one
        return [errand]

    def _fail(self, errand: Errand, reason: str, remedy: str) -> None:
        for job in errand.jobs:
            keep_fault(job, reason, remedy)
            self._end(job, reason)

    def _end(self, job: Job, reason: str, finished: Finished | None = None) -> None:
        from pdmon_utils.batch.runner import Outcome  # noqa: PLC0415  brings papermill

        took, doubts = (finished.seconds, finished.doubts) if finished else (0.0, ())
        files = _hashes(finished.files) if finished and not reason else {}
        self._outcomes[job.output] = outcome = Outcome(job, reason, took, files, doubts)
        self._reports.tell(outcome)


def settled(job: Job, finished: Finished) -> str:
    """Put what came back in its place, or keep the failure; returns why there is no report."""
    try:
        if finished.reason:
            keep_files(job, finished.kept, void=finished.void)
            return finished.reason
        return _placed(job, finished)
    except OSError as error:
        reason = disk_words(error)
        keep_fault(job, reason, _DISK)
        return reason


def _placed(job: Job, finished: Finished) -> str:
    sent = {f"{job.output.stem}{ending}": digest for ending, digest in _hashes(finished.files).items()}
    if not sent or sent != finished.said.get("files"):
        keep_fault(job, SPOILT, MEND)
        return SPOILT
    said = {name: value for name, value in finished.said.items() if name != "files"}
    write_report(job.output, dict(finished.files), {**said, "key": dict(job.key)})
    forget_failure(job)
    return ""


def _hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    return {ending: sha256(content).hexdigest() for ending, content in files.items()}
