"""The cells of an .xls workbook before it is parsed: how far they reach, which of them cannot be read.

calamine takes memory for what the DIMENSIONS record promises and for the rectangle of all cells, and one wrong
byte makes that a thousand gigabytes; so the records are walked through before it sees them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

from pdmon_utils.reading.archives import broken_file
from pdmon_utils.reading.extents import Extent
from pdmon_utils.reading.findings import RefusedFileError
from pdmon_utils.reading.ole import Compound
from pdmon_utils.reading.signature import compound_kind, disguised
from pdmon_utils.reading.special import is_read
from pdmon_utils.reading.xlsx import SHEETS, error_hole

_BOOKS = ("workbook", "book")
_ENCRYPTED = frozenset({"encryptedpackage", "encryptioninfo"})
_FILEPASS, _EOF, _BOUNDSHEET, _DIMENSIONS, _ROW, _COLUMNS, _FORMULA = 0x2F, 0x0A, 0x85, 0x200, 0x208, 0x7D, 0x06
_BEGIN = frozenset({0x809, 0x409, 0x209, 0x09})
_LOGICAL = 0x205  # a truth value or an error
_CELLS = frozenset({_FORMULA, 0x203, 0x204, _LOGICAL, 0x27E, 0xD6, 0xFD})
_SEVERAL = 0xBD  # several numbers side by side
_BIFF8_DIMENSIONS = 14
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x01
_ERRORS = MappingProxyType(
    {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"},
)


def biff_extents(compound: Compound) -> dict[str, Extent]:
    """Return what is seen of our sheets by name; raises RefusedFileError for a locked book and a far cell."""
    if _ENCRYPTED & compound.entries.keys():
        raise RefusedFileError("file.password")
    name = next((name for name in _BOOKS if name in compound.entries), None)
    if name is None:
        raise disguised(compound_kind(compound.entries.keys()))
    try:
        return _extents(compound.stream(name))
    except (struct.error, IndexError) as error:
        raise broken_file() from error


def biff_outside(compound: Compound) -> tuple[str, ...]:
    """Return what the workbook holds beside its own sheets."""
    return ("вложенные файлы",) if any(name.startswith("mbd") for name in compound.entries) else ()


def _extents(stream: bytes) -> dict[str, Extent]:
    starts: dict[int, str] = {}
    for kind, body in _records(stream, 0):
        if kind == _FILEPASS:
            raise RefusedFileError("file.password")
        if kind == _BOUNDSHEET:
            starts.setdefault(struct.unpack_from("<I", body)[0], _name(body))
    if len(starts) > SHEETS:
        raise RefusedFileError("file.parts", what="листов", count=len(starts), limit=SHEETS)
    found: dict[str, Extent] = {}
    for start, name in starts.items():
        found.setdefault(name, _sheet(stream, start, name))
    return found


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of one substream up to its end, without those of a chart that stands in it."""
    depth, first = 1, at
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        depth += (kind in _BEGIN and at != first) - (kind == _EOF)
        if depth < 1:
            return
        if depth == 1:
            yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _name(body: bytes) -> str:
    """Return the name of a sheet: BIFF8 says after its length whether letters have one byte or two."""
    length = body[6] if len(body) > 6 else 0  # noqa: PLR2004  two flags stand before it
    if len(body) == 7 + length:
        return body[7:].decode("cp1251", "replace")
    if len(body) > 7 and body[7] & 1:  # noqa: PLR2004
        return body[8 : 8 + 2 * length].decode("utf-16-le", "replace")
    return body[8 : 8 + length].decode("latin-1")


def _sheet(stream: bytes, start: int, name: str) -> Extent:
    cells = _Cells(Extent(name, ours=is_read(name)))
    for kind, body in _records(stream, start):
        cells.take(kind, body)
    return cells.extent


@dataclass(slots=True)
class _Cells:
    """Follows the records of one sheet."""

    extent: Extent

    def take(self, kind: int, body: bytes) -> None:
        if kind in _CELLS:
            row, column = struct.unpack_from("<HH", body)
            self.extent.reach(row + 1, column + 1)
            self._hole(kind, body, (row, column))
        elif kind == _SEVERAL:
            row, column, last = (*struct.unpack_from("<HH", body), struct.unpack_from("<H", body, len(body) - 2)[0])
            self.extent.reach(row + 1, max(column, last) + 1)
        elif kind == _DIMENSIONS:
            self._promise(body)
        elif kind == _ROW and struct.unpack_from("<H", body, 12)[0] & _HIDDEN_ROW:
            row = struct.unpack_from("<H", body)[0]
            self.extent.hide_rows(row, row)
        elif kind == _COLUMNS and struct.unpack_from("<H", body, 8)[0] & _HIDDEN_COLUMN:
            self.extent.hide_columns(*struct.unpack_from("<HH", body))

    def _hole(self, kind: int, body: bytes, at: tuple[int, int]) -> None:
        error = None
        if kind == _LOGICAL and body[7]:
            error = body[6]
        if kind == _FORMULA and body[6] == 2 and body[12:14] == b"\xff\xff":  # noqa: PLR2004  an error as result
            error = body[8]
        if error is not None:
            self.extent.holes[at] = error_hole(_ERRORS.get(error, ""))

    def _promise(self, body: bytes) -> None:
        if len(body) == _BIFF8_DIMENSIONS:
            first, last, left, right = struct.unpack_from("<IIHH", body)
        else:
            first, last, left, right = struct.unpack_from("<HHHH", body)
        if last < first or right < left:
            raise broken_file()
        self.extent.reach(last, right)
