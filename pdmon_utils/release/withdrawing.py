"""A published document is taken from the site; the journal keeps that it was there, and why it went."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pdmon_utils.errors import PdmonError
from pdmon_utils.journal import Publication
from pdmon_utils.publish.site import Examine
from pdmon_utils.release.history import WITHDRAWN, documents, history
from pdmon_utils.release.publication import rebuild
from pdmon_utils.store import Workspace


class WithdrawalError(PdmonError):
    """There is nothing to withdraw."""


@dataclass(frozen=True, slots=True)
class Withdrawing:
    """Which documents (none named: all of the year), which version (0: all), on which day, why."""

    place: str
    year: int
    documents: tuple[str, ...]
    version: int
    day: date
    reason: str


def withdraw(workspace: Workspace, what: Withdrawing, examine: Examine) -> tuple[tuple[Publication, ...], Path | None]:
    """Return the versions taken from the site, and the site (None when nothing is left of it).

    Raises WithdrawalError when nothing of the kind is published; the journal is written after the site changed.
    """
    held = workspace.journal(what.place).publications(what.year)
    lines = tuple(
        replace(one, status=WITHDRAWN, date=what.day, reason=what.reason)
        for document in what.documents or documents(held)
        for one in history(document, held).shown
        if what.version in (0, one.version)
    )
    if not lines:
        raise WithdrawalError(f"«{what.place}», {what.year} год: такого на сайте нет. Что есть: pdmon published.")
    site = rebuild(workspace, {(what.place, what.year): lines}, examine)
    if site is None:
        shutil.rmtree(workspace.reports / "site", ignore_errors=True)
    workspace.journal(what.place).add(what.year, *lines)
    return lines, site
