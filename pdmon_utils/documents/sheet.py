"""A paper of one sheet: smaller letters, no spaces to spare, pictures beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from docx.shared import Pt

from pdmon_utils.documents.markup import TWIPS

SMALLER: Final = 0.68  # of the size that the blank has
SMALLEST: Final = 8  # points that can be read on paper
TALLEST: Final = 42  # millimetres of a picture
GAP: Final = 4  # millimetres between two pictures
_SPARED: Final = 0.3  # of the spaces between paragraphs


def tighten(paper: Any) -> None:  # noqa: ANN401  python-docx's Document
    """Make the letters and spaces of all styles smaller, the office's own ones too."""
    for style in paper.styles:
        size = getattr(getattr(style, "font", None), "size", None)
        if size is None or not hasattr(style, "paragraph_format"):
            continue
        form = style.paragraph_format
        style.font.size = Pt(max(SMALLEST, round(size.pt * SMALLER * 2) / 2))
        form.space_before, form.space_after = (
            Pt((side or Pt(0)).pt * _SPARED) for side in (form.space_before, form.space_after)
        )
        form.line_spacing = 1.0


def beside(cells: Sequence[str], room: float) -> str:
    """Return a table without lines whose cells share the room (millimetres); each holds whole paragraphs."""
    width = round(room / len(cells) * TWIPS)
    grid = f'<w:gridCol w:w="{width}"/>' * len(cells)
    inner = "".join(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>' for cell in cells)
    look = f'<w:tblW w:w="{width * len(cells)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
    return f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid><w:tr>{inner}</w:tr></w:tbl>"
