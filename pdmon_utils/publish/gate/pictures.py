"""Pictures: the words that lie in the chunks of a PNG; what no drawing needs is refused."""

from __future__ import annotations

import zlib
from typing import Final

from pdmon_utils.publish.gate.pieces import Opened, Piece, literal
from pdmon_utils.publish.gate.refusal import Refusal

PNG: Final = b"\x89PNG\r\n\x1a\n"
_DRAWING: Final = frozenset("IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB bKGD hIST pHYs sPLT tIME cICP".split())
_WORDS: Final = frozenset(("tEXt", "zTXt", "iTXt"))
_REDRAW: Final = "Сохраните картинку заново без сведений о съёмке и вложений"
_LARGEST: Final = 2**24


def png(page: str, name: str, data: bytes) -> Opened:
    """Return the words of a PNG; chunks that no drawing needs, and bytes behind its end, are faults."""
    pieces: list[Piece] = []
    faults: list[Refusal] = []
    at = len(PNG)
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8].decode("latin-1")
        body = data[at + 8 : at + 8 + size]
        at += 12 + size
        if kind in _WORDS:
            pieces.append(Piece(_chunk_text(kind, body), literal(f"{name}, запись {kind}")))
        elif kind not in _DRAWING:
            faults.append(Refusal(page, name, f"в картинке лишняя запись {kind}", _REDRAW))
        if kind == "IEND":
            break
    if at != len(data):
        faults.append(Refusal(page, name, "картинка обрывается, или за её концом есть ещё что-то", _REDRAW))
    return Opened(pieces, faults)


def _chunk_text(kind: str, body: bytes) -> str:
    key, _, rest = body.partition(b"\0")
    if kind == "zTXt":
        rest = _inflated(rest[1:])
    if kind == "iTXt":
        packed, rest = rest[:1] == b"\1", rest[2:].split(b"\0", 2)[-1]
        rest = _inflated(rest) if packed else rest
    return f"{decoded(key)}: {decoded(rest)}"


def _inflated(body: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(body, _LARGEST)
    except zlib.error:
        return body


def decoded(body: bytes) -> str:
    """Return bytes as text in the first of the codes in which Russian is written that fits."""
    for code in ("utf-8", "cp1251"):
        try:
            return body.decode(code)
        except UnicodeDecodeError:
            continue
    return body.decode("latin-1")
