"""The cells of an .ods workbook before it is parsed: how far they reach, which of them cannot be read."""

from __future__ import annotations

from dataclasses import dataclass, field

from pdmon_utils.reading.archives import Parts, broken_file, scan
from pdmon_utils.reading.extents import Extent
from pdmon_utils.reading.findings import RefusedFileError
from pdmon_utils.reading.special import is_read
from pdmon_utils.reading.xlsx import SHEETS, error_hole

CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
_HIDDEN = frozenset({"collapse", "filter"})


def refuse_locked(archive: Parts) -> None:
    """Raise RefusedFileError when an OpenDocument archive needs a password."""
    if b"encryption-data" in archive.get(_MANIFEST, b""):
        raise RefusedFileError("file.password")


def ods_extents(archive: Parts) -> dict[str, Extent]:
    """Return what is seen of the sheets by name; raises RefusedFileError for a sheet that reaches too far."""
    cells = _Cells()
    scan(archive[CONTENT], cells)
    if len(cells.sheets) > SHEETS:
        raise RefusedFileError("file.parts", what="листов", count=len(cells.sheets), limit=SHEETS)
    return {sheet.name: sheet for sheet in cells.sheets}  # of two with one name calamine, too, knows the last


def ods_outside(archive: Parts) -> tuple[str, ...]:
    """Return what the workbook points to beside its own sheets."""
    return ("ссылки на другие книги",) if b"<table:table-source" in archive[CONTENT] else ()


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
    noted: bool = False
    said: str = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag:
            case "table:table":
                name = attributes.get("table:name", "")
                self.sheets.append(Extent(name, ours=is_read(name)))
                self.row, self.rows, self.column, self.columns = 0, 0, 0, 0
            case "table:table-column":
                self._column(attributes)
            case "table:table-row":
                self._row(attributes)
            case "table:table-cell" | "table:covered-table-cell":
                self.column, self.said = self.column + self.columns, ""
                self.columns = _repeated(attributes, "table:number-columns-repeated")
                self.error = attributes.get("calcext:value-type") == "error"
                self.filled = "office:value-type" in attributes
            case "office:annotation":
                self.noted = True
            case "text:p" if not self.noted:
                self.filled = True

    def text(self, said: str) -> None:
        if not self.noted:
            self.said += said

    def end(self, tag: str) -> None:
        if tag == "office:annotation":
            self.noted = False
        if tag not in _CELLS or not self.filled:
            return
        sheet = self._sheet()
        sheet.reach(self.row + self.rows, self.column + self.columns)
        if self.error:
            block = (
                (self.row + down, self.column + right) for down in range(self.rows) for right in range(self.columns)
            )
            sheet.holes |= dict.fromkeys(block, error_hole(self.said.strip()))

    def _sheet(self) -> Extent:
        if not self.sheets:
            raise broken_file()
        return self.sheets[-1]

    def _row(self, attributes: dict[str, str]) -> None:
        self.row, self.column, self.columns = self.row + self.rows, 0, 0
        self.rows = _repeated(attributes, "table:number-rows-repeated")
        if attributes.get("table:visibility") in _HIDDEN:
            self._sheet().hide_rows(self.row, self.row + self.rows - 1)

    def _column(self, attributes: dict[str, str]) -> None:
        self.column += self.columns
        self.columns = _repeated(attributes, "table:number-columns-repeated")
        if attributes.get("table:visibility") in _HIDDEN:
            self._sheet().hide_columns(self.column, self.column + self.columns - 1)


def _repeated(attributes: dict[str, str], name: str) -> int:
    times = int(attributes.get(name, 1))
    if times < 1:
        raise broken_file()
    return times
