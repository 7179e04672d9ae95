"""Small workbooks of every format, built byte by byte, so that a test can break exactly one thing of them."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path

import openpyxl

Rows = Sequence[Sequence[object]]
Sheets = Mapping[str, Rows]

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
ODS_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
    for short in ("office", "table", "text", "style")
)
CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def xlsx(sheets: Sheets, change: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    """Return an .xlsx workbook; `change` may do to it what openpyxl can."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if change:
        change(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """Return the parts of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return an archive of these parts."""
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return saved.getvalue()


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    """Return the archive with the text of one part changed."""
    parts = unzipped(data)
    assert old.encode() in parts[part]
    return zipped({**parts, part: parts[part].replace(old.encode(), new.encode())})


def with_parts(data: bytes, **parts: bytes) -> bytes:
    """Return the archive with more parts."""
    return zipped({**unzipped(data), **parts})


def ods(sheets: Mapping[str, str]) -> bytes:
    """Return an .ods workbook; the rows of a sheet are given as XML."""
    tables = "".join(f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in sheets.items())
    return ods_content(f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>")


def ods_content(inside: str, **parts: bytes) -> bytes:
    """Return an .ods workbook with this inside its content."""
    content = f"<office:document-content {ODS_SPACES} {CALC}>{inside}</office:document-content>"
    manifest = b"<manifest:manifest/>"
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    named = {"mimetype": mimetype, "META-INF/manifest.xml": manifest, "content.xml": content.encode()}
    return zipped({**named, **parts})


def ods_row(*cells: str, attributes: str = "") -> str:
    """Return a row of texts."""
    inside = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
        for cell in cells
    )
    return f"<table:table-row {attributes}>{inside or '<table:table-cell/>'}</table:table-row>"


def record(kind: int, body: bytes = b"") -> bytes:
    """Return one record of an .xls workbook."""
    return struct.pack("<HH", kind, len(body)) + body


def cell_record(row: int, column: int, value: object) -> bytes:
    """Return the record of a cell: a text, a number, a date, or an error given as {"error": code}."""
    match value:
        case str():
            said = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
            return record(0x204, struct.pack("<HHH", row, column, 0) + said)
        case dt.date():
            days = (value - dt.date(1899, 12, 30)).days
            return record(0x203, struct.pack("<HHHd", row, column, 1, days))
        case {"error": int(code)}:
            return record(0x205, struct.pack("<HHHBB", row, column, 0, code, 1))
        case {"formula error": int(code)}:
            result = bytes([2, 0, code, 0, 0, 0, 0xFF, 0xFF])
            return record(0x06, struct.pack("<HHH", row, column, 0) + result + bytes(8))
        case int() | float():
            return record(0x203, struct.pack("<HHHd", row, column, 0, float(value)))
    raise TypeError(type(value).__name__)


def shared_texts(*words: str) -> bytes:
    """Return the record of the texts that cells share."""
    said = b"".join(struct.pack("<HB", len(word), 1) + word.encode("utf-16-le") for word in words)
    return record(0xFC, struct.pack("<II", len(words), len(words)) + said)


def sheet_records(rows: Rows, more: bytes = b"", dimensions: tuple[int, int, int, int] | None = None) -> bytes:
    """Return the substream of a sheet; `more` records stand before its end."""
    size = dimensions or (0, len(rows), 0, max(map(len, rows), default=0))
    cells = b"".join(
        cell_record(at, column, value)
        for at, row in enumerate(rows)
        for column, value in enumerate(row)
        if value is not None
    )
    begin = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    return begin + record(0x200, struct.pack("<IIHHH", *size, 0)) + cells + more + record(0x0A)


def xls_stream(sheets: Mapping[str, bytes], more: bytes = b"", hidden: Sequence[str] = ()) -> bytes:
    """Return the stream «Workbook»: names of sheets → their substreams; `more` records stand in the common part."""
    formats = b"".join(record(0xE0, struct.pack("<HHHHHHII", 0, number, 0, 0, 0, 0, 0, 0)) for number in (0, 14))
    begin = record(0x809, struct.pack("<HHHHII", 0x600, 0x05, 0, 0, 0, 0)) + record(0x42, b"\xb0\x04") + formats + more
    names = [name.encode("utf-16-le") for name in sheets]
    at = len(begin) + sum(4 + 8 + len(name) for name in names) + 4
    told = b""
    for (title, body), name in zip(sheets.items(), names, strict=True):
        told += record(0x85, struct.pack("<IBBBB", at, title in hidden, 0, len(name) // 2, 1) + name)
        at += len(body)
    return begin + told + record(0x0A) + b"".join(sheets.values())


def xls(sheets: Sheets) -> bytes:
    """Return an .xls workbook."""
    return compound({"Workbook": xls_stream({name: sheet_records(rows) for name, rows in sheets.items()})})


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file of these streams, each long enough to need no mini sectors."""
    chains, content, entries = [FAT, END], b"", [_entry("Root Entry", 5, END, 0, child=1)]
    for name, stream in streams.items():
        padded = stream.ljust(max(4096, -(-len(stream) // SECTOR) * SECTOR), b"\0")
        start, count = len(chains), len(padded) // SECTOR
        chains += [*range(start + 1, start + count), END]
        content += padded
        entries.append(
            _entry(name, 2, start, len(padded), right=len(entries) + 1 if len(entries) < len(streams) else FREE)
        )
    assert len(chains) <= SECTOR // 4
    assert len(entries) <= SECTOR // 128
    table = struct.pack(f"<{len(chains)}I", *chains).ljust(SECTOR, b"\xff")
    return _header() + table + b"".join(entries).ljust(SECTOR, b"\0") + content


def _header() -> bytes:
    magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    fields = struct.pack("<16xHHHHH6xIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, END, 0, END, 0)
    return magic + fields + struct.pack("<109I", 0, *[FREE] * 108)


def _entry(  # noqa: PLR0913  one parameter a field
    name: str, kind: int, start: int, size: int, *, child: int = FREE, right: int = FREE
) -> bytes:
    said = (name + "\0").encode("utf-16-le")
    links = struct.pack("<HBBIII", len(said), kind, 1, FREE, right, child)
    return said.ljust(64, b"\0") + links + bytes(36) + struct.pack("<III", start, size, 0)


def saved(folder: Path, name: str, data: bytes) -> Path:
    """Save the bytes under a name."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path
