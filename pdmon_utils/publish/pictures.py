"""Pictures of a report's page as files of the site: a page stays light, and a chart shown on three pages lies once."""

from __future__ import annotations

import base64
import binascii
import re
from hashlib import sha256
from pathlib import Path
from typing import Final

FOLDER: Final = "pictures"
_INLINE: Final = re.compile(  # of a tag, not of a text or an alternative text that looks like one
    r"""(<img(?:\s+[\w-]+=(?:"[^"]*"|'[^']*'))*?\s+src=")data:image/png;base64,([A-Za-z0-9+/=\s]+)(?=")"""
)
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_LETTERS: Final = str.maketrans("0123456789", "ghijklmnop")  # a name without digits never looks like a telephone
_STRICT, _OWN = "img-src data:", "img-src 'self' data:"


def taken_out(html: str, site: Path, path: str) -> str:
    """Return the page of the address `path` with its PNG pictures as files in the folder of its municipality."""
    place = path.partition("/")[0]
    above = "../" * (path.count("/") - 1)

    def put(found: re.Match[str]) -> str:
        data = _picture(found[2])
        if data is None:
            return found[0]
        name = f"{sha256(data).hexdigest()[:16].translate(_LETTERS)}.png"
        target = site / place / FOLDER / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        return f"{found[1]}{above}{FOLDER}/{name}"

    return _INLINE.sub(put, html).replace(_STRICT, _OWN, 1)


def _picture(coded: str) -> bytes | None:
    """Return the PNG that is coded; None for anything else, which stays in the page, where it does nothing."""
    try:
        data = base64.b64decode(coded)
    except binascii.Error:
        return None
    return data if data.startswith(_PNG) else None
