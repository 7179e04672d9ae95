"""A part of a Word document: its paragraphs as a reader sees them, and what a reader does not see."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from pdmon_utils.documents.harmless import leads
from pdmon_utils.publish.gate.pieces import Piece
from pdmon_utils.publish.gate.xml import local, named

_SPACES: Final = frozenset(("tab", "br", "cr", "noBreakHyphen"))
_TEXTS: Final = frozenset(("t", "delText", "instrText"))
_SAID: Final = named(*_SPACES, *_TEXTS)
HIDDEN: Final = {
    "vanish": "скрытый текст",
    "ins": "исправления в режиме рецензирования",
    "del": "исправления в режиме рецензирования",
    "moveFrom": "исправления в режиме рецензирования",
    "commentReference": "примечания",
    "altChunk": "вложенный документ",
    "object": "вложенный объект",
}


def paragraphs(root: Any, part: str) -> Iterator[Piece]:  # noqa: ANN401  lxml ships no types
    """Yield the paragraphs with all their runs joined: a name may be parted by formatting."""
    for number, paragraph in enumerate(root.iter(*named("p")), 1):
        if text := _text(paragraph):
            yield Piece(text, partial(_place, paragraph, part, number), "head" if _is_head(paragraph) else "words")


def hidden(root: Any) -> set[str]:  # noqa: ANN401  lxml ships no types
    """Return what the part holds that is not seen on paper."""
    return {HIDDEN[local(tag)] for tag in root.iter(*named(*HIDDEN)) if _is_on(tag)}


def outside(root: Any) -> Iterator[str]:  # noqa: ANN401  lxml ships no types
    """Yield the relations of a part that lead or load elsewhere and are no plain links."""
    for tag in root.iter("{*}Relationship"):
        if tag.get("TargetMode") == "External" and (
            what := leads(tag.get("Type", "").rpartition("/")[2], tag.get("Target", ""))
        ):
            yield what


def _is_on(tag: Any) -> bool:  # noqa: ANN401  lxml ships no types
    return not {"0", "false"} & {value for name, value in tag.attrib.items() if name.endswith("}val")}


def _text(paragraph: Any) -> str:  # noqa: ANN401  lxml ships no types
    said = (tag.text or "" if local(tag) in _TEXTS else " " for tag in paragraph.iter(*_SAID))
    return "".join(said).strip()


def _is_head(paragraph: Any) -> bool:  # noqa: ANN401  lxml ships no types
    """Return True in the first row of a table."""
    row = next(paragraph.iterancestors(*named("tr")), None)
    return row is not None and next(row.itersiblings(*named("tr"), preceding=True), None) is None


def _place(paragraph: Any, part: str, number: int) -> str:  # noqa: ANN401  lxml ships no types
    """Return the number of the paragraph in the part, and its row and column where it stands in a table."""
    cell = next(paragraph.iterancestors(*named("tc")), None)
    if cell is None:
        return f"{part}, абзац {number}"
    row = cell.getparent()
    rows = [tag for tag in row.getparent() if local(tag) == "tr"]
    cells = [tag for tag in row if local(tag) == "tc"]
    return f"{part}, абзац {number} (таблица, строка {rows.index(row) + 1}, столбец {cells.index(cell) + 1})"
