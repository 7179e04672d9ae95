"""`pdmon new`: beginnings of a regulation or of a criterion with its notebook."""

from __future__ import annotations

from pathlib import Path

import click

from pdmon_utils.commands.terminal import console
from pdmon_utils.errors import WorkspaceError
from pdmon_utils.store import Workspace

KINDS = ("regulation", "criterion")


@click.command(help="Создать заготовку: положение (regulation) или критерий с тетрадью (criterion).")
@click.argument("kind", metavar="ЧТО", type=click.Choice(KINDS))
@click.argument("code", metavar="КОД")
@click.pass_obj
def new(workspace: Workspace, kind: str, code: str) -> None:
    """Write the commented beginning and say what to do with it; nothing that is there is replaced."""
    written = new_regulation(workspace, code) if kind == "regulation" else new_criterion(workspace, code)
    for path in written:
        console.print(f"Записано: {path}", markup=False, soft_wrap=True)
    after = {
        "regulation": f"Впишите своё вместо слов в <угловых скобках> и проверьте: pdmon regulation {code}",
        "criterion": f"Выполнить тетрадь: pdmon run -n {code}",
    }
    console.print(after[kind], markup=False, soft_wrap=True)


def new_regulation(workspace: Workspace, code: str) -> list[Path]:
    """Write the skeleton of a regulation and of its calendar; raises WorkspaceError for a code that is taken."""
    from pdmon_utils.catalogue import load_catalogue  # noqa: PLC0415  only this command needs it so early
    from pdmon_utils.catalogue.skeletons import checked_code, skeleton, write_new  # noqa: PLC0415  the same

    checked_code(code, load_catalogue().regulations)
    paths = {"regulation": f"{code}.yml", "calendar": f"calendars/{code}.yml"}
    return [write_new(workspace.regulations / path, skeleton(name, code=code)) for name, path in paths.items()]


def new_criterion(workspace: Workspace, code: str) -> list[Path]:
    """Write the indicators of a criterion that is not there yet, and the notebook of one that is."""
    from pdmon_utils.catalogue.skeletons import checked_code, skeleton, write_new  # noqa: PLC0415  only this command

    checked_code(code, ())
    written = []
    if code not in workspace.catalogue.criteria:
        text = skeleton("criterion", code=code, indicator=f"{code.replace('-', '_')}_share")
        written.append(write_new(workspace.regulations / "indicators" / f"{code}.yml", text))
    return [*written, _notebook(workspace, code)]


def _notebook(workspace: Workspace, code: str) -> Path:
    """Write the notebook; its defaults name a municipality that asks for the criterion, else the first one."""
    import nbformat  # noqa: PLC0415  only this command

    from pdmon_utils.batch.scaffold import scaffold  # noqa: PLC0415  brings nbformat
    from pdmon_utils.catalogue.skeletons import write_new  # noqa: PLC0415  only this command

    known = Workspace(workspace.home)  # with the indicators that were written just now
    cards = [card for card in known.municipalities.values() if card.years]
    if not cards:
        raise WorkspaceError("Нет ни одного муниципалитета с данными: выполните pdmon demo или заполните data/raw.")
    asking = [card for card in cards if known.catalogue.regulation(card.regulation).of(code)]
    card = (asking or cards)[0]
    book = scaffold(known.catalogue.criteria[code], card.slug, card.years[-1])
    return write_new(known.own_notebooks / f"{code}.ipynb", nbformat.writes(book) + "\n")  # type: ignore[no-untyped-call]
