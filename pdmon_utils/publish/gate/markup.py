"""A page of HTML: its texts by block, attributes, comments and pictures, each with heading, table and cell."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final
from urllib.parse import unquote, unquote_to_bytes

from lxml import html

from pdmon_utils.publish.gate.pieces import Piece, literal
from pdmon_utils.publish.gate.refusal import Where

_INLINE: Final = frozenset(
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q s samp small span strong".split()
) | {
    *("sub", "sup", "time", "u", "var", "wbr", "tt", "label"),
}
_SILENT: Final = frozenset(
    ("class", "scope", "colspan", "rowspan", "tabindex", "role", "lang", "width", "height", "charset")
)
_TITLES: Final = "[self::h1 or self::h2 or self::h3 or self::h4]"
_ABOVE: Final = f"(ancestor-or-self::*{_TITLES}|preceding::*{_TITLES})[last()]"
_DATA: Final = re.compile(r"data:(?P<mime>[\w/+.-]*)(?P<base64>;base64)?,(?P<body>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Embedded:
    """A file inside an address of the page."""

    where: Where
    mime: str
    body: str
    coded: bool

    def data(self) -> bytes:
        """Return its bytes; raises binascii.Error."""
        return (
            base64.b64decode("".join(self.body.split()), validate=True) if self.coded else unquote_to_bytes(self.body)
        )


@dataclass(frozen=True)
class Page:
    """A parsed page: its source, root, pieces of text and embedded files."""

    source: str
    root: Any
    pieces: list[Piece] = field(default_factory=list)
    embedded: list[Embedded] = field(default_factory=list)


def page_of(source: str) -> Page:
    """Return the page, parsed without mending what may be wrong in it more than a browser does."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=False, remove_pis=False, huge_tree=True)
    root = html.document_fromstring(source.encode(), parser=parser) if source.strip() else html.Element("html")
    page = Page(source, root)
    _Reader(page.pieces).read(root, root)
    for tag in root.iter():
        if isinstance(tag.tag, str):
            _read_attributes(page, tag)
        elif tag.text:
            page.pieces.append(Piece(tag.text, literal(f"комментарий в коде страницы, строка {tag.sourceline}")))
    return page


@dataclass
class _Reader:
    """Reads the texts of a page block by block, what stands inside inline tags included, as a reader sees them."""

    pieces: list[Piece]
    buffer: list[str] = field(default_factory=list)

    def read(self, tag: Any, owner: Any) -> None:  # noqa: ANN401  lxml ships no types
        """Take the texts of an element and all below it; `owner` is the block around it."""
        block = tag if tag.tag not in _INLINE else owner
        if block is tag:
            self.end(owner)
        if tag.text:
            self.buffer.append(tag.text)
        for child in tag:
            if isinstance(child.tag, str):
                self.read(child, block)
            if child.tail:
                self.buffer.append(child.tail)
        if block is tag:
            self.end(tag)

    def end(self, owner: Any) -> None:  # noqa: ANN401  lxml ships no types
        """Make a piece of what was read since the last block began or ended."""
        text = "".join(self.buffer).strip()
        self.buffer.clear()
        if text:
            self.pieces.append(Piece(text, partial(place_of, owner), "head" if _is_head(owner) else "words"))


def _is_head(tag: Any) -> bool:  # noqa: ANN401  lxml ships no types
    return bool(tag.tag == "th" and tag.get("scope") != "row")


def _read_attributes(page: Page, tag: Any) -> None:  # noqa: ANN401  lxml ships no types
    for name, value in tag.attrib.items():
        if name in _SILENT or not value:
            continue
        where = partial(_attribute_place, tag, name)
        found = _DATA.match(value.strip()) if name in {"src", "href"} else None
        if found:
            page.embedded.append(Embedded(where, found["mime"], found["body"], coded=bool(found["base64"])))
        else:
            text = unquote(value) if name in {"src", "href"} else value
            page.pieces.append(Piece(text, where, "number" if tag.tag == "data" and name == "value" else "words"))


def _attribute_place(tag: Any, name: str) -> str:  # noqa: ANN401  lxml ships no types
    return f"атрибут {name} тега <{tag.tag}>, {place_of(tag)}"


def place_of(tag: Any) -> str:  # noqa: ANN401  lxml ships no types
    """Return where an element stands: heading above it, its table's caption, row and column, else its line."""
    parts = [_heading(tag), _cell(tag)]
    return ", ".join(part for part in parts if part) or f"строка {tag.sourceline or 1} кода страницы"


def _heading(tag: Any) -> str:  # noqa: ANN401  lxml ships no types
    above = tag.xpath(_ABOVE)
    return f"раздел «{_words(above[0])}»" if above else ""


def _cell(tag: Any) -> str:  # noqa: ANN401  lxml ships no types
    cell = next(iter(tag.xpath("ancestor-or-self::*[self::td or self::th][1]")), None)
    table = next(iter(tag.xpath("ancestor-or-self::table[1]")), None)
    if table is None:
        return ""
    caption = table.find("caption")
    name = f"таблица «{_words(caption)}»" if caption is not None else "таблица без названия"
    if cell is None:
        return name
    row = cell.getparent()
    return f"{name}, строка {_line(row, table)}, столбец {row.index(cell) + 1}"


def _line(row: Any, table: Any) -> int:  # noqa: ANN401  lxml ships no types
    return next((number for number, each in enumerate(table.iter("tr"), 1) if each is row), 0)


def _words(tag: Any) -> str:  # noqa: ANN401  lxml ships no types
    return " ".join("".join(tag.itertext()).split())[:80]
