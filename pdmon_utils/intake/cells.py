"""One column of cells → typed values; what cannot be read is said, never guessed."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TypeAlias

from pdmon_utils.errors import nearest
from pdmon_utils.intake.folding import fold, trim
from pdmon_utils.schema import Column

_LONG = 10**15  # Excel keeps 15 digits of a number: what is longer has lost its last digits
_SHOWN = 200
_LISTED = 8
_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}( \d{3})+)([.,]\d+)?", re.ASCII)
_DAY_FIRST = re.compile(r"(?P<d>\d\d)\.(?P<m>\d\d)\.(?P<y>\d{4})( 0?0:00(:00)?)?", re.ASCII)
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)([ T]00:00(:00)?)?", re.ASCII)
_BLANKS = str.maketrans({"\xa0": " ", "\u202f": " ", "\u2009": " ", "\u2212": "-"})
_TRUTH = {
    **{fold(word): True for word in ("да", "yes", "true", "истина", "1", "+")},
    **{fold(word): False for word in ("нет", "no", "false", "ложь", "0", "-", "\u2212")},
}

Value: TypeAlias = str | int | float | bool | dt.date


@dataclass(frozen=True, slots=True)
class Hole:
    """A cell that shows an Excel error or a formula never calculated; `advice` says what to do."""

    text: str
    advice: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a value cannot be read: the stable id of the rule and a Russian sentence with advice."""

    rule: str
    message: str


def parse_column(column: Column, cells: Sequence[object]) -> tuple[list[Value | None], dict[int, Fault]]:
    """Return the typed values (None = empty or unreadable) and the faults by position."""
    raw = [_said(cell) for cell in cells] if bool in set(map(type, cells)) else cells
    read = {cell: _parse(column, cell) for cell in set(raw)}
    faulty = {cell: fault for cell, fault in read.items() if isinstance(fault, Fault)}
    if not faulty:
        return [read[cell] for cell in raw], {}  # type: ignore[misc]  # no Fault is left
    values = [None if cell in faulty else read[cell] for cell in raw]
    return values, {at: faulty[cell] for at, cell in enumerate(raw) if cell in faulty}  # type: ignore[return-value]


def shown(cell: object) -> str:
    """Return a cell as a person sees it in Excel, at most 200 characters."""
    match cell:
        case None:
            return ""
        case bool():
            return "ИСТИНА" if cell else "ЛОЖЬ"
        case float() if cell.is_integer() and abs(cell) < _LONG:
            return str(int(cell))
        case dt.date():
            return cell.strftime("%d.%m.%Y")
        case Hole():
            return cell.text
    return trim(str(cell))[:_SHOWN]


def _said(cell: object) -> object:
    return shown(cell) if isinstance(cell, bool) else cell  # True and 1.0 are one key of a dict


def _parse(column: Column, cell: object) -> Value | Fault | None:
    if isinstance(cell, Hole):
        return Fault("cell.formula", f"В ячейке «{cell.text}». {cell.advice}")
    tidy = trim(cell) if isinstance(cell, str) else cell
    if tidy is None or tidy == "":
        return None
    return _READERS[column.type](column, tidy)


def _text(_column: Column, cell: object) -> Value | Fault:
    if isinstance(cell, str):
        return cell
    if not isinstance(cell, int | float):
        return Fault(
            "cell.text", f"Ожидался текст, а в ячейке дата или время ({shown(cell)}). Сделайте ячейку текстовой."
        )
    if abs(cell) >= _LONG:
        return Fault("cell.text", "Число длиннее 15 цифр: Excel потерял последние. Введите код в текстовую ячейку.")
    return shown(float(cell))


def _number(_column: Column, cell: object) -> float | Fault:
    number = cell
    if isinstance(cell, str) and _NUMBER.fullmatch(plain := cell.translate(_BLANKS)):
        number = float(plain.replace(" ", "").replace(",", "."))
    if isinstance(number, int | float) and math.isfinite(number) and abs(number) < _LONG:
        return float(number)
    return Fault("cell.number", f"«{shown(cell)}» — не число. Введите число без единиц измерения, например 0,5.")


def _whole(column: Column, cell: object) -> int | Fault:
    number = _number(column, cell)
    if isinstance(number, float) and number.is_integer():
        return int(number)
    return Fault("cell.int", f"«{shown(cell)}» — не целое число. Введите целое число, например 12.")


def _date(_column: Column, cell: object) -> dt.date | Fault:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    said = isinstance(cell, str) and (_DAY_FIRST.fullmatch(cell) or _YEAR_FIRST.fullmatch(cell))
    try:
        if said:
            return dt.date(int(said["y"]), int(said["m"]), int(said["d"]))
    except ValueError:
        return Fault("cell.date", f"Даты «{shown(cell)}» нет в календаре. Исправьте день, месяц или год.")
    return Fault("cell.date", f"«{shown(cell)}» — не дата. Введите дату вида 31.12.2022.")


def _truth(_column: Column, cell: object) -> bool | Fault:
    answer = _TRUTH.get(fold(shown(cell)))
    return (
        Fault("cell.bool", f"«{shown(cell)}» — не «да» и не «нет». Введите да или нет.") if answer is None else answer
    )


def _code(column: Column, cell: object) -> str | Fault:
    known = tuple(column.values.items())
    code = _codes(known).get(fold(shown(cell)))
    return _unknown(known, shown(cell)) if code is None else code


@cache
def _codes(known: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    return MappingProxyType({fold(word): code for code, russian in known for word in (russian, code)})


def _unknown(known: tuple[tuple[str, str], ...], said: str) -> Fault:
    words = [russian for _, russian in known]
    guess = nearest(said.casefold(), words) or "."
    listed = f" Допустимы: {'; '.join(words)}." if len(words) <= _LISTED else " Выберите значение из списка в шаблоне."
    return Fault("cell.enum", f"Неизвестное значение «{said}»{guess}{listed}")


_READERS: Mapping[str, Callable[[Column, object], Value | Fault]] = MappingProxyType(
    {"str": _text, "int": _whole, "dec": _number, "date": _date, "bool": _truth, "enum": _code},
)
