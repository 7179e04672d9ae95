"""The sheet of one table: locked header with help, columns that know how they are written, rows already known."""

from __future__ import annotations

from math import ceil

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pdmon_utils.packing import put
from pdmon_utils.schema import Column, Table
from pdmon_utils.template.form import Form, told
from pdmon_utils.template.lists import LAST_ROW, words_of
from pdmon_utils.template.validations import validation

FONT = "Calibri"
DARK, LIGHT, MISSING = "1F4E79", "DDEBF7", "FCE4EC"
_REGISTER = "organisations"  # has one row here, and what makes it the organisation's own is locked
_OWN = ("year", "mun_code", "org_id")
_EDGE = Border(*[Side(style="thin", color="BFBFBF")] * 4)
_ALLOWED = ("formatColumns", "formatRows", "insertRows", "deleteRows", "sort")
_NARROW, _CODE, _WIDE = 12, 18, 40  # letters
_LINE, _NOTE_LINE, _NOTE_WIDTH = 15, 20, 300  # points


def add_table(book: Workbook, table: Table, form: Form) -> None:
    """Add the sheet of a table with its rows known; only cells to fill can be changed."""
    sheet = book.create_sheet(table.title)
    for at, column in enumerate(table.columns.values(), start=1):
        _column(sheet, at, column, single=table.name == _REGISTER)
        _check(sheet, at, column, form, last_row=2 if table.name == _REGISTER else LAST_ROW)
        _header(sheet, at, column, form)
    sheet.row_dimensions[1].height = _LINE * max(map(_lines, table.columns.values())) + _LINE / 2
    _fill(sheet, table, form)
    _mark_missing(sheet, table)
    _freeze(sheet, table)
    _lock(sheet)


def _column(sheet: Worksheet, at: int, column: Column, *, single: bool) -> None:
    """Say how the whole column is written: its empty cells need not be stored one by one."""
    about = sheet.column_dimensions[get_column_letter(at)]
    about.width, about.number_format = _width(column), _format(column)
    about.alignment, about.protection = _alignment(column), Protection(locked=single)


def _check(sheet: Worksheet, at: int, column: Column, form: Form, *, last_row: int) -> None:
    letter = get_column_letter(at)
    check = validation(column, form)
    check.add(f"{letter}2:{letter}{last_row}")
    sheet.add_data_validation(check)


def _header(sheet: Worksheet, at: int, column: Column, form: Form) -> None:
    cell, dark = sheet.cell(1, at), column.required
    put(cell, _heading(column))
    cell.font = Font(name=FONT, size=11, bold=True, color="FFFFFF" if dark else "1F1F1F")
    cell.fill = PatternFill("solid", start_color=DARK if dark else LIGHT)
    cell.alignment, cell.border = Alignment(vertical="center", wrap_text=True), _EDGE
    words = told(column, form)
    lines = sum(ceil(len(line) / _WIDE) for line in words.splitlines())
    cell.comment = Comment(words, "pdmon", height=_NOTE_LINE * (lines + 1), width=_NOTE_WIDTH)


def _heading(column: Column) -> str:
    return f"{column.header} *" if column.required else column.header


def _fill(sheet: Worksheet, table: Table, form: Form) -> None:
    for number, row in enumerate(form.rows.get(table.name, ()), start=2):
        for at, column in enumerate(table.columns.values(), start=1):
            cell = sheet.cell(number, at)
            cell.number_format, cell.border, cell.alignment = _format(column), _EDGE, _alignment(column)
            cell.protection = Protection(locked=table.name == _REGISTER and column.name in _OWN)
            put(cell, row.get(column.name))
        sheet.row_dimensions[number].height = _LINE * max(_rows_of(row.get(c.name), c) for c in table.columns.values())


def _mark_missing(sheet: Worksheet, table: Table) -> None:
    """Colour the required cells that are still empty in a row that was begun."""
    last = get_column_letter(len(table.columns))
    for at, column in enumerate(table.columns.values(), start=1):
        if column.required:
            letter = get_column_letter(at)
            begun = f"AND(COUNTA($A2:${last}2)>0,ISBLANK({letter}2))"
            fill = PatternFill("solid", start_color=MISSING, end_color=MISSING)
            sheet.conditional_formatting.add(f"{letter}2:{letter}{LAST_ROW}", FormulaRule([begun], fill=fill))


def _freeze(sheet: Worksheet, table: Table) -> None:
    """Keep the header and the codes at the left in sight, on paper the header too."""
    columns = list(table.columns.values())
    codes = next((at for at, c in enumerate(columns) if c.name != "year" and not _is_code(c)), 0)
    sheet.freeze_panes = f"{get_column_letter(codes + 1)}2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _lock(sheet: Worksheet) -> None:
    sheet.protection.sheet = True
    for action in _ALLOWED:
        setattr(sheet.protection, action, False)  # False is «not forbidden»


def _is_code(column: Column) -> bool:
    return column.name.endswith(("_id", "_code"))


def _format(column: Column) -> str:
    if column.type == "date":
        return "DD.MM.YYYY"
    return "General" if column.type in {"int", "dec"} else "@"  # text keeps leading zeros and is never a formula


def _alignment(column: Column) -> Alignment:
    return Alignment(horizontal="left", vertical="top", wrap_text=column.type == "str" and not _is_code(column))


def _width(column: Column) -> int:
    words = max(map(len, words_of(column)), default=0) + 4  # room for the arrow of the list
    free = (_CODE if _is_code(column) else _WIDE) if column.type == "str" else _NARROW
    longest = max(map(len, _heading(column).split())) + 3
    return min(max(longest, words if words_of(column) else free), _WIDE)


def _rows_of(value: object, column: Column) -> int:
    return ceil(len(value) / (_width(column) - 2)) if isinstance(value, str) and _alignment(column).wrap_text else 1


def _lines(column: Column) -> int:
    return ceil(len(_heading(column)) / (_width(column) - 3))
