"""A sound workbook of each format and short words for opening it, for tests that break one thing of it."""

from __future__ import annotations

from pathlib import Path

import pytest

import seeds
from pdmon_utils.reading.findings import RefusedFileError
from pdmon_utils.reading.outcomes import shown
from pdmon_utils.reading.workbooks import Book, open_workbook

HEADER = ("Код работника", "Код программы", "Дата окончания", "Завершено")
MARIA = ("maria", "P", "05.05.2022", "да")
ROWS = (HEADER, MARIA)
BOOK = seeds.xlsx({"courses": ROWS})
OLD = seeds.xls({"courses": ROWS})
FREE = seeds.ods({"courses": seeds.ods_row(*HEADER) + seeds.ods_row(*MARIA)})
SHEET = "xl/worksheets/sheet1.xml"


def opened(folder: Path, data: bytes, name: str = "1.xlsx") -> Book:
    """Return the workbook that these bytes are."""
    return open_workbook(seeds.saved(folder, name, data))


def texts(book: Book, at: int = 0) -> list[list[str]]:
    """Return what a person sees on a sheet."""
    return [[shown(cell) for cell in row] for row in book.sheets[at].rows]


def refusal(folder: Path, data: bytes, name: str = "1.xlsx") -> tuple[str, str]:
    """Return the rule and the sentence with which a file is refused."""
    return refusal_of(seeds.saved(folder, name, data))


def refusal_of(path: Path) -> tuple[str, str]:
    """Return the rule and the sentence with which a file is refused."""
    with pytest.raises(RefusedFileError) as refused:
        open_workbook(path)
    return refused.value.rule, str(refused.value)
