"""A .csv file → rows; encoding and delimiter are those under which its header words are known."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pdmon_utils.reading.findings import RefusedFileError
from pdmon_utils.reading.headers import DEPTH, header_words
from pdmon_utils.reading.sources import refuse_large
from pdmon_utils.schema import Table

_WIDE = ("utf-16", "utf-16-be")  # of these every second byte of a delimiter is zero
_ENCODINGS = ("utf-8-sig", "cp1251", "cp866", "koi8-r")
_DELIMITERS = (";", ",", "\t")
_HEAD = 64 * 2**10
_RUSSIAN_UTF8 = re.compile(rb"(?:[\xd0\xd1][\x80-\xbf][^\x80-\xff]?){2}")


class _Way(NamedTuple):
    """One way of reading a file, and how many columns its header then names."""

    known: int
    encoding: str
    delimiter: str


def read_delimited(path: Path, table: Table) -> list[list[str]]:
    """Return the rows of a csv file as text; raises RefusedFileError when its header or its letters are not known."""
    refuse_large(path)
    data = path.read_bytes()
    ways = list(_ways(data[:_HEAD], table))
    most = max(way.known for way in ways)
    if not most:
        raise _unknown(data, table)
    best = [way for way in ways if way.known == most]
    return _rows(_decoded(data, [way.encoding for way in best]), best[0].delimiter)


def _ways(head: bytes, table: Table) -> Iterator[_Way]:
    for encoding in _WIDE if b"\0" in head else _ENCODINGS:
        text = head.decode(encoding, errors="replace")
        for delimiter in _DELIMITERS:
            yield _Way(header_words(table, _first(text, delimiter)), encoding, delimiter)


def _first(text: str, delimiter: str) -> list[list[str]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return list(islice(rows, DEPTH))
    except csv.Error:
        return []


def _decoded(data: bytes, encodings: Sequence[str]) -> str:
    """Return the text; Latin headers fit every encoding, then it is UTF-8 or else cp1251, as the guide promises."""
    encoding, *others = dict.fromkeys(encodings)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if others and encoding == _ENCODINGS[0]:
            return _decoded(data, others[:1])
        raise _mixed(data, error.start) from error
    if encoding in _ENCODINGS[1:]:
        _refuse_utf8_lines(data)
    return text


def _refuse_utf8_lines(data: bytes) -> None:
    """Raise where a line is Russian in UTF-8 though the header is not: half of the file would be read as nonsense."""
    for found in _RUSSIAN_UTF8.finditer(data):
        line = data[data.rfind(b"\n", 0, found.start()) + 1 :].split(b"\n", 1)[0]
        with suppress(UnicodeDecodeError):
            line.decode()
            raise _mixed(data, found.start())


def _mixed(data: bytes, place: int) -> RefusedFileError:
    line = data.count(b"\n", 0, place) + 1
    return RefusedFileError("file.encoding", where=f" (строка {line})")


def _unknown(data: bytes, table: Table) -> RefusedFileError:
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return RefusedFileError("file.encoding", where="")
    return RefusedFileError("file.header", title=table.title)


def _rows(text: str, delimiter: str) -> list[list[str]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(rows)
    except csv.Error as error:
        raise RefusedFileError("file.quotes", row=rows.line_num) from error
