"""Records ↔ csv as Excel saves it in Russia: read tolerantly, refused with file and line, written as a whole."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pdmon_utils.days import parse_day
from pdmon_utils.errors import PdmonError, nearest
from pdmon_utils.folders import whole
from pdmon_utils.formulas import like_formula
from pdmon_utils.journal.forms import FORMS, WORDS, Form
from pdmon_utils.signs import plain

Record = TypeVar("Record")
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


class JournalError(PdmonError):
    """A journal file says something that pdmon does not understand, or cannot be written."""


def read_records(kind: type[Record], folder: Path) -> tuple[Record, ...]:
    """Return the records of the file in `folder`, in its order; none without a file. Raises JournalError."""
    form = FORMS[kind]
    path = folder / form.file
    if not path.exists():
        return ()
    (_, head), *body = list(_lines(path)) or [(1, [])]
    names = _names(path, head, form)
    return tuple(kind(**_values(path, n, line, names, form)) for n, line in body if any(cell.strip() for cell in line))


def write_records(kind: type[Record], folder: Path, records: Iterable[Record]) -> None:
    """Write the records: utf-8 with BOM, semicolons; raises JournalError when the file is open elsewhere."""
    form, out = FORMS[kind], io.StringIO(newline="")
    rows = [[_cell(name, getattr(record, name)) for name in form.headers] for record in records]
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows([list(form.headers.values()), *rows])
    _replace(folder / form.file, out.getvalue().encode("utf-8-sig"))


def _replace(path: Path, content: bytes) -> None:
    try:
        with whole(path) as part, part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise JournalError(f"{path}: не записан. Если он открыт в Excel, закройте его и повторите.") from error


def _cell(name: str, value: object) -> str:
    """Return the text of a cell; what Excel would take for a formula gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    text = WORDS[str(value)] if name == "status" else str(value)
    return f"'{text}" if like_formula(text) or text.startswith("'") else text


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of every line that is not empty."""
    text = _text(path)
    first = text.lstrip("\r\n").partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count), strict=True)
    try:
        for line in reader:
            if any(line):
                yield reader.line_num, line
    except csv.Error as error:
        raise JournalError(f"{path}, строка {reader.line_num}: не читается как csv. Проверьте кавычки.") from error


def _text(path: Path) -> str:
    content = path.read_bytes()
    codes = [code for mark, code in _MARKS.items() if content.startswith(mark)] or ["utf-8", "cp1251"]
    for code in codes:
        try:
            return content.decode(code)
        except UnicodeDecodeError:
            continue
    raise JournalError(f"{path}: кодировка не распознана. Сохраните файл в Excel как «CSV UTF-8».")


def _names(path: Path, head: Sequence[str], form: Form) -> list[str]:
    """Return the field of each column, empty for a column without header."""
    known = {header.casefold(): name for name, header in form.headers.items()} | {name: name for name in form.headers}
    said = [" ".join(cell.split()) for cell in head]
    if not any(cell.casefold() in known for cell in said):
        expected = "; ".join(form.headers.values())
        raise JournalError(f"{path}: это не журнал. В первой строке ожидаются столбцы: {expected}.")
    for cell in said:
        if cell and cell.casefold() not in known:
            hint = nearest(cell, form.headers.values())
            raise JournalError(f"{path}, строка 1: неизвестный столбец «{cell}»{hint} Удалите его или исправьте.")
    names = [known.get(cell.casefold(), "") for cell in said]
    for name in form.needed:
        if name not in names:
            raise JournalError(f"{path}, строка 1: нет столбца «{form.headers[name]}». Верните его.")
    for name in filter(None, names):
        if names.count(name) > 1:
            raise JournalError(f"{path}, строка 1: столбец «{form.headers[name]}» указан дважды. Оставьте один.")
    return names


def _values(path: Path, number: int, line: Sequence[str], names: Sequence[str], form: Form) -> dict[str, Any]:
    where = f"{path}, строка {number}"
    if any(cell.strip() for cell in line[len(names) :]) or any(
        cell.strip() for cell, name in zip(line, names, strict=False) if not name
    ):
        raise JournalError(f"{where}: есть значение в столбце без названия. Уберите его или закройте кавычки.")
    said = dict.fromkeys(form.headers, "")
    said |= {name: _plain(cell) for name, cell in zip(names, line, strict=False) if name}
    for name in form.needed:
        if not said[name]:
            raise JournalError(f"{where}: не заполнено «{form.headers[name]}». Заполните или удалите строку.")
    return {name: _typed(where, name, cell, form) for name, cell in said.items()}


def _plain(cell: str) -> str:
    return plain(cell).strip().removeprefix("'")


def _typed(where: str, name: str, cell: str, form: Form) -> object:
    header = form.headers[name]
    if name in form.days:
        day = parse_day(cell)
        if cell and day is None:
            raise JournalError(f"{where}: {header} — «{cell}» не дата. Напишите, например, 2024-12-31 или 31.12.2024.")
        return day
    if name in form.numbers:
        if cell and not (cell.isascii() and cell.isdigit()):
            raise JournalError(f"{where}: {header} — «{cell}» не целое число. Исправьте или очистите ячейку.")
        return int(cell) if cell else None
    return _status(where, header, cell, form) if name == "status" else cell


def _status(where: str, header: str, cell: str, form: Form) -> str:
    codes = {WORDS[code]: code for code in form.statuses} | {code: code for code in form.statuses}
    if cell.casefold() not in codes:
        words = ", ".join(WORDS[code] for code in form.statuses)
        raise JournalError(f"{where}: {header} — «{cell}»{nearest(cell, codes)} Можно: {words}.")
    return codes[cell.casefold()]
