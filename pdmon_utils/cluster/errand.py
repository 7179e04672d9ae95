"""What travels: jobs of one municipality to a worker; back, the bytes of their reports or why there are none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pdmon_utils.batch.jobs import Job
from pdmon_utils.batch.limits import Limits
from pdmon_utils.cluster.edition import Edition

if TYPE_CHECKING:
    from pdmon_utils.batch.answers import Used

RUNS: Final = 3  # of one report: the first, and two more where a worker was lost


@dataclass(frozen=True, slots=True)
class Errand:
    """Jobs of one municipality (or region), as the driver knows them and with their keys, and their notebooks' bytes.

    `parcel` is what they are made of (`parcel.pack`), empty where the worker has to see the driver's folder; `left`:
    how often they may be begun.
    """

    jobs: tuple[Job, ...]
    books: Mapping[str, bytes]
    limits: Limits
    edition: Edition
    parcel: bytes = b""
    left: int = RUNS

    @property
    def begins(self) -> int:
        """How often it may begin as it is: after a loss many jobs go on one by one, so that the guilty one is found."""
        return 1 if len(self.jobs) > 1 else self.left


@dataclass(frozen=True, slots=True)
class Finished:
    """What a job made: files by ending and the manifest's words, or the reason and what is kept of the failure.

    `void`: an older report of a failed job counts no longer.
    """

    reason: str
    seconds: float
    used: Used | None
    doubts: tuple[str, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    said: Mapping[str, Any] = field(default_factory=dict)
    kept: Mapping[str, bytes] = field(default_factory=dict)
    void: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """A worker made nothing: it is of another edition, or what it has is not what the jobs' keys say."""

    words: str
    edition: bool = False


@dataclass(frozen=True, slots=True)
class Lost:
    """A worker, or the process beside it, ended before it answered; `begun`: how often the errand was begun."""

    words: str
    begun: int = 1
