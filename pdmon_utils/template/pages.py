"""The sheets of a workbook that are no tables: what to do, and whose file it is."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from pdmon_utils.municipality import DATA
from pdmon_utils.packing import put
from pdmon_utils.template.form import Form, texts
from pdmon_utils.template.sheets import FONT, LIGHT

_WIDTHS = {"A": 34, "B": 78, "C": 14}
_LETTERS, _LINE = 132, 15.5  # letters of a line over all three columns, its height in points
_WRAP = Alignment(vertical="top", wrap_text=True)
_COLLECTING = "сбор данных"


def add_instruction(book: Workbook, form: Form) -> None:
    """Add the first sheet: who fills in what by when, how, and what happens next."""
    sheet = book.create_sheet("Инструкция")
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    said, heads = texts(), texts()["heads"]
    _line(sheet, said["title"].format(year=form.year), Font(name=FONT, bold=True, size=14))
    for words in _whose(form):
        _line(sheet, words)
    _head(sheet, heads["order"])
    _numbered(sheet, [words.format(year=form.year) for words in said["order"]])
    _head(sheet, heads["sheets"])
    _sheets(sheet, form)
    _head(sheet, heads["next"])
    _numbered(sheet, said["next"])
    _shut(sheet)


def add_about(book: Workbook, form: Form) -> None:
    """Add the sheet by which the file is recognised when it comes back."""
    sheet = book.create_sheet("О файле")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 60
    for row, pair in enumerate(form.about.items(), start=1):
        for column, word in enumerate(pair, start=1):
            put(sheet.cell(row, column), word)
            sheet.cell(row, column).number_format = "@"
        sheet.cell(row, 1).font = Font(name=FONT, bold=True)
    _shut(sheet)


def _whose(form: Form) -> Iterator[str]:
    said, days = texts(), {day for day in form.due.values() if day}
    yield said["who"].format(organisation=form.organisation, org_id=form.org_id, municipality=form.card.name)
    if DATA in form.card.due(form.year):
        yield said["deadline"].format(day=f"{form.card.due(form.year)[DATA]:%d.%m.%Y}")
    else:
        yield said["deadlines" if days else "no_deadline"]
    name = form.card.responsible.get(_COLLECTING)
    yield said["contact"].format(name=name) if name else said["no_contact"]


def _sheets(sheet: Worksheet, form: Form) -> None:
    said = texts()
    _row(sheet, [said["columns"][key] for key in ("sheet", "row", "day")])
    for cell in sheet[sheet.max_row]:
        cell.font, cell.fill = Font(name=FONT, bold=True), PatternFill("solid", start_color=LIGHT)
    for table in form.tables:
        day = form.due[table.name]
        _row(sheet, [table.title, said["rows"][table.name], f"{day:%d.%m.%Y}" if day else "—"])
        link = sheet.cell(sheet.max_row, 1)
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"{quote_sheetname(table.title)}!A1")
        link.font = Font(name=FONT, color="0563C1", underline="single")


def _row(sheet: Worksheet, words: list[str]) -> None:
    number = sheet.max_row + 1
    for column, word in enumerate(words, start=1):
        put(sheet.cell(number, column), word)
        sheet.cell(number, column).alignment, sheet.cell(number, column).font = _WRAP, Font(name=FONT)
    sheet.row_dimensions[number].height = _LINE * ceil(len(words[1]) / _WIDTHS["B"])


def _numbered(sheet: Worksheet, lines: list[str]) -> None:
    for number, words in enumerate(lines, start=1):
        _line(sheet, f"{number}. {words}")


def _head(sheet: Worksheet, words: str) -> None:
    _line(sheet, "")
    _line(sheet, words, Font(name=FONT, bold=True, size=12))


def _line(sheet: Worksheet, words: str, font: Any = None) -> None:  # noqa: ANN401  openpyxl has no types
    """Write over the width of the page; merged cells do not grow by themselves."""
    number = sheet.max_row + 1 if sheet.max_row > 1 or sheet["A1"].value else 1
    cell = sheet.cell(number, 1)
    put(cell, words)
    cell.alignment, cell.font = _WRAP, font or Font(name=FONT)
    sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(_WIDTHS))
    size = (cell.font.size or 11) / 11
    sheet.row_dimensions[number].height = _LINE * size * max(1, ceil(len(words) * size / _LETTERS))


def _shut(sheet: Worksheet) -> None:
    sheet.protection.sheet = True
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
