"""Workbooks that people get from us: the same bytes on every run, and text that never becomes a formula."""

from __future__ import annotations

import datetime as dt
import io
import math
import zipfile
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import tostring

from pdmon_utils.formulas import like_formula

_LINE = 15.5  # points: the height of a line of text
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest day that a zip archive knows
UNKNOWN = dt.datetime(1980, 1, 1)  # noqa: DTZ001  a workbook keeps times without zone


def empty_book() -> Workbook:
    """Return a workbook without sheets and without the time at which it was made."""
    book = Workbook()
    book.remove(book.active)
    book.properties.creator, book.properties.created, book.properties.modified = "pdmon", UNKNOWN, UNKNOWN
    return book


def packed(book: Workbook) -> bytes:
    """Return the workbook as .xlsx: no clock of ours in it, the times it came with stay."""
    about = book.properties
    created, modified = about.created or UNKNOWN, about.modified or UNKNOWN
    raw = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(raw, "w")).save()  # as `book.save`, not compressed: that is done once, below
    about.created, about.modified = created, modified
    return repacked(raw, {ARC_CORE: tostring(about.to_tree())})


def repacked(raw: io.BytesIO, parts: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """Return the archive with `parts` in place of its own, in a fixed order and without the time of its making."""
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda part: (part != "[Content_Types].xml", part)):
            about = zipfile.ZipInfo(name, _EPOCH)
            about.compress_type, about.create_system = zipfile.ZIP_DEFLATED, 3  # the same bytes on Windows and Linux
            new.writestr(about, parts.get(name) or old.read(name))
    return out.getvalue()


def put(cell: Any, value: object) -> None:  # noqa: ANN401  openpyxl has no types
    """Write a value into a cell of openpyxl; a text stays a text, whatever it begins with."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = like_formula(value)


def fitted(sheet: Any, *, head: bool = True) -> None:  # noqa: ANN401  openpyxl has no types
    """Give each row the height that its wrapped texts need, and set the sheet for print: A4 across, head repeated."""
    widths = {letter: held.width for letter, held in sheet.column_dimensions.items()}
    for cells in sheet.iter_rows():
        lines = [math.ceil(len(str(c.value)) / widths.get(c.column_letter, 13)) for c in cells if c.value is not None]
        sheet.row_dimensions[cells[0].row].height = _LINE * max(lines, default=1)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight = True, 0
    sheet.print_title_rows = "1:1" if head else None
