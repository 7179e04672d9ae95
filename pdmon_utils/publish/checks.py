"""The log of a report's checks: what was looked at in its page, how many times, and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from bs4 import BeautifulSoup, Tag

from pdmon_utils.publish.numerals import check_soup
from pdmon_utils.words import Number

NUMERALS: Final = "Числа в предложениях совпадают с показателями"
LINKS: Final = "Ссылки внутри страницы ведут на её места"
OUTSIDE: Final = "Страница ничего не загружает извне"
STRUCTURE: Final = "Язык, название и заголовки страницы"
ALTERNATIVES: Final = "У рисунков есть текст, у таблиц — название и заголовки столбцов"
_LOADING: Final = ("src", "srcset", "data", "poster", "background", "action")
_HEADINGS: Final = re.compile(r"h[1-6]")
_SHORTEST = 10  # letters of an alternative text that says something


@dataclass(frozen=True, slots=True)
class Check:
    """One check of a page: how many things were looked at, and a sentence for each that is wrong."""

    name: str
    looked: int
    problems: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """True when nothing is wrong."""
        return not self.problems

    def plain(self) -> dict[str, Any]:
        """Return the check as JSON keeps it."""
        return {**asdict(self), "problems": list(self.problems)}


def check_report(html: str, ledger: Mapping[str, Number]) -> tuple[Check, ...]:
    """Return the checks of a finished page; `ledger` tells the numbers that its sentences may quote, by address."""
    soup = BeautifulSoup(html, "html.parser")
    return (_numerals(soup, ledger), *(look(soup) for look in _LOOKS))


def problems(said: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what the checks of a manifest found, a sentence each; raises KeyError where it has no log of checks."""
    return tuple(f"{check['name']}: {text}" for check in said["checks"] for text in check["problems"])


def _numerals(soup: BeautifulSoup, ledger: Mapping[str, Number]) -> Check:
    found = check_soup(soup, ledger)
    return Check(NUMERALS, found.numerals, tuple(f"{one.what} — «{one.sentence}»" for one in found.problems))


def _links(soup: BeautifulSoup) -> Check:
    known = {str(tag["id"]) for tag in soup.find_all(id=True)}
    links = [str(tag["href"]) for tag in soup.select('a[href^="#"]')]
    return Check(LINKS, len(links), tuple(f"некуда вести: «{link}»" for link in links if link[1:] not in known))


def _outside(soup: BeautifulSoup) -> Check:
    loaded = [(tag.name, str(tag[name])) for name in _LOADING for tag in soup.select(f"[{name}]")]
    loaded += [(tag.name, str(tag["href"])) for tag in soup.select("link[href], image[href], use[href]")]
    loaded += [(tag.name, "") for tag in soup.find_all(["script", "iframe", "object", "embed"])]
    wrong = (f"<{name}> «{address[:60]}»" for name, address in loaded if not address.startswith("data:image/"))
    return Check(OUTSIDE, len(loaded), tuple(wrong))


def _structure(soup: BeautifulSoup) -> Check:
    headings = soup.find_all(_HEADINGS)
    return Check(STRUCTURE, len(headings), (*_named(soup), *_stepped(headings)))


def _named(soup: BeautifulSoup) -> Iterator[str]:
    if not (soup.html and soup.html.get("lang") == "ru"):
        yield "не указан русский язык страницы"
    if not (soup.title and soup.title.get_text().strip()):
        yield "у страницы нет названия"
    if (size := len(soup.find_all("h1"))) != 1:
        yield f"главных заголовков: {size}, нужен один"


def _stepped(headings: Sequence[Tag]) -> Iterator[str]:
    """Yield headings that skip a level."""
    levels = [int(tag.name[1]) for tag in headings]
    for before, now, tag in zip(levels, levels[1:], headings[1:], strict=False):
        if now > before + 1:
            yield f"после заголовка {before}-го уровня сразу {now}-й: «{_words(tag)}»"


def _alternatives(soup: BeautifulSoup) -> Check:
    images, tables = soup.find_all("img"), soup.find_all("table")
    return Check(ALTERNATIVES, len(images) + len(tables), (*_silent(images), *_nameless(tables)))


def _silent(images: Iterable[Tag]) -> Iterator[str]:
    for image in images:
        if len(alt := str(image.get("alt", "")).strip()) < _SHORTEST:
            yield f"рисунок почти без текста: «{alt}»"


def _nameless(tables: Iterable[Tag]) -> Iterator[str]:
    for table in tables:
        if table.caption is None and table.find_parent("figure") is None:
            yield f"таблица без названия: «{_words(table)[:60]}»"
        if not table.select("th[scope]"):
            yield f"в таблице не отмечены заголовки: «{_words(table)[:60]}»"


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


_LOOKS: Final[tuple[Callable[[BeautifulSoup], Check], ...]] = (_links, _outside, _structure, _alternatives)
