"""The compound file («OLE») around an .xls workbook: the names of its streams and the bytes of one.

Only what is needed to look into a workbook before it is parsed, with every chain bounded by the size of the file.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass

from pdmon_utils.reading.archives import broken_file

_HEADER = struct.Struct("<8x16xHHHHH6xIII4xIIIII")
_LAST = 0xFFFFFFFA  # sector numbers from here on are marks: end of chain, free, table of sectors
_FIRST_SECTORS = 109  # of the table of sectors are named in the header
_ENTRY = 128
_SHIFTS = {9, 12}
_MINI = 64
_STREAM, _ROOT = 2, 5


@dataclass(frozen=True, slots=True)
class Entry:
    """A stream of a compound file: where it starts and how long it is."""

    kind: int
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Compound:
    """A compound file: its sectors, their chains, its streams and storages by name in small letters."""

    data: bytes
    sector: int
    chains: tuple[int, ...]
    minis: tuple[int, ...]
    cutoff: int
    entries: Mapping[str, Entry]

    def stream(self, name: str) -> bytes:
        """Return the bytes of a stream; raises RefusedFileError when its chain leads nowhere."""
        entry = self.entries[name]
        if entry.size >= self.cutoff:
            return _chained(self.data, self.sector, self.sector, self.chains, entry.start)[: entry.size]
        root = next((found for found in self.entries.values() if found.kind == _ROOT), None)
        if root is None:
            raise broken_file()
        container = _chained(self.data, self.sector, self.sector, self.chains, root.start)
        return _chained(container, _MINI, 0, self.minis, entry.start)[: entry.size]


def open_compound(data: bytes) -> Compound:
    """Return the compound file; raises RefusedFileError when it is broken."""
    try:
        return _compound(data)
    except (struct.error, UnicodeDecodeError) as error:
        raise broken_file() from error


def _compound(data: bytes) -> Compound:
    _, _, _, shift, _, _, _, directory, cutoff, mini, _, more, _ = _HEADER.unpack_from(data)
    if shift not in _SHIFTS:
        raise broken_file()
    sector = 1 << shift
    chains = _table(data, sector, _places(data, sector, more))
    minis = _numbers(_chained(data, sector, sector, chains, mini)) if mini < _LAST else ()
    entries = _entries(_chained(data, sector, sector, chains, directory))
    return Compound(data, sector, chains, minis, cutoff, entries)


def _places(data: bytes, sector: int, more: int) -> list[int]:
    """Return the sectors in which the table of chains lies: 109 in the header, others in a chain of their own."""
    places = list(struct.unpack_from(f"<{_FIRST_SECTORS}I", data, 76))
    for _ in range(len(data) // sector):
        if more >= _LAST or len(places) > len(data) // sector:
            break
        *found, more = _numbers(_sector(data, sector, sector, more))
        places += found
    return [place for place in places if place < _LAST]


def _table(data: bytes, sector: int, places: list[int]) -> tuple[int, ...]:
    if len(places) > len(data) // sector:
        raise broken_file()
    return _numbers(b"".join(_sector(data, sector, sector, place) for place in places))


def _chained(data: bytes, size: int, offset: int, chains: tuple[int, ...], start: int) -> bytes:
    found: list[bytes] = []
    at = start
    for _ in range(len(data) // size + 1):
        if at >= _LAST:
            return b"".join(found)
        if at >= len(chains):
            break
        found.append(_sector(data, size, offset, at))
        at = chains[at]
    raise broken_file()  # a ring, or a sector beyond the end


def _sector(data: bytes, size: int, offset: int, at: int) -> bytes:
    start = offset + at * size
    if start >= len(data):
        raise broken_file()
    return data[start : start + size]


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _entries(directory: bytes) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        start, size = struct.unpack_from("<II", directory, at + 116)
        name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace").casefold()
        if kind and name:
            found.setdefault(name, Entry(kind, start, size))
    return found
