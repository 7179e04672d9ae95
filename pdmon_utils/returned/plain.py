"""Text of foreign files as it may stand in a workbook, a letter or a page."""

from __future__ import annotations

import re

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def plain(text: object) -> str:
    """Return the text without control characters, direction overrides and lone surrogates."""
    return _UNSAFE.sub("", str(text))
