"""Indicators of the regulation tyumen: events and the results of routes shown there (rows 2, 3, 6, 16, 19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .answers import Answer, count, grouped, indicator, share, split, total, who

if TYPE_CHECKING:
    from .rules import Row
    from .unit import Unit

HIGHER = ("mun", "reg", "fed")


def venues(row: Row) -> list[str]:
    """Return the venues of the wording where the result was shown: levels, contest, network."""
    event = row["event"]
    found = [event["level"]] if event["level"] in HIGHER else []
    found += ["contest"] if event["kind"] == "contest" else []
    return [*found, "network"] if event["is_network"] else found


def presented(u: Unit) -> list[Row]:
    """Return taking part with the result of a route."""
    return [row for row in u.season.taken if row["route_id"] is not None]


def at_venues(u: Unit, named: list[str]) -> list[Answer]:
    """Return the share who presented at one of the named venues, and each of them."""
    ped = u.people("ped")
    facts = [row for row in presented(u) if set(venues(row)) & set(named)]
    return share(who(facts), ped, split("venue", named, grouped(facts, venues), ped, ped))


@indicator("tmn.m.2c", "share", "calendar", "mo")
def m2c(u: Unit) -> list[Answer]:
    return at_venues(u, ["mun", "reg", "fed", "contest", "network"])


@indicator("tmn.m.6x", "share", "calendar", "mo")
def m6x(u: Unit) -> list[Answer]:
    return at_venues(u, ["mun", "reg", "fed", "contest"])


@indicator("tmn.m.6c", "share", "calendar", "mo")
def m6c(u: Unit) -> list[Answer]:
    return share(who(row for row in presented(u) if row["product_ict"]), u.people("ped"))


@indicator("tmn.m.16a", "share", "calendar", "mo")
def m16a(u: Unit) -> list[Answer]:
    return share(who(row for row in presented(u) if row["event"]["is_network"]), u.people("ped"))


@indicator("tmn.m.3a", "count", "calendar", "m")
def m3a(u: Unit) -> list[Answer]:
    return [total(len([row for row in u.season.events if row["purpose"] == "postcourse"]))]


def postcourse(u: Unit) -> set[str]:
    """Return who took part in an event after a course."""
    return who(row for row in u.season.taken if row["event"]["purpose"] == "postcourse")


@indicator("tmn.m.3b", "count", "calendar", "mo")
def m3b(u: Unit) -> list[Answer]:
    return count(postcourse(u) & u.people("ped"))


@indicator("tmn.m.3c", "share", "calendar", "mo")
def m3c(u: Unit) -> list[Answer]:
    return share(postcourse(u), u.people("ped"))


@indicator("tmn.m.16b", "share", "calendar", "mo")
def m16b(u: Unit) -> list[Answer]:
    return share(who(row for row in u.season.taken if row["event"]["body_kind"] == "young"), u.people("young_0_5"))


@indicator("tmn.m.16c", "share", "calendar", "mo")
def m16c(u: Unit) -> list[Answer]:
    ped = u.people("ped")
    facts = [row for row in u.season.taken if row["event"]["body_kind"] == "mo" and row["event"]["is_network"]]
    groups = grouped(facts, lambda row: row["event"]["body"])
    return share(who(facts), ped, split("body", None, groups, ped, ped))


def young_contests(u: Unit) -> list[Row]:
    """Return taking part in contests of the three named levels."""
    taken = [row for row in u.season.taken if row["event"]["kind"] == "contest"]
    return [row for row in taken if row["event"]["level"] in HIGHER]


@indicator("tmn.m.15a", "count", "calendar", "mo")
def m15a(u: Unit) -> list[Answer]:
    young = u.people("young_0_5")
    groups = grouped(young_contests(u), lambda row: row["event"]["level"])
    return count(who(young_contests(u)) & young, split("level", list(HIGHER), groups, young, None))


@indicator("tmn.m.15b", "share", "calendar", "mo")
def m15b(u: Unit) -> list[Answer]:
    young = u.people("young_0_5")
    groups = grouped(young_contests(u), lambda row: row["event"]["level"])
    return share(who(young_contests(u)), young, split("level", list(HIGHER), groups, young, young))


def named_contest(row: Row) -> bool:
    """Return whether the event is one of the two named contests, «Педагог года» at a named level."""
    event = row["event"]
    if event["kind"] != "contest":
        return False
    return event["series"] == "best_prize" or (event["series"] == "ped_year" and event["level"] in HIGHER)


@indicator("tmn.m.19", "count", "calendar", "mo")
def m19(u: Unit) -> list[Answer]:
    ped = u.people("ped")
    facts = [row for row in u.season.taken if named_contest(row)]
    contests = grouped(facts, lambda row: row["event"]["series"])
    levels = grouped(facts, lambda row: row["event"]["level"] if row["event"]["series"] == "ped_year" else None)
    return count(
        who(facts) & ped,
        split("contest", ["best_prize", "ped_year"], contests, ped, None),
        split("level", list(HIGHER), levels, ped, None),
    )
