"""Parts of office files: XML without entities, its texts and attributes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from pdmon_utils.publish.gate.pieces import Piece, literal

_SHORT: Final = 3
_ATTRIBUTES: Final = etree.XPath("//@*", smart_strings=False)


class SpoiltXmlError(Exception):
    """A part is no XML, or more than XML: it declares entities."""


def xml_root(data: bytes) -> Any:  # noqa: ANN401  lxml ships no types
    """Return the root of an XML part; raises SpoiltXmlError for what is broken or has a DOCTYPE."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise SpoiltXmlError
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise SpoiltXmlError from error


def local(tag: Any) -> str:  # noqa: ANN401  lxml ships no types
    """Return the name of an element without its namespace, empty for a comment."""
    return tag.tag.rpartition("}")[2] if isinstance(tag.tag, str) else ""


def named(*names: str) -> tuple[str, ...]:
    """Return what lxml's own search takes for elements of these names in any namespace: far faster than asking each."""
    return tuple(f"{{*}}{name}" for name in names)


def attributes(root: Any, part: str) -> Iterator[Piece]:  # noqa: ANN401  lxml ships no types
    """Yield every different attribute of the part, and its comments."""
    words = (value for value in {*_ATTRIBUTES(root)} if len(value) > _SHORT and not value.replace(".", "").isdigit())
    yield from (Piece(value, literal(f"{part}, свойство")) for value in sorted(words))
    for note in root.iter(etree.Comment, etree.ProcessingInstruction):
        yield Piece(note.text or "", literal(f"{part}, комментарий в коде"))


def texts(root: Any, part: str) -> Iterator[Piece]:  # noqa: ANN401  lxml ships no types
    """Yield every text of the part."""
    for tag in root.iter():
        for text in (tag.text, tag.tail):
            if text and text.strip() and isinstance(tag.tag, str):
                yield Piece(text, literal(f"{part}, {local(tag)}"))
