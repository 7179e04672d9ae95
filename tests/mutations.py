"""Deterministic damage: a sound file and a number → a broken file, the same in every run."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Sequence
from random import Random

import seeds

Change = Callable[[bytes, Random], bytes]

_TAG = re.compile(rb"<[^<>]+>")
_ATTRIBUTE = re.compile(rb'"[^"<>]*"')
_NUMBERS = (
    b"0",
    b"-1",
    b"1048576",
    b"4294967295",
    b"99999999999999999999",
    b"1e308",
    b"NaN",
    b"",
    b"A0",
    b"XFD9",
    b"$A$1",
)
_WORDS = (b"&#0;", b"&amp;", b"&nope;", b"<!DOCTYPE x>", b"<![CDATA[", b"-->", b"\xff", b"\xed\xa0\x80", b" " * 300)
_MARKS = (b'"', b";", b",", b"\t", b"\r", b"\n", b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b'""', b'"\n', b"=1+1", b"\x1a")
_EDGES = (0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF)


def flipped(data: bytes, dice: Random) -> bytes:
    """Return the bytes with a few of them changed."""
    broken = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 4, 16))):
        broken[dice.randrange(len(broken))] = dice.randrange(256)
    return bytes(broken)


def cut(data: bytes, dice: Random) -> bytes:
    """Return the beginning of the bytes."""
    return data[: dice.randrange(1, len(data))]


def moved(data: bytes, dice: Random) -> bytes:
    """Return the bytes with one chunk lost, doubled or put elsewhere."""
    start, end = sorted(dice.randrange(len(data) + 1) for _ in range(2))
    end = min(end, start + 600)
    rest = data[:start] + data[end:]
    at = dice.choice((start, len(rest), dice.randrange(len(rest) + 1)))
    return dice.choice((rest, data[:end] + data[start:], rest[:at] + data[start:end] + rest[at:]))


def edged(data: bytes, dice: Random) -> bytes:
    """Return the bytes with one number at an edge of what it can hold."""
    size, code = dice.choice(((1, "B"), (2, "H"), (4, "I")))
    at = dice.randrange(max(len(data) - size, 1))
    return data[:at] + struct.pack(f"<{code}", dice.choice(_EDGES) & (256**size - 1)) + data[at + size :]


def marked(data: bytes, dice: Random) -> bytes:
    """Return a text table with a few signs put in that mean something to a reader."""
    for _ in range(dice.choice((1, 2, 5))):
        at = dice.randrange(len(data) + 1)
        data = data[:at] + dice.choice(_MARKS) + data[at:]
    return data


def tagged(xml: bytes, dice: Random) -> bytes:
    """Return XML with an element or an attribute spoilt."""
    places = [found.span() for found in dice.choice((_TAG, _ATTRIBUTE)).finditer(xml)]
    if not places:
        return flipped(xml, dice)
    (start, end), (other, last) = dice.choice(places), dice.choice(places)
    value = dice.choice((*_NUMBERS, *_WORDS))
    news = (b"", xml[start:end] * 2, xml[other:last], b'"' + value + b'"', value)
    return xml[:start] + dice.choice(news) + xml[end:]


def repacked(data: bytes, dice: Random) -> bytes:
    """Return an archive, sound as an archive, with one of its parts spoilt."""
    parts = seeds.unzipped(data)
    name = dice.choice([name for name in parts if name.endswith((".xml", ".rels"))])
    parts[name] = dice.choice((tagged, tagged, tagged, flipped, cut, moved))(parts[name], dice)
    if dice.random() < 0.05:  # a part is lost altogether
        parts.pop(name)
    return seeds.zipped(parts)


def rerecorded(stream: bytes, dice: Random) -> bytes:
    """Return the compound file of a stream of records with one record spoilt, lost, doubled or put elsewhere."""
    records = _records(stream)
    at = dice.randrange(len(records))
    kind, body = records[at]
    news: Sequence[Sequence[tuple[int, bytes]]] = (
        [],
        [(kind, body)] * 2,
        [(kind, flipped(body, dice) if body else b"\xff")],
        [(kind, edged(body, dice) if len(body) > 4 else body + b"\xff\xff")],
        [(kind, body[: len(body) // 2])],
        [(dice.choice([other for other, _ in records]), body)],
        [(dice.randrange(0x1000), body)],
        [dice.choice(records)],
    )
    records[at : at + 1] = dice.choice(news)
    return seeds.compound({"Workbook": b"".join(seeds.record(kind, body) for kind, body in records)})


def _records(stream: bytes) -> list[tuple[int, bytes]]:
    records, at = [], 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        records.append((kind, stream[at + 4 : at + 4 + size]))
        at += 4 + size
    return records
