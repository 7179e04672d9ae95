"""`pdmon run`: notebooks → reports. `pdmon status`: what would be run and why."""

from __future__ import annotations

import os
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

import click

from pdmon_utils.batch.choice import VARIABLE, WAYS
from pdmon_utils.batch.stopping import heard
from pdmon_utils.commands.progress import plan_lines, watched
from pdmon_utils.commands.terminal import Command, console, several
from pdmon_utils.store import AUDIENCES, Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pdmon_utils.batch.jobs import Job
    from pdmon_utils.batch.session import Done, Ran, Session
    from pdmon_utils.batch.standing import Standing

STOPPED = 130  # as a shell says of what Ctrl-C ended
_MEGABYTE = 2**20
_CLUSTER = "Выполнить на узлах кластера; здесь — адрес его планировщика."
_MINUTES, _SIZE = "Минут на отчёт; 0 — без предела.", "Мегабайт памяти на отчёт; 0 — без предела."
_ENGINE = (
    "Где выполняются тетради: warm — в ядре, ответвлённом от тёплого процесса; kernel — в ядре, запущенном как обычно "
    "(так и там, где процессы не ответвляются); here — в самом процессе отчёта, если ядро не запускается."
)
_CODES = (
    "Код завершения: 0 — всё готово; 1 — часть отчётов не выполнена; 2 — неверный вызов или работать нельзя (например, "
    "идёт другой запуск); 130 — остановлено (Ctrl-C), готовое сохранено."
)


def _choices(command: Command) -> Command:
    options = (
        several("--municipality", "-m", "ПАПКА", "Муниципалитет (папка в data/raw); можно несколько."),
        several("--year", "-y", "ГОД", "Отчётный год; можно несколько.", int),
        several("--notebook", "-n", "ТЕТРАДЬ", "Тетрадь, например deficits; можно несколько."),
        click.option("--audience", "-a", type=click.Choice(AUDIENCES), help="Для кого; без указания — для обеих."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _ways(command: Command) -> Command:
    number = click.IntRange(0)
    options = (
        click.option("--jobs", "-j", type=click.IntRange(1), metavar="ЧИСЛО", help="Сколько тетрадей выполнять сразу."),
        click.option("--scheduler", metavar="АДРЕС", help=_CLUSTER),
        click.option("--force", is_flag=True, help="Выполнить всё, и то, что не изменилось."),
        click.option("--dry-run", is_flag=True, help="Только показать, что было бы выполнено и почему."),
        click.option("--timeout", default=60, show_default=True, type=number, metavar="ЧИСЛО", help=_MINUTES),
        click.option("--memory", default=4096, show_default=True, type=number, metavar="ЧИСЛО", help=_SIZE),
        click.option("--engine", type=click.Choice(WAYS), envvar=VARIABLE, show_envvar=True, help=_ENGINE),
        click.option("--quiet", "-q", is_flag=True, help="Говорить только о неудачах."),
        click.option("--json", "lines", is_flag=True, help="Строка JSON на каждое событие: для программ."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command(help="Выполнить тетради, для которых что-то изменилось, и записать отчёты.", epilog=_CODES)
@_choices
@_ways
@click.pass_obj
def run(  # noqa: PLR0913, PLR0917  one parameter an option
    workspace: Workspace,
    municipality: tuple[str, ...],
    year: tuple[int, ...],
    notebook: tuple[str, ...],
    audience: str | None,
    jobs: int | None,
    scheduler: str | None,
    timeout: int,
    memory: int,
    engine: str | None,
    *,
    force: bool,
    dry_run: bool,
    quiet: bool,
    lines: bool,
) -> None:
    """Run notebooks by papermill and export them."""
    from pdmon_utils.batch.limits import Limits  # noqa: PLC0415  commands load only what they need
    from pdmon_utils.batch.session import Session  # noqa: PLC0415  the same

    if engine:
        os.environ[VARIABLE] = engine  # whoever is started from here on hears of it
    planned = plan_reports(workspace, municipality, year, notebook, audience)
    session = Session(jobs or 0, force, Limits(timeout * 60.0, memory * _MEGABYTE))
    if scheduler:
        from pdmon_utils.cluster.reports import Reports  # noqa: PLC0415  the same

        session.makers = partial(Reports, scheduler)
    if dry_run:
        _print(plan_lines(session.look(workspace, planned)))
        return
    sys.exit(1 if ran(workspace, planned, session, quiet=quiet, lines=lines).failed else 0)


@click.command(
    help="Показать, какие отчёты надо выполнить и почему.",
    epilog="Код завершения: 0 — все отчёты готовы и ничего не изменилось; 1 — есть что выполнить.",
)
@_choices
@click.pass_obj
def status(
    workspace: Workspace,
    municipality: tuple[str, ...],
    year: tuple[int, ...],
    notebook: tuple[str, ...],
    audience: str | None,
) -> None:
    """Print what has to be run and why."""
    from pdmon_utils.batch.session import Session  # noqa: PLC0415  the same

    found = Session().look(workspace, plan_reports(workspace, municipality, year, notebook, audience))
    _print(plan_lines(found))
    sys.exit(1 if any(one.why for one in found) else 0)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        console.print(line, markup=False, soft_wrap=True)


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


def run_reports(workspace: Workspace, planned: list[Job], jobs: int | None) -> int:
    """Return the number of reports that failed, after saying which and why."""
    from pdmon_utils.batch.session import Session  # noqa: PLC0415  the same

    return len(ran(workspace, planned, Session(jobs or 0)).failed)


def ran(workspace: Workspace, planned: list[Job], session: Session, *, quiet: bool = False, lines: bool = False) -> Ran:
    """Return what came of the reports, after saying which failed and why; Ctrl-C ends the command with 130."""
    began, ends = time.monotonic(), [0, 0]
    with watched(workspace.reports, quiet=quiet, lines=lines) as watcher:

        def start(found: Sequence[Standing]) -> None:
            ends[1] = sum(bool(one.why) for one in found)
            watcher.planned(found)

        def end(one: Done) -> None:
            ends[0] += 1
            watcher.ended(one)

        session.planned, session.ended = start, end
        try:
            with heard():
                found = session.run(workspace, planned)
        except KeyboardInterrupt:
            watcher.bar.stop()
            watcher.stopped(*ends)
            sys.exit(STOPPED)
        watcher.bar.stop()
        watcher.finished(found, time.monotonic() - began)
    return found
