"""Indicators of the regulation vilyuysk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import codes
from .answers import Answer, by, count, grouped, indicator, share, split, total, who
from .indicators_zato import diagnosed
from .unit import tenure

if TYPE_CHECKING:
    from .rules import Row
    from .unit import Unit

POP = "ped_school"


def by_subject(u: Unit, population: str, hits: set[str]) -> list[Answer]:
    """Return the share and its cut by the persons' own subjects."""
    base = u.people(population)
    return share(hits, base, by("subject", None, u.subjects(population), hits, base))


def completed(u: Unit, kind: str) -> list[Row]:
    """Return completed diagnostics of the kind in the window."""
    return [row for row in u.season.diagnoses if row["kind"] == kind and row["completed"]]


@indicator("vil.1.2.1a", "share", "calendar", "mo")
def v21a(u: Unit) -> list[Answer]:
    return by_subject(u, POP, who(row for row in u.season.support if row["level"] == "org"))


@indicator("vil.1.2.1b", "share", "calendar", "mo")
def v21b(u: Unit) -> list[Answer]:
    return by_subject(u, POP, who(row for row in u.season.support if row["level"] == "mun"))


@indicator("vil.1.2.2a", "share", "stock_calendar", "mo")
def v22a(u: Unit) -> list[Answer]:
    return share(u.younger(POP, 25) & u.marked(POP, "graduate_entry"), u.people(POP))


@indicator("vil.1.2.2b", "share", "stock_calendar", "mo")
def v22b(u: Unit) -> list[Answer]:
    return share(u.younger(POP, 35), u.people(POP))


@indicator("vil.1.2.2c", "share", "stock_calendar", "mo")
def v22c(u: Unit) -> list[Answer]:
    settled = {row["person_id"] for row in u.rows(POP) if tenure(u, row) >= 3}
    return share(u.younger(POP, 30) & settled, u.people(POP))


def mentoring_roles(u: Unit, population: str) -> list[Answer]:
    """Return the share of mentors and mentees, and each of them."""
    base = u.people(population)
    facts = u.season.mentored + u.season.mentors
    groups = grouped(facts, lambda row: row["side"])
    return share(who(facts), base, split("role", ["mentor", "mentee"], groups, base, base))


@indicator("vil.1.2.2d", "share", "calendar", "mo")
def v22d(u: Unit) -> list[Answer]:
    return mentoring_roles(u, POP)


@indicator("vil.1.2.2e", "count", "calendar", "mo")
def v22e(u: Unit) -> list[Answer]:
    people = u.people(POP)
    approved = [
        row
        for row in u.season.mentoring
        if row["mentee_id"] in people
        and row["programme_approved_date"] is not None
        and row["programme_approved_date"] <= u.season.day
    ]
    return [total(len(approved))]


@indicator("vil.1.2.3a", "share", "calendar", "mo")
def v23a(u: Unit) -> list[Answer]:
    return by_subject(u, POP, who(diagnosed(u)))


@indicator("vil.1.2.3b", "share", "calendar", "mo")
def v23b(u: Unit) -> list[Answer]:
    return share(who(completed(u, "nok")), u.people(POP))


def pk(u: Unit) -> list[Row]:
    """Return completed courses of programmes of kind pk."""
    return [row for row in u.season.taught if row["programme"]["kind"] == "pk"]


def bases(course: Row) -> list[str]:
    """Return on what the course rests."""
    found = ["by_diagnostics"] if course["by_diagnostics"] else []
    return [*found, "route"] if course["route_id"] is not None else found


@indicator("vil.1.2.3c", "share", "calendar", "mo")
def v23c(u: Unit) -> list[Answer]:
    base = who(pk(u)) & u.people(POP)
    facts = [row for row in pk(u) if bases(row)]
    return share(who(facts), base, split("basis", ["by_diagnostics", "route"], grouped(facts, bases), base, base))


@indicator("vil.1.2.4a", "share", "calendar", "mo")
def v24a(u: Unit) -> list[Answer]:
    return by_subject(u, POP, who(completed(u, "burnout")))


def retrained(u: Unit) -> set[str]:
    """Return who completed retraining of a pedagogical profile."""
    return who(row for row in u.season.taught if row["programme"]["kind"] == "pp" and row["programme"]["ped_profile"])


@indicator("vil.1.2.4b", "count", "calendar", "mo")
def v24b(u: Unit) -> list[Answer]:
    return count(retrained(u) & u.people(POP))


@indicator("vil.1.2.5a", "share", "calendar", "mo")
def v25a(u: Unit) -> list[Answer]:
    return contests(u, POP)


def contests(u: Unit, population: str) -> list[Answer]:
    """Return the share who took part in a contest, and each level."""
    base = u.people(population)
    facts = [row for row in u.season.taken if row["event"]["kind"] == "contest"]
    groups = grouped(facts, lambda row: row["event"]["level"])
    return share(who(facts), base, split("level", codes.LEVELS, groups, base, base))


@indicator("vil.1.1.goal", "share", "calendar", "mo")
def v1goal(u: Unit) -> list[Answer]:
    return share(who(row for row in pk(u) if row["by_diagnostics"]), u.people("ped_municipal"))


def following(u: Unit) -> list[Row]:
    """Return routes in force that are being followed or done."""
    return [row for row in u.season.routes if row["status"] in ("active", "done")]


@indicator("vil.1.1.task1", "share", "calendar", "mo")
def v1task1(u: Unit) -> list[Answer]:
    return share(who(diagnosed(u)) & who(following(u)), u.people(POP))


@indicator("vil.1.1.task2", "share", "calendar", "mo")
def v1task2(u: Unit) -> list[Answer]:
    psych = who(row for row in u.season.support if row["aim"] == "psych")
    method = who(row for row in u.season.support if row["aim"] == "method")
    return share(who(completed(u, "burnout")) & psych & method, u.people(POP))


@indicator("vil.1.1.task4", "share", "calendar", "mo")
def v1task4(u: Unit) -> list[Answer]:
    return share(who(u.season.support), u.people(POP))
