"""The page of registration lists, with the analyst's words on each direction of support (ЗАТО, табл. 1, строка 5)."""

from __future__ import annotations

import pandas as pd

from pdmon_utils.disclosure import FEW_PEOPLE
from pdmon_utils.figures import window
from pdmon_utils.opinions import registered, supported, teachers
from pdmon_utils.schema import SCHEMA
from pdmon_utils.show import Heading, Notice, Shown, Stack, Table, Text
from pdmon_utils.study.data import Data
from pdmon_utils.study.texts import QUALITATIVE
from pdmon_utils.words import NOT_HANDED_IN

FORMS = {"cons": "Консультации", "lesson": "Посещённые уроки", "rmo": "РМО", "other": "Иное"}


def registrations(data: Data) -> Stack:
    """Return who came to consultations and meetings, support by direction, and the analyst's words on directions."""
    span = window(data.regulation.window, data.year)
    people = teachers(data.rows("staff"), data.year, span)
    lists = registered(data.rows("events"), data.rows("participation"), people, span)
    support = supported(data.rows("support"), people, span)
    tables = [*_lists(data, lists), *_support(data, support)]
    return Stack([*(tables or [Notice(f"Регистрационные листы: {NOT_HANDED_IN}.")]), *_words(data, support)])


def _lists(data: Data, lists: pd.DataFrame) -> list[Shown]:
    if lists.empty:
        return []
    if data.public and _few(lists["persons"]):
        return [Notice("Регистрационные листы не публикуются: за строкой стоит слишком мало людей.")]
    kinds, bodies = SCHEMA["events"].columns["kind"].values, SCHEMA["events"].columns["body_kind"].values
    names = [
        f"{kinds[kind]}{f', {bodies[body]}' if body else ''}"
        for kind, body in zip(lists["kind"], lists["body_kind"], strict=True)
    ]
    frame = pd.DataFrame({"Мероприятия": names, "Проведено": lists["events"], "Посещений": lists["visits"]})
    frame = frame.assign(Педагогов=lists["persons"]).sort_values("Мероприятия", ignore_index=True)
    return [Table(frame, f"Регистрационные листы, {data.year} год", "Педагог на каждом мероприятии — одно посещение.")]


def _support(data: Data, support: pd.DataFrame) -> list[Shown]:
    if support.empty:
        return []
    if data.public and _few(support["persons"]):
        return [Notice("Сопровождение по направлениям не публикуется: за строкой стоит слишком мало людей.")]
    words = SCHEMA["support"].columns["direction"].values
    frame = pd.DataFrame({"Направление": support["direction"].map(words), "Педагогов": support["persons"]})
    own = {"Записей": support["rows"], **{title: support[form] for form, title in FORMS.items()}}
    return [Table(frame.assign(**({} if data.public else own)), f"Сопровождение по направлениям, {data.year} год")]


def _words(data: Data, support: pd.DataFrame) -> list[Shown]:
    """Return the analyst's text on each direction; for one that has none, its place (internal)."""
    words = SCHEMA["support"].columns["direction"].values
    shown: list[Shown] = []
    for code in words:
        said = data.text(f"support.{code}")
        if said.strip():
            shown += [Heading(5, f"{QUALITATIVE}: {words[code]}"), Text(said)]
    lacking = [words[code] for code in support["direction"] if not data.text(f"support.{code}").strip()]
    if lacking and not data.public:
        place = data.text_path("support.<код направления>.md")
        shown.append(Notice(f"Нет качественного анализа по направлениям: {', '.join(lacking)}. Место — файл {place}."))
    return shown


def _few(persons: pd.Series) -> bool:
    return bool(((persons > 0) & (persons < FEW_PEOPLE)).any())
