"""Public reports in the order of the site: region, municipality, year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Page:
    """A public report: whose it is, what it is called, and the exported HTML it comes from."""

    municipality: str
    name: str
    region: str
    year: int
    notebook: str
    title: str
    source: Path

    @property
    def path(self) -> str:
        """Its address inside the site."""
        return f"{self.municipality}/{self.year}/{self.notebook}.html"


@dataclass(frozen=True, slots=True)
class Year:
    """The reports of one municipality and year, in the order given."""

    number: int
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality with its years, latest first."""

    slug: str
    name: str
    region: str
    years: tuple[Year, ...]

    @property
    def path(self) -> str:
        """Its address inside the site."""
        return f"{self.slug}/index.html"

    @property
    def fictional(self) -> bool:
        """True for a municipality whose name says that it is invented."""
        return "вымышлен" in self.name.casefold()


def places(pages: Sequence[Page]) -> tuple[Place, ...]:
    """Return municipalities by region and name; inside a year the pages keep their order."""
    ordered = sorted(pages, key=lambda page: (page.region, page.name, page.municipality))
    groups = groupby(ordered, key=lambda page: (page.municipality, page.name, page.region))
    return tuple(Place(*who, years=_years(group)) for who, group in groups)


def _years(pages: Iterable[Page]) -> tuple[Year, ...]:
    ordered = sorted(pages, key=lambda page: -page.year)
    return tuple(Year(number, tuple(group)) for number, group in groupby(ordered, key=lambda page: page.year))
