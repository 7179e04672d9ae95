"""The figures of a municipality and year as open data: CSV that Excel opens, a workbook, a dictionary of columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.conclusions import JOINED_WORDS, post_words
from pdmon_utils.disclosure import JOINED, MEMBERS
from pdmon_utils.documents.numerals import Numeral
from pdmon_utils.documents.sheets import Cell, Sheet
from pdmon_utils.documents.workbook import MARKS, Cover, fiction, workbook
from pdmon_utils.formulas import like_formula
from pdmon_utils.show.markup import clean
from pdmon_utils.study.data import Data
from pdmon_utils.words import is_missing

HIDDEN: Final = "…"
COLUMNS: Final = {
    "Показатель": "название показателя в едином перечне",
    "Код": "код показателя положения; по нему показатель узнаётся из года в год",
    "Критерий": "критерий единого перечня",
    "Пункт положения": "пункт акта, который требует показатель",
    "Муниципалитет": "название муниципалитета",
    "Год": "отчётный год",
    "Разрез": "признак, по которому показатель разделён; пусто — показатель в целом",
    "Группа": "группа разреза; пусто — показатель в целом",
    "Числитель": "число людей, организаций или строк; десятичный знак — запятая",
    "Знаменатель": "от какого числа берётся доля; пусто там, где доли нет",
    "Значение": "точное значение: доля — от 0 до 1, наличие — 0 или 1, остальное — в единицах показателя",
    "Единица": "единица показателя; у доли в процентах значение умножают на сто",
    "Пометка": (
        "«…» — скрыто для защиты персональных данных; «—» — данные не представлены; «вместе: …» — сумма названных "
        "скрытых групп, по годам её не сравнивают; пусто — число показано"
    ),
}
NUMBERS: Final = ("Числитель", "Знаменатель", "Значение")
_PARTS: Final = ("numerator", "denominator", "value")
_SCOPE: Final = "municipality"


def figure_rows(data: Data) -> pd.DataFrame:
    """Return the municipality's figures of the report year as the audience may see them, with the columns of `COLUMNS`.

    No organisation is among them, whoever the audience is; a number that may not be shown is missing and marked «…».
    Behind the hidden groups of a cut stands what they are together, where that is known.
    """
    together = data.joined[data.joined["indicator"].isin([ask.id for ask in data.asks])]
    held = pd.concat([data.figures(scope=_SCOPE), together])
    held = held[held["year"] == data.year]
    order = {ask.id: at for at, ask in enumerate(data.asks)}
    held = held.assign(at=held["indicator"].map(order), last=held["group"] == JOINED)
    held = held.sort_values(["at", "breakdown", "last", "group"], kind="stable")
    rows = [_row(data, data.regulation.asks[str(row["indicator"])], row) for row in _records(held)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(object)


def figures_csv(data: Data) -> bytes:
    """Return the figures as CSV for Russian Excel: UTF-8 with BOM, semicolons, decimal commas, no formulas."""
    return _csv(COLUMNS, figure_rows(data).itertuples(index=False, name=None))


def columns_csv() -> bytes:
    """Return the dictionary of the columns of `figures_csv`, in the same form."""
    return _csv(("Столбец", "Что означает"), COLUMNS.items())


def figures_xlsx(data: Data) -> bytes:
    """Return the figures as a workbook: cover, contents, notes, a sheet a criterion."""
    card = data.card
    said = ("Муниципалитет", card.name), ("Отчётный год", str(data.year)), ("Положение", data.regulation.act)
    whom = ("Для кого", "для всех" if data.public else "для служебного пользования")
    about = f"Показатели мониторинга системы профессионального развития педагогов ({card.name}, {data.year} год)"
    author = card.authority or f"Орган управления образованием: {card.name}"
    notes = (*MARKS, *((f"столбец «{name}»", means) for name, means in COLUMNS.items()))
    cover = Cover("Показатели: открытые данные", about, author, (*said, whom, *fiction(card.name)), notes)
    return workbook(cover, list(_sheets(data)))


def _sheets(data: Data) -> Iterator[Sheet]:
    rows = figure_rows(data)
    for criterion, part in rows.groupby("Критерий", sort=False):
        kept = part.drop(columns=["Критерий", "Муниципалитет"])
        body = [[_cell(name, value, row) for name, value in row.items()] for row in kept.to_dict("records")]
        yield Sheet(f"{criterion}, {data.year} год", list(kept.columns), body, section=str(criterion))


def _cell(name: Any, value: Any, row: Mapping[Any, Any]) -> Cell:  # noqa: ANN401  a cell of any column
    if name not in (*NUMBERS, "Год"):
        return str(value)
    if is_missing(value):
        return str(row["Пометка"])
    whole = float(value).is_integer()
    share = name == "Значение" and row["Единица"] == "%"
    return Numeral(int(value) if whole else float(value), "0.0%" if share else "0" if whole else "0.00")


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _row(data: Data, ask: Ask, row: Mapping[str, Any]) -> dict[str, object]:
    cut, group = named(ask, str(row["breakdown"]), str(row["group"]))
    numbers = {name: row[part] for name, part in zip(NUMBERS, _PARTS, strict=True)}
    return {
        "Показатель": ask.title,
        "Код": ask.id,
        "Критерий": data.workspace.catalogue.criteria[ask.indicator.criterion].title,
        "Пункт положения": ask.clause,
        "Муниципалитет": data.card.name,
        "Год": data.year,
        "Разрез": cut,
        "Группа": group,
        **{name: None if is_missing(value) else value for name, value in numbers.items()},
        "Единица": ask.indicator.unit,
        "Пометка": _mark(ask, row),
    }


def _mark(ask: Ask, row: Mapping[str, Any]) -> str:
    if row["group"] == JOINED:
        names = [named(ask, str(row["breakdown"]), str(group))[1] for group in row[MEMBERS]]
        return f"вместе: {'; '.join(names)}"
    return HIDDEN if row["withheld"] else "—" if is_missing(row["value"]) else ""


def named(ask: Ask, breakdown: str, group: str) -> tuple[str, str]:
    """Return the words for a figure's cut and group; both are empty for a total."""
    cut = next((asked for asked in ask.cuts if asked.cut.name == breakdown), None)
    if cut is None:
        return breakdown, group
    return cut.cut.title, JOINED_WORDS if group == JOINED else cut.groups.get(group) or post_words(group)


def _csv(header: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([_written(name) for name in header])
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _written(cell: object) -> str:
    """Return a number with a decimal comma; a text that looks like a formula gets an apostrophe before it."""
    if is_missing(cell):
        return ""
    if isinstance(cell, int | float):
        return f"{cell:.15g}".replace(".", ",")
    text = clean(cell).strip()
    return f"'{text}" if like_formula(text) else text
