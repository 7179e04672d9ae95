"""Which measures are judged: those of the years strictly before the evaluation, one line each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from pdmon_utils.figures import window
from pdmon_utils.roadmap.rows import records

PLANNED = ("measure", "decision")  # kinds that are carried out; recommendations are answered by their addressees
BACK = 3  # years, where the act does not say otherwise (Вилюйск, п. 1.7)
_SAME = ["year", "kind", "direction", "indicator_id", "text"]  # rows equal in these are one measure for several schools


def chosen(measures: pd.DataFrame, organisations: pd.DataFrame, evaluation: int, back: int, span: str) -> pd.DataFrame:
    """Return the measures and decisions of `back` years before `evaluation`, rows that differ only in addressee as one.

    Adds `orgs` (tuple of org_id they were meant for, empty: all), `term` (report year of the deadline by the window
    `span`), `statuses` (tuple); `organisations` are clean rows of all years.
    """
    years = range(evaluation - (back or BACK), evaluation)
    rows = measures[measures["kind"].isin(PLANNED) & measures["year"].isin(years)]
    rows = rows.assign(
        direction=rows["direction"].fillna(""),
        indicator_id=rows["indicator_id"].fillna(""),
        text=rows["text"].fillna(""),
    )
    members = _members(organisations)
    lines = [_line(group, members, span) for _, group in rows.astype({"kind": str}).groupby(_SAME, sort=False)]
    return (
        pd.DataFrame(lines).sort_values(["year", "measure_id"], ignore_index=True)
        if lines
        else rows.assign(orgs=[], term=[], statuses=[])
    )


def term_year(day: date, span: str) -> int:
    """Return the report year in whose window the day lies."""
    return day.year + (pd.Timestamp(day).date() > window(span, day.year).end)


def _members(organisations: pd.DataFrame) -> Mapping[tuple[int, str], tuple[str, ...]]:
    """Return (year, cluster) → its organisations."""
    held = organisations.dropna(subset=["cluster"])
    members: dict[tuple[int, str], tuple[str, ...]] = {}
    for year, cluster, org in zip(held["year"], held["cluster"], held["org_id"], strict=True):
        key = (int(year), str(cluster))
        members[key] = (*members.get(key, ()), str(org))
    return members


def _line(group: pd.DataFrame, members: Mapping[tuple[int, str], tuple[str, ...]], span: str) -> dict[str, object]:
    first = records(group.head(1))[0]
    everybody = bool((group["org_id"].isna() & group["cluster"].isna()).any())
    named = {str(org) for org in group["org_id"].dropna()}
    named |= {
        org for cluster in group["cluster"].dropna() for org in members.get((int(first["year"]), str(cluster)), ())
    }
    return {
        **first,
        "orgs": () if everybody else tuple(sorted(named)),
        "term": max(term_year(day, span) for day in group["deadline"]),
        "deadline": group["deadline"].max(),
        "statuses": tuple(group["status"].astype(str)),
    }
