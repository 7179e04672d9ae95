"""`pdmon verify`: a report made again from the raw files, or beside a table made by hand."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pdmon_utils.commands.terminal import console
from pdmon_utils.folders import whole
from pdmon_utils.store import Workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdmon_utils.batch.jobs import Job
    from pdmon_utils.verify.protocol import Line

_HELP = "Пересчитать отчёт из исходных файлов и сравнить до байта, или сверить с таблицей, посчитанной вручную."
_AGAINST = "Таблица (книга Excel), посчитанная вручную: сверить с ней показатели отчёта."
_TEMPLATE = "Записать заготовку такой таблицы."


@click.command(help=_HELP)
@click.argument("report", metavar="ОТЧЁТ")
@click.option("--against", metavar="ФАЙЛ", type=click.Path(dir_okay=False), help=_AGAINST)
@click.option("--template", metavar="ФАЙЛ", type=click.Path(dir_okay=False), help=_TEMPLATE)
@click.pass_obj
def verify(workspace: Workspace, report: str, against: str | None, template: str | None) -> None:
    """Print what agrees and what differs; ends with 1 if anything differs or was not found."""
    from pdmon_utils.verify.target import target_of  # noqa: PLC0415  commands load only what they need

    target = target_of(workspace, report)
    if template:
        _write_template(workspace, target.job, Path(template))
    elif against:
        sys.exit(_back_test(workspace, target.job, Path(against)))
    else:
        from pdmon_utils.verify.verified import verified  # noqa: PLC0415

        with console.status(f"Пересчитываю {target.job.label}…"):
            lines = verified(workspace, target)
        _show(lines)
        agrees = all(line.agrees for line in lines)
        console.print("Отчёт воспроизводится." if agrees else "Отчёт не воспроизводится.")
        sys.exit(0 if agrees else 1)


def _write_template(workspace: Workspace, job: Job, path: Path) -> None:
    from pdmon_utils.verify.backtest import asked  # noqa: PLC0415
    from pdmon_utils.verify.template import template  # noqa: PLC0415

    with whole(path) as part:
        part.write_bytes(template(asked(workspace, job).values()))
    console.print(f"Заготовка: {path}", markup=False, soft_wrap=True)


def _back_test(workspace: Workspace, job: Job, path: Path) -> int:
    from pdmon_utils.verify.backtest import backtest  # noqa: PLC0415
    from pdmon_utils.verify.handmade import sheets_of  # noqa: PLC0415
    from pdmon_utils.verify.layout import rows_of  # noqa: PLC0415

    found = backtest(workspace, job, rows_of(sheets_of(path), job.year))
    _show(found.lines)
    read = "в процентах" if found.percents else "частями единицы (кроме ячеек со знаком %)"
    console.print(f"Доли в таблице прочитаны {read}.")
    agrees = sum(line.agrees is True for line in found.lines)
    unknown = sum(line.agrees is None for line in found.lines)
    differs = len(found.lines) - agrees - unknown
    console.print(f"Строк: {len(found.lines)}; совпадает: {agrees}, расходится: {differs}, не проверить: {unknown}.")
    if found.missing:
        said = f"Показатели отчёта, которых нет в таблице ({len(found.missing)}): {'; '.join(found.missing)}."
        console.print(said, markup=False, soft_wrap=True)
    return 0 if found.fits else 1


def _show(lines: Sequence[Line]) -> None:
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table("Что сравнивалось", "Итог", "Подробно")
    for line in lines:
        table.add_row(Text(line.what), line.verdict, Text("\n".join(line.details)))
    console.print(table)
