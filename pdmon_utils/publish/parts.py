"""A report too long for one page of the site as several linked ones, cut where a part of it begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import groupby
from typing import Any, Final

from lxml import html

from pdmon_utils.publish.filling import fill

LARGEST: Final = 200_000  # bytes of a page of the site
_ROOM: Final = 180_000  # of the report itself: what the site adds to a page, or an office's own page, fits beside it
_LINKS: Final = 6_000  # what each part says of the others
_MAIN: Final = re.compile(r'(?P<before>.*<main id="text"[^>]*>)(?P<main>.*)(?P<after></main>.*)', re.DOTALL)
_BOXES: Final = frozenset(("pdmon-words", "pdmon-output", "pdmon-stack"))  # which may be cut in two
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_WITHIN: Final = len(_HEADINGS) + 1  # of what is no heading: below all of them
_HREF: Final = re.compile(r'(<a href=")#([^"]+)"')
_TITLE: Final = "</title>"


@dataclass(frozen=True)
class _Unit:
    """What is not cut: a heading, a paragraph, a table; `boxes` stand around it."""

    tag: Any
    boxes: tuple[Any, ...] = ()

    @cached_property
    def text(self) -> str:
        return str(html.tostring(self.tag, encoding="unicode"))

    @cached_property
    def size(self) -> int:
        return len(self.text.encode())

    @property
    def level(self) -> int:
        return _HEADINGS.get(self.tag.tag, _WITHIN)

    @property
    def ids(self) -> Iterator[str]:
        return (tag.get("id") for tag in self.tag.iter() if isinstance(tag.tag, str) and tag.get("id"))


@dataclass(frozen=True)
class _Part:
    """What stands on one page, and the headings that it continues from the page before."""

    units: Sequence[_Unit]
    above: Sequence[_Unit] = field(default=())


def parted(page: str, name: str, room: int = _ROOM) -> dict[str, str]:
    """Return file name → page: `<name>.html` alone, or with `<name>.2.html` … where it takes more than `room` bytes.

    Every element of the report is on one of them; links to an id lead to the page where it is.
    """
    found = _MAIN.fullmatch(page)
    if len(page.encode()) <= room or found is None:
        return {f"{name}.html": page}
    frame = len((found["before"] + found["after"]).encode()) + _LINKS
    units = list(_units(_parsed(found["main"])))
    parts = _with_headings(_packed(units, room - frame))
    files = [f"{name}.html", *(f"{name}.{number}.html" for number in range(2, len(parts) + 1))]
    at = {mark: file for file, part in zip(files, parts, strict=True) for unit in part.units for mark in unit.ids}
    return {file: _page(found, part, files, file, at) for file, part in zip(files, parts, strict=True)}


def _parsed(main: str) -> Any:  # noqa: ANN401  lxml ships no types
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    return html.fragment_fromstring(main.encode(), create_parent="main", parser=parser)


def _units(box: Any, boxes: tuple[Any, ...] = ()) -> Iterator[_Unit]:  # noqa: ANN401  lxml ships no types
    for tag in box:
        if tag.tag == "div" and tag.get("class") in _BOXES and not (tag.text or "").strip():
            yield from _units(tag, (*boxes, tag))
        else:
            yield _Unit(tag, boxes)


def _packed(units: Sequence[_Unit], room: int, level: int = 2) -> list[list[_Unit]]:
    """Return the units by page, cut before headings of `level`; before lower ones where one part is too long."""
    pages: list[list[_Unit]] = [[]]
    for group in _begun(units, level):
        size = _size(group)
        if _size(pages[-1]) + size <= room:
            pages[-1] += group
        elif size <= room or level > _WITHIN:
            pages.append(group)
        else:
            pages += _packed(group, room, level + 1)
    return [page for page in pages if page]


def _size(units: Iterable[_Unit]) -> int:
    return sum(unit.size for unit in units)


def _begun(units: Sequence[_Unit], level: int) -> Iterator[list[_Unit]]:
    """Yield the units in groups, each begun by what stands at `level` or above; a heading keeps what it heads."""
    group: list[_Unit] = []
    for unit in units:
        if unit.level <= level and group and group[-1].level == _WITHIN:
            yield group
            group = []
        group.append(unit)
    if group:
        yield group


def _with_headings(pages: Iterable[Sequence[_Unit]]) -> list[_Part]:
    """Return the parts; one that begins within a chapter says which one it continues."""
    parts, open_now = [], list[_Unit]()
    for units in pages:
        parts.append(_Part(units, [unit for unit in open_now if 1 < unit.level < units[0].level]))
        for unit in units:
            if unit.level < _WITHIN:
                open_now = [*(above for above in open_now if above.level < unit.level), unit]
    return parts


def _page(found: re.Match[str], part: _Part, files: Sequence[str], file: str, at: Mapping[str, str]) -> str:
    number = files.index(file) + 1
    relink = partial(_HREF.sub, lambda link: f'{link[1]}{_address(link[2], file, at)}"')
    said = {"files": files, "number": number, "title": _title(found["before"])}
    head = "" if number == 1 else fill("part-head.html.j2", above=[(u.level, _words(u)) for u in part.above], **said)
    before = found["before"] if number == 1 else _retitled(found["before"], number, len(files))
    inside = f"\n{head}{''.join(_boxed(part.units))}\n{fill('parts.html.j2', **said)}"
    return relink(before) + relink(inside) + found["after"]


def _boxed(units: Iterable[_Unit]) -> Iterator[str]:
    """Yield the markup of units, the boxes around them opened and closed."""
    for boxes, group in groupby(units, key=lambda unit: unit.boxes):
        yield "".join(f'<div class="{box.get("class")}">' for box in boxes)
        yield from (unit.text for unit in group)
        yield "</div>" * len(boxes) + "\n"


def _address(name: str, file: str, at: Mapping[str, str]) -> str:
    there = at.get(name, file)
    return f"#{name}" if there == file else f"{there}#{name}"


def _title(before: str) -> str:
    return html.fromstring(before).findtext(".//title") or ""


def _retitled(before: str, number: int, count: int) -> str:
    return before.replace(_TITLE, f": часть {number} из {count}{_TITLE}", 1)


def _words(unit: _Unit) -> str:
    return " ".join(unit.tag.text_content().split())
