"""`pdmon run`: notebooks → reports."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from pdmon_utils.commands.terminal import Command, console, several
from pdmon_utils.store import AUDIENCES, Workspace

if TYPE_CHECKING:
    from pdmon_utils.batch.jobs import Job  # brings papermill, which only some commands need
    from pdmon_utils.batch.runner import Outcome


def _choices(command: Command) -> Command:
    options = (
        several("--municipality", "-m", "ПАПКА", "Муниципалитет (папка в data/raw); можно несколько."),
        several("--year", "-y", "ГОД", "Отчётный год; можно несколько.", int),
        several("--notebook", "-n", "ТЕТРАДЬ", "Тетрадь, например deficits; можно несколько."),
        click.option("--audience", "-a", type=click.Choice(AUDIENCES), help="Для кого; без указания — для обеих."),
        click.option("--jobs", "-j", type=click.IntRange(1), metavar="ЧИСЛО", help="Сколько тетрадей выполнять сразу."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command(help="Выполнить тетради и записать отчёты.")
@_choices
@click.option("--dry-run", is_flag=True, help="Только показать, что было бы выполнено.")
@click.pass_obj
def run(  # noqa: PLR0913, PLR0917  one parameter an option
    workspace: Workspace,
    municipality: tuple[str, ...],
    year: tuple[int, ...],
    notebook: tuple[str, ...],
    audience: str | None,
    jobs: int | None,
    *,
    dry_run: bool,
) -> None:
    """Run notebooks by papermill and export them."""
    planned = plan_reports(workspace, municipality, year, notebook, audience)
    if dry_run:
        for job in planned:
            console.print(job.label, markup=False)
        return
    sys.exit(1 if run_reports(planned, jobs) else 0)


def plan_reports(
    workspace: Workspace,
    municipalities: tuple[str, ...],
    years: tuple[int, ...],
    notebooks: tuple[str, ...] = (),
    audience: str | None = None,
) -> list[Job]:
    """Return the reports that the choices name; no choice means all."""
    from pdmon_utils.batch.jobs import Wanted, plan  # noqa: PLC0415

    audiences = (audience,) if audience else AUDIENCES
    return plan(workspace, Wanted(municipalities, years, notebooks, audiences))


def run_reports(planned: list[Job], jobs: int | None) -> int:
    """Return the number of reports that failed, after saying which and why."""
    return sum(bool(outcome.reason) for outcome in ran(planned, jobs))


def ran(planned: list[Job], jobs: int | None) -> list[Outcome]:
    """Return the outcomes of the reports, after saying which failed and why."""
    from pdmon_utils.batch.pool import run_all  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("Отчёты", total=len(planned))
        outcomes = run_all(planned, jobs or 0, lambda _: progress.advance(task))
    failed = [outcome for outcome in outcomes if outcome.reason]
    console.print(f"Отчётов: {len(outcomes)}, готово: {len(outcomes) - len(failed)}, не выполнено: {len(failed)}.")
    for outcome in failed:
        console.print(f"  {outcome.job.label}: {outcome.reason}", markup=False, soft_wrap=True)
    if failed:
        console.print("Тетради с ошибками лежат в reports/_failed. Исправьте причину и повторите pdmon run.")
    _tell_doubts(outcomes)
    return outcomes


def _tell_doubts(outcomes: list[Outcome]) -> None:
    """Say what the checks of finished reports found: such a report is not published."""
    doubtful = [outcome for outcome in outcomes if outcome.doubts]
    if doubtful:
        console.print(f"Не прошли проверку: {len(doubtful)}. Журнал проверок — на странице происхождения отчёта.")
    for outcome in doubtful:
        more = len(outcome.doubts) - 1
        rest = f" (и ещё {more})" if more else ""
        console.print(f"  {outcome.job.label}: {outcome.doubts[0]}{rest}", markup=False, soft_wrap=True)
