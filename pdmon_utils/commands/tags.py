"""`pdmon tags`: the draft of the file in which an analyst confirms the tags of free texts."""

from __future__ import annotations

import click

from pdmon_utils.commands.terminal import console
from pdmon_utils.folders import whole
from pdmon_utils.store import Workspace


@click.command(help="Записать заготовку меток контент-анализа: что предложили словари и что уже решено.")
@click.argument("municipality", metavar="МУНИЦИПАЛИТЕТ")
@click.argument("year", metavar="ГОД", type=click.IntRange(2000, 2099))
@click.pass_obj
def tags(workspace: Workspace, municipality: str, year: int) -> None:
    """Write the draft beside the internal reports; the analyst's own file is read and never written."""
    from pdmon_utils.opinions import DECISIONS, content, load_tags  # noqa: PLC0415  pandas, which few commands need

    card = workspace.municipality(municipality)
    tables = {s.table: workspace.table(s.table, [card.slug]) for s in load_tags().sources.values()}
    folder = workspace.texts(card.slug, year)
    found = content(tables, year, workspace.home, folder)
    path = workspace.reports / card.slug / str(year) / "internal" / DECISIONS
    with whole(path) as part:
        part.write_bytes(found.draft().encode("utf-8-sig"))
    told = f"Меток: {len(found.pairs)}. Заготовка: {path}. Проставьте да или нет и сохраните как {folder / DECISIONS}"
    console.print(told, markup=False, soft_wrap=True)
