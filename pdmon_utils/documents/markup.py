"""The few forms of WordprocessingML of which a paper consists, as text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from pdmon_utils.show import Node
from pdmon_utils.signs import plain

TWIPS: Final = 56.7  # in a millimetre
EMU: Final = 36_000  # in a millimetre
_STYLED: Final = re.compile(r'(<w:pStyle w:val="[^"]*"/>)(?!<w:keepNext/>)')


def run(text: str, *, bold: bool = False, italic: bool = False) -> str:
    """Return a run of text; a line break inside stays one."""
    look = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    look = f"<w:rPr>{look}</w:rPr>" if look else ""
    lines = plain(text).split("\n")
    inner = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    return f"<w:r>{look}{inner}</w:r>"


def runs(text: str | Node) -> str:
    """Return the runs of a text of a tree."""
    if isinstance(text, str):
        return run(text)
    if "runs" in text:
        parts = text["runs"]
        return "".join(run(p["text"], bold=p.get("bold", False), italic=p.get("italic", False)) for p in parts)
    return run(text["text"])


def paragraph(style: str, inner: str, *, extra: str = "") -> str:
    """Return a paragraph in a style; `extra` are further properties."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{inner}</w:p>'


def table(header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], right: Sequence[bool]) -> str:
    """Return a bordered table of fixed widths (twips); its header is repeated on every page, no row is torn."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _row([run(text) for text in header], widths, ["pdmonTableHead"] * len(widths), head=True)
    styles = ["pdmonTableRight" if side else "pdmonTable" for side in right]
    body = "".join(_row(row, widths, styles) for row in rows)
    total = sum(widths)
    look = f'<w:tblStyle w:val="TableGrid"/><w:tblW w:w="{total}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
    return f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head if any(header) else ''}{body}</w:tbl>"


def _row(cells: Iterable[str], widths: Sequence[int], styles: Sequence[str], *, head: bool = False) -> str:
    look = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    inner = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraph(style, cell)}</w:tc>'
        for cell, width, style in zip(cells, widths, styles, strict=True)
    )
    return f"<w:tr><w:trPr>{look}</w:trPr>{inner}</w:tr>"


def drawing(relation: str, number: int, size: tuple[float, float], alt: str) -> str:
    """Return an inline picture of a size in millimetres; `relation` is its id in the package."""
    across, down = (round(side * EMU) for side in size)
    about = f'id="{number}" name="Рисунок {number}" descr={quoteattr(plain(alt))}'
    return (
        "<w:r><w:drawing><wp:inline>"
        f'<wp:extent cx="{across}" cy="{down}"/><wp:docPr {about}/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f"<pic:pic><pic:nvPicPr><pic:cNvPr {about}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{across}" cy="{down}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def kept(part: str) -> str:
    """Return a paragraph, or a table by its last row, that stays on the page of what follows."""
    at = max(0, part.rfind("<w:tr>"))
    return part[:at] + _STYLED.sub(r"\1<w:keepNext/>", part[at:])


def mm(length: float) -> int:
    """Return millimetres as twips."""
    return round(length * TWIPS)
