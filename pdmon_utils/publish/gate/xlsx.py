"""A workbook of Excel: its cells by sheet and address, and what it hides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pdmon_utils.publish.gate.columns import is_number
from pdmon_utils.publish.gate.pieces import Kind, Piece, literal
from pdmon_utils.publish.gate.xml import local, named, xml_root

_CELL, _SAID, _FORMULA = named("c"), named("v", "t"), named("f")
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml")


@dataclass(frozen=True, slots=True)
class Book:
    """What the parts of a workbook say: shared texts, the name of each sheet's part, names of hidden sheets."""

    shared: Sequence[str]
    names: Mapping[str, str]
    hidden: Sequence[str]


def book_of(parts: Mapping[str, bytes]) -> Book:
    """Return the frame of a workbook; raises SpoiltXmlError."""
    shared = xml_root(parts["xl/sharedStrings.xml"]) if "xl/sharedStrings.xml" in parts else ()
    texts = ["".join(t.text or "" for t in item.iter(*named("t"))) for item in shared if local(item) == "si"]
    links = xml_root(parts["xl/_rels/workbook.xml.rels"]) if "xl/_rels/workbook.xml.rels" in parts else ()
    targets = {link.get("Id"): link.get("Target", "").rpartition("/")[2] for link in links}
    names, hidden = {}, []
    for sheet in xml_root(parts["xl/workbook.xml"]).iter(*named("sheet")):
        key = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
        names[f"xl/worksheets/{targets.get(key, '')}"] = sheet.get("name", "")
        if sheet.get("state", "visible") != "visible":
            hidden.append(sheet.get("name", ""))
    return Book(texts, names, hidden)


def is_sheet(part: str) -> bool:
    """Return True for the part of a sheet of cells."""
    return bool(_SHEET.fullmatch(part))


def cells(root: Any, name: str, shared: Sequence[str]) -> Iterator[tuple[str, Piece]]:  # noqa: ANN401  lxml ships no types
    """Yield column and piece of every filled cell."""
    for cell in root.iter(*_CELL):
        kind, address = cell.get("t", "n"), cell.get("r", "")
        text = _text(cell, kind, shared)
        if text:
            where = literal(f"лист «{name}», ячейка {address}")
            yield address.rstrip("0123456789"), Piece(text, where, _kind(cell, text))


def _kind(cell: Any, text: str) -> Kind:  # noqa: ANN401  lxml ships no types
    """Return «head» for the first row in which several words and nothing but words stand."""
    if is_number(text) and cell.get("t", "n") == "n":
        return "number"
    row = cell.getparent()
    return "head" if _is_head(row) and not any(map(_is_head, row.itersiblings(preceding=True))) else "words"


def _is_head(row: Any) -> bool:  # noqa: ANN401  lxml ships no types
    filled = [cell.get("t", "n") for cell in row if len(cell)]
    return len(filled) > 1 and "n" not in filled


def concealed(root: Any) -> bool:  # noqa: ANN401  lxml ships no types
    """Return True when the sheet has hidden rows or columns."""
    return any(tag.get("hidden") in {"1", "true"} for tag in root.iter(*named("row", "col")))


def _text(cell: Any, kind: str, shared: Sequence[str]) -> str:  # noqa: ANN401  lxml ships no types
    said = "".join(tag.text or "" for tag in cell.iter(*_SAID))
    if kind == "s" and said.isdigit() and int(said) < len(shared):
        said = shared[int(said)]
    formula = "".join(f"={tag.text}" for tag in cell.iter(*_FORMULA) if tag.text)
    return f"{said} {formula}".strip()
