"""Raw files of a workspace → what each municipality handed in, with its journal kept up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from pdmon_utils.catalogue.needs import tables_needed
from pdmon_utils.days import today
from pdmon_utils.fallback import fallback_findings
from pdmon_utils.figures import Place
from pdmon_utils.intake import Discretion, Intake, read_municipality
from pdmon_utils.intake.frames import findings_frame
from pdmon_utils.journal import Journal, Lock, receive
from pdmon_utils.municipality import Municipality
from pdmon_utils.reading.cache import Cache
from pdmon_utils.reading.findings import Finding
from pdmon_utils.reading.forms import load_forms
from pdmon_utils.reading.people import Veil
from pdmon_utils.reading.readers import Reader, readers
from pdmon_utils.reading.sources import Source
from pdmon_utils.schema.version import template_version
from pdmon_utils.store import Workspace


@dataclass(frozen=True, slots=True)
class Collected:
    """What one municipality handed in; `broken_lock`: a locked year's files changed, so nothing may be replaced."""

    slug: str
    intake: Intake
    broken_lock: bool = False


def collect(
    workspace: Workspace,
    slugs: Iterable[str] = (),
    tell: Callable[[str], None] = lambda _: None,
    day: date | None = None,
) -> Iterator[Collected]:
    """Read the named municipalities (all if none) in limited child processes; unchanged files come from the cache.

    `tell` hears each slug before it is read. Receipts (dated `day`, by default today) and new answers are written to
    the journal. Raises WorkspaceError when there is nothing to read.
    """
    cards = [workspace.municipality(slug) for slug in _wanted(workspace, slugs)]
    with readers(workspace.secret(), load_forms(workspace.home / "forms"), workspace.home / "oo1") as read:
        for card in cards:
            tell(card.slug)
            yield _collected(workspace, card, read, day or today())


def _collected(workspace: Workspace, card: Municipality, read: Reader, day: date) -> Collected:
    journal, regulation = workspace.journal(card.slug), workspace.catalogue.regulation(card.regulation)
    known = {year: journal.answers(year) for year in card.years}
    cache = Cache(workspace.processed / "read" / card.slug)
    discretion = Discretion(Veil(workspace.secret()), frozenset(one.what for one in journal.allowed()))
    intake = read_municipality(card, read, cache, known, template_version(tables_needed(regulation)), discretion)
    _write_down(journal, intake, day)
    broken = [found for year in card.years for found in _broken(card.slug, journal, year, intake)]
    place = Place(card.slug, regulation.code, card.region_code, card.years)
    stood_in = fallback_findings(intake.tables, place, regulation)
    frames = [findings_frame(card.slug, broken), intake.findings, findings_frame(card.slug, stood_in)]
    return Collected(card.slug, replace(intake, findings=pd.concat(frames, ignore_index=True)), bool(broken))


def _wanted(workspace: Workspace, slugs: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slugs)) or workspace.some()


def _broken(slug: str, journal: Journal, year: int, intake: Intake) -> Iterator[Finding]:
    lock = journal.locked(year)
    if lock is None:
        return
    last = {receipt.file: receipt.sha256 for receipt in journal.files(year)}
    now = {file: digest for file, digest in intake.files.items() if file.startswith(f"{year}/")}
    for file in sorted({*last, *now}):
        if last.get(file) != now.get(file):
            what = "удалён" if file not in now else "изменён" if file in last else "добавлен"
            yield _refused(slug, lock, file, what)


def _refused(slug: str, lock: Lock, file: str, what: str) -> Finding:
    source, day = Source(Path(file), lock.year, file), f"{lock.date:%d.%m.%Y}"
    return source.finding("year.locked", year=lock.year, by=lock.by, date=day, what=what, municipality=slug)


def _write_down(journal: Journal, intake: Intake, day: date) -> None:
    """Keep receipts of open years and the answers that the journal does not know yet."""
    open_years = {year for year in {int(file.partition("/")[0]) for file in intake.files} if not journal.locked(year)}
    receive(journal, {f: d for f, d in intake.files.items() if int(f.partition("/")[0]) in open_years}, day)
    rules = dict(zip(intake.findings["code"], intake.findings["rule"], strict=True))
    for year, answers in intake.answers.items():
        journal.add(year, *(replace(answer, rule=rules.get(answer.code, ""), date=day) for answer in answers))
