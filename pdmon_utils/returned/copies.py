"""A marked copy of a file: from paths to a file, so that it can run in a process of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.worksheet import Worksheet

from pdmon_utils.packing import packed
from pdmon_utils.reading.folding import fold
from pdmon_utils.reading.headers import DEPTH, header_of
from pdmon_utils.reading.special import NOTES
from pdmon_utils.returned.books import opened, title_of
from pdmon_utils.returned.listing import add_listing, is_listing
from pdmon_utils.returned.marks import marked, unmarked
from pdmon_utils.returned.remarks import Remark
from pdmon_utils.rules import RULES
from pdmon_utils.schema import SCHEMA

_NOTED = 2_000  # cells of a sheet that get a note; Excel is slow to open more, the others are coloured and listed
_EARLIER = "Замечания (прежние)"


def mark(path: Path, remarks: Sequence[Remark], to: Path) -> None:
    """Write a copy of a readable file with its remarks: coloured cells with notes, the list as the first sheet.

    Formatting and formulas of an .xlsx stay; .xls, .ods and .csv become .xlsx. The same input gives the same bytes.
    Raises RefusedFileError for a file that cannot be read.
    """
    named = dict.fromkeys(remark.sheet for remark in remarks if remark.sheet)
    book, lost = opened(path, named)
    _forget(book)
    titles = {name: title for name in named if (title := _found(book, name))}
    for name, title in titles.items():
        _mark_sheet(book[title], [remark for remark in remarks if remark.sheet == name])
    add_listing(book, remarks, titles, lost)
    book.calculation = CalcProperties(fullCalcOnLoad=True)  # openpyxl keeps no results of formulas
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(packed(book))


def request(path: Path, remarks: Sequence[Remark], to: Path) -> dict[str, Any]:
    """Return what the child process is asked, as plain data."""
    return {"path": str(path), "remarks": [astuple(remark) for remark in remarks], "to": str(to)}


def mark_request(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Mark the file that a request names; runs in the child process."""
    mark(Path(asked["path"]), [Remark(*said) for said in asked["remarks"]], Path(asked["to"]))
    return {}


def _forget(book: Workbook) -> None:
    """Take out the marks of an earlier check; a sheet of the school's own with our name gets another one."""
    for sheet in [sheet for sheet in book.worksheets if is_listing(sheet)]:
        book.remove(sheet)
        for other in book.worksheets:
            unmarked(other)
    for sheet in [sheet for sheet in book.worksheets if fold(sheet.title) == fold(NOTES)]:
        sheet.title = _EARLIER


def _found(book: Workbook, name: str) -> str:
    return next((title for title in (name, title_of(name)) if title in book.sheetnames), "")


def _mark_sheet(sheet: Worksheet, remarks: Sequence[Remark]) -> None:
    for at, (address, said) in enumerate(_by_cell(sheet, remarks).items()):
        marked(sheet, address, said, note=at < _NOTED)


def _by_cell(sheet: Worksheet, remarks: Iterable[Remark]) -> dict[str, list[Remark]]:
    """Return the remarks by cell, those on a header as a whole at its first cell."""
    found: dict[str, list[Remark]] = defaultdict(list)
    header = ""
    for remark in remarks:
        if not remark.cell and RULES[remark.rule].scope == "header":
            header = header or _header_cell(sheet, remark.table)
        address = remark.cell or (header if RULES[remark.rule].scope == "header" else "")
        if address:
            found[address].append(remark)
    return found


def _header_cell(sheet: Worksheet, table: str) -> str:
    rows = list(islice(sheet.iter_rows(values_only=True), DEPTH))
    header = header_of(SCHEMA[table], rows) if table in SCHEMA else None
    return f"{get_column_letter(min(header.written, default=0) + 1)}{header.row + 1}" if header else "A1"
