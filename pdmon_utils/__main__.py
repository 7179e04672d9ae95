"""The command line `pdmon`. Exit codes: 0 fine, 1 findings or failures, 2 wrong use."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from pdmon_utils.errors import PdmonError
from pdmon_utils.store import AUDIENCES, Workspace

FINDINGS_SHOWN = 40
LAB_SETTINGS = Path(__file__).parent / "lab"
_SEVERITIES = {"error": "ошибка", "query": "вопрос", "note": "пометка"}
console = Console(highlight=False)
Command = Callable[..., Any]


@click.group(help="Мониторинг профессионального развития педагогов: файлы школ → показатели → отчёты → сайт.")
@click.option("--home", type=click.Path(file_okay=False), help="Рабочая папка (по умолчанию PDMON_HOME или папка программы).")
@click.pass_context
def cli(context: click.Context, home: str | None) -> None:
    """Open the workspace for the command that follows."""
    context.obj = Workspace.find(home)


def _choices(command: Command) -> Command:
    options = (
        click.option("--municipality", "-m", multiple=True, help="Муниципалитет (папка в data/raw); можно несколько."),
        click.option("--year", "-y", type=int, multiple=True, help="Отчётный год; можно несколько."),
        click.option("--notebook", "-n", multiple=True, help="Тетрадь, например deficits; можно несколько."),
        click.option("--audience", "-a", type=click.Choice(AUDIENCES), help="Для кого; без указания — для обеих аудиторий."),
        click.option("--jobs", "-j", type=click.IntRange(1), help="Сколько тетрадей выполнять сразу."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@cli.command(help="Записать вымышленные районы, проверить, рассчитать, выполнить тетради и собрать сайт.")
@click.option("--year", "-y", type=int, multiple=True, help="Только эти годы отчётов (по умолчанию последний).")
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
    failed = _run(workspace, slugs, years, (), None, None)
    _publish(workspace)
    if not all_years:
        console.print("Отчёты за остальные годы: pdmon run, затем pdmon publish.")
    sys.exit(1 if failed else 0)


@cli.command(help="Проверить файлы школ: что не так и что сделать.")
@click.argument("municipalities", nargs=-1)
@click.pass_obj
def check(workspace: Workspace, municipalities: tuple[str, ...]) -> None:
    """Show the findings of intake without writing anything."""
    from pdmon_utils.prepare import check_files  # noqa: PLC0415

    found = check_files(workspace, municipalities)
    for slug, rows in found.groupby("municipality", sort=True):
        table = Table("Файл", "Лист", "Ячейка", "Уровень", "Что не так и что сделать", title=str(slug), title_justify="left")
        for row in rows.head(FINDINGS_SHOWN).itertuples():
            place = (row.file, row.sheet or "", row.cell or "")
            table.add_row(f"{row.year}/{place[0]}", *place[1:], _SEVERITIES[str(row.severity)], str(row.message))
        console.print(table)
        if len(rows) > FINDINGS_SHOWN:
            console.print(f"…и ещё {len(rows) - FINDINGS_SHOWN}; все — в тетради intake.")
    errors = int((found["severity"] == "error").sum())
    console.print(f"Замечаний: {len(found)}, из них ошибок: {errors}.")
    sys.exit(1 if errors else 0)


@cli.command(help="Прочитать файлы школ, записать чистые таблицы и показатели.")
@click.argument("municipalities", nargs=-1)
@click.pass_obj
def prepare(workspace: Workspace, municipalities: tuple[str, ...]) -> None:
    """Write clean tables, findings and figures."""
    sys.exit(1 if _prepare(workspace, municipalities) else 0)


def _prepare(workspace: Workspace, municipalities: tuple[str, ...]) -> int:
    from pdmon_utils.prepare import prepare as prepare_all  # noqa: PLC0415

    with console.status("Читаю файлы…") as status:
        prepared = prepare_all(workspace, municipalities, lambda slug: status.update(f"Читаю {slug}…"))
    console.print(
        f"Показателей: {prepared.figures}; замечаний к файлам: {len(prepared.findings)}, из них ошибок: {prepared.errors}. "
        "Подробно: pdmon check."
    )
    return prepared.errors


@cli.command(help="Выполнить тетради и записать отчёты.")
@_choices
@click.option("--dry-run", is_flag=True, help="Только показать, что было бы выполнено.")
@click.pass_obj
def run(  # noqa: PLR0913  one parameter an option
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
    if dry_run:
        for job in _plan(workspace, municipality, year, notebook, audience):
            console.print(job.label)
        return
    sys.exit(1 if _run(workspace, municipality, year, notebook, audience, jobs) else 0)


def _plan(workspace: Workspace, municipality: Any, year: Any, notebook: Any, audience: str | None) -> list[Any]:  # noqa: ANN401
    from pdmon_utils.batch import Wanted, plan  # noqa: PLC0415

    audiences = (audience,) if audience else AUDIENCES
    return plan(workspace, Wanted(tuple(municipality), tuple(year), tuple(notebook), audiences))


def _run(workspace: Workspace, municipality: Any, year: Any, notebook: Any, audience: Any, jobs: Any) -> int:  # noqa: ANN401, PLR0913, PLR0917
    """Return the number of reports that failed, after saying which and why."""
    from pdmon_utils.batch import run_all  # noqa: PLC0415

    planned = _plan(workspace, municipality, year, notebook, audience)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("Отчёты", total=len(planned))
        outcomes = run_all(planned, jobs or 0, lambda _: progress.advance(task))
    failed = [outcome for outcome in outcomes if outcome.reason]
    console.print(f"Отчётов: {len(outcomes)}, готово: {len(outcomes) - len(failed)}, не выполнено: {len(failed)}.")
    for outcome in failed:
        console.print(f"  {outcome.job.label}: {outcome.reason}", markup=False)
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
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def lab(workspace: Workspace, options: tuple[str, ...]) -> None:
    """Open JupyterLab in Russian; further options go to it."""
    import os  # noqa: PLC0415

    from jupyterlab.labapp import main as open_lab  # noqa: PLC0415

    os.environ["PDMON_HOME"] = str(workspace.home)
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join([str(LAB_SETTINGS), os.environ.get("JUPYTER_CONFIG_PATH", "")])
    sys.argv = ["jupyter-lab", str(workspace.notebooks), *options]
    open_lab()


def main() -> None:
    """Run the command line; an error that a person can mend is said in Russian without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  a console of cp866 lacks some signs
    try:
        cli(prog_name="pdmon")
    except PdmonError as error:
        console.print(f"Ошибка: {error}", markup=False, soft_wrap=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
