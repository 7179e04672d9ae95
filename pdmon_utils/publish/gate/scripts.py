"""Scripts and style sheets: our own by their hash, data assigned to one name; nothing from outside."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from typing import Final

from pdmon_utils.publish.gate.known import Known
from pdmon_utils.publish.gate.pieces import Piece
from pdmon_utils.publish.gate.plain import json_pieces

_DATA: Final = re.compile(r"\s*(?:(?:const|let|var)\s+|window\.)?[A-Za-z_$][\w$]*\s*=\s*(?P<data>.*?);?\s*", re.DOTALL)
_OUTSIDE: Final = re.compile(
    r"@import|url\(\s*[\"']?(?!data:|#)(?:[a-z][a-z0-9+.-]*:|//)[^)]*|expression\(|javascript:", re.IGNORECASE
)


def digest(data: bytes) -> str:
    """Return the hash of a script as a page's Content-Security-Policy names it."""
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def is_own(data: bytes, known: Known) -> bool:
    """Return True for a script or a file of the program itself."""
    return digest(data) in known.assets


def data_of(script: str) -> list[Piece] | None:
    """Return the texts of a script that only gives data a name (an index of the search), None for any other."""
    found = _DATA.fullmatch(script)
    if not found:
        return None
    try:
        return list(json_pieces(json.loads(found["data"])))
    except ValueError:
        return None


def outside(style: str) -> Iterator[str]:
    """Yield what a style sheet would load from outside or run."""
    yield from (found[0] for found in _OUTSIDE.finditer(style))
