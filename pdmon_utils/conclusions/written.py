"""One row of the assessment frame, and how its values are written: whole, short, both parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pdmon_utils.catalogue import SHARES
from pdmon_utils.conclusions.names import Names
from pdmon_utils.words import (
    Number,
    Quote,
    Sentence,
    Slot,
    address,
    amount,
    count,
    exact,
    is_missing,
    mean_unit,
    number,
    percent_of,
    plain_unit,
    sentence,
    share_digits,
)
from pdmon_utils.words.numerals import FEW, NBSP

WHOLE = "структура"  # the unit of an indicator whose total is the whole: only its groups tell something
FEW_NOTE = " (доля не приводится: знаменатель меньше десяти)"


@dataclass(frozen=True)
class Row:
    """One row of the assessment frame with its report `year`, and the names of what it is about."""

    cells: Mapping[str, Any]
    names: Names

    def __getitem__(self, column: str) -> Any:  # noqa: ANN401  a cell
        """Return a cell, None where the frame has no such column."""
        return self.cells.get(column)

    @property
    def share(self) -> bool:
        """True for a value that is a fraction of a whole."""
        return self["kind"] in SHARES

    @property
    def unit(self) -> str:
        """The unit of the indicator, without the note in brackets."""
        return plain_unit(self.names.asks[self["indicator"]].indicator.unit)

    def fact(self, column: str, year: Any = None) -> str:  # noqa: ANN401  a number of any numeric type
        """Return the address of one number of this row, of another year where `year` says so."""
        keys = (self[name] for name in ("indicator", "scope", "unit", "breakdown", "group"))
        return address(*keys, int(year or self["year"]), column)

    def quote(self, text: str, column: str) -> Quote:
        """Return a numeral of the report year: `text` says the column."""
        return Quote(text, plain_number(self[column]), self.fact(column))

    def old(self, text: str, column: str) -> Quote:
        """Return a numeral of the earlier year: `text` says the column `before_…`."""
        return Quote(text, plain_number(self[f"before_{column}"]), self.fact(column, self["before_year"]))


def plain_number(value: Any) -> Number:  # noqa: ANN401  numpy's and pandas' own scalars
    """Return a number of Python: whole ones as int; None where there is none."""
    if is_missing(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


Written = Callable[[str, str], Quote]


def value(row: Row) -> Slot:
    """Return the value of the report year with both parts of its fraction."""
    return _said(row, row.quote, row["numerator"], row["denominator"], row["value"])


def before(row: Row) -> Slot:
    """Return the earlier value with both parts of its fraction."""
    return _said(row, row.old, row["before_numerator"], row["before_denominator"], row["before_value"])


def _said(row: Row, written: Written, n: Number, d: Number, value: Number) -> Slot:
    """Return «41,2 % (412 из 1 000)», «3 из 7», «412 чел.», «18,4 года (…)», «есть (3)», «нет», «5 позиций»."""
    kind = row["kind"]
    if row.unit == WHOLE and not row["breakdown"]:
        return sentence("всего ", written(amount(n), "numerator"))
    if kind in SHARES and not _is_few(d):
        return sentence(_percent(written, n, d), " (", _ratio(written, n, d), ")")
    if kind in SHARES:
        return sentence(_ratio(written, n, d), FEW_NOTE)
    if kind == "mean":
        said = written(f"{number(value, 1)}{NBSP}{mean_unit(row.unit)}", "value")
        return sentence(said, " (", _ratio(written, n, d, " на "), ")")
    return _counted(row, written, n)


def _counted(row: Row, written: Written, n: Number) -> Slot:
    if row["kind"] == "presence":
        return sentence("есть (", written(amount(n), "numerator"), ")") if n else "нет"
    if row["kind"] == "list":
        return written(count(n, "позиция"), "numerator")
    return written(f"{amount(n)}{NBSP}{row.unit}", "numerator")


def _ratio(written: Written, n: Number, d: Number, between: str = " из ") -> Sentence:
    return sentence(written(amount(n), "numerator"), between, written(amount(d), "denominator"))


def _percent(written: Written, n: Number, d: Number) -> Quote:
    return written(percent_of(n, d, share_digits(d)), "value")


def _is_few(denominator: Number) -> bool:
    return is_missing(denominator) or exact(denominator) < FEW


def share(row: Row) -> Slot:
    """Return the value of the report year alone."""
    return _short(row, row.quote, row["numerator"], row["denominator"], row["value"])


def before_share(row: Row) -> Slot:
    """Return the earlier value alone."""
    return _short(row, row.old, row["before_numerator"], row["before_denominator"], row["before_value"])


def _short(row: Row, written: Written, n: Number, d: Number, value: Number) -> Slot:
    """Return the value alone: «41,2 %», «3 из 7», «18,4 года», «412 чел.»."""
    if row.share and row.unit != WHOLE:
        return _ratio(written, n, d) if _is_few(d) else _percent(written, n, d)
    if row["kind"] == "mean":
        return written(f"{number(value, 1)}{NBSP}{mean_unit(row.unit)}", "value")
    return _counted(row, written, n)


def parts(row: Row) -> Slot:
    """Return both parts of the fraction."""
    return _ratio(row.quote, row["numerator"], row["denominator"], " на " if row["kind"] == "mean" else " из ")
