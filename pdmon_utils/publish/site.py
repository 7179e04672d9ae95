"""The public site «МСОКО»: static pages that any web server or a plain folder can hold."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, Protocol

from pdmon_utils.errors import PdmonError
from pdmon_utils.folders import replacing
from pdmon_utils.municipality import is_slug
from pdmon_utils.publish.filling import fill
from pdmon_utils.publish.fragment import fragment
from pdmon_utils.publish.front import Shelf, write, write_front
from pdmon_utils.publish.pages import FRAGMENT, Page, Place, Year, places
from pdmon_utils.publish.parts import parted
from pdmon_utils.publish.pictures import taken_out
from pdmon_utils.publish.sourcepage import with_files

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
Beside = Callable[[Sequence[Place]], Shelf]


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
    write_front(folder, shelf, beside)
    for place in shelf:
        pages = [(page, year) for year in place.years for page in (*year.pages, *year.earlier)]
        fragments = [line for page, year in pages for line in _write_report(folder, page, place, year)]
        said = {"place": place, "fragments": fragments, "method": beside.method, "root": "../"}
        write(folder / place.path, fill("place.html.j2", **said))


def _write_report(folder: Path, page: Page, place: Place, year: Year) -> list[tuple[str, str]]:
    """Write the report and the page on its origin, which names the bytes that everybody may download.

    Returns address and words of each fragment of it; a version that was corrected has none.
    """
    whole = taken_out(_relinked(page, page.source, place, year), folder, page.path)
    parts = parted(whole, page.notebook)
    pasted = {_fragment_name(name): fragment(html, page, place) for name, html in parts.items() if page.current}
    laid = {**parts, **pasted}
    for name, html in laid.items():
        write((folder / page.path).with_name(name), html)
    for file in page.downloads:
        shutil.copyfile(file.source, folder / file.path)
    if page.origin:
        files = {name: sha256(html.encode()).hexdigest() for name, html in laid.items()}
        files |= {Path(f.path).name: sha256(f.source.read_bytes()).hexdigest() for f in page.downloads}
        write(folder / page.origin_path, with_files(_relinked(page, page.origin, place, year), files))
    return _told(page, list(pasted))


def _told(page: Page, fragments: Sequence[str]) -> list[tuple[str, str]]:
    where = page.path.rpartition("/")[0]
    ends = [f", часть {number}" for number in range(1, len(fragments) + 1)] if len(fragments) > 1 else [""]
    return [
        (f"{where}/{name}", f"{page.title}, {page.year} год{end}") for name, end in zip(fragments, ends, strict=False)
    ]


def _fragment_name(name: str) -> str:
    return f"{name.removesuffix('.html')}{FRAGMENT}"


def _relinked(page: Page, source: Path, place: Place, year: Year) -> str:
    """Return the exported report (or the page on its origin) with the site's style sheet, way back and neighbours."""
    html = source.read_text(encoding="utf-8")
    if '<body data-audience="public">' not in html:
        raise SiteError(f"{source}: это не публичный отчёт pdmon. На сайт попадают только публичные.")
    said = {"page": page, "place": place, "year": year, "root": page.root}
    for part in ("style", "above", "below"):
        html = _replaced(html, part, fill(f"{part}.html.j2", **said))
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
