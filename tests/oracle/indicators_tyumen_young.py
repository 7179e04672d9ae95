"""Indicators of the regulation tyumen: young teachers (rows 8–14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .answers import Answer, by, indicator, share, split, summed, total, who
from .codes import YOUNG_BANDS
from .indicators_tyumen_ped import trained
from .indicators_vilyuysk import following
from .rules import full_years

if TYPE_CHECKING:
    from .rules import Row
    from .unit import Unit


def bands(u: Unit, population: str) -> dict[str, set[str]]:
    """Return the persons of each band of experience."""
    return {code: u.experienced(population, low, high) for code, (low, high) in YOUNG_BANDS.items()}


@indicator("tmn.m.8", "share", "stock_calendar", "mo")
def m8(u: Unit) -> list[Answer]:
    ped = u.people("ped")
    return share(u.experienced("ped", 0, 6), ped, split("exp", list(YOUNG_BANDS), bands(u, "ped"), ped, ped))


def left_in_first_year(u: Unit, row: Row) -> bool:
    """Return whether the ped row ended in the window in the first year of the profession."""
    if row["staff_group"] != "ped" or row["is_external"] or not u.season.has(row["dismiss_date"]):
        return False
    start = u.attribute(row["person_id"], "ped_start_date")
    if start is None:
        return bool(u.attribute(row["person_id"], "ped_experience") == 0)
    return max(0, full_years(start, row["dismiss_date"])) == 0


@indicator("tmn.m.9", "share", "calendar", "mo")
def m9(u: Unit) -> list[Answer]:
    leavers = {row["person_id"] for row in u.staff if left_in_first_year(u, row)}
    return share(leavers - u.people("ped"), u.people("young_0_5_window"))


def load(u: Unit, people: set[str]) -> tuple[float, int]:
    """Return the hours of these persons and the number of them with known hours."""
    rows = [row for row in u.rows("ped") if row["person_id"] in people and row["load_hours"] is not None]
    return summed(rows, "load_hours"), len(who(rows))


@indicator("tmn.m.10", "mean", "stock_calendar", "mo")
def m10(u: Unit) -> list[Answer]:
    groups = bands(u, "young_0_5")
    parts = [("exp", code, *load(u, groups[code])) for code in YOUNG_BANDS]
    return [total(*load(u, u.people("young_0_5"))), *parts]


@indicator("tmn.m.11", "share", "calendar", "mo")
def m11(u: Unit) -> list[Answer]:
    return trained(u, "young_0_5")


@indicator("tmn.m.13", "share", "calendar", "mo")
def m13(u: Unit) -> list[Answer]:
    young = u.people("young_0_5")
    hits = who(u.season.mentored)
    return share(hits, young, by("exp", list(YOUNG_BANDS), bands(u, "young_0_5"), hits, young))


@indicator("tmn.m.14", "share", "calendar", "mo")
def m14(u: Unit) -> list[Answer]:
    return share(who(following(u)), u.people("young_0_5"))
