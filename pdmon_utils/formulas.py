"""Text that a table program would take for a formula: it never becomes one in what we write."""

from __future__ import annotations

_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def like_formula(text: str) -> bool:
    """Return True for a text that a table program would take for a formula."""
    return text.startswith(_SIGNS)
