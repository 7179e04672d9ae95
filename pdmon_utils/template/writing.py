"""Templates on the disk: one an organisation; what a person may have changed is not overwritten."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pdmon_utils.errors import WorkspaceError, nearest
from pdmon_utils.filenames import file_names
from pdmon_utils.folders import whole
from pdmon_utils.municipality import Municipality
from pdmon_utils.receipts import data_deadlines
from pdmon_utils.store import Workspace
from pdmon_utils.template.book import workbook_bytes
from pdmon_utils.template.form import Form
from pdmon_utils.template.known import Known, known


class Outcome(StrEnum):
    """What became of a file."""

    WRITTEN = "записан"
    REPLACED = "заменён"
    SAME = "уже есть, без изменений"
    KEPT = "не тронут: на его месте другой файл"


@dataclass(frozen=True, slots=True)
class Written:
    """One organisation's template: where it lies and what became of it."""

    org_id: str
    organisation: str
    path: Path
    outcome: Outcome


def write_templates(  # noqa: PLR0913  three of them are choices of the person who calls
    workspace: Workspace,
    slug: str,
    year: int,
    *,
    organisations: Collection[str] = (),
    to: Path | None = None,
    force: bool = False,
) -> Iterator[Written]:
    """Write the workbooks of the named organisations (all if none) and yield what became of each.

    They go to `data/raw/<slug>/templates/<year>` or to `to`. A file with other content stays unless `force`. Raises
    WorkspaceError for an unknown municipality or organisation, for a missing register, for a folder that is read as
    data.
    """
    card = workspace.municipality(slug)
    folder = _folder(card, year, to)
    found = known(workspace, card, year)
    regulation = workspace.catalogue.regulation(card.regulation)
    due = data_deadlines(workspace.calendar(card.regulation), regulation, year, card.due(year))
    files = file_names(found.names)
    for org_id, name in _chosen(found, organisations).items():
        form = Form(card, year, org_id, name, due, found.rows(org_id), found.types[org_id])
        path = folder / f"{files[org_id]}.xlsx"
        yield Written(org_id, name, path, _write(path, workbook_bytes(form), force=force))


def _folder(card: Municipality, year: int, to: Path | None) -> Path:
    folder = to or card.folder / "templates" / str(year)
    for read in (card.folder / str(y) for y in {*card.years, year}):
        if read.resolve() in (folder.resolve(), *folder.resolve().parents):
            raise WorkspaceError(
                f"{folder}: отсюда читаются сданные файлы, шаблоны попали бы в расчёт. Назовите другую папку."
            )
    return folder


def _chosen(found: Known, wanted: Collection[str]) -> dict[str, str]:
    names = found.names
    for org_id in wanted:
        if org_id not in names:
            raise WorkspaceError(f"Нет организации «{org_id}»{nearest(org_id, names)} Есть: {', '.join(names)}.")
    return {org_id: name for org_id, name in names.items() if not wanted or org_id in wanted}


def _write(path: Path, content: bytes, *, force: bool) -> Outcome:
    before = path.read_bytes() if path.exists() else None
    if before == content:
        return Outcome.SAME
    if before is not None and not force:
        return Outcome.KEPT
    with whole(path) as part:
        part.write_bytes(content)
    return Outcome.WRITTEN if before is None else Outcome.REPLACED
