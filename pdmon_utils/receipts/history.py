"""What the journal says of the versions of files: when they came, when they were changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from pdmon_utils.journal import Decision, Receipt


@dataclass(frozen=True, slots=True)
class Story:
    """Of some files: the day the earliest version came, place in the journal and day of every version that is new."""

    first: date | None = None
    changes: tuple[tuple[int, date], ...] = ()

    @property
    def last(self) -> date | None:
        """Return the day of the latest change."""
        return max((day for _, day in self.changes), default=None)

    def changed_since(self, decision: Decision) -> bool:
        """Return True when a version came after the decision: by its place in the journal, else by its day."""
        if decision.files is not None:
            return any(at >= decision.files for at, _ in self.changes)
        return any(day > decision.date for _, day in self.changes)


@dataclass(frozen=True, slots=True)
class History:
    """Versions of the files of a year, in the order in which they were first seen."""

    versions: Sequence[Receipt]
    _told: dict[frozenset[str], Story] = field(default_factory=dict)

    def of(self, files: frozenset[str]) -> Story:
        """Return the story of files; a content that came under an earlier name counts from then."""
        if files not in self._told:
            contents = {v.sha256 for v in self.versions if v.file in files}
            first = min((v.received for v in self.versions if v.sha256 in contents), default=None)
            self._told[files] = Story(first, tuple(self._changes(files)))
        return self._told[files]

    def _changes(self, files: frozenset[str]) -> list[tuple[int, date]]:
        """Return versions that brought something: a file that was only renamed did not."""
        names: set[str] = set()
        contents: set[str] = set()
        found = []
        for at, version in enumerate(self.versions):
            renamed = version.sha256 in contents and version.file not in names
            if version.file in files and not renamed:
                found.append((at, version.received))
            contents.add(version.sha256)
            names.add(version.file)
        return found
