"""The colour and the note of a cell, put on and taken off."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color
from openpyxl.worksheet.worksheet import Worksheet

from pdmon_utils.returned.remarks import Remark
from pdmon_utils.signs import plain

COLOURS: Mapping[str, str] = MappingProxyType({"error": "FFF4C7C3", "query": "FFFCE8B2", "note": "FFD6E4F5"})
AUTHOR = "Проверка данных"
_BEFORE = "Было в примечании:"
_OURS = re.compile(rf"Замечание \d+ \(.*?(?:{_BEFORE}\n(?P<before>.*))?", re.DOTALL)
_NONE = Color("00000000")  # openpyxl's own word for no colour
_SAID, _LONGEST = 4, 600  # remarks in one note, letters of one message
_WIDTH, _LINE, _LETTERS = 340, 18, 46  # of a note: pixels, pixels a line, letters a line


def marked(sheet: Worksheet, address: str, remarks: Sequence[Remark], *, note: bool) -> None:
    """Colour a cell by the worst of its remarks and, with `note`, say them beside it; an older note stays below."""
    cell = _corner(sheet, address)
    own = cell.fill.fgColor if cell.fill.fill_type == "solid" else _NONE
    cell.fill = PatternFill("solid", fgColor=COLOURS[remarks[0].severity], bgColor=own)
    if note:
        before = cell.comment.text if cell.comment else ""
        cell.comment = _comment(remarks, before)


def unmarked(sheet: Worksheet) -> None:
    """Take off colours and notes of an earlier check, which came back with the school's file."""
    for cell in (cell for row in sheet.iter_rows() for cell in row):
        if cell.has_style and cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in COLOURS.values():
            cell.fill = _own(cell.fill)
        if cell.comment and (ours := _OURS.fullmatch(cell.comment.text)):
            before = ours["before"]
            cell.comment = Comment(before, cell.comment.author) if before else None


def _own(fill: PatternFill) -> PatternFill:
    """Return the school's fill: a solid fill does not show its second colour, so it is kept there."""
    return PatternFill("solid", fill.bgColor) if fill.bgColor != _NONE else PatternFill()


def _corner(sheet: Worksheet, address: str) -> Any:  # noqa: ANN401  openpyxl has no types
    cell = sheet[address]
    if isinstance(cell, MergedCell):
        span = next(span for span in sheet.merged_cells.ranges if address in span)
        return sheet.cell(span.min_row, span.min_col)
    return cell


def _comment(remarks: Sequence[Remark], before: str) -> Comment:
    said = [f"Замечание {one.number} ({one.level})\n{plain(one.message)[:_LONGEST]}" for one in remarks[:_SAID]]
    if len(remarks) > _SAID:
        said.append(f"И ещё {len(remarks) - _SAID}: см. лист «Замечания».")
    if before:
        said.append(f"{_BEFORE}\n{before}")
    text = "\n\n".join(said)
    lines = sum(1 + len(line) // _LETTERS for line in text.splitlines())
    return Comment(text, AUTHOR, height=min(600, _LINE * (lines + 1)), width=_WIDTH)
