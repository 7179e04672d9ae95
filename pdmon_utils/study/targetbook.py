"""Indicators with targets as a workbook for whoever corrects a development programme (ЗАТО, п. 5.4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from pdmon_utils.catalogue import SHARES, Ask
from pdmon_utils.catalogue.targets import LEVEL
from pdmon_utils.errors import StudyError
from pdmon_utils.packing import empty_book, fitted, packed, put
from pdmon_utils.study.assessed import totals_of
from pdmon_utils.study.changes import change
from pdmon_utils.study.data import Data
from pdmon_utils.study.targets import SETTERS, UNTOLD, WORDS, judged
from pdmon_utils.study.values import NOT_COMPARED, STRUCTURE, totals
from pdmon_utils.words import NOT_HANDED_IN, Figure, is_missing, share_text
from pdmon_utils.words.numerals import FEW

NAME = "targets.xlsx"
SHEET, ABOUT = "Показатели и цели", "О книге"
NO_TARGET = "цель не установлена"
PERCENT = "0.0%"
_WIDTHS = {"Показатель": 60, "Пункт": 26, "Критерий": 40, "Изменение за год": 48}
_HELP = (
    "Показатели и цели: {name}, {year} год. Положение: {act}.",
    "Книга для служебного пользования: для корректировки программ развития образования.",
    "Строка — показатель; если у него две цели (положения и муниципалитета), строк две.",
    "Доли записаны числами в процентном формате; доля со знаменателем меньше десяти записана словами «3 из 7».",
    "«Изменение за год» — как в отчёте: доля выросла или снизилась, только если изменение больше случайного разброса.",
    "«Исполнение»: «в пределах разброса» — цель не достигнута, но отличие не больше возможного случайного.",
    "«Недостаёт» — наименьшее целое число, которого не хватило до цели (для предельного значения — лишних сверх него).",
    "Пустая ячейка цели — цели нет; «{missing}» — таблица за этот год не сдана, это не ноль.",
)


def target_rows(data: Data) -> pd.DataFrame:
    """Return a row an indicator and target: what it is, values by year, parts, change, target, verdict, gap.

    Shares are fractions, except where the denominator is below ten: those are words. Raises StudyError in public.
    """
    if data.public:
        raise StudyError("Книга «Показатели и цели» — для служебного пользования.")
    aimed: dict[str, list[Mapping[Any, Any]]] = {}
    for ask, row in judged(data):
        aimed.setdefault(ask.id, []).append(row)
    lines = [_line(data, ask, row) for ask in data.asks for row in aimed.get(ask.id) or [{}]]
    return pd.DataFrame(lines).astype(object)


def _line(data: Data, ask: Ask, aim: Mapping[Any, Any]) -> dict[str, object]:
    held, since = totals(data, ask), str(change(data, ask))
    years = [year for year in data.card.years if year <= data.year]
    now = totals_of(data).get(ask.id)
    return {
        "Критерий": data.workspace.catalogue.criteria[ask.indicator.criterion].title,
        "Показатель": ask.title,
        "Код": ask.id,
        "Пункт": ask.clause,
        "Единица": ask.indicator.unit,
        **{f"{year} год": _value(ask, held.get(year)) for year in years},
        "Числитель": None if now is None else _number(now["numerator"]),
        "Знаменатель (n)": None if now is None else _number(now["denominator"]),
        "Изменение за год": since or NOT_COMPARED,
        **_aim(aim),
    }


def _value(ask: Ask, figure: Figure | None) -> object:
    """Return a value as a number; in words where nothing was handed in or a percentage would claim too much."""
    if figure is None or is_missing(figure.numerator):
        return NOT_HANDED_IN
    if ask.indicator.unit == STRUCTURE:
        return _number(figure.numerator)
    if ask.kind in SHARES and float(figure.denominator or 0) < FEW:
        return share_text(figure.numerator, figure.denominator)
    return _number(figure.value)


def _number(value: Any) -> float | int | None:  # noqa: ANN401  numpy's and pandas' own scalars
    if is_missing(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def _aim(aim: Mapping[Any, Any]) -> dict[str, object]:
    if not aim:
        return {"Условие цели": NO_TARGET, "Цель": None, "Чья цель": None, "Исполнение": None, "Недостаёт": None}
    level, plan = aim["plan_kind"] == LEVEL, aim.get("plan")
    edge = "не более" if aim["upper"] else "не менее"
    return {
        "Условие цели": edge if level else f"{'снижение' if aim['upper'] else 'рост'} к прошлому году",
        "Цель": _number(aim["plan_value"] if level else aim.get("before_value")),
        "Чья цель": SETTERS[aim["plan_source"]],
        "Исполнение": UNTOLD if is_missing(plan) else WORDS[str(plan)],
        "Недостаёт": _number(aim.get("gap")),
    }


def workbook(data: Data) -> bytes:
    """Return the workbook: the same bytes for the same data."""
    book = empty_book()
    _add_rows(book, target_rows(data), {ask.id: ask.kind in SHARES for ask in data.asks})
    _add_about(book, data)
    return packed(book)


def _add_rows(book: Workbook, rows: pd.DataFrame, shares: Mapping[str, bool]) -> None:
    sheet = book.create_sheet(SHEET)
    for at, title in enumerate(map(str, rows.columns), start=1):
        cell = sheet.cell(1, at)
        put(cell, title)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[cell.column_letter].width = _WIDTHS.get(title, 16)
    for line, row in enumerate(rows.to_dict("records"), start=2):
        share = shares[row["Код"]]
        for at, (name, value) in enumerate(row.items(), start=1):
            _fill(sheet.cell(line, at), value, fraction=share and _of_scale(str(name)))
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions
    fitted(sheet)


def _of_scale(title: str) -> bool:
    """Return True for the columns that are written on the indicator's own scale."""
    return title == "Цель" or title.endswith(" год")


def _fill(cell: Any, value: object, *, fraction: bool) -> None:  # noqa: ANN401  openpyxl has no types
    put(cell, None if is_missing(value) else value)
    cell.alignment = Alignment(wrap_text=isinstance(value, str), vertical="top")
    if fraction and not isinstance(value, str):
        cell.number_format = PERCENT


def _add_about(book: Workbook, data: Data) -> None:
    sheet = book.create_sheet(ABOUT)
    sheet.column_dimensions["A"].width = 110
    for line, words in enumerate(_HELP, start=1):
        said = words.format(name=data.card.name, year=data.year, act=data.regulation.act, missing=NOT_HANDED_IN)
        cell = sheet.cell(line, 1)
        put(cell, said)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    fitted(sheet, head=False)
