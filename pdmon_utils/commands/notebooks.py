"""`pdmon notebooks`: whose notebooks are run, what the analyst changed in his, what changed in ours since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.table import Table
from rich.text import Text

from pdmon_utils.commands.terminal import console
from pdmon_utils.store import Workspace

if TYPE_CHECKING:
    from pdmon_utils.editions import Change  # brings nbformat, which only some commands need

_NAME = "[ТЕТРАДЬ]"


@click.group(invoke_without_command=True, help="Тетради: какие программы, какие свои, что в них изменено.")
@click.pass_context
def notebooks(context: click.Context) -> None:
    """List the notebooks when no further command is given."""
    from pdmon_utils.editions import State, editions  # noqa: PLC0415

    if context.invoked_subcommand:
        return
    table = Table("Тетрадь", "Чья", "Файл")
    found = editions(context.obj)
    for each in found.values():
        table.add_row(each.name, Text(each.state), Text(str(each.path)))
    console.print(table)
    if any(each.state == State.OLDER for each in found.values()):
        console.print("Что у нас изменилось: pdmon notebooks diff. Взять эти изменения: pdmon notebooks update.")


@notebooks.command(help="Скопировать тетрадь в notebooks/own: дальше выполняется эта копия.")
@click.argument("notebook", metavar="ТЕТРАДЬ")
@click.option("--name", metavar="ИМЯ", default="", help="Под другим именем: ещё одна тетрадь, а не вместо нашей.")
@click.pass_obj
def copy(workspace: Workspace, notebook: str, name: str) -> None:
    """Make the analyst's own edition."""
    from pdmon_utils.editions import copy_notebook  # noqa: PLC0415

    target = copy_notebook(workspace, notebook, name)
    _say(f"Тетрадь скопирована: {target}. Правьте её; pdmon run возьмёт её вместо нашей." if not name else
         f"Новая тетрадь: {target}. pdmon run выполнит её вместе с остальными.")  # fmt: skip


@notebooks.command(help="Показать по ячейкам, что изменено в своей тетради и что с тех пор изменилось в нашей.")
@click.argument("notebook", metavar=_NAME, required=False)
@click.pass_obj
def diff(workspace: Workspace, notebook: str | None) -> None:
    """Show the analyst's edits and our news, cell by cell."""
    from pdmon_utils.editions import edition  # noqa: PLC0415

    for name in _chosen(workspace, notebook):
        each = edition(workspace, name)
        _say(f"{name} — {each.state}", style="bold")
        _tell("Изменено у Вас", each.edits)
        if each.base:
            _tell("Изменилось у нас с тех пор", each.news)


@notebooks.command(help="Взять наши изменения в свои тетради; изменённое самим аналитиком не трогается.")
@click.argument("notebook", metavar=_NAME, required=False)
@click.pass_obj
def update(workspace: Workspace, notebook: str | None) -> None:
    """Bring our changes into the analyst's editions."""
    from pdmon_utils.editions import State, edition  # noqa: PLC0415
    from pdmon_utils.editions import update as bring  # noqa: PLC0415

    for name in _chosen(workspace, notebook):
        if not notebook and edition(workspace, name).state != State.OLDER:
            continue
        clash = bring(workspace, name)
        _say(f"{name}: обновлена; прежний вид — {workspace.own_notebooks / '.before' / name}.ipynb.")
        if clash:
            _say(f"  Изменены и у Вас, и у нас, оставлены Ваши ячейки: {len(clash)}. Сравните: pdmon notebooks diff.")


def tell_older(workspace: Workspace) -> None:
    """Say which own editions lag behind ours: `pdmon run` ends with it."""
    if not workspace.own_notebooks.is_dir():
        return
    from pdmon_utils.editions import older  # noqa: PLC0415  brings nbformat, which only some commands need

    if names := older(workspace):
        _say(f"В наших тетрадях есть изменения, которых нет в Ваших: {', '.join(names)}. См. pdmon notebooks diff.")


def _chosen(workspace: Workspace, notebook: str | None) -> list[str]:
    """Return the named notebook, else all that the analyst has of his own; says so when there is none."""
    if notebook:
        return [notebook]
    from pdmon_utils.editions import State, editions  # noqa: PLC0415

    own = [name for name, each in editions(workspace).items() if each.own and each.state != State.OWN]
    if not own:
        console.print("Своих копий нет. Сделать: pdmon notebooks copy ТЕТРАДЬ.")
    return own


def _tell(title: str, told: list[Change]) -> None:
    _say(f"{title}: {'ничего' if not told else f'ячеек — {len(told)}'}")
    for change in told:
        _say(f"  {change.title}")
        for line in change.lines:
            colour = {"-": "red", "+": "green"}.get(line[:1], "")
            _say(f"    {line}", style=colour)


def _say(text: str, style: str = "") -> None:
    console.print(text, style=style or None, markup=False, soft_wrap=True)
