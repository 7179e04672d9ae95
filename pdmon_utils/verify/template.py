"""The empty table that a person fills in for a back-test."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl.styles import Alignment, Font

from pdmon_utils.catalogue import Ask
from pdmon_utils.packing import empty_book, fitted, packed, put

HEADERS = ("Код", "Пункт", "Показатель", "Числитель", "Знаменатель", "Значение")
_WIDTHS = (16, 26, 70, 14, 14, 14)


def template(asks: Iterable[Ask]) -> bytes:
    """Return an .xlsx with a row an indicator: its id, clause and title, and cells for what was counted by hand."""
    book = empty_book()
    sheet = book.create_sheet("Показатели")
    for row, cells in enumerate([HEADERS, *((ask.id, ask.clause, ask.title) for ask in asks)], start=1):
        for column, text in enumerate(cells, start=1):
            cell = sheet.cell(row, column)
            put(cell, text)
            cell.font, cell.alignment = Font(bold=row == 1), Alignment(wrap_text=True, vertical="top")
    for letter, width in zip("ABCDEF", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    fitted(sheet)
    return packed(book)
