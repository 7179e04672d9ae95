"""The versions of a document that were published, and which of them a new content would be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pdmon_utils.journal import Approval, Publication

PUBLISHED, WITHDRAWN = "published", "withdrawn"
_APPROVE = "pdmon approve {place} {year} -n {document} --order № --date ДД.ММ.ГГГГ --by «кто»"
_WHY = " --reason «что исправлено»"


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a report may not be published, and what to do; the remedy has slots for place, year and document."""

    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class History:
    """The last line of every version of one document, by number."""

    versions: tuple[Publication, ...]

    @property
    def last(self) -> Publication | None:
        """The highest version, be it published or withdrawn."""
        return self.versions[-1] if self.versions else None

    @property
    def current(self) -> Publication | None:
        """The version that the site shows; none when the highest one was withdrawn."""
        return self.last if self.last and self.last.status == PUBLISHED else None

    @property
    def shown(self) -> tuple[Publication, ...]:
        """All versions that a reader may open."""
        return tuple(one for one in self.versions if one.status == PUBLISHED)


def history(document: str, said: Iterable[Publication]) -> History:
    """Return the history of one document among the lines of a year's journal."""
    held = {one.version: one for one in said if one.document == document}
    return History(tuple(held[version] for version in sorted(held)))


def documents(said: Iterable[Publication]) -> tuple[str, ...]:
    """Return the documents that a year's journal knows, by name."""
    return tuple(sorted({one.document for one in said}))


def draft(why: str) -> Unfit:
    """Return that a report is not approved, for the reason given in words, and how it is."""
    return Unfit(why, _APPROVE)


def next_version(known: History, approval: Approval, sha: str, day: date) -> int | Unfit:
    """Return the number under which content `sha` may be published on `day`, or why it may not.

    An approval without a fingerprint covers the first content that is published; whatever changes later has to be
    approved anew, with the reason of the correction.
    """
    if approval.date > day:
        return Unfit(f"приказ датирован будущим днём, {approval.date:%d.%m.%Y}", "исправьте дату: " + _APPROVE)
    if approval.sha256 and approval.sha256 != sha:
        return Unfit("отчёт изменился после утверждения", "прочтите его и утвердите заново: " + _APPROVE)
    return _after(known.last, approval, sha) if known.last else 1


def _after(last: Publication, approval: Approval, sha: str) -> int | Unfit:
    if last.sha256 == sha:
        if last.status == PUBLISHED:
            return last.version
        return Unfit(
            f"версия {last.version} отозвана: {last.reason}", "исправьте отчёт и утвердите заново: " + _APPROVE
        )
    if not approval.sha256:
        return Unfit("отчёт изменился после публикации", "прочтите его и утвердите заново: " + _APPROVE + _WHY)
    if not approval.reason:
        return Unfit("это исправленная версия, а причина не названа", "утвердите заново: " + _APPROVE + _WHY)
    return last.version + 1
