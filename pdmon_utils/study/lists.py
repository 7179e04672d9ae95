"""The items behind a «перечень»: events by kind and date, programmes by title; the bank of practices."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.measures import Selection
from pdmon_utils.populations import Members
from pdmon_utils.registry import Registry
from pdmon_utils.schema import SCHEMA
from pdmon_utils.show import Notice, Paragraph, Stack, Table
from pdmon_utils.study.cabinet import cabinet
from pdmon_utils.study.data import PLAIN, Data
from pdmon_utils.tally import fraction
from pdmon_utils.views import View
from pdmon_utils.words import short_day

LISTED = ("events", "courses")
PRACTICES = "Банк успешных практик"
NO_PRACTICES = "Практик в банке нет (таблица «Практики, публикации, рецензии», столбец «В банке успешных практик»)."
FOR_ALL = (
    "Авторы и организации в публичном перечне не называются: на это нужно их согласие. Практики, в названии которых "
    "названа организация, в перечень не включены."
)
UNSET = "не указан"


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


def practices(data: Data) -> Stack:
    """Return the bank of practices (of the study's criterion) and what of it is in the net; in public no place."""
    rows = data.rows("practices")
    held = rows[rows["in_bank"].fillna(value=False).astype(bool) & (rows["date"] <= pd.Timestamp(data.span.end))]
    if data.criterion not in PLAIN:
        held = held[held["criterion"] == data.criterion]
    held = held.sort_values(["criterion", "title", "practice_id"]).drop_duplicates("practice_id")
    shown = held[~_naming(data, held["title"])] if data.public else held
    about = [Paragraph(FOR_ALL)] if data.public else []
    if shown.empty:
        return Stack([Notice(NO_PRACTICES, "missing"), *about])
    bank = Table(_practices(data, shown), f"{PRACTICES}, на конец {data.year} года")
    return Stack([bank, *about, *cabinet(data, shown)])


def _practices(data: Data, rows: pd.DataFrame) -> pd.DataFrame:
    columns = SCHEMA["practices"].columns
    words = {
        title: rows[name].astype(object).map(columns[name].values).fillna(UNSET)
        for title, name in (("Уровень", "level"), ("Вид", "kind"))
    }
    criteria = {code: criterion.title for code, criterion in data.workspace.catalogue.criteria.items()}
    about = rows["criterion"].astype(object).map(criteria).fillna(UNSET)
    own = data.organisations().drop_duplicates("org_id").set_index("org_id")
    names = own["org_short"].fillna(own["org_name"]).astype(object)
    place = {} if data.public else {"Организация": rows["org_id"].astype(object).map(names).fillna("не указана")}
    frame = {"Название": rows["title"], "Критерий": about, **words, "Дата": rows["date"].map(short_day), **place}
    return pd.DataFrame(frame).reset_index(drop=True)


def _naming(data: Data, titles: pd.Series[str]) -> pd.Series[bool]:
    """Return which titles name an organisation of the municipality."""
    return titles.map(data.names_one).astype(bool)
