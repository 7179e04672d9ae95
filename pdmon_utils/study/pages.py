"""One ask on the page: the sentence, its cuts, its years, its organisations and clusters."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pdmon_utils.catalogue import SHARES, Ask
from pdmon_utils.compare import intervals, slice_of
from pdmon_utils.schema import SCHEMA
from pdmon_utils.show import (
    Heading,
    Notice,
    Paragraph,
    Shown,
    Stack,
    Table,
    alt_grouped,
    alt_years,
    multiples,
    years,
)
from pdmon_utils.study.assessed import breaks_of
from pdmon_utils.study.changes import NOTHING, change, told
from pdmon_utils.study.clusters import of_ask
from pdmon_utils.study.cuts import cut_page
from pdmon_utils.study.data import Data
from pdmon_utils.study.lists import lists
from pdmon_utils.study.schools import Schools
from pdmon_utils.study.texts import own_words
from pdmon_utils.study.values import NOT_COMPARED, STRUCTURE, fed, totals, value_text, withheld_years
from pdmon_utils.words import NOT_HANDED_IN, Figure, Name, Sentence, Year, figure_text, is_missing, say

BREAK = "С {year} года показатель считается иначе: {why}. Значения до и после этого года не сопоставляются."


def page(schools: Schools, ask: Ask) -> Stack:
    """Return everything that is shown of one ask; pages of several criteria have it in common."""
    data = schools.data
    return data.keep(("page", ask.id, data.written()), lambda: _page(schools, ask))


def _page(schools: Schools, ask: Ask) -> Stack:
    data = schools.data
    parts: list[Shown] = [Heading(4, f"{ask.title} ({ask.id}, {ask.clause})"), Paragraph(told(data, ask))]
    if fed(data, ask):
        parts += lists(data, ask)
        parts += [shown for asked in ask.cuts for shown in cut_page(data, ask, asked)]
        parts += dynamics(data, ask)
        parts += [] if data.public else [*of_ask(schools, ask), *clusters(data, ask), *organisations(data, ask)]
    return Stack([*parts, *own_words(data, ask)])


def dynamics(data: Data, ask: Ask) -> list[Shown]:
    """Return the chart over the comparable years where there are at least two with a value, and why others are not."""
    return data.keep(("dynamics", ask.id), lambda: _dynamics(data, ask))


def _dynamics(data: Data, ask: Ask) -> list[Shown]:
    breaks = breaks_of(data, ask)
    held = {year: figure for year, figure in totals(data, ask).items() if year >= max(breaks, default=0)}
    notes: list[Shown] = [Paragraph(say(BREAK, {"year": Year(y), "why": Name(why)})) for y, why in breaks.items()]
    return [*notes, *_line_chart(data, ask, held)]


def _line_chart(data: Data, ask: Ask, held: dict[int, Figure]) -> list[Shown]:
    values = [figure.numerator if ask.indicator.unit == STRUCTURE else figure.value for figure in held.values()]
    if ask.kind in ("presence", "list") or sum(not is_missing(value) for value in values) < 2:  # noqa: PLR2004  a line
        return []
    if withheld_years(data, ask):
        return [Notice("Динамика не публикуется: за значением одного из годов стоит слишком мало людей.")]
    unit = "ед." if ask.indicator.unit == STRUCTURE else ask.indicator.unit
    spread = intervals(pd.DataFrame(list(held.values()))) if ask.kind == "share" else None
    alt = alt_years(list(held), values, unit)
    return [years(list(held), values, title=f"{ask.title} по годам", unit=unit, alt=alt, intervals=spread)]


def clusters(data: Data, ask: Ask) -> list[Shown]:
    """Return the shares of the clusters that the regulation compares over the years."""
    rows = slice_of(data.all_figures, ask.id, "cluster")
    if rows.empty or ask.kind not in SHARES:
        return []
    titles = SCHEMA["organisations"].columns["cluster"].values
    wide = rows.assign(words=rows["unit"].map(titles)).pivot_table(index="words", columns="year", values="value")
    if len(wide) < 2:  # noqa: PLR2004  one cluster has nothing beside it
        return []
    title, unit = f"{ask.title}: кластеры по годам", ask.indicator.unit
    return [multiples(wide, title=title, unit=unit, alt=alt_grouped(wide, unit))]


def organisations(data: Data, ask: Ask) -> list[Shown]:
    """Return the figures of organisations by name, never by value; those that did not report are named as such."""
    rows = slice_of(data.all_figures, ask.id, "organisation")
    rows = rows[rows["year"] == data.year]
    if rows.empty:
        return []
    held = data.organisations().set_index("org_id")
    names = held["org_short"].fillna(held["org_name"]).astype(str)
    silent = set(data.silent())
    texts = [
        NOT_HANDED_IN if unit in silent else figure_text(ask.kind, ask.indicator.unit, n, d, v)
        for unit, n, d, v in zip(rows["unit"], rows["numerator"], rows["denominator"], rows["value"], strict=True)
    ]
    frame = pd.DataFrame({"Организация": rows["unit"].map(names), "Значение": texts}).sort_values("Организация")
    caption = f"{ask.title}: организации (по алфавиту), {data.year} год"
    return [Table(frame.reset_index(drop=True), caption, "Для служебного пользования, не рейтинг.", ("Значение",))]


def summary(data: Data) -> Table:
    """Return one line an ask: this year's value, what became of it, the target where some ask has one."""
    return Table(summary_frame(data, data.asks), f"Итоговые показатели за {data.year} год", numeric=("Значение",))


def summary_frame(data: Data, asks: Sequence[Ask]) -> pd.DataFrame:
    """Return a row for each of the asks: Показатель, Значение, Изменение за год, Цель (where some ask has one)."""
    columns = ["Показатель", "Значение", "Изменение за год", "Цель"]
    rows = pd.DataFrame([_line(data, ask) for ask in asks], columns=columns)
    return rows if any(ask.target for ask in asks) else rows.drop(columns="Цель")


def _line(data: Data, ask: Ask) -> dict[str, str | Sentence]:
    since = change(data, ask)
    return {
        "Показатель": ask.title,
        "Значение": value_text(ask, totals(data, ask).get(data.year)),
        "Изменение за год": NOT_COMPARED if since == NOTHING else since,
        "Цель": ask.target or "не установлена",
    }
