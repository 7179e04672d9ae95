"""Sections of the form: their rows and columns, and how a sheet of the exported form is called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pdmon_utils.errors import CatalogueError, nearest
from pdmon_utils.oo1.sums import parse_span

STAFF = "3."  # so begin the sections that speak of staff
_SHEET = re.compile(
    r"(?:(?:под)?раздел|разд|р)?[.\s№_]*(\d(?:\.\d{1,2}){1,2})(?:[.\s:,—–-].*)?", re.IGNORECASE | re.DOTALL
)
_KEYS = {"title", "like", "list", "rows", "columns", "closed", "fractions", "confirmed"}


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column: its name in our words, and the stems that its name on a sheet contains."""

    name: str
    like: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One section; `closed`: (row, column) that the form crosses out, `fractions`: columns not counted in people."""

    code: str
    title: str
    like: str
    rows: Mapping[int, Line]
    columns: Mapping[int, Line]
    closed: frozenset[tuple[int, int]] = frozenset()
    fractions: frozenset[int] = frozenset()


def section_code(name: str) -> str:
    """Return the number of the section that a sheet's name or a cell says («Раздел 3.1», «Р.3.1», «3.1»), else ''."""
    found = _SHEET.fullmatch(name.replace("\xa0", " ").strip())
    return found[1] if found else ""


def read_section(code: str, said: Mapping[str, Any], lists: Mapping[str, Mapping[str, Any]], where: str) -> Section:
    """Return the section as YAML says it; raises CatalogueError for an unknown key or list."""
    place = f"{where}, раздел {code}"
    for key in said:
        if key not in _KEYS:
            raise CatalogueError(f"{place}: неизвестный ключ «{key}»{nearest(key, _KEYS)}")
    if said.get("list", "") not in {"", *lists}:
        raise CatalogueError(f"{place}: нет перечня строк «{said['list']}»{nearest(said['list'], lists)}")
    rows = {**lists.get(said.get("list", ""), {}), **said.get("rows", {})}
    return Section(
        code=code,
        title=said["title"],
        like=said["like"],
        rows=_lines(rows, place),
        columns=_lines(said["columns"], place),
        closed=frozenset(cell for span in said.get("closed", ()) for cell in _cells(span, place)),
        fractions=frozenset(map(int, said.get("fractions", ()))),
    )


def _lines(said: Mapping[str, Any], where: str) -> dict[int, Line]:
    for number, words in said.items():
        if not number.isdigit() or len(words) != len(("name", "like")):
            raise CatalogueError(f"{where}, {number}: нужны [название, основы слов], а сказано «{words}».")
    return {int(number): Line(name, tuple(like.split())) for number, (name, like) in said.items()}


def _cells(span: str, where: str) -> set[tuple[int, int]]:
    rows, _, columns = span.partition(":")
    return {(row, column) for row in parse_span(rows, where) for column in parse_span(columns, where)}
