"""Texts of a tree as plain words."""

from __future__ import annotations

import re
from typing import Final

from pdmon_utils.show import Node

_FRACTION: Final = re.compile(r"\(\d[\d\u00a0\u202f,]* (?:из|на) \d[\d\u00a0\u202f,]*\)")


def said(text: str | Node) -> str:
    """Return the words of a text, of a number or of runs."""
    if isinstance(text, str):
        return text
    return text["text"] if "text" in text else "".join(run["text"] for run in text["runs"])


def unbroken(cell: str | Node) -> str | Node:
    """Return a figure whose fraction stays in one line: «(92 из 181)» with no-break spaces."""
    if isinstance(cell, str):
        return _held(cell)
    return {**cell, "text": _held(cell["text"])} if "text" in cell and "runs" not in cell else cell


def _held(text: str) -> str:
    return _FRACTION.sub(lambda found: found[0].replace(" ", "\u00a0"), text)
