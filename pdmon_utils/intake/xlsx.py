"""The cells of an .xlsx workbook before it is parsed: how far they reach, which of them cannot be read."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from pdmon_utils.intake.archives import Extent, Holes, broken_file, scan, unpack
from pdmon_utils.intake.cells import Hole

_DIGITS = "0123456789"
_BOOK = "xl/workbook.xml"
_LINKS = "xl/_rels/workbook.xml.rels"
_SHEETS = "xl/worksheets/"
_SUSPICIOUS = (b"<!", b"<f", b't="e"', b"t='e'")  # a doctype or comment, a formula, an Excel error
_CELL = re.compile(rb"[<:]c[\s/>]")
_NEAR_CELL = re.compile(rb'<c r="(?:[A-Z]|A[A-X])[0-9]{1,5}"')  # 50 columns × 99 999 rows: less than is refused
_RUSSIAN = MappingProxyType(
    {
        "#N/A": "#Н/Д",
        "#DIV/0!": "#ДЕЛ/0!",
        "#VALUE!": "#ЗНАЧ!",
        "#REF!": "#ССЫЛКА!",
        "#NAME?": "#ИМЯ?",
        "#NULL!": "#ПУСТО!",
        "#NUM!": "#ЧИСЛО!",
    },
)
_UNCALCULATED = Hole("формула не вычислена", "Откройте файл в Excel, сохраните его и сдайте снова.")


def error_hole(said: str) -> Hole:
    """Return the hole of a cell with an Excel error, named as Russian Excel names it."""
    return Hole(_RUSSIAN.get(said, said or "ошибка Excel"), "Исправьте формулу или введите значение.")


def xlsx_holes(archive: zipfile.ZipFile) -> dict[str, Holes]:
    """Return the unreadable cells by sheet name; raises RefusedFileError for a sheet that reaches too far."""
    parts = {name.casefold(): name for name in archive.namelist()}
    if _BOOK not in parts or _LINKS not in parts or "xl/workbook.bin" in parts:
        raise broken_file()
    names = _sheet_parts(archive, parts)
    found: dict[str, Holes] = {}
    for part in {*names, *(part for part in parts if part.startswith(_SHEETS) and part.endswith(".xml"))} & {*parts}:
        name = names.get(part, part)
        found[name] = _holes(name, unpack(archive, parts[part]))
    return found


def _holes(name: str, xml: bytes) -> Holes:
    if _plain(xml):
        return {}
    cells = _Cells(Extent(name))
    scan(xml, cells)
    return cells.extent.holes


def _plain(xml: bytes) -> bool:
    """Return True for a sheet that can be seen to be harmless without parsing: the usual one, and this is quick."""
    if b"<sheetData" not in xml or any(word in xml for word in _SUSPICIOUS):
        return False
    return len(_CELL.findall(xml)) == len(_NEAR_CELL.findall(xml))


def _sheet_parts(archive: zipfile.ZipFile, parts: Mapping[str, str]) -> dict[str, str]:
    sheets, links = _Tags("sheet"), _Tags("Relationship")
    scan(unpack(archive, parts[_BOOK]), sheets)
    scan(unpack(archive, parts[_LINKS]), links)
    targets = {link.get("Id", ""): _part(link.get("Target", "")) for link in links.found}
    return {targets.get(_link(sheet), ""): sheet.get("name", "") for sheet in sheets.found}


def _part(target: str) -> str:
    return posixpath.normpath(target.lstrip("/") if target.startswith("/") else f"xl/{target}").casefold()


def _link(sheet: Mapping[str, str]) -> str:
    return next((value for name, value in sheet.items() if name.endswith(":id")), "")


@dataclass
class _Tags:
    """Collects the attributes of one kind of element."""

    tag: str
    found: list[dict[str, str]] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == self.tag:
            self.found.append(attributes)

    def end(self, tag: str) -> None:
        """Need nothing of it."""

    def text(self, said: str) -> None:
        """Need nothing of it."""


@dataclass(slots=True)
class _Cells:
    """Follows the cells of one sheet; row and column count from 1 as in Excel."""

    extent: Extent
    row: int = 0
    column: int = 0
    kind: str = ""
    value: str | None = None
    formula: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag.rpartition(":")[2]:
            case "c":
                self._cell(attributes)
            case "v" | "is":
                self.value = ""
            case "f":
                self.formula = True
            case "row":
                self.row, self.column = int(attributes.get("r", self.row + 1)), 0

    def text(self, said: str) -> None:
        if self.value is not None:
            self.value += said

    def end(self, tag: str) -> None:
        if tag.rpartition(":")[2] != "c":
            return
        if self.value is not None or self.formula:
            self.extent.reach(self.row, self.column)
        if self.kind == "e":
            self.extent.holes[self.row - 1, self.column - 1] = error_hole(self.value or "")
        elif self.formula and not self.value and self.kind != "str":  # a text formula may well give an empty text
            self.extent.holes[self.row - 1, self.column - 1] = _UNCALCULATED

    def _cell(self, attributes: dict[str, str]) -> None:
        self.kind, self.value, self.formula = attributes.get("t", ""), None, False
        place = attributes.get("r")
        if place is None:
            self.column += 1
            return
        word = place.rstrip(_DIGITS)
        self.row, self.column = int(place[len(word) :]), _number(word)


@cache
def _number(word: str) -> int:
    number = 0
    for letter in word.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
