"""A site of all municipalities of the country: light pages, every one reached, found without a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

import browsing
from pdmon_utils.catalogue import load_catalogue
from pdmon_utils.publish.front import MOST_PLACES, Shelf, write_front
from pdmon_utils.publish.pages import Page, Place, places
from pdmon_utils.publish.parts import LARGEST
from pdmon_utils.publish.reference.search import search_data

if TYPE_CHECKING:
    from playwright.sync_api import Page as Tab

COUNTRY, REGIONS = 2300, 89
SEARCH = (
    700_000  # bytes of the data of the search: names twice in Cyrillic, read once and packed by a server to a tenth
)


def country(count: int) -> tuple[Place, ...]:
    named = ((f"place-{n}", f"Придуманский муниципальный район № {n}", n % REGIONS) for n in range(count))
    return places(
        [Page(slug, name, f"Область {r:02}", 2024, "note", "Справка", Path("note.html")) for slug, name, r in named]
    )


def written(folder: Path, count: int) -> Path:
    folder.mkdir()
    catalogue = load_catalogue()
    shelf = country(count)
    write_front(folder, shelf, Shelf((), search_data(shelf, catalogue, catalogue.regulations)))
    return folder


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("country") / "site", COUNTRY)


def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def addresses(path: Path) -> list[str]:
    return [str(tag["href"]) for tag in soup(path).select(".pdmon-places a")]


def test_the_index_of_a_country_names_regions_whose_pages_reach_every_municipality(large: Path) -> None:
    regions = addresses(large / "index.html")
    reached = [address for region in regions for address in addresses(large / region)]

    assert len(regions) == REGIONS
    assert sorted(reached) == sorted(f"place-{number}/index.html" for number in range(COUNTRY))
    assert soup(large / "index.html").select(".pdmon-places li")[0].get_text() == "Область 00 — муниципалитетов: 26"


def test_its_pages_and_its_search_are_light(large: Path) -> None:
    sizes = {path.name: path.stat().st_size for path in large.glob("*.html")}

    print(f"самая большая страница: {max(sizes.values())}, поиск: {(large / 'search-data.js').stat().st_size} байт")  # noqa: T201
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}
    assert (large / "search-data.js").stat().st_size < SEARCH


@pytest.mark.parametrize(("count", "listed"), [(MOST_PLACES, MOST_PLACES), (MOST_PLACES + 1, REGIONS)])
def test_a_small_site_lists_its_municipalities_by_region_on_the_index(tmp_path: Path, count: int, listed: int) -> None:
    site = written(tmp_path / "site", count)

    assert len(addresses(site / "index.html")) == listed
    assert len(list(site.glob("region-*.html"))) == (REGIONS if count > MOST_PLACES else 0)


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with browsing.opened() as browser, browsing.tab(browser) as found:
        yield found


@pytest.mark.browser
@pytest.mark.parametrize(
    ("typed", "said", "first"),
    [
        ("придуманский 2299", "Найдено: 1", "place-2299/index.html"),
        ("ПРИДУМАНСКИЙ", f"Найдено: {COUNTRY}, показаны первые 40", "place-0/index.html"),
        ("область 07 2143", "Найдено: 1", "place-2143/index.html"),
        ("ъъъ", "Найдено: 0", ""),
    ],
)
def test_in_chromium_a_municipality_is_found_among_all_at_once(
    large: Path, tab: Tab, typed: str, said: str, first: str
) -> None:
    tab.goto((large / "index.html").as_uri())
    tab.locator("#search").fill(typed)
    took = tab.evaluate(
        """() => { const began = performance.now();
        document.getElementById('search').dispatchEvent(new Event('input')); return performance.now() - began; }"""
    )

    assert tab.locator("#found-count").inner_text() == said
    assert [str(link.get_attribute("href")) for link in tab.locator("#found a").all()[:1]] == ([first] if first else [])
    print(f"поиск среди {COUNTRY}: {took:.1f} мс")  # noqa: T201  the figure of docs
    assert took < 200  # what feels immediate while typing
