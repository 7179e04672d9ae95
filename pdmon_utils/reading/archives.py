"""A look at a zipped workbook before it is parsed: bombs, foreign definitions and far cells are refused.

calamine ends the whole process when one value stands in XFD1048576, and it shows Excel errors and formulas
that were never calculated as empty cells; so the sheets are looked through before it sees them.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Protocol
from xml.parsers import expat

from pdmon_utils.reading.findings import RefusedFileError

UNPACKED = 300 * 2**20
PARTS = 5_000
_RATIO = 100
_SMALL = 2**20  # a small file may be packed as tightly as it likes
_PACKING = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # Excel knows no other, and the rest unpack without a limit
_LOCKED = 1  # flag of a part that is encrypted
_XML = (".xml", ".rels")
_DEFINITIONS = (b"<!DOCTYPE", b"<!ENTITY")
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

Parts = Mapping[str, bytes]


class Scan(Protocol):
    """Handlers of one XML part."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""

    def end(self, tag: str) -> None:
        """Take the end of an element."""

    def text(self, said: str) -> None:
        """Take text."""


def unpack(data: bytes) -> dict[str, bytes]:
    """Return the XML parts of an archive by name, other parts by name with no content; nothing touches the disk.

    Raises RefusedFileError for a broken, hostile or encrypted archive and for a bomb, before it is unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _refuse_size(entries, len(data))
            _refuse_names([entry.filename for entry in entries])
            return {entry.filename: _content(archive, entry) for entry in entries}
    except _BROKEN as error:
        raise broken_file() from error


def scan(xml: bytes, reader: Scan) -> None:
    """Send an XML text through the reader; raises RefusedFileError when it is not well-formed or has a DOCTYPE."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        parser.Parse(xml, True)  # noqa: FBT003  expat takes no keywords
    except _BROKEN as error:
        raise broken_file() from error


def holds(xml: bytes, word: bytes, sign: bytes, start: int, end: int) -> bool:
    """Return True where the word stands there; its rarest sign is looked for first, which is thirty times as quick."""
    return xml.find(sign, start, end) >= 0 and xml.find(word, start, end) >= 0


def broken_file() -> RefusedFileError:
    """Return the refusal of a file that is no workbook, whatever its name says."""
    return RefusedFileError("file.broken")


@dataclass(frozen=True)
class Silent:
    """Takes everything and keeps nothing."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Need nothing of it."""

    def end(self, tag: str) -> None:
        """Need nothing of it."""

    def text(self, said: str) -> None:
        """Need nothing of it."""


def _refuse_size(entries: Sequence[zipfile.ZipInfo], packed: int) -> None:
    if len(entries) > PARTS:
        raise RefusedFileError("file.parts", what="частей", count=len(entries), limit=PARTS)
    if any(entry.flag_bits & _LOCKED for entry in entries):
        raise RefusedFileError("file.password")
    size = sum(entry.file_size for entry in entries)
    if size > UNPACKED or (size > _SMALL and size > _RATIO * packed):
        raise RefusedFileError("file.bomb", size=size // 2**20)


def _refuse_names(names: Sequence[str]) -> None:
    for name in names:
        path = PurePosixPath(name.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in name:
            raise RefusedFileError("file.paths", path=name[:40])
    if len({name.casefold() for name in names}) < len(names):
        raise broken_file()  # two parts of one name: each reader would see another workbook


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.compress_type not in _PACKING:
        raise broken_file()
    promised = entry.file_size
    entry.file_size += 1  # one byte more than promised is asked for, so that a part that lies about its size shows
    with archive.open(entry) as stream:
        content = stream.read(promised + 1)
    if len(content) != promised:
        raise broken_file()
    if not entry.filename.casefold().endswith(_XML):
        return b""
    _refuse_definitions(content)
    return content


def _refuse_definitions(xml: bytes) -> None:
    if b"\0" in xml[:4]:
        raise broken_file()  # UTF-16: legal in XML, unknown to Excel, and hides words from the search below
    if any(holds(xml, word, b"!", 0, len(xml)) for word in _DEFINITIONS):
        scan(xml, Silent())  # it may be mere text of a cell


def _no_doctype(*_: object) -> None:
    raise RefusedFileError("file.doctype")  # no workbook has one; what has one wants to read other files or to grow
