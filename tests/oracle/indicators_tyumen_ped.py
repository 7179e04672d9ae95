"""Indicators of the regulation tyumen: rows 1–7 and 17–21 of the teachers' table, and the general ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import codes
from .answers import Answer, by, count, grouped, indicator, objects, share, split, summed, total, who
from .indicators_vilyuysk import following, pk

if TYPE_CHECKING:
    from .rules import Row
    from .unit import Unit


@indicator("tmn.m.1", "share", "calendar", "mo")
def m1(u: Unit) -> list[Answer]:
    ped = u.people("ped")
    facts = [row for row in u.season.diagnoses if row["kind"] in ("deficit", "request") and row["completed"]]
    groups = grouped(facts, lambda row: row["provider"])
    return share(who(facts), ped, split("provider", ["mms", "survey", "togirro", "modern"], groups, ped, ped))


def papers(u: Unit, kind: str) -> list[Row]:
    """Return documents in force: municipal ones for a municipality, the organisation's own for an organisation."""
    rows = [row for row in u.season.documents if row["kind"] == kind]
    if u.scope == "municipality":
        return [row for row in rows if row["scope"] == "mun"]
    return [row for row in rows if row["scope"] == "org" and u.owns(row["org_id"])]


@indicator("tmn.m.2a", "presence", "stock_calendar", "mo")
def m2a(u: Unit) -> list[Answer]:
    return [total(len(papers(u, "iom_rules")))]


@indicator("tmn.m.12a", "presence", "stock_calendar", "mo")
def m12a(u: Unit) -> list[Answer]:
    return [total(len(papers(u, "young_programme")))]


@indicator("tmn.m.12b", "presence", "stock_calendar", "mo")
def m12b(u: Unit) -> list[Answer]:
    return [total(len(papers(u, "mentoring_programme")))]


@indicator("tmn.m.2b", "share", "calendar", "mo")
def m2b(u: Unit) -> list[Answer]:
    ped = u.people("ped")
    groups = grouped(following(u), lambda row: "diagnostics" if row["based_on_diagnostics"] else "other")
    return share(who(following(u)), ped, split("basis", ["diagnostics", "other"], groups, ped, ped))


@indicator("tmn.m.4", "share", "calendar", "mo")
def m4(u: Unit) -> list[Answer]:
    named = ["copmkp", "mentor", "yauchitel"]
    ped = u.people("ped")
    facts = [row for row in u.season.diagnoses if row["kind"] == "deficit" and row["completed"]]
    groups = grouped(facts, lambda row: row["provider"] if row["provider"] in named else "other")
    return share(who(facts), ped, split("provider", [*named, "other"], groups, ped, ped))


def trained(u: Unit, population: str) -> list[Answer]:
    """Return the share who completed ПК, and each provider."""
    named = ["togirro", "academy"]
    people = u.people(population)

    def provider(course: Row) -> str:
        return course["programme"]["provider"] if course["programme"]["provider"] in named else "other"

    groups = grouped(pk(u), provider)
    return share(who(pk(u)), people, split("provider", [*named, "other"], groups, people, people))


@indicator("tmn.m.5", "share", "calendar", "mo")
def m5(u: Unit) -> list[Answer]:
    return trained(u, "ped")


@indicator("tmn.m.6a", "share", "calendar", "mo")
def m6a(u: Unit) -> list[Answer]:
    return share(who(row for row in u.season.taught if row["programme"]["topic"] == "ict"), u.people("ped"))


@indicator("tmn.m.6b", "share", "stock_calendar", "mo")
def m6b(u: Unit) -> list[Answer]:
    return share(u.marked("ped", "self_topic_ict"), u.people("ped"))


@indicator("tmn.m.17", "share", "calendar", "mo")
def m17(u: Unit) -> list[Answer]:
    return share(who(row for row in u.season.taught if row["programme"]["topic"] == "talent"), u.people("ped"))


def places(u: Unit) -> dict[str, set[str]]:
    """Return the methodists of the methodical service and of other organisations."""
    groups: dict[str, set[str]] = {"mms": set(), "oo": set()}
    for row in u.rows("methodists"):
        methodical = u.organisation(row["org_id"]).get("org_type") == "methodical"
        groups["mms" if methodical else "oo"].add(row["person_id"])
    return groups


@indicator("tmn.m.7a", "count", "calendar", "mo")
def m7a(u: Unit) -> list[Answer]:
    hits = who(u.season.courses) & u.people("methodists")
    return count(hits, split("place", ["mms", "oo"], places(u), hits, None))


@indicator("tmn.m.7b", "share", "calendar", "mo")
def m7b(u: Unit) -> list[Answer]:
    people = u.people("methodists")
    hits = who(u.season.courses)
    return share(hits, people, by("place", ["mms", "oo"], places(u), hits, people))


@indicator("tmn.m.18", "share", "calendar", "mo")
def m18(u: Unit) -> list[Answer]:
    ped = u.people("ped")
    facts = [row for row in u.season.memberships if row["body_kind"] in ("prob", "creat")]
    groups = grouped(facts, lambda row: row["body_kind"])
    return share(who(facts), ped, split("body_kind", ["prob", "creat"], groups, ped, ped))


def bank(u: Unit) -> list[Row]:
    """Return the practices of the unit in the bank on D."""
    rows = u.season.pool.tables["practices"]
    return [row for row in rows if row["in_bank"] and row["date"] <= u.season.day and u.owns(row["org_id"])]


@indicator("tmn.m.20a", "presence", "stock_calendar", "mo")
def m20a(u: Unit) -> list[Answer]:
    return [total(len(bank(u)))]


@indicator("tmn.m.20b", "count", "stock_calendar", "mo")
def m20b(u: Unit) -> list[Answer]:
    return [total(len(bank(u))), *objects("level", codes.LEVELS, bank(u), lambda row: row["level"])]


def vacant(rows: list[Row], positions: list[str]) -> list[Answer]:
    """Return vacant units: total, by position, by filled subject."""
    rows = [row for row in rows if row["position"] in positions]
    parts = [
        ("position", code, summed([row for row in rows if row["position"] == code], "rate_vacant"), None)
        for code in positions
    ]
    subjects = sorted({row["subject"] for row in rows if row["subject"] is not None})
    sums = {code: summed([row for row in rows if row["subject"] == code], "rate_vacant") for code in subjects}
    taught = [("subject", code, number, None) for code, number in sums.items() if number > 0]
    return [total(summed(rows, "rate_vacant")), *parts, *taught]


@indicator("tmn.m.21", "count", "stock_calendar", "mo")
def m21(u: Unit) -> list[Answer]:
    return vacant(u.vacancies(), codes.POSITIONS)


@indicator("tmn.m.g3", "distribution", "calendar", "mo")
def mg3(u: Unit) -> list[Answer]:
    ped = u.people("ped")
    own = {row["org_id"] for row in u.organisations}
    rows = [
        row
        for row in u.season.diagnoses
        if row["kind"] == "request"
        and (row["person_id"] in ped if row["person_id"] is not None else row["org_id"] in own)
    ]
    parts = objects("direction", codes.DEFICITS, rows, lambda row: row["direction"] or "other")
    return [total(len(rows), len(rows)), *((name, code, number, len(rows)) for name, code, number, _ in parts)]


def bodies(u: Unit, kinds: list[str]) -> set[tuple[str, str, str]]:
    """Return the bodies of these kinds with a member from ped of the unit: municipality, kind, name (rule 18)."""
    ped = u.people("ped")
    rows = [row for row in u.season.memberships if row["person_id"] in ped and row["body_kind"] in kinds]
    return {(row["mun"], row["body_kind"], row["body"]) for row in rows}


@indicator("tmn.m.g5", "distribution", "calendar", "mo")
def mg5(u: Unit) -> list[Answer]:
    found = list(bodies(u, codes.BODIES))
    parts = objects("body_kind", codes.BODIES, found, lambda body: body[1])
    return [total(len(found), len(found)), *((name, code, number, len(found)) for name, code, number, _ in parts)]
