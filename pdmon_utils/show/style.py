"""The look of tables and charts, shown once a page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pdmon_utils.show.markup import Bundled, Node


@cache
def pdmon_style() -> str:
    """Return the style sheet of everything in `show`, for the page's own sheet or for a notebook."""
    return Path(__file__).with_name("style.css").read_text(encoding="utf-8")


@dataclass(frozen=True, repr=False)
class Style(Bundled):
    """The style sheet as an object to show in the first cell of a notebook."""

    def _repr_html_(self) -> str:
        return f"<style>{pdmon_style()}</style>"

    def node(self) -> Node:
        """Return nothing: paper has styles of its own."""
        return {}

    def __repr__(self) -> str:
        """Return nothing: a style has no words."""
        return ""
