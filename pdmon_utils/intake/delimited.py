"""A .csv file → rows; encoding and delimiter are those under which its header words are known."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from pdmon_utils.intake.findings import RefusedFileError
from pdmon_utils.intake.headers import header_words
from pdmon_utils.schema import Table

_ENCODINGS = ("utf-8-sig", "cp1251")
_DELIMITERS = (";", ",")
_LARGE = 200 * 2**20


def read_delimited(path: Path, table: Table) -> list[list[str]]:
    """Return the rows of a csv file as text; raises RefusedFileError when its header is not understood."""
    if path.stat().st_size > _LARGE:
        raise RefusedFileError("file.large", "Файл не прочитан: он больше 200 МБ. Разделите его на части.")
    data = path.read_bytes()
    known, text, delimiter = max(_readings(data, table), key=lambda reading: reading[0], default=(0, "", ""))
    if not known:
        said = f"Файл не прочитан: в первой строке нет ни одного заголовка таблицы «{table.title}»."
        advice = "Сохраните его как CSV в кодировке UTF-8 с разделителем «;» и заголовками из шаблона."
        raise RefusedFileError("file.header", f"{said} {advice}")
    return _rows(text, delimiter)


def _readings(data: bytes, table: Table) -> Iterator[tuple[int, str, str]]:
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        for delimiter in _DELIMITERS:
            yield header_words(table, _first(text, delimiter)), text, delimiter


def _first(text: str, delimiter: str) -> list[str]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return next((row for row in rows if any(cell.strip() for cell in row)), [])
    except csv.Error:
        return []


def _rows(text: str, delimiter: str) -> list[list[str]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(rows)
    except csv.Error as error:
        said = f"Файл не прочитан: в строке {rows.line_num} не закрыты или лишние кавычки."
        advice = 'Значение с кавычками пишется так: "МБОУ ""СОШ № 1""".'
        raise RefusedFileError("file.quotes", f"{said} {advice}") from error
