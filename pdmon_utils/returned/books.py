"""A file that a school handed in → a workbook to mark: its own one, or a new one with the cells that were read."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any
from warnings import catch_warnings, simplefilter

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from pdmon_utils.formulas import like_formula
from pdmon_utils.packing import empty_book
from pdmon_utils.reading.cells import Hole
from pdmon_utils.reading.workbooks import Sheet, open_workbook
from pdmon_utils.signs import plain

_TITLE = 31  # letters that Excel allows in the name of a sheet
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_OUTSIDE = re.compile(r"\[\d+\]")  # in a formula: another workbook
_WIDE = 40
_FAULTS = (  # what openpyxl raises at workbooks that Excel and the reader take
    AttributeError,
    IndexError,
    InvalidFileException,
    KeyError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
)
_LOST: Mapping[str, str] = MappingProxyType(
    {
        "xl/vbaproject": "макросы",
        "xl/externallinks/": "связи с другими книгами (вместо формул с ними — значения)",
        "xl/embeddings/": "вложенные объекты",
        "xl/ctrlprops/": "элементы управления",
        "xl/activex/": "элементы управления",
        "xl/slicers/": "срезы",
        "xl/diagrams/": "схемы",
    },
)
REBUILT = "оформление и листы, которые не относятся к мониторингу"


def opened(path: Path, sheets: Collection[str]) -> tuple[Workbook, list[str]]:
    """Return a workbook that has the named sheets, and what of the file is not in it (in words).

    Formatting and formulas of an .xlsx or .xlsm stay; any other file becomes a new workbook. Raises RefusedFileError
    for a file that cannot be read.
    """
    try:
        book, lost = _own(path)
    except _FAULTS:
        return _rebuilt(path), [REBUILT]
    return (book, lost) if {*sheets} <= {*book.sheetnames} else (_rebuilt(path), [REBUILT])


def title_of(name: str) -> str:
    """Return the name of a sheet as Excel allows it."""
    return _FORBIDDEN.sub("_", plain(name))[:_TITLE].strip("'") or "Лист"


def _own(path: Path) -> tuple[Workbook, list[str]]:
    with zipfile.ZipFile(path) as archive:
        parts = [name.casefold() for name in archive.namelist()]
    lost = [words for start, words in _LOST.items() if any(part.startswith(start) for part in parts)]
    with catch_warnings(), path.open("rb") as file:
        simplefilter("ignore")  # of parts that openpyxl leaves out the school is told in `lost`
        book = load_workbook(file, rich_text=True, keep_links=False)
    if any(part.startswith("xl/externallinks/") for part in parts):
        _without_links(book, path)
    return book, list(dict.fromkeys(lost))


def _without_links(book: Workbook, path: Path) -> None:
    """Put the last values in place of formulas over other workbooks: without the links Excel would call it broken."""
    with catch_warnings(), path.open("rb") as file:
        simplefilter("ignore")
        values = load_workbook(file, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            if _OUTSIDE.search(_formula(cell.value)):
                _put(cell, values[sheet.title][cell.coordinate].value)
    for names in (book.defined_names, *(sheet.defined_names for sheet in book.worksheets)):
        for name in [name for name, said in names.items() if _OUTSIDE.search(said.attr_text or "")]:
            del names[name]


def _formula(value: object) -> str:
    return (value.text or "") if isinstance(value, ArrayFormula) else str(value)


def _rebuilt(path: Path) -> Workbook:
    book = empty_book()
    for sheet in open_workbook(path).sheets:
        if sheet.rows:
            _fill(book.create_sheet(title_of(sheet.name)), sheet)
    return book


def _fill(target: Worksheet, sheet: Sheet) -> None:
    for row, cells in enumerate(sheet.rows, start=1):
        for column, value in enumerate(cells, start=1):
            if value not in (None, ""):
                _put(target.cell(row, column), value)
    for letters, cells in target.column_dimensions.items():
        cells.width = min(_WIDE, max(len(str(cell.value or "")) for cell in target[letters]) + 2)


def _put(cell: Any, value: object) -> None:  # noqa: ANN401  openpyxl has no types
    """Write a value; a text stays a text, whatever it begins with."""
    if not isinstance(value, str | Hole):
        cell.value = value
        if isinstance(value, dt.date) and getattr(value, "hour", 0) == 0:
            cell.number_format = "DD.MM.YYYY"
        return
    cell.value = plain(value.text if isinstance(value, Hole) else value)
    cell.data_type = "s"
    cell.quotePrefix = like_formula(cell.value)
    cell.number_format = "@" if cell.value.isdigit() else "General"  # leading zeros survive an edit
