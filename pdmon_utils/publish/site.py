"""The public site «МСОКО»: static pages that any web server or a plain folder can hold."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pdmon_utils.errors import PdmonError
from pdmon_utils.folders import replacing
from pdmon_utils.municipality import is_slug
from pdmon_utils.publish.clean import shown
from pdmon_utils.publish.exporter import TEMPLATES
from pdmon_utils.publish.pages import Page, Place, Year, places
from pdmon_utils.publish.pictures import taken_out
from pdmon_utils.publish.reference.pages import METHOD, Reference
from pdmon_utils.publish.reference.search import DATA, EMPTY_SEARCH, SCRIPT, script
from pdmon_utils.publish.sheet import site_style
from pdmon_utils.publish.sourcepage import with_files

MOST_PLACES: Final = 100  # of a region on the index
_HREF: Final = re.compile(r'<(?:a|link)\b[^>]*?\bhref="(?!https:)([^"#]+)')


class SiteError(PdmonError):
    """The site cannot be built from these pages; the one before stays."""


class Refused(Protocol):
    """What the gate finds in a site that is ready: on which page, where, what, and what to do."""

    @property
    def page(self) -> str: ...  # noqa: D102  said by the class
    @property
    def where(self) -> str: ...  # noqa: D102  said by the class
    @property
    def what(self) -> str: ...  # noqa: D102  said by the class
    @property
    def remedy(self) -> str: ...  # noqa: D102  said by the class


class RefusedSiteError(SiteError):
    """The gate let the site not pass; the one before stays."""

    def __init__(self, refusals: Sequence[Refused]) -> None:
        """Keep all refusals; the text names the first one and says how many there are."""
        self.refusals = tuple(refusals)
        first = next((f" Первое: {one.page}, {one.where}: {one.what}." for one in self.refusals), "")
        said = f"Публикация остановлена проверкой, нарушений: {len(self.refusals)}.{first}"
        super().__init__(f"{said} Прежний сайт не изменён.")


Examine = Callable[[Path], Sequence[Refused]]
Beside = Callable[[Sequence[Place]], "Shelf"]


@dataclass(frozen=True, slots=True)
class Shelf:
    """What stands beside the reports: pages of reference in their order, and the data of the search."""

    reference: Sequence[Reference] = ()
    search: str = EMPTY_SEARCH

    @property
    def method(self) -> str:
        """The address of the page on the method; empty where there is none."""
        return next((page.path for page in self.reference if page.path == METHOD), "")


def build_site(
    reports: Path, pages: Sequence[Page], examine: Examine = lambda _: (), beside: Beside = lambda _: Shelf()
) -> Path:
    """Return `reports/site`, replaced as a whole; raises SiteError, and leaves the old site, if a page is not fit.

    `examine` reads the folder as it would be uploaded; raises RefusedSiteError for anything it finds. `beside` gives
    what stands beside the reports of these municipalities.
    """
    _check(pages)
    site = reports / "site"
    with replacing(site, mode=0o755) as folder:  # a web server must read it
        shelf = places(pages)
        _write_all(folder, shelf, beside(shelf))
        if refusals := (*_dead_links(folder), *examine(folder)):
            raise RefusedSiteError(refusals)
    return site


def _check(pages: Sequence[Page]) -> None:
    if not pages:
        raise SiteError("Нет ни одной страницы для сайта. Сначала выполните pdmon run --audience public.")
    seen: set[str] = set()
    names: dict[str, str] = {}
    for page in pages:
        if names.setdefault(page.municipality, page.name) != page.name:
            raise SiteError(f"{page.municipality}: два названия, «{names[page.municipality]}» и «{page.name}».")
        if not (is_slug(page.municipality) and is_slug(page.notebook)):
            raise SiteError(f"{page.path}: в адресе страницы допустимы латинские строчные буквы, цифры и дефис.")
        if page.path in seen:
            raise SiteError(f"{page.path}: страница указана дважды. Оставьте одну.")
        seen.add(page.path)


def _write_all(folder: Path, shelf: Sequence[Place], beside: Shelf) -> None:
    _write(folder / "style.css", site_style())
    _write(folder / SCRIPT, script())
    _write(folder / DATA, beside.search)
    _write_lists(folder, shelf, beside.reference)
    for about in beside.reference:
        _write(folder / about.path, _fill("reference.html.j2", page=about, root=""))
    for place in shelf:
        _write(folder / place.path, _fill("place.html.j2", place=place, method=beside.method, root="../"))
        for year in place.years:
            for page in (*year.pages, *year.earlier):
                _write_report(folder, page, place, year)


def _write_lists(folder: Path, shelf: Sequence[Place], reference: Sequence[Reference]) -> None:
    """Write the index; a region of many municipalities has a page of its own."""
    names = sorted({place.region for place in shelf})
    addresses = {name: f"region-{number}.html" for number, name in enumerate(names, 1)}
    said = {"places": shelf, "regions": addresses, "reference": reference, "most": MOST_PLACES, "root": ""}
    _write(folder / "index.html", _fill("site.html.j2", **said))
    for name, address in addresses.items():
        held = [place for place in shelf if place.region == name]
        if len(held) > MOST_PLACES:
            _write(folder / address, _fill("region.html.j2", name=name, places=held, root=""))


def _write_report(folder: Path, page: Page, place: Place, year: Year) -> None:
    """Write the report and the page on its origin, which names the bytes that everybody may download."""
    html = taken_out(_relinked(page, page.source, place, year), folder, page.path)
    _write(folder / page.path, html)
    for file in page.downloads:
        shutil.copyfile(file.source, folder / file.path)
    if page.origin:
        files = {Path(page.path).name: sha256(html.encode()).hexdigest()}
        files |= {Path(f.path).name: sha256(f.source.read_bytes()).hexdigest() for f in page.downloads}
        _write(folder / page.origin_path, with_files(_relinked(page, page.origin, place, year), files))


def _write(path: Path, html: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, encoding="utf-8", newline="\n")


@cache
def _environment() -> Environment:
    loader = FileSystemLoader([TEMPLATES / "pdmon", TEMPLATES / "site"])
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=shown
    )


def _fill(template: str, **said: object) -> str:
    return _environment().get_template(template).render(**said)


def _relinked(page: Page, source: Path, place: Place, year: Year) -> str:
    """Return the exported report (or the page on its origin) with the site's style sheet, way back and neighbours."""
    html = source.read_text(encoding="utf-8")
    if '<body data-audience="public">' not in html:
        raise SiteError(f"{source}: это не публичный отчёт pdmon. На сайт попадают только публичные.")
    said = {"page": page, "place": place, "year": year, "root": page.root}
    for part in ("style", "above", "below"):
        html = _replaced(html, part, _fill(f"{part}.html.j2", **said))
    return html


def _replaced(html: str, part: str, text: str) -> str:
    """Return the page with `text` between the marks of `part` that the exporter's template sets."""
    start, end = f"<!--pdmon:{part}-->", f"<!--/pdmon:{part}-->"
    before, _, rest = html.partition(start)
    _, _, after = rest.partition(end)
    return f"{before}{start}\n{text}\n{end}{after}"


@dataclass(frozen=True, slots=True)
class _DeadLink:
    """A link to what is not on the site: on which page, where, what, and what to do."""

    page: str
    where: str
    what: str
    remedy: str = "Уберите ссылку из отчёта или укажите адрес целиком (https://…)"


def _dead_links(folder: Path) -> Iterator[_DeadLink]:
    """Yield the links of the pages that lead to no file of the folder."""
    for path in sorted(folder.rglob("*.html")):
        for address in _HREF.findall(path.read_text(encoding="utf-8")):
            if not (path.parent / address).is_file():
                page = path.relative_to(folder).as_posix()
                yield _DeadLink(page, "ссылка", f"«{address}» ведёт на файл, которого нет на сайте")
