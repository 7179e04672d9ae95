"""Is a report made of what lies there now: tables of today's raw files, texts, journals, regulations as they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

from pdmon_utils.batch import keys
from pdmon_utils.batch.jobs import Job
from pdmon_utils.batch.standing import changes
from pdmon_utils.intake.files import sources_of
from pdmon_utils.release.history import Unfit
from pdmon_utils.store import Workspace

_SAID = 3  # files that are named
_DO = "выполните pdmon prepare, затем pdmon run -m {place} -y {year}"
_RUN = "выполните pdmon run -m {place} -y {year} -n {document}"
_ANEW: Final = (keys.PUBLISHED, keys.PROGRAM, keys.LIBRARIES)  # executed anew and equal to the byte: that decides


class Current:
    """What is known of the raw files of a workspace; each place is looked at once."""

    def __init__(self, workspace: Workspace) -> None:
        """Look at nothing yet."""
        self._workspace = workspace
        self._later = cache(self._found)

    def unfit(self, job: Job) -> Unfit | None:
        """Return why the report is not of today's files, None when it is or nobody wrote down what was read."""
        if not self._workspace.tells_inputs:
            return None
        later = [name for place in self._places(job.place) for name in self._later(place)]
        more = f" и ещё {len(later) - _SAID}" if len(later) > _SAID else ""
        named = ", ".join(later[:_SAID]) + more
        return Unfit(f"исходные файлы изменились после подготовки данных: {named}", _DO) if later else None

    def outdated(self, job: Job, said: Mapping[str, Any]) -> Unfit | None:
        """Return what changed since the report was made, as `pdmon status` says it; `said` is its manifest."""
        made_of = said.get("key")
        why = changes(made_of, self._keys.of(job), _ANEW) if made_of else ""
        return Unfit(f"отчёт не из сегодняшних сведений: {why}", _RUN) if why else None

    @cached_property
    def _keys(self) -> keys.Keys:
        return keys.Keys(self._workspace)

    def _places(self, place: str) -> list[str]:
        cards = self._workspace.municipalities
        return [place] if place in cards else [slug for slug, card in cards.items() if card.region_code == place]

    def _found(self, place: str) -> tuple[str, ...]:
        """Return the files that are new, gone or changed, by name."""
        rows = self._workspace.inputs([place])
        read = dict(zip(rows["file"], rows["sha256"], strict=True))
        now = dict(self._now(place))
        return tuple(sorted(name for name in read.keys() | now.keys() if read.get(name) != now.get(name)))

    def _now(self, place: str) -> Iterator[tuple[str, str]]:
        sources, _ = sources_of(self._workspace.municipality(place))
        yield from ((source.file, _digest(source.path)) for source in sources)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
