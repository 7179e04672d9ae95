"""`pdmon doctor`: what is right and wrong with this machine, and what to do."""

from __future__ import annotations

import json
import sys

import click
from rich.table import Table
from rich.text import Text

from pdmon_utils.commands.terminal import console
from pdmon_utils.store import Workspace

_COLOURS = {"ошибка": "bold red", "внимание": "yellow", "к сведению": "cyan", "в порядке": "green"}


@click.command(
    help="Проверить компьютер и рабочую папку: что не так и что сделать. Если есть ошибка, код завершения 1."
)
@click.option("--json", "as_json", is_flag=True, help="Итог для других программ вместо таблицы.")
@click.option("--quick", is_flag=True, help="Не запускать ядро тетрадей: быстрее.")
@click.pass_obj
def doctor(workspace: Workspace, *, as_json: bool, quick: bool) -> None:
    """Show every check; ends with 1 if there is an error."""
    from pdmon_utils.doctor import Level, examine  # noqa: PLC0415  commands load only what they need

    with console.status("Проверяю…"):
        found = list(examine(workspace, kernel=not quick))
    if as_json:
        click.echo(json.dumps([each.plain() for each in found], ensure_ascii=False, indent=1))
    else:
        table = Table("Что проверено", "Итог", "Как есть", "Что сделать")
        for each in found:
            level = Text(each.level, style=_COLOURS[each.level])
            table.add_row(each.check, level, Text(each.said), Text(each.remedy))
        console.print(table)
    sys.exit(1 if any(each.level == Level.ERROR for each in found) else 0)
