"""The rows of a hand-made table: which indicator each names, and the numbers that stand beside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pdmon_utils.verify.handmade import HandmadeError, Rows

HEADERS: Mapping[str, tuple[str, ...]] = {
    "id": ("код", "код показателя"),
    "clause": ("пункт", "пункт положения", "№ пункта"),
    "title": ("показатель", "наименование показателя", "наименование", "название показателя"),
    "value": ("значение", "факт", "результат", "доля", "процент", "значение показателя"),
    "numerator": ("числитель",),
    "denominator": ("знаменатель", "знаменатель (n)"),
}
NAMING = ("id", "clause", "title")
_NUMBERS = ("value", "numerator", "denominator")
LAYOUT = (
    "Нужна строка заголовков: «Код», «Пункт» или «Показатель» — и «Значение» (столбец может называться и годом: "
    "«2024 год») либо «Числитель» и «Знаменатель». Заготовку пишет pdmon verify … --template ФАЙЛ"
)
_DEEP = 30  # rows among which the headers are looked for
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_BLANKS = str.maketrans({" ": "", "\xa0": "", "\u202f": "", "\u2009": "", "\u2212": "-", "\u2013": "-"})


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written: its value, half a unit of its last digit, whether a per cent sign stands beside."""

    value: Fraction
    half: Fraction
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it stands, what it is called, its numbers; `unread`: cells that are no numbers."""

    where: str
    id: str
    clause: str
    title: str
    value: Number | None
    numerator: Number | None
    denominator: Number | None
    unread: tuple[str, ...] = ()


def rows_of(sheets: Mapping[str, Rows], year: int) -> list[Row]:
    """Return the filled rows of all sheets that have the headers; raises HandmadeError when there are none."""
    found = {name: (at, held) for name, rows in sheets.items() for at, held in [_header(rows, year)] if held}
    if not found:
        raise HandmadeError(f"В файле нет таблицы показателей. {LAYOUT}.")
    said = [row for name, (at, held) in found.items() for row in _rows(name, sheets[name], at, held)]
    if not said:
        raise HandmadeError("В таблице нет ни одной строки с числом. Заполните значения и повторите.")
    return said


def _header(rows: Rows, year: int) -> tuple[int, dict[str, int]]:
    """Return the number of the header's row and the column of each field; none for a sheet without them."""
    for at, cells in enumerate(rows[:_DEEP]):
        held = _columns(cells, year)
        if held.keys() & set(NAMING) and ("value" in held or {"numerator", "denominator"} <= held.keys()):
            return at, held
    return 0, {}


def _columns(cells: Sequence[object], year: int) -> dict[str, int]:
    """Return the column of each field; a percent sign in a header is of the column, of several years one is read."""
    said = [_folded(cell) for cell in cells]
    plain = [re.sub(r"\s*[,(]?\s*%\s*\)?$", "", word) for word in said]
    years = (str(year), f"{year} год", f"{year} г.", f"факт {year}", f"значение {year}", f"значение за {year} год")
    held: dict[str, int] = {}
    for field, names in {**HEADERS, "value": (*years, *HEADERS["value"])}.items():
        columns = [plain.index(name) for name in names if name in plain]
        if columns:
            held[field] = columns[0]
    if "value" in held and said[held["value"]].endswith(("%", "%)")):
        held["percent"] = held["value"]
    return held


def _folded(cell: object) -> str:
    return " ".join(str(cell if cell is not None else "").split()).casefold().removesuffix(".0")


def _rows(sheet: str, rows: Rows, at: int, held: Mapping[str, int]) -> Iterator[Row]:
    percent = ("value",) if "percent" in held else ()
    for number, cells in enumerate(rows[at + 1 :], start=at + 2):
        texts = {field: _text(cells, held.get(field)) for field in HEADERS}
        if any(texts[name] for name in NAMING) and any(texts[name] for name in _NUMBERS):
            read = {name: number_of(texts[name], percent=name in percent) for name in _NUMBERS}
            unread = tuple(texts[name] for name in _NUMBERS if texts[name] and read[name] is None)
            where = f"лист «{sheet}», строка {number}"
            yield Row(where, texts["id"], texts["clause"], texts["title"], **read, unread=unread)


def _text(cells: Sequence[object], column: int | None) -> str:
    if column is None or column >= len(cells) or cells[column] is None:
        return ""
    cell = cells[column]
    return repr(cell).removesuffix(".0") if isinstance(cell, float) else " ".join(str(cell).split())


def number_of(text: str, *, percent: bool = False) -> Number | None:
    """Return the number of a cell: «41,2 %», «0.412», «1 234»; None for anything else."""
    said = text.translate(_BLANKS)
    plain = said.removesuffix("%")
    if not _NUMBER.fullmatch(plain):
        return _scientific(plain) if "e" in plain else None
    whole = plain.replace(",", ".")
    digits = len(whole.partition(".")[2])
    return Number(Fraction(whole), Fraction(1, 2 * 10**digits), percent or plain != said)


def _scientific(text: str) -> Number | None:
    """Return a very small or very large number as a workbook keeps it."""
    try:
        return Number(Fraction(text), Fraction(1, 10**12))
    except ValueError:
        return None
