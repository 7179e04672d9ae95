"""Sums of cells as one line of text: «02 + 06 + 40», «18 - 19», «3.1:13 + 3.1:14»."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pdmon_utils.errors import CatalogueError

Cells: TypeAlias = Mapping[tuple[str, int, int], float]  # section, row, column → value
_TERM = re.compile(r"\s*([+-])?\s*(?:(\d+(?:\.\d+)+):)?(\d+)\s*")


@dataclass(frozen=True, slots=True)
class Term:
    """One row or column with its sign; `section` where it is not the one spoken of."""

    number: int
    sign: int = 1
    section: str = ""


def parse_sum(text: str, where: str) -> tuple[Term, ...]:
    """Return the terms of a sum; raises CatalogueError for anything that is not a sum of numbers."""
    terms: list[Term] = []
    at = 0
    while at < len(text) and (found := _TERM.match(text, at)):
        if bool(terms) != bool(found[1]):
            break
        terms.append(Term(int(found[3]), -1 if found[1] == "-" else 1, found[2] or ""))
        at = found.end()
    if at < len(text) or not terms:
        raise CatalogueError(f"{where}: «{text}» — не сумма. Пример: «02 + 06» или «3.1:13 + 3.1:14».")
    return tuple(terms)


def parse_span(text: str, where: str) -> tuple[int, ...]:
    """Return the numbers in «1-5, 7»; raises CatalogueError for anything else."""
    numbers: list[int] = []
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        if not first.isdigit() or (last and not last.isdigit()):
            raise CatalogueError(f"{where}: «{text}» — не номера. Пример: «01-48» или «3, 5».")
        numbers += range(int(first), int(last or first) + 1)
    return tuple(numbers)


def total(values: Iterable[tuple[Term, float | None]]) -> float | None:
    """Return the signed sum, two decimals; None as soon as one value is unknown."""
    whole = 0.0
    for term, value in values:
        if value is None:
            return None
        whole += term.sign * value
    return round(whole, 2)
