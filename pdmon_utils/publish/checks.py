"""The log of a report's checks: what was looked at in its page, how many times, and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from pdmon_utils.publish.numerals import check_tree
from pdmon_utils.publish.tree import Tag, Tree, words
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
    tree = Tree.of(html)
    return (_numerals(tree, ledger), *(look(tree) for look in _LOOKS))


def problems(said: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what the checks of a manifest found, a sentence each; raises KeyError where it has no log of checks."""
    return tuple(f"{check['name']}: {text}" for check in said["checks"] for text in check["problems"])


def _numerals(tree: Tree, ledger: Mapping[str, Number]) -> Check:
    found = check_tree(tree, ledger)
    return Check(NUMERALS, found.numerals, tuple(f"{one.what} — «{one.sentence}»" for one in found.problems))


def _links(tree: Tree) -> Check:
    known = {tag.get("id") for tag in tree.tags}
    links = [link for tag in tree.named("a") if (link := tag.get("href", "")).startswith("#")]
    return Check(LINKS, len(links), tuple(f"некуда вести: «{link}»" for link in links if link[1:] not in known))


def _outside(tree: Tree) -> Check:
    loaded = [(tag.tag, tag.get(name)) for name in _LOADING for tag in tree.tags if name in tag.attrib]
    loaded += [(tag.tag, tag.get("href")) for tag in tree.named("link", "image", "use") if "href" in tag.attrib]
    loaded += [(tag.tag, "") for tag in tree.named("script", "iframe", "object", "embed")]
    wrong = (f"<{name}> «{address[:60]}»" for name, address in loaded if not address.startswith("data:image/"))
    return Check(OUTSIDE, len(loaded), tuple(wrong))


def _structure(tree: Tree) -> Check:
    headings = [tag for tag in tree.tags if _HEADINGS.fullmatch(tag.tag)]
    return Check(STRUCTURE, len(headings), (*_named(tree), *_stepped(headings)))


def _named(tree: Tree) -> Iterator[str]:
    if not any(tag.get("lang") == "ru" for tag in tree.named("html")):
        yield "не указан русский язык страницы"
    if not any(words(tag) for tag in tree.named("title")):
        yield "у страницы нет названия"
    if (size := len(tree.named("h1"))) != 1:
        yield f"главных заголовков: {size}, нужен один"


def _stepped(headings: Sequence[Tag]) -> Iterator[str]:
    """Yield headings that skip a level."""
    levels = [int(tag.tag[1]) for tag in headings]
    for before, now, tag in zip(levels, levels[1:], headings[1:], strict=False):
        if now > before + 1:
            yield f"после заголовка {before}-го уровня сразу {now}-й: «{words(tag)}»"


def _alternatives(tree: Tree) -> Check:
    images, tables = tree.named("img"), tree.named("table")
    return Check(ALTERNATIVES, len(images) + len(tables), (*_silent(images), *_nameless(tables)))


def _silent(images: Iterable[Tag]) -> Iterator[str]:
    for image in images:
        if len(alt := image.get("alt", "").strip()) < _SHORTEST:
            yield f"рисунок почти без текста: «{alt}»"


def _nameless(tables: Iterable[Tag]) -> Iterator[str]:
    for table in tables:
        if table.find("caption") is None and next(table.iterancestors("figure"), None) is None:
            yield f"таблица без названия: «{_words(table)[:60]}»"
        if not any("scope" in cell.attrib for cell in table.iterdescendants("th")):
            yield f"в таблице не отмечены заголовки: «{_words(table)[:60]}»"


def _words(tag: Tag) -> str:
    return " ".join(" ".join(tag.itertext()).split())


_LOOKS: Final[tuple[Callable[[Tree], Check], ...]] = (_links, _outside, _structure, _alternatives)
