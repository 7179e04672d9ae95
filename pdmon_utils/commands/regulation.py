"""`pdmon regulation`: what a regulation asks, whether its file is right, its values on data, beside another one."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.markup import escape
from rich.table import Table

from pdmon_utils.catalogue import Catalogue, Regulation, load_catalogue, review_own, to_fill
from pdmon_utils.commands.terminal import console, several
from pdmon_utils.days import moment
from pdmon_utils.errors import CatalogueError, WorkspaceError
from pdmon_utils.folders import whole
from pdmon_utils.store import Workspace

if TYPE_CHECKING:
    import pandas as pd

    from pdmon_utils.show import Shown  # brings matplotlib

_PAUSE = 0.5  # seconds between two looks at the file


@click.command(help="Показать положение, проверить его файл, посчитать показатели на данных, сопоставить с другим.")
@click.argument("code", metavar="[КОД]", required=False, default="")
@click.option("--municipality", "-m", metavar="ПАПКА", default="", help="На данных какого муниципалитета посчитать.")
@click.option("--year", "-y", metavar="ГОД", type=click.IntRange(2000, 2099), help="За какой год (иначе последний).")
@several("--against", "-a", "КОД", "Сопоставить с другим положением; можно несколько.")
@click.option("--find", metavar="СЛОВО", default="", help="Найти показатель каталога по началу слова.")
@click.option("--watch", is_flag=True, help="Проверять файл после каждого сохранения, пока не нажато Ctrl+C.")
@click.option("--to", metavar="ФАЙЛ", type=click.Path(dir_okay=False), help="Куда записать страницу.")
@click.pass_obj
def regulation(  # noqa: PLR0913, PLR0917  one parameter an option
    workspace: Workspace,
    code: str,
    municipality: str,
    year: int | None,
    against: tuple[str, ...],
    find: str,
    to: str | None,
    *,
    watch: bool,
) -> None:
    """Show, check, try or compare; exit code 1 when the file has slips."""
    if find:
        _grid(found(workspace.catalogue, find), f"Показатели каталога: «{find}»")
    elif not code:
        _grid(listed(workspace), "Положения")
    elif watch:
        watched(workspace, code)
    elif not checked(workspace, code):
        sys.exit(1)
    else:
        _shown(Workspace(workspace.home), code, municipality, year, against, to)


def found(catalogue: Catalogue, word: str) -> pd.DataFrame:
    """Return the indicators that have the beginning of a word in title, topic or numerator; raises CatalogueError."""
    import pandas as pd  # noqa: PLC0415  slow to import

    wanted = re.compile(rf"\b{re.escape(word.lower())}")
    rows = [
        {"Показатель": i.code, "Критерий": criterion.code, "Название": i.title, "Числитель": i.numerator}
        for criterion in catalogue.criteria.values()
        for i in criterion.indicators.values()
        if wanted.search(f"{i.code} {i.title} {i.topic} {i.numerator}".lower())
    ]
    if not rows:
        raise CatalogueError(f"Показателя со словом «{word}» нет. Возьмите начало слова короче, например «диагн».")
    return pd.DataFrame(rows)


def listed(workspace: Workspace) -> pd.DataFrame:
    """Return the regulations: code, short name, number of asks, where its file lies."""
    import pandas as pd  # noqa: PLC0415  slow to import

    own = [path.stem for path in workspace.regulations.glob("*.yml")]
    return pd.DataFrame(
        [
            {
                "Код": law.code,
                "Чьё": law.short,
                "Показателей": str(len(law.asks)),
                "Файл": f"regulations/{law.code}.yml" if law.code in own else "в программе",
            }
            for law in workspace.catalogue.regulations.values()
        ]
    )


def checked(workspace: Workspace, code: str) -> bool:
    """Say every slip of the workspace's file and what is still to fill in; return True where there is no slip."""
    path = workspace.regulations / f"{code}.yml"
    if not path.exists():
        if code not in load_catalogue().regulations:
            raise WorkspaceError(f"Нет файла {path}. Создайте заготовку: pdmon new regulation {code}")
        return True
    slips = review_own(code, workspace.regulations)
    for remark in slips:
        console.print(f"✗ {remark}", markup=False, soft_wrap=True)
    left = [] if slips else to_fill(path)
    for remark in left:
        console.print(f"… {remark}", markup=False, soft_wrap=True)
    console.print(f"Ошибок: {len(slips)}." + (f" Осталось вписать: {len(left)}." if left else ""))
    return not slips


def watched(workspace: Workspace, code: str, looks: int | None = None) -> None:
    """Check the file each time it was saved; `looks` ends after so many looks at it."""
    path, seen = workspace.regulations / f"{code}.yml", ""
    for _ in count() if looks is None else range(looks):
        state = "".join(_states([path, *(workspace.regulations / "indicators").glob("*.yml")]))
        if state != seen:
            console.print(f"— {moment()} {path.name}", markup=False)
            checked(workspace, code)
        seen = state
        time.sleep(_PAUSE)


def _states(paths: list[Path]) -> Iterator[str]:
    return (f"{path.name} {path.stat().st_mtime_ns} {path.stat().st_size};" for path in paths if path.exists())


def _shown(  # noqa: PLR0913, PLR0917  what the person asked for
    workspace: Workspace, code: str, municipality: str, year: int | None, against: tuple[str, ...], to: str | None
) -> None:
    """Print the indicators, their values where data are at hand, and the crosswalks; write all of it as a page."""
    from pdmon_utils.study.crosswalk import crosswalk_table  # noqa: PLC0415  brings matplotlib
    from pdmon_utils.study.preview import definitions, preview, tried, values  # noqa: PLC0415  the same

    law, others = workspace.catalogue.regulation(code), [workspace.catalogue.regulation(name) for name in against]
    place = municipality or _working_by(workspace, law)
    if not place:
        _grid(definitions(law), f"Показатели: {law.short}")
        console.print(f"Значения на данных: pdmon regulation {code} -m ПАПКА", markup=False)
    for other in others:
        table = crosswalk_table(law, other)
        _grid(table.frame, table.caption)
    if place:
        data = tried(workspace, law, place, year or workspace.municipality(place).years[-1])
        _grid(values(data), f"{law.short}: {data.card.name}, {data.year} год")
        path = Path(to) if to else workspace.reports / "regulations" / f"{code}.html"
        _page(path, law, preview(data, others))


def _working_by(workspace: Workspace, law: Regulation) -> str:
    """Return a municipality whose card names the regulation, where data are prepared; else nothing."""
    cards = [card for card in workspace.municipalities.values() if card.regulation == law.code and card.years]
    return cards[0].slug if cards and (workspace.processed / "figures.parquet").exists() else ""


def _page(path: Path, law: Regulation, parts: list[Shown]) -> None:
    from pdmon_utils.publish.loose import loose_page  # noqa: PLC0415  brings nbconvert

    with whole(path) as part:
        part.write_text(loose_page(f"Положение на пробу: {law.short}", parts), encoding="utf-8")
    console.print(f"Страница с паспортами: {path}", markup=False, soft_wrap=True)


def _grid(frame: pd.DataFrame, title: str) -> None:
    table = Table(*map(str, frame.columns), title=title, title_justify="left", show_lines=True)
    for row in frame.itertuples(index=False):
        table.add_row(*(escape(str(cell)) for cell in row))
    console.print(table)
