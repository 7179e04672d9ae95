"""Registers: decisions with their acts and gaps, and where the results were discussed."""

from __future__ import annotations

import pandas as pd

from pdmon_utils.roadmap import decisions, discussions
from pdmon_utils.roadmap.decisions import NO_DOCUMENT, NO_NUMBER, UNKNOWN_DOCUMENT
from pdmon_utils.roadmap.rows import Row, records
from pdmon_utils.schema import SCHEMA
from pdmon_utils.show import Bullets, Heading, Notice, Paragraph, Shown, Stack, Table
from pdmon_utils.study.managed import Managed
from pdmon_utils.study.offices import office
from pdmon_utils.words import is_missing, join_ru, short_day

GAPS = {
    NO_DOCUMENT: "документа нет: решение не закреплено",
    UNKNOWN_DOCUMENT: "такого документа нет в таблице «Документы-подтверждения»",
    NO_NUMBER: "у документа нет номера",
}
_STATES = SCHEMA["measures"].columns["status"].values
_HOW = (
    "В реестр обсуждений входят заседания, круглые столы, конференции, форумы и семинары, в названии которых сказано "
    "об итогах или результатах мониторинга (таблица «Мероприятия и конкурсы»), и протоколы (таблица "
    "«Документы-подтверждения», вид «протокол»). Протокол, подписанный в течение двух недель после мероприятия, стоит "
    "рядом с ним."
)


def register(managed: Managed) -> Stack:
    """Return the register of decisions of the year, its gaps, and the register of discussions."""
    data = managed.data
    rows = decisions(managed.measures, managed.documents, data.regulation, data.year)
    parts: list[Shown] = [Paragraph(_kinds(managed)), Heading(3, "Реестр управленческих решений")]
    if rows.empty:
        parts.append(Notice("Решения за этот год не внесены (таблица «Меры, рекомендации, решения»).", "missing"))
    else:
        frame = pd.DataFrame([_line(managed, row) for row in records(rows)])
        parts.append(Table(frame, f"Управленческие решения, {data.year} год"))
        parts += _gaps(rows)
    return Stack([*parts, Heading(3, "Реестр обсуждений"), Paragraph(_HOW), _discussed(managed)])


def _kinds(managed: Managed) -> str:
    named = list(dict.fromkeys(kind.title for kind in managed.data.regulation.decisions.values()))
    if not named:
        return "Вида документа, которым принимаются решения, положение не называет."
    clauses = join_ru(list(dict.fromkeys(kind.clause for kind in managed.data.regulation.decisions.values())))
    return f"Решения по положению принимаются в виде: {', '.join(named)} ({clauses})."


def _line(managed: Managed, row: Row) -> dict[str, object]:
    place = managed.place(pd.DataFrame([row])).iloc[0]
    return {
        "Решение": f"{row['text']} ({row['measure_id']})",
        "Направление": managed.title(place),
        "Вид документа": row["act"],
        "Документ": _document(row),
        "Срок": short_day(row["deadline"]),
        "Ответственный": office(managed.data, row["responsible"]),
        "Состояние": _STATES[str(row["status"])],
    }


def _document(row: Row) -> str:
    if row["gap"] in (NO_DOCUMENT, UNKNOWN_DOCUMENT):
        return GAPS[row["gap"]]
    number = "без номера" if is_missing(row["number"]) else f"№ {row['number']}"
    link = "" if is_missing(row["url"]) else f", {row['url']}"
    return f"{row['doc_title']} {number} от {short_day(row['date'])}{link}"


def _gaps(rows: pd.DataFrame) -> list[Shown]:
    said = [
        f"{words[:1].upper()}{words[1:]}: {join_ru(rows.loc[rows['gap'] == gap, 'measure_id'].astype(str).tolist())}."
        for gap, words in GAPS.items()
        if (rows["gap"] == gap).any()
    ]
    return [Heading(4, "Чего не хватает"), Bullets(said)] if said else []


def _discussed(managed: Managed) -> Shown:
    data = managed.data
    found = discussions(managed.events, managed.documents, data.span)
    if found.empty:
        return Notice("Обсуждения результатов за этот год не внесены.", "missing")
    frame = pd.DataFrame(
        {
            "Дата": found["date"].map(short_day),
            "Вид": found["kind"],
            "Что обсуждалось": found["title"],
            "Протокол": [_protocol(row) for row in records(found)],
        }
    )
    return Table(frame, f"Обсуждения результатов мониторинга, {data.year} год")


def _protocol(row: Row) -> str:
    number = "" if is_missing(row["number"]) else f"№ {row['number']}"
    return ", ".join(part for part in (number, "" if is_missing(row["url"]) else str(row["url"])) if part)
