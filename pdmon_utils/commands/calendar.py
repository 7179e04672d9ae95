"""`pdmon calendar`: the deadlines of a regulation, where each step stands, who has not handed in; .ics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.table import Table
from rich.text import Text

from pdmon_utils.commands.journal import DAY
from pdmon_utils.commands.terminal import console
from pdmon_utils.days import today
from pdmon_utils.deadlines import Occurrence, ics_bytes, occurrences, status
from pdmon_utils.errors import WorkspaceError, nearest
from pdmon_utils.journal import Done
from pdmon_utils.municipality import Municipality
from pdmon_utils.store import Workspace

if TYPE_CHECKING:
    from pdmon_utils.receipts import Progress  # brings words and pandas, which only some commands need

_HEAD = ("Шаг", "Что", "Срок по положению", "Даты", "Кто", "Документ", "Состояние")
_STYLES = {"скоро": "yellow", "срок прошёл": "red", "сделано": "green", "идёт": "bold"}


@click.command(help="Показать сроки мониторинга и кто не сдал данные; записать календарь .ics.")
@click.argument("municipality", required=False, metavar="[МУНИЦИПАЛИТЕТ]")
@click.option("--year", "-y", type=int, metavar="ГОД", help="Отчётный год (по умолчанию последний).")
@click.option("--ics", type=click.Path(dir_okay=False), metavar="ФАЙЛ", help="Записать сроки в файл календаря.")
@DAY
@click.option("--done", metavar="ШАГ", help="Отметить шаг сделанным.")
@click.option("--document", default="", metavar="ТЕКСТ", help="Каким документом; вместе с --done.")
@click.option("--by", default="", metavar="ИМЯ", help="Кто сделал; вместе с --done.")
@click.pass_obj
def calendar(  # noqa: PLR0913, PLR0917  one parameter an option
    workspace: Workspace,
    municipality: str | None,
    year: int | None,
    ics: str | None,
    day: str | None,
    done: str | None,
    document: str,
    by: str,
) -> None:
    """Show deadlines, mark a step as done, write an iCalendar file."""
    if (ics or done) and not municipality:
        raise click.UsageError("С ключами --ics и --done укажите муниципалитет.")
    for slug in (municipality,) if municipality else workspace.some():
        card = workspace.municipality(slug)
        shown = year or (card.years[-1] if card.years else today(day).year)
        if done:
            _mark(workspace, card, shown, Done(done, document, by, today(day)))
        steps = occurrences(workspace.calendar(card.regulation), shown, card.due(shown))
        _show(workspace, card, shown, steps, today(day))
        if ics:
            Path(ics).write_bytes(ics_bytes(slug, f"{card.name}: сроки мониторинга, {shown} год", shown, steps))
            console.print(f"Календарь: {ics}", markup=False, soft_wrap=True)


def _mark(workspace: Workspace, card: Municipality, year: int, done: Done) -> None:
    steps = workspace.calendar(card.regulation).steps
    if done.step not in steps:
        raise WorkspaceError(f"В календаре нет шага «{done.step}»{nearest(done.step, steps)}")
    if not done.by or not done.document:
        raise click.UsageError("С ключом --done укажите --document и --by: они остаются в журнале.")
    workspace.journal(card.slug).add(year, done)


def _show(workspace: Workspace, card: Municipality, year: int, steps: Sequence[Occurrence], now: date) -> None:
    done = workspace.journal(card.slug).done(year)
    title = f"{card.name}: сроки {year} отчётного года на {now:%d.%m.%Y}"
    if not steps:
        console.print(f"{title}\nПоложение сроков не называет.", markup=False)
    else:
        table = Table(*_HEAD, title=Text(title), title_justify="left")
        for one in steps:
            state = status(one, now, done)
            words = (one.step.id, one.step.does, one.step.deadline, _days(one), _who(card, one), one.step.document)
            table.add_row(*map(Text, words), Text(state, style=_STYLES.get(state, "")))
        console.print(table)
    for line in _hand_over(workspace, card, year, steps):
        console.print(line, markup=False, soft_wrap=True)


def _days(one: Occurrence) -> str:
    if one.start is None or one.end is None:
        return "—"
    return f"{one.end:%d.%m.%Y}" if one.start == one.end else f"{one.start:%d.%m.%Y} – {one.end:%d.%m.%Y}"


def _who(card: Municipality, one: Occurrence) -> str:
    """Return whom the regulation names, else whom the card makes responsible for gathering data."""
    return one.step.responsible or (card.responsible.get("сбор данных", "") if one.step.collects else "")


def _hand_over(workspace: Workspace, card: Municipality, year: int, steps: Sequence[Occurrence]) -> list[str]:
    """Return who handed in, once for all data and once for each collecting step that is about some tables only."""
    from pdmon_utils.receipts import counted, deadline, named, organisations_of, progress, receipts_of  # noqa: PLC0415

    try:
        found = receipts_of(workspace, card.slug, year)
    except WorkspaceError as unready:
        return [str(unready)]
    names = {str(org): name for org, name in organisations_of(workspace, card.slug, year).items()}
    whole = progress(found)
    by_step = [
        f"{step}: {_of_step(progress(found, tables), names)}" for step, tables in _collecting(workspace, card, steps)
    ]
    return [deadline(found), counted(whole), *named(whole, names), *by_step]


def _collecting(
    workspace: Workspace, card: Municipality, steps: Sequence[Occurrence]
) -> list[tuple[str, frozenset[str]]]:
    from pdmon_utils.receipts import tables_of  # noqa: PLC0415

    regulation = workspace.catalogue.regulation(card.regulation)
    collecting = {one.step.id: one.step for one in steps if one.step.collects}
    return [(code, tables_of(step, regulation)) for code, step in collecting.items()]


def _of_step(found: Progress, names: Mapping[str, str]) -> str:
    whole = found.handed_in - len(found.part)
    missing = [names[org] for org in (*found.silent, *found.part)]
    rest = f"; не сдали или сдали не всё: {', '.join(missing)}" if missing else ""
    return f"сдали {whole} из {len(found.registered)}{rest}."
