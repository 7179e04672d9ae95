"""Recommendations, measures and decisions that the municipality handed in (table `measures`), by addressee."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from pdmon_utils.schema import SCHEMA
from pdmon_utils.show import Heading, Notice, Shown, Table
from pdmon_utils.study.data import PLAIN, Data
from pdmon_utils.study.offices import office
from pdmon_utils.words import short_day

REC, PRACTICE = "rec", "practice_rec"
KINDS = {
    REC: "Внесённые адресные рекомендации",
    PRACTICE: "Внесённые рекомендации по использованию успешных практик",
    "measure": "Меры",
    "decision": "Управленческие решения",
}
NOTHING = "Рекомендации и меры за этот год не внесены (таблица «Меры, рекомендации, решения»)."


def handed_in_rows(data: Data) -> pd.DataFrame:
    """Return the year's rows of `measures` for this criterion (all of them for a page about no single one)."""
    rows = _of_year(data)
    return rows if data.criterion in PLAIN else rows[rows["criterion"] == data.criterion]


def _of_year(data: Data) -> pd.DataFrame:
    return data.keep(("measures",), lambda: _chosen(data))


def _chosen(data: Data) -> pd.DataFrame:
    rows = data.rows("measures")
    rows = rows[rows["year"] == data.year]
    return rows[rows["org_id"].isna()] if data.public else rows


def handed_in_advice(data: Data, kinds: Iterable[str] = tuple(KINDS)) -> list[Shown]:
    """Return a table for each kind, at three levels (общие, по кластерам, по ОУ)."""
    rows, lines = handed_in_rows(data), lines_of(data)
    parts: list[Shown] = []
    for kind in kinds:
        chosen = lines[lines.index.isin(rows.index[rows["kind"] == kind])]
        title = KINDS[kind]
        parts += [Heading(3, title), Table(chosen, f"{title}, {data.year} год")] if len(chosen) else []
    return parts or [Notice(NOTHING)]


def lines_of(data: Data) -> pd.DataFrame:
    """Return all the year's rows of `measures` as pages show them, in the order of levels and addressees."""
    return data.keep(("measures as lines",), lambda: _frame(data, _of_year(data)))


def _frame(data: Data, rows: pd.DataFrame) -> pd.DataFrame:
    if rows.empty:
        return rows
    columns = SCHEMA["measures"].columns
    held = data.organisations().set_index("org_id")
    names = held["org_short"].fillna(held["org_name"]).astype(str)
    clusters = {code: f"кластер «{word}»" for code, word in SCHEMA["organisations"].columns["cluster"].values.items()}
    level = rows["org_id"].map(names).astype(object).fillna(rows["cluster"].map(clusters).astype(object)).fillna("")
    whom = rows["audience"].astype(object).map(columns["audience"].values).fillna("всем")
    frame = pd.DataFrame(
        {
            "Кому": whom.where(level == "", whom + ": " + level),
            "Содержание": rows["text"],
            "Срок и ответственный": rows["deadline"].map(short_day)
            + ", "
            + rows["responsible"].map(lambda text: office(data, text)),
            "Состояние": rows["status"].astype(object).map(columns["status"].values),
        }
    )
    return frame.assign(level=level).sort_values(["level", "Кому", "Содержание"], kind="stable").drop(columns="level")
