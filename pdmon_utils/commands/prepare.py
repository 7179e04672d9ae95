"""`pdmon prepare`: raw files → clean tables and figures."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from pdmon_utils.commands.terminal import TOWNS, console
from pdmon_utils.store import Workspace

if TYPE_CHECKING:
    from pdmon_utils.prepare import Count

_CLUSTER = "Считать показатели на узлах кластера, по регионам; здесь — адрес его планировщика."


@click.command(help="Прочитать файлы школ, записать чистые таблицы и показатели.")
@click.argument("municipalities", nargs=-1, metavar=TOWNS)
@click.option("--scheduler", metavar="АДРЕС", help=_CLUSTER)
@click.pass_obj
def prepare(workspace: Workspace, municipalities: tuple[str, ...], scheduler: str | None) -> None:
    """Write clean tables, findings and figures."""
    sys.exit(1 if prepare_data(workspace, municipalities, scheduler) else 0)


def prepare_data(workspace: Workspace, municipalities: tuple[str, ...], scheduler: str | None = None) -> int:
    """Prepare the municipalities and return the number of errors because of which something was not counted."""
    from pdmon_utils.batch.lock import locked  # noqa: PLC0415
    from pdmon_utils.prepare import prepare as prepare_all  # noqa: PLC0415

    with locked(workspace.reports), console.status("Читаю файлы…") as status:
        prepared = prepare_all(
            workspace, municipalities, lambda slug: status.update(f"Читаю {slug}…"), _counter(scheduler)
        )
    errors = f"ошибок: {prepared.errors} (не учтено из-за них: {prepared.losses})"
    found = f"замечаний к файлам: {len(prepared.findings)}, из них {errors}"
    console.print(f"Показателей: {prepared.figures}; {found}. Подробно: pdmon check.")
    return prepared.losses


def _counter(scheduler: str | None) -> Count:
    """Return what counts the figures: this machine, or a cluster."""
    from pdmon_utils.figures import compute_sourced  # noqa: PLC0415  commands load only what they need

    if not scheduler:
        return compute_sourced
    from pdmon_utils.cluster.regions import counted_on  # noqa: PLC0415  the same

    return partial(counted_on, scheduler)
