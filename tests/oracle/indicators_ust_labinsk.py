"""Indicators of the regulation ust-labinsk that rest on facts (municipality, organisation, cluster)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import codes
from .answers import Answer, count, grouped, indicator, share, split, total, who
from .indicators_vilyuysk import pk, retrained
from .rules import reserve_in_force

if TYPE_CHECKING:
    from .rules import Row
    from .unit import Unit


def participants(u: Unit) -> list[Row]:
    """Return diagnostics of deficits in the window, completed or not."""
    return [row for row in u.season.diagnoses if row["kind"] == "deficit"]


@indicator("ust.p1.1", "share", "academic", "moc")
def p11(u: Unit) -> list[Answer]:
    return share(who(participants(u)), u.people("ped"))


@indicator("ust.p1.2", "share", "academic", "moc")
def p12(u: Unit) -> list[Answer]:
    base = who(participants(u)) & u.people("ped")
    facts = [row for row in participants(u) if row["deficit_found"]]
    groups = grouped(facts, lambda row: row["deficit_type"])
    return share(who(facts), base, split("deficit_type", codes.DEFICITS, groups, base, base))


@indicator("ust.p2.1", "share", "academic", "moc")
def p21(u: Unit) -> list[Answer]:
    return share(who(row for row in u.season.routes if row["based_on_diagnostics"]), u.people("ped"))


@indicator("ust.p2.2", "share", "academic", "moc")
def p22(u: Unit) -> list[Answer]:
    facts = [row for row in u.season.taken + u.season.ended if row["route_id"] is not None]
    return share(who(facts), u.people("ped"))


@indicator("ust.p2.3", "share", "academic", "moc")
def p23(u: Unit) -> list[Answer]:
    named = ["teacher_year", "best_russia", "my_lesson"]
    ped = u.people("ped")
    facts = [row for row in u.season.taken if row["event"]["kind"] == "contest"]
    series = grouped(facts, lambda row: row["event"]["series"] if row["event"]["series"] in named else "other")
    levels = grouped(facts, lambda row: row["event"]["level"])
    return share(
        who(facts),
        ped,
        split("contest", [*named, "other"], series, ped, ped),
        split("level", codes.LEVELS, levels, ped, ped),
    )


@indicator("ust.p3.1", "share", "academic", "moc")
def p31(u: Unit) -> list[Answer]:
    young = u.people("young_lt3")
    groups = grouped(u.season.mentored, lambda row: row["level"])
    org, mun = groups.get("org", set()), groups.get("mun", set())
    groups["any"] = org | mun
    return share(org & mun, young, split("mentor_level", ["org", "mun", "any"], groups, young, young))


def schools(u: Unit) -> list[Row]:
    """Return the schools of the unit in year Y."""
    return [row for row in u.organisations if row["org_type"] == "school"]


@indicator("ust.p3.2", "share", "academic", "mc")
def p32(u: Unit) -> list[Answer]:
    return [total(len([row for row in schools(u) if row["mentoring_model"]]), len(schools(u)))]


def united(u: Unit) -> dict[str, set[str]]:
    """Return who is in ШМО and РМО: members in force or guests of their meetings."""
    meetings = [row for row in u.season.taken if row["event"]["kind"] == "meeting"]
    members = grouped(u.season.memberships, lambda row: row["body_kind"])
    guests = grouped(meetings, lambda row: row["event"]["body_kind"])
    return {kind: members.get(kind, set()) | guests.get(kind, set()) for kind in ("smo", "rmo")}


@indicator("ust.p4.1", "share", "academic", "moc")
def p41(u: Unit) -> list[Answer]:
    ped = u.people("ped")
    groups = united(u)
    return share(groups["smo"] | groups["rmo"], ped, split("body_kind", ["smo", "rmo"], groups, ped, ped))


@indicator("ust.p4.2", "share", "academic", "mc")
def p42(u: Unit) -> list[Answer]:
    def reached(people: set[str]) -> int:
        with_people = {row["org_id"] for row in u.rows("ped") if row["person_id"] in people}
        return len([row for row in schools(u) if row["org_id"] in with_people])

    groups, number = united(u), len(schools(u))
    parts = [("body_kind", kind, reached(groups[kind]), number) for kind in ("smo", "rmo")]
    return [total(reached(groups["smo"] | groups["rmo"]), number), *parts]


@indicator("ust.p4.3", "share", "academic", "moc")
def p43(u: Unit) -> list[Answer]:
    ped = u.people("ped")
    network = [row for row in u.season.taken if row["event"]["is_network"]]
    facts = [row for row in network if row["event"]["level"] in ("reg", "fed")]
    groups = grouped(facts, lambda row: row["event"]["level"])
    return share(who(facts), ped, split("level", ["reg", "fed"], groups, ped, ped))


@indicator("ust.g2.1", "count", "academic", "moc")
def g21(u: Unit) -> list[Answer]:
    return count(who(pk(u)) & u.people("ped"))


def teaching_event(event: Row) -> bool:
    """Return whether the event is a municipal seminar, a laboratory or a master class."""
    return (event["kind"] == "seminar" and event["level"] == "mun") or event["kind"] in ("lab", "master")


def visited(u: Unit, facts: list[Row], name: str, codes_: list[str], column: str) -> list[Answer]:
    """Return the number of ped who took part, and each group of events."""
    ped = u.people("ped")
    groups = grouped(facts, lambda row: row["event"][column])
    return count(who(facts) & ped, split(name, codes_, groups, ped, None))


@indicator("ust.g2.2", "count", "academic", "moc")
def g22(u: Unit) -> list[Answer]:
    facts = [row for row in u.season.taken if teaching_event(row["event"])]
    return visited(u, facts, "event_kind", ["seminar", "lab", "master"], "kind")


@indicator("ust.g3", "count", "academic", "moc")
def g3(u: Unit) -> list[Answer]:
    named = ["debut", "territory46", "i_mentor"]
    young = u.people("young_lt3")
    facts = [row for row in u.season.taken if row["event"]["series"] in named]
    groups = grouped(facts, lambda row: row["event"]["series"])
    return count(who(facts) & young, split("series", named, groups, young, None))


@indicator("ust.g4", "count", "academic", "moc")
def g4(u: Unit) -> list[Answer]:
    meetings = [row for row in u.season.taken if row["event"]["kind"] == "meeting"]
    facts = [row for row in meetings if row["event"]["body_kind"] in ("rmo", "tutor")]
    return visited(u, facts, "body_kind", ["rmo", "tutor"], "body_kind")


@indicator("ust.g5.1", "count", "academic", "moc")
def g51(u: Unit) -> list[Answer]:
    facts = [row for row in u.season.taken if row["event"]["is_network"]]
    return visited(u, facts, "event_kind", ["conf", "fest"], "kind")


@indicator("ust.g5.2", "count", "academic", "moc")
def g52(u: Unit) -> list[Answer]:
    facts = [row for row in u.season.taken if row["role"] == "speaker" and row["event"]["project"] == "up"]
    return count(who(facts) & u.people("ped"))


@indicator("ust.g6.2", "count", "stock_academic", "moc")
def g62(u: Unit) -> list[Answer]:
    rows = [row for row in u.season.pool.tables["reserve"] if row["kind"] == "lead"]
    return count(who(row for row in rows if reserve_in_force(row, u.season.day)) & u.people("ped"))


@indicator("ust.g7.1", "count", "academic", "moc")
def g71(u: Unit) -> list[Answer]:
    return count(who(row for row in u.season.taken if row["event"]["kind"] == "conf") & u.people("ped"))


def written(u: Unit, kind: str) -> list[Row]:
    """Return papers or reviews of the unit dated in the window."""
    rows = [row for row in u.season.pool.tables["practices"] if row["kind"] == kind]
    return [row for row in rows if u.season.has(row["date"]) and u.owns(row["org_id"])]


@indicator("ust.g7.2", "count", "academic", "moc")
def g72(u: Unit) -> list[Answer]:
    return [total(len(written(u, "paper")))]


@indicator("ust.g7.3", "count", "academic", "moc")
def g73(u: Unit) -> list[Answer]:
    return [total(len(written(u, "review")))]


@indicator("ust.m2.1", "share", "academic", "moc")
def m21(u: Unit) -> list[Answer]:
    ped = u.people("ped")
    rows = [row for row in u.season.routes if row["person_id"] in ped and (row["items_total"] or 0) > 0]
    return [total(sum(row["items_done"] or 0 for row in rows), sum(row["items_total"] for row in rows))]


@indicator("ust.m2.2", "count", "academic", "moc")
def m22(u: Unit) -> list[Answer]:
    return count(retrained(u) & u.people("ped"))


def expert(row: Row) -> bool:
    """Return whether the membership is expert work."""
    return row["role"] in ("expert", "tutor") or (row["role"] == "lead" and row["body_kind"] == "rmo")


@indicator("ust.m4.2", "count", "academic", "moc")
def m42(u: Unit) -> list[Answer]:
    ped = u.people("ped")
    facts = [row for row in u.season.memberships if expert(row)]
    groups = grouped(facts, lambda row: row["role"])
    return count(who(facts) & ped, split("role", ["expert", "tutor", "lead"], groups, ped, None))
