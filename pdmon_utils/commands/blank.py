"""`pdmon blank`: the template of papers, for an office to edit in Word."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pdmon_utils.commands.terminal import console
from pdmon_utils.errors import WorkspaceError
from pdmon_utils.folders import whole
from pdmon_utils.store import Workspace

_WHERE = "Куда записать (по умолчанию — туда, где его ищет pdmon run)."
_EDIT = "Откройте его в Word: стили, колонтитулы, поля листа и шапка войдут в каждый документ."


@click.command(help="Записать шаблон документов Word: бланк, стили и колонтитулы, которые правят в нём.")
@click.option("-m", "--municipality", metavar="ПАПКА", help="Шаблон только этого муниципалитета.")
@click.option("--to", metavar="ФАЙЛ", type=click.Path(dir_okay=False), help=_WHERE)
@click.option("--force", is_flag=True, help="Заменить файл, который уже есть.")
@click.pass_obj
def blank(workspace: Workspace, municipality: str | None, to: str | None, *, force: bool) -> None:
    """Write the template; exit code 1 when a file stands there and was left as it is."""
    from pdmon_utils.documents import TEMPLATE  # noqa: PLC0415  commands load only what they need
    from pdmon_utils.documents import blank as made  # noqa: PLC0415  the same

    folder = workspace.municipality(municipality).slug if municipality else ""
    path = Path(to) if to else workspace.templates / folder / TEMPLATE
    if path.suffix.lower() != ".docx":
        raise WorkspaceError(f"{path}: шаблон — документ Word. Назовите файл с окончанием .docx.")
    if path.exists() and not force:
        console.print(f"{path}: файл уже есть и не тронут. Заменить его: --force.", markup=False, soft_wrap=True)
        sys.exit(1)
    with whole(path) as part:
        part.write_bytes(made())
    console.print(f"Шаблон записан: {path}. {_EDIT}", markup=False, soft_wrap=True)
