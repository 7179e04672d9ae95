"""Pictures of a report's page as files of the site: a page stays light, and a chart shown on three pages lies once."""

from __future__ import annotations

import base64
import binascii
import re
from hashlib import sha256
from pathlib import Path
from typing import Final

FOLDER: Final = "pictures"
_TAG: Final = re.compile(r"""<img((?:\s+[\w-]+(?:="[^"]*"|='[^']*')?)*)\s*/?>""")
_SAID: Final = re.compile(r"""([\w-]+)=("[^"]*"|'[^']*')""")
_CODED: Final = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=\s]+)")
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_STRICT, _OWN = "img-src data:", "img-src 'self' data:"


def taken_out(html: str, site: Path, path: str) -> str:
    """Return the page of the address `path` with its PNG pictures as files in the folder of its municipality."""
    place = path.partition("/")[0]
    above = "../" * (path.count("/") - 1)

    def put(said: re.Match[str]) -> str:
        data = _picture(said[2][1:-1]) if said[1] == "src" else None
        if data is None:
            return said[0]
        name = f"{sha256(data).hexdigest()[:16]}.png"
        target = site / place / FOLDER / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        return f'src="{above}{FOLDER}/{name}"'

    return _TAG.sub(lambda tag: _SAID.sub(put, tag[0]), html).replace(_STRICT, _OWN, 1)


def _picture(address: str) -> bytes | None:
    """Return the PNG that an address holds; None for any other, which stays in the page, where it does nothing."""
    coded = _CODED.fullmatch(address)
    try:
        data = base64.b64decode(coded[1]) if coded else b""
    except binascii.Error:
        return None
    return data if data.startswith(_PNG) else None
