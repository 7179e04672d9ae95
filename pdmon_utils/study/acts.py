"""The index of acts and orders with their links; of organisations: whose orders have none (internal)."""

from __future__ import annotations

import pandas as pd

from pdmon_utils.roadmap.rows import Row, records
from pdmon_utils.schema import SCHEMA
from pdmon_utils.show import Heading, Notice, Shown, Stack, Table
from pdmon_utils.study.managed import Managed
from pdmon_utils.words import is_missing, short_day

KINDS = ("act", "order", "roadmap", "body_order", "iom_rules", "young_programme", "mentoring_programme")
NO_LINK = "ссылки нет"
_WORDS = SCHEMA["documents"].columns["kind"].values


def acts(managed: Managed) -> Stack:
    """Return the municipality's acts that are in force in the year, then the check of organisations."""
    rows = managed.in_force
    rows = rows[rows["kind"].isin(KINDS)]
    own = rows[rows["scope"] == "mun"].sort_values(["date", "title"], kind="stable")
    parts: list[Shown] = [Heading(3, "Указатель муниципальных актов и приказов")]
    if own.empty:
        parts.append(Notice("Муниципальные акты и приказы не внесены (таблица «Документы-подтверждения»).", "missing"))
    else:
        frame = pd.DataFrame([_line(row) for row in records(own)])
        parts.append(Table(frame, f"Муниципальные акты и приказы, действующие в {managed.data.year} году"))
    return Stack([*parts, *_of_organisations(managed, rows[rows["scope"] == "org"])])


def _line(row: Row) -> dict[str, str]:
    return {
        "Документ": str(row["title"]),
        "Вид": _WORDS[str(row["kind"])],
        "Номер": "без номера" if is_missing(row["number"]) else str(row["number"]),
        "Дата": short_day(row["date"]),
        "Ссылка": NO_LINK if is_missing(row["url"]) else str(row["url"]),
    }


def _of_organisations(managed: Managed, rows: pd.DataFrame) -> list[Shown]:
    """Return by organisation how many of its orders have a link on its site (internal; by alphabet)."""
    if managed.data.public:
        return []
    held = managed.data.organisations().drop_duplicates("org_id").set_index("org_id")
    names = held["org_short"].fillna(held["org_name"]).astype(str)
    counted = rows.groupby("org_id")["url"].agg(["size", "count"]).reindex(names.index, fill_value=0)
    frame = pd.DataFrame(
        {
            "Организация": names,
            "Приказов и локальных актов": counted["size"],
            "Со ссылкой": counted["count"],
            "Без ссылки": counted["size"] - counted["count"],
        }
    )
    caption = f"Размещение приказов на сайтах организаций, {managed.data.year} год"
    return [Heading(4, "Приказы организаций"), Table(frame.sort_values("Организация", ignore_index=True), caption)]
