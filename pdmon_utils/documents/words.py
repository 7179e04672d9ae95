"""Texts of a tree as plain words."""

from __future__ import annotations

from pdmon_utils.show import Node


def said(text: str | Node) -> str:
    """Return the words of a text, of a number or of runs."""
    if isinstance(text, str):
        return text
    return text["text"] if "text" in text else "".join(run["text"] for run in text["runs"])
