"""Numbers that the protected table hides: by their address in the text, by heads of row and column in tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isclose, isnan
from typing import Any, Final

from pdmon_utils.publish.gate.known import Known
from pdmon_utils.publish.gate.markup import Page, place_of
from pdmon_utils.publish.gate.shown import DIRECT, Shown

REMEDY: Final = (
    "За этим числом мало людей. Выполните тетрадь для всех заново (pdmon run --audience public), а своё число уберите"
)
_DIGIT: Final = re.compile(r"\d")
_PARTS: Final = 7  # of an address: indicator, scope, unit, breakdown, group, year, column
_HAIR: Final = 1e-9
_NUMBERED: Final = re.compile(r"Таблица \d+ — ")  # captions of papers
_ADDRESS: Final = ("Код", "Год", "Разрез", "Группа")  # columns of open data by which a figure is known
_OF_DATA: Final = frozenset(("Числитель", "Знаменатель", "Значение"))

Fault = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as texts: caption, heads of columns, rows; the first cell of a row is its head."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


def shown_on(page: str, known: Known) -> Shown | None:
    """Return what the public may see of the place and year of a page; None for a page of no place or year."""
    place, _, rest = page.partition("/")
    year = rest.partition("/")[0]
    return known.shown(place, int(year)) if year.isdecimal() else None


def of_page(page: Page, shown: Shown) -> Iterator[Fault]:
    """Yield the hidden numbers of a page."""
    for quote in page.root.iter("data"):
        fact = quote.get("data-fact") or ""
        if fact and (what := _of_fact(fact, quote.get("value") or "", shown)):
            yield place_of(quote), f"{what} «{''.join(quote.itertext())}» ({fact})"
    for table in page.root.iter("table"):
        for at, what in of_grid(_grid(table), shown):
            yield f"{place_of(table)}, строка {at + 1}", what


def of_grid(grid: Grid, shown: Shown) -> Iterator[tuple[int, str]]:
    """Yield number of the row (from 1 under the head) and cell where the protected table has «…»."""
    caption = _NUMBERED.sub("", grid.caption)
    groups = [begin for begin in shown.captions if caption.startswith(begin)]
    of_data = set(_ADDRESS) <= set(grid.head)
    for at, row in enumerate(grid.rows, 1):
        secret = of_data and _named(dict(zip(grid.head, row, strict=False))) in shown.rows
        for head, cell in zip(grid.head[1:], row[1:], strict=False) if row else ():
            hidden = (secret and head in _OF_DATA) or _is_hidden(row[0], head, caption, groups, shown)
            if hidden and _DIGIT.search(cell):
                yield at, f"число скрытой ячейки «{row[0]}», «{head}»: «{cell}»"


def _named(row: Mapping[str, str]) -> tuple[str, ...]:
    """Return code, year, cut and group of a row of open data."""
    return tuple(row.get(name, "") for name in _ADDRESS)


def _is_hidden(row: str, head: str, caption: str, groups: Sequence[str], shown: Shown) -> bool:
    """Return True for a year of an indicator whose total is hidden, or a group whose cut is hidden in the year told.

    A workbook has columns of their own for both parts of a share: «2024: числитель».
    """
    if (row, head.partition(":")[0]) in shown.totals:
        return True
    years = re.findall(r"20\d\d", caption)
    return any((begin, row, year) in shown.groups for begin in groups for year in years)


def _of_fact(fact: str, value: str, shown: Shown) -> str:
    """Return what is wrong with a number of a sentence, by its address; empty for a number that may be seen."""
    where, _, column = fact.rpartition("/")
    if fact.count("/") != _PARTS - 1:
        return ""
    if where in shown.hidden:
        return "число скрытой ячейки"
    numbers = shown.figures.get(where)
    if numbers is None or column not in DIRECT:
        return ""
    return "" if _same(value, numbers, column) else "число не то, которое защищено"


def _same(value: str, numbers: Mapping[str, float], column: str) -> bool:
    try:
        said, known = float(value), numbers[column]
    except ValueError:
        return False
    return not isnan(known) and isclose(said, known, rel_tol=_HAIR, abs_tol=_HAIR)


def _grid(table: Any) -> Grid:  # noqa: ANN401  lxml ships no types
    caption = table.find("caption")
    rows = [[_words(cell) for cell in row if cell.tag in {"td", "th"}] for row in table.iter("tr")]
    return Grid(_words(caption) if caption is not None else "", rows[0] if rows else (), rows[1:])


def _words(tag: Any) -> str:  # noqa: ANN401  lxml ships no types
    return " ".join("".join(tag.itertext()).split())
