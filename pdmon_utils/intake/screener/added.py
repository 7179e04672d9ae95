"""Columns that rules may name beside those handed in; all of them are listed in `ADDED` and `EVERYWHERE`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pdmon_utils.cells import Mask
from pdmon_utils.intake.screener.dates import AGE_OF_WORK, employed, experience, first_day, last_day, moved_on
from pdmon_utils.people import full_years

if TYPE_CHECKING:
    from pdmon_utils.intake.screener.screen import Screen

Maker = Callable[["Screen", str], "pd.Series[Any] | Mask"]


def _years_to(start: str, end: str) -> Maker:
    """Return full years from one date column to another (rule 9)."""
    return lambda screen, table: full_years(screen.column(table, start), screen.column(table, end))


def _years_behind(name: str) -> Maker:
    """Return how many calendar years a date lies before the row's year."""
    return lambda screen, table: screen.column(table, "year") - screen.column(table, name).dt.year


def _times(*names: str) -> Maker:
    """Return in how many rows of the table these columns, all filled, have the row's values."""

    def counted(screen: Screen, table: str) -> pd.Series[Any]:
        frame = pd.DataFrame({name: screen.column(table, name) for name in names})
        return frame.groupby(list(names), observed=True)[names[0]].transform("size")

    return counted


def _able_to_work(screen: Screen, table: str) -> pd.Series[Any]:
    return screen.column(table, "age") - AGE_OF_WORK


def _experience(screen: Screen, table: str) -> pd.Series[Any]:
    return experience(screen.frame(table))


def _experience_gap(screen: Screen, table: str) -> pd.Series[Any]:
    counted = full_years(screen.column(table, "ped_start_date"), screen.column(table, "year_end"))
    return (counted - screen.column(table, "ped_experience").astype("float64")).abs()


def _load_per_rate(screen: Screen, table: str) -> pd.Series[Any]:
    rate = screen.column(table, "rate")
    return (screen.column(table, "load_hours") / rate.where(rate > 0)).round(1)


def _main_here(screen: Screen, table: str) -> Mask:
    """Return the rows whose person also works in the same organisation and year as no external part-timer."""
    frame = screen.frame(table)
    unit = ["person_id", "org_id", "year"]
    main = pd.MultiIndex.from_frame(frame.loc[~frame["is_external"].fillna(value=False).astype(bool), unit])
    return np.asarray(pd.MultiIndex.from_frame(frame[unit]).isin(main))


def _diagnosed(screen: Screen, table: str) -> Mask:
    known = screen.frame("diagnostics").loc[lambda t: t["kind"] != "request", "person_id"].dropna()
    codes = screen.column(table, "person_id").astype("object")  # among strings of Arrow isin is thirty times as slow
    return codes.isin(known.astype("object")).to_numpy(dtype=bool)


def _running_routes(screen: Screen, table: str) -> pd.Series[Any]:
    """Return how many routes of the person are active and not over by the end of the row's year."""
    status, end, last = (screen.column(table, name) for name in ("status", "end_date", "year_end"))
    running = (status == "active") & (end.isna() | (end >= last))
    return running.groupby([screen.column(table, "person_id"), screen.column(table, "year")]).transform("sum")


def _mentees(screen: Screen, table: str) -> pd.Series[Any]:
    """Return how many persons the mentor accompanies in the row's year."""
    frame = screen.frame(table)
    lasts = frame["end_date"].isna() | (frame["end_date"] >= screen.column(table, "year_start"))
    held = frame[["mentor_id", "year"]].assign(mentee=frame["mentee_id"].where(lasts))
    return held.groupby(["mentor_id", "year"])["mentee"].transform("nunique")


def _mutual(screen: Screen, table: str) -> Mask:
    frame = screen.frame(table)
    turned = pd.MultiIndex.from_frame(frame[["mentee_id", "mentor_id"]])
    return np.asarray(pd.MultiIndex.from_frame(frame[["mentor_id", "mentee_id"]]).isin(turned))


def _participants(screen: Screen, table: str) -> pd.Series[Any]:
    numbers = screen.frame("participation")["event_id"].value_counts()
    return screen.column(table, "event_id").map(numbers).fillna(0).astype(float)


def _cluster_known(screen: Screen, table: str) -> Mask:
    """Return where some organisation of the row's year is in the cluster that the row names."""
    clusters = screen.frame("organisations")[["year", "cluster"]].astype({"cluster": "str"}).dropna()
    return np.asarray(
        pd.MultiIndex.from_frame(screen.frame(table)[["year", "cluster"]]).isin(pd.MultiIndex.from_frame(clusters))
    )


def _percent_of(part: str, whole: str) -> Maker:
    def percent(screen: Screen, table: str) -> pd.Series[Any]:
        total = screen.column(table, whole).astype("float64")
        return (100 * screen.column(table, part).astype("float64") / total.where(total > 0)).round(1)

    return percent


def _before(name: str, *keys: str) -> Maker:
    """Return the column's value in the same row (equal `keys`) of the year folder before."""

    def last_year(screen: Screen, table: str) -> pd.Series[Any]:
        frame = screen.frame(table)[[*keys, "year"]].assign(value=screen.column(table, name))
        earlier = moved_on(frame, screen.years).drop_duplicates([*keys, "year"], keep="last")
        return frame[[*keys, "year"]].merge(earlier, on=[*keys, "year"], how="left")["value"]

    return last_year


def _distance(name: str) -> Maker:
    """Return how far a column is from the same column `…_before`."""
    return lambda screen, table: (
        screen.column(table, name).astype("float64") - screen.column(table, f"{name}_before").astype("float64")
    ).abs()


EVERYWHERE: dict[str, Maker] = {
    "year_start": lambda screen, table: first_day(screen.column(table, "year")),
    "year_end": lambda screen, table: last_day(screen.column(table, "year")),
    "year_before_start": lambda screen, table: first_day(screen.column(table, "year") - 1),
}
ADDED: dict[str, dict[str, Maker]] = {
    "staff": {
        "age": _years_to("birth_date", "year_end"),
        "age_at_hire": _years_to("birth_date", "hire_date"),
        "age_at_start": _years_to("birth_date", "ped_start_date"),
        "years_able_to_work": _able_to_work,
        "experience": _experience,
        "experience_gap": _experience_gap,
        "employed": lambda screen, table: employed(screen.frame(table)),
        "load_per_rate": _load_per_rate,
        "main_here": _main_here,
    },
    "diagnostics": {"years_behind": _years_behind("date")},
    "programmes": {
        "kind_before": _before("kind", "programme_id"),
        "hours_before": _before("hours", "programme_id"),
    },
    "courses": {"years_behind": _years_behind("end_date")},
    "routes": {
        "years_long": _years_to("start_date", "end_date"),
        "items_percent": _percent_of("items_done", "items_total"),
        "diagnosed": _diagnosed,
        "running_routes": _running_routes,
    },
    "mentoring": {"mentees": _mentees, "mutual": _mutual},
    "events": {
        "years_behind": _years_behind("date"),
        "participants": _participants,
        "equal_events": _times("title", "date", "kind", "level"),
    },
    "documents": {"equal_documents": _times("number", "date", "kind", "title")},
    "measures": {"cluster_known": _cluster_known},
    "student_outcomes": {
        "percent": _percent_of("achieved", "total"),
        "percent_before": _before("percent", "org_id", "measure"),
        "percent_jump": _distance("percent"),
        "total_before": _before("total", "org_id", "measure"),
        "total_change": _distance("total"),
        "total_change_percent": _percent_of("total_change", "total_before"),
    },
}
