"""Headings of a page: one h1, unique ids, a table of contents; tables that can be scrolled and read aloud."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

from bs4 import BeautifulSoup, Tag

RESERVED: Final = frozenset({"text"})  # the id that the page's own template uses
_HEADINGS: Final = ["h1", "h2", "h3", "h4", "h5", "h6"]
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
    soups = [BeautifulSoup(fragment, "html.parser") for fragment in fragments]
    found = [tag for soup in soups for tag in soup.find_all(_HEADINGS)]
    h1 = _demote(found)
    _close_gaps(found[int(h1) :])
    taken = set(RESERVED)
    for soup in soups:
        _rename_ids(soup, taken)
        _describe_tables(soup)
    _give_ids(found, taken)
    return Outline(tuple(str(soup) for soup in soups), _contents(found), h1)


def free(wish: str, taken: set[str]) -> str:
    """Return `wish` or `wish-2`, `wish-3` …, whichever is not yet taken, and take it."""
    names = (wish if number == 1 else f"{wish}-{number}" for number in count(1))
    name = next(name for name in names if name not in taken)
    taken.add(name)
    return name


def _demote(headings: Sequence[Tag]) -> bool:
    """Turn every h1 but an opening one into h2; return True if the page opens with a h1."""
    opens = bool(headings) and headings[0].name == "h1"
    for tag in headings[int(opens) :]:
        if tag.name == "h1":
            tag.name = "h2"
    return opens


def _close_gaps(headings: Iterable[Tag]) -> None:
    """Let no heading skip a level: an analyst's «### …» right below the title of the page becomes a h2."""
    above = [1]  # the levels as written of the headings that this one stands under
    for tag in headings:
        level = int(tag.name[1])
        while len(above) > 1 and above[-1] >= level:
            above.pop()
        above.append(level)
        tag.name = f"h{len(above)}"


def _rename_ids(soup: BeautifulSoup, taken: set[str]) -> None:
    """Give a new id where an earlier fragment has the same one, and let this fragment's references follow."""
    first: dict[str, str] = {}  # references mean the first element of this name in the fragment
    for tag in soup.find_all(id=True):
        old = str(tag["id"])
        tag["id"] = free(old, taken)
        first.setdefault(old, str(tag["id"]))
    renamed = {old: new for old, new in first.items() if old != new}
    for tag in soup.select("*") if renamed else ():
        _follow(tag, renamed)


def _follow(tag: Tag, renamed: Mapping[str, str]) -> None:
    for attribute in _REFERENCES:
        if tag.has_attr(attribute):
            words = " ".join(tag.get_attribute_list(attribute)).split()
            tag[attribute] = " ".join(renamed.get(word, word) for word in words)
    href = str(tag.get("href", ""))
    if href.startswith("#") and href[1:] in renamed:
        tag["href"] = f"#{renamed[href[1:]]}"


def _describe_tables(soup: BeautifulSoup) -> None:
    """Let wide tables scroll inside their own box and say which cells are headers."""
    for table in soup.find_all("table"):
        for cell in table.select("thead th:not([scope])"):
            cell["scope"] = "col"
        for cell in table.select("tbody th:not([scope])"):
            cell["scope"] = "row"
        if table.find_parent(attrs={"tabindex": True}) is None:
            table.wrap(soup.new_tag("div", attrs=_scroll_box(table)))


def _scroll_box(table: Tag) -> dict[str, str]:
    figure = table.find_parent("figure")
    title = table.caption or (figure.figcaption if figure else None)
    label = _words(title) if title else "Таблица"
    return {"class": "pdmon-scroll", "role": "group", "tabindex": "0", "aria-label": label}


def _give_ids(headings: Iterable[Tag], taken: set[str]) -> None:
    for tag in headings:
        if not tag.get("id"):
            tag["id"] = free(slug(_words(tag)) or "section", taken)


def slug(text: str) -> str:
    """Return a heading as an id."""
    return re.sub(r"[^\w]+", "-", text.casefold()).strip("-")


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def _contents(headings: Iterable[Tag]) -> tuple[Heading, ...]:
    """Return h2 lines with their h3 below; a h3 before any h2 stands on the upper level."""
    return tuple(
        Heading(str(first["id"]), _words(first), tuple(Heading(str(tag["id"]), _words(tag)) for tag in below))
        for first, *below in _groups(tag for tag in headings if tag.name in {"h2", "h3"})
    )


def _groups(headings: Iterable[Tag]) -> Iterator[list[Tag]]:
    group: list[Tag] = []
    for tag in headings:
        if tag.name == "h2" and group:
            yield group
            group = []
        group.append(tag)
    if group:
        yield group
