"""HTML that an analyst's own cell shows (a DataFrame, `display(HTML(…))`) → tables and words of a paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from pdmon_utils.show import Node
from pdmon_utils.signs import plain

ON_SCREEN: Final = "Рисунок показан только на странице отчёта."
_SILENT: Final = ("script", "style", "template", "head", "noscript")
_DRAWN: Final = frozenset({"svg", "canvas", "iframe", "img", "video", "audio", "object", "embed"})
_INLINE: Final = frozenset(
    "a abbr b bdi bdo cite code data em font i kbd mark q s samp small span strong sub sup u".split()
)
_NUMBER: Final = re.compile(r"(?:[+−-]?\d[\d\s.,]*\s?%?|NaN|None|—|…)?")
_SIZE: Final = re.compile(r"\d+ rows × \d+ columns")  # pandas says it below a table that it has cut
_MOST: Final = 200  # columns that one cell may span


def html_nodes(html: str) -> Iterator[Node]:
    """Yield the tables and the words of HTML in order; a drawing that paper cannot take is said to be one."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup(_SILENT):
        tag.decompose()
    words = ""
    for piece in (*_pieces(soup), soup.new_tag("br")):
        if isinstance(piece, str):
            words += piece
            continue
        yield from _paragraphs(words)
        words = ""
        yield from [_table(piece)] if piece.name == "table" else []
        yield from [{"kind": "notice", "text": ON_SCREEN, "tone": "note"}] if piece.name in _DRAWN else []


def _pieces(tag: Tag) -> Iterator[str | Tag]:
    """Yield words, line breaks where a block begins or ends, tables and drawings."""
    for child in tag.children:
        if isinstance(child, Tag):
            if child.name == "table" or child.name in _DRAWN:
                yield child
                continue
            edge = "" if child.name in _INLINE else "\n"
            yield edge
            yield from _pieces(child)
            yield edge
        elif type(child) is NavigableString:  # no comment, no declaration
            yield re.sub(r"\s+", " ", child)


def _paragraphs(words: str) -> Iterator[Node]:
    for line in words.split("\n"):
        text = plain(line).strip()
        if text and not _SIZE.fullmatch(text):
            yield {"kind": "paragraph", "text": text}


def _table(table: Tag) -> Node:
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    heads = sum(row.find_parent("thead") is not None for row in rows)
    even = _even([_cells(row) for row in rows])
    header = [" ".join(dict.fromkeys(filter(None, column))) for column in zip(*even[:heads], strict=True)]
    body = even[heads:]
    caption = table.find("caption")
    return {
        "kind": "table",
        "caption": plain(caption.get_text(" ", strip=True)) if isinstance(caption, Tag) else "",
        "note": "",
        "header": header or [""] * max(map(len, even), default=0),
        "right": [_is_figures(column) for column in zip(*body, strict=True)] or [False] * len(header),
        "rows": body,
    }


def _cells(row: Tag) -> list[tuple[str, int, int]]:
    """Return the words of each cell, how many columns and how many rows it spans."""
    cells = row.find_all(["th", "td"], recursive=False)
    return [(plain(c.get_text(" ", strip=True)), _span(c, "colspan"), _span(c, "rowspan")) for c in cells]


def _span(cell: Tag, name: str) -> int:
    said = str(cell.get(name, "1"))
    return min(_MOST, max(1, int(said))) if said.isascii() and said.isdigit() else 1


def _even(rows: Sequence[Sequence[tuple[str, int, int]]]) -> list[list[str]]:
    """Return rows of one length; a cell that spans several columns or rows stands in each of them."""
    made: list[list[str]] = []
    below: dict[int, tuple[str, int]] = {}  # column → words of a cell above and the rows it still spans
    for row in rows:
        line = dict[int, str]()
        for at, (text, left) in below.items():
            line[at] = text
            below[at] = (text, left - 1)
        below = {at: held for at, held in below.items() if held[1]}
        for text, wide, high in row:
            start = next(at for at in range(len(line) + 1) if at not in line)
            for at in range(start, start + wide):
                line[at] = text
                below |= {at: (text, high - 1)} if high > 1 else {}
        made.append([line.get(at, "") for at in range(max(line, default=-1) + 1)])
    wide = max(map(len, made), default=0)
    return [[*row, *[""] * (wide - len(row))] for row in made]


def _is_figures(column: Iterable[str]) -> bool:
    """Return True for a column of numbers and of marks where there is none."""
    held = list(column)
    return all(map(_NUMBER.fullmatch, held)) and any(any(map(str.isdigit, text)) for text in chain(held))
