"""`pdmon template`: workbooks for organisations to fill in."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pdmon_utils.commands.terminal import console, several
from pdmon_utils.store import Workspace


@click.command(help="Записать книги Excel для заполнения: по одной на организацию, с тем, что уже известно.")
@click.argument("municipality", metavar="МУНИЦИПАЛИТЕТ")
@click.argument("year", metavar="ГОД", type=click.IntRange(2000, 2099))
@several("--organisation", "-o", "КОД", "Только эти организации (по умолчанию все).")
@click.option("--to", metavar="ПАПКА", type=click.Path(file_okay=False), help="Куда записать (по умолчанию templates).")
@click.option("--force", is_flag=True, help="Заменить и те файлы, что с тех пор изменены.")
@click.pass_obj
def template(  # noqa: PLR0913  one parameter an option
    workspace: Workspace, municipality: str, year: int, organisation: tuple[str, ...], to: str | None, *, force: bool
) -> None:
    """Write templates; exit code 1 when a file was left as it is because somebody may have changed it."""
    from pdmon_utils.template import Outcome, write_templates  # noqa: PLC0415  only this command needs openpyxl

    folder = Path(to) if to else None
    kept = 0
    for written in write_templates(workspace, municipality, year, organisations=organisation, to=folder, force=force):
        kept += written.outcome is Outcome.KEPT
        words = f"{written.org_id}  {written.organisation}: {written.path} — {written.outcome}"
        console.print(words, markup=False, soft_wrap=True)
    if kept:
        console.print(f"Не тронуто файлов: {kept}. Заменить их: повторите команду с ключом --force.", markup=False)
    sys.exit(1 if kept else 0)
