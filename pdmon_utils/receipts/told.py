"""Who has handed in, in sentences: with names inside, as numbers only, and not the smallest, for the public."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from pdmon_utils.disclosure.classes import FEW_SOURCES
from pdmon_utils.receipts.matrix import NOT_NEEDED
from pdmon_utils.receipts.summary import Progress
from pdmon_utils.words import count, join_ru, plural, short_day

NO_REGISTER = "Перечень организаций муниципалитета за этот год не представлен."


def counted(found: Progress) -> str:
    """Return how many of the registered organisations handed in."""
    size = len(found.registered)
    if not size:
        return NO_REGISTER
    noun = plural(size, "организации", "организаций", "организаций")  # genitive: «из 22 организаций»
    return f"Сведения представили {found.handed_in} из {size} {noun} муниципалитета."


def covered(found: Progress) -> str:
    """Return the same for everybody; not how many are missing where they are fewer than three.

    Whoever knew the number could tell, once it changes, whose people the next version added.
    """
    if 0 < len(found.registered) - found.handed_in < FEW_SOURCES:
        return "Сведения представили не все организации муниципалитета: нет данных менее чем трёх организаций."
    return counted(found)


def named(found: Progress, names: Mapping[str, str]) -> list[str]:
    """Return who did not hand in, who handed in a part or late, what was returned, accepted, changed afterwards."""
    said = (
        ("Не представили", found.silent),
        ("Представили не все таблицы", found.part),
        ("Представили с опозданием", found.late),
        ("Возвращены на исправление", found.returned),
        ("Изменены после принятия", found.changed),
    )
    lines = [f"{words}: {join_ru([names[org] for org in orgs])}." for words, orgs in said if orgs]
    return [*lines, f"Приняты данные {_of(found.accepted)}."] if found.accepted else lines


def _of(orgs: Sequence[str]) -> str:
    return f"{len(orgs)} {plural(len(orgs), 'организации', 'организаций', 'организаций')}"


def deadline(found: pd.DataFrame) -> str:
    """Return by which day the needed tables are due, as one sentence; several days with their number of tables."""
    due = found.loc[found["status"] != NOT_NEEDED].drop_duplicates("table")["deadline"]
    sizes = due.dropna().value_counts().sort_index()
    unset = int(due.isna().sum())
    said = [short_day(day) for day in sizes.index.tolist()]
    if sizes.empty:
        return "Срок сдачи данных не установлен."
    if len(sizes) == 1 and not unset:
        return f"Срок сдачи данных: до {said[0]}."
    days = [f"до {day} — {count(size, 'таблица')}" for day, size in zip(said, sizes, strict=True)]
    more = [f"срок не установлен — {count(unset, 'таблица')}"] if unset else []
    return f"Сроки сдачи данных: {', '.join([*days, *more])}."
