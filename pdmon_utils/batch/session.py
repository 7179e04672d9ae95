"""One run over many reports: only what has to be run is run, under the lock; what came of it and what it took."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pdmon_utils.batch.answers import Used
from pdmon_utils.batch.jobs import Job
from pdmon_utils.batch.keys import stamped
from pdmon_utils.batch.limits import Limits
from pdmon_utils.batch.lock import locked
from pdmon_utils.batch.pool import Batch, Tell
from pdmon_utils.batch.standing import AGAIN, Standing, standing
from pdmon_utils.store import Workspace

if TYPE_CHECKING:
    from pdmon_utils.batch.runner import Outcome

NOTHING = Used(0.0, 0, 0.0)


@dataclass(frozen=True, slots=True)
class Done:
    """A report that was run: how it came out, what it took, how many bytes it left."""

    outcome: Outcome
    used: Used = NOTHING
    size: int = 0


@dataclass(frozen=True)
class Ran:
    """What came of a run: the reports that were run, in their order, and those that stood as they were."""

    done: Sequence[Done]
    current: Sequence[Job]

    @property
    def outcomes(self) -> list[Outcome]:
        """How the reports came out that were run."""
        return [one.outcome for one in self.done]

    @property
    def failed(self) -> list[Outcome]:
        """Those that failed."""
        return [outcome for outcome in self.outcomes if outcome.reason]


class Makers(Protocol):
    """Who makes the reports: the processes of this machine (`pool.Batch`), or a cluster."""

    used: dict[Path, Used]

    def run(self, jobs: Sequence[Job]) -> list[Outcome]:
        """Return the outcomes of all jobs in the order of the jobs."""


@dataclass
class Session:
    """How to run: so many at a time, all or only what changed, under which limits; who hears the plan and each end.

    `makers` are given workers, limits, a folder for temporary files, and who hears of each outcome.
    """

    workers: int = 0
    force: bool = False
    limits: Limits = field(default_factory=Limits)
    planned: Callable[[Sequence[Standing]], None] = lambda _: None
    ended: Callable[[Done], None] = lambda _: None
    makers: Callable[[int, Limits, Path, Tell], Makers] = Batch

    def run(self, workspace: Workspace, jobs: Sequence[Job]) -> Ran:
        """Return what came of the jobs; raises LockedError while another run is at work here."""
        with locked(workspace.reports) as folder:
            found = self.look(workspace, jobs)
            todo = [one.job for one in found if one.why]
            self.planned(found)
            return Ran(self._through(todo, folder), [one.job for one in found if not one.why])

    def look(self, workspace: Workspace, jobs: Sequence[Job]) -> list[Standing]:
        """Return why each of the jobs has to be run; with `force`, each that stands has to as well."""
        found = standing(stamped(workspace, jobs))
        return [Standing(one.job, one.why or AGAIN, one.said) for one in found] if self.force else found

    def _through(self, todo: Sequence[Job], folder: Path) -> list[Done]:
        done: list[Done] = []

        def tell(outcome: Outcome) -> None:
            done.append(Done(outcome, batch.used.get(outcome.job.output, NOTHING), _size(outcome)))
            self.ended(done[-1])

        batch = self.makers(self.workers, self.limits, folder, tell)
        batch.run(todo)
        place = {job.output: number for number, job in enumerate(todo)}
        return sorted(done, key=lambda one: place[one.outcome.job.output])


def _size(outcome: Outcome) -> int:
    """Return the bytes of the report's files."""
    output = outcome.job.output
    paths = [output.with_name(f"{output.stem}{ending}") for ending in outcome.files] if not outcome.reason else []
    return sum(path.stat().st_size for path in paths if path.exists())
