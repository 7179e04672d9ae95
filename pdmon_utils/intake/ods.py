"""The cells of an .ods workbook before it is parsed: how far they reach, which of them cannot be read."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field

from pdmon_utils.intake.archives import Extent, Holes, broken_file, scan, unpack
from pdmon_utils.intake.xlsx import error_hole

_CONTENT = "content.xml"
_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"


def is_ods(archive: zipfile.ZipFile) -> bool:
    """Return True for an OpenDocument archive."""
    return _CONTENT in archive.namelist()


def ods_holes(archive: zipfile.ZipFile) -> dict[str, Holes]:
    """Return the unreadable cells by sheet name; raises RefusedFileError for a sheet that reaches too far."""
    if not unpack(archive, "mimetype").startswith(_MIMETYPE):
        raise broken_file()
    cells = _Cells()
    scan(unpack(archive, _CONTENT), cells)
    return {sheet.name: sheet.holes for sheet in cells.sheets}


@dataclass
class _Cells:
    """Follows the cells of all sheets; repeated rows and cells are counted, not unrolled."""

    sheets: list[Extent] = field(default_factory=list)
    row: int = 0
    rows: int = 1
    column: int = 0
    columns: int = 1
    error: bool = False
    filled: bool = False
    said: str = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag:
            case "table:table":
                self.sheets.append(Extent(attributes.get("table:name", "")))
                self.row, self.rows = 0, 0
            case "table:table-row":
                self.row, self.column, self.columns = self.row + self.rows, 0, 0
                self.rows = int(attributes.get("table:number-rows-repeated", 1))
            case "table:table-cell" | "table:covered-table-cell":
                self.column, self.said = self.column + self.columns, ""
                self.columns = int(attributes.get("table:number-columns-repeated", 1))
                self.error = attributes.get("calcext:value-type") == "error"
                self.filled = "office:value-type" in attributes
            case "text:p":
                self.filled = True

    def text(self, said: str) -> None:
        self.said += said

    def end(self, tag: str) -> None:
        if tag not in {"table:table-cell", "table:covered-table-cell"} or not self.filled:
            return
        sheet = self.sheets[-1]
        sheet.reach(self.row + self.rows, self.column + self.columns)
        if self.error:
            block = (
                (self.row + down, self.column + right) for down in range(self.rows) for right in range(self.columns)
            )
            sheet.holes |= dict.fromkeys(block, error_hole(self.said.strip()))
