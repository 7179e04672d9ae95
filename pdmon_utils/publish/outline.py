"""Headings of a page: one h1, unique ids, a table of contents; tables that can be scrolled and read aloud."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

from lxml import etree
from lxml import html as parser

from pdmon_utils.publish.tree import Tag, words

RESERVED: Final = frozenset({"text"})  # the id that the page's own template uses
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_VOID: Final = frozenset({"br", "col", "hr", "img"})  # those that a clean fragment may hold
_REFERENCES: Final = ("aria-labelledby", "aria-describedby", "headers")


@dataclass(frozen=True, slots=True)
class Heading:
    """One line of the table of contents and the lines below it."""

    id: str
    text: str
    below: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """Fragments of a page after `outline`; `h1` is False when the page must bring its own main heading."""

    fragments: tuple[str, ...]
    contents: tuple[Heading, ...]
    h1: bool


def outline(fragments: Iterable[str]) -> Outline:
    """Return the fragments with at most one h1, no level skipped, unique ids, described tables; and the contents."""
    roots = [fragment and _parsed(fragment) for fragment in fragments]
    held = [root for root in roots if root != ""]
    found = [tag for root in held for tag in root.iter(*_HEADINGS)]
    h1 = _demote(found)
    _close_gaps(found[int(h1) :])
    taken = set(RESERVED)
    for root in held:
        _rename_ids(root, taken)
        _describe_tables(root)
    _give_ids(found, taken)
    return Outline(tuple(root if root == "" else _written(root) for root in roots), _contents(found), h1)


def _parsed(fragment: str) -> Tag:
    """Return a box with the elements of a clean fragment in it."""
    return parser.document_fromstring(f"<div>{fragment}</div>", parser=parser.HTMLParser(huge_tree=True))[0][0]


def _written(root: Tag) -> str:
    """Return what is in the box; written as XML, since as HTML lxml codes the letters of Russian addresses."""
    for tag in root.iter():
        if not (len(tag) or tag.text or tag.tag in _VOID):
            tag.text = ""  # so that it gets an end tag
    return str(etree.tostring(root, encoding="unicode"))[len("<div>") : -len("</div>")]


def free(wish: str, taken: set[str]) -> str:
    """Return `wish` or `wish-2`, `wish-3` …, whichever is not yet taken, and take it."""
    names = (wish if number == 1 else f"{wish}-{number}" for number in count(1))
    name = next(name for name in names if name not in taken)
    taken.add(name)
    return name


def _demote(headings: Sequence[Tag]) -> bool:
    """Turn every h1 but an opening one into h2; return True if the page opens with a h1."""
    opens = bool(headings) and headings[0].tag == "h1"
    for tag in headings[int(opens) :]:
        if tag.tag == "h1":
            tag.tag = "h2"
    return opens


def _close_gaps(headings: Iterable[Tag]) -> None:
    """Let no heading skip a level: an analyst's «### …» right below the title of the page becomes a h2."""
    above = [1]  # the levels as written of the headings that this one stands under
    for tag in headings:
        level = int(tag.tag[1])
        while len(above) > 1 and above[-1] >= level:
            above.pop()
        above.append(level)
        tag.tag = f"h{len(above)}"


def _rename_ids(root: Tag, taken: set[str]) -> None:
    """Give a new id where an earlier fragment has the same one, and let this fragment's references follow."""
    first: dict[str, str] = {}  # references mean the first element of this name in the fragment
    for tag in root.xpath(".//*[@id]"):
        old = tag.get("id")
        tag.set("id", free(old, taken))
        first.setdefault(old, tag.get("id"))
    renamed = {old: new for old, new in first.items() if old != new}
    for tag in root.iter() if renamed else ():
        _follow(tag, renamed)


def _follow(tag: Tag, renamed: Mapping[str, str]) -> None:
    for attribute in _REFERENCES:
        if said := tag.get(attribute):
            tag.set(attribute, " ".join(renamed.get(word, word) for word in said.split()))
    href = tag.get("href", "")
    if href.startswith("#") and href[1:] in renamed:
        tag.set("href", f"#{renamed[href[1:]]}")


def _describe_tables(root: Tag) -> None:
    """Let wide tables scroll inside their own box and say which cells are headers."""
    for table in list(root.iter("table")):
        for part, scope in (("thead", "col"), ("tbody", "row")):
            for cell in table.xpath(f".//{part}//th[not(@scope)]"):
                cell.set("scope", scope)
        if not table.xpath("ancestor::*[@tabindex]"):
            box = table.makeelement("div", _scroll_box(table))
            table.addprevious(box)
            box.tail, table.tail = table.tail, None
            box.append(table)


def _scroll_box(table: Tag) -> dict[str, str]:
    titles = [*table.xpath("caption"), *table.xpath("ancestor::figure[1]/figcaption")]
    label = words(titles[0]) if titles else "Таблица"
    return {"class": "pdmon-scroll", "role": "group", "tabindex": "0", "aria-label": label}


def _give_ids(headings: Iterable[Tag], taken: set[str]) -> None:
    for tag in headings:
        if not tag.get("id"):
            tag.set("id", free(slug(words(tag)) or "section", taken))


def slug(text: str) -> str:
    """Return a heading as an id."""
    return re.sub(r"[^\w]+", "-", text.casefold()).strip("-")


def _contents(headings: Iterable[Tag]) -> tuple[Heading, ...]:
    """Return h2 lines with their h3 below; a h3 before any h2 stands on the upper level."""
    return tuple(
        Heading(first.get("id"), words(first), tuple(Heading(tag.get("id"), words(tag)) for tag in below))
        for first, *below in _groups(tag for tag in headings if tag.tag in {"h2", "h3"})
    )


def _groups(headings: Iterable[Tag]) -> Iterator[list[Tag]]:
    group: list[Tag] = []
    for tag in headings:
        if tag.tag == "h2" and group:
            yield group
            group = []
        group.append(tag)
    if group:
        yield group
