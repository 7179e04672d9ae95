"""Organisations by the profile of their staff, by alphabet, without places (Усть-Лабинск: «Классификация ОО …»)."""

from __future__ import annotations

import pandas as pd

from pdmon_utils.compare import profiles as found
from pdmon_utils.receipts import MISSING
from pdmon_utils.show import Notice, Paragraph, Stack, Table
from pdmon_utils.study.schools import INTERNAL_ONLY, Schools
from pdmon_utils.words import NOT_HANDED_IN, is_missing, number, share_text

NO_RATING = (
    "Рейтинг не составляется: организации названы по алфавиту, места им не присваиваются. Если документ требует "
    "рейтинга, его составляют люди и отвечают за него."
)
HOW = (
    "Доля — от педагогов организации на конец отчётного периода; меньше десяти педагогов — «3 из 7». Выступления и "
    "публикации — выступил на мероприятии или опубликовал работу; экспертная работа — эксперт или член жюри."
)
TITLES = {
    "top": "Высшая категория",
    "first": "Первая категория",
    "sfz": "Соответствие должности",
    "contests": "Участвовали в профконкурсах",
    "shared": "Выступления и публикации",
    "experts": "Экспертная работа",
}


def profiles(schools: Schools) -> Stack:
    """Return a line an organisation with the shares of its teachers; what was not handed in is said (internal)."""
    data = schools.data
    if data.public:
        return Stack([Notice(INTERNAL_ONLY)])
    held = found.profiles(schools.members(data.regulation.window, data.year)).reindex(schools.rows.index)
    missing, names = _missing(schools), schools.names.sort_values()
    if names.empty:
        return Stack([Notice(f"Организации: {NOT_HANDED_IN}.", "missing")])
    lines = [_line(names[org], held.loc[[org]].iloc[0], missing.get(org, set())) for org in map(str, names.index)]
    caption = f"Организации по педагогическому составу (по алфавиту), {data.year} год"
    return Stack([Table(pd.DataFrame(lines), caption, HOW, ("Педагогов", *TITLES.values())), Paragraph(NO_RATING)])


def _missing(schools: Schools) -> dict[str, set[str]]:
    """Return org_id → tables that it did not hand in; a table that nobody handed in is missing everywhere."""
    data = schools.data
    rows = data.receipts
    rows = rows[rows["status"] == MISSING]
    nowhere = {name for tables in found.TABLES.values() for name in tables if not data.handed_in(name, data.year)}
    own = {str(org): set(held) for org, held in rows.groupby("org_id")["table"]}
    silent = data.silent()
    return {
        str(org): own.get(str(org), set()) | nowhere | ({"staff"} if org in silent else set())
        for org in schools.rows.index
    }


def _line(name: str, held: pd.Series[float], missing: set[str]) -> dict[str, str]:
    if "staff" in missing:
        return {"Организация": name, **dict.fromkeys(("Педагогов", *TITLES.values()), NOT_HANDED_IN)}
    cells = {title: _share(held, code, missing) for code, title in TITLES.items()}
    return {"Организация": name, "Педагогов": number(held["teachers"]), **cells}


def _share(held: pd.Series[float], code: str, missing: set[str]) -> str:
    tables = found.TABLES.get(code, ())
    if is_missing(held[code]) or (tables and missing.issuperset(tables)):
        return NOT_HANDED_IN
    return share_text(held[code], held["teachers"])
