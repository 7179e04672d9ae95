"""The command line `pdmon`. Exit codes: 0 fine, 1 findings or failures, 2 wrong use."""

from __future__ import annotations

import sys
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pandas as pd
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from pdmon_utils.errors import PdmonError
from pdmon_utils.russian import name_parts, teach_click
from pdmon_utils.store import AUDIENCES, Workspace

if TYPE_CHECKING:
    from pdmon_utils.batch.jobs import Job  # brings papermill, which only some commands need

FINDINGS_SHOWN = 40
LAB_SETTINGS = Path(__file__).parent / "lab"
_SEVERITIES = {"error": "ошибка", "query": "вопрос", "note": "пометка"}
_WIDE = 160  # letters a line where there is no window to fit into
_HOME = "Рабочая папка (по умолчанию PDMON_HOME или папка программы)."
_TOWNS = "[МУНИЦИПАЛИТЕТ]..."
console = Console(highlight=False, width=None if sys.stdout.isatty() else _WIDE)
Command = Callable[..., Any]
teach_click()


@click.group(help="Мониторинг профессионального развития педагогов: файлы школ → показатели → отчёты → сайт.")
@click.option("--home", type=click.Path(file_okay=False), metavar="ПАПКА", help=_HOME)
@click.pass_context
def cli(context: click.Context, home: str | None) -> None:
    """Open the workspace for the command that follows."""
    context.obj = Workspace.find(home)


def _choices(command: Command) -> Command:
    options = (
        _several("--municipality", "-m", "ПАПКА", "Муниципалитет (папка в data/raw); можно несколько."),
        _several("--year", "-y", "ГОД", "Отчётный год; можно несколько.", int),
        _several("--notebook", "-n", "ТЕТРАДЬ", "Тетрадь, например deficits; можно несколько."),
        click.option("--audience", "-a", type=click.Choice(AUDIENCES), help="Для кого; без указания — для обеих."),
        click.option("--jobs", "-j", type=click.IntRange(1), metavar="ЧИСЛО", help="Сколько тетрадей выполнять сразу."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _several(name: str, short: str, metavar: str, words: str, kind: type = str) -> Callable[[Command], Command]:
    return click.option(name, short, type=kind, multiple=True, metavar=metavar, help=words)


@cli.command(help="Записать вымышленные районы, проверить, рассчитать, выполнить тетради и собрать сайт.")
@_several("--year", "-y", "ГОД", "Только эти годы отчётов (по умолчанию последний).", int)
@click.option("--all-years", is_flag=True, help="Отчёты за все годы.")
@click.pass_obj
def demo(workspace: Workspace, year: tuple[int, ...], *, all_years: bool) -> None:
    """Do the main job on fictional districts."""
    from pdmon_utils.example import write_example  # noqa: PLC0415  commands load only what they need

    slugs = write_example(workspace.raw)
    console.print(f"Записаны вымышленные районы: {', '.join(slugs)}.")
    _prepare(workspace, ())
    last = max(card.years[-1] for card in workspace.municipalities.values())
    years = () if all_years else year or (last,)
    failed = _run(_plan(workspace, slugs, years), None)
    _publish(workspace)
    if not all_years:
        console.print("Отчёты за остальные годы: pdmon run, затем pdmon publish.")
    sys.exit(1 if failed else 0)


@cli.command(help="Проверить файлы школ: что не так и что сделать.")
@click.argument("municipalities", nargs=-1, metavar=_TOWNS)
@click.pass_obj
def check(workspace: Workspace, municipalities: tuple[str, ...]) -> None:
    """Show the findings of intake without writing anything."""
    from pdmon_utils.prepare import check_files  # noqa: PLC0415

    found = check_files(workspace, municipalities)
    for slug, rows in found.groupby("municipality", sort=True):
        console.print(_findings(str(slug), rows.head(FINDINGS_SHOWN)))
        if len(rows) > FINDINGS_SHOWN:
            console.print(f"…и ещё {len(rows) - FINDINGS_SHOWN}; все — в тетради intake.")
    errors = int((found["severity"] == "error").sum())
    console.print(f"Замечаний: {len(found)}, из них ошибок: {errors}.")
    sys.exit(1 if errors else 0)


def _findings(slug: str, rows: pd.DataFrame) -> Table:
    table = Table("Файл", "Лист", "Ячейка", "Уровень", "Что не так и что сделать", title=slug, title_justify="left")
    shown = rows[["file", "sheet", "cell"]].fillna("").astype(str)
    shown = shown.assign(severity=rows["severity"].astype(str).map(_SEVERITIES), message=rows["message"])
    for row in shown.itertuples(index=False):
        table.add_row(*(Text(str(cell)) for cell in row))  # not markup: «[1]» in a file's name is no command
    return table


@cli.command(help="Прочитать файлы школ, записать чистые таблицы и показатели.")
@click.argument("municipalities", nargs=-1, metavar=_TOWNS)
@click.pass_obj
def prepare(workspace: Workspace, municipalities: tuple[str, ...]) -> None:
    """Write clean tables, findings and figures."""
    sys.exit(1 if _prepare(workspace, municipalities) else 0)


def _prepare(workspace: Workspace, municipalities: tuple[str, ...]) -> int:
    from pdmon_utils.prepare import prepare as prepare_all  # noqa: PLC0415

    with console.status("Читаю файлы…") as status:
        prepared = prepare_all(workspace, municipalities, lambda slug: status.update(f"Читаю {slug}…"))
    found = f"замечаний к файлам: {len(prepared.findings)}, из них ошибок: {prepared.errors}"
    console.print(f"Показателей: {prepared.figures}; {found}. Подробно: pdmon check.")
    return prepared.errors


@cli.command(help="Выполнить тетради и записать отчёты.")
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
    planned = _plan(workspace, municipality, year, notebook, audience)
    if dry_run:
        for job in planned:
            console.print(job.label, markup=False)
        return
    sys.exit(1 if _run(planned, jobs) else 0)


def _plan(
    workspace: Workspace,
    municipalities: tuple[str, ...],
    years: tuple[int, ...],
    notebooks: tuple[str, ...] = (),
    audience: str | None = None,
) -> list[Job]:
    from pdmon_utils.batch.jobs import Wanted, plan  # noqa: PLC0415

    audiences = (audience,) if audience else AUDIENCES
    return plan(workspace, Wanted(municipalities, years, notebooks, audiences))


def _run(planned: list[Job], jobs: int | None) -> int:
    """Return the number of reports that failed, after saying which and why."""
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
    return len(failed)


@cli.command(help="Собрать сайт раздела «МСОКО» из готовых публичных отчётов.")
@click.pass_obj
def publish(workspace: Workspace) -> None:
    """Build the site."""
    _publish(workspace)


def _publish(workspace: Workspace) -> None:
    from pdmon_utils.batch.manifest import public_pages  # noqa: PLC0415
    from pdmon_utils.publish import build_site  # noqa: PLC0415

    site = build_site(workspace.reports, list(public_pages(workspace.reports)))
    console.print(f"Сайт: {site / 'index.html'}", soft_wrap=True)


@cli.command(help="Открыть JupyterLab на тетрадях рабочей папки.")
@click.argument("options", nargs=-1, type=click.UNPROCESSED, metavar="[-- КЛЮЧИ JUPYTERLAB]")
@click.pass_obj
def lab(workspace: Workspace, options: tuple[str, ...]) -> None:
    """Open JupyterLab in Russian; further options go to it."""
    import os  # noqa: PLC0415

    from jupyterlab.labapp import main as open_lab  # type: ignore[import-untyped]  # noqa: PLC0415

    os.environ["PDMON_HOME"] = str(workspace.home)
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join([str(LAB_SETTINGS), os.environ.get("JUPYTER_CONFIG_PATH", "")])
    sys.argv = ["jupyter-lab", str(workspace.notebooks), *options]
    open_lab()


name_parts(cli)


def main() -> None:
    """Run the command line; an error that a person can mend is said in Russian without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console of cp866 lacks some signs
    try:
        cli(prog_name="pdmon")
    except PdmonError as error:
        console.print(f"Ошибка: {error}", markup=False, soft_wrap=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
