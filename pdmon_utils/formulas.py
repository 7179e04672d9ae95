"""Text that a table program would take for a formula: it never becomes one in what we write."""

from __future__ import annotations

_WIDE = "\uff1d\uff0b\uff0d\uff20"  # the same signs as East Asian keyboards write them: some programs fold them
_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", *_WIDE)


def like_formula(text: str) -> bool:
    """Return True for a text that a table program would take for a formula."""
    return text.startswith(_SIGNS)
