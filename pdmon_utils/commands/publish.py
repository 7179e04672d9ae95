"""`pdmon publish`, `published`, `withdraw`: approved public reports → the site, and back."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from pdmon_utils.commands.journal import DAY
from pdmon_utils.commands.run import plan_reports
from pdmon_utils.commands.terminal import Command, console, several
from pdmon_utils.days import today
from pdmon_utils.errors import WorkspaceError
from pdmon_utils.store import Workspace

if TYPE_CHECKING:
    from pdmon_utils.batch.jobs import Job
    from pdmon_utils.batch.pool import Tell
    from pdmon_utils.release import Published
    from pdmon_utils.release.anew import Hashes

NOTHING = "Нет ни одной страницы для сайта. Сначала выполните pdmon run --audience public."


def _choices(command: Command) -> Command:
    options = (
        several("--municipality", "-m", "ПАПКА", "Муниципалитет (папка в data/raw); можно несколько."),
        several("--year", "-y", "ГОД", "Отчётный год; можно несколько.", int),
        several("--notebook", "-n", "ТЕТРАДЬ", "Тетрадь, например deficits; можно несколько."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command(help="Опубликовать утверждённые публичные отчёты на сайте раздела «МСОКО»; каждый выполняется заново.")
@_choices
@click.option("--to", metavar="ПАПКА", type=click.Path(file_okay=False), help="Положить готовый сайт ещё и сюда.")
@DAY
@click.pass_obj
def publish(  # noqa: PLR0913, PLR0917  one parameter an option
    workspace: Workspace,
    municipality: tuple[str, ...],
    year: tuple[int, ...],
    notebook: tuple[str, ...],
    to: str | None,
    day: str | None,
) -> None:
    """Publish what is done, current and approved; ends with 1 if anything chosen was left out."""
    chosen = chosen_reports(workspace, municipality, year, notebook)
    found = publish_site(workspace, chosen, day=day)
    if found and found.site and to:
        from pdmon_utils.release.delivery import deliver  # noqa: PLC0415  commands load only what they need

        console.print(f"Сайт скопирован: {deliver(found.site, Path(to))}", markup=False, soft_wrap=True)
    sys.exit(0 if found and not found.left else 1)


def chosen_reports(
    workspace: Workspace, municipalities: tuple[str, ...], years: tuple[int, ...], notebooks: tuple[str, ...] = ()
) -> list[Job]:
    """Return the public reports that the choices name; without a choice, those that were run."""
    from pdmon_utils.release.stored import tried  # noqa: PLC0415

    planned = plan_reports(workspace, municipalities, years, notebooks, "public")
    if municipalities or years or notebooks:
        return planned
    found = [job for job in planned if tried(job)]
    if not found:
        raise WorkspaceError(NOTHING)
    return found


def publish_site(
    workspace: Workspace, jobs: list[Job], made: Hashes | None = None, day: str | None = None
) -> Published | None:
    """Build the site and say where it is and what is left out; None when the gate refused all of it."""
    from pdmon_utils.batch.lock import locked  # noqa: PLC0415
    from pdmon_utils.publish.gate import gate_of  # noqa: PLC0415
    from pdmon_utils.publish.site import RefusedSiteError  # noqa: PLC0415
    from pdmon_utils.release import Publishing, told  # noqa: PLC0415
    from pdmon_utils.release import publish as publish_all  # noqa: PLC0415
    from pdmon_utils.release.remembered import remember  # noqa: PLC0415

    with locked(workspace.reports), _progress(len(jobs)) as tell:
        how = Publishing(today(day), made or {}, gate_of(workspace), tell, remember)
        try:
            found = publish_all(workspace, jobs, how)
        except RefusedSiteError as error:
            _tell(workspace, told.refusal_lines(error.refusals))
            console.print(str(error), markup=False, soft_wrap=True)
            return None
    _tell(workspace, [*told.left_lines(found.left), *told.refusal_lines(found.refused)])
    _summary(found)
    return found


@contextmanager
def _progress(total: int) -> Iterator[Tell]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Пересчёт", total=total)
        yield lambda _: progress.advance(task)


def _tell(workspace: Workspace, lines: list[str]) -> None:
    from pdmon_utils.release import told  # noqa: PLC0415

    told.keep(workspace.reports, lines)
    for line in told.shown(lines):
        console.print(f"  {line}", markup=False, soft_wrap=True)


def _summary(found: Published) -> None:
    revised = sum(one.version > 1 for lines in found.lines.values() for one in lines)
    said = f"Опубликовано отчётов: {len(found.taken)}, из них исправленных версий: {revised}. Не взято: "
    console.print(f"{said}{len(found.left)}.")
    if found.site:
        console.print(f"Сайт: {found.site / 'index.html'}", soft_wrap=True)
    else:
        console.print("Публиковать нечего: прежний сайт не изменён.")


@click.command(help="Показать состояние публичных отчётов: проект, утверждён, опубликован; приказ и версия.")
@_choices
@click.pass_obj
def published(
    workspace: Workspace, municipality: tuple[str, ...], year: tuple[int, ...], notebook: tuple[str, ...]
) -> None:
    """Print the states."""
    for line in state_lines(workspace, plan_reports(workspace, municipality, year, notebook, "public")):
        console.print(line, markup=False, soft_wrap=True)


def state_lines(workspace: Workspace, jobs: list[Job]) -> list[str]:
    """Return a line a report: which one, its state, its order, its version."""
    from pdmon_utils.release import states  # noqa: PLC0415

    return [
        f"{one.job.place} · {one.job.year} · {one.job.code}: {one.word}"
        + (f"; приказ {one.order}" if one.order else "")
        + (f"; на сайте версия {one.version}" if one.version else "")
        for one in states(workspace, jobs)
    ]


@click.command(help="Убрать отчёты с сайта, указав причину; журнал помнит, что они были опубликованы.")
@click.argument("place", metavar="МУНИЦИПАЛИТЕТ")
@click.argument("year", metavar="ГОД", type=click.IntRange(2000, 2099))
@several("--notebook", "-n", "ТЕТРАДЬ", "Только эти отчёты; без указания — все за год.")
@click.option("--version", "number", metavar="ЧИСЛО", type=click.IntRange(1), default=None, help="Только эту версию.")
@click.option("--reason", required=True, metavar="ТЕКСТ", help="Почему; остаётся в журнале.")
@DAY
@click.pass_obj
def withdraw(  # noqa: PLR0913, PLR0917  one parameter an option
    workspace: Workspace,
    place: str,
    year: int,
    notebook: tuple[str, ...],
    number: int | None,
    reason: str,
    day: str | None,
) -> None:
    """Take reports from the site."""
    from pdmon_utils.release import Withdrawing  # noqa: PLC0415
    from pdmon_utils.release import withdraw as take_back  # noqa: PLC0415

    what = Withdrawing(place, year, notebook, number or 0, today(day), reason)
    lines, site = take_back(workspace, what, lambda _: ())  # what stays must not keep a leak on the site
    for one in lines:
        console.print(f"Отозван: {place} · {year} · {one.document}, версия {one.version}.", markup=False)
    said = f"Сайт собран заново: {site / 'index.html'}" if site else "На сайте ничего не осталось: папка site удалена."
    console.print(said, markup=False, soft_wrap=True)
