"""`pdmon ready`: may the report of a year be approved, and what is missing."""

from __future__ import annotations

import sys

import click

from pdmon_utils.commands.publish import state_lines
from pdmon_utils.commands.run import plan_reports
from pdmon_utils.commands.terminal import console
from pdmon_utils.store import Workspace


@click.command(help="Проверить, готов ли отчёт к утверждению: чего не хватает. Если не готов, код завершения 1.")
@click.argument("municipality", metavar="МУНИЦИПАЛИТЕТ")
@click.argument("year", metavar="ГОД", type=click.IntRange(2000, 2099))
@click.pass_obj
def ready(workspace: Workspace, municipality: str, year: int) -> None:
    """Say what is missing; ends with 1 if the report may not be approved."""
    from pdmon_utils.study.data import Data  # noqa: PLC0415  brings pandas
    from pdmon_utils.study.readiness import NOT_READY, READY, lacks  # noqa: PLC0415  the same

    found = lacks(Data("report", municipality, year, workspace=workspace))
    for lack in found:
        console.print(f"{lack.what}. {lack.which}. Что сделать: {lack.remedy}.", markup=False, soft_wrap=True)
    console.print(NOT_READY if found else READY)
    jobs = plan_reports(workspace, (municipality,), (year,), (), "public")
    for line in state_lines(workspace, [job for job in jobs if job.place == municipality]):
        console.print(line, markup=False, soft_wrap=True)
    sys.exit(1 if found else 0)
