"""The sheet «Замечания» of a returned workbook: every remark, a link to its cell, room for answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from pdmon_utils.reading.folding import fold
from pdmon_utils.reading.special import CODE, NOTES, REASON, TEXT
from pdmon_utils.returned.marks import COLOURS
from pdmon_utils.returned.remarks import Remark, tally
from pdmon_utils.rules.reasons import accepted_reasons
from pdmon_utils.signs import plain

_MESSAGE = "Что не так и что сделать"
WIDTHS: Mapping[str, int] = MappingProxyType(
    {CODE: 15, "Лист": 24, "Ячейка": 9, "Уровень": 11, _MESSAGE: 70, REASON: 36, TEXT: 40},
)
ROWS = 20_000  # remarks listed; Excel takes 65 530 links a sheet
_ASKED = (6, 7)  # the columns to be filled in
_REASONS = 10  # the hidden column with the reasons
_HOW = (
    "Исправьте ошибки: ячейки на листах закрашены, в примечании к ячейке сказано, что не так и что сделать. "
    "Если данные, о которых задан вопрос, верны, выберите принятую причину из списка или напишите пояснение. "
    "Этот лист не удаляйте: верните книгу вместе с ним."
)
_FONT, _LINE_HEIGHT = "Calibri", 15.5
_HEAD = PatternFill("solid", fgColor="FFEEF1F4")
_THIN = Side(style="thin", color="FFC4C9CF")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_TOP = Alignment(vertical="top", wrap_text=True)


def is_listing(sheet: Worksheet) -> bool:
    """Return True for the list of an earlier check."""
    if fold(sheet.title) != fold(NOTES):
        return False
    return any(fold(str(cell.value)) == fold(CODE) for cell in sheet["A"][: len(WIDTHS) + 1])


def add_listing(book: Workbook, remarks: Sequence[Remark], titles: Mapping[str, str], lost: Sequence[str]) -> None:
    """Put the list before all sheets; `titles`: sheet of the file → its name here, `lost`: what the copy lacks."""
    sheet = book.create_sheet(NOTES, 0)
    lines = ["Замечания к файлу", _HOW, _sizes(remarks), *_said_lost(lost)]
    for row, text in enumerate(lines, start=1):
        _heading(sheet, row, text)
    _head(sheet, len(lines) + 1)
    for row, remark in enumerate(remarks[:ROWS], start=len(lines) + 2):
        _write(sheet, row, remark, titles)
    _layout(sheet, len(lines) + 1)
    _show_first(book)


def _sizes(remarks: Sequence[Remark]) -> str:
    sizes = tally(remarks)
    rest = f" Перечислены первые {ROWS}." if len(remarks) > ROWS else ""
    return f"Ошибок: {sizes['error']}, вопросов: {sizes['query']}, пометок для сведения: {sizes['note']}.{rest}"


def _said_lost(lost: Sequence[str]) -> list[str]:
    return [f"В эту копию не перенесены: {', '.join(lost)}."] if lost else []


def _heading(sheet: Worksheet, row: int, text: str) -> None:
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(WIDTHS))
    cell = sheet.cell(row, 1, text)
    cell.alignment = _TOP
    cell.font = Font(_FONT, bold=row == 1, size=14 if row == 1 else 11)
    sheet.row_dimensions[row].height = 34 if len(text) > sum(WIDTHS.values()) - 10 else 20  # merged cells do not grow


def _head(sheet: Worksheet, row: int) -> None:
    for column, name in enumerate(WIDTHS, start=1):
        cell = sheet.cell(row, column, name)
        cell.font, cell.fill, cell.border, cell.alignment = Font(_FONT, bold=True), _HEAD, _GRID, _TOP


def _write(sheet: Worksheet, row: int, remark: Remark, titles: Mapping[str, str]) -> None:
    said = (remark.code, remark.sheet, remark.cell, remark.level, remark.message, "", "")
    for column, text in enumerate(said, start=1):
        cell = sheet.cell(row, column)
        cell.value, cell.data_type = plain(text) or None, "s" if text else "n"
        cell.alignment, cell.border = _TOP, _GRID
        cell.font, cell.number_format = Font(_FONT, size=11), "@"
    sheet.row_dimensions[row].height = _LINE_HEIGHT * max(
        _lines(remark.sheet, "Лист"), _lines(remark.message, _MESSAGE)
    )
    sheet.cell(row, 4).fill = PatternFill("solid", fgColor=COLOURS[remark.severity])
    if remark.severity == "query":
        for column in _ASKED:
            sheet.cell(row, column).protection = Protection(locked=False)
    else:
        for column in _ASKED:
            sheet.cell(row, column).fill = _HEAD
    if remark.sheet in titles:
        _link(sheet, row, titles[remark.sheet], remark.cell)


def _lines(text: str, column: str) -> int:
    """Return how many lines a text takes; not every program sets the height itself when it opens a file."""
    return 1 + len(text) // (WIDTHS[column] - 4)


def _link(sheet: Worksheet, row: int, title: str, address: str) -> None:
    cell = sheet.cell(row, 3 if address else 2)
    target = f"{quote_sheetname(title)}!{address or 'A1'}"
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target)
    cell.font = Font(_FONT, size=11, color="FF0B5394", underline="single")


def _layout(sheet: Worksheet, head: int) -> None:
    for column, width in enumerate(WIDTHS.values(), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = sheet.cell(head + 1, 1)
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(WIDTHS))}{sheet.max_row}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    if sheet.max_row > head:
        _offer(sheet, head + 1, sheet.max_row)
    sheet.protection.sheet = True
    for may in ("autoFilter", "formatColumns", "formatRows", "sort"):
        setattr(sheet.protection, may, False)  # False is «not forbidden»


def _offer(sheet: Worksheet, first: int, last: int) -> None:
    """Give the reasons as a drop-down list; they stand in a hidden column, since a list in a rule has 255 letters."""
    reasons, letters = accepted_reasons(), get_column_letter(_REASONS)
    for row, reason in enumerate(reasons, start=1):
        sheet.cell(row, _REASONS, reason)
    sheet.column_dimensions[letters].hidden = True
    rule = DataValidation("list", f"${letters}$1:${letters}${len(reasons)}", allow_blank=True, showErrorMessage=True)
    rule.errorTitle, rule.error = (
        "Принятая причина",
        "Выберите причину из списка или оставьте пустой и напишите пояснение.",
    )
    column = get_column_letter(_ASKED[0])
    rule.add(f"{column}{first}:{column}{last}")
    sheet.add_data_validation(rule)


def _show_first(book: Workbook) -> None:
    """Open the workbook at the list; two selected sheets would be edited at once."""
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = False
    book.active = 0
