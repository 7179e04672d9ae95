"""`pdmon prepare`: raw files → clean tables and figures."""

from __future__ import annotations

import sys

import click

from pdmon_utils.commands.terminal import TOWNS, console
from pdmon_utils.store import Workspace


@click.command(help="Прочитать файлы школ, записать чистые таблицы и показатели.")
@click.argument("municipalities", nargs=-1, metavar=TOWNS)
@click.pass_obj
def prepare(workspace: Workspace, municipalities: tuple[str, ...]) -> None:
    """Write clean tables, findings and figures."""
    sys.exit(1 if prepare_data(workspace, municipalities) else 0)


def prepare_data(workspace: Workspace, municipalities: tuple[str, ...]) -> int:
    """Prepare the municipalities and return the number of errors because of which something was not counted."""
    from pdmon_utils.batch.lock import locked  # noqa: PLC0415
    from pdmon_utils.prepare import prepare as prepare_all  # noqa: PLC0415

    with locked(workspace.reports), console.status("Читаю файлы…") as status:
        prepared = prepare_all(workspace, municipalities, lambda slug: status.update(f"Читаю {slug}…"))
    errors = f"ошибок: {prepared.errors} (не учтено из-за них: {prepared.losses})"
    found = f"замечаний к файлам: {len(prepared.findings)}, из них {errors}"
    console.print(f"Показателей: {prepared.figures}; {found}. Подробно: pdmon check.")
    return prepared.losses
