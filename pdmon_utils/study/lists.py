"""The items behind a «перечень»: events by kind and date, programmes by title."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.measures import Selection
from pdmon_utils.populations import Members
from pdmon_utils.registry import Registry
from pdmon_utils.schema import SCHEMA
from pdmon_utils.show import Table
from pdmon_utils.study.data import Data
from pdmon_utils.tally import fraction
from pdmon_utils.views import View
from pdmon_utils.words import short_day

LISTED = ("events", "courses")


def lists(data: Data, ask: Ask) -> Iterator[Table]:
    """Yield a table for each part of the ask that lists events or programmes."""
    parts = [part for part in ask.measure.parts if part.each in LISTED]
    if ask.kind != "list" or not parts:
        return
    tables = {name: data.rows(name).reset_index(drop=True) for name in SCHEMA}
    view = View(Registry(tables, (data.municipality,)), data.period(ask))
    members = Members(view, data.regulation.populations)
    for part in parts:
        rows = _rows(members, part)
        if len(rows):
            yield _events(rows, ask, data) if part.each == "events" else _programmes(view, rows, ask, data)


def _rows(members: Members, part: Selection) -> pd.DataFrame:
    counted = fraction(members, part, "listing", "municipality").numerator
    return members.view.frame(part.each).iloc[sorted(set(counted.row))]


def _events(rows: pd.DataFrame, ask: Ask, data: Data) -> Table:
    """Return the events; a public page leaves out those of single organisations, whose titles name them."""
    columns, note = SCHEMA["events"].columns, ""
    if data.public and (rows["level"] == "org").any():
        rows, note = rows[rows["level"] != "org"], "Мероприятия уровня организации в перечень не включены."
    named = rows.assign(kind=rows["kind"].map(columns["kind"].values).astype(str))
    ordered = named.sort_values(["kind", "date", "title"])
    frame = pd.DataFrame(
        {
            "Название": ordered["title"],
            "Вид": ordered["kind"],
            "Уровень": ordered["level"].map(columns["level"].values).astype(str),
            "Дата": ordered["date"].map(short_day),
            "Участников по плану": ordered["planned_participants"],
        }
    )
    return Table(frame.reset_index(drop=True), f"{ask.title}: мероприятия {data.year} года", note)


def _programmes(view: View, rows: pd.DataFrame, ask: Ask, data: Data) -> Table:
    titles, kinds = (view.column("courses", f"programme.{name}").iloc[rows.index] for name in ("title", "kind"))
    words = SCHEMA["programmes"].columns["kind"].values
    frame = pd.DataFrame({"Программа": titles.astype(str), "Вид": kinds.map(words).astype(str), "Обучений": 1})
    counted = frame.groupby(["Вид", "Программа"])["Обучений"].sum().reset_index()
    shown = ["Программа", "Вид"] if data.public else ["Программа", "Вид", "Обучений"]
    return Table(counted[shown], f"{ask.title}: программы ДПО {data.year} года")
