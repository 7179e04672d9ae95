"""The page of registration lists, with the analyst's words on each direction of support (ЗАТО, табл. 1, строка 5)."""

from __future__ import annotations

import pandas as pd

from pdmon_utils.figures import window
from pdmon_utils.opinions import registered, supported, teachers
from pdmon_utils.schema import SCHEMA
from pdmon_utils.show import Aside, Heading, Notice, Shown, Stack, Table, Text
from pdmon_utils.study.data import Data
from pdmon_utils.study.texts import QUALITATIVE
from pdmon_utils.words import NOT_HANDED_IN

FORMS = {"cons": "Консультации", "lesson": "Посещённые уроки", "rmo": "РМО", "other": "Иное"}
_DIRECTIONS = SCHEMA["support"].columns["direction"].values


def registrations(data: Data) -> Stack:
    """Return who came to consultations and meetings, and support by direction (internal); the analyst's words on it."""
    if data.public:
        return Stack(_words(data))
    span = window(data.regulation.window, data.year)
    people = teachers(data.rows("staff"), data.year, span)
    lists = registered(data.rows("events"), data.rows("participation"), people, span)
    support = supported(data.rows("support"), people, span)
    if lists.empty and support.empty:
        return Stack([Notice(f"Регистрационные листы: {NOT_HANDED_IN}."), *_words(data)])
    tables = [table for table, rows in ((_lists(data, lists), lists), (_support(data, support), support)) if len(rows)]
    return Stack([*tables, *_words(data), *_lacking(data, support)])


def _lists(data: Data, lists: pd.DataFrame) -> Table:
    kinds, bodies = SCHEMA["events"].columns["kind"].values, SCHEMA["events"].columns["body_kind"].values
    names = [
        f"{kinds[kind]}{f', {bodies[body]}' if body else ''}"
        for kind, body in zip(lists["kind"], lists["body_kind"], strict=True)
    ]
    counts = lists.rename(columns={"events": "Проведено", "visits": "Посещений", "persons": "Педагогов"})
    frame = counts.assign(Мероприятия=names)[["Мероприятия", "Проведено", "Посещений", "Педагогов"]]
    note = "Педагог на каждом мероприятии — одно посещение."
    ordered = frame.sort_values("Мероприятия", ignore_index=True)
    return Table(ordered, f"Регистрационные листы, {data.year} год", note)


def _support(data: Data, support: pd.DataFrame) -> Table:
    words = {"direction": "Направление", "persons": "Педагогов", "rows": "Записей", **FORMS}
    frame = support.assign(direction=support["direction"].map(_DIRECTIONS))[list(words)].rename(columns=words)
    return Table(frame, f"Сопровождение по направлениям, {data.year} год")


def _words(data: Data) -> list[Shown]:
    """Return the analyst's text on each direction of support that has one."""
    said = {words: data.text(f"support.{code}") for code, words in _DIRECTIONS.items()}
    told = {words: text for words, text in said.items() if text.strip()}
    return [part for words, text in told.items() for part in (Heading(4, f"{QUALITATIVE}: {words}"), Text(text))]


def _lacking(data: Data, support: pd.DataFrame) -> list[Shown]:
    """Return where the texts belong that are still missing."""
    codes = [code for code in support["direction"] if not data.text(f"support.{code}").strip()]
    if not codes:
        return []
    named = "; ".join(_DIRECTIONS[code] for code in codes)
    files = "; ".join(f"{_DIRECTIONS[code]} (support.{code}.md)" for code in codes)
    where = Aside([Notice(f"Место файлов — {data.text_path('')}: {files}.")])
    return [Notice(f"Нет качественного анализа по направлениям: {named}."), where]
