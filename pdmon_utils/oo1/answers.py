"""Which cells answer an indicator, and what the register says of the same people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pdmon_utils.errors import CatalogueError, nearest
from pdmon_utils.oo1.sums import Term, parse_sum

Sums = Mapping[str, Mapping[str, tuple[Term, ...]]]  # cut → group → sum
_ANSWER = {"numerator", "denominator", "row", "unless", "rows", "columns"}


@dataclass(frozen=True, slots=True)
class Answer:
    """Cells of an indicator: columns of the population's row (or of `row`).

    `rows`: cut → group → rows in its place; `columns`: cut → group → other columns of the numerator; `unless`: a table
    of our own that knows better.
    """

    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...] = ()
    row: int = 0
    unless: str = ""
    rows: Sums = field(default_factory=dict)
    columns: Sums = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Compared:
    """A number of the form and the same number of the register; conditions over its persons, as in the catalogue.

    `known` names the column whose empty cells leave open who of `among` fulfils `where`.
    """

    what: str
    row: int
    cells: tuple[Term, ...]
    where: str
    among: str = ""
    known: str = ""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A difference is asked about when it is more than so many people and so many percent."""

    persons: float = 0
    percent: float = 0

    def exceeded(self, difference: float, form: float) -> bool:
        """Return whether a difference from the form's number is worth a question."""
        return difference > self.persons and difference * 100 > self.percent * form


def read_answers(said: Mapping[str, Any], where: str) -> dict[str, Answer]:
    """Return the answers by indicator; raises CatalogueError for an unknown key."""
    return {code: _answer(words, f"{where}, {code}") for code, words in said.items()}


def _answer(said: Mapping[str, Any], where: str) -> Answer:
    for key in said:
        if key not in _ANSWER:
            raise CatalogueError(f"{where}: неизвестный ключ «{key}»{nearest(key, _ANSWER)}")
    return Answer(
        numerator=parse_sum(said["numerator"], where),
        denominator=parse_sum(said["denominator"], where) if "denominator" in said else (),
        row=int(said.get("row", 0)),
        unless=said.get("unless", ""),
        rows=_sums(said.get("rows", {}), where),
        columns=_sums(said.get("columns", {}), where),
    )


def _sums(said: Mapping[str, Any], where: str) -> dict[str, dict[str, tuple[Term, ...]]]:
    return {cut: {group: parse_sum(text, where) for group, text in groups.items()} for cut, groups in said.items()}


def read_compared(said: Mapping[str, Any], where: str) -> tuple[tuple[Compared, ...], Tolerance]:
    """Return what is compared with the register, and how far apart the two may be."""
    lines = (dict(line) for line in said.get("lines", ()))
    compared = (Compared(row=int(line.pop("row")), cells=parse_sum(line.pop("cells"), where), **line) for line in lines)
    return tuple(compared), Tolerance(float(said.get("persons", 0)), float(said.get("percent", 0)))
