"""Findings as remarks to a file: ordered by importance, equal ones together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType

from pdmon_utils.rules import RULES, Severity

LEVELS: Mapping[str, str] = MappingProxyType({"error": "ошибка", "query": "вопрос", "note": "пометка"})
ORDER: Mapping[str, int] = MappingProxyType({severity: at for at, severity in enumerate(LEVELS)})
_PARTS = re.compile(r"([A-Z]*)(\d*)")


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding as a school sees it; `cell` is empty for a sheet as a whole, `sheet` too for the file."""

    code: str
    rule: str
    severity: Severity
    file: str
    sheet: str
    cell: str
    table: str
    column: str
    value: str
    message: str

    @property
    def number(self) -> int:
        """The number of the rule."""
        return RULES[self.rule].number

    @property
    def level(self) -> str:
        """The severity in Russian."""
        return LEVELS[self.severity]

    @property
    def row(self) -> int:
        """The row of its cell, 0 without one."""
        return _address(self.cell)[0]

    @property
    def place(self) -> str:
        """Sheet and cell in words; empty for the file as a whole."""
        sheet = f"лист «{self.sheet}»" if self.sheet else ""
        return ", ".join(part for part in (sheet, self.cell) if part)


@dataclass(frozen=True, slots=True)
class Group:
    """Remarks of one rule to one column of one sheet, in the order of their cells."""

    remarks: Sequence[Remark]

    @property
    def first(self) -> Remark:
        """The remark that speaks for all."""
        return self.remarks[0]


def importance(remark: Remark) -> tuple[object, ...]:
    """Return the key by which remarks are ordered: the whole file first, then by severity, rule and place."""
    return (
        remark.file,
        bool(remark.sheet),
        ORDER[remark.severity],
        remark.number,
        remark.sheet,
        *_address(remark.cell),
    )


def _address(cell: str) -> tuple[int, int, str]:
    said = _PARTS.fullmatch(cell)
    letters, digits = said.groups() if said else (cell, "")
    return (int(digits or 0), len(letters), letters)


def groups(remarks: Iterable[Remark]) -> list[Group]:
    """Return the remarks with equal ones (rule, sheet, column) together, most important and then largest first."""
    ordered = sorted(remarks, key=lambda r: (ORDER[r.severity], r.number, r.file, r.sheet, r.column, *_address(r.cell)))
    found = groupby(
        ordered, key=lambda remark: (remark.rule, remark.severity, remark.file, remark.sheet, remark.column)
    )
    made = [Group(tuple(same)) for _, same in found]
    return sorted(made, key=lambda group: (bool(group.first.sheet), ORDER[group.first.severity], -len(group.remarks)))


def tally(remarks: Iterable[Remark]) -> dict[str, int]:
    """Return how many remarks there are of each severity, every severity named."""
    sizes = Counter[str](remark.severity for remark in remarks)
    return {severity: sizes[severity] for severity in LEVELS}


def needs_answer(remarks: Iterable[Remark]) -> bool:
    """Return True when a school has to do something: there is an error or a question."""
    return any(remark.severity != "note" for remark in remarks)
