"""Indicators of the regulation zato."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import codes
from .answers import Answer, count, grouped, indicator, objects, share, split, summed, total, who

if TYPE_CHECKING:
    from .rules import Row
    from .unit import Unit


def diagnosed(u: Unit) -> list[Row]:
    """Return completed diagnostics of deficits in the window."""
    return [row for row in u.season.diagnoses if row["kind"] == "deficit" and row["completed"]]


@indicator("zato.3.1a", "count", "june", "mo")
def z31a(u: Unit) -> list[Answer]:
    ped = u.people("ped")
    groups = grouped(diagnosed(u), lambda row: row["direction"])
    return count(who(diagnosed(u)) & ped, split("direction", codes.DIRECTIONS, groups, ped, None))


@indicator("zato.3.1b", "share", "june", "mo")
def z31b(u: Unit) -> list[Answer]:
    ped = u.people("ped")
    groups = grouped(diagnosed(u), lambda row: row["direction"])
    return share(who(diagnosed(u)), ped, split("direction", codes.DIRECTIONS, groups, ped, ped))


def event_group(event: Row) -> str:
    """Return the one group of an event: РМО first, then its kind."""
    if event["body_kind"] == "rmo":
        return "rmo"
    return event["kind"] if event["kind"] in ("cons", "seminar", "contest") else "other"


def skill_events(u: Unit) -> list[Row]:
    """Return the events of the window that serve skill."""
    return [row for row in u.season.events if row["purpose"] == "skill"]


def training(u: Unit) -> list[Row]:
    """Return completed courses of ПК and ПП."""
    return [row for row in u.season.taught if row["programme"]["kind"] in ("pk", "pp")]


@indicator("zato.3.2a", "list", "calendar", "m")
def z32a(u: Unit) -> list[Answer]:
    ped = u.people("ped")
    programmes = {row["programme_id"] for row in training(u) if row["person_id"] in ped}
    items = [event_group(row) for row in skill_events(u)] + ["ppk"] * len(programmes)
    return [total(len(items)), *objects("event_group", ["ppk", *codes.EVENT_GROUPS], items, lambda item: item)]


@indicator("zato.3.2b", "count", "calendar", "m")
def z32b(u: Unit) -> list[Answer]:
    def planned(rows: list[Row]) -> float:
        return sum(row["planned_participants"] or 0 for row in rows)

    rows = skill_events(u)
    parts = {code: planned([row for row in rows if event_group(row) == code]) for code in codes.EVENT_GROUPS}
    return [total(planned(rows)), *(("event_group", code, number, None) for code, number in parts.items())]


@indicator("zato.3.2c", "share", "calendar", "mo")
def z32c(u: Unit) -> list[Answer]:
    ped = u.people("ped")
    visits = [row for row in u.season.taken if row["event"]["purpose"] == "skill"]
    groups = grouped(visits, lambda row: event_group(row["event"]))
    groups["ppk"] = who(training(u))
    hits = who(visits) | groups["ppk"]
    return share(hits, ped, split("event_group", ["ppk", *codes.EVENT_GROUPS], groups, ped, ped))


@indicator("zato.3.3a", "presence", "calendar", "mo")
def z33a(u: Unit) -> list[Answer]:
    ped = u.people("ped")
    events = [row for row in u.season.events if row["purpose"] == "young" and u.owns(row["org_id"])]
    pairs = [row for row in u.season.mentoring if row["mentee_id"] in ped]
    return [total(len(events) + len(pairs))]


@indicator("zato.3.3b", "list", "calendar", "m")
def z33b(u: Unit) -> list[Answer]:
    events = [row for row in u.season.events if row["purpose"] == "young" and row["is_network"]]
    return [total(len(events)), *objects("level", codes.LEVELS, events, lambda row: row["level"])]


def young_network(u: Unit) -> list[Row]:
    """Return taking part in network events for the young."""
    return [row for row in u.season.taken if row["event"]["purpose"] == "young" and row["event"]["is_network"]]


@indicator("zato.3.3c", "mean", "calendar", "mo")
def z33c(u: Unit) -> list[Answer]:
    ped = u.people("ped")
    rows = [row for row in young_network(u) if row["person_id"] in ped and row["feedback"] is not None]
    return [total(summed(rows, "feedback"), len(rows))]


@indicator("zato.3.3d", "share", "calendar", "mo")
def z33d(u: Unit) -> list[Answer]:
    return share(who(young_network(u)), u.people("young_lt3"))


def post(position: str, subject: str | None) -> str:
    """Return the code of a post."""
    return position if subject is None else f"{position}/{subject}"


@indicator("zato.3.4a", "list", "stock_june", "mo")
def z34a(u: Unit) -> list[Answer]:
    posts: dict[str, list[Row]] = {}
    for row in u.vacancies():
        posts.setdefault(post(row["position"], row["subject"]), []).append(row)
    units = {code: summed(rows, "rate_vacant") for code, rows in posts.items()}
    vacant = {code: number for code, number in units.items() if number > 0}
    return [total(len(vacant)), *(("post", code, number, None) for code, number in vacant.items())]


@indicator("zato.3.4b", "list", "stock_june", "mo")
def z34b(u: Unit) -> list[Answer]:
    places: dict[tuple[str, str], list[Row]] = {}
    for row in u.rows("ped"):
        places.setdefault((row["person_id"], row["org_id"]), []).append(row)
    rows = [row for held in places.values() if summed(held, "rate") > 1.5 for row in held]
    holders = grouped(rows, lambda row: post(row["position"], row["subject"]))
    return [total(len(holders)), *(("post", code, len(people), None) for code, people in holders.items())]


def supported(u: Unit) -> list[Row]:
    """Return support by methodists and university teachers in the window."""
    return [row for row in u.season.support if row["supporter"] in ("methodist", "univ")]


@indicator("zato.3.5a", "list", "calendar", "mo")
def z35a(u: Unit) -> list[Answer]:
    ped = u.people("ped")
    rows = [row for row in supported(u) if row["person_id"] in ped]
    directions = {row["direction"] for row in rows}
    return [total(len(directions)), *objects("support_direction", codes.SUPPORT, rows, lambda row: row["direction"])]


def support_cuts(u: Unit, ped: set[str], base: set[str] | None) -> list[Answer]:
    """Return both cuts of the supported."""
    directions = grouped(supported(u), lambda row: row["direction"])
    supporters = grouped(supported(u), lambda row: row["supporter"])
    return [
        *split("support_direction", codes.SUPPORT, directions, ped, base),
        *split("supporter", ["methodist", "univ"], supporters, ped, base),
    ]


@indicator("zato.3.5b", "count", "calendar", "mo")
def z35b(u: Unit) -> list[Answer]:
    ped = u.people("ped")
    return count(who(supported(u)) & ped, support_cuts(u, ped, None))


@indicator("zato.3.5c", "share", "calendar", "mo")
def z35c(u: Unit) -> list[Answer]:
    ped = u.people("ped")
    return share(who(supported(u)), ped, support_cuts(u, ped, ped))
