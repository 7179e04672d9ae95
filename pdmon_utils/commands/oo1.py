"""`pdmon oo1`: the draft of a layout for a form of another year."""

from __future__ import annotations

from pathlib import Path

import click

from pdmon_utils.commands.terminal import console
from pdmon_utils.errors import PdmonError
from pdmon_utils.folders import whole
from pdmon_utils.store import Workspace

_TARGET = "pdmon_utils.reading.layout:layout_request"


class LayoutError(PdmonError):
    """A draft of a layout cannot be made or written."""


@click.command(help="Снять с выгрузки формы ОО-1 черновик её раскладки: разделы, строки и графы, как они на листах.")
@click.argument("book", metavar="КНИГА", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("year", metavar="ГОД", type=click.IntRange(2000, 2099))
@click.option("--force", is_flag=True, help="Заменить раскладку этого года, если она уже есть.")
@click.pass_obj
def oo1(workspace: Workspace, book: Path, year: int, *, force: bool) -> None:
    """Write the draft to the workspace's folder of editions; a layout that is there stays unless told otherwise."""
    from pdmon_utils.oo1.editions import read_edition  # noqa: PLC0415  only this command
    from pdmon_utils.reading.children import Child  # noqa: PLC0415  only this command

    path = workspace.home / "oo1" / f"{year}.yml"
    if path.exists() and not force:
        raise LayoutError(f"{path} уже есть. Заменить его: повторите команду с ключом --force.")
    with Child(_TARGET) as child:
        said = child.ask({"path": str(book.resolve()), "year": year})
    if not said.get("text"):
        raise LayoutError(said.get("refused") or f"{book}: нет листов вида «Раздел 3.1» со строкой граф «1 2 3 …».")
    with whole(path) as part:
        part.write_text(said["text"], encoding="utf-8")
    sections = ", ".join(read_edition(path).sections)
    console.print(f"Черновик: {path} (разделы {sections}). Сверьте его с приказом.", markup=False, soft_wrap=True)
