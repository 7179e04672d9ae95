"""Conditions of the catalogue: one line over a table's columns, read by `ast`, everything else refused.

Allowed: column names (`kind`, `event.level`), a column compared with a text, a number or another column, `in`, `and`,
`or`, `not`, and the names of the reporting period (`window` after `in`, `window_start`, `window_end`, `reporting_date`,
`report_year`). A comparison with an empty cell is false; a bare name means «yes» for a yes/no column and «filled» for
any other; `not` turns an answer round, so `not is_external` is true for an empty cell.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd

from pdmon_utils.cells import OPERATORS, Column, Mask
from pdmon_utils.errors import CatalogueError, nearest

Resolve = Callable[[str], pd.Series]
PERIOD_NAMES = ("window", "window_start", "window_end", "reporting_date", "report_year")


@dataclass(frozen=True, slots=True)
class Period:
    """The window W (both ends inclusive) of a report year; its last day is the reporting date D."""

    year: int
    start: date
    end: date

    def value(self, name: str) -> Any:  # noqa: ANN401  a date or a year
        """Return what a name of the period stands for."""
        if name == "report_year":
            return self.year
        return pd.Timestamp(self.start if name == "window_start" else self.end)


@dataclass(frozen=True, slots=True)
class Condition:
    """One parsed condition; `text` is what the catalogue says."""

    text: str
    tree: ast.expr

    @property
    def columns(self) -> frozenset[str]:
        """Names of the columns that the condition reads."""
        return frozenset(name for name in _names(self.tree) if name not in PERIOD_NAMES)

    def mask(self, resolve: Resolve, period: Period) -> Mask:
        """Return a boolean array: where the rows behind `resolve(column)` fulfil the condition in `period`."""
        return self.answered(Answers(resolve, period))

    def answered(self, answers: Answers) -> Mask:
        """Return the same of a table that answers many conditions; the array may be another's: do not change it."""
        return answers.to(self.tree)

    def check(self, known: Mapping[str, Mapping[str, str]], where: str) -> None:
        """Raise CatalogueError for an unknown column or value; `known` is column → its codes (empty: any value)."""
        for name in sorted(self.columns):
            if name not in known:
                raise CatalogueError(f"{where}: нет столбца «{name}»{nearest(name, known)} Условие: {self.text}")
        for name, value in _compared(self.tree):
            values = known.get(name)
            if values and value not in values:
                raise CatalogueError(f"{where}: в столбце «{name}» нет значения «{value}»{nearest(str(value), values)}")


def parse_condition(text: str, where: str = "") -> Condition:
    """Return the condition said by `text`; raises CatalogueError for anything outside the small language."""
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise CatalogueError(f"{where}: условие не читается: «{text}» ({error.msg}).") from error
    for refused in _refused(tree):
        raise CatalogueError(f"{where}: в условии «{text}» нельзя: {ast.unparse(refused)}.")
    return Condition(text.strip(), tree)


def _refused(node: ast.expr) -> Iterator[ast.expr]:
    """Yield the parts that are outside the small language."""
    match node:
        case ast.BoolOp(values=parts):
            for part in parts:
                yield from _refused(part)
        case ast.UnaryOp(op=ast.Not(), operand=part):
            yield from _refused(part)
        case ast.Compare(left=left, ops=[sign], comparators=[right]) if _is_column(left) and _fits(sign, right):
            return
        case _ if not _is_column(node):
            yield node


def _is_column(node: ast.expr) -> bool:
    owner = node.value if isinstance(node, ast.Attribute) else node
    return isinstance(owner, ast.Name) and owner.id not in PERIOD_NAMES


def _fits(sign: ast.cmpop, right: ast.expr) -> bool:
    named = right.id if isinstance(right, ast.Name) else ""
    if isinstance(sign, ast.In | ast.NotIn):
        listed = isinstance(right, ast.Tuple) and bool(right.elts) and all(map(_is_literal, right.elts))
        return listed or named == "window"
    comparable = _is_literal(right) or _is_column(right) or named in PERIOD_NAMES[1:]
    return type(sign) in OPERATORS and comparable


def _is_literal(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (str, int, float)


def _names(tree: ast.AST) -> set[str]:
    owners = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return {
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) or (isinstance(node, ast.Name) and id(node) not in owners)
    }


def _compared(tree: ast.AST) -> list[tuple[str, object]]:
    pairs: list[tuple[str, object]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and isinstance(node.left, ast.Name | ast.Attribute):
            right = node.comparators[0]
            constants = right.elts if isinstance(right, ast.Tuple) else [right]
            pairs += [(ast.unparse(node.left), c.value) for c in constants if isinstance(c, ast.Constant)]
    return pairs


class Answers:
    """What the rows of one table answer to conditions in a period; each part of a condition is asked once."""

    def __init__(self, resolve: Resolve, period: Period) -> None:
        """Take what gives a column by its name, and the period."""
        self._resolve, self._period = resolve, period
        self._known: dict[str, Mask] = {}
        self._columns: dict[str, Column] = {}

    def column(self, name: str) -> Column:
        """Return a column."""
        if name not in self._columns:
            self._columns[name] = Column(self._resolve(name))
        return self._columns[name]

    def to(self, node: ast.expr) -> Mask:
        """Return which rows fulfil a part of a condition; the array may be another's, so it is not to be changed."""
        if isinstance(node, ast.BoolOp):
            return self._joined(node)
        if isinstance(node, ast.UnaryOp):
            return ~self.to(node.operand)
        said = _said(node)
        if said not in self._known:
            self._known[said] = self._comparison(node) if isinstance(node, ast.Compare) else self.column(said).truth
        return self._known[said]

    def _joined(self, node: ast.BoolOp) -> Mask:
        """Return all parts of `and` or of `or` together; what no row can fulfil any more is not looked at."""
        first, *others = node.values
        mask = self.to(first)
        for other in others:
            if isinstance(node.op, ast.Or):
                mask = mask | self.to(other)
            elif mask.any():
                mask = mask & self.to(other)
        return mask

    def _comparison(self, node: ast.Compare) -> Mask:
        column, sign, right = self.column(_said(node.left)), node.ops[0], node.comparators[0]
        if isinstance(sign, ast.In | ast.NotIn):
            inside = self._inside(column, right)
            return inside if isinstance(sign, ast.In) else ~inside & column.filled
        other = self._operand(right)
        filled = column.filled & other.filled if isinstance(other, Column) else column.filled
        return column.compared(type(sign), other) & filled

    def _inside(self, column: Column, right: ast.expr) -> Mask:
        if isinstance(right, ast.Tuple):
            return column.among([c.value for c in right.elts if isinstance(c, ast.Constant)])
        within = column.held.between(self._period.value("window_start"), self._period.value("window_end"))
        return within.to_numpy(dtype=bool)

    def _operand(self, node: ast.expr) -> Any:  # noqa: ANN401  a scalar or a column
        if isinstance(node, ast.Constant):
            return node.value
        name = _said(node)
        return self._period.value(name) if name in PERIOD_NAMES else self.column(name)


@lru_cache(maxsize=8192)
def _said(node: ast.expr) -> str:
    """Return the text of a part of a condition; the trees of a catalogue live as long as the process."""
    return ast.unparse(node)
