"""A look at a zipped workbook before it is parsed: bombs and far cells are refused, unreadable cells are found.

calamine ends the whole process when one value stands in XFD1048576, and it shows Excel errors and formulas
that were never calculated as empty cells; so the sheets are looked through before it sees them.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from xml.parsers import expat

from pdmon_utils.intake.cells import Hole
from pdmon_utils.intake.findings import RefusedFileError, letters

_UNPACKED = 200 * 2**20
_RATIO = 200
_SMALL = 2**20  # a small file may be packed as tightly as it likes
_AREA = 5_000_000
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    NotImplementedError,
    OSError,
    ValueError,
    expat.ExpatError,
)
_MEND = "Откройте файл в Excel и сохраните заново как .xlsx."

Holes = Mapping[tuple[int, int], Hole]


class Scan(Protocol):
    """Handlers of one XML part."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""

    def end(self, tag: str) -> None:
        """Take the end of an element."""

    def text(self, said: str) -> None:
        """Take text."""


@dataclass
class Extent:
    """How far a sheet reaches and where its unreadable cells are (row and column from 0)."""

    name: str = ""
    height: int = 0
    width: int = 0
    holes: dict[tuple[int, int], Hole] = field(default_factory=dict)

    def reach(self, height: int, width: int) -> None:
        """Stretch to a filled cell; raises RefusedFileError when the sheet gets too large to be read."""
        self.height, self.width = max(self.height, height), max(self.width, width)
        if self.height * self.width > _AREA:
            corner = f"{letters(self.width - 1)}{self.height}"
            said = (
                f"на листе «{self.name}» заполнены слишком далёкие ячейки (до {corner}). Удалите их и сохраните книгу"
            )
            raise RefusedFileError("file.far", f"Файл не прочитан: {said} (или сдайте большой лист файлом .csv).")


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Return the archive, every part of it unpacked once; raises RefusedFileError for a broken one or a bomb."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > _UNPACKED or (unpacked > _SMALL and unpacked > _RATIO * len(data)):
            raise RefusedFileError(
                "file.bomb", f"Файл не прочитан: он распаковывается в {unpacked // 2**20} МБ. {_MEND}"
            )
        broken = archive.testzip()
    except _BROKEN as error:
        raise broken_file() from error
    if broken:
        raise broken_file()
    return archive


def unpack(archive: zipfile.ZipFile, part: str) -> bytes:
    """Return one part of the archive; raises RefusedFileError when it is not there or cannot be unpacked."""
    try:
        return archive.read(part)
    except (*_BROKEN, KeyError) as error:
        raise broken_file() from error


def scan(xml: bytes, reader: Scan) -> None:
    """Send an XML text through the reader; raises RefusedFileError when it is not well-formed."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        parser.Parse(xml, True)  # noqa: FBT003  expat takes no keywords
    except _BROKEN as error:
        raise broken_file() from error


def broken_file() -> RefusedFileError:
    """Return the refusal of a file that is no workbook, whatever its name says."""
    said = "Файл не прочитан: он повреждён, защищён паролем или это не книга Excel. "
    return RefusedFileError("file.broken", f"{said}{_MEND}")


def _no_doctype(*_: object) -> None:
    raise broken_file()  # no workbook has a DOCTYPE; what has one wants to read other files or to grow
