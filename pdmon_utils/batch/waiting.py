"""The jobs that wait, by municipality: a process that has one at hand goes on with it."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Sequence

from pdmon_utils.batch.jobs import Job


class Waiting:
    """Jobs by municipality (or region), in their order."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        """Take the jobs."""
        self._places: dict[str, deque[Job]] = {}
        for job in jobs:
            self._places.setdefault(job.place, deque()).append(job)

    def __bool__(self) -> bool:
        """Return True while a job waits."""
        return bool(self._places)

    def __contains__(self, place: str) -> bool:
        """Return True while a job of the municipality waits."""
        return place in self._places

    def again(self, job: Job) -> None:
        """Let the job be the next one of its municipality."""
        self._places.setdefault(job.place, deque()).appendleft(job)

    def take(self, place: str, busy: Collection[str]) -> Job:
        """Return the next job of a municipality; of one that is not busy where it has none, else of any."""
        if place not in self._places:
            place = next((other for other in self._places if other not in busy), next(iter(self._places)))
        held = self._places[place]
        job = held.popleft()
        if not held:
            del self._places[place]
        return job
