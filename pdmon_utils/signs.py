"""Signs that nobody sees and that make a text look like another one."""

from __future__ import annotations

import re
from typing import Final

_UNSEEN: Final = re.compile(
    "\x1b\\[[0-9;?]*[ -/]*[@-~]"  # colours of a terminal, whole
    "|[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def plain(text: object) -> str:
    """Return the text without control characters, direction overrides, lone surrogates and what no XML may hold."""
    return _UNSEEN.sub("", str(text))
