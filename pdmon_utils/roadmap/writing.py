"""The roadmap as a workbook: the sheet «Меры, рекомендации, решения», edited in Excel and handed in like any other."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment

from pdmon_utils.errors import WorkspaceError
from pdmon_utils.folders import whole
from pdmon_utils.municipality import Municipality
from pdmon_utils.packing import empty_book, fitted, packed, put
from pdmon_utils.roadmap.plan import HANDED
from pdmon_utils.roadmap.rows import records
from pdmon_utils.schema import SCHEMA, Column
from pdmon_utils.template.form import Form
from pdmon_utils.template.known import Value
from pdmon_utils.template.lists import add_lists
from pdmon_utils.template.pages import add_about
from pdmon_utils.template.sheets import add_table

NAME = "roadmap.xlsx"
_TABLE = SCHEMA["measures"]
_HELP = (
    "Проект комплекса мер (дорожной карты): {name}, {year} год.",
    "На листе «{title}» — меры прошлого года, которые не завершены, и меры, предложенные по рекомендациям.",
    "Исправьте тексты, сроки, ответственных и состояние; лишние строки удалите, новые допишите снизу.",
    "Без срока и ответственного строка не принимается. Коды не меняйте: по ним программа узнаёт свои предложения.",
    "Готовую книгу положите в папку {folder} и выполните pdmon prepare: в отчёт войдут меры из неё.",
    "Меры, уже сданные за {year} год, здесь не повторяются: их правят в том файле, в котором они сданы.",
)


def workbook(card: Municipality, year: int, rows: pd.DataFrame) -> bytes:
    """Return the workbook of a roadmap (`plan`) without what was handed in already."""
    open_rows = rows[rows["origin"] != HANDED]
    said = [{c.name: _word(c, row[c.name]) for c in _TABLE.columns.values()} for row in records(open_rows)]
    form = Form(card, year, "", card.name, {_TABLE.name: None}, {_TABLE.name: said})
    book = empty_book()
    _add_help(book, card, year)
    add_table(book, _TABLE, form)
    add_about(book, form)
    add_lists(book, form.tables)
    return packed(book)


def write(path: Path, content: bytes) -> None:
    """Write the workbook where there is none; raises WorkspaceError where a file is: it may hold somebody's work."""
    if path.exists():
        raise WorkspaceError(
            f"{path}: файл уже есть, он не заменён. Переименуйте его или назовите другую папку (ключ --to)."
        )
    with whole(path) as part:
        part.write_bytes(content)


def _add_help(book: Workbook, card: Municipality, year: int) -> None:
    sheet = book.create_sheet("Инструкция")
    sheet.column_dimensions["A"].width = 110
    for number, words in enumerate(_HELP, start=1):
        cell = sheet.cell(number, 1)
        folder = f"data/raw/{card.slug}/{year}"
        put(cell, words.format(name=card.name, year=year, title=_TABLE.title, folder=folder))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    fitted(sheet, head=False)


def _word(column: Column, value: object) -> Value:
    """Return a cell as people write it."""
    if pd.isna(value):  # type: ignore[call-overload]  # one cell, never a list
        return None
    if column.type == "enum":
        return column.values[str(value)]
    if column.type == "date":
        return pd.Timestamp(value).date()  # type: ignore[arg-type]  # a column of dates holds dates
    if column.type in {"int", "dec"}:
        number = float(value)  # type: ignore[arg-type]  # a column of numbers holds numbers
        return int(number) if number.is_integer() else number
    return str(value)
