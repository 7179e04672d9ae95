"""`pdmon targets`: indicators with targets as a workbook for correcting a development programme."""

from __future__ import annotations

from pathlib import Path

import click

from pdmon_utils.commands.terminal import console
from pdmon_utils.folders import whole
from pdmon_utils.store import Workspace


@click.command(help="Записать книгу Excel «Показатели и цели»: значения по годам, цели, исполнение, сколько недостаёт.")
@click.argument("municipality", metavar="МУНИЦИПАЛИТЕТ")
@click.argument("year", metavar="ГОД", type=click.IntRange(2000, 2099))
@click.option(
    "--to",
    metavar="ФАЙЛ",
    type=click.Path(dir_okay=False),
    help="Куда записать (по умолчанию папка служебных отчётов).",
)
@click.pass_obj
def targets(workspace: Workspace, municipality: str, year: int, to: str | None) -> None:
    """Write the workbook among the internal reports; it is made anew each time."""
    from pdmon_utils.study.data import Data  # noqa: PLC0415  brings pandas
    from pdmon_utils.study.targetbook import NAME, workbook  # noqa: PLC0415  only this command needs openpyxl

    data = Data("report", municipality, year, workspace=workspace)
    path = Path(to) if to else workspace.reports / data.municipality / str(data.year) / "internal" / NAME
    with whole(path) as part:
        part.write_bytes(workbook(data))
    console.print(f"Показателей: {len(data.asks)}. Файл: {path}", markup=False, soft_wrap=True)
