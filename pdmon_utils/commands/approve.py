"""`pdmon approve`: a person approves the public reports of a year by an order."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from pdmon_utils.commands.journal import DAY
from pdmon_utils.commands.run import plan_reports, run_reports
from pdmon_utils.commands.terminal import console, several
from pdmon_utils.days import parse_day, today
from pdmon_utils.errors import WorkspaceError, nearest
from pdmon_utils.store import Workspace

if TYPE_CHECKING:
    from pdmon_utils.batch.jobs import Job
    from pdmon_utils.release import Approving
    from pdmon_utils.study.readiness import Lack


@click.command(help="Утвердить публичные отчёты за год приказом: изменится их содержание — утвердить придётся заново.")
@click.argument("place", metavar="МУНИЦИПАЛИТЕТ")
@click.argument("year", metavar="ГОД", type=click.IntRange(2000, 2099))
@several("--notebook", "-n", "ТЕТРАДЬ", "Только эти отчёты; без указания — все публичные за год.")
@click.option("--order", required=True, metavar="НОМЕР", help="Номер приказа.")
@click.option("--date", "signed", required=True, metavar="ДАТА", help="Дата приказа, например 20.01.2025.")
@click.option("--by", required=True, metavar="ИМЯ", help="Кто утвердил; остаётся в журнале.")
@click.option("--reason", default="", metavar="ТЕКСТ", help="Что исправлено: нужна, если отчёт уже опубликован.")
@click.option("--anyway", is_flag=True, help="Утвердить, хотя чего-то не хватает: это останется в журнале.")
@DAY
@click.pass_obj
def approve(  # noqa: PLR0913, PLR0917  one parameter an option
    workspace: Workspace,
    place: str,
    year: int,
    notebook: tuple[str, ...],
    order: str,
    signed: str,
    by: str,
    reason: str,
    day: str | None,
    *,
    anyway: bool,
) -> None:
    """Approve reports and run them again, so that they carry the order."""
    from pdmon_utils.release import Approving  # noqa: PLC0415  commands load only what they need

    when = parse_day(signed)
    if when is None:
        raise WorkspaceError(f"«{signed}» — не дата. Напишите, например, 20.01.2025.")
    jobs = _jobs(workspace, place, year, notebook)
    lacks = _lacks(workspace, place, year)
    for lack in lacks:
        said = f"{lack.what}. {lack.which}. Что сделать: {lack.remedy}."
        console.print(said, markup=False, soft_wrap=True)
    if lacks and not anyway:
        console.print("Не утверждено. Если решено утвердить с этим, повторите с ключом --anyway.")
        sys.exit(1)
    said_lacks = "; ".join(lack.what for lack in lacks)
    sys.exit(_approve(workspace, jobs, Approving(order, when, by, reason, said_lacks), day))


def _jobs(workspace: Workspace, place: str, year: int, notebooks: tuple[str, ...]) -> list[Job]:
    """Return the public reports of a municipality or of a region."""
    towns = (place,) if workspace.has(place) else ()
    planned = plan_reports(workspace, towns, (year,), notebooks, "public")
    found = [job for job in planned if job.place == place]
    if not found:
        known = sorted({job.place for job in planned})
        raise WorkspaceError(f"Нет публичных отчётов «{place}» за {year} год{nearest(place, known)}")
    return found


def _lacks(workspace: Workspace, place: str, year: int) -> list[Lack]:
    """Return what is missing before the year's report may be approved; a region hands in nothing itself."""
    from pdmon_utils.study.data import Data  # noqa: PLC0415  brings pandas
    from pdmon_utils.study.readiness import lacks  # noqa: PLC0415  the same

    return lacks(Data("report", place, year, workspace=workspace)) if workspace.has(place) else []


def _approve(workspace: Workspace, jobs: list[Job], said: Approving, day: str | None) -> int:
    """Return the exit code: 1 when a report could not be run again, or says something else by now."""
    from pdmon_utils.release import approve as write  # noqa: PLC0415
    from pdmon_utils.release import changed  # noqa: PLC0415

    written = {one.document: one for one in write(workspace, jobs, said, today(day))}
    console.print(f"Утверждено отчётов: {len(written)}. Выполняю их заново, чтобы в них стоял приказ.")
    job = jobs[0]
    towns = (job.place,) if workspace.has(job.place) else ()
    again = plan_reports(workspace, towns, (job.year,), tuple(written))
    failed = run_reports(workspace, [one for one in again if one.place == job.place], None)
    other = changed(jobs, written)
    if other:
        said_other = "За это время изменились данные или программа, и отчёты говорят уже другое"
        console.print(f"{said_other}: {', '.join(other)}. Прочтите их и утвердите заново.", soft_wrap=True)
    return 1 if failed or other else 0
