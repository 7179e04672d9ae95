"""The front of the site: index, regions, search, style, and the pages that belong to no report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from pdmon_utils.publish.filling import fill
from pdmon_utils.publish.pages import Place, Recalled
from pdmon_utils.publish.reference.pages import METHOD, Reference
from pdmon_utils.publish.reference.search import DATA, EMPTY_SEARCH, SCRIPT, script
from pdmon_utils.publish.sheet import site_style

MOST_PLACES: Final = 100  # municipalities that the index lists itself


@dataclass(frozen=True, slots=True)
class Shelf:
    """What stands beside the reports: pages of reference in their order, the data of the search, what was withdrawn."""

    reference: Sequence[Reference] = ()
    search: str = EMPTY_SEARCH
    recalled: Sequence[Recalled] = ()

    @property
    def method(self) -> str:
        """The address of the page on the method; empty where there is none."""
        return next((page.path for page in self.reference if page.path == METHOD), "")


def write_front(folder: Path, shelf: Sequence[Place], beside: Shelf) -> None:
    """Write everything but municipalities and their reports."""
    write(folder / "style.css", site_style())
    write(folder / SCRIPT, script())
    write(folder / DATA, beside.search)
    _write_lists(folder, shelf, beside)
    for about in beside.reference:
        write(folder / about.path, fill("reference.html.j2", page=about, root=""))


def _write_lists(folder: Path, shelf: Sequence[Place], beside: Shelf) -> None:
    """Write the index; where it would be long it names regions, and each region has a page of its own."""
    regions = [(name, list(held)) for name, held in groupby(shelf, key=lambda place: place.region)]
    named = [(f"region-{number}.html", name, held) for number, (name, held) in enumerate(regions, 1)]
    said = {"regions": named, "many": len(shelf) > MOST_PLACES, "root": ""}
    write(folder / "index.html", fill("site.html.j2", reference=beside.reference, recalled=beside.recalled, **said))
    for address, name, held in named if said["many"] else ():
        write(folder / address, fill("region.html.j2", name=name, places=held, root=""))


def write(path: Path, html: str) -> None:
    """Write a page, the same bytes on every system."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, encoding="utf-8", newline="\n")
