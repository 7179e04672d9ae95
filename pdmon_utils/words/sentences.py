"""The honest words for one figure and for what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pdmon_utils.catalogue import SHARES
from pdmon_utils.errors import nearest
from pdmon_utils.words.grammar import WordsError, count
from pdmon_utils.words.numerals import (
    FEW,
    NBSP,
    NO_DATA,
    Number,
    amount,
    exact,
    is_missing,
    number,
    percent,
    share_digits,
    share_text,
)

KINDS = ("share", "count", "mean", "presence", "list", "distribution")
NOT_HANDED_IN = "данные не представлены"
NO_DENOMINATOR = "не рассчитывается: знаменатель равен 0"
ROUNDING_NOTE = "Изменения вычислены по неокруглённым значениям и могут отличаться от разности округлённых."
MOVED = {"grew": "вырос", "fell": "снизился", "same": "существенно не изменился"}  # показатель
MOVED_SHARE = {"grew": "выросла", "fell": "снизилась", "same": "существенно не изменилась"}  # доля
PERCENTS = ("%", "структура")  # units whose values are fractions 0..1
_MEANS = {"лет": "года", "балл": "балла", "час/нед.": "час/нед."}  # after a decimal fraction: genitive singular
_RATIOS = (*SHARES, "mean")


@dataclass(frozen=True, slots=True)
class Figure:
    """The two parts and the value of one indicator in one year, as in figures.parquet."""

    numerator: Number
    denominator: Number
    value: Number
    year: int | None = None


def figure_text(kind: str, unit: str, numerator: Number, denominator: Number, value: Number) -> str:
    """Return «41,2 % (412 из 1 000)», «412 чел.», «есть (3)»… or why there is no value."""
    figure = Figure(numerator, denominator, value)
    if _is_empty(kind, figure):
        return NOT_HANDED_IN
    if _is_undefined(kind, figure):
        return NO_DENOMINATOR
    return _value(kind, plain_unit(unit), figure)


def short_text(unit: str, value: Number, n: Number = None) -> str:
    """Return the value alone, as beside a bar: «41,2 %», «3 из 7», «18,4», «12»; `n` is the denominator if known."""
    if is_missing(value):
        return NO_DATA
    if unit in PERCENTS and not is_missing(n) and exact(n) < FEW:
        return share_text(exact(value) * exact(n), n)
    if unit in PERCENTS:
        return percent(value, 1 if is_missing(n) else share_digits(n))
    return number(value, 1) if plain_unit(unit) in _MEANS else amount(value)


def plain_unit(unit: str) -> str:
    """Return the unit without the note in brackets: «час/нед. (и ставки)» → «час/нед.»."""
    return unit.partition("(")[0].strip()


def mean_unit(unit: str) -> str:
    """Return the unit as it stands after a decimal fraction: «лет» → «года», «балл» → «балла»."""
    return _MEANS.get(plain_unit(unit), plain_unit(unit))


def _is_empty(kind: str, figure: Figure) -> bool:
    if kind not in KINDS:
        raise WordsError(f"Неизвестный вид показателя «{kind}»{nearest(kind, KINDS)} Известны: {', '.join(KINDS)}.")
    return is_missing(figure.numerator) or (kind in _RATIOS and is_missing(figure.denominator))


def _is_undefined(kind: str, figure: Figure) -> bool:
    return kind in _RATIOS and figure.denominator == 0


def _value(kind: str, unit: str, figure: Figure) -> str:
    if kind in SHARES:
        return _share(figure)
    if kind == "mean":
        return _mean(unit, figure)
    if kind == "presence":
        return f"есть ({amount(figure.numerator)})" if exact(figure.numerator) > 0 else "нет"
    return count(figure.numerator, "позиция") if kind == "list" else f"{amount(figure.numerator)}{NBSP}{unit}"


def _share(figure: Figure) -> str:
    if exact(figure.denominator) < FEW:
        return f"{share_text(figure.numerator, figure.denominator)} (доля не приводится: знаменатель меньше {FEW})"
    return f"{share_text(figure.numerator, figure.denominator)} ({_parts(figure, 'из')})"


def _mean(unit: str, figure: Figure) -> str:
    return f"{number(_ratio(figure), 1)}{NBSP}{_MEANS.get(unit, unit)} ({_parts(figure, 'на')})"


def _parts(figure: Figure, between: str) -> str:
    return f"{amount(figure.numerator)} {between} {amount(figure.denominator)}"


def _ratio(figure: Figure) -> Fraction:
    return exact(figure.numerator) / exact(figure.denominator)
