"""The cells of an .xlsx workbook before it is parsed: how far they reach, which of them cannot be read."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from pdmon_utils.reading.archives import Parts, Silent, broken_file, holds, scan
from pdmon_utils.reading.extents import Extent
from pdmon_utils.reading.findings import RefusedFileError
from pdmon_utils.reading.outcomes import Hole
from pdmon_utils.reading.special import is_read

BOOK = "xl/workbook.xml"
SHEETS = 200
_LINKS = "xl/_rels/workbook.xml.rels"
_SUSPICIOUS = (  # a doctype or comment, a formula, an error, another prefix; the letter that is rarest is the sign
    (b"<!", b"!"),
    (b"<f", b"f"),
    (b't="e"', b"e"),
    (b"t='e'", b"'"),
    (b":c", b":"),
)
_HIDDEN = re.compile(rb"""hidden\s*=\s*["'](?:1|true)""")
_ONCE = 2  # the word stands in the tag that opens the cells and in the one that closes them
_ASTRAY = re.compile(rb'<c(?! r="(?:[A-Z]|A[A-X])[0-9]{1,5}")')  # a cell that does not first say where in AX99999 it is
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII | re.IGNORECASE)
_TRUE = frozenset({"1", "true"})
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
_OUTSIDE = MappingProxyType(
    {
        "xl/externallinks/": "ссылки на другие книги",
        "xl/embeddings/": "вложенные файлы",
        "xl/connections.xml": "подключения к внешним данным",
    },
)
_UNCALCULATED = Hole("формула не вычислена", "Откройте файл в Excel, сохраните его и сдайте снова.")


def error_hole(said: str) -> Hole:
    """Return the hole of a cell with an Excel error, named as Russian Excel names it."""
    return Hole(_RUSSIAN.get(said, said[:20] or "ошибка Excel"), "Исправьте формулу или введите значение.")


def xlsx_extents(archive: Parts) -> dict[str, Extent]:
    """Return what is seen of our sheets by name, of the first where two have one name.

    Raises RefusedFileError for a sheet that reaches too far and for a workbook without its own parts.
    """
    parts = {name.casefold(): name for name in archive}
    if BOOK not in parts or _LINKS not in parts:
        raise broken_file()
    found: dict[str, Extent] = {}
    for name, part in _sheet_parts(archive, parts):
        if is_read(name) and name not in found:
            found[name] = _extent(name, archive[part])
    return found


def xlsx_outside(archive: Parts) -> tuple[str, ...]:
    """Return what the workbook holds or points to beside its own sheets."""
    names = [name.casefold() for name in archive]
    return tuple(what for start, what in _OUTSIDE.items() if any(name.startswith(start) for name in names))


def _extent(name: str, xml: bytes) -> Extent:
    extent = Extent(name)
    if not _plain(xml):
        scan(xml, _Cells(extent))
    return extent


def _plain(xml: bytes) -> bool:
    """Return True for a sheet that can be seen to be harmless without parsing: the usual one, and this is quick."""
    start, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    if xml.count(b"sheetData") != _ONCE or min(start, end) < 0 or _HIDDEN.search(xml):
        return False  # empty, with a prefix, or in a comment
    if any(holds(xml, word, sign, start, end) for word, sign in _SUSPICIOUS):
        return False
    return not _ASTRAY.search(xml, start, end)


def _sheet_parts(archive: Parts, parts: Mapping[str, str]) -> list[tuple[str, str]]:
    sheets, links = _Tags("sheet"), _Tags("Relationship")
    scan(archive[parts[BOOK]], sheets)
    scan(archive[parts[_LINKS]], links)
    if len(sheets.found) > SHEETS:
        raise RefusedFileError("file.parts", what="листов", count=len(sheets.found), limit=SHEETS)
    targets = {link.get("Id", ""): _part(link.get("Target", ""), parts) for link in links.found}
    pairs = [(sheet.get("name", ""), targets.get(_link(sheet), "")) for sheet in sheets.found]
    if any(part not in parts for name, part in pairs if is_read(name)):
        raise broken_file()
    return [(name, parts[part]) for name, part in pairs if part in parts]


def _part(target: str, parts: Mapping[str, str]) -> str:
    plain = target.casefold()
    if plain in parts:
        return plain
    return posixpath.normpath(plain.lstrip("/") if plain.startswith("/") else f"xl/{plain}")


def _link(sheet: Mapping[str, str]) -> str:
    return next((value for name, value in sheet.items() if name.endswith(":id")), "")


@dataclass(frozen=True)
class _Tags(Silent):
    """Collects the attributes of one kind of element."""

    tag: str
    found: list[dict[str, str]] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == self.tag:
            self.found.append(attributes)


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
                self._row(attributes)
            case "col" if attributes.get("hidden") in _TRUE:
                self.extent.hide_columns(int(attributes["min"]) - 1, int(attributes["max"]) - 1)

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

    def _row(self, attributes: dict[str, str]) -> None:
        self.row, self.column = int(attributes.get("r", self.row + 1)), 0
        if attributes.get("hidden") in _TRUE:
            self.extent.hide_rows(self.row - 1, self.row - 1)

    def _cell(self, attributes: dict[str, str]) -> None:
        self.kind, self.value, self.formula = attributes.get("t", ""), None, False
        place = attributes.get("r")
        if place is None:
            self.column += 1
            return
        address = _ADDRESS.fullmatch(place)
        if address is None:
            raise broken_file()
        self.row, self.column = int(address[2]), _number(address[1])


@cache
def _number(word: str) -> int:
    number = 0
    for letter in word.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
