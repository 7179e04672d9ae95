"""`pdmon check`: what is wrong in the files and what to do, on screen, as a page, as copies and letters."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click
from rich.table import Table
from rich.text import Text

from pdmon_utils.commands.terminal import TOWNS, console
from pdmon_utils.store import Workspace

if TYPE_CHECKING:  # both bring pandas: too slow for a line of help
    from pdmon_utils.returned.case import Case
    from pdmon_utils.returned.remarks import Remark
    from pdmon_utils.returned.writing import Outcome

FINDINGS_SHOWN = 40
_HELP = "Проверить файлы школ: замечания на экране и на странице, размеченные копии книг и письма школам."


@click.command(help=_HELP)
@click.argument("municipalities", nargs=-1, metavar=TOWNS)
@click.option("--no-copies", is_flag=True, help="Не делать размеченных копий книг.")
@click.option("--quiet", "-q", is_flag=True, help="Только итог по каждому муниципалитету.")
@click.option("--json", "as_json", is_flag=True, help="Итог для других программ вместо таблиц.")
@click.pass_obj
def check(workspace: Workspace, municipalities: tuple[str, ...], no_copies: bool, quiet: bool, as_json: bool) -> None:  # noqa: FBT001  click hands flags over
    """Check files, write what goes back; ends with 1 if there is an error."""
    from pdmon_utils.collect import collect  # noqa: PLC0415
    from pdmon_utils.days import today  # noqa: PLC0415
    from pdmon_utils.returned.case import case_of  # noqa: PLC0415
    from pdmon_utils.returned.writing import write_check  # noqa: PLC0415

    day, told = today(), []
    for each in collect(workspace, municipalities):
        case = case_of(workspace, each.slug, each.intake, day)
        outcome = write_check(workspace.reports / each.slug / "check", case, copies=not no_copies)
        told.append(_summary(case, outcome))
        if not as_json:
            _show(case, outcome, told[-1], quiet=quiet)
    errors = sum(one["errors"] for one in told)
    if as_json:
        click.echo(json.dumps({"errors": errors, "municipalities": told}, ensure_ascii=False, indent=1))
    else:
        found = errors + sum(one["queries"] + one["notes"] for one in told)
        console.print(f"Замечаний: {found}, из них ошибок: {errors}.")
    sys.exit(1 if errors else 0)


def _summary(case: Case, outcome: Outcome) -> dict[str, Any]:
    from pdmon_utils.returned.remarks import tally  # noqa: PLC0415

    sizes = tally(case.everything)
    return {
        "municipality": case.slug,
        "name": case.card.name,
        "errors": sizes["error"],
        "queries": sizes["query"],
        "notes": sizes["note"],
        "files": sum(len(year.owners) for year in case.years),
        "unread": sorted(file for year in case.years for file in year.unread_errors),
        "silent": {str(year.number): list(year.silent) for year in case.years if year.silent},
        "page": str(outcome.page),
        "copies": len(outcome.copies),
        "letters": len(outcome.letters),
        "failed": dict(outcome.failed),
    }


def _show(case: Case, outcome: Outcome, summary: dict[str, Any], *, quiet: bool) -> None:
    console.print(_totals(case))
    if case.everything and not quiet:
        console.print(_remarks(case.worst(FINDINGS_SHOWN)))
        if len(case.everything) > FINDINGS_SHOWN:
            console.print(f"…и ещё {len(case.everything) - FINDINGS_SHOWN}; все — на странице.")
    for file, why in outcome.failed.items():
        console.print(f"{file}: {why}", markup=False)
    console.print(f"Страница: {outcome.page}", markup=False, soft_wrap=True)
    console.print(f"Рядом с ней — размеченных копий: {summary['copies']}, писем: {summary['letters']}.\n")


def _totals(case: Case) -> Table:
    from pdmon_utils.returned.remarks import tally  # noqa: PLC0415

    table = Table("Год", title=Text(f"{case.card.name} ({case.slug})"), title_justify="left")
    for name in ("Файлов", "Не прочитано", "Ошибок", "Вопросов", "Пометок"):
        table.add_column(name, justify="right")
    table.add_column("Не сдали сведения")
    for year in case.years:
        sizes = (len(year.owners), len(year.unread_errors), *tally(year.remarks).values())
        silent = ", ".join(year.name(org) for org in year.silent) or "—"
        table.add_row(str(year.number), *map(str, sizes), Text(silent))
    return table


def _remarks(remarks: list[Remark]) -> Table:
    table = Table("Файл", "Лист", "Ячейка", "Правило", "Уровень", "Что не так и что сделать")
    for one in remarks:
        cells = (one.file, one.sheet, one.cell, str(one.number), one.level, one.message)
        table.add_row(*map(Text, cells))  # not markup: «[1]» in a file's name is no command
    return table
