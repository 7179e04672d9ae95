"""What people decided about a municipality's data: csv files in `<folder>/<year>/`, made to be opened in Excel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from pdmon_utils.errors import PdmonError
from pdmon_utils.journal.records import (
    Allowed,
    Amendment,
    Answer,
    Approval,
    Decision,
    Done,
    Edit,
    Factor,
    Publication,
    Receipt,
    Turn,
)
from pdmon_utils.journal.sheets import JournalError, read_records, write_records

__all__ = [
    "Allowed",
    "Amendment",
    "Answer",
    "Approval",
    "Decision",
    "Done",
    "Edit",
    "Factor",
    "Journal",
    "JournalError",
    "Lock",
    "LockedYearError",
    "Publication",
    "Receipt",
    "Turn",
    "read_records",
    "receive",
]
Record = TypeVar("Record", Receipt, Answer, Decision, Turn, Done, Approval, Publication)


class LockedYearError(PdmonError):
    """The data of a locked year would have been replaced."""


@dataclass(frozen=True, slots=True)
class Lock:
    """A locked year: who locked it, when, and the reasons of earlier reopenings."""

    year: int
    by: str
    date: date
    reasons: tuple[str, ...] = ()

    def refusal(self, municipality: str) -> str:
        """Return the sentence for whoever would replace the data of the year: who, when, how to reopen."""
        return (
            f"«{municipality}», {self.year} год: данные приняты и год закрыт ({self.by}, {self.date:%d.%m.%Y}), "
            f"таблицы не изменены. Если исправление нужно, откройте год с указанием причины: "
            f"pdmon reopen {municipality} {self.year} --by «кто» --reason «почему»."
        )


@dataclass(frozen=True, slots=True)
class Journal:
    """The journal of one municipality; every method raises JournalError (file, line) for a spoilt file."""

    folder: Path

    def files(self, year: int) -> tuple[Receipt, ...]:
        """Return the versions of the year's files in the order in which they were first seen."""
        return read_records(Receipt, self._of(year))

    def answers(self, year: int) -> tuple[Answer, ...]:
        """Return the explanations, the last one of a code being the one that counts."""
        return read_records(Answer, self._of(year))

    def decisions(self, year: int) -> tuple[Decision, ...]:
        """Return the decisions on organisations, the last one of an organisation being the one that counts."""
        return read_records(Decision, self._of(year))

    def turns(self, year: int) -> tuple[Turn, ...]:
        """Return when the year was locked and reopened."""
        return read_records(Turn, self._of(year))

    def done(self, year: int) -> tuple[Done, ...]:
        """Return the steps of the calendar that were carried out."""
        return read_records(Done, self._of(year))

    def allowed(self) -> tuple[Allowed, ...]:
        """Return whose names, addresses and telephone numbers public pages may show, in any year."""
        return read_records(Allowed, self.folder)

    def approvals(self, year: int) -> tuple[Approval, ...]:
        """Return the approvals of the year's reports, the last one of a document being the one that counts."""
        return read_records(Approval, self._of(year))

    def publications(self, year: int) -> tuple[Publication, ...]:
        """Return what went to the site and was withdrawn, the last line of a version being the one that counts."""
        return read_records(Publication, self._of(year))

    @property
    def years(self) -> tuple[int, ...]:
        """The years of which something was written down, ascending."""
        found = self.folder.iterdir() if self.folder.is_dir() else ()
        return tuple(sorted(int(path.name) for path in found if path.is_dir() and path.name.isdecimal()))

    def add(self, year: int, *records: Record) -> None:
        """Append records of one kind to their file; nothing is ever overwritten, so the history stays."""
        if records:
            kind: type[Record] = type(records[0])
            write_records(kind, self._of(year), [*read_records(kind, self._of(year)), *records])

    def decide(self, year: int, *decisions: Decision) -> None:
        """Append decisions, with the number of file versions that lay before who decided."""
        seen = len(self.files(year))
        self.add(year, *(Decision(d.org_id, d.status, d.by, d.date, d.note, seen) for d in decisions))

    def locked(self, year: int) -> Lock | None:
        """Return the lock of the year, None for a year that is open."""
        turns = self.turns(year)
        if not turns or turns[-1].status != "locked":
            return None
        return Lock(year, turns[-1].by, turns[-1].date, tuple(t.reason for t in turns if t.status == "open"))

    def lock(self, year: int, by: str, day: date, reason: str = "") -> None:
        """Lock the year; raises JournalError when it is locked already."""
        if lock := self.locked(year):
            raise JournalError(f"{year} год уже закрыт: {lock.by}, {lock.date:%d.%m.%Y}.")
        self.add(year, Turn("locked", by, day, reason))

    def reopen(self, year: int, by: str, day: date, reason: str) -> None:
        """Reopen a locked year; raises JournalError without a reason or when the year is open."""
        if not reason.strip():
            raise JournalError("Укажите причину: она остаётся в журнале (--reason «почему»).")
        if not self.locked(year):
            raise JournalError(f"{year} год не закрыт, открывать нечего.")
        self.add(year, Turn("open", by, day, reason.strip()))

    def _of(self, year: int) -> Path:
        return self.folder / str(year)


def receive(journal: Journal, files: Mapping[str, str], today: date) -> tuple[Receipt, ...]:
    """Write down the files that are new or changed and return these lines.

    `files`: path relative to the municipality's folder (it begins with the year) → sha256. A file whose content is
    the one last seen adds nothing, so checking twice leaves the journal as it was.
    """
    fresh: list[Receipt] = []
    by_year: dict[int, dict[str, str]] = {}
    for file, digest in sorted(files.items()):
        by_year.setdefault(int(file.partition("/")[0]), {})[file] = digest
    for year, seen in by_year.items():
        last = {receipt.file: receipt.sha256 for receipt in journal.files(year)}
        new = [Receipt(file, digest, today) for file, digest in seen.items() if last.get(file) != digest]
        journal.add(year, *new)
        fresh += new
    return tuple(fresh)
