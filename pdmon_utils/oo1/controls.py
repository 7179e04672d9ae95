"""What has to agree inside the form, and where it does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from pdmon_utils.errors import CatalogueError
from pdmon_utils.oo1.sums import Cells, Term, parse_span, parse_sum

Rule: TypeAlias = Literal["oo1.sum", "oo1.part", "oo1.balance"]
_LINE = re.compile(r"\s*(\d+)\s*(>=|=)\s*(.+)")
_HALF_OF_THE_LAST_DIGIT = 0.005
_SIGNS: dict[str, Callable[[float, float], bool]] = {
    "=": lambda left, right: abs(left - right) < _HALF_OF_THE_LAST_DIGIT,
    ">=": lambda left, right: left > right - _HALF_OF_THE_LAST_DIGIT,
}


@dataclass(frozen=True, slots=True)
class Control:
    """`left` (a row or column of the section) and what it is to be equal to or not less than, for all of `over`."""

    section: str
    by_rows: bool
    left: int
    sign: str
    right: tuple[Term, ...]
    over: tuple[int, ...]
    rule: Rule

    @property
    def sections(self) -> frozenset[str]:
        """Sections that the control reads."""
        return frozenset({self.section, *(term.section or self.section for term in self.right)})

    @property
    def said(self) -> str:
        """The control as a person reads it: «стр. 06 = 07 + 28»."""
        terms = [f"{'+' if term.sign > 0 else '−'} {self._term(term)}" for term in self.right]
        axis = "стр." if self.by_rows else "гр."
        sign = "не меньше" if self.sign == ">=" else "="
        return f"{axis} {self._number(self.left)} {sign} {' '.join(terms).removeprefix('+ ')}"

    def _number(self, number: int) -> str:
        return f"{number:02}" if self.by_rows else str(number)

    def _term(self, term: Term) -> str:
        return f"гр. {term.number} раздела {term.section}" if term.section else self._number(term.number)

    def cell(self, term: Term, across: int) -> tuple[str, int, int]:
        """Return where a term stands in the row or column `across`."""
        section = term.section or self.section
        return (section, term.number, across) if self.by_rows else (section, across, term.number)


@dataclass(frozen=True, slots=True)
class Breach:
    """A control that does not hold: the cell on its left, both numbers, and the control in words."""

    rule: Rule
    section: str
    row: int
    column: int
    left: float
    right: float
    said: str


def read_controls(said: Iterable[Mapping[str, Any]], where: str) -> Iterator[Control]:
    """Yield the controls as YAML says them; «a >= b, c» are two. Raises CatalogueError for what is not understood."""
    for line in said:
        axis = "rows" if "rows" in line else "columns"
        found = _LINE.fullmatch(line.get(axis, ""))
        if not found or set(line) - {"section", axis, "over", "severity"}:
            raise CatalogueError(f"{where}: контроль не понятен: {dict(line)}.")
        rule: Rule = "oo1.sum" if found[2] == "=" else "oo1.part"
        rule = "oo1.balance" if line.get("severity") == "query" else rule
        for part in found[3].split(","):
            right, over = parse_sum(part, where), parse_span(line["over"], where)
            yield Control(line["section"], axis == "rows", int(found[1]), found[2], right, over, rule)


def breaches(controls: Iterable[Control], cells: Cells) -> Iterator[Breach]:
    """Yield the controls that do not hold.

    A control is not asked where its left cell or every cell on its right is unknown; a single blank on the right of a
    filled-in form means that there is nothing to add.
    """
    for control in controls:
        for across in control.over:
            breach = _breach(control, across, cells)
            if breach:
                yield breach


def _breach(control: Control, across: int, cells: Cells) -> Breach | None:
    section, row, column = control.cell(Term(control.left), across)
    left = cells.get((section, row, column))
    found = [(term.sign, cells.get(control.cell(term, across))) for term in control.right]
    if left is None or all(value is None for _, value in found):
        return None
    right = round(sum(sign * value for sign, value in found if value is not None), 2)
    if _SIGNS[control.sign](left, right):
        return None
    return Breach(control.rule, section, row, column, left, right, control.said)
