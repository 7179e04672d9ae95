"""`pdmon accept`, `return`, `lock`, `reopen`: what was decided on handed-in data."""

from __future__ import annotations

from collections.abc import Callable

import click

from pdmon_utils.commands.terminal import Command, console
from pdmon_utils.days import today
from pdmon_utils.errors import WorkspaceError, nearest
from pdmon_utils.journal import Decision, LockedYearError
from pdmon_utils.store import Workspace

DAY = click.option(
    "--today", "day", metavar="ДАТА", help="Какой день считать сегодняшним (иначе PDMON_TODAY или часы)."
)
BY = click.option("--by", required=True, metavar="ИМЯ", help="Кто решил; остаётся в журнале.")
_DONE = {"accepted": "Приняты", "returned": "Возвращены"}


def _place(command: Command) -> Command:
    """Give a command municipality, year, who decides and the day."""
    for part in (DAY, BY, click.argument("year", type=int, metavar="ГОД")):
        command = part(command)
    return click.pass_obj(click.argument("municipality", metavar="МУНИЦИПАЛИТЕТ")(command))


def _decisive(command: Command) -> Command:
    words = "Код организации; можно несколько. Без указания — все, кто сдал."
    note = click.option("--note", default="", metavar="ТЕКСТ", help="Примечание в журнал.")
    chosen = click.option("--organisation", "-o", "chosen", multiple=True, metavar="КОД", help=words)
    return _place(chosen(note(command)))


@click.command(help="Принять данные организаций за год.")
@_decisive
def accept(  # noqa: PLR0913, PLR0917  one parameter an option
    workspace: Workspace, municipality: str, year: int, by: str, day: str | None, note: str, chosen: tuple[str, ...]
) -> None:
    """Accept the data of organisations."""
    _decide(workspace, municipality, year, chosen, lambda org: Decision(org, "accepted", by, today(day), note))


@click.command("return", help="Вернуть данные организаций на исправление.")
@_decisive
def return_data(  # noqa: PLR0913, PLR0917  one parameter an option
    workspace: Workspace, municipality: str, year: int, by: str, day: str | None, note: str, chosen: tuple[str, ...]
) -> None:
    """Return the data of organisations."""
    _decide(workspace, municipality, year, chosen, lambda org: Decision(org, "returned", by, today(day), note))


def _decide(
    workspace: Workspace, slug: str, year: int, chosen: tuple[str, ...], decision: Callable[[str], Decision]
) -> None:
    """Write a decision on each organisation; raises LockedYearError, WorkspaceError for one unknown or silent."""
    _known_year(workspace, slug, year)
    journal = workspace.journal(slug)
    if lock := journal.locked(year):
        raise LockedYearError(lock.refusal(slug))
    names = _handed_in(workspace, slug, year, chosen)
    decided = [decision(org) for org in names]
    journal.decide(year, *decided)
    console.print(f"{_DONE[decided[0].status]}: {', '.join(names.values())}.", markup=False, soft_wrap=True)


def _handed_in(workspace: Workspace, slug: str, year: int, chosen: tuple[str, ...]) -> dict[str, str]:
    """Return org_id → name of the chosen organisations, or of all that handed in."""
    from pdmon_utils.receipts import organisations_of, progress, receipts_of  # noqa: PLC0415

    names = {str(org): name for org, name in organisations_of(workspace, slug, year).items()}
    silent = progress(receipts_of(workspace, slug, year)).silent
    for org in chosen:
        if org not in names:
            raise WorkspaceError(f"Нет организации «{org}» в перечне за {year} год{nearest(org, names)}")
        if org in silent:
            raise WorkspaceError(f"{names[org]} ({org}) сведений за {year} год не представила: решать не о чем.")
    wanted = {org: names[org] for org in chosen or names if org not in silent}
    if not wanted:
        raise WorkspaceError(f"За {year} год никто сведений не представил: решать не о чем.")
    return wanted


@click.command(help="Закрыть год: его данные больше не заменяются.")
@_place
def lock(workspace: Workspace, municipality: str, year: int, by: str, day: str | None) -> None:
    """Lock a year."""
    from pdmon_utils.receipts import organisations_of, progress, receipts_of  # noqa: PLC0415

    _known_year(workspace, municipality, year)
    found = progress(receipts_of(workspace, municipality, year))
    workspace.journal(municipality).lock(year, by, today(day))
    console.print(f"{municipality}: {year} год закрыт. Открыть снова: pdmon reopen с указанием причины.")
    names = organisations_of(workspace, municipality, year)
    open_ones = [name for org, name in names.items() if org not in found.accepted]
    if open_ones:
        said = f"Закрыто без принятых данных организаций ({len(open_ones)}): {', '.join(open_ones)}."
        console.print(said, markup=False, soft_wrap=True)


@click.command(help="Открыть закрытый год, указав причину.")
@click.option("--reason", required=True, metavar="ТЕКСТ", help="Почему; остаётся в журнале.")
@_place
def reopen(  # noqa: PLR0913, PLR0917  one parameter an option
    workspace: Workspace, municipality: str, year: int, by: str, day: str | None, reason: str
) -> None:
    """Reopen a locked year."""
    _known_year(workspace, municipality, year)
    workspace.journal(municipality).reopen(year, by, today(day), reason)
    console.print(f"{municipality}: {year} год снова открыт. Причина записана в журнал.")


def _known_year(workspace: Workspace, slug: str, year: int) -> None:
    years = workspace.municipality(slug).years
    if year not in years:
        known = ", ".join(map(str, years)) or "ни одного"
        raise WorkspaceError(f"«{slug}»: данных за {year} год нет. Есть годы: {known}.")
