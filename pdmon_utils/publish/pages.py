"""Public reports in the order of the site: region, municipality, year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

FRAGMENT = ".fragment.html"  # ends the name of a report that is to be pasted into another page
KINDS = {  # of files that lie beside a report: ending → its kind in words
    ".docx": "Word",
    ".xlsx": "таблицы отчёта, Excel",
    "-figures.xlsx": "показатели, Excel",
    "-figures.csv": "показатели, CSV",
}


@dataclass(frozen=True, slots=True)
class Download:
    """A file that everybody may take: its address inside the site, its kind in words, and what is copied there."""

    path: str
    kind: str
    source: Path


@dataclass(frozen=True, slots=True)
class Page:
    """A public report: whose it is, what it is called, and the exported HTML it comes from.

    `approved`: «Утверждено приказом от … № …»; `revised`: «исправленная версия от …» and its reason, empty for the
    first version; `published`: the day on which this version came to the site; `current` False: an earlier version;
    `recalled`: «версия … отозвана …», versions of the same report that the site no longer has; `corrected` False: an
    earlier version has no corrected one on the site.
    """

    municipality: str
    name: str
    region: str
    year: int
    notebook: str
    title: str
    source: Path
    version: int = 1
    revised: str = ""
    approved: str = ""
    published: date | None = None
    current: bool = True
    recalled: str = ""
    corrected: bool = True

    @property
    def path(self) -> str:
        """Its address inside the site; an earlier version lies a folder deeper."""
        folder = f"{self.municipality}/{self.year}/" + ("" if self.current else f"v{self.version}/")
        return f"{folder}{self.notebook}.html"

    @property
    def origin(self) -> Path | None:
        """The page that tells where the report comes from, beside it; None for a report without one."""
        beside = self.source.with_name(f"{self.source.stem}-source.html")
        return beside if beside.exists() else None

    @property
    def origin_path(self) -> str:
        """The address of that page inside the site."""
        return f"{self.path.removesuffix('.html')}-source.html"

    @property
    def downloads(self) -> tuple[Download, ...]:
        """The report's papers and tables, which lie beside it."""
        beside = ((ending, self.source.with_name(self.source.stem + ending)) for ending in KINDS)
        stem = self.path.removesuffix(".html")
        return tuple(
            Download(f"{stem}{ending}", f"{KINDS[ending]}, {_size(path)}", path)
            for ending, path in beside
            if path.exists()
        )

    @property
    def root(self) -> str:
        """The way from it to the site's index."""
        return "../" * self.path.count("/")


@dataclass(frozen=True, slots=True)
class Recalled:
    """A report that readers saw and that has no version on the site any more: whose, which, since when."""

    name: str
    year: int
    title: str
    day: date


def _size(path: Path) -> str:
    return f"{max(1, round(path.stat().st_size / 1024))} КБ"


@dataclass(frozen=True, slots=True)
class Year:
    """The reports of one municipality and year, in the order given; `earlier`: versions that were corrected since."""

    number: int
    pages: tuple[Page, ...]
    earlier: tuple[Page, ...] = ()


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
    def said(self) -> str:
        """The years that there are reports for, in words."""
        years = sorted(year.number for year in self.years)
        return f"{years[0]} год" if len(years) == 1 else f"{years[0]}–{years[-1]} годы"

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
    return tuple(_year(number, list(group)) for number, group in groupby(ordered, key=lambda page: page.year))


def _year(number: int, pages: Sequence[Page]) -> Year:
    return Year(number, tuple(p for p in pages if p.current), tuple(p for p in pages if not p.current))
