"""Reports executed anew: only what comes out the same to the last byte may leave the office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pdmon_utils.batch.pool import Batch, Tell
from pdmon_utils.release.history import Unfit
from pdmon_utils.release.stored import Left, Stored, left

Hashes = Mapping[Path, Mapping[str, str]]  # path of a report's notebook → ending → sha256
_RUN = "выполните pdmon run -m {place} -y {year} -n {document}"


def differing(found: Sequence[Stored], made: Hashes, tell: Tell = lambda _: None) -> dict[Path, Left]:
    """Return the reports that do not come out as they lie, by the path of the notebook.

    `made`: what this very process has just executed and still remembers; all others are executed now.
    """
    rest = [one.job for one in found if one.job.output not in made]
    outcomes = {outcome.job.output: outcome for outcome in Batch(tell=tell).remake(rest)}
    failed = {path: outcome.reason for path, outcome in outcomes.items()}
    hashes = {path: outcome.files for path, outcome in outcomes.items()} | dict(made)
    unfit = {one.job.output: _unfit(one, hashes[one.job.output], failed.get(one.job.output, "")) for one in found}
    return {one.job.output: left(one.job, why) for one in found if (why := unfit[one.job.output])}


def _unfit(one: Stored, made: Mapping[str, str], reason: str) -> Unfit | None:
    if reason:
        return Unfit(f"при пересчёте тетрадь не выполнилась: {reason}", "исправьте причину и " + _RUN)
    kept = one.hashes
    wrong = sorted(ending for ending in kept.keys() | made.keys() if kept.get(ending) != made.get(ending))
    names = ", ".join(f"{one.job.output.stem}{ending}" for ending in wrong)
    return Unfit(f"страница не совпала с пересчётом: {names}", _RUN) if wrong else None
