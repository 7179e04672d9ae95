"""Rows → Excel workbooks and csv files with Russian titles, headers and values."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from pdmon_utils.example.flaws import Raw
from pdmon_utils.example.places import Entry
from pdmon_utils.example.xlsx import Sheet, Value, package
from pdmon_utils.schema import SCHEMA, Column

ABOUT = "О данных"
_ABOUT_LINES = (
    "Эта книга создана командой «pdmon demo», чтобы показать, как работает мониторинг.",
    "Муниципалитеты, организации, коды работников и все значения придуманы; совпадения случайны.",
    "Часть ячеек заполнена с ошибками нарочно: так видно, что найдёт проверка («pdmon check»).",
    "Каждый следующий лист — одна таблица: названия листов и столбцов менять нельзя, строки — можно.",
    "Коды пишутся текстом, ведущие нули сохраняются; пустая ячейка означает «неизвестно».",
)


def _shown(value: object, column: Column) -> Value:
    """Return the value as a school writes it: Russian words for codes, да/нет, None for an empty cell."""
    if isinstance(value, Raw):
        return str(value) or None
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, int | float | date):
        return value
    return column.values[str(value)] if column.values else str(value)


def _lines(table: str, entries: Sequence[Entry]) -> tuple[list[str], list[list[Value]]]:
    """Return headers and lines, with the columns of the schema that are filled or needed."""
    used = {name for entry in entries for name, value in entry.row.items() if value not in (None, "")}
    columns = [c for c in SCHEMA[table].columns.values() if c.name in used or c.required or c.key]
    return [c.header for c in columns], [[_shown(entry.row.get(c.name), c) for c in columns] for entry in entries]


def _sheet(table: str, entries: Sequence[Entry]) -> Sheet:
    headers, body = _lines(table, entries)
    return Sheet(SCHEMA[table].title, headers, body, [min(max(len(header), 12), 28) for header in headers])


def workbook_bytes(title: str, tables: Mapping[str, Sequence[Entry]]) -> bytes:
    """Return an xlsx with the sheet «О данных» and one sheet a table, in the order of the schema."""
    about = Sheet(ABOUT, ["ВЫМЫШЛЕННЫЕ ДАННЫЕ"], [[line] for line in (title, *_ABOUT_LINES)], [100])
    return package(title, [about, *(_sheet(table, tables[table]) for table in SCHEMA if table in tables)])


def _plain(value: Value) -> str | int | None:
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return str(value).replace(".", ",") if isinstance(value, float) else value


def csv_bytes(table: str, entries: Sequence[Entry]) -> bytes:
    """Return a csv as Excel saves it in Russia: cp1251, semicolons, DD.MM.YYYY, decimal comma."""
    headers, body = _lines(table, entries)
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(
        [headers, *([_plain(v) for v in line] for line in body)]
    )
    return out.getvalue().encode("cp1251")


def write(path: Path, content: bytes) -> None:
    """Write the file, with its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
