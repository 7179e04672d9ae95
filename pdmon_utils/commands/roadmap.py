"""`pdmon roadmap`: the draft of the complex of measures as a workbook to edit."""

from __future__ import annotations

from pathlib import Path

import click

from pdmon_utils.commands.terminal import console
from pdmon_utils.store import Workspace


@click.command(help="Записать проект дорожной карты (комплекса мер) книгой Excel: правится и сдаётся как лист «Меры».")
@click.argument("municipality", metavar="МУНИЦИПАЛИТЕТ")
@click.argument("year", metavar="ГОД", type=click.IntRange(2000, 2099))
@click.option("--to", metavar="ФАЙЛ", type=click.Path(dir_okay=False), help="Куда записать (по умолчанию templates).")
@click.pass_obj
def roadmap(workspace: Workspace, municipality: str, year: int, to: str | None) -> None:
    """Write the workbook; a file that is there is never replaced."""
    from pdmon_utils.roadmap import HANDED  # noqa: PLC0415  brings pandas
    from pdmon_utils.roadmap.writing import NAME, workbook, write  # noqa: PLC0415  only this command needs openpyxl
    from pdmon_utils.study.data import Data  # noqa: PLC0415  brings pandas
    from pdmon_utils.study.managed import Managed  # noqa: PLC0415  the same
    from pdmon_utils.study.roadmap import planned  # noqa: PLC0415  the same

    data = Data("roadmap", municipality, year, workspace=workspace)
    rows = planned(Managed(data)).rows
    path = Path(to) if to else data.card.folder / "templates" / str(year) / NAME
    write(path, workbook(data.card, year, rows))
    count = int((rows["origin"] != HANDED).sum())
    console.print(f"Проект дорожной карты, мер: {count}. Файл: {path}", markup=False, soft_wrap=True)
    console.print(f"Исправьте его и положите в {data.card.folder / str(year)}.", markup=False, soft_wrap=True)
